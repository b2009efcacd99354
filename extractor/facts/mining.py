"""Facts of running text: values, changes, targets, forecasts and deviations, each with its sentence.

A number becomes a fact only with a unit and something it is about: the words of its own clause, what an
earlier number of the sentence was about, or the heading. Durations, dates, names and numbers compared
with are left alone. A fact that hangs on its context carries `subject_from_context`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from extractor import periods
from extractor.facts.abbreviations import find_abbreviations
from extractor.facts.clauses import (
    Window,
    against_forecast,
    deviates,
    direction_of,
    has,
    is_end_of_change,
    is_of_which,
    kind_of,
    leads,
    period_of_number,
    signed_deviation,
    starts_change,
    window_of,
)
from extractor.facts.commentary import stems
from extractor.facts.context import TEXT_CONFIDENCE, Setting, subject_of, without_periods
from extractor.facts.directions import bare_directions
from extractor.facts.homes import (
    home_below,
    home_by_figure,
    home_of,
    home_of_result,
    home_of_share,
    is_denied,
    is_far_off,
    is_like,
    same_unit_family,
    unit_beside,
    unit_of_row,
)
from extractor.facts.naming import CHANGE, DEVIATION, JOINT
from extractor.facts.row_index import Home, Rows
from extractor.facts.scorecard_facts import DOUBT
from extractor.facts.sentences import Sentence, read_sentences
from extractor.facts.subjects import Subject, is_share_itself
from extractor.facts.units import LEVELS, TIME_UNITS, infer_unit
from extractor.model import Comment, Comparator, Metadata, Observation, Scorecard
from extractor.patterns import Patterns
from extractor.periods import Mention, find_periods
from extractor.phrases import finder, plain
from extractor.values.quantities import Quantity

OWN_WORD = 3
"""Shorter words of an organisation's name ("och", "för") are everybody's."""

SHORT_ITEM = 120
"""A list item of at most so many characters shares its neighbours' unit ("Licenser 0,8" below "… 1,6 mnkr")."""

TABLE_NUMBERS = 4
TABLE_WORDS = 3
"""From so many numbers on, with fewer than three words to each (two where a change is told), words are
cells and no sentence."""


class _Run(NamedTuple):
    """What a paragraph has told so far."""

    about: Subject | None = None
    change: Comparator | None = None
    """Direction of the sentence's latest change: "minskat med 9 % (59 tkr)"."""
    listed_unit: str = ""


class _Spot(NamedTuple):
    """One number of a sentence and what was made out about it."""

    sentence: Sentence
    comment: Comment
    quantity: Quantity
    window: Window
    subject: Subject
    unit: str
    """'' for a row's number where the row prints none."""
    inferred: bool
    mentions: tuple[Mention, ...]


def mine_comments(
    comments: tuple[Comment, ...],
    scorecards: tuple[Scorecard, ...],
    metadata: Metadata,
    patterns: Patterns,
    units: Mapping[tuple[int, int], str] | None = None,
) -> tuple[Observation, ...]:
    """The facts of running text.

    Args:
        comments: all running text, as `attach_comments` gives it.
        scorecards: the rows facts may be about.
        metadata: the report's own period; without one nothing is mined.
        patterns: the knowledge in use.
        units: what the rows' own numbers are measured in, by table and row number.

    Returns:
        Observations in reading order; `text` is the sentence.
    """
    if not periods.is_label(metadata.period):
        return ()
    known = units or {}
    homes = tuple(
        Home(card, row, known.get((row.table_no, row.row_no), ""))
        for card in scorecards
        for row in card.rows
        if row.kind != "activity" and not row.breakdown
    )
    texts = [c.text for c in comments] + [t for h in homes for t in (h.row.text("goal"), h.title)]
    own = frozenset(plain(w) for w in f"{metadata.organisation} {metadata.unit}".split() if len(w) > OWN_WORD)
    setting = Setting(metadata, patterns, Rows(homes, find_abbreviations(texts), patterns), own)
    found: list[Observation] = []
    listed = ""
    for comment in comments:
        run = _Run(listed_unit=listed)
        facts: list[Observation] = []
        for sentence in read_sentences(comment.text, metadata.period, patterns):
            if _is_tabular(sentence) or has(sentence.low, "then", patterns):
                continue
            more, run = _facts(sentence, comment, run._replace(change=None), setting)
            facts += more
        if len(comment.text) >= SHORT_ITEM:
            listed = ""
        elif facts:
            listed = facts[-1].unit
        found += facts
    return tuple(found)


