"""The frozen values that every stage takes and returns.

One direction: a reader turns a file into a `Document` (paragraphs and tables in reading order), the
extraction stages turn that into a `Report` (scorecards, facts, assignments, …). A stage knows only
the values, never the stage before it. Everything that was read keeps where it stood (`Place`) and the
characters as read (`raw`); what could not be decided carries a reason, never a guess.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

Media = Literal["pdf", "docx", "doc", "odt", "text"]
TextLayer = Literal["born", "ocr", "recognised", "none"]
ReportType = Literal["annual", "interim", "unknown"]
RowKind = Literal["indicator", "goal", "activity"]
Status = Literal["met", "partly_met", "not_met"]
Trend = Literal["up", "unchanged", "down"]
StatusSource = Literal["symbol", "colour", "words", "text"]
Kind = Literal["actual", "target", "baseline", "budget", "forecast"]
Comparator = Literal["=", "<=", ">=", "<", ">", "increase", "decrease"]
Origin = Literal["scorecard", "table", "text"]
Role = Literal[
    "perspective", "goal", "goal_status", "indicator", "baseline", "target", "previous_value", "value",
    "forecast", "status", "trend", "progress", "comment",
]  # fmt: skip

Turn = Literal[0, 90, 180, 270]
"""Degrees a reading direction is turned counter-clockwise: 90 reads bottom to top, 180 stands on its head."""

SURE = 0.9
"""A field at or above this confidence is shown unmarked and not queued for review."""


class Value(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all frozen values. None can come to hold itself, so the garbage collector need not look for that."""


# ---------------------------------------------------------------- where something stood


class Box(NamedTuple):
    """A rectangle on a page in PDF points, origin in the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top


class Place(Value, frozen=True, kw_only=True):
    """Where something stands: the page (1-based) and, where the format knows it, the box."""

    page: int
    """Page number counted from 1; Word files count rendered page breaks, text dumps form feeds."""
    box: Box | None = None
    """None where the format has no geometry (Word, text dumps)."""


# ---------------------------------------------------------------- what a page shows (PDF and scans)


class Word(Value, frozen=True, kw_only=True):
    """One printed word with its box."""

    text: str
    """The characters as the file or the OCR gives them."""
    box: Box
    size: float = 0.0
    """Font size in points, 0 when unknown."""
    bold: bool = False
    colour: str | None = None
    """Fill colour as '#rrggbb', None when unknown."""
    font: str = ""
    rotation: Turn = 0
    confidence: float = 1.0
    """1 for born-digital text, the engine's word confidence (0..1) for OCR."""


class Rule(Value, frozen=True, kw_only=True):
    """A straight line that may border cells; a thin filled rectangle counts as one."""

    box: Box
    """Degenerate in one direction: height (horizontal) or width (vertical) is about 0."""

    @property
    def horizontal(self) -> bool:
        """Whether the rule runs left to right."""
        return self.box.width >= self.box.height


class Fill(Value, frozen=True, kw_only=True):
    """A filled area large enough to be a cell's or a header's shading."""

    box: Box
    colour: str


class Drawing(Value, frozen=True, kw_only=True):
    """A drawn object that is neither rule nor shading: a small vector shape or a picture."""

    box: Box
    kind: Literal["vector", "picture"]
    colour: str | None = None
    points: int = 0
    """Number of path points for vector shapes: a hint of the shape."""


class Page(Value, frozen=True, kw_only=True):
    """All that one page shows, whichever engine read it (PDF objects or OCR)."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    fills: tuple[Fill, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    strips: tuple[Fill, ...] = ()
    """Thick upright lines in a light's colour or in grey: a border that may judge the row beside it."""
    areas: tuple[Box, ...] = ()
    """Large areas with round corners, shaded or framed: no cells of a table, but one may stand in them."""
    text_layer: TextLayer = "born"


# ---------------------------------------------------------------- symbols


