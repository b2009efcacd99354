"""Which perspective a scorecard stands under: said in the table, by the headings above, or not at all.

Promises the perspective in the report's own words and normal case; one that is only guessed from a
section heading says so by a reason.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from extractor.metadata.reported import read_reported
from extractor.model import EMPTY, Block, Field, Paragraph, Place, Table
from extractor.patterns import Patterns, words_of
from extractor.phrases import finder, plain
from extractor.scorecards.goal_names import FEWEST_GOAL_WORDS, GOAL_WORDS, goal_evidence, shall
from extractor.scorecards.labelled import (
    after_caption,
    after_label,
    is_caption,
    is_label,
    without_continuation,
)
from extractor.swedish import fold, squeeze, without_number

NAMED = 0.6
"""Share of a heading's letters that a perspective's name must explain ("Styrkort Ekonomi" reaches 1 once
the general words are gone; "Resultat i perspektivet Ekonomi för året" must not)."""
ALONE = 0.95
"""Share from which a body line without a heading's level counts as naming the perspective."""
HEADING_WORDS = 9
"""Longest heading that is taken for a perspective."""
LINE_WORDS = 6
"""Longest line of text that may name one: "Målområde: Stadsmiljö och trygghet"."""
FROM_HEADING = 0.75
"""Confidence of a perspective that is only the nearest section heading."""
FROM_FAR = 0.85
"""Confidence of a perspective named by a heading that another heading follows."""
TITLE_WORDS = 2
"""Words of a bare line at most that is rather a perspective's name than a goal's or a table's."""
PARTED_WORDS = 4
"""Most words of a perspective that a dash parts from its goal in one heading."""
OPERATIONS = "operations"
"""The group of `sections` for goals that are no financial ones."""
BODY = 99
"""Level given to body lines that name a perspective: below every heading."""

_AFTER = re.compile(r"(?:\s+|\s*[\-–:,]\s*)(?:perspektivet|perspektiv|styrkort)\s*$", re.IGNORECASE)
_YEAR = re.compile(r"\s+(?:19|20)\d\d$")
_BOTH = re.compile(r"(?P<perspective>[A-ZÅÄÖ][^:–]{2,40}?)\s[–-]\s+(?P<goal>[A-ZÅÄÖ].+)$")
_SHARED = re.compile(r"(-?/-?|-?,\s+|-?\s+(?:och|samt|&)\s+)", re.IGNORECASE)
"""Between words that share their last part: "Kund- och medborgar…", "Kund/medborgar…"."""
_COMPOUND = re.compile(r"perspektiv(?:et)?$", re.IGNORECASE)


def named(text: str, patterns: Patterns) -> str:
    """The perspective a short text names, in the report's words; '' if it names none.

    `named("Styrkort: MEDARBETARE")` is "Medarbetare"; an explicit "Perspektiv: …" is believed whatever
    follows it.
    """
    line = _YEAR.sub("", without_continuation(without_number(text), patterns).strip(" :.-–"))
    if both := perspective_and_goal(line):
        known = patterns["perspectives"].best(both[0], coverage=ALONE)
        return both[0] if known is not None else ""
    if parts := _of_several(line, patterns):
        return parts
    if not line or len(line.split()) > HEADING_WORDS or after_label(line, "goal", patterns) is not None:
        return ""
    if _is_of_operations(line, patterns):
        return ""
    said = after_label(line, "perspective", patterns)
    explicit = bool(said)
    rest = said or _AFTER.sub("", line)
    if not explicit:
        card = after_label(rest, "scorecard", patterns) or ""
        card = after_label(card, "perspective", patterns) or card
        if (
            card
            and _is_name(card, patterns)
            and card.lower().split()[0] not in patterns["frames"]["joins"].phrases
        ):
            rest = card
    rest = rest.strip(' :.-–"”“')
    best = patterns["perspectives"].best(rest, coverage=NAMED)
    if best is not None and _is_name(rest, patterns):
        if _COMPOUND.search(rest) and len(words_of(rest)) == 1:
            title = patterns["perspectives"][best.key].attributes.get("title")
            return str(title or sentence_case(rest))
        return sentence_case(rest)
    return sentence_case(rest) if explicit else ""


