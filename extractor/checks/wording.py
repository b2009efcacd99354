"""What sentences say about deviations and growth, against tables and against each other.

A sentence is about a table's row where it prints all telling words of the row's label. Only two kinds of
statement are read here: a deviation from budget in an amount ('underskott på 3 mnkr'), and a growth in
per cent ('nettokostnadsutvecklingen … ligger på 12 %'); levels are observations of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.checks.corpus import About, Corpus, Evidence, View, shorten
from extractor.checks.grids import Column, Grid, GridRow, grids
from extractor.checks.intervals import Interval, around
from extractor.model import Comment, Finding
from extractor.numbers import find_numbers
from extractor.phrases import plain
from extractor.similarity import overlap

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ\"”])")
_AMOUNT_UNIT = re.compile(
    r"\s?(mnkr|mkr|msek|tkr|kkr|mdkr|miljoner kronor|miljoner|kr|kronor|%|procent)(?!\w|-?enhet)"
)
_UNITS = {
    "mnkr": "mnkr", "mkr": "mnkr", "msek": "mnkr", "miljoner kronor": "mnkr", "miljoner": "mnkr", "tkr": "tkr",
    "kkr": "tkr", "mdkr": "mdkr", "kr": "kr", "kronor": "kr", "%": "%", "procent": "%",
}  # fmt: skip
LABEL_WORDS = 0.95
"""Share of a label's telling words a sentence must print to be about the row."""


class _Said(NamedTuple):
    """One amount in a sentence."""

    comment: Comment
    sentence: str
    value: Decimal
    unit: str
    keys: frozenset[str]
    words: tuple[str, ...]
    after: str
    """The few words around the amount, folded: what is said of it."""


def _said(view: View, corpus: Corpus) -> Iterator[_Said]:
    for comment in view.report.comments:
        for sentence in _SENTENCE.split(comment.text):
            low = plain(sentence)
            found = [n for n in find_numbers(sentence) if n.value is not None]
            amounts = [(n, m) for n in found if (m := _AMOUNT_UNIT.match(low, n.end))]
            for n, (amount, unit) in enumerate(amounts):
                start = amounts[n - 1][1].end() if n else 0
                end = amounts[n + 1][0].start if n + 1 < len(amounts) else len(low)
                if amount.value is None:
                    continue
                part = sentence[start:end]
                yield _Said(
                    comment,
                    sentence,
                    amount.value,
                    _UNITS[unit[1]],
                    corpus.keys(part),
                    corpus.namer.words(part),
                    low[start:end],
                )


# ---------------------------------------------------------------- sentences against tables


def text_vs_grid(corpus: Corpus) -> Iterator[Finding]:
    """A deviation or a growth in running text that the table of the same report does not bear out."""
    for view in corpus.views:
        tables = list(grids(view, corpus))
        for said in _said(view, corpus):
            if "whole_year" in said.keys:
                continue
            for grid, row in _about(corpus, said, tables):
                shown = _deviation(grid, row, said) if said.unit != "%" else _growth(corpus, grid, row, said)
                if shown is None:
                    continue
                interval, printed = shown
                mine = _scaled(corpus, said, row)
                if not any(m.magnitude().meets(interval.magnitude()) for m in mine):
                    yield corpus.finding(
                        "text_vs_table",
                        (
                            Evidence(view.id, shorten(said.sentence, 200), said.comment.place.page),
                            Evidence(view.id, f"{row.label} {printed}", grid.page),
                        ),
                        f"The text says '{said.value} {said.unit}' of '{row.label}', the table '{grid.caption}' shows '{printed}'.",
                        About(indicator=row.label, period=view.meta.period),
                    )
                break


def _about(corpus: Corpus, said: _Said, tables: Sequence[Grid]) -> Iterator[tuple[Grid, GridRow]]:
    """The rows a sentence is about: longest label first, tables whose caption it names before others."""
    found = []
    for grid in tables:
        caption = overlap(corpus.namer.words(grid.caption), said.words, {}).shared
        for row in grid.rows:
            label = corpus.namer.words(row.label)
            if not row.total and label and overlap(label, said.words, {}).shared / len(label) >= LABEL_WORDS:
                found.append((-len(label), -caption, grid.table_no, grid, row))
    found.sort(key=lambda f: f[:3])
    for *_, grid, row in found:
        yield grid, row