def _is_tabular(sentence: Sentence) -> bool:
    """Whether a "sentence" is a table whose cells run together: too many numbers for its words."""
    words = re.findall(r"[^\W\d_]{2,}", sentence.text)
    numbers = len(sentence.reading.quantities)
    if numbers < TABLE_NUMBERS:
        return False
    return numbers * 2 > len(words) or (numbers * TABLE_WORDS > len(words) and not sentence.changes)


def _facts(
    sentence: Sentence, comment: Comment, run: _Run, setting: Setting
) -> tuple[list[Observation], _Run]:
    patterns = setting.patterns
    mentions = find_periods(sentence.text, setting.metadata.period, patterns, cumulative=True)
    named = without_periods(sentence, mentions, patterns)
    found: list[Observation] = []
    for index, quantity in enumerate(sentence.reading.quantities):
        if _repeats(sentence, index, patterns):
            continue
        window = window_of(sentence, index, patterns)
        known = (run.about if index else None, run.about)
        subject = subject_of(
            window, window_of(named, index, patterns), (quantity, sentence, comment), known, setting
        )
        if subject is None:
            continue
        unit, inferred = _unit(quantity, subject, window, run.listed_unit, setting)
        following = sentence.reading.quantities[index + 1 : index + 2]
        if not quantity.unit and following and following[0].unit and starts_change(window, patterns):
            unit, inferred = following[0].unit, True  # "från 219 till 221 poäng"
        if not unit and found and is_of_which(window, patterns):
            unit, inferred = found[-1].unit, True  # "14 ärenden, varav 8 från kvinnor"
        run = run._replace(about=subject)
        if unit is None:
            continue
        spot = _Spot(sentence, comment, quantity, window, subject, unit, inferred, mentions)
        if _is_result(spot, setting):
            observation, change = _number(spot, run.change, setting)
            run = run._replace(change=change)
            found += [observation] if observation else []
    return found + bare_directions(sentence, comment, setting), run


def _repeats(sentence: Sentence, index: int, patterns: Patterns) -> bool:
    """Whether a number only says the one before it again, rounder ("4,7 procent, dvs. knappt 5 procent")."""
    if not index or not sentence.reading.quantities[index].approximate:
        return False
    before, quantity = sentence.reading.quantities[index - 1 : index + 1]
    between = sentence.low[before.end : quantity.start]
    return before.unit == quantity.unit and leads(between, "rephrases", patterns)


# ---------------------------------------------------------------- what it is about


def _unit(
    quantity: Quantity, subject: Subject, window: Window, listed: str, setting: Setting
) -> tuple[str | None, bool]:
    """The number's unit, and whether it is inferred: from the row it names, its subject or its neighbours in a list.

    None where nothing tells it; '' for a number like those of a row that prints no unit ("ökade till 255,3").
    """
    patterns = setting.patterns
    if quantity.unit:
        return quantity.unit, False
    level = leads(plain(window.left), "level_lead", patterns, over=0) or "period_assumed" in quantity.reasons
    if level and not (subject.weak and subject.stand_in):
        row = (
            None if subject.part or subject.stand_in else home_of(subject.name, None, setting.rows, patterns)
        )
        known = (row.unit or unit_of_row(row.row, patterns)) if row else ""
        if known and same_unit_family(known, "st", patterns):
            known = "st"  # "62 000" in a sentence, where the row prints 62 in thousands
        implied = infer_unit(subject.name, patterns)
        if known in LEVELS and implied == "st":
            known = ""  # "Antalet barn i förskolan" beside the row "Andel barn i förskolan"
        if unit := known or implied:
            return unit, True
        return ("" if row and is_like(row, quantity.value) else None), True
    item = listed and not window.right.strip(" .,;") and len(window.whole_left) < SHORT_ITEM
    return (listed, True) if item else (None, False)