def _of_several(text: str, patterns: Patterns) -> str:
    """The names that share one "perspektiv": "Process och förnyelse" of "Process- och förnyelseperspektivet"."""
    if not _COMPOUND.search(text):
        return ""
    pieces = _SHARED.split(_COMPOUND.sub("", text))
    names = [_stem_name(stem, patterns) for stem in pieces[::2]]
    if len(names) < 2 or not any(names) or any(len(stem.split()) != 1 for stem in pieces[::2]):
        return ""
    written = [stem if stem.isupper() and not text.isupper() else stem.lower() for stem in pieces[::2]]
    parts = [name or stem for name, stem in zip(names, written, strict=True)]
    if any(part.endswith("s") and not name for name, part in zip(names, parts, strict=True)):
        return ""  # "ungdoms": nothing tells what it is called alone
    signs = [sign.replace("-", "").lower() for sign in pieces[1::2]]
    whole = "".join(a + b for a, b in zip(parts, [*signs, ""], strict=True))
    return whole[:1].upper() + whole[1:]


def _stem_name(stem: str, patterns: Patterns) -> str:
    """What a compound's first part names by itself: "Medborgar" → "medborgare"; '' where no name has the word."""
    letters = fold(stem)
    whole = letters.removesuffix("s")
    fitting = [word for word in _words_of_names(patterns) if fold(word).startswith(whole)] if whole else []
    return min(fitting, key=lambda word: (fold(word) != letters, len(word)), default="")


@cache
def _words_of_names(patterns: Patterns) -> tuple[str, ...]:
    """The words that names of perspectives are made of; parts of words are none."""
    phrases = (phrase for group in patterns["perspectives"] for phrase in group.phrases if "*" not in phrase)
    return tuple(dict.fromkeys(word for phrase in phrases for word in phrase.split()))


def perspective_and_goal(text: str) -> tuple[str, str] | None:
    """The two that a heading names at once: "Kund – Vi har nöjda och trygga kunder"; None if it does not."""
    match = _BOTH.match(without_number(text))
    if match is None or len(match["perspective"].split()) > PARTED_WORDS:
        return None
    goal = match["goal"].strip()
    if not FEWEST_GOAL_WORDS <= len(goal.split()) <= GOAL_WORDS or any(c.isdigit() for c in goal):
        return None
    return sentence_case(match["perspective"]), goal


def _is_name(text: str, patterns: Patterns) -> bool:
    match = patterns["perspectives"].best(text, coverage=NAMED)
    return match is not None and len(text.split()) <= match.end - match.start + 2


def sentence_case(text: str) -> str:
    """A text in capitals as ordinary text; other text as it is, with a capital first letter."""
    line = squeeze(text)
    if line.isupper() and len(line) > 3:
        line = line.lower()
    return line[:1].upper() + line[1:]


def is_general(text: str, patterns: Patterns) -> bool:
    """Whether a heading says no more than that goals are followed up here ("Styrkort", "Mål")."""
    line = without_number(text)
    return patterns["sections"].best(line, coverage=0.8) is not None


def _is_of_operations(text: str, patterns: Patterns) -> bool:
    """Whether a heading names the goals that are no financial ones: "Verksamhetsmål"."""
    section = patterns["sections"].best(without_number(text), coverage=0.8)
    return section is not None and section.key == OPERATIONS