class Symbol(Value, frozen=True, kw_only=True):
    """A mark that a cell shows instead of words: a traffic light, an arrow, a smiley, a bar.

    It says what was *seen*, not what it means; `extractor.symbols.cell` maps it to a status or trend.
    """

    colour: Literal["green", "yellow", "red", "blue", "grey", "black", "white"] | None = None
    shape: str | None = None
    """circle, square, triangle, diamond, arrow_up, arrow_right, arrow_down, arrow_up_right,
    arrow_down_right, smiley, frown, neutral_face, check, cross, bar, fill, … or None if unreadable."""
    share: float | None = None
    """For bars: filled length as a share 0..1."""
    source: Literal["glyph", "drawing", "picture", "pixels", "shading", "letter"] = "glyph"
    """How it was seen; `letter` is what OCR made of a symbol: a hint at best."""
    text: str = ""
    """The character(s), where it was a glyph."""
    place: Place | None = None
    confidence: float = 1.0
    """How sure it is that this is a symbol of this colour."""
    shape_confidence: float = 1.0
    """How sure the shape is: a small blurred arrow may be read as a disc of the right colour."""


# ---------------------------------------------------------------- a document


class Paragraph(Value, frozen=True, kw_only=True, tag="paragraph"):
    """One paragraph or heading of running text, in reading order."""

    text: str
    """Line ends joined, hyphenation at line ends removed, Swedish letters restored."""
    raw: str
    """The characters as read (line breaks kept as \\n)."""
    place: Place
    level: int = 0
    """0 = body text, 1 = top heading, 2 = sub-heading, …"""
    bullet: bool = False
    symbols: tuple[Symbol, ...] = ()
    """Symbols drawn in the line: a legend is often a paragraph of symbols and words."""
    confidence: float = 1.0


class Cell(Value, frozen=True, kw_only=True):
    """One cell of a table, spanning cells once at their top left position."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    raw: str = ""
    place: Place | None = None
    symbols: tuple[Symbol, ...] = ()
    shading: str | None = None
    """Background colour '#rrggbb'; None for none or white."""
    edge: str | None = None
    """Colour '#rrggbb' of a thick line along its left or right side, where that is a light's or grey; else None."""
    ink: str | None = None
    """Colour '#rrggbb' of all its words, where that is a light's; else None."""
    bold: bool = False
    rotated: bool = False
    confidence: float = 1.0
    """How sure the reading of the text is (OCR, reassembled columns); 1 for born-digital."""
    reasons: tuple[str, ...] = ()
    """Codes of what makes the reading unsure, e.g. 'ocr_low', 'restored', 'columns_interleaved'."""
    picture: bytes | None = None
    """What the cell shows, as a small PNG, where it shows a symbol and there is a picture of the page."""
    indent: float = 0.0
    """Points from its left edge to its first line's text; 0 where that is not known."""


class Table(Value, frozen=True, kw_only=True, tag="table"):
    """A table over one or more pages; cells carry their own page."""

    number: int
    """1-based, in reading order over the document."""
    place: Place
    cells: tuple[Cell, ...]
    """In row-major order; positions covered by a span have no cell of their own."""
    header_rows: int = 0
    """Leading rows the reader knows to be header (repeated, shaded, bold, marked); 0 = unknown."""
    caption: str | None = None
    """The nearest heading or caption above."""

    @property
    def row_count(self) -> int:
        """Number of rows, spans included."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    @property
    def column_count(self) -> int:
        """Number of columns, spans included."""
        return max((c.column + c.column_span for c in self.cells), default=0)

    def grid(self) -> list[list[Cell | None]]:
        """The cells as rows of columns; a spanning cell stands at every position it covers."""
        columns = self.column_count
        grid: list[list[Cell | None]] = [[None] * columns for _ in range(self.row_count)]
        for cell in self.cells:
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    grid[r][c] = cell
        return grid


Block = Paragraph | Table


class Document(Value, frozen=True, kw_only=True):
    """What a reader makes of one file: its paragraphs and tables in reading order."""

    sha256: str
    name: str
    """The file's name, a weak witness for period and unit."""
    media: Media
    text_layer: TextLayer
    page_count: int
    blocks: tuple[Block, ...]
    furniture: tuple[str, ...] = ()
    """Running headers and footers, left out of the blocks: witnesses for the metadata."""
    properties: dict[str, str] = {}
    """The file's own properties: title, author, created, …"""
    text_quality: float = 1.0
    """0..1: share of words that look like Swedish; low means a poor OCR layer."""
    notes: tuple[str, ...] = ()
    """What was not read and why (pages without text, parts too damaged): makes the outcome partial."""
    asks: bool = False
    """Whether it was read by guess where other reports of its unit may know better: words restored that had lost their
    marks, most cells of a dump put together from evidence. It is read again with what they say (`known.Known`)."""