def _deviation(grid: Grid, row: GridRow, said: _Said) -> tuple[Interval, str] | None:
    """The row's deviation from budget, printed or computed, where the sentence states one."""
    about = said.keys & {"deviation", "surplus", "deficit", "above_budget", "below_budget"}
    if not about or not ("budget" in said.keys or said.keys & {"surplus", "deficit"}):
        return None
    outcome, budget = _only(grid, "outcome"), _only(grid, "budget")
    if outcome is None or budget is None:
        return None
    a, b = row.interval(outcome), row.interval(budget)
    if a is None or b is None:
        return None
    return a - b, f"{row.printed(outcome)} {row.printed(budget)}"


def _only(grid: Grid, role: str) -> Column | None:
    others = {"outcome", "budget", "forecast"} - {role}
    found = [c for c in grid.values() if role in c.roles and not c.roles & others]
    return found[0] if len(found) == 1 else None


def _growth(corpus: Corpus, grid: Grid, row: GridRow, said: _Said) -> tuple[Interval, str] | None:
    """The row's printed growth in per cent, where the sentence states one and names the table."""
    if "change" not in said.keys or said.keys & {"budget", "deviation"}:
        return None
    caption = overlap(corpus.namer.words(grid.caption), said.words, {})
    columns = [c for c in grid.columns if c.kind == "percent"]
    if len(columns) != 1 or not caption.shared:
        return None
    value = row.interval(columns[0])
    return (value, row.printed(columns[0])) if value else None


def _scaled(corpus: Corpus, said: _Said, row: GridRow) -> list[Interval]:
    """What the sentence's amount may be in the table's unit; every scale where the table prints none."""
    own = around(said.value)
    if said.unit == "%":
        return [own]
    _, scale = corpus.unit(said.unit)
    units = {c.unit for c in row.cells.values() if c.unit and c.unit != "%"}
    scales = [corpus.unit(u)[1] for u in units] or [corpus.unit(u)[1] for u in ("kr", "tkr", "mnkr")]
    return [own.times(scale / s) for s in scales]


# ---------------------------------------------------------------- sentences against each other


class _Side(NamedTuple):
    said: _Said
    favourable: bool


def opposite_words(corpus: Corpus) -> Iterator[Finding]:
    """One report calls the same amount of the same cost a deficit and an amount below budget."""
    for view in corpus.views:
        sides = [s for said in _said(view, corpus) if said.unit != "%" and (s := _side(said))]
        for n, a in enumerate(sides):
            for b in sides[n + 1 :]:
                if a.favourable != b.favourable and _same_matter(corpus, a.said, b.said):
                    yield corpus.finding(
                        "direction_vs_value",
                        (_sentence(view, a.said), _sentence(view, b.said)),
                        f"{a.said.value} {a.said.unit} of the same cost is said to be better than budget in one place "
                        "and worse in another.",
                        About(indicator=" ".join(a.said.words[:6]), period=view.meta.period),
                    )


def _side(said: _Said) -> _Side | None:
    """Whether a deviation is good or bad for the result: below budget is good for a cost only."""
    if "cost" not in said.keys:
        return None
    budget = said.keys & {"below_budget", "above_budget"}
    if budget:
        return _Side(said, "below_budget" in budget) if len(budget) == 1 else None
    words = said.keys & {"surplus", "deficit"}
    return _Side(said, "surplus" in words) if len(words) == 1 else None


def _same_matter(corpus: Corpus, a: _Said, b: _Said) -> bool:
    if (a.value, a.unit) != (b.value, b.unit) or ("whole_year" in a.keys) != ("whole_year" in b.keys):
        return False
    costs = [
        [w for w in s.words if "cost" in corpus.keys(w) or w.endswith(("kostnad", "avskrivning"))]
        for s in (a, b)
    ]
    return bool(set(costs[0]) & set(costs[1]))


def _sentence(view: View, said: _Said) -> Evidence:
    return Evidence(view.id, shorten(said.sentence, 300), said.comment.place.page)