def _is_result(spot: _Spot, setting: Setting) -> bool:
    """Whether a number is a result and not prose ("inom två områden", "inom 30 dagar")."""
    if spot.unit in TIME_UNITS:  # deadlines and durations: results only of what is a time
        return bool(finder(setting.patterns, "measures", "duration").all(plain(spot.subject.name)))
    if spot.subject.counted and spot.unit == "%" and _is_yardstick(spot.subject.name, setting.patterns):
        return False  # "1,1 procent av budgeten" says how large another number is
    if spot.unit != "st":
        return True
    if spot.quantity.value is not None and abs(spot.quantity.value) >= MOST_COUNTED:
        return False
    words = not any(c.isdigit() for c in spot.sentence.text[spot.quantity.start : spot.quantity.end])
    if not words and "unit_counted" not in spot.quantity.reasons:
        return True
    before = plain(spot.window.whole_left).rstrip()[-NEAR_WORDS:]
    if finder(setting.patterns, "frames", "loose_count").ends(before):
        return False
    if not words or has(before, "counting", setting.patterns) or spot.subject.measured:
        return True
    return home_of(spot.subject.name, "st", setting.rows, setting.patterns) is not None


def _is_yardstick(name: str, patterns: Patterns) -> bool:
    low = plain(name)
    hit = finder(patterns, "frames", "yardstick").at(low, 0)
    return hit is not None and hit.end == len(low)


MOST_COUNTED = 10_000_000
"""Things a reporting unit counts are fewer: figures of neighbouring cells run together ("612 627 641")."""

NEAR_WORDS = 30
"""Characters before a number word within which "endast" or "haft" make it a count."""


# ---------------------------------------------------------------- one number


def _number(
    spot: _Spot, earlier_change: Comparator | None, setting: Setting
) -> tuple[Observation | None, Comparator | None]:
    patterns, own = setting.patterns, setting.metadata.period
    quantity, window, subject = spot.quantity, spot.window, spot.subject
    kind = kind_of(window, spot.comment.heading, patterns)
    period = period_of_number(quantity, window, spot.mentions, (kind, own), patterns)
    if quantity.period and "period_assumed" in quantity.reasons:
        period = quantity.period
    if not period or (kind == "actual" and period[:4] > own[:4]):
        return None, None
    assert quantity.value is not None
    comparator, value, suffix = quantity.comparator, quantity.value, ""
    change = (
        None
        if is_end_of_change(window, patterns)
        else direction_of(spot.sentence, quantity, window, patterns)
    )
    if change is None and (window.second or window.left.strip() == "("):
        change = earlier_change
    told = kind == "target" and comparator == "=" and value >= 0
    apart = deviates(window, patterns)
    if (apart and not told) or (not change and has(plain(subject.name), "deviation_noun", patterns)):
        suffix, comparator, change = JOINT + DEVIATION, "=", None
        value = signed_deviation(quantity, window, subject.name, patterns)
        kind = "actual" if kind == "budget" else kind
    elif change and not (kind == "target" and comparator == "=" and "med" not in plain(window.left)):
        suffix, comparator, value = JOINT + CHANGE, change, abs(value)
    elif is_end_of_change(window, patterns):
        comparator = "="
    if starts_change(window, patterns) and period == own:
        period = periods.previous(own)
    home, reasons = _home(spot, suffix, setting)
    if home is None and not spot.unit:
        return None, change
    reasons = (*quantity.reasons, *reasons, *(("unit_inferred",) if spot.inferred else ()))
    return (
        Observation(
            indicator=home.title if home else subject.name + suffix,
            perspective=home.card.perspective if home else "",
            period=period,
            kind=kind,
            breakdown=subject.breakdown,
            comparator=comparator,
            value=value,
            unit=unit_beside(home, spot.unit) if home else spot.unit,
            text=spot.sentence.text,
            origin="text",
            place=spot.comment.place,
            table_no=home.row.table_no if home else None,
            row_no=home.row.row_no if home else None,
            confidence=DOUBT if set(reasons) - SURE_REASONS else TEXT_CONFIDENCE,
            obs_status="F" if kind == "forecast" else "E" if quantity.approximate else "A",
            reasons=reasons,
        ),
        change,
    )


