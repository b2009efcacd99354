"""The header rows of a table, wherever and however often they are printed.

Promises to split a table into parts that each have one header: titles above the header, a header of
two rows with spanning cells, a header repeated after a page break, and another scorecard's header
further down in the same table.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.model import Cell, Table
from extractor.patterns import Lexicon, Patterns
from extractor.periods import period_of
from extractor.scorecards.content import is_answer, is_verdict, says_missing
from extractor.scorecards.goal_boxes import stated_in
from extractor.scorecards.grid import Grid, cells_of, filled, is_full_width
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.swedish import fold, squeeze

SEARCHED_ROWS = 5
"""A header stands in the first rows: above it at most a title, a perspective, a legend line."""
ROLE_FLOOR = 0.4
"""Header score from which a cell counts as a header word when rows are compared."""
HEADER_WORDS = 12
"""A header cell of printed scorecards has 1–6 words; longer text is body."""
LOWER_WORDS = 4
"""Words in a cell of a header's second row ("2019", "Mål", "T1 2020")."""

FEWEST_GOAL_WORDS = 3
"""Fewest words of a goal printed below the header in the header's type: "Trygga och säkra boenden"."""
FEWEST_COLUMNS = 3
"""Columns from which a lone text set apart is a bar over the rows below."""
FEWEST_HEADS = 2
"""Cells of a header over figures, beside the first one, from which it is told in a table of another kind."""
FEWEST_VERDICTS = 3
"""Verdicts, each another, over figures from which they head counts: "Uppnådda | Delvis | Ej uppnådda"."""
FEWEST_TURNED = 2
"""Cells of words above such a header, and of figures below it, from which a column holds something else there."""
JUDGED_CELLS = 2
"""Most cells of such a row: the goal and its judgement."""

_ANY_YEAR = "2000"
"""Only where a header names a period matters, not which."""
_FIGURE = re.compile(r"^[<>=≤≥\s]*\d[\d\s.,%]*$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_COLUMN_OF = re.compile(
    r"(?:19|20)\d\d|[TtQq][1-4]|[Kk]v\s?[1-4]?|[Mm](?:än)?|[Kk]vinnor|[Tt]otalt|[Tt]ot|[Aa]lla"
)
"""What stands below a label over several columns: a year, a part of it, women and men."""


class Head(NamedTuple):
    """The header of one column, as its rows print it."""

    texts: tuple[str, ...]
    """Top to bottom, each once."""
    grouped: bool = False
    """All but the last text stand over several columns: they name the group, not the column."""
    shared: bool = False
    """The last text stands over several columns: which of them it names is not printed."""
    titled: bool = False
    """A goal or perspective stands in the place of the header word for indicators."""


class Part(NamedTuple):
    """Rows of a table under one header."""

    labels: tuple[str, ...]
    """One per column; empty tuple where the part has no header."""
    lead: tuple[int, ...]
    """Rows above the header: titles."""
    body: tuple[int, ...]
    """Body rows, repeated headers left out."""
    heads: tuple[Head, ...] = ()
    """What `labels` were joined from, one per column."""


def split(table: Table, patterns: Patterns) -> tuple[Part, ...]:
    """The parts of a table, each under its header.

    Returns:
        At least one part; the first one has no labels where no header row was recognised.
    """
    grid = table.grid()
    first = _first_header(table, grid, patterns)
    if first is None:
        return (Part((), (), tuple(range(table.row_count))),)
    parts: list[Part] = []
    start, stop = first
    heads, lead, body = _heads(grid, start, stop, patterns), tuple(range(start)), list[int]()
    labels = _labels(heads)
    row = stop
    while row < len(grid):
        same = _repeats(grid, row, labels)
        if same or _new_header(grid, row, patterns):
            end = _extend(table, grid, row, patterns)
            if not same:
                parts.append(Part(labels, lead, tuple(body), heads))
                heads, lead, body = _heads(grid, row, end, patterns), (), []
                labels = _labels(heads)
            row = max(end, row + 1)
            continue
        body.append(row)
        row += 1
    parts.append(Part(labels, lead, tuple(body), heads))
    return tuple(parts)


