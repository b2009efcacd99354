"""`difference_mismatch` and `percentage_mismatch`: what a table computed does not follow from what it prints.

Which columns a deviation or a percentage was computed from is read off the numbers too: the pair and the
formula that fit most rows are the table's own. A sign convention (cost negative or positive, deviation
good or bad) is no contradiction: amounts are compared, not signs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations
from typing import NamedTuple

from extractor.checks.corpus import About, Corpus, Evidence, View, number
from extractor.checks.grids import Column, Grid, GridRow, grids
from extractor.checks.intervals import Interval
from extractor.model import Finding

MAX_COLUMNS = 8
"""Columns of amounts up to which all pairs are tried."""
HUNDRED = Decimal(100)
PERCENT = "%"


class _Rule(NamedTuple):
    """A way to compute a column from others."""

    words: str
    """'{a} - {b}' with the columns' labels, for the message."""
    columns: tuple[Column, ...]
    compute: Callable[[Sequence[Interval]], Interval | None]
    expected: bool
    """Whether the labels themselves say so (outcome and budget; the only two amounts)."""


def _difference(values: Sequence[Interval]) -> Interval | None:
    return (values[0] - values[1]).magnitude()


def _relative(values: Sequence[Interval]) -> Interval | None:
    quotient = (values[0] - values[1]).over(values[1])
    return quotient.magnitude().times(HUNDRED) if quotient else None


def _share(values: Sequence[Interval]) -> Interval | None:
    quotient = values[0].over(values[1])
    return quotient.magnitude().times(HUNDRED) if quotient else None


def difference_mismatch(corpus: Corpus) -> Iterator[Finding]:
    """Printed deviations that are not the difference of the columns they compare."""
    for view in corpus.views:
        for grid in grids(view, corpus):
            for column in grid.columns:
                if column.kind == "deviation":
                    yield from _check(corpus, view, grid, column, _differences(grid))


def percentage_mismatch(corpus: Corpus) -> Iterator[Finding]:
    """Printed percentages that do not follow from the numbers beside them."""
    for view in corpus.views:
        for grid in grids(view, corpus):
            for column in grid.columns:
                if column.kind == "percent":
                    yield from _check(corpus, view, grid, column, _percentages(grid))
                elif _is_printed_in(PERCENT, grid, column):  # "Grad av måluppfyllelse"
                    yield from _check(corpus, view, grid, column._replace(kind="percent"), ())


def _is_printed_in(unit: str, grid: Grid, column: Column) -> bool:
    """Whether all numbers of a column are printed in a unit."""
    units = {c.unit for row in grid.rows if (c := row.cells.get(column.number)) and c.value is not None}
    return units == {unit}


def _differences(grid: Grid) -> list[_Rule]:
    values = grid.values()[:MAX_COLUMNS]
    return [
        _Rule("{0} − {1}", (a, b), _difference, _expected(a, b, values))
        for a, b in _pairs(values)
        if a.number < b.number
    ]


def _percentages(grid: Grid) -> list[_Rule]:
    values = grid.values()[:MAX_COLUMNS]
    rules = [
        _Rule("({0} − {1}) / {1}", (a, b), _relative, _expected(a, b, values)) for a, b in _pairs(values)
    ]
    for deviation in (c for c in grid.columns if c.kind == "deviation"):
        rules += [_Rule("{0} / {1}", (deviation, base), _share, False) for base in values]
    rules += [_Rule("{0} / {1}", (a, b), _share, False) for a, b in _pairs(values)]
    return rules


def _pairs(values: Sequence[Column]) -> Iterator[tuple[Column, Column]]:
    yield from permutations(values, 2)


def _expected(a: Column, b: Column, values: Sequence[Column]) -> bool:
    if len(values) == 2:
        return True
    outcomes = [c for c in values if "outcome" in c.roles and not c.roles & {"budget", "forecast"}]
    budgets = [c for c in values if "budget" in c.roles and not c.roles & {"outcome", "forecast"}]
    return len(outcomes) == len(budgets) == 1 and {a.number, b.number} == {
        outcomes[0].number,
        budgets[0].number,
    }


