"""Whether two scorecard rows of different reports are the same indicator: the levels of linking.

`compare` answers with the first level that holds, from equal text down to equal context, and with
whether that level is safe. What is only likely comes back unsafe: a suggestion for review.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.link.similarity import Name, Namer, Overlap, overlap, vetoed
from extractor.model import Observation, Report, Row, RowKind, Value, document_id
from extractor.swedish import fold

LEVELS = (
    "same_text", "same_folded", "question", "tokens", "head", "contained", "continues", "counted", "context", "likely",
)  # fmt: skip
"""From the safest to the weakest; 'likely' is never a link."""

TOKENS_DICE = 0.75
"""Weighted overlap of two names that are one: 'Andelen trygga resenärer inom färdtjänsten' / 'Andel trygga
resenärer i färdtjänst' has 1.0, 'Antal trygga resenärer' / 'Antal trygga elever' 0.5."""
EXCHANGED_DICE = 0.88
"""Overlap from which one word may have been exchanged for another: 'utbildning i brandskydd' / 'utbildning
i förhandling' are two trainings, in a name of ten words it is a change of wording."""
OTHER_MEASURE_DICE = 0.7
"""Overlap at which a number may have become a share of the same thing, if the goal is the same too."""
SAME_GOAL = 0.7
"""Overlap of two goals that say the same."""
CONTAINED = 0.9
"""Share of the shorter name's weight that must be found in the longer one."""
CONTAINED_DICE = 0.45
"""'Kvinnor' within 'Andel kvinnor i chefsposition' is not enough: the shorter must be a good part of it."""
CONTEXT_DICE = 0.3
"""Least overlap of the names where goal and target are the same."""
STRONG_SUPPORT = 0.5
SOME_SUPPORT = 0.3
"""How much goal, target, unit and values must speak for it: an equal target alone, or most of the goal."""
LIKELY_DICE = 0.4
"""Below this a suggestion would waste a reviewer's time."""
TELLING_DIGITS = 2
"""Digits a value needs so that meeting it again in the next report means something."""
SMALLEST_TELLING = 10
"""Smaller whole numbers are met again by chance; decimals of them are kept where they have two digits."""
COUNTED_LENGTH = 10
"""Letters of a counted thing that names it alone: 'säkerhetsincidenter' does, 'chefer' counts many things."""

_COUNTED = re.compile(r"\b(?:antal(?:et)?|andel(?:en)?)\s+((?:[\w-]+\s*){1,4})")
_QUALIFIED = re.compile(r"\b(?:med|i|som|av|for|pa|inom|till|vid|utan|dar|per|hos|fran|under)\b")
"""What qualifies a counted thing: 'medarbetare som slutat' and 'medarbetare med heltid' are two measures."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Match(NamedTuple):
    """How two rows were found to be the same."""

    level: str
    score: float
    safe: bool

    @property
    def rank(self) -> int:
        """Position of the level, 0 is the safest."""
        return LEVELS.index(self.level)


class Candidate(Value, frozen=True, kw_only=True):
    """A scorecard row (or a fact) as linking sees it."""

    kind: RowKind
    name: Name
    perspective: str
    goal_text: str
    goal: tuple[str, ...]
    """Stems of the goal."""
    target: str
    aim: tuple[str, ...]
    """What the target comes down to: its numbers, or its direction, or its words."""
    unit: str
    counted: tuple[str, ...]
    """Stems of the thing that name or target say is counted."""
    values: frozenset[tuple[str, str]] = frozenset()
    """(period, number) of the row's telling values, in the unit printed."""
    blocks: tuple[str, ...] = ()
    """Keys under which the row can be found."""

    @classmethod
    def of_row(cls, row: Row, perspective: str, namer: Namer, facts: Sequence[Observation]) -> Candidate:
        """The candidate of a scorecard row with its observations."""
        text, goal, target = row.name, row.text("goal"), row.text("target")
        name = namer.name(text)
        own = [f for f in facts if f.origin == "scorecard"]
        units = [f.unit for f in own if f.unit and not f.breakdown and "unit_inferred" not in f.reasons]
        counted = _counted(f"{text}. {target}", namer)
        goal_words = namer.words(goal)
        return cls(
            kind=row.kind,
            name=name,
            perspective=perspective,
            goal_text=goal,
            goal=goal_words,
            target=target,
            aim=aim(target, namer),
            unit=units[0] if units else "",
            counted=counted,
            values=frozenset(_telling(own)),
            blocks=(*name.words, "=goal:" + " ".join(goal_words), *("=counted:" + w for w in counted)),
        )

    @classmethod
    def of_name(cls, name: Name, perspective: str, unit: str) -> Candidate:
        """The candidate of a fact outside the scorecards, or of a name from before."""
        return cls(
            kind="indicator", name=name, perspective=perspective, goal_text="", goal=(), target="", aim=(),
            unit=unit, counted=(), blocks=name.words,
        )  # fmt: skip


