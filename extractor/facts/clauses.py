"""What a number in a sentence is: level, change, deviation, target or forecast, and for which period.

Told by the words of the number's own clause and by how its period is introduced: a period after "jämfört
med" is what is compared with, not what the number is about.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractor.facts.sentences import Sentence
from extractor.model import Comparator, Kind
from extractor.patterns import Patterns
from extractor.periods import Mention
from extractor.phrases import Hit, finder, plain
from extractor.values.quantities import Quantity

NEAR = 28
"""Characters after a number within which a period still belongs to it ("3,41 % 2017", "6 mnkr för året")."""

NEXT = 40
"""Characters after a number within which a comparison still speaks of it ("3 mnkr högre än budget")."""

_PUNCTUATION = re.compile(r"[;:!?]|(?<!\.\w)\.(?!\w)")
"""Ends of clauses; the points of "s.k." and "1.2" are none."""
_LAST_WORD = re.compile(r"[\w.]+\s*[+-]?\s*$")
_OPENED = re.compile(r"[^.,]{0,30}\((?:\w+ )?$")
_NEXT_PART = re.compile(r",| och | samt ")
_THAN = re.compile(r"^\w+ an\b")
_YEAR_AND = re.compile(r"\b\d{4} och$")


class Window(NamedTuple):
    """What stands around one quantity: back to the number before it, on to the one after it."""

    left: str
    """The number's own clause before it."""
    right: str
    uncut: str
    """Like `left`, but back to the number before, over clauses."""
    left_start: int
    whole_left: str
    """Everything of the sentence before the number."""
    rest: str
    """Everything from the number to the next one; '' where no number follows."""
    twin: Quantity | None = None
    """The next number where it says this one again in another unit ("3 mnkr *eller* 2 procent")."""
    second: bool = False
    """Whether this number says the one before it again: `left` is then what stands before both."""


def clause_cuts(low: str, patterns: Patterns) -> list[Hit]:
    """What ends a clause in `plain` text: a full stop, or a word that opens the next one."""
    cuts = [Hit("", m.start(), m.end()) for m in _PUNCTUATION.finditer(low)]
    opened = finder(patterns, "frames", "opens_clause").all(low)
    cuts += [h for h in opened if low[: h.start].endswith(" ")]
    opened = finder(patterns, "frames", "opens_clause_after_comma").all(low)
    cuts += [h for h in opened if low[: h.start].endswith(", ")]
    return sorted(cuts, key=lambda h: h.start)


def window_of(sentence: Sentence, index: int, patterns: Patterns) -> Window:
    """The window of a sentence's quantity."""
    quantities = sentence.reading.quantities
    quantity = quantities[index]
    start = quantities[index - 1].end if index else 0
    stop = quantities[index + 1].start if index + 1 < len(quantities) else len(sentence.low)
    left, right = sentence.text[start : quantity.start], sentence.text[quantity.end : stop]
    skipped = _trailing(plain(left), patterns) if index else 0
    start, left = start + skipped, left[skipped:]
    uncut = left
    cuts = clause_cuts(plain(left), patterns)
    if cuts and re.search(r"[^\W\d_]{4}", left[cuts[-1].end :]):
        start += cuts[-1].end
        left = left[cuts[-1].end :]
    twin = _twin(sentence, index, patterns)
    if twin is not None and not _THAN.match(plain(right).strip()):
        right = sentence.text[twin.end : quantities[index + 2].start if index + 2 < len(quantities) else None]
    if (twin is not None or _twin(sentence, index - 1, patterns)) and right.startswith(")"):
        right = right[1:]
    ends = clause_cuts(plain(right), patterns)
    right = right[: ends[0].start] if ends else right
    rest = sentence.text[quantity.end : stop] if index + 1 < len(quantities) else ""
    window = Window(left, right, uncut, start, sentence.text[: quantity.start], rest, twin)
    if _twin(sentence, index - 1, patterns) is not None:
        first = window_of(sentence, index - 1, patterns)
        right = first.right if _THAN.match(plain(first.right).strip()) else window.right
        return window._replace(
            left=first.left, right=right, uncut=first.uncut, left_start=first.left_start, second=True
        )
    return window


