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
from extractor.checks.corpus import number as decimal
from extractor.checks.grids import Column, Grid, GridRow, grids
from extractor.checks.intervals import Interval, around
from extractor.link.similarity import overlap
from extractor.model import Comment, Finding
from extractor.phrases import finder, plain
from extractor.values.numbers import find_numbers

_AMOUNT_UNIT = re.compile(
    r"\s?(mnkr|mkr|msek|tkr|kkr|mdkr|miljoner kronor|miljoner|kr|kronor|%|procent)(?!\w|-?enhet)"
)
_UNITS = {
    "mnkr": "mnkr", "mkr": "mnkr", "msek": "mnkr", "miljoner kronor": "mnkr", "miljoner": "mnkr", "tkr": "tkr",
    "kkr": "tkr", "mdkr": "mdkr", "kr": "kr", "kronor": "kr", "%": "%", "procent": "%",
}  # fmt: skip
NEAR = 60
"""Characters between a word of change and the numbers it is about."""
_NUMBER = r"[-+]?\d[\d ]*(?:,\d+)?(?:\s?(?:%|procent|tkr|mnkr|mkr|kr|st|h|tim\w*|dagar|gram|g|kg|min\w*))?"
_FROM_TO = re.compile(rf"\bfran {_NUMBER}(?: \w+)?(?: \d{{4}})? till {_NUMBER}")
_TO_FROM = re.compile(rf"\btill {_NUMBER}(?:,)? fran {_NUMBER}")
_WORDS_FROM_TO = re.compile(r"\bfran ([a-z]+|\d+) till ([a-z]+|\d+)\b")
_AGAINST = re.compile(rf"{_NUMBER} mot {_NUMBER}")
_GROWTH = re.compile(
    r"\b(?:okning|minskning|okat|okade|okar|minskat|minskade|minskar|stigit|steg|sjunkit|sjonk)\s+(?:pa|med)\s+"
    r"(?:\w+ )?(\d[\d ]*(?:,\d+)?)\s?(?:%|procent)(?![\w-])(?! ?-?enhet)"
)
"""The one per cent of a sentence that says how much it rose or fell; percentage points are none."""
OF_THE_SENTENCE = frozenset({"cost", "whole_year", "change"})
"""Meanings that hold for every amount of a sentence."""
REST = 4
"""Letters a compound may add to a label's word ('personalkostnad' + 'utfall' adds more, and is another thing)."""


class _Said(NamedTuple):
    """One amount in a sentence."""

    comment: Comment
    sentence: str
    value: Decimal
    unit: str
    keys: frozenset[str]
    """Meanings of the words between the amounts before and after, and of the whole sentence's subject."""
    words: tuple[str, ...]


def _said(view: View, corpus: Corpus) -> Iterator[_Said]:
    for comment, sentence in view.sentences:
        found = [n for n in find_numbers(sentence) if n.value is not None]
        if not found:
            continue
        low = plain(sentence)
        amounts = [(n, m) for n in found if (m := _AMOUNT_UNIT.match(low, n.end))]
        for n, (amount, unit) in enumerate(amounts):
            start = amounts[n - 1][1].end() if n else 0
            end = amounts[n + 1][0].start if n + 1 < len(amounts) else len(low)
            if amount.value is None:
                continue
            keys = corpus.keys(sentence[start:end]) | (corpus.keys(sentence) & OF_THE_SENTENCE)
            yield _Said(comment, sentence, amount.value, _UNITS[unit[1]], keys, corpus.namer.words(sentence))


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
                        f"The text and the table '{grid.caption}' print different amounts for '{row.label}'.",
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
            if not row.total and label and all(_printed(word, said.words) for word in label):
                found.append((-len(label), -caption, grid.table_no, grid, row))
    found.sort(key=lambda f: f[:3])
    for *_, grid, row in found:
        yield grid, row


def _printed(word: str, words: Sequence[str]) -> bool:
    """Whether a sentence prints a label's word, in any inflection."""
    return any(w == word or (w.startswith(word) and len(w) - len(word) <= REST) for w in words)


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