def aim(target: str, namer: Namer) -> tuple[str, ...]:
    """What a target comes down to, for comparing targets of different wording.

    Numbers if it has any (years left out), else the words; '+/- 0', 'Resultat 0' and 'enligt budget'
    are one aim.
    """
    words = namer.words(target)
    if "=balanced_budget" in words:
        return ("0",)
    numbers = tuple(sorted(n.replace(",", ".") for n in _NUMBER.findall(_YEAR.sub(" ", fold(target)))))
    return numbers or words


def _counted(text: str, namer: Namer) -> tuple[str, ...]:
    found = _COUNTED.findall(fold(text))
    things = (phrase for phrase in found if not _QUALIFIED.search(phrase))
    words = (w for thing in things for w in namer.words(thing))
    return tuple(dict.fromkeys(w for w in words if len(w) >= COUNTED_LENGTH))


def _telling(facts: Sequence[Observation]) -> list[tuple[str, str]]:
    out = []
    for fact in facts:
        if fact.value is None or fact.kind not in ("actual", "baseline") or fact.comparator != "=":
            continue
        digits = len(fact.value.normalize().as_tuple().digits)
        if (digits >= TELLING_DIGITS or abs(fact.value) >= SMALLEST_TELLING) and fact.value != Decimal(100):
            out.append((f"{fact.period}|{fact.breakdown}", f"{fact.value.normalize():f} {fact.unit}"))
    return out


def _is_telling(value: tuple[str, str]) -> bool:
    """Whether meeting a value again says something by itself: '64 %' does, '70 %' only beside a name like it."""
    digits = value[1].partition(" ")[0].replace(".", "").lstrip("-0").rstrip("0")
    return len(digits) >= TELLING_DIGITS


class Surroundings(NamedTuple):
    """What comparing two rows needs to know about the rows around them."""

    weight: Mapping[str, float]
    """How telling each word is within the unit; 1 for one that is missing."""
    ambiguous: frozenset[str] = frozenset()
    """Counted things that more than one row of a report counts."""


class _Pair(NamedTuple):
    """Two rows side by side, with what they share."""

    one: Candidate
    other: Candidate
    names: Overlap
    goals: Overlap | None
    support: float
    unique_head: bool

    @property
    def same_place(self) -> bool:
        return self.one.perspective == self.other.perspective

    @property
    def same_goal(self) -> bool:
        return self.goals is not None and self.goals.dice >= SAME_GOAL


def compare(
    one: Candidate, other: Candidate, around: Surroundings, *, unique_head: bool = True
) -> Match | None:
    """The first level at which two rows are the same indicator.

    Args:
        one: a row of the report at hand.
        other: a row of an indicator seen before.
        around: the other rows of the unit.
        unique_head: no other row of the report begins with the same words.

    Returns:
        Level, score and whether it is safe; None where a veto forbids it or nothing speaks for it.
    """
    if one.kind != other.kind or vetoed(one.name, other.name):
        return None
    goals = overlap(one.goal, other.goal, around.weight) if one.goal and other.goal else None
    support = _support(one, other, goals)
    for level, same in (
        ("same_text", one.name.text == other.name.text),
        ("same_folded", one.name.folded == other.name.folded),
        ("question", bool(one.name.question) and one.name.question == other.name.question),
    ):
        if same:
            return Match(level, 0.9 + 0.1 * support, safe=True)
    if one.unit and other.unit and not same_family(one.unit, other.unit):
        return None
    names = overlap(one.name.words, other.name.words, around.weight)
    pair = _Pair(one, other, names, goals, support, unique_head)
    if one.name.measure != other.name.measure and one.name.measure and other.name.measure:
        alike = names.dice >= OTHER_MEASURE_DICE and pair.same_goal
        return Match("tokens", names.dice * 0.9, safe=True) if alike else None
    return _by_words(pair) or _by_context(pair, around)


