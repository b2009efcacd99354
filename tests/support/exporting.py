"""An archive with everything that can be exported, made by hand; and LibreOffice as a user's spreadsheet."""

from __future__ import annotations

import csv
import functools
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path

import msgspec

from extractor.archive import Archive, Source
from extractor.model import (
    Assignment,
    Control,
    Field,
    FigureCell,
    Finding,
    Indicator,
    Link,
    Observation,
    Place,
    Report,
    document_id,
)
from tests.support.reports import report, row

ORGANISATION, UNIT = "Region Fjällmark", "Teknikenheten"
TRICKY = (
    "-", "–", "=", "@x", "+/-0", "-5 %", "=SUM(A1)", "-SUM(A1)", "+A1", "'=1", "a;b,c\t\"d\"", "två\nrader", "ret\rur",
    "- Minskad frånvaro", "0123", "1/2", "3-5", "TRUE", "NA", "null", "1e5", " blank ", "ÅÄÖ åäö ≥ €", "_x0041_",
)  # fmt: skip
"""Texts that readers of tables like to change."""


def figure(number: int, text: str, value: str | None = None) -> FigureCell:
    """One body cell of a table that is no scorecard."""
    return FigureCell(
        table_no=2, caption="Övrigt", row_no=number, row_label=f"Rad {number}", column_no=1, column_label="Utfall",
        text=text, value=Decimal(value) if value else None, unit="tkr" if value else "", place=Place(page=2),
        reasons=("unit_inferred",) if value else (),
    )  # fmt: skip


def said(indicator: str, period: str, value: str | None, **more: object) -> Observation:
    """One observation of running text; by default an actual value in per cent, surely read."""
    fields: dict[str, object] = {
        "kind": "actual", "unit": "%", "text": f"{indicator} {value}", "origin": "text", "place": Place(page=3),
    }  # fmt: skip
    number = Decimal(value) if value is not None else None
    return Observation(indicator=indicator, period=period, value=number, **{**fields, **more})  # type: ignore[arg-type]


def full_report(period: str, *facts: Observation) -> Report:
    """A report with a scorecard of two rows, a table of tricky cells, an assignment, a control, and facts."""
    rows = [
        row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4,5 %", "5,1 %", "not_met"),
        row(2, "God arbetsmiljö", "Frisknärvaro", "Öka", "", None),
    ]
    whole = Field(normal="partly_met", source="colour", place=Place(page=1))
    rows = [msgspec.structs.replace(r, fields={**r.fields, "goal_status": whole}) for r in rows]
    rows[1] = msgspec.structs.replace(rows[1], measure="Frisknärvaro")
    numbers = [figure(90, "1 234,50", "1234.50"), figure(91, "-0,000001", "-0.000001")]
    numbers += [figure(92, "123 456 789 012 345", "123456789012345")]
    cells = [figure(n, text) for n, text in enumerate(TRICKY, start=1)]
    made = report(period, rows, figures=(*cells, *numbers))
    assignment = Assignment(
        title="Ta fram en plan", description="=1+1", outcome="Klart", outcome_label="Återrapportering",
        outcome_class="done", place=Place(page=4),
    )  # fmt: skip
    control = Control(
        activity="Attest", method="Stickprov", performed="mars", result="-", actions="", place=Place(page=4)
    )
    metadata = msgspec.structs.replace(made.metadata, reasons=("period_inferred",))
    return msgspec.structs.replace(
        made, assignments=(assignment,), controls=(control,), metadata=metadata,
        observations=(*made.observations, *facts),
    )  # fmt: skip


def fill(archive: Archive, reports: list[Report], more: tuple[Indicator, ...] = ()) -> None:
    """Store the reports of one unit with an indicator for each row, and what facts name an indicator as theirs."""
    indicators = {
        "sjuk": _indicator("sjuk", "Sjukfrånvaro", ("Sjukfrånvaro", "Total sjukfrånvaro")),
        "frisk": _indicator("frisk", "Frisknärvaro", ("Frisknärvaro",)),
        **{i.indicator_id: i for i in more},
    }
    by_name = {i.name: key for key, i in indicators.items()}
    links, findings = [], []
    for number, one in enumerate(reports):
        source = Source(path=f"{one.metadata.period}.pdf", size=1, modified_ns=1)
        identity = archive.save(one, source, "v1", "done", "")
        links += [
            Link(document_id=identity, indicator_id=key, level="new", table_no=1, row_no=row_no)
            for key, row_no in (("sjuk", 1), ("frisk", 2))
        ]
        links += [
            Link(document_id=identity, indicator_id=by_name[o.indicator], level="name", observation_no=n)
            for n, o in enumerate(one.observations)
            if o.row_no is None
        ]
        other = document_id(reports[number - 1].document.sha256) if number else ""
        findings.append(_finding(one, identity, other))
    archive.save_unit(ORGANISATION, UNIT, list(indicators.values()), links, findings)
    archive.save_failure("e" * 64, Source(path="trasig.pdf", size=0, modified_ns=0), "v1", "failed", "Empty.")


def _finding(one: Report, identity: str, other: str) -> Finding:
    return Finding(
        finding_id=f"f{one.metadata.period}", code="restated", severity="warning", document_id=identity,
        other_document_id=other, indicator_id="sjuk", period=one.metadata.period, message="Restated.",
        a="5,1 %", b="5,2 %", page_a=1, page_b=1,
    )  # fmt: skip


def _indicator(identity: str, name: str, aliases: tuple[str, ...]) -> Indicator:
    return Indicator(
        indicator_id=identity, organisation=ORGANISATION, unit=UNIT, name=name, perspective="Medarbetare",
        unit_of_measure="%", aliases=aliases,
    )  # fmt: skip


def rows_of(file: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The lines of a CSV file as any CSV reader sees them."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


@functools.cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """LibreOffice's own folder, for all its runs in this process: two processes may not share one."""
    return tempfile.TemporaryDirectory(prefix="styrkort-calc-")


def through_libreoffice(file: Path, to: str, out: Path, infilter: str = "") -> Path:
    """A file as LibreOffice Calc opens and saves it."""
    out.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation=file://{_profile().name}"
    reading = [f"--infilter={infilter}"] if infilter else []
    command = [
        "soffice",
        "--headless",
        profile,
        *reading,
        "--convert-to",
        to,
        "--outdir",
        str(out),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = out / f"{file.stem}.{to.split(':')[0]}"
    assert made.exists(), "LibreOffice wrote nothing; is libreoffice-calc installed?"
    return made
