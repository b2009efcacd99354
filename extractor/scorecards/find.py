"""The scorecards of a document: which tables are scorecards, and what their rows say.

Promises that a table becomes a scorecard only by what its header and its cells show, that a table
without header directly after a scorecard continues it, and that a table of finance, personnel,
internal control or assignments is left to the other stages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Literal, NamedTuple

import msgspec

from extractor.metadata.find import find_metadata
from extractor.model import (
    EMPTY,
    SURE,
    Block,
    Document,
    Field,
    Paragraph,
    Role,
    Row,
    RowKind,
    Scorecard,
    Symbol,
    Table,
)
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.bands import looks_of_goals
from extractor.scorecards.captions import with_goals_of_captions
from extractor.scorecards.card import Card
from extractor.scorecards.columns import Reading, read_columns, without_guessed_goals
from extractor.scorecards.content import EMPTY_CONTENT, TEXTUAL, Content
from extractor.scorecards.fields import JOINED, doubted, shows
from extractor.scorecards.gaps import with_bare_rows
from extractor.scorecards.goal_rows import judgement_of_goal, plain_shadings, without_means
from extractor.scorecards.grid import Grid, filled
from extractor.scorecards.headers import Part, heads_figures, split
from extractor.scorecards.heading_lines import unstacked
from extractor.scorecards.labelled import after_label
from extractor.scorecards.margins import with_margins
from extractor.scorecards.missed import with_doubted_gaps, with_doubted_headings, with_goals_by_level
from extractor.scorecards.over import At, read_over, title_below, titled_column, titles_of
from extractor.scorecards.plain_tables import aims, counts_verdicts, judges_nothing, with_doubt
from extractor.scorecards.rows import read_rows
from extractor.scorecards.sheets import Sheet, contents_of, header_of, shared_contents, sheet_of
from extractor.scorecards.sidebars import beside, without_bars
from extractor.scorecards.summaries import without_summaries
from extractor.scorecards.tails import with_cut_texts
from extractor.sections.assignments import work_columns
from extractor.sections.controls import is_about_risks, is_control_table
from extractor.swedish import fold
from extractor.symbols.colours import LIGHTS
from extractor.symbols.learnt import infer_bar_meaning, infer_filling_meaning, infer_shape_meaning
from extractor.symbols.legend import Legend, find_legend
from extractor.symbols.typed_signs import signs_by_custom

JUDGEMENTS = frozenset({"status", "trend", "target", "progress"})
FIGURE_SHARE = 0.5
"""Share of numbers or symbols in the column of indicators from which a table without header is no
scorecard's next page: indicators are words."""
UNTOLD_ROLES = 2
"""Judgements and figures of a table whose header has no known word must be more than these."""
FIGURES = frozenset({"value", "previous_value", "forecast", "baseline"})
SIGNED: tuple[Literal["trend", "status"], ...] = ("trend", "status")
"""Roles of columns whose cells may hold typed signs."""
MARKED = JUDGEMENTS - {"target"}
JUDGED = 0.3
"""Share of cells with a judgement from which a column of activities judges them."""


class _Known(NamedTuple):
    """What holds for the whole document."""

    document: Document
    period: str
    legend: Legend
    patterns: Patterns
    titles: frozenset[str]
    """First headers that differ from table to table, where all others are the same."""

    @property
    def ocr(self) -> bool:
        """Whether its text was recognised in pictures."""
        return self.document.text_layer != "born"

    @property
    def guessed_headings(self) -> bool:
        """Whether its headings were told by their looks alone: no style of a file, no size of a font."""
        return self.ocr or self.document.media == "text"


class _Part(NamedTuple):
    """The rows under one header, over all pages they run over."""

    card: Card
    columns: int
    """Columns of the table, so that a table without header can be told to continue it."""
    body: int
    """Body rows read so far."""
    perspective: Field
    rows: tuple[Row, ...]


