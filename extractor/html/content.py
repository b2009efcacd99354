"""What the page of a unit says: its coverage, its findings with their pictures, its series with their charts."""

from __future__ import annotations

import base64
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from extractor import periods, plot
from extractor.archive import Archive, DocumentInfo
from extractor.contract import SEVERITIES
from extractor.html.pictures import Pictures
from extractor.model import SURE, Decision, Finding, Value
from extractor.review.decisions import standing
from extractor.series import Judgement, Series, all_series

MOST_PICTURES = 200
"""Pictures on one page: at about 20 kB each the page stays below 5 MB, which every mail system takes."""

_SIGNS = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> "}


class Statement(Value, frozen=True, kw_only=True):
    """One of the two printed statements of a finding."""

    words: str
    where: str
    """File and page."""
    picture: str = ""
    """A data URI, '' where there is no picture."""
    why_none: str = ""
    """Why there is no picture."""


class Contradiction(Value, frozen=True, kw_only=True):
    """One finding as shown."""

    finding: Finding
    statements: tuple[Statement, ...]
    decision: str
    """What was decided about it, by whom; '' while open."""


class Chart(Value, frozen=True, kw_only=True):
    """One series as shown."""

    series: Series
    picture: str
    """A data URI of an SVG, '' where no number is printed."""
    described: str
    """The numbers in words, for those who don't see the picture."""
    unsure: int
    """Rows and numbers below the confidence that needs no review."""


class Coverage(Value, frozen=True, kw_only=True):
    """What the archive has of one period."""

    period: str
    documents: tuple[DocumentInfo, ...]
    """Empty: no report is in the archive, though there are earlier and later ones."""

    @property
    def count(self) -> int:
        """How many reports; another form of a report is not counted."""
        return sum(not info.form_of for info in self.documents)


class UnitPage(Value, frozen=True, kw_only=True):
    """One unit's page."""

    file: str
    organisation: str
    unit: str
    coverage: tuple[Coverage, ...]
    contradictions: tuple[Contradiction, ...]
    charts: tuple[Chart, ...]
    more_series: int
    """Series only told in tables and running text."""
    left_out: int
    """Pictures left out to keep the page small."""

    @property
    def title(self) -> str:
        """The unit, with its organisation."""
        return (
            f"{self.organisation} · {self.unit}" if self.unit else self.organisation or "Unknown organisation"
        )

    @property
    def perspectives(self) -> list[tuple[str, list[Chart]]]:
        """The charts by perspective, in the order they come."""
        names = dict.fromkeys(c.series.indicator.perspective for c in self.charts)
        return [(n, [c for c in self.charts if c.series.indicator.perspective == n]) for n in names]

    def counted(self, severity: str) -> int:
        """How many findings of a severity nobody has dismissed."""
        open_ones = (c for c in self.contradictions if not c.decision.startswith("dismissed"))
        return sum(c.finding.severity == severity for c in open_ones)

    def without_pictures(self) -> UnitPage:
        """The page as far as an index needs it, so that memory holds one page's pictures at a time."""
        light = [
            msgspec.structs.replace(
                c, statements=tuple(msgspec.structs.replace(s, picture="") for s in c.statements)
            )
            for c in self.contradictions
        ]
        charts = [msgspec.structs.replace(c, picture="") for c in self.charts]
        return msgspec.structs.replace(self, contradictions=tuple(light), charts=tuple(charts))


def unit_pages(archive: Archive) -> Iterator[UnitPage]:
    """The pages of all units, by organisation and unit; one at a time."""
    documents: dict[tuple[str, str], list[DocumentInfo]] = {}
    for info in archive.documents():
        documents.setdefault((info.organisation, info.unit), []).append(info)
    series: dict[tuple[str, str], list[Series]] = {}
    for one in all_series(archive):
        series.setdefault((one.indicator.organisation, one.indicator.unit), []).append(one)
    findings, decided = archive.findings(), standing(archive)
    taken: set[str] = {"index.html"}
    for unit, infos in sorted(documents.items()):
        pictures = Pictures(archive, MOST_PICTURES)
        known = {info.document_id: info for info in infos}
        own = sorted((f for f in findings if f.document_id in known), key=_worst_first)
        judged = [s for s in series.get(unit, ()) if s.judgements]
        yield UnitPage(
            file=_file_name(unit, taken),
            organisation=unit[0], unit=unit[1],
            coverage=tuple(coverage(infos)),
            contradictions=tuple(_contradiction(f, known, pictures, decided.get(f.finding_id)) for f in own),
            charts=tuple(_chart(s) for s in judged),
            more_series=len(series.get(unit, ())) - len(judged),
            left_out=pictures.left_out,
        )  # fmt: skip


