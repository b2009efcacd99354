"""Scorecards put together from the lines of a dump's table.

The header's columns come from `text_header`, what belongs to which cell from `text_cells` and `text_aligned`. No cell
is called sure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from extractor.model import Cell, Place, Symbol, Table
from extractor.patterns import Lexicon
from extractor.reading.text_aligned import Widths, aligned_rows, common_widths, prints_whole_lines
from extractor.reading.text_cells import place_lines
from extractor.reading.text_content import SYMBOL_ROLES
from extractor.reading.text_flow import is_band, names_perspective, states_goal
from extractor.reading.text_header import is_scrap
from extractor.reading.text_heads import Head
from extractor.reading.text_joins import Joins
from extractor.reading.text_known import Told, find_told
from extractor.reading.text_limits import with_limits
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import is_symbol, pieces_of
from extractor.reading.text_stream import Region
from extractor.reading.text_tabs import Surroundings
from extractor.reading.text_weights import Placed
from extractor.swedish import fold, join_lines
from extractor.symbols.glyphs import letters_as_symbols, symbol_from_glyph

REASSEMBLED = "cells_reassembled"
INTERLEAVED = "columns_interleaved"
REASSEMBLED_CONFIDENCE = 0.75
"""Cells put together from lines that each hold one cell; below `model.SURE`: a person looks at them."""
INTERLEAVED_CONFIDENCE = 0.6
"""Cells cut out of lines that hold several columns."""
VOUCHED_CONFIDENCE = {"indicator": 0.9, "goal": 0.85}
"""Measures and goals that another report of the unit prints word for word. Which rows a goal is for, its words do not
say: of 160 such goals two stood on a row beside their own, of 220 measures none."""
MANY_SYMBOLS = 3
"""A line of this many signs and nothing else is a whole column read at once: nobody can tell whose they are."""
LONGEST_REPEAT = 24
STRAY_LABELS = 12
"""Lines below a header among which a rotated column's own name may turn up."""
STRAY_LABEL_RATIO = 85


def stream_table(region: Region, lines: Sequence[Line], around: Surroundings) -> Table:
    """The scorecard of a region's lines.

    Args:
        region: the region with its headers.
        lines: the region's lines.
        around: what is known beside them.

    Returns:
        A table with one header row; every body cell has a confidence below `model.SURE` and a reason.
    """
    body = _body(region, lines, around.patterns["roles"])
    heads = _with_symbols(list(region.headers[0].heads), body, signs=around.signs)
    page = lines[0].page
    cells = [
        Cell(row=0, column=c, text=h.label, raw=h.label, place=Place(page=page), bold=True)
        for c, h in enumerate(heads)
    ]
    row = 1
    for section in _sections(body, around, goals_apart=all(h.role != "goal" for h in heads)):
        if section.band is not None:
            cells.append(_band(section.band, row, len(heads)))
            row += 1
        found = _section_cells(section.lines, heads, around)
        cells += [msgspec.structs.replace(c, row=c.row + row) for c in found]
        row += max((c.row + 1 for c in found), default=0)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(
        number=around.number,
        place=Place(page=page),
        cells=tuple(cells),
        header_rows=1,
        caption=around.caption,
    )


class _Section(NamedTuple):
    """Lines of a table under a line that names their perspective."""

    band: Line | None
    lines: list[Line]


def _sections(body: Sequence[Line], around: Surroundings, *, goals_apart: bool) -> list[_Section]:
    """A table's lines, parted where a line of its own names a perspective, or states a goal that has no column.

    A bare name counts only where lines were printed whole: elsewhere it may be a goal.
    """
    out = [_Section(None, [])]
    for line in body:
        named = around.widths is not None and names_perspective(line.words, around.patterns)
        stated = goals_apart and states_goal(line.words, around.patterns)
        if named or stated or is_band(line.words, around.patterns):
            out.append(_Section(line, []))
        else:
            out[-1].lines.append(line)
    return [s for s in out if s.band is not None or s.lines]