def _check(
    corpus: Corpus, view: View, grid: Grid, column: Column, rules: Sequence[_Rule]
) -> Iterator[Finding]:
    counted = _counted_rule(grid, column) if column.kind == "percent" else None
    rule = counted or _own_rule(grid, column, rules)
    if rule is None:
        return
    code = "difference_mismatch" if column.kind == "deviation" else "percentage_mismatch"
    names = rule.words.format(*(c.label or f"column {c.number + 1}" for c in rule.columns))
    exact = column.kind == "deviation" and _is_exact(grid, column, rule)
    read = GridRow.counted if counted else GridRow.exact if exact else GridRow.interval
    odd = _odd_sign(grid, column, rule) if column.kind == "deviation" else None
    for row in grid.rows:
        computed, stated = (
            _computed(row, rule, read),
            row.exact(column) if exact else row.interval(column),
        )
        if counted and row.total:
            continue  # the degree of all may be the mean of the degrees
        if computed is None or stated is None or (computed.meets(stated.magnitude()) and row is not odd):
            continue
        value = number(round(computed.middle, 1) if column.kind == "percent" else computed.middle)
        printed = f"{column.label} {row.printed(column)}".strip()
        operands = f"{row.label} " + " ".join(row.printed(c) for c in rule.columns)
        yield corpus.finding(
            code,
            (Evidence(view.id, operands, grid.page), Evidence(view.id, printed, grid.page)),
            f"In the table '{grid.caption}', row '{row.label}', {names} gives {value}, but '{printed}' is printed.",
            About(indicator=row.label, period=view.meta.period),
        )


def _odd_sign(grid: Grid, column: Column, rule: _Rule) -> GridRow | None:
    """The one row whose deviation has lost its sign, or got one, in a table that prints costs and incomes with theirs.

    Where costs have no sign their deviations turn round, and tell nothing.
    """
    signs: dict[bool, list[GridRow]] = {True: [], False: []}
    amounts: set[bool] = set()
    for row in grid.rows:
        values, stated = [row.exact(c) for c in rule.columns], row.exact(column)
        if stated is None or not stated.middle or any(v is None or not v.middle for v in values):
            continue
        first, second = (v.middle for v in values if v is not None)
        amounts |= {first > 0}
        if first != second:
            signs[(first > second) == (stated.middle > 0)].append(row)
    few, many = sorted(signs.values(), key=len)
    return few[0] if len(few) == 1 and len(many) >= SIGNED_ROWS and len(amounts) > 1 else None


SIGNED_ROWS = 3
"""Rows that must agree on what a deviation's sign means before one that does not is wrong."""


def _is_exact(grid: Grid, column: Column, rule: _Rule) -> bool:
    """Whether all differences but one are right to the last digit: then a budget in round hundreds is not rounded."""
    fits = [
        computed.meets(stated.magnitude())
        for row in grid.rows
        if (computed := _computed(row, rule, GridRow.exact))
        and (stated := row.exact(column))
        and stated.middle
    ]
    return sum(fits) >= EXACT_ROWS and fits.count(False) <= 1


EXACT_ROWS = 3
"""Rows that must be right to the last digit before a row that is not is wrong."""


def _counted_rule(grid: Grid, column: Column) -> _Rule | None:
    """The share of two columns of counts that a column of percentages is, in every row but one at most.

    "3 indikatorer, 2 nådda, 67 %": counts are no rounded numbers, so that another percentage is wrong.
    """
    values = [c for c in grid.values()[:MAX_COLUMNS] if _counts(grid, c)]
    for rule in (_Rule("{0} / {1}", pair, _share, False) for pair in _pairs(values)):
        fits = [
            computed.meets(stated.magnitude())
            for row in grid.rows
            if not row.total
            and (computed := _computed(row, rule, GridRow.counted))
            and (stated := row.interval(column))
        ]
        if sum(fits) >= EXACT_ROWS and fits.count(False) <= 1:
            return rule
    return None


def _counts(grid: Grid, column: Column) -> bool:
    """Whether a column holds small whole numbers of things."""
    cells = [row.cells[column.number] for row in grid.rows if column.number in row.cells]
    values = [c.value for c in cells if c.value is not None]
    return all(v == int(v) and 0 <= v < MOST_COUNTED for v in values) and {c.unit for c in cells} <= {
        "",
        "st",
    }


MOST_COUNTED = 1000
"""Larger whole numbers may have been rounded."""


def _computed(
    row: GridRow, rule: _Rule, read: Callable[[GridRow, Column], Interval | None] = GridRow.interval
) -> Interval | None:
    values = [read(row, c) for c in rule.columns]
    known = [v for v in values if v is not None]
    return rule.compute(known) if len(known) == len(values) else None


def _own_rule(grid: Grid, column: Column, rules: Sequence[_Rule]) -> _Rule | None:
    """The rule most rows follow; at least two, or one where the labels say the same."""
    best: _Rule | None = None
    best_score = (0, False)
    for rule in rules:
        hits = misses = 0
        for row in grid.rows:
            computed, printed = _computed(row, rule), row.interval(column)
            if computed is None or printed is None or printed.middle == 0:
                continue
            if computed.meets(printed.magnitude()):
                hits += 1
            else:
                misses += 1
        enough = hits >= 2 and hits >= 2 * misses
        alone = rule.expected and hits >= 1 and hits >= misses
        if (enough or alone) and (hits - misses, rule.expected) > best_score:
            best, best_score = rule, (hits - misses, rule.expected)
    return best