def find_scorecards(
    document: Document, patterns: Patterns, *, period: str | None = None
) -> tuple[Scorecard, ...]:
    """Every scorecard of a document.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use.
        period: label of the report's own period; None where it is still to be found.

    Returns:
        Scorecards in reading order, one per perspective and table; a table that runs over pages is one. What only
        repeats the judgements of other scorecards is none.
    """
    if period is None:
        period = find_metadata(document, patterns).period
    legend = find_legend(document, patterns)
    document = msgspec.structs.replace(document, blocks=unstacked(document.blocks, patterns))
    known = _Known(document, period, legend, patterns, titles_of(document.blocks))
    sheets = {id(b): sheet_of(b, patterns) for b in document.blocks if isinstance(b, Table)}
    parts = _read_parts(sheets, known)
    learnt = _learnt(parts, known)
    if learnt != known.legend:
        parts = _read_parts(sheets, known._replace(legend=learnt))
    parts = [p._replace(rows=tuple(with_cut_texts(row, patterns) for row in p.rows)) for p in parts]
    parts = _with_doubted_volumes(_with_goals_around(parts, known))
    cards = [card for part in parts for card in _by_perspective(part)]
    cards = list(with_bare_rows(without_summaries(cards, document.blocks, patterns)))
    cards = with_margins(cards, document.blocks, patterns)
    if known.guessed_headings:
        return with_doubted_headings(cards, document.blocks, patterns)
    return with_doubted_gaps(cards, document.blocks, patterns)


def _with_goals_around(parts: Sequence[_Part], known: _Known) -> list[_Part]:
    rows = with_goals_by_level([r for p in parts for r in p.rows], known.document.blocks, known.patterns)
    left = iter(with_goals_of_captions(rows, known.document.blocks, known.patterns))
    return [part._replace(rows=tuple(islice(left, len(part.rows)))) for part in parts]


def _with_doubted_volumes(parts: Sequence[_Part]) -> list[_Part]:
    """The parts, those of figures alone in doubt where another has goals, targets or judgements."""
    bare = [not aims(part.rows) for part in parts]
    if all(bare) or not any(bare):
        return list(parts)
    return [
        part._replace(rows=tuple(map(with_doubt, part.rows))) if doubted else part
        for part, doubted in zip(parts, bare, strict=True)
    ]


def _read_parts(sheets: Mapping[int, Sheet], known: _Known) -> list[_Part]:
    shared = shared_contents(sheets.values(), known.legend, known.patterns)
    parts: list[_Part] = []
    above: list[Block] = []
    open_part = under_heading = False
    for block in known.document.blocks:
        index = len(above)
        above += [block, *title_below(block, known.patterns)]
        if isinstance(block, Paragraph):
            open_part = open_part and (not block.text.strip() or _is_comment(block, known))
            under_heading = under_heading or bool(block.level)
            continue
        found = _read_table(sheets[id(block)], shared, above[:index], known)
        if not found and open_part and _continues(block, parts[-1], known):
            parts[-1] = _read_on(block, parts[-1])
            continue
        if found and parts and not under_heading:
            found[0] = _with_goal_before(found[0], parts[-1])
        parts += found
        open_part, under_heading = bool(found), False
    return parts


def _is_comment(line: Paragraph, known: _Known) -> bool:
    """Whether a line between two tables is a remark on the row above: the table may go on below it."""
    return not line.level and bool(after_label(line.text, "comment", known.patterns))


def _with_goal_before(part: _Part, before: _Part) -> _Part:
    """A scorecard that goes on after a page break under the same header: its first rows stand under the goal before."""
    goal = before.rows[-1].field("goal")
    turned = before.rows[-1].page + 1 == part.rows[0].page
    other = part.rows[0].text("perspective") != before.rows[-1].text("perspective")
    if not goal.text or not turned or other or _labels(part) != _labels(before):
        return part
    carried = doubted(goal, JOINED, "goal_carried")
    rows = list(part.rows)
    for number, row in enumerate(rows):
        if row.text("goal"):
            break
        fields = {**row.fields, "goal": carried}
        if shows(judged := judgement_of_goal(before.rows[-1])):
            fields["goal_status"] = doubted(judged, JOINED, "goal_carried")
        rows[number] = msgspec.structs.replace(row, fields=fields)
    return part._replace(rows=tuple(rows))


def _labels(part: _Part) -> list[str]:
    return [fold(column.label) for column in part.card.reading.columns]