def _twin(sentence: Sentence, index: int, patterns: Patterns) -> Quantity | None:
    """The next number, where it says this one again in another unit and what follows speaks of both."""
    pair = sentence.reading.quantities[max(index, 0) : index + 2]
    if len(pair) < 2 or pair[0].unit == pair[1].unit:
        return None
    words = sentence.low[pair[0].end : pair[1].start].strip()
    if words == "(" and sentence.low[pair[1].end : pair[1].end + 1] == ")":
        return pair[1]
    words = words.strip(" ,(")
    said = finder(patterns, "frames", "says_otherwise").ends(words)
    if said is not None and said.start and _THAN.search(words[: said.start]):
        return pair[1]  # "3 mnkr lägre än budget, vilket motsvarar 2 procent"
    hit = finder(patterns, "frames", "says_otherwise").at(words, 0)
    rest = words[hit.end :].strip(" ,") if hit else words
    hedged = not rest or finder(patterns, "hedges").at(rest, 0) is not None
    return pair[1] if hit and hedged and len(rest.split()) <= 1 else None


def _trailing(low: str, patterns: Patterns) -> int:
    """How many characters between two numbers still speak of the first ("… högre än budget och")."""
    lead = len(low) - len(low.lstrip())
    if finder(patterns, "frames", "trails").at(low, lead) is None:
        return 0
    ends = [m.start() for m in _NEXT_PART.finditer(low)]
    return ends[0] if ends else 0


def leads(left: str, group: str, patterns: Patterns, *, over: int = 1) -> bool:
    """Whether `plain` text ends in a phrase of a group of frames, or does but for the last word or two.

    Args:
        left: what stands before a number.
        group: the group of `patterns/frames.toml`.
        patterns: the knowledge in use.
        over: how many words may stand between ("med *totalt* 5 %").
    """
    for _ in range(over + 1):
        if finder(patterns, "frames", group).ends(left.rstrip(" (+-")):
            return True
        left = _LAST_WORD.sub("", left.rstrip(" (+-"))
    return False


def has(text: str, group: str, patterns: Patterns) -> bool:
    """Whether `plain` text holds a phrase of a group of frames."""
    return bool(finder(patterns, "frames", group).all(text))


def cued(text: str, group: str, patterns: Patterns) -> bool:
    """Whether `plain` text holds a phrase of a group of cues."""
    return bool(finder(patterns, "cues", group).all(text))


def kind_of(window: Window, heading: str, patterns: Patterns) -> Kind:
    """Whether a number is an outcome, a target, a forecast or a budget."""
    left, before = plain(window.left), plain(window.whole_left)
    if _wished(left, patterns) or _told_as_goal(left, patterns):
        return "target"
    right = plain(window.right)[:24].partition(" och ")[0]
    if _foretells(before, patterns) or _foretells(right, patterns):
        return "forecast"
    if _foretells(_headed(plain(heading), patterns), patterns) and not has(left, "outcome", patterns):
        return "forecast"
    budget = cued(left, "budget", patterns) or cued(left, "against", patterns)
    owed = has(left, "owed", patterns) or leads(left, "level_lead", patterns, over=0)
    framed = any(_OPENED.fullmatch(left[h.end :]) for h in finder(patterns, "frames", "frame").all(left))
    return "budget" if (budget and owed) or framed else "actual"


def _headed(heading: str, patterns: Patterns) -> str:
    """What a heading is about, without what is printed beside it ("Styrkort *med prognos*")."""
    hits = finder(patterns, "frames", "beside").all(heading)
    return heading[: hits[0].start] if hits else heading


def _foretells(text: str, patterns: Patterns) -> bool:
    """Whether a text foretells; "bedöms som god" judges what is, "bättre än prognosen" compares."""
    other = finder(patterns, "cues", "judged").all(text) + finder(patterns, "cues", "deviation").all(text)
    hits = finder(patterns, "cues", "forecast").all(text)
    return any(not any(o.start <= h.start < o.end for o in other) for h in hits)


def _told_as_goal(left: str, patterns: Patterns) -> bool:
    """Whether a goal is what the number is: not one that is said to be reached, nor a plan further off."""
    if leads(left, "planned_lead", patterns, over=0):
        return True
    for hit in finder(patterns, "cues", "goal").all(left):
        after = left[hit.end :]
        reached = finder(patterns, "frames", "reaching").ends(left[: hit.start]) is not None
        told = has(after, "reaching", patterns) or (reached and has(after, "level_verb", patterns))
        if not told and finder(patterns, "frames", "goal_content").at(after.lstrip(), 0) is None:
            return True
    return False