# ---------------------------------------------------------------- what a report says


class Field(Value, frozen=True, kw_only=True):
    """One cell of a scorecard row: as printed, as read, and how sure."""

    text: str = ""
    """The report's own wording in correct Swedish; '' when nothing was printed."""
    raw: str = ""
    """The characters as read."""
    normal: str | None = None
    """Normalised value for status (met …), trend (up …) and progress ('90'); None elsewhere."""
    source: StatusSource | None = None
    """For status: what it was read from."""
    place: Place | None = None
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    """Why the confidence is below 1: codes of docs/reasons.md."""
    symbols: tuple[Symbol, ...] = ()
    """For a status: what the cell shows, so that other reports can say later what a shape means."""
    picture: bytes | None = None
    """For status, trend and progress shown by a symbol: the cell as a small PNG, where there is a page picture."""
    reviewed: bool = False
    """Whether a person decided what stands here; `raw` and `place` stay as read."""


EMPTY = Field()


class Column(Value, frozen=True, kw_only=True):
    """One column of a scorecard: which role its header and content give it."""

    index: int
    label: str
    """The header as printed."""
    role: Role | None
    confidence: float
    period: str | None = None
    """Period named in the header ('Utfall 2018' → 2018)."""
    unit: str | None = None
    """Unit named in the header ('Utfall, tkr')."""


class Row(Value, frozen=True, kw_only=True):
    """One scorecard row as printed; a goal that spans rows stands on each of them."""

    kind: RowKind
    table_no: int
    row_no: int
    """1-based within the table, header rows not counted."""
    page: int
    fields: dict[Role, Field]
    measure: str = ""
    """What it measures, where its own words name a part only ("Kvinnor" below "Sjukfrånvaro"); '' where they say it."""
    breakdown: str = ""
    """The part of that measure: 'kön=kvinnor', 'del=hemtjänst', …; '' for the whole."""

    @property
    def name(self) -> str:
        """What its series goes by: its own words, or what the line above makes of them, or its goal."""
        return self.measure or self.text("indicator") or self.text("goal")

    def field(self, role: Role) -> Field:
        """The field of a role, an empty one where the table has no such column."""
        return self.fields.get(role, EMPTY)

    def text(self, role: Role) -> str:
        """The printed text of a role."""
        return self.field(role).text

    @property
    def flags(self) -> tuple[str, ...]:
        """The reasons of all fields as 'role:reason', in the order of the roles."""
        return tuple(f"{role}:{reason}" for role, f in self.fields.items() for reason in f.reasons)

    @property
    def confidence(self) -> float:
        """The least sure field's confidence."""
        return min((f.confidence for f in self.fields.values()), default=1.0)

    @property
    def reviewed(self) -> bool:
        """Whether a person decided about a field of the row and left none unsure."""
        return any(f.reviewed for f in self.fields.values()) and self.confidence >= SURE


class Scorecard(Value, frozen=True, kw_only=True):
    """One scorecard: a perspective's rows."""

    table_no: int
    page: int
    perspective: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    reasons: tuple[str, ...] = ()


class Comment(Value, frozen=True, kw_only=True):
    """One paragraph of commentary and the row it talks about, if any."""

    heading: str
    text: str
    place: Place
    table_no: int | None = None
    row_no: int | None = None
    confidence: float = 1.0