def _by_words(pair: _Pair) -> Match | None:
    """The levels that rest on the names."""
    one, other, names = pair.one, pair.other, pair.names
    exchanged = names.swapped and names.dice < EXCHANGED_DICE and not one.values & other.values
    if names.dice >= TOKENS_DICE and not exchanged:
        return Match("tokens", names.dice, safe=True)
    same_head = (
        bool(one.name.head) and one.name.head == other.name.head and pair.same_place and pair.unique_head
    )
    if same_head and (_explains(one.name, other.name) or pair.support >= STRONG_SUPPORT):
        return Match("head", 0.8 + 0.1 * pair.support, safe=True)
    numbered = bool(one.name.digits) and one.name.digits == other.name.digits
    contained = names.contained >= CONTAINED and names.dice >= CONTAINED_DICE and names.shared + numbered > 1
    if contained and pair.same_place and pair.support >= SOME_SUPPORT:
        return Match("contained", names.dice, safe=True)
    met = one.values & other.values
    if (met and names.dice >= CONTEXT_DICE) or (pair.same_goal and any(map(_is_telling, met))):
        return Match("continues", max(names.dice, 0.5), safe=True)
    return None


def _by_context(pair: _Pair, around: Surroundings) -> Match | None:
    """The levels that rest on what stands around the names."""
    one, other, names, goals = pair.one, pair.other, pair.names, pair.goals
    if (set(one.counted) & set(other.counted)) - around.ambiguous:
        return Match("counted", 0.6 + 0.1 * pair.support, safe=True)
    same_goal = pair.same_goal or (goals is not None and goals.contained >= CONTAINED)
    numbers = one.aim == other.aim and any(c.isdigit() for c in "".join(one.aim))
    if pair.same_place and same_goal and numbers and names.dice >= CONTEXT_DICE:
        return Match("context", max(names.dice, 0.5), safe=True)
    if pair.same_place and (names.dice >= LIKELY_DICE or (names.contained >= CONTAINED and names.shared)):
        return Match("likely", names.dice, safe=False)
    return None


def _support(one: Candidate, other: Candidate, goals: Overlap | None) -> float:
    """0..1: what around the names speaks for the same indicator."""
    out = 0.0
    if goals is not None:
        out += 0.4 * goals.dice
    if one.aim and one.aim == other.aim:
        out += 0.3
    if one.unit and other.unit and same_family(one.unit, other.unit):
        out += 0.2
    if one.values & other.values:
        out += 0.3
    return min(out, 1.0)


def _explains(one: Name, other: Name) -> bool:
    """Whether the longer name only adds an explanation: a definition or whole sentences."""
    tails = [t for t in (one.tail, other.tail) if t]
    return len(tails) < 2 or all(len(t.split()) >= 5 for t in tails)


_MONEY = frozenset({"kr", "tkr", "mnkr", "mdkr"})


def same_family(one: str, other: str) -> bool:
    """Whether two units measure the same thing on another scale at most."""
    return one == other or {one, other} <= _MONEY


# ---------------------------------------------------------------- rows of reports


class RowKey(NamedTuple):
    """A scorecard row: where it stands."""

    document_id: str
    table_no: int
    row_no: int


class Group(NamedTuple):
    """Rows of one document that print the same indicator: usually one, more if a table is repeated."""

    keys: tuple[RowKey, ...]
    candidate: Candidate


_Print = tuple[str, str, str, int]
"""Name, goal and target of a row, and which one of those that print the same."""


