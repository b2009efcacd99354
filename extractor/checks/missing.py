"""`missing_value`: a target is set, but no value was measured."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor import periods
from extractor.checks.corpus import (
    About,
    Corpus,
    Evidence,
    RowView,
    View,
    in_scorecard,
    sentences_of,
    shorten,
)
from extractor.facts.homes import akin
from extractor.model import Finding
from extractor.periods import find_periods
from extractor.phrases import finder, plain
from extractor.swedish import squeeze
from extractor.values.numbers import find_numbers

FIRST_YEAR, LAST_YEAR = 1980, 2050
"""Whole numbers in between are years rather than values."""
SHORT_TARGET = 3
"""Words of a target that is only a direction ('Ska öka'); a longer one sets a task."""
EMPTY_CELL = "tom cell"
ONE = "1"
"""The number word that mostly is an article."""
NOWHERE = "inget värde"
"""What stands for a value where nothing is printed, in the language of the other statement."""
_LONG = re.compile(r"[a-z]{6,}")
"""Words that tell what a sentence is about."""


def missing_value(corpus: Corpus) -> Iterator[Finding]:
    """Rows with a target whose value is empty, said to be missing, or given nowhere in the report."""
    for view in corpus.views:
        said: set[str] = set()
        for row in view.rows:
            if row.row.kind != "indicator" or row.indicator_id in said or not _has_target(corpus, row):
                continue
            found = _missing(corpus, view, row)
            if found is None:
                continue
            said.add(row.indicator_id)
            printed = squeeze(row.row.text("target")) or row.targets[0].fact.text
            target = f"{shorten(row.name)}: {printed}"
            yield corpus.finding(
                "missing_value",
                (in_scorecard(view, row, target), found),
                "A target is set, no value was measured.",
                About(row.indicator_id, row.name, view.meta.period),
            )


def _has_target(corpus: Corpus, row: RowView) -> bool:
    """Whether a target is printed; 'Nytt mått' in its cell sets none."""
    text = squeeze(row.row.text("target"))
    if not text:
        return bool(row.targets)  # "Minst 90 % av kunderna är nöjda" is a measure and its target
    best = corpus.patterns["missing"].best(text, coverage=0.9)
    return best is None and corpus.patterns["missing"].glyph(text) is None


def _missing(corpus: Corpus, view: View, row: RowView) -> Evidence | None:
    """What shows that nothing was measured, None where something was or may have been."""
    page = row.row.page
    if _says_missing(corpus, text := squeeze(row.row.text("target"))):
        return in_scorecard(view, row, text)
    if _measured(view, row):
        return None
    if "value" in row.roles:
        text = squeeze(row.row.text("value"))
        best = corpus.patterns["missing"].best(text, coverage=0.5) if text else None
        sign = corpus.patterns["missing"].glyph(text) if text else None
        if not text or sign:
            return _without_value(corpus, view, row, text or EMPTY_CELL)
        none = best or _says_missing(corpus, text) or _promised(corpus, view, text)
        return in_scorecard(view, row, text) if none else None
    for role in ("baseline", "previous_value", "comment", "status"):
        if _says_missing(corpus, text := squeeze(row.row.text(role))):
            return in_scorecard(view, row, text)
    if why := _why_missing(corpus, view, row):
        return Evidence(view.id, f"{why} (löptext)", page)
    return None if _told(corpus, view, row) else _nowhere(view, row)


def _without_value(corpus: Corpus, view: View, row: RowView, shown: str) -> Evidence:
    """An empty cell or a dash, with what the report says about why: in the row, else in a sentence akin to it."""
    beside = (squeeze(row.row.text(role)) for role in ("status", "comment"))
    said = (sentence for text in beside for sentence in sentences_of(text))
    own = [s for s in said if _says_missing(corpus, s) or _not_held(corpus, s)]
    if own and not any(own[0] in comment for comment in view.comments(row)):
        return in_scorecard(view, row, f"{shown}; {shorten(' '.join(own), 200)}")
    name = _LONG.findall(plain(row.name))
    told = (s for s in view.sentences if akin(_LONG.findall(plain(s.text)), name))
    told = (s for s in told if _says_missing(corpus, s.text) or _not_held(corpus, s.text))
    why = shorten(" ".join(own), 200) or _why_missing(corpus, view, row)
    why = why or next((shorten(s.text, 200) for s in told), "")
    if not why:
        return in_scorecard(view, row, shown)
    return Evidence(view.id, f"{shown}; {why} (löptext)", row.row.page)


def _not_held(corpus: Corpus, sentence: str) -> bool:
    """Whether a sentence says that a survey or a result is not there, or comes at another time."""
    low = plain(sentence)
    held = finder(corpus.patterns, "checks", "survey").all(low)
    denied = (("checks", "postponed"), ("negations", "negation"))
    return bool(held) and any(finder(corpus.patterns, *group).all(low) for group in denied)


def _why_missing(corpus: Corpus, view: View, row: RowView) -> str:
    """The sentence of a row's commentary that says that nothing was measured, '' where none does."""
    said = (*view.comments(row), row.row.text("comment"))
    sentences = (s for c in said for s in sentences_of(c))
    return next((shorten(s, 200) for s in sentences if _says_missing(corpus, s)), "")