class FigureCell(Value, frozen=True, kw_only=True):
    """One body cell of a table that is no scorecard (finance, personnel, key figures)."""

    table_no: int
    caption: str
    row_no: int
    row_label: str
    column_no: int
    column_label: str
    text: str
    value: Decimal | None
    unit: str
    place: Place
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    """Why the confidence is below 1: the cell's own reasons, `unit_inferred`, `decimal_lost`, `sign_unclear`."""
    corner: str = ""
    """What the header prints over the row labels ('Sjukfrånvaro (%)'), '' for nothing."""


class Assignment(Value, frozen=True, kw_only=True):
    """One assignment reported back (återrapportering av uppdrag)."""

    title: str
    description: str
    outcome: str
    outcome_label: str
    outcome_class: Literal["done", "ongoing", "postponed", "not_started", "unknown"]
    place: Place


class Control(Value, frozen=True, kw_only=True):
    """One internal-control activity (internkontroll)."""

    activity: str
    method: str
    performed: str
    result: str
    actions: str
    place: Place


class Observation(Value, frozen=True, kw_only=True):
    """One number (or direction) about one indicator and one period: a line of the time series."""

    indicator: str
    """The name it goes by in this report: the row's indicator, a table's row label, a heading."""
    perspective: str = ""
    period: str
    """'2020', '2020-T1', '2020-Q3', '2020-03': what the number is about."""
    kind: Kind
    breakdown: str = ""
    """'' or 'kön=kvinnor', 'kön=män', 'längd=kort', 'längd=lång', …"""
    comparator: Comparator = "="
    value: Decimal | None
    """None for a bare direction ('Minska')."""
    unit: str
    """A key of patterns/units.toml, '' when none is printed."""
    text: str
    """The words it stands in, as printed."""
    origin: Origin
    place: Place
    table_no: int | None = None
    row_no: int | None = None
    """The scorecard row it belongs to, where it does (also for text facts attached to a row)."""
    confidence: float = 1.0
    obs_status: Literal["A", "M", "P", "F", "E"] = "A"
    """SDMX: A normal, M missing, P provisional, F forecast, E estimated ('cirka')."""
    reasons: tuple[str, ...] = ()
    reviewed: bool = False
    """Whether the field it was read from was decided by a person."""


class Metadata(Value, frozen=True, kw_only=True):
    """Who reported about what period."""

    organisation: str = ""
    unit: str = ""
    title: str = ""
    report_type: ReportType = "unknown"
    period: str = ""
    document_number: str = ""
    reasons: tuple[str, ...] = ()