def _band(line: Line, row: int, columns: int) -> Cell:
    return Cell(
        row=row,
        column=0,
        column_span=columns,
        text=line.words,
        raw=line.text.strip(),
        place=Place(page=line.page),
        bold=True,
        confidence=REASSEMBLED_CONFIDENCE,
        reasons=(REASSEMBLED,),
    )


def _section_cells(lines: Sequence[Line], heads: Sequence[Head], around: Surroundings) -> list[Cell]:
    roles = [h.role for h in heads]
    told = find_told(lines, roles, around.others)
    placed = aligned_rows(lines, roles, around.widths, around.joins, told) or place_lines(
        lines, roles, around.repeats, around.joins, told
    )
    cells = _cells(placed, lines, heads, around.known)
    runs: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for item in placed:
        runs.setdefault((item.row, item.column), []).append((item.line, item.text))
    return with_limits([_vouched(c, runs[c.row, c.column], roles[c.column], told) for c in cells], roles)


def _vouched(cell: Cell, runs: Sequence[tuple[int, str]], role: str, told: Told) -> Cell:
    """The cell, surer where it is from beginning to end what another report of the unit says."""
    if role not in VOUCHED_CONFIDENCE or not told.explains(role, runs):
        return cell
    return msgspec.structs.replace(cell, confidence=max(cell.confidence, VOUCHED_CONFIDENCE[role]))


def recurring(regions: Sequence[Region], lines: Sequence[Line], roles: Lexicon) -> frozenset[str]:
    """Short texts that stand alone or at a line's end more than once in the tables, headers left out."""
    counts: Counter[str] = Counter()
    for region in regions:
        if region.kind != "stream":
            continue
        for line in _body(region, lines[region.start : region.stop], roles):
            words = line.words.split()
            tails = {" ".join(words[-n:]) for n in (1, 2, 3) if n <= len(words)}
            counts.update(
                t for t in tails if t[0].isupper() and len(t) <= LONGEST_REPEAT and not t.endswith("-")
            )
    return frozenset(t for t, n in counts.items() if n > 1 and any(c.islower() for c in t))


def whole_lines(
    regions: Sequence[Region], lines: Sequence[Line], roles: Lexicon, *, recognised: bool
) -> bool:
    """Whether the dump's tables are printed line by line, all columns of a line together."""
    tables = [_body(r, lines[r.start : r.stop], roles) for r in regions if r.kind == "stream"]
    return prints_whole_lines([line for table in tables for line in table], recognised=recognised)


def shared_widths(
    regions: Sequence[Region], lines: Sequence[Line], roles: Lexicon, joins: Joins, *, signs: bool
) -> Widths | None:
    """How wide the columns of goals and measures are in the dump's tables, where their lines were printed whole."""
    tables = []
    for region in regions:
        if region.kind == "stream":
            body = _body(region, lines[region.start : region.stop], roles)
            heads = _with_symbols(list(region.headers[0].heads), body, signs=signs)
            tables.append((body, [h.role for h in heads]))
    return common_widths(tables, joins)


def _body(region: Region, lines: Sequence[Line], roles: Lexicon) -> list[Line]:
    """The region's lines without headers and without what a header left behind."""
    inside = {i for h in region.headers for i in range(h.start, h.stop)}
    for header in region.headers:
        at = header.stop
        while at < len(lines) and is_scrap(lines[at].words):
            inside.add(at)
            at += 1
    if not any(h.role in SYMBOL_ROLES for header in region.headers for h in header.heads):
        inside |= {i for i, line in enumerate(lines) if _is_stray_label(line.words, roles)}
    for header in region.headers:
        labels = [fold(h.label) for h in header.heads if h.role in SYMBOL_ROLES]
        for at in range(header.stop, min(header.stop + STRAY_LABELS, len(lines))):
            word = fold(lines[at].words).strip("'‘’|([ .,")
            if word and any(fuzz.ratio(word, label) >= STRAY_LABEL_RATIO for label in labels):
                inside.add(at)
    return [line for i, line in enumerate(lines) if i not in inside and _has_content(line.words)]


