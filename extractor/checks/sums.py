"""`sum_mismatch`: the parts of a table do not add up to its printed total.

Which rows a total sums up is read off the numbers: the arrangement that adds up in most columns is the
table's own, and only columns that break it are flagged. A table where nothing adds up is none of sums
(averages, indices, shares of different wholes).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from extractor.checks.corpus import About, Corpus, Evidence, View, number
from extractor.checks.grids import Column, Grid, GridRow, grids
from extractor.checks.intervals import Interval, total
from extractor.model import Finding

MAX_NESTED_ROWS = 12
"""Rows up to which every division into headings and their parts is tried (2^11 of them)."""
LONELY_GAP = 0.1
"""In a table with one column nothing else shows what is summed: there the total may be off by this share."""
MIXED_GAP = 0.3
"""Where as many columns add up as do not: two typing errors apart, not sums of other rows."""


class _Sum(NamedTuple):
    whole: GridRow
    parts: tuple[GridRow, ...]


class _Result(NamedTuple):
    column: Column
    fits: bool
    trivial: bool
    """Fewer than two parts print a number: it adds up by itself."""
    gap: float
    """Distance between sum and total as a share of the total."""


def sum_mismatch(corpus: Corpus) -> Iterator[Finding]:
    """Totals that their parts do not add up to, beyond what rounding explains."""
    for view in corpus.views:
        for grid in grids(view, corpus):
            yield from _check(corpus, view, grid)


def _check(corpus: Corpus, view: View, grid: Grid) -> Iterator[Finding]:
    for index, row in enumerate(grid.rows):
        if row.total:
            for some in _arrangement(grid, index):
                yield from _mismatches(corpus, view, grid, some)


def _arrangement(grid: Grid, index: int) -> list[_Sum]:
    """The sums a total row takes part in: the plainest arrangement of its parts that adds up best."""
    whole = grid.rows[index]
    best: list[_Sum] = []
    best_score = 0
    for parts in _flat_choices(grid, index):
        results = _results(grid, _Sum(whole, parts))
        hits = sum(r.fits and not r.trivial for r in results)
        misses = sum(not r.fits for r in results)
        near = all(r.fits or r.gap <= MIXED_GAP for r in results)
        if hits and (hits > misses or (hits == misses and near)) and 1 + hits - misses > best_score:
            best, best_score = [_Sum(whole, parts)], 1 + hits - misses
        elif not best and _lonely(results, parts):
            best = [_Sum(whole, parts)]
    before = _before(grid, index)
    if _plain_fits(grid, best) or len(before) > MAX_NESTED_ROWS:
        return best
    return _nested(grid, whole, before) or best


def _plain_fits(grid: Grid, sums: Sequence[_Sum]) -> bool:
    return bool(sums) and all(r.fits for s in sums for r in _results(grid, s))


def _lonely(results: Sequence[_Result], parts: Sequence[GridRow]) -> bool:
    """A single column of at least two parts whose total is nearly right."""
    return len(results) == 1 and len(parts) >= 2 and not results[0].trivial and results[0].gap <= LONELY_GAP


def _before(grid: Grid, index: int) -> tuple[GridRow, ...]:
    """The rows a total may sum up: those above it, below it where it stands on top."""
    rows = grid.rows[:index] or grid.rows[index + 1 :]
    return tuple(r for r in rows if not r.subset and r.cells)


def _flat_choices(grid: Grid, index: int) -> Iterator[tuple[GridRow, ...]]:
    rows = _before(grid, index)
    last = max((n for n, r in enumerate(rows) if r.total), default=-1)
    since = rows[last + 1 :] if index else rows
    subtotals = tuple(r for r in rows if r.total)
    plain = tuple(r for r in rows if not r.total)
    seen = []
    for choice in (since, plain, subtotals, (*subtotals, *since), subtotals[-1:] + since):
        if len(choice) >= 2 and choice not in seen:
            seen.append(choice)
            yield choice


def _nested(grid: Grid, whole: GridRow, rows: Sequence[GridRow]) -> list[_Sum]:
    """Headings with their parts below them, without a mark in sight: found by what adds up.

    Every column that prints numbers must agree on the headings adding up to the total, and each
    heading must add up from its parts in one column at least; of several such arrangements the one
    with the fewest contradictions and the smallest gaps is meant.
    """
    rows = [r for r in rows if not r.total]
    best: list[_Sum] = []
    best_cost = (len(grid.columns) * len(rows) + 1, 0.0)
    for size in range(len(rows) - 1, 0, -1):
        for chosen in combinations(range(1, len(rows)), size - 1):
            sums = _division(whole, rows, (0, *chosen))
            cost = _cost(grid, sums)
            if cost is not None and cost < best_cost:
                best, best_cost = sums, cost
    return best


def _division(whole: GridRow, rows: Sequence[GridRow], starts: Sequence[int]) -> list[_Sum]:
    ends = (*starts[1:], len(rows))
    inner = [_Sum(rows[s], tuple(rows[s + 1 : e])) for s, e in zip(starts, ends, strict=True) if e > s + 1]
    return [_Sum(whole, tuple(rows[s] for s in starts)), *inner]


def _cost(grid: Grid, sums: Sequence[_Sum]) -> tuple[int, float] | None:
    """Contradictions and gaps of an arrangement, None where it is none."""
    results = _results(grid, sums[0])
    if sum(r.fits and not r.trivial for r in results) < 2 or not all(r.fits for r in results):
        return None
    inner = [_results(grid, s) for s in sums[1:]]
    if not all(any(r.fits for r in some) for some in inner):
        return None
    every = [r for some in (results, *inner) for r in some]
    return sum(not r.fits for r in every), sum(r.gap for r in every if r.fits)


def _results(grid: Grid, some: _Sum) -> list[_Result]:
    """How a sum fares in each column of amounts; deviations and percentages only where nothing else is."""
    out = []
    for column in grid.columns:
        whole = some.whole.interval(column)
        parts = [p for p in (r.interval(column) for r in some.parts) if p is not None]
        if whole is None or not parts:
            continue
        added = total(parts)
        fits = added.meets(whole) or (-added).meets(whole)
        scale = max(abs(float(whole.middle)), 1e-9)
        out.append(_Result(column, fits, len(parts) < 2, abs(float(added.middle - whole.middle)) / scale))
    for kind in ("value", "deviation"):
        if some_kind := [r for r in out if r.column.kind == kind]:
            return some_kind
    return out


def _mismatches(corpus: Corpus, view: View, grid: Grid, some: _Sum) -> Iterator[Finding]:
    for result in _results(grid, some):
        if result.fits:
            continue
        column = result.column
        parts = [r for r in some.parts if r.interval(column) is not None]
        added = _exact(parts, column)
        shown = " + ".join(f"{r.label} {r.printed(column)}" for r in parts)
        whole = f"{some.whole.label} {some.whole.printed(column)}"
        yield corpus.finding(
            "sum_mismatch",
            (
                Evidence(view.id, f"{shown} = {number(added.middle)}", grid.page),
                Evidence(view.id, whole, grid.page),
            ),
            f"In the table '{grid.caption}', column '{column.label}', the parts add up to "
            f"{number(added.middle)}, but '{whole}' is printed.",
            About(indicator=some.whole.label, period=view.meta.period),
        )


def _exact(parts: Sequence[GridRow], column: Column) -> Interval:
    return total(i for i in (r.interval(column) for r in parts) if i is not None)