# ---------------------------------------------------------------- words against the numbers beside them


def direction_in_sentence(corpus: Corpus) -> Iterator[Finding]:
    """'minskade från 4,6 till 5,9' and 'har minskat jämfört med budget, 191 tkr mot 189 tkr'."""
    for view in corpus.views:
        for comment, sentence in view.sentences:
            for said, before, after in from_to(corpus, sentence):
                if (said == "rose" and after < before) or (said == "fell" and after > before):
                    text = shorten(sentence, 300)
                    shown = f"{decimal(before)} → {decimal(after)}"
                    yield corpus.finding(
                        "direction_vs_value",
                        (
                            Evidence(view.id, text, comment.place.page),
                            Evidence(view.id, shown, comment.place.page),
                        ),
                        f"The words say that it {said}, the numbers beside them say otherwise.",
                        About(indicator=comment.heading, period=view.meta.period),
                    )


def from_to(corpus: Corpus, sentence: str) -> Iterator[tuple[str, Decimal, Decimal]]:
    """The word of change before each pair of numbers of a sentence, with the number before and after.

    Args:
        corpus: the reports and the knowledge.
        sentence: of running text.
    """
    low = sentence = _in_digits(corpus, plain(sentence))
    for pattern, swapped in ((_FROM_TO, False), (_TO_FROM, True), (_AGAINST, True)):
        for match in pattern.finditer(low):
            hits = (h for h in finder(corpus.patterns, "checks").all(low) if h.key in ("rose", "fell"))
            word = [h for h in hits if h.end <= match.start()]
            if not word or match.start() - word[-1].end > NEAR or len({h.key for h in word}) > 1:
                continue
            found = (n.value for n in find_numbers(sentence[match.start() : match.end()]))
            numbers = [n for n in found if n is not None and not _is_year(n)]
            if len(numbers) == 2:
                before, after = reversed(numbers) if swapped else numbers
                yield word[-1].key, before, after


def _in_digits(corpus: Corpus, low: str) -> str:
    """A folded sentence with its number words between "från" and "till" in digits."""
    numeral = finder(corpus.patterns, "numerals")
    for match in reversed(list(_WORDS_FROM_TO.finditer(low))):
        hits = [numeral.at(match[n], 0) for n in (1, 2)]
        if all(hit and hit.end == len(match[n]) for n, hit in enumerate(hits, start=1)):
            first, second = (hit.key for hit in hits if hit)
            low = f"{low[: match.start()]}fran {first} till {second}{low[match.end() :]}"
    return low


def growth_in_sentence(corpus: Corpus) -> Iterator[Finding]:
    """'ökade från 40,0 till 48,0 mnkr, en ökning med 25 procent': the numbers give another growth."""
    for view in corpus.views:
        for comment, sentence in view.sentences:
            pairs = list(from_to(corpus, sentence)) if "%" in sentence or "procent" in sentence else []
            said = list(_GROWTH.finditer(plain(sentence)))
            if len(pairs) != 1 or len(said) != 1:
                continue
            _, before, after = pairs[0]
            start, end = around(before), around(after)
            growth = (end - start).over(start)
            stated = next((n.value for n in find_numbers(said[0][1]) if n.value is not None), None)
            if growth is None or stated is None:
                continue
            if growth.magnitude().times(Decimal(100)).meets(around(stated)):
                continue
            yield corpus.finding(
                "percentage_mismatch",
                (
                    Evidence(view.id, f"{decimal(before)} → {decimal(after)}", comment.place.page),
                    Evidence(view.id, shorten(sentence, 300), comment.place.page),
                ),
                f"From {decimal(before)} to {decimal(after)} is another change than '{said[0][0].strip()}'.",
                About(indicator=comment.heading, period=view.meta.period),
            )


def _is_year(value: Decimal) -> bool:
    return value == int(value) and 1980 <= value <= 2050


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