def _first_header(table: Table, grid: Grid, patterns: Patterns) -> tuple[int, int] | None:
    for row in range(min(SEARCHED_ROWS, table.row_count)):
        if is_full_width(grid, row):
            continue
        if _is_body(table, grid, row):
            break
        hits = _hits(grid, row, patterns)
        if len(hits) >= 2 and len(hits) >= len(filled(grid, row)) / 3 and not _is_paired(grid, row, hits):
            start = _upper_rows(grid, row, patterns)
            return start, _extend(table, grid, row, patterns)
    if any(_heads_columns(grid, r) for r in range(table.header_rows)):
        return 0, _extend(table, grid, table.header_rows - 1, patterns)
    return None


def _is_body(table: Table, grid: Grid, row: int) -> bool:
    """Whether a row is plain and fills the columns under a header set off as one: "Juni 2020 | Klart" heads nothing."""
    if not 0 < table.header_rows <= row:
        return False
    head, shown = filled(grid, table.header_rows - 1), filled(grid, row)
    set_off = all(c.bold or c.shading for c in head) and len(head) == len(grid[0])
    return set_off and len(shown) == len(head) and not any(c.bold or c.shading for c in shown)


def _heads_columns(grid: Grid, row: int) -> bool:
    """Whether a row set apart may be a header: one text over several columns or beside empty ones is a bar."""
    return len(filled(grid, row)) > 1 or len(grid[row]) < FEWEST_COLUMNS


def _hits(grid: Grid, row: int, patterns: Patterns) -> set[str]:
    """The texts of a row that are header words."""
    hits = set()
    for cell in filled(grid, row):
        text = squeeze(cell.text)
        if cell.symbols or not text or len(text.split()) > HEADER_WORDS or _FIGURE.match(text):
            continue
        if max(header_scores(text, patterns["roles"]).values(), default=0.0) >= ROLE_FLOOR:
            hits.add(fold(text))
    return hits


def _is_paired(grid: Grid, row: int, hits: set[str]) -> bool:
    """Whether a row prints a figure beside each header word, as boxes do: "Mål | 85 % | Utfall | 80 %"."""
    texts = [squeeze(c.text) for c in filled(grid, row)]
    labels, figures = texts[::2], texts[1::2]
    figured = all(_FIGURE.match(text) and not _YEAR.match(text) for text in figures)
    return figured and len(labels) == len(figures) and {fold(text) for text in labels} <= hits


def _upper_rows(grid: Grid, row: int, patterns: Patterns) -> int:
    """First row of the header: rows above that are no titles but short labels over several columns."""
    start = row
    while start > 0:
        above = filled(grid, start - 1)
        short = all(len(c.text.split()) <= HEADER_WORDS and not c.symbols for c in above)
        if not above or is_full_width(grid, start - 1) or not short or not _spans(above):
            break
        if stated_in([c for c in cells_of(grid, start - 1) if c.text.strip() or c.symbols], patterns):
            break
        start -= 1
    return start


def _spans(cells: list[Cell]) -> bool:
    return any(c.column_span > 1 or c.row_span > 1 for c in cells)


def _extend(table: Table, grid: Grid, row: int, patterns: Patterns) -> int:
    """The row after the header that begins in `row`."""
    end = max(c.row + c.row_span for c in cells_of(grid, row) if c.row_span <= 3) if grid[row] else row + 1
    end = max(end, row + 1)
    if row < table.header_rows:
        last = next(
            (r for r in range(row + 1, table.header_rows) if _is_below_header(grid, r, patterns)),
            table.header_rows,
        )
        end = max(end, last)
    if end == row + 1 and end < table.row_count and _is_lower_row(grid, row, end):
        end += 1
    return min(end, table.row_count)


def _is_below_header(grid: Grid, row: int, patterns: Patterns) -> bool:
    """Whether a row that is set like the header above it is none: a bar, or a goal with at most its judgement."""
    shown = filled(grid, row)
    if is_full_width(grid, row) or any(c.symbols for c in shown):
        return True
    first = shown[0] if shown else None
    if first is None or first.row != row:
        return False
    text = squeeze(first.text)
    long = first.column == 0 and len(text.split()) >= FEWEST_GOAL_WORDS
    return stated_in(shown, patterns) is not None or (
        long and len(shown) <= JUDGED_CELLS and not _hits(grid, row, patterns)
    )