def _wished(left: str, patterns: Patterns) -> bool:
    """What is only wanted: "… i uppdrag att minska kostnaderna med 10 %", "ska vara minst 40 %"."""
    infinitive = _infinitive(left, patterns)
    if infinitive and has(left[: infinitive.start], "wish", patterns):
        return True
    modal = finder(patterns, "frames", "modal").all(left)
    return bool(modal) and len(left[modal[-1].end :].split()) <= MODAL_REACH


MODAL_REACH = 4
"""Words between `ska` and its number in "ska öka till minst 40 %"."""


def _infinitive(left: str, patterns: Patterns) -> Hit | None:
    """The last infinitive of change before a number: `minska`, `öka`."""
    hits = [h for h in finder(patterns, "targets").all(left) if h.key in ("increase", "decrease")]
    found = [h for h in hits if left[h.start : h.end].endswith("a") or " med" in left[h.start : h.end]]
    return found[-1] if found else None


def period_of_number(
    quantity: Quantity,
    window: Window,
    mentions: tuple[Mention, ...],
    about: tuple[Kind, str],
    patterns: Patterns,
) -> str:
    """The period a number is about: its nearest own mention, else the report's period (or its year).

    Args:
        quantity: the number.
        window: what stands around it.
        mentions: every period its sentence names.
        about: the kind of the number and the report's own period.
        patterns: the knowledge in use.
    """
    kind, own = about
    whole_year = own[:4]
    default = own if kind == "actual" else whole_year
    stop = quantity.end + min(NEAR, len(window.right))
    after = [m for m in mentions if quantity.end <= m.start < stop]
    after = [m for m in after if not _of_next(m, quantity, window)]
    before = [m for m in mentions if m.end <= quantity.start]
    near = after[1:2] if len(after) > 1 and _names_again(after[0], after[1]) else after[:1]
    for mention in (*near, *reversed(before)):
        if not mention.label or _compared(mention, quantity, window, kind, patterns):
            continue
        if mention.label == whole_year or (kind == "forecast" and mention.label[:4] == whole_year):
            return default
        return mention.label
    return default


def _of_next(mention: Mention, quantity: Quantity, window: Window) -> bool:
    """Whether a period between two numbers is the second one's ("82 %, 2021 var det 79 %", "6,4 (2021: 6,9)")."""
    whole = window.rest
    before, after = whole[: mention.start - quantity.end], whole[mention.end - quantity.end :]
    if not whole:
        return False
    parted = re.search(r"[,;(]|\boch\b", plain(before))
    return (
        bool(parted) and not re.search(r"[,;)]|\boch\b", plain(after)) and len(after.split()) <= AFTER_PERIOD
    )


AFTER_PERIOD = 3
"""Words between a period and its number: "2021 var det 79 %"."""


def _names_again(one: Mention, other: Mention) -> bool:
    """Whether a period is named twice, the second time exactly ("under perioden januari–augusti")."""
    return one.shape == "relative" and other.start - one.end <= 1


def _compared(mention: Mention, quantity: Quantity, window: Window, kind: Kind, patterns: Patterns) -> bool:
    """Whether a period is only what the number is compared with, or dates a decision."""
    compared = finder(patterns, "frames", "compared")
    if mention.start < quantity.end:
        left = plain(window.whole_left)
        if finder(patterns, "frames", "when_it_was").at(left[mention.end :].lstrip(" ,"), 0):
            return False  # "jämfört med 2018, då underskottet var 3 mnkr"
        lead = left[: mention.start].rstrip()
        return bool(_YEAR_AND.search(lead)) or compared.ends(lead) is not None
    lead = plain(window.right)[: mention.start - quantity.end].strip(" ,(")
    if kind == "target" and finder(patterns, "frames", "by_when").ends(lead):
        return False
    if compared.ends(lead):
        return True
    plainly = finder(patterns, "frames", "plain_lead").at(lead, 0)
    return len(lead) > 2 and (plainly is None or plainly.end != len(lead))


def is_end_of_change(window: Window, patterns: Patterns) -> bool:
    """Whether a number is one end of "från 5 % till 4 %", so a level and no size of a change."""
    if starts_change(window, patterns):
        return True
    ends = leads(plain(window.left), "change_to", patterns)
    return ends and has(plain(window.whole_left), "change_from", patterns)