def coverage(infos: Sequence[DocumentInfo]) -> list[Coverage]:
    """What there is of each period; a kind of period that fails in between is listed empty.

    Args:
        infos: the documents of one unit.

    Returns:
        In the order of time; documents without a period come last, under ''.
    """
    by_period: dict[str, list[DocumentInfo]] = {}
    for info in infos:
        by_period.setdefault(info.period if periods.is_label(info.period) else "", []).append(info)
    years: dict[str, list[int]] = {}
    for label in filter(None, by_period):
        years.setdefault(label[4:], []).append(periods.year(label))
    for part, known in years.items():
        for year in range(min(known), max(known) + 1):
            by_period.setdefault(f"{year}{part}", [])
    order = sorted(by_period, key=lambda label: (not label, label and str(periods.end(label)), label))
    return [Coverage(period=label, documents=tuple(by_period[label])) for label in order]


def _contradiction(
    finding: Finding, infos: dict[str, DocumentInfo], pictures: Pictures, decision: Decision | None
) -> Contradiction:
    other = finding.other_document_id or finding.document_id
    pairs = ((finding.a, finding.document_id, finding.page_a), (finding.b, other, finding.page_b))
    statements: list[Statement] = []
    shown: set[tuple[str, int | None]] = set()
    for words, identity, page in pairs:
        if words:
            statement = _statement(
                words, identity, page, infos, pictures, whole=(identity, page) not in shown
            )
            statements.append(statement)
            shown.add((identity, page) if statement.picture else ("", None))
    decided = ""
    if decision is not None:
        decided = f"{decision.verdict} by {decision.user}, {decision.time[:10]}"
        decided += f": {decision.note}" if decision.note else ""
    return Contradiction(finding=finding, statements=tuple(statements), decision=decided)


def _statement(  # noqa: PLR0913 - what is said, where, and what is already shown
    words: str,
    identity: str,
    page: int | None,
    infos: dict[str, DocumentInfo],
    pictures: Pictures,
    *,
    whole: bool,
) -> Statement:
    """One statement with its picture; `whole` allows the whole page where the words' place is not known."""
    info = infos.get(identity)
    where = (info.source_path if info else identity) + (f", page {page}" if page else "")
    if info is None or not page:
        return Statement(words=words, where=where, why_none="The page is not known.")
    picture = pictures.of(info, page, words, whole=whole)
    if isinstance(picture, str):
        return Statement(words=words, where=where, why_none=picture)
    return Statement(words=words, where=where, picture=_data_uri(picture, "image/png"))


def _chart(series: Series) -> Chart:
    panel = plot.panel(series)
    picture = ""
    if panel.lines:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "chart.svg"
            plot.draw([panel], file)
            picture = _data_uri(file.read_bytes(), "image/svg+xml")
    described = "; ".join(_in_words(line) for line in panel.lines)
    unsure = sum(j.confidence < SURE for j in series.judgements) + sum(
        p.confidence < SURE for p in series.points
    )
    return Chart(series=series, picture=picture, described=described, unsure=unsure)


def _in_words(line: plot.Line) -> str:
    numbers = (f"{y}: {v:g}" for y, v in zip(line.years, line.values, strict=True) if v is not None)
    return f"{line.label} {', '.join(numbers)}"


def printed_value(series: Series, judgement: Judgement) -> str:
    """The value a scorecard row tells: its own cell, else the number the report gives elsewhere."""
    if judgement.value:
        return judgement.value
    point = series.value_at(judgement.period)
    if point is None or point.value is None:
        return ""
    sign = _SIGNS.get(point.comparator, "")
    return f"{sign}{point.value:f} {point.unit}".replace(".", ",").strip()


def _worst_first(finding: Finding) -> tuple[int, str, str, str]:
    return SEVERITIES.index(finding.severity), finding.code, finding.period, finding.finding_id


def _data_uri(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _file_name(unit: tuple[str, str], taken: set[str]) -> str:
    """A name of plain letters that no other page of the folder has."""
    plain = unicodedata.normalize("NFKD", " ".join(unit)).encode("ascii", "ignore").decode("ascii").lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unknown"
    name, number = f"{stem}.html", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.html"
    taken.add(name)
    return name