class Report(Value, frozen=True, kw_only=True):
    """Everything extracted from one document; what the archive stores of it."""

    document: Document
    metadata: Metadata
    scorecards: tuple[Scorecard, ...] = ()
    comments: tuple[Comment, ...] = ()
    figures: tuple[FigureCell, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    controls: tuple[Control, ...] = ()
    observations: tuple[Observation, ...] = ()


# ---------------------------------------------------------------- across reports


def document_id(sha256: str) -> str:
    """The id of a document: the same file content has the same id everywhere."""
    return sha256[:16]


class Indicator(Value, frozen=True, kw_only=True):
    """The same measure over the years; its id is given once and never recomputed."""

    indicator_id: str
    organisation: str
    unit: str
    name: str
    """The name it goes by in the newest report."""
    perspective: str = ""
    unit_of_measure: str = ""
    aliases: tuple[str, ...] = ()
    """Every name it was ever printed under."""


class Link(Value, frozen=True, kw_only=True):
    """One scorecard row, or one fact beside the scorecards, and the indicator it belongs to."""

    document_id: str
    indicator_id: str
    level: str
    """Which step found it: same_text, same_folded, tokens, context, new, name, …"""
    score: float = 1.0
    table_no: int | None = None
    row_no: int | None = None
    """The scorecard row; None for a fact outside the scorecards."""
    observation_no: int | None = None
    """Index into `Report.observations` of a fact outside the scorecards."""
    suggestion: bool = False
    """True: below the last safe level; `indicator_id` is what review should decide about, not a link."""


class Finding(Value, frozen=True, kw_only=True):
    """Two printed statements that do not add up."""

    finding_id: str
    code: str
    severity: Literal["error", "warning", "info"]
    document_id: str
    other_document_id: str = ""
    indicator_id: str = ""
    indicator: str = ""
    period: str = ""
    message: str
    a: str
    b: str
    page_a: int | None = None
    page_b: int | None = None


class LinkDecision(Value, frozen=True, kw_only=True):
    """What a person decided in review about rows printed under a name; survives any re-reading."""

    indicator_id: str
    name: str
    """The printed name the decision is about."""
    goal: str | None = None
    """The printed goal, where the name alone is not unique; None for any goal."""
    same: bool = True
    """True: rows of this name are this indicator; False: they are not."""


# ---------------------------------------------------------------- what persons decide

Verdict = Literal[
    "confirmed", "dismissed", "accepted", "edited", "rejected", "added", "same", "different", "new"
]
"""finding: confirmed, dismissed · field: accepted (right as read), edited (to `value`), rejected (read wrong,
nothing is printed there) · row: rejected (not a row at all), added (it was not found) · link: same, different, new."""
DecisionKind = Literal["finding", "field", "row", "link"]


class Subject(Value, frozen=True, kw_only=True):
    """What a decision is about, by content, so that it is found again in any other reading of the report."""

    organisation: str = ""
    unit: str = ""
    report_type: ReportType = "unknown"
    period: str = ""
    perspective: str = ""
    goal: str = ""
    indicator: str = ""
    """The row's indicator as read; for a link the printed name, for a finding its indicator."""
    target: str = ""
    occurrence: int = 1
    """1 for the first row of the report with this perspective, goal, indicator and target, 2 for the next."""
    role: Role | None = None
    """The field; None where the whole row, a link or a finding is meant."""
    code: str = ""
    """The finding's code."""
    statements: tuple[str, ...] = ()
    """The finding's two statements; for a link the names of the indicator it is compared with."""
    document_id: str = ""
    """The document it was decided on: for the trail, never needed to find it again."""
    page: int | None = None


class AsRead(Value, frozen=True, kw_only=True):
    """What a person saw when deciding."""

    raw: str = ""
    text: str = ""
    normal: str | None = None


class Decision(Value, frozen=True, kw_only=True):
    """What a person decided about something the tool claims; undone decisions stay as a trail."""

    decision_id: int = 0
    """Given by the archive, in the order of deciding; 0 before that."""
    kind: DecisionKind
    """What kind of thing it is about."""
    subject: str
    """A `finding_id`, or the key of the subject's content: what is decided anew replaces the earlier decision."""
    verdict: Verdict
    value: str = ""
    """edited: what the field says; accepted: what was accepted; added: the row's fields and box as JSON; same,
    different, new: the indicator's id."""
    about: Subject = Subject()
    seen: AsRead | None = None
    note: str = ""
    user: str = ""
    time: str = ""
    """ISO, UTC."""
    undone_at: str = ""
    """When it was taken back or replaced, '' while it stands."""


class Fit(Value, frozen=True, kw_only=True):
    """How a decision on a field or row fits one document as it is read now."""

    decision_id: int
    document_id: str
    table_no: int
    row_no: int
    state: Literal["applied", "stale", "elsewhere", "superseded"]
    """applied: what was seen is still read, or what was decided is · stale: something else is read now, decide
    again · elsewhere: this file reads differently, but the decision holds in another form of the report ·
    superseded: a later decision holds on the same field."""
    now: AsRead = AsRead()
    """What is read there now, without any decision."""


class FormDifference(Value, frozen=True, kw_only=True):
    """One cell of a scorecard that two files of the same report were read differently in."""

    table_no: int
    row_no: int
    role: Role
    text: str
    """What this file says."""
    other_document_id: str
    other_text: str
    """What the other file says."""