def is_of_which(window: Window, patterns: Patterns) -> bool:
    """Whether a number is a part of the one before it ("14 ärenden, *varav* 8 från kvinnor")."""
    return leads(plain(window.left), "of_which", patterns, over=0)


def starts_change(window: Window, patterns: Patterns) -> bool:
    """Whether a number is where a change began ("från 5 %")."""
    return leads(plain(window.left), "change_from", patterns)


def direction_of(
    sentence: Sentence, quantity: Quantity, window: Window, patterns: Patterns
) -> Comparator | None:
    """Increase or decrease where the number is the size of a change, None where it is a level."""
    for told in (quantity, window.twin):
        if told is not None and told.comparator in ("increase", "decrease"):
            return told.comparator
    if quantity.comparator != "=":
        return None
    inside = [h for h in sentence.changes if window.left_start <= h.start < quantity.start]
    inside = [h for h in inside if h.key != "unchanged"]
    if inside:
        between = sentence.low[inside[-1].end : quantity.start]
        noun = has(sentence.low[inside[-1].start : inside[-1].end], "direction_noun", patterns)
        if noun and quantity.value is not None and quantity.value < 0:
            return "decrease"
        if noun or _is_size(between, patterns):
            return "increase" if inside[-1].key == "increase" else "decrease"
    left = plain(window.left)
    infinitive = _infinitive(left, patterns)
    if infinitive and leads(left[infinitive.end - 4 :], "with", patterns):
        return "increase" if infinitive.key == "increase" else "decrease"
    return None


def _is_size(between: str, patterns: Patterns) -> bool:
    """Whether words between a word of change and a number make the number its size ("med totalt")."""
    if has(between, "than", patterns):
        return False
    bare = not re.search(r"\w", between)
    bracketed = "(" in between and len(between.rpartition("(")[2].split()) <= 2
    return bare or bracketed or leads(between, "size_of_change", patterns, over=2)


def deviates(window: Window, patterns: Patterns) -> bool:
    """Whether a number is the distance to a budget or plan, not an amount of its own."""
    left, right = plain(window.left), plain(window.right)[:NEXT]
    if _told_beside(left, right, patterns):
        return True
    if has(f"{left} {right[:24]}", "deviation_noun", patterns):
        return True
    beyond = next(iter(finder(patterns, "frames", "beyond").all(right)), None)
    if beyond is None or beyond.start > len(right) - len(right.lstrip()) + 8 or ")" in right[: beyond.start]:
        return False
    yardstick = next(iter(finder(patterns, "frames", "yardstick").all(right[beyond.end :])), None)
    return yardstick is not None and len(right[beyond.end :][: yardstick.start].split()) <= 2


def against_forecast(window: Window, patterns: Patterns) -> bool:
    """Whether a number is the distance to a forecast ("sämre än prognosen"), not to the budget."""
    right = plain(window.right)[:NEXT]
    return any(
        finder(patterns, "frames", "compared").ends(right[: hit.start].rstrip())
        for hit in finder(patterns, "cues", "forecast").all(right)
    )


def _told_beside(left: str, right: str, patterns: Patterns) -> bool:
    """Whether words of deviation stand beside a number: not those that name the yardstick's own value."""
    cues = finder(patterns, "cues", "deviation")
    for hit in cues.all(left):
        named = re.search(r"\w", left[hit.end :]) or finder(patterns, "frames", "deviating").at(
            left, hit.start
        )
        if named:
            return True
    return any(")" not in right[: h.start] and len(right[: h.start].split()) <= 2 for h in cues.all(right))


def signed_deviation(quantity: Quantity, window: Window, name: str, patterns: Patterns) -> Decimal:
    """A deviation with its sign: printed, or said (`underskott`, `sämre än`, a cost above budget)."""
    assert quantity.value is not None
    if quantity.value < 0:
        return quantity.value
    words = f"{plain(window.left)} ¤ {plain(window.right)[:NEXT]}"
    if cued(words, "deficit", patterns) and not cued(words, "surplus", patterns):
        return -quantity.value
    subject = plain(name)
    costs = has(subject, "cost_word", patterns)
    earns = not costs and has(subject, "income_word", patterns)
    if has(words, "overrun", patterns):
        return quantity.value if earns else -quantity.value
    if has(words, "underrun", patterns):
        return -quantity.value if earns else quantity.value
    above, below = (has(words, key, patterns) for key in ("above", "below"))
    return -quantity.value if (above and costs) or (below and not costs) else quantity.value
