"""What every check looks at: reports with their rows, statements and indicators, and how findings are made.

Each report comes in one form, the most reliable one. Built once, read by all checks.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor import periods
from extractor.checks.forms import chronological, without_scans_of_print
from extractor.checks.intervals import Interval, around
from extractor.facts.cell_comments import comments_in_cells
from extractor.link.indicators import Linking
from extractor.link.similarity import Namer
from extractor.model import Comment, Finding, Observation, Report, Row, document_id
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import fold, squeeze
from extractor.values.numbers import find_numbers

if TYPE_CHECKING:
    from extractor.checks.grids import Grid

Severity = Literal["error", "warning", "info"]
SEVERITY: dict[str, Severity] = {
    "sum_mismatch": "error",
    "difference_mismatch": "error",
    "percentage_mismatch": "error",
    "restated": "error",
    "text_vs_table": "error",
    "status_vs_value": "error",
    "direction_vs_value": "error",
    "unit_changed": "warning",
    "scale_jump": "error",
    "target_changed": "warning",
    "missing_value": "warning",
    "indicator_dropped": "info",
    "indicator_added": "info",
    "indicator_renamed": "info",
    "goal_renamed": "info",
}
"""Error: two numbers contradict each other. Warning: the series breaks. Info: the scorecard changed."""

DOUBTFUL = 0.55
"""A number read with less confidence contradicts nobody: it is more likely misread than misprinted. Units
and periods that were inferred leave 0.6, doubtful digits of a scan 0.5."""
PLACES = {"scorecard": "styrkort", "table": "tabell", "text": "löptext"}
"""Where a statement stands, in the language of the statement."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ\"”])")
HEDGE_SHARE = Decimal("0.05")
"""How far a number after 'drygt' or 'cirka' may be from the exact one."""


class Statement(NamedTuple):
    """One number (or direction) a report prints, with its indicator and what it may mean."""

    fact: Observation
    document_id: str
    indicator_id: str
    family: str
    """Family of its unit; the unit itself where the patterns know none."""
    interval: Interval | None
    """In the base of the family; None for a bare direction and for a doubtful reading."""

    @property
    def printed(self) -> str:
        """Indicator and words as printed, short."""
        return f"{shorten(self.fact.indicator)}: {squeeze(self.fact.text)}"


class RowView(NamedTuple):
    """One scorecard row with what belongs to it."""

    row: Row
    perspective: str
    indicator_id: str
    roles: frozenset[str]
    """Roles the scorecard has columns for."""
    statements: tuple[Statement, ...]
    year: str
    """The report's."""
    unread: bool = False
    """Whether the table has a column of some period that nobody knows ("Nivå 1999"): its value may stand there."""

    @property
    def targets(self) -> tuple[Statement, ...]:
        """Its numbers to reach for the whole: those of the report's own year where it prints such ones."""
        found = tuple(
            s for s in self.statements if s.fact.kind == "target" and s.interval and not s.fact.breakdown
        )
        return tuple(s for s in found if s.fact.period[:4] == self.year) or found

    @property
    def name(self) -> str:
        """The indicator as printed, the goal where the table judges goals."""
        return squeeze(self.row.name)


class About(NamedTuple):
    """What a finding is about."""

    indicator_id: str = ""
    indicator: str = ""
    """Name where there is no id, or the name as printed."""
    period: str = ""


class Evidence(NamedTuple):
    """One printed statement and where it stands."""

    document_id: str
    text: str
    page: int | None


class Sentence(NamedTuple):
    """One sentence of a report's running text."""

    comment: Comment
    """The text it stands in."""
    text: str