def _is_stray_label(text: str, roles: Lexicon) -> bool:
    """Whether a line is the name of a column of signs, rotated in print, with what its letters were read as."""
    words = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 1]
    match = roles.best(words[0], coverage=1.0) if len(words) == 1 and len(words[0]) > LONGEST_SIGN else None
    return match is not None and match.key in SYMBOL_ROLES


LONGEST_SIGN = 6
"""Letters of a word that may as well be what a cell holds (`Status`)."""


def _has_content(text: str) -> bool:
    if is_symbol(text):
        return len(text.split()) < MANY_SYMBOLS
    return any(c.isalnum() for c in text) and not all(is_symbol(w) for w in text.split()[: MANY_SYMBOLS + 1])


def shows_signs(regions: Sequence[Region], lines: Sequence[Line], roles: Lexicon) -> bool:
    """Whether one of the dump's tables has columns of signs: then the others have them too."""
    tables = [r for r in regions if r.kind == "stream"]
    return any(
        len(_with_symbols(heads, _body(r, lines[r.start : r.stop], roles), signs=False)) > len(heads)
        or any(h.role in SYMBOL_ROLES for h in heads)
        for r in tables
        if (heads := list(r.headers[0].heads))
    )


FEWEST_SIGNS = 2
"""Lines that must end with a sign where no other table of the dump shows any."""


def _with_symbols(heads: list[Head], body: Sequence[Line], *, signs: bool) -> list[Head]:
    """The header's columns, with the two of symbols whose rotated words were lost but whose signs are there."""
    if any(h.role in SYMBOL_ROLES for h in heads):
        return heads
    tails = sum(pieces[-1].kind == "symbol" for line in body if len(pieces := pieces_of(line.text)) > 1)
    if tails < (1 if signs else FEWEST_SIGNS):
        return heads
    return [*heads, Head("status", ""), Head("trend", "")]


def _cells(
    placed: Sequence[Placed], body: Sequence[Line], heads: Sequence[Head], known: Container[str]
) -> list[Cell]:
    groups: dict[tuple[int, int], list[Placed]] = {}
    for item in placed:
        groups.setdefault((item.row, item.column), []).append(item)
    per_line: dict[int, int] = {}
    for item in placed:
        if heads[item.column].role not in SYMBOL_ROLES:
            per_line[item.line] = per_line.get(item.line, 0) + 1
    rows = max((p.row for p in placed), default=-1) + 1
    goal = next((c for c, h in enumerate(heads) if h.role == "goal"), None)
    cells = []
    for (row, column), items in groups.items():
        span = 1
        if column == goal:
            while row + span < rows and (row + span, column) not in groups:
                span += 1
        shared = any(per_line.get(i.line, 0) > 1 for i in items)
        cell = _cell(items, body[items[0].line].page, heads[column].role, known, shared=shared)
        cells.append(msgspec.structs.replace(cell, row_span=span))
    return cells


def _cell(items: Sequence[Placed], page: int, role: str, known: Container[str], *, shared: bool) -> Cell:
    """One cell of its fragments; `shared` where they were cut out of lines that hold other columns too."""
    raw = "\n".join(i.text for i in items)
    symbols = _symbols(raw) if role in SYMBOL_ROLES else ()
    return Cell(
        row=items[0].row,
        column=items[0].column,
        text="" if symbols else join_lines([i.text for i in items], known),
        raw=raw,
        place=Place(page=page),
        symbols=symbols,
        confidence=INTERLEAVED_CONFIDENCE if shared else REASSEMBLED_CONFIDENCE,
        reasons=(INTERLEAVED if shared else REASSEMBLED,),
    )


def _symbols(text: str) -> tuple[Symbol, ...]:
    """What is left of a cell's symbol: its glyph, or the letters an OCR made of it."""
    found = [s for part in text.split() if (s := symbol_from_glyph(part)) is not None]
    return tuple(found) or letters_as_symbols(text)