def _is_lower_row(grid: Grid, row: int, lower: int) -> bool:
    """Whether a row only splits the spanning cells of the header row above it."""
    spanned = {
        c
        for cell in cells_of(grid, row)
        if 1 < cell.column_span < len(grid[row])
        for c in range(cell.column, cell.column + cell.column_span)
    }
    shown = filled(grid, lower)
    if not spanned or not shown or is_full_width(grid, lower):
        return False
    return all(
        c.column in spanned
        and not c.symbols
        and len(c.text.split()) <= LOWER_WORDS
        and (not _FIGURE.match(squeeze(c.text)) or bool(_YEAR.match(squeeze(c.text))))
        for c in shown
    )


def _labels(heads: tuple[Head, ...]) -> tuple[str, ...]:
    return tuple(" ".join(head.texts) for head in heads)


def _heads(grid: Grid, start: int, stop: int, patterns: Patterns) -> tuple[Head, ...]:
    heads = []
    for column in range(len(grid[0])):
        shown: list[Cell] = []
        for row in range(start, stop):
            cell = grid[row][column]
            if cell is None or not cell.text.strip() or is_full_width(grid, row):
                continue
            if all(squeeze(cell.text) != squeeze(seen.text) for seen in shown):
                shown.append(cell)
        heads.append(_head(shown, column, patterns))
    return tuple(heads)


def _head(shown: list[Cell], column: int, patterns: Patterns) -> Head:
    texts = [squeeze(c.text) for c in shown]
    shared = bool(shown) and shown[-1].column_span > 1
    if shared:
        own = unglue(texts[-1], shown[-1].column_span, patterns)
        shared = not (own and all(_COLUMN_OF.fullmatch(text.split()[-1]) for text in own))
        texts[-1] = own[column - shown[-1].column] if own else texts[-1]
    return Head(tuple(texts), any(c.column_span > 1 for c in shown[:-1]), shared)


def unglue(text: str, columns: int, patterns: Patterns) -> tuple[str, ...]:
    """The headers of several columns that were read as the text of one cell above them.

    Args:
        text: the cell's text, its words from left to right ("Målvärde Utfall 2022 Bedömning").
        columns: how many columns it covers.
        patterns: the knowledge in use (`roles`).

    Returns:
        One header per column, where the text ends in as many years or parts ("Resultat 2004 2005"), or can
        be cut in one way into as many different header words; empty where it cannot, or where it is one header
        word as a whole ("Mått för måluppfyllelse").
    """
    words = text.split()
    lexicon = patterns["roles"]
    if len(words) >= columns and all(_COLUMN_OF.fullmatch(w) for w in words[-columns:]):
        group = " ".join(words[:-columns])
        return tuple(f"{group} {word}".strip() for word in words[-columns:])
    if not columns <= len(words) <= HEADER_WORDS or _clear_role(text, lexicon):
        return ()
    found = [c for c in _cuts(words, columns, lexicon) if len({role for _, role, _ in c}) == columns]
    best = max((sum(score for _, _, score in c) for c in found), default=0.0)
    found = [c for c in found if sum(score for _, _, score in c) == best]
    return tuple(piece for piece, _, _ in found[0]) if len(found) == 1 else ()


def _cuts(words: list[str], columns: int, lexicon: Lexicon) -> list[tuple[tuple[str, str, float], ...]]:
    """Every way to cut words into `columns` header words, each with its role and score."""
    if columns == 0:
        return [()] if not words else []
    out = []
    for end in range(1, len(words) - columns + 2):
        piece = " ".join(words[:end])
        role = _clear_role(piece, lexicon)
        if role and not _YEAR.match(words[0]):  # the year follows the word: "Utfall 2022"
            out += [((piece, *role), *rest) for rest in _cuts(words[end:], columns - 1, lexicon)]
    return out


def _clear_role(text: str, lexicon: Lexicon) -> tuple[str, float] | None:
    """The role that header words explain wholly, with its score."""
    scores = header_scores(text, lexicon)
    best = max(scores, key=lambda role: scores[role], default="")
    return (best, scores[best]) if best and scores[best] >= CLEAR else None