def _learnt(parts: list[_Part], known: _Known) -> Legend:
    """The legend, and where it is silent what the shapes mean on the rows that show them in colour."""
    known = known._replace(legend=_with_signs(parts, known.legend))
    marks = [symbols for part in parts for symbols in _status_marks(part.card)]
    bars = infer_bar_meaning(marks, known.patterns)
    if bars.entries:
        return msgspec.structs.replace(known.legend.with_fallback(bars), bars_differ=True)
    if all(s.colour in LIGHTS for symbols in marks for s in symbols):
        return known.legend
    shapes = infer_shape_meaning(marks, known.patterns)
    return known.legend.with_fallback(shapes if shapes.entries else infer_filling_meaning(marks))


def _with_signs(parts: Sequence[_Part], legend: Legend) -> Legend:
    """The legend, and what typed signs stand for by custom in columns of a kind that it explains none of."""
    signs = legend.signs
    for kind in SIGNED:
        if not any(sign.kind == kind for sign in legend.signs):
            signs += signs_by_custom(kind, (t for part in parts for t in _texts(part.card, kind)))
    return msgspec.structs.replace(legend, signs=signs)


def _texts(card: Card, role: Role) -> list[str]:
    column = card.by_role.get(role)
    return [c.text for c in card.table.cells if c.column == column.index] if column else []


def _status_marks(card: Card) -> list[tuple[Symbol, ...]]:
    column = card.by_role.get("status")
    if column is None:
        return []
    return [c.symbols for c in card.table.cells if c.column == column.index and c.symbols]


def _read_table(
    sheet: Sheet,
    shared: Mapping[tuple[str, ...], Sequence[Content]],
    blocks: Sequence[Block],
    known: _Known,
) -> list[_Part]:
    table, bars, parts, grid = sheet
    out: list[_Part] = []
    done = 0
    for part in parts:
        contents = shared.get(header_of(part))
        contents = contents or contents_of(grid, part.body, len(part.labels), known.legend, known.patterns)
        reading = _read_part(part, contents, known)
        if reading is None or not _is_card(reading, part, grid, contents, known.patterns):
            continue
        reading = without_means(reading, grid, part.body, known.patterns)
        here = beside(bars, part.body)
        first = here.get(part.body[0], EMPTY)
        before = out[-1].rows[-1].field("perspective") if out else None
        before = first if shows(first) and first.confidence >= SURE else before
        titled = titled_column(part.labels, known.titles, known.patterns)
        over = read_over(
            part,
            grid,
            titled,
            before,
            At(table, blocks, known.legend, known.patterns, known.ocr, known.guessed_headings),
        )
        if shows(over.goal) and over.goal.confidence >= SURE:
            reading = without_guessed_goals(reading)
        card = _card(table, grid, reading, part, known)
        card = replace(card, goal_above=over.goal, goal_above_status=over.judged, bars=here)
        rows = read_rows(card, part.body, over.perspective, done + 1)
        done += len(part.body)
        if rows:
            out.append(_Part(card, table.column_count, done, over.perspective, tuple(rows)))
    return out


def _read_part(part: Part, contents: Sequence[Content], known: _Known) -> Reading | None:
    if not part.labels or not part.body:
        return None
    titled = titled_column(part.labels, known.titles, known.patterns)
    heads = [head._replace(titled=i == titled) for i, head in enumerate(part.heads)]
    return read_columns(part.labels, contents, known.period, known.patterns, heads)


def _is_card(
    reading: Reading, part: Part, grid: Grid, contents: Sequence[Content], patterns: Patterns
) -> bool:
    """Whether header words and content make a scorecard."""
    shown = set(reading.keys.values())
    anchors = TEXTUAL & reading.by_header
    judged = JUDGEMENTS & shown
    if is_control_table(part.labels, patterns) or counts_verdicts(part.labels, contents, patterns):
        return False
    if not anchors & {"goal", "indicator", "key_figure"} and _names_budget(part.labels, patterns):
        return False
    if not anchors:
        told = JUDGEMENTS & reading.by_header
        others = len((JUDGEMENTS | FIGURES) & shown)
        return bool(TEXTUAL & shown) and others > (1 if told & {"status", "target"} else UNTOLD_ROLES)
    if anchors == {"activity"}:
        if is_about_risks(part.labels[:1], patterns):
            return False  # what is judged is the risk; the activity is what is done about it
        if work_columns(part, grid, patterns):
            return False  # assignments reported back
        return any(key in MARKED and _judges(key, contents[i]) for i, key in reading.keys.items())
    if anchors <= {"key_figure"} | reading.unsure:
        # "Förändring" over differences judges nothing: key figures of a year and the one before.
        changes = [i for i, key in reading.keys.items() if key == "trend" and not contents[i].trend]
        return bool(judged - {"trend"} if changes else judged)
    if "indicator" in anchors:
        return bool(judged or FIGURES & shown)
    return bool(judged or "value" in shown)