def _home(spot: _Spot, suffix: str, setting: Setting) -> tuple[Home | None, tuple[str, ...]]:
    """The row a number is about, and the reasons to doubt its subject."""
    subject, patterns = spot.subject, setting.patterns
    if spot.unit == "%" and not suffix and _is_makeup(spot, patterns):
        return None, ("subject_unsure",)
    home = None if suffix or subject.part else home_of(subject.name, spot.unit, setting.rows, patterns)
    if suffix == JOINT + DEVIATION and not subject.part and not against_forecast(spot.window, patterns):
        home = home_of_result(subject.name, spot.sentence.text, spot.unit, setting.rows, patterns)
    if home is not None and spot.unit == "%" and is_denied(home, spot.window.uncut, patterns):
        return None, ("subject_unsure",)
    if home is not None and is_far_off(home, spot.quantity.value, spot.unit, patterns):
        return None, ("subject_unsure",)
    if home is not None and not (
        subject.counted and spot.unit == "st" and _counts_more(spot, home, patterns)
    ):
        return home, ()
    vague = subject.weak or subject.stand_in
    if not vague and not suffix and not subject.part and not subject.breakdown:
        around = f"{spot.window.uncut} {spot.window.right}"
        if spot.unit == "%" and subject.counted and (home := home_of_share(around, setting.rows, patterns)):
            return home, ("subject_from_context",)
        told = [q.value for q in spot.sentence.reading.quantities if q.value is not None]
        clause = f"{spot.window.uncut} {subject.name}"
        if home := home_by_figure(clause, told, spot.unit, setting.rows, patterns):
            return home, ("subject_from_context",)
    if vague and not suffix and not subject.part:
        home = home_below(spot.comment, spot.unit, setting.rows, patterns)
    if vague:
        return home, ("subject_from_context",)
    named = subject.measured or subject.hanging or (subject.counted and spot.unit == "%")
    measured = named or bool(finder(patterns, "measures").all(plain(subject.name)))
    return None, () if measured else ("subject_unsure",)


def _is_makeup(spot: _Spot, patterns: Patterns) -> bool:
    """Whether a share says how much of another measure something makes up ("stod för 43 %", "43 % av frånvaron")."""
    left, right = plain(spot.window.left), spot.window.right.lstrip()
    if has(left, "makes_up", patterns) and leads(left, "makes_up_of", patterns):
        return True
    for words in (right, spot.window.left.lstrip()):
        of = finder(patterns, "frames", "share_of").at(plain(words), 0)
        if of is not None and is_share_itself(words[of.end :], patterns):
            return True
    return False


def _counts_more(spot: _Spot, home: Home, patterns: Patterns) -> bool:
    """Whether a sentence counts something else than its row: "*påbörjade* lägenheter", "fyra *nya* …"."""
    if added := finder(patterns, "frames", "added").at(plain(spot.subject.name), 0):
        return plain(spot.subject.name)[: added.end] not in plain(home.row.text("indicator"))
    wanted, said = stems(home.row.text("indicator")), stems(spot.sentence.text)
    return bool(wanted) and len(wanted & said) < len(wanted) * COUNTED


COUNTED = 0.67
"""Share of a row's words that a sentence prints of what it counts: two of three, the word of counting aside."""

SURE_REASONS = frozenset({"unit_counted", "in_words"})
"""Reasons that explain and do not doubt."""