def above(before: Sequence[Block], table: Table, patterns: Patterns, goal: Field | None = None) -> Field:
    """The perspective that the text above a table names.

    Args:
        before: the paragraphs and tables of the document that stand above the table.
        table: the table.
        patterns: the knowledge in use.
        goal: the table's goal where it is stated elsewhere: no other heading is taken for it.

    Returns:
        The perspective, sure where the nearest heading that is more than "Styrkort" names it; with the
        reason `perspective_from_heading` where a heading is used that no perspective's name fits.
    """
    trail = [(line, name) for line, name in _trail(before, patterns) if goal is None or line.raw != goal.raw]
    if table.caption and not (trail and trail[0][1]):
        rest = after_caption(table.caption, patterns)
        name = named(table.caption if rest is None else rest, patterns)
        if name:
            return _found(name, table.caption, table.place, 1.0)
    for distance, (line, name) in enumerate(trail):
        if name and (title := _title_of_next(before, line, patterns)):
            newer = len(title.text.split()) <= TITLE_WORDS
            text, said = (sentence_case(title.text), title) if newer else (name, line)
            return _found(text, said.text, said.place, FROM_HEADING, "perspective_from_heading")
        if name:
            return _found(name, line.text, line.place, 1.0 if distance == 0 else FROM_FAR)
    headings = [heading for heading, _ in trail]
    heading = _first_name(headings, table, patterns) if goal is None else next(iter(headings), None)
    if heading is not None:
        short = len(heading.text.split()) <= HEADING_WORDS
        if heading.level and short and not _is_title(heading, before, patterns):
            text = sentence_case(without_continuation(without_number(heading.text), patterns))
            text = both[0] if (both := perspective_and_goal(text)) else text
            return _found(text, heading.text, heading.place, FROM_HEADING, "perspective_from_heading")
    return EMPTY


def _title_of_next(before: Sequence[Block], line: Paragraph, patterns: Patterns) -> Paragraph | None:
    """The title of a later table than the one that a bare line above names the perspective of; None without one.

    Where a bare line names the perspective of one table, a bare line on a later one may name that of the later.
    """
    title = before[-1]
    if line.level or title is line or not isinstance(title, Paragraph) or title.level or title.bullet:
        return None
    text = squeeze(title.text)
    short = 0 < len(text.split()) <= LINE_WORDS and text[:1].isupper() and text[-1] not in ".:;,?!)"
    own = (
        short and not any(c.isdigit() for c in text) and not title.symbols and not is_general(text, patterns)
    )
    if not own or _is_mere_label(text, patterns) or goal_evidence(title, patterns):
        return None
    later = itertools.takewhile(lambda block: block is not line, reversed(before))
    return title if any(isinstance(block, Table) for block in later) else None


def _first_name(headings: Sequence[Paragraph], table: Table, patterns: Patterns) -> Paragraph | None:
    """The nearest heading that is no goal; above the nearest one a light may as well judge an area."""
    for distance, heading in enumerate(headings):
        of_goal = goal_evidence(heading, patterns, table) if distance == 0 else shall(heading.text, patterns)
        if not of_goal or perspective_and_goal(heading.text):
            return heading
    return None


def _found(name: str, raw: str, place: Place, confidence: float, reason: str = "") -> Field:
    reasons = (reason,) if reason else (("perspective_far",) if confidence < 0.9 else ())
    return Field(text=name, raw=raw, place=place, confidence=confidence, reasons=reasons)


def _trail(before: Sequence[Block], patterns: Patterns) -> list[tuple[Paragraph, str]]:
    """Headings above a table that are not general, nearest first, with the perspective they name.

    It ends at the top heading of the section the table stands in.
    """
    trail: list[tuple[Paragraph, str]] = []
    top = BODY
    general = BODY
    """Level of the highest general heading passed: what stands above it on its own level or below belongs
    to another section, except the heading right above it ("Medarbetare" above "Styrkort")."""
    beneath = parted = False
    for index in reversed(range(len(before))):
        block = before[index]
        if isinstance(block, Table):
            beneath, parted = False, general < BODY
            if trail:  # the sections beside that of the nearest heading are past
                top = min(top, trail[-1][0].level - 1)
            continue
        if not block.level or _is_mere_label(block.text, patterns):
            name = _alone(block, patterns)
            if name and not parted:
                trail.append((block, name))
            continue
        if block.level > min(top, general):
            if _stands_over(block, before[index + 1], trail, patterns):
                trail.append((block, named(block.text, patterns)))
                break
            parted = general < BODY
            continue
        name = named(block.text, patterns) or _beside_finance(block, before[:index], patterns)
        over_goal = beneath and _states_goal(before[index + 1], block.level, patterns)
        if block.level == general and not (beneath and name) and not over_goal:
            beneath = _states_goal(block, general, patterns)
            continue
        beneath = False
        if name or not _says_goals(block.text, patterns) or _below_finance(block, before[:index], patterns):
            if top <= 1 and not name:
                break
            trail.append((block, name))
            if name:
                break
            top = block.level
        else:
            general, beneath = min(general, block.level), True
    return trail