class View:
    """One report with its rows and statements."""

    grids: tuple[Grid, ...] | None = None
    """Its tables of numbers, once `grids.grids` has made them: four checks look at them."""
    bounds_ceilings: bool | None = None
    """Whether it prints a bound for all that shall be low and for nothing else, once `moves` has looked."""

    def __init__(self, report: Report, corpus: Corpus) -> None:
        self.report = report
        self.id = document_id(report.document.sha256)
        self.meta = report.metadata
        self.statements = tuple(self._statements(corpus))
        self.by_indicator: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            if statement.indicator_id:
                self.by_indicator[statement.indicator_id].append(statement)
        by_row: dict[tuple[int, int], list[Statement]] = defaultdict(list)
        for statement in self.statements:
            fact = statement.fact
            if fact.table_no is not None and fact.row_no is not None:
                by_row[fact.table_no, fact.row_no].append(statement)
        self.rows = tuple(
            RowView(
                row=row,
                perspective=card.perspective,
                indicator_id=corpus.row_ids.get((self.id, row.table_no, row.row_no), ""),
                roles=frozenset(c.role for c in card.columns if c.role)
                | frozenset(role for role, field in row.fields.items() if field.text or not card.columns),
                statements=tuple(by_row[row.table_no, row.row_no]),
                year=self.meta.period[:4],
                unread=any(c.role is None and any(d.isdigit() for d in c.label) for c in card.columns),
            )
            for card in report.scorecards
            for row in card.rows
            if not row.breakdown
        )
        self._comments: dict[tuple[int | None, int | None], list[str]] = defaultdict(list)
        for comment in report.comments:
            self._comments[comment.table_no, comment.row_no].append(comment.text)

    @property
    def label(self) -> str:
        """How a message names the report."""
        return self.report.document.name or self.meta.title or self.id

    @functools.cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its running text, sentence by sentence."""
        return tuple(Sentence(c, text) for c in self.report.comments for text in sentences_of(c.text))

    @functools.cached_property
    def told(self) -> tuple[Sentence, ...]:
        """All its sentences: those of its running text and of the comments in the scorecards' cells."""
        return tuple(Sentence(c, text) for c in self.commentary() for text in sentences_of(c.text))

    def commentary(self) -> tuple[Comment, ...]:
        """All running text and the comments in the scorecards' cells."""
        return (*self.report.comments, *comments_in_cells(self.report.scorecards))

    def comments(self, view: RowView) -> list[str]:
        """The commentary attached to a row."""
        return self._comments.get((view.row.table_no, view.row.row_no), [])

    def _statements(self, corpus: Corpus) -> Iterator[Statement]:
        for number, fact in enumerate(self.report.observations):
            indicator = corpus.fact_ids.get((self.id, number)) or corpus.row_ids.get(
                (self.id, fact.table_no or 0, fact.row_no or 0), ""
            )
            family, scale = corpus.unit(fact.unit)
            interval = None
            if fact.value is not None and fact.confidence >= DOUBTFUL:
                interval = corpus.meant(fact).times(scale)
            yield Statement(fact, self.id, indicator, family, interval)