def _told(corpus: Corpus, view: View, row: RowView) -> bool:
    """Whether the commentary says how it went: a number, a direction or a verdict about the row.

    A comment is about the row where it is attached to it, stands under a heading made of the row's
    words, or prints the words its name begins with, or most words of its target.
    """
    attached = set(view.comments(row))
    facts = {s.fact.text for s in view.statements if s.fact.origin == "text" and s.fact.kind == "actual"}
    head, target = set(corpus.namer.name(row.name).head), corpus.stems(row.row.text("target"))
    own = head | target
    for comment, sentence in view.sentences:
        heading, said = corpus.stems(comment.heading), corpus.stems(sentence)
        aimed = len(target & said) >= 2 and 2 * len(target & said) >= len(target)
        whole = comment.text in attached or (heading and heading <= own)
        about = aimed or (head and head <= said) or whole
        if about and (sentence in facts or _says_something(corpus, sentence)):
            return True
    return False


def _says_something(corpus: Corpus, sentence: str) -> bool:
    if corpus.keys(sentence) & {"rose", "fell", "compared"} or corpus.keys(sentence, "targets") & {
        "all",
        "none",
    }:
        return True
    if any(h.key != ONE for h in finder(corpus.patterns, "numerals").all(plain(sentence))):
        return True  # "Sju ansökningar har beviljats"
    quantities = [n.value for n in find_numbers(sentence) if n.value is not None]
    return any(not (n == int(n) and FIRST_YEAR <= n <= LAST_YEAR) for n in quantities)


def _nowhere(view: View, row: RowView) -> Evidence | None:
    """A judged row with a number as target and no number beside it, in a report that gives none elsewhere."""
    numeric = any(s.fact.kind == "target" and s.fact.value is not None for s in row.statements)
    short = len(row.row.text("target").split()) <= SHORT_TARGET
    directional = short and any(s.fact.kind == "target" and s.fact.value is None for s in row.statements)
    judged = row.row.field("status").normal is not None
    other = any(s.fact.kind != "target" and s.interval for s in row.statements)
    if (
        judged
        and not other
        and not row.unread
        and (numeric or (directional and view.meta.report_type == "annual"))
    ):
        return Evidence(view.id, NOWHERE, None)
    return None


def _measured(view: View, row: RowView) -> bool:
    """Whether the report gives a value (or says how it moved) for the row's indicator and its own period."""
    return any(
        s.fact.kind == "actual"
        and (s.fact.period == view.meta.period or s.fact.period[:4] == view.meta.period[:4])
        and s.fact.obs_status != "M"
        and (s.fact.value is not None or s.fact.comparator in ("increase", "decrease"))
        for s in view.by_indicator.get(row.indicator_id, ())
    )


def _promised(corpus: Corpus, view: View, text: str) -> bool:
    """Whether a value's cell only says when there will be one ("Redovisas 2023" in the report of 2022)."""
    said = finder(corpus.patterns, "frames", "promised").at(plain(text), 0)
    mentions = [m for m in find_periods(text, view.meta.period, corpus.patterns) if m.label]
    outside = "".join(c for n, c in enumerate(text) if not any(m.start <= n < m.end for m in mentions))
    own = periods.end(view.meta.period) if periods.is_label(view.meta.period) else None
    later = all(own is not None and periods.end(m.label) > own for m in mentions)
    return said is not None and later and not any(c.isdigit() for c in outside)


def _says_missing(corpus: Corpus, text: str) -> bool:
    return bool(text) and "not_measured" in corpus.keys(text)