def ambiguous_things(groups: Sequence[Sequence[Group]]) -> frozenset[str]:
    """Things that more than one row of some report counts: they name no indicator by themselves."""
    out: set[str] = set()
    for some in groups:
        count = Counter(word for group in some for word in group.candidate.counted)
        out |= {word for word, n in count.items() if n > 1}
    return frozenset(out)


def distinct(members: Sequence[Candidate]) -> Iterable[Candidate]:
    """A cluster's members newest first, each name and goal once: years of equal rows compare as one."""
    seen = set()
    for member in reversed(members):
        key = (member.name.folded, member.goal_text, member.target)
        if key not in seen:
            seen.add(key)
            yield member


def rows_to_link(report: Report, namer: Namer) -> list[Group]:
    """The rows of a report as candidates; a row printed again in another table joins the first."""
    identity = document_id(report.document.sha256)
    by_row: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for fact in report.observations:
        if fact.table_no is not None and fact.row_no is not None:
            by_row[fact.table_no, fact.row_no].append(fact)
    groups: dict[_Print, tuple[list[RowKey], Candidate]] = {}
    parts: list[tuple[Row, str]] = []
    for card in report.scorecards:
        for row in card.rows:
            if not row.name:
                continue
            if row.breakdown:
                parts.append((row, card.perspective))
                continue
            key = RowKey(identity, row.table_no, row.row_no)
            candidate = Candidate.of_row(row, card.perspective, namer, by_row[row.table_no, row.row_no])
            same = (candidate.name.folded, fold(candidate.goal_text), fold(candidate.target))
            for other in range(len(groups) + 1):
                slot = groups.get((*same, other))
                if slot is None:
                    groups[*same, other] = ([key], candidate)
                    break
                if all(k.table_no != row.table_no for k in slot[0]):
                    slot[0].append(key)
                    break
    _join_summaries(groups)
    for row, perspective in parts:
        candidate = Candidate.of_row(row, perspective, namer, by_row[row.table_no, row.row_no])
        _join_part(groups, RowKey(identity, row.table_no, row.row_no), candidate)
    return [Group(tuple(keys), candidate) for keys, candidate in groups.values()]


def _join_summaries(groups: dict[_Print, tuple[list[RowKey], Candidate]]) -> None:
    """Join rows without a goal to the only ones of their name and target that have one: a summary repeats them."""
    for print_, (keys, candidate) in list(groups.items()):
        name, goal, target, _ = print_
        others = [(p, g) for p, g in groups.items() if (p[0], p[2]) == (name, target) and p[1]]
        if goal or len(others) != 1 or others[0][1][1].kind != candidate.kind:
            continue
        whole, (also, fuller) = others[0]
        if {k.table_no for k in keys}.isdisjoint(k.table_no for k in also):
            groups[whole] = (sorted([*keys, *also], key=lambda k: (k.table_no, k.row_no)), fuller)
            del groups[print_]


def _join_part(groups: dict[_Print, tuple[list[RowKey], Candidate]], key: RowKey, part: Candidate) -> None:
    """Give the row of a part to the measure it is a part of: the nearest of that name above it, or the next one below.

    One that is nowhere printed as a whole gets a group of its own, with all of its parts.
    """
    name, goal = part.name.folded, fold(part.goal_text)
    same = [keys for (other, whose, _, _), (keys, _) in groups.items() if (other, whose) == (name, goal)]
    places = [(keys, k.row_no) for keys in same for k in keys if k.table_no == key.table_no]
    if places:
        nearest = min(places, key=lambda p: (p[1] > key.row_no, abs(p[1] - key.row_no)))
        nearest[0].append(key)
    elif same:
        same[0].append(key)
    else:
        groups[name, goal, "", 0] = ([key], part)


def word_weights(candidates: Iterable[Candidate]) -> dict[str, float]:
    """How telling each word is: the rarer among the unit's distinct names, the more."""
    names = {c.name.folded: frozenset(c.name.words) for c in candidates}
    count = Counter(word for words in names.values() for word in words)
    total = max(len(names), 1)
    return {word: math.log(1 + total / n) / math.log(1 + total) for word, n in count.items()}