class Corpus:
    """Reports of any number of units, one form each, ready to be checked."""

    def __init__(self, reports: Sequence[Report], linking: Linking, patterns: Patterns) -> None:
        self.patterns = patterns
        self.namer = Namer(patterns)
        self.keys = functools.cache(self._keys)
        """The meanings a text holds, by a schema of the patterns; several checks ask for the same sentences."""
        self.says = functools.cache(self._says)
        """Whether a text holds a phrase of a group of `clauses`, each looked for by itself."""
        self.telling = functools.cache(self._telling)
        """Stems of the words that tell what a clause is about: neither time nor numbers nor measuring nor comparing."""
        self.numbers = functools.cache(self._numbers)
        """The numbers of a text, in digits or in words."""
        self.stems = functools.cache(lambda text: frozenset(self.namer.words(text)))
        """Stems of the telling words of a text."""
        self.names = {i.indicator_id: i.name for i in linking.indicators}
        self.row_ids: dict[tuple[str, int, int], str] = {}
        self.fact_ids: dict[tuple[str, int], str] = {}
        for link in linking.links:
            if link.suggestion:
                continue
            if link.table_no is not None and link.row_no is not None:
                self.row_ids[link.document_id, link.table_no, link.row_no] = link.indicator_id
            elif link.observation_no is not None:
                self.fact_ids[link.document_id, link.observation_no] = link.indicator_id
        self.views = tuple(View(r, self) for r in sorted(without_scans_of_print(reports), key=chronological))
        self.view_of = {view.id: view for view in self.views}
        self.rows_of: dict[str, list[tuple[View, RowView]]] = defaultdict(list)
        """The rows of each indicator, with their reports, in the order of these."""
        for view in self.views:
            for row in view.rows:
                self.rows_of[row.indicator_id].append((view, row))

    # ------------------------------------------------------------ words

    def unit(self, unit: str) -> tuple[str, Decimal]:
        """Family and scale to the family's base of a unit."""
        lexicon = self.patterns["units"]
        if unit not in lexicon:
            return unit, Decimal(1)
        attributes = lexicon[unit].attributes
        return str(attributes.get("family", unit)), Decimal(str(attributes.get("scale", 1)))

    def meant(self, fact: Observation) -> Interval:
        """What a number stands for: its rounding, wider after 'cirka', to one side after 'drygt' or 'knappt'."""
        value = fact.value or Decimal(0)
        interval = around(value)
        hedges = self.keys(fact.text, "hedges") if fact.origin == "text" else frozenset()
        if not hedges and fact.obs_status != "E":
            return interval
        slack = abs(value) * HEDGE_SHARE
        low, high = interval.low - slack, interval.high + slack
        if hedges == {"a_little_more"}:
            return Interval(value, max(high, value + 1))
        if hedges == {"a_little_less"}:
            return Interval(min(low, value - 1), value)
        return Interval(low, high)

    def _keys(self, text: str, schema: str = "checks") -> frozenset[str]:
        return frozenset(h.key for h in finder(self.patterns, schema).all(plain(text)))

    def _telling(self, text: str) -> tuple[str, ...]:
        low = plain(text)
        for found in (finder(self.patterns, "clauses", "aside"), finder(self.patterns, "numerals")):
            for hit in reversed(found.all(low)):
                low = f"{low[: hit.start]} {low[hit.end :]}"
        return tuple(w for w in self.namer.words(low) if len(w) > 1 and not any(c.isdigit() for c in w))

    def _numbers(self, text: str) -> tuple[Decimal, ...]:
        digits = [n.value for n in find_numbers(text) if n.value is not None]
        return (*digits, *(Decimal(h.key) for h in finder(self.patterns, "numerals").all(plain(text))))

    def _says(self, text: str, group: str) -> bool:
        return bool(finder(self.patterns, "clauses", group).all(plain(text)))

    # ------------------------------------------------------------ reports beside each other

    def units(self) -> list[tuple[View, ...]]:
        """The reports of each unit, chronologically."""
        groups: dict[tuple[str, str], list[View]] = defaultdict(list)
        for view in self.views:
            groups[fold(view.meta.organisation), fold(view.meta.unit)].append(view)
        return [tuple(groups[key]) for key in sorted(groups)]

    def consecutive(self) -> Iterator[tuple[View, View]]:
        """Each report with the next one of the same unit and type that has a scorecard."""
        for unit in self.units():
            kinds: dict[str, list[View]] = defaultdict(list)
            for view in unit:
                if view.rows and view.meta.period:
                    kinds[view.meta.report_type].append(view)
            for views in kinds.values():
                yield from ((a, b) for a, b in pairwise(views) if a.meta.period != b.meta.period)

    def within_year(self) -> Iterator[tuple[View, View]]:
        """Each interim report with the annual report of its year."""
        for unit in self.units():
            for annual in (v for v in unit if v.meta.report_type == "annual"):
                for interim in unit:
                    if (
                        interim.meta.report_type == "interim"
                        and interim.meta.period[:4] == annual.meta.period[:4]
                    ):
                        yield interim, annual

    def year_before(self) -> Iterator[tuple[View, View]]:
        """Each interim report with the annual report of the year before, where neither has a nearer neighbour.

        An interim report of the same length the year before, and the annual report of its own year, are
        compared anyhow.
        """
        for unit in self.units():
            shown = [v for v in unit if v.rows and periods.is_label(v.meta.period)]
            known = {v.meta.period for v in shown}
            for interim in (v for v in shown if v.meta.report_type == "interim"):
                year = interim.meta.period[:4]
                before = str(int(year) - 1)
                if year in known or any(
                    p[:4] in (before, year) and len(p) > len(year) for p in known - {interim.meta.period}
                ):
                    continue
                yield from (
                    (v, interim) for v in shown if v.meta.report_type == "annual" and v.meta.period == before
                )

    # ------------------------------------------------------------ findings

    def finding(self, code: str, pair: tuple[Evidence, Evidence], message: str, about: About) -> Finding:
        """A finding whose id is the same in every run over the same documents.

        Args:
            code: the finding's code.
            pair: the two printed statements, the older one first.
            message: one sentence, English.
            about: indicator and period.
        """
        a, b = pair
        seed = "\x1f".join(
            [code, a.document_id, b.document_id, about.indicator_id, fold(a.text), fold(b.text)]
        )
        return Finding(
            finding_id=hashlib.sha256(seed.encode()).hexdigest()[:16],
            code=code,
            severity=SEVERITY[code],
            document_id=a.document_id,
            other_document_id=b.document_id if a.document_id != b.document_id else "",
            indicator_id=about.indicator_id,
            indicator=about.indicator or self.names.get(about.indicator_id, ""),
            period=about.period,
            message=message,
            a=a.text,
            b=b.text,
            page_a=a.page,
            page_b=b.page,
        )


def evidence(statement: Statement) -> Evidence:
    """A statement as evidence."""
    text = f"{statement.printed} ({PLACES[statement.fact.origin]})"
    return Evidence(statement.document_id, text, statement.fact.place.page)


def in_scorecard(view: View, row: RowView, text: str) -> Evidence:
    """What a scorecard row prints, as evidence."""
    return Evidence(view.id, f"{squeeze(text)} ({PLACES['scorecard']})", row.row.page)


def sentences_of(text: str) -> list[str]:
    """A text, cut where a sentence ends and the next begins."""
    return _SENTENCE_END.split(text)


def shorten(text: str, length: int = 120) -> str:
    """A name that fits into a sentence."""
    text = squeeze(text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def number(value: Decimal) -> str:
    """A number as Swedish reports print it."""
    text = f"{value:,.10f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",")