def _beside_finance(block: Paragraph, before: Sequence[Block], patterns: Patterns) -> str:
    """The name of the goals that are no financial ones where those stand in a section beside them, '' elsewhere."""
    if not _is_of_operations(block.text, patterns):
        return ""
    goals = finder(patterns, "labels", "goal")
    for line in reversed(before):
        if not isinstance(line, Paragraph) or not 0 < line.level <= block.level:
            continue
        if line.level < block.level:
            return ""
        if goals.all(plain(line.text)) and _names_economy(line.text, patterns):
            return sentence_case(without_continuation(without_number(block.text), patterns))
    return ""


def _below_finance(block: Paragraph, before: Sequence[Block], patterns: Patterns) -> bool:
    """Whether a heading of the goals that are no financial ones stands in a chapter that a perspective of money names.

    The chapter's name is then not surely theirs.
    """
    if not _is_of_operations(block.text, patterns):
        return False
    over = (b for b in reversed(before) if isinstance(b, Paragraph) and 0 < b.level < block.level)
    chapter = next(over, None)
    return chapter is not None and _names_economy(chapter.text, patterns)


def _names_economy(text: str, patterns: Patterns) -> bool:
    known = patterns["perspectives"].best(named(text, patterns), coverage=NAMED)
    return known is not None and known.key == "economy"


def _is_mere_label(text: str, patterns: Patterns) -> bool:
    """Whether a heading is a caption, counts the goal below ("Nämndens mål 3"), or stands over remarks ("Analys")."""
    line = without_number(text)
    if is_caption(text, patterns) or (any(c.isdigit() for c in text) and is_label(line, "goal", patterns)):
        return True
    return is_label(line, "comment", patterns) and not is_general(text, patterns)


def _says_goals(text: str, patterns: Patterns) -> bool:
    """Whether a heading says that goals are followed up here, or states one behind a label."""
    line = without_number(text)
    stated = after_label(line, "goal", patterns) is not None or is_label(line, "goal", patterns)
    return stated or is_general(text, patterns)


def _states_goal(block: Block, level: int, patterns: Patterns) -> bool:
    """Whether a block is the heading of a goal behind its label, set like the heading right above it."""
    if not isinstance(block, Paragraph) or block.level != level:
        return False
    return bool(after_label(without_number(block.text), "goal", patterns))


def _stands_over(
    block: Paragraph, below: Block, trail: Sequence[tuple[Paragraph, str]], patterns: Patterns
) -> bool:
    """Whether a heading names the perspective of goals whose headings seem to stand on its level.

    In a scan the size and weight of headings differ too little to tell their levels; that a goal's heading follows
    the perspective's at once shows that the two are not sections side by side.
    """
    if len(trail) != 1 or trail[0][1] or not isinstance(below, Paragraph):
        return False
    same = block.level == trail[0][0].level == below.level
    goals = all(_has_own_words(heading.text, patterns) for heading in (trail[0][0], below))
    return same and goals and bool(named(block.text, patterns))


def _has_own_words(text: str, patterns: Patterns) -> bool:
    return FEWEST_GOAL_WORDS <= len(text.split()) <= GOAL_WORDS and not is_general(text, patterns)


def _alone(paragraph: Paragraph, patterns: Patterns) -> str:
    """The perspective a line of its own names, for reports whose headings were not told from text."""
    text = squeeze(paragraph.text)
    if paragraph.bullet or len(text.split()) > LINE_WORDS or text.endswith("."):
        return ""
    bare = _AFTER.sub("", after_label(text, "perspective", patterns) or text).strip(" :")
    whole = ":" in text and after_label(text, "perspective", patterns)
    if not whole and patterns["perspectives"].best(bare, coverage=ALONE) is None:
        return ""
    return named(text, patterns)


def _is_title(heading: Paragraph, before: Sequence[Block], patterns: Patterns) -> bool:
    """Whether a heading names the report, not a section of it."""
    first = next(b for b in before if isinstance(b, Paragraph) and b.level)
    return heading is first or read_reported(heading.text, patterns).named