def _repeats(grid: Grid, row: int, labels: tuple[str, ...]) -> bool:
    """Whether a body row prints the header again."""
    shown = filled(grid, row)
    if len(shown) < 2 or any(c.symbols for c in shown):
        return False
    wanted = [fold(label) for label in labels]
    return all(
        fold(c.text) and (fold(c.text) == wanted[c.column] or fold(c.text) in wanted[c.column].split("  "))
        for c in shown
    )


def _new_header(grid: Grid, row: int, patterns: Patterns) -> bool:
    """Whether a body row is another table's header: three header words and nothing else, or set off over figures."""
    shown = filled(grid, row)
    if len(shown) < 3 or any(c.symbols or c.row != row for c in shown):
        return False
    emphasised = all(c.bold or c.shading for c in shown)
    if heads_figures(grid, row, patterns) and (emphasised or _words_above(grid, row)):
        return True
    hits = _hits(grid, row, patterns)
    return len(hits) >= len(shown) - 1 and len(hits) >= 3 and (emphasised or len(hits) == len(shown))


def _words_above(grid: Grid, row: int) -> bool:
    """Whether a column of words, as judgements are, turns into one of figures below a row."""
    rows = {False: range(1, row), True: range(row + 1, len(grid))}
    for column in range(1, len(grid[0])):
        texts = {
            below: [squeeze(c.text) for r in span if (c := grid[r][column]) is not None and c.text.strip()]
            for below, span in rows.items()
        }
        figures = {below: sum(bool(_FIGURE.match(t)) for t in said) for below, said in texts.items()}
        worded = len(texts[False]) >= FEWEST_TURNED and not figures[False]
        if worded and len(texts[True]) >= FEWEST_TURNED and figures[True] == len(texts[True]):
            return True
    return False


def heads_figures(grid: Grid, row: int, patterns: Patterns) -> bool:
    """Whether a row prints what the columns of figures below it are, in words or periods: "Yrke | Kvinnor | Män".

    Args:
        grid: the table's cells by row and column.
        row: one of its rows; those after it are taken to stand under it.
        patterns: the knowledge in use (`periods`, `roles`, `breakdowns`; `missing`, `targets`, `status`, `trend` for
            what only a row of a scorecard says: "Kurser | Öka | Har ökat").
    """
    heads = [c for c in filled(grid, row) if c.column > 0]
    if len(heads) < FEWEST_HEADS or any(c.symbols for c in heads):
        return False
    texts = [squeeze(c.text) for c in heads]
    counts = len(set(texts)) >= FEWEST_VERDICTS and all(is_verdict(text, patterns) for text in texts)
    if not counts and not all(_may_head(text, patterns) for text in texts):
        return False
    if not (all(c.bold or c.shading for c in heads) or any(_is_head(text, patterns) for text in texts)):
        return False
    below = [r for r in range(row + 1, len(grid)) if not is_full_width(grid, r)]
    return all(_are_figures([grid[r][c.column] for r in below]) for c in heads)


def _may_head(text: str, patterns: Patterns) -> bool:
    """Whether a short text, without figures or a period, may be a header: no cell of a scorecard says it."""
    if len(text.split()) > LOWER_WORDS or (any(c.isdigit() for c in text) and not _is_period(text, patterns)):
        return False
    return not says_missing(text, patterns) and not is_answer(text, patterns)


def _is_head(text: str, patterns: Patterns) -> bool:
    """Whether a text is known to head columns: a period, a header's words, a part, the whole: "Kvinnor", "Totalt"."""
    return (
        _is_period(text, patterns)
        or max(header_scores(text, patterns["roles"]).values(), default=0.0) >= CLEAR
        or patterns["breakdowns"].best(text, coverage=CLEAR) is not None
    )


def _is_period(text: str, patterns: Patterns) -> bool:
    return any(c.isdigit() for c in text) and bool(period_of(text, _ANY_YEAR, patterns))


def _are_figures(cells: list[Cell | None]) -> bool:
    """Whether most of the cells that print anything, and at least one, print a figure."""
    texts = [squeeze(c.text) for c in cells if c is not None and c.text.strip()]
    return bool(texts) and sum(bool(_FIGURE.match(t.lstrip("-–−+±"))) for t in texts) > len(texts) / 2
