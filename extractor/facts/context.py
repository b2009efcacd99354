"""What a number in a sentence is about where its own clause does not say: the sentence, the one before, the heading.

A subject that stands elsewhere is marked as such (`weak`, `stand_in`); whoever makes a fact of it doubts it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.facts.clauses import Window, is_of_which
from extractor.facts.row_index import Rows
from extractor.facts.sentences import Sentence
from extractor.facts.subjects import (
    MARK,
    Subject,
    after_number,
    name_of,
    narrowed,
    part_of,
    place,
    without_parts,
)
from extractor.model import Comment, Metadata
from extractor.patterns import Patterns
from extractor.periods import Mention
from extractor.phrases import finder, plain
from extractor.values.quantities import Quantity

TEXT_CONFIDENCE = 0.85
"""Of a fact whose subject stands in its own clause: right in most cases, yet below `SURE`."""

_DAYS = re.compile(r"\s+(?P<first>\d{1,3})\s*[-–]\s*(?P<last>\d{1,3})")


class Setting(NamedTuple):
    """The report whose sentences are read."""

    metadata: Metadata
    patterns: Patterns
    rows: Rows
    own: frozenset[str]
    """Words of the reporting unit's and the organisation's names."""


def without_periods(sentence: Sentence, mentions: tuple[Mention, ...], patterns: Patterns) -> Sentence:
    """The sentence with its periods marked, so that no name is looked for in them ("året innan")."""
    characters = list(sentence.text)
    for mention in mentions:
        words = sentence.low[mention.start : mention.end]
        if finder(patterns, "frames", "yardstick").all(words):
            continue  # "årsprognosen" names a period and an amount
        characters[mention.start : mention.end] = MARK * (mention.end - mention.start)
    text = "".join(characters)
    return sentence._replace(text=text, low=plain(text))


def subject_of(
    window: Window,
    named: Window,
    about: tuple[Quantity, Sentence, Comment],
    known: tuple[Subject | None, Subject | None],
    setting: Setting,
) -> Subject | None:
    """What a number is about, and which part of it: women, a unit, the number before's part, or the whole."""
    quantity = about[0]
    subject, inherited = _named(named, about, known, setting)
    if subject is None:
        return None
    if subject.measured:
        right = named.rest or named.right
        subject = narrowed(subject, named.left, right, setting.own, setting.patterns)
    part, is_unit = part_of(window.left, setting.patterns)
    if part is None and quantity.breakdown:
        part = quantity.breakdown
    if is_of_which(window, setting.patterns):
        part = part or part_of(window.right, setting.patterns)[0]
        if not part:
            return None  # a part that nothing names is not the whole
    if part is None and inherited:
        days = "" if subject.breakdown else _days_of(window.whole_left, setting.patterns)
        return subject._replace(breakdown=days) if days else subject
    name = without_parts(subject.name, setting.patterns)
    return subject._replace(name=name, breakdown=part or "", part=is_unit)


def _days_of(text: str, patterns: Patterns) -> str:
    """The days of an absence that a text last told apart ("sjukfrånvaron dag 15-90"), '' where it told none."""
    low = plain(text)
    spans = (_DAYS.match(low, h.end) for h in finder(patterns, "frames", "days").all(low))
    found = [f"längd=dag {m['first']}-{m['last']}" for m in spans if m]
    return found[-1] if found else ""


def _named(
    named: Window,
    about: tuple[Quantity, Sentence, Comment],
    known: tuple[Subject | None, Subject | None],
    setting: Setting,
) -> tuple[Subject | None, bool]:
    """The words a number is about: its clause's, else the sentence's, the number before's, the heading's.

    Returns:
        The subject, and whether it is the number before's, with its part.
    """
    quantity, sentence, comment = about
    same_sentence, earlier = known
    bracketed = named.left.strip() in ("(", ",", "") and named.whole_left.rstrip()[-1:] == "("
    if bracketed and same_sentence is not None:
        return same_sentence, True
    if same_sentence is not None and place(named.uncut, setting.own, setting.patterns):
        return same_sentence, True
    subject = name_of(named.left, named.right, quantity, setting.patterns, setting.own)
    unclear = subject is None or subject.stand_in or (subject.hanging and "–" not in subject.name)
    if unclear and named.left != named.uncut:
        whole = name_of(named.uncut, "", quantity, setting.patterns, setting.own)
        if (
            whole is not None
            and not whole.stand_in
            and (subject is None or subject.stand_in or whole.measured)
        ):
            subject = whole
    headed = bool(finder(setting.patterns, "measures").all(plain(comment.heading)))
    if subject is not None and not subject.stand_in:
        counted = quantity.unit == "st" or subject.counted
        lone = not subject.measured and not subject.hanging and not counted
        name = f"{comment.heading} – {subject.name}" if lone and headed else subject.name
        return subject._replace(name=name), False
    if same_sentence is not None:
        return same_sentence, True
    after = after_number(named.right, setting.patterns)
    if after is not None:
        return after, False
    refers = finder(setting.patterns, "cues", "pronoun").at(sentence.low.lstrip(), 0) is not None
    if earlier is not None and (refers or not headed):
        return earlier._replace(weak=True), True
    heading = Subject(comment.heading, weak=True) if comment.heading else None
    return heading or (subject._replace(weak=True) if subject else None), False