def _judges(key: str, content: Content) -> bool:
    """Whether a column headed as judgements may hold them: dates under "Klart" are none."""
    marked = max(content.status, content.trend, content.symbols)
    return not content.filled or key == "progress" or marked >= JUDGED


def _names_budget(labels: Sequence[str], patterns: Patterns) -> bool:
    """Whether a column holds what may be spent: projects and accounts, whatever else is said of them."""
    return any(h.key == "budget" for label in labels for h in finder(patterns, "figures").all(plain(label)))


def _card(table: Table, grid: Grid, reading: Reading, part: Part, known: _Known) -> Card:
    roles = {c.role for c in reading.columns}
    kind: RowKind = "indicator" if "indicator" in roles else "goal"
    if "activity" in reading.keys.values() and not {"indicator", "key_figure"} & set(reading.keys.values()):
        kind = "activity"
    first = [shown[0] for row in part.body if len(shown := filled(grid, row)) > 1]
    bold = bool(first) and sum(c.bold for c in first) > len(first) / 2
    return Card(
        table=table, grid=grid, reading=reading, legend=known.legend, patterns=known.patterns,
        kind=kind, table_no=table.number, ocr=known.ocr,
        goal_above=EMPTY, goal_above_status=EMPTY, bold_rows=bold, shadings=plain_shadings(grid, part.body),
    )  # fmt: skip


def _continues(table: Table, last: _Part, known: _Known) -> bool:
    """Whether a table without header, directly after a scorecard, is its next page."""
    first = split(table, known.patterns)[0]
    grid = table.grid()
    reading = _read_part(
        first, contents_of(grid, first.body, len(first.labels), known.legend, known.patterns), known
    )
    headed = reading is not None and bool(reading.by_header & TEXTUAL)
    if table.column_count != last.columns or first.lead or headed or heads_figures(grid, 0, known.patterns):
        return False
    by_role = last.card.by_role
    anchor = by_role.get("indicator") or by_role.get("goal")
    contents = contents_of(grid, range(table.row_count), last.columns, known.legend, known.patterns)
    if judges_nothing(last.card.reading, contents):
        return False
    content = contents[anchor.index] if anchor else EMPTY_CONTENT
    return content.numbers <= FIGURE_SHARE and content.symbols <= FIGURE_SHARE


def _read_on(table: Table, last: _Part) -> _Part:
    """A scorecard with the rows of the table that continues it."""
    looks = looks_of_goals(last.card, last.rows)
    bars: Mapping[int, Field] = {}
    if last.card.bars:
        table, bars = without_bars(table, last.card.patterns, headed=True)
    card = replace(last.card, table=table, grid=table.grid(), goal_looks=looks, bars=bars)
    rows = read_rows(card, range(table.row_count), last.perspective, last.body + 1, last.rows)
    return last._replace(card=card, body=last.body + table.row_count, rows=tuple(rows))


def _by_perspective(part: _Part) -> Iterator[Scorecard]:
    """One scorecard per run of rows under the same perspective."""
    for perspective, run in groupby(part.rows, key=lambda row: row.text("perspective")):
        rows = tuple(run)
        columns = part.card.reading.columns
        unsure = any(c.role and c.confidence < SURE for c in columns)
        yield Scorecard(
            table_no=rows[0].table_no,
            page=rows[0].page,
            perspective=perspective,
            columns=columns,
            rows=rows,
            reasons=("column_role_unsure",) if unsure else (),
        )
