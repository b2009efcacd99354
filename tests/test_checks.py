"""What holds for every finding, whatever its code."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from extractor.checks import CHECKS, run_checks
from extractor.checks.corpus import SEVERITY
from extractor.contract import FINDING_CODES
from extractor.link.indicators import link_indicators
from extractor.model import Finding, document_id
from extractor.patterns import built_in
from tests.support.invented import report, row

DOCS = Path(__file__).resolve().parent.parent / "docs" / "findings"

OLD = report(
    "2019", [row("Antal besök", target="100 st", value="96 st", status="met"), row("Mertid", value="450 h")]
)
NEW = report(
    "2020",
    [row("Antal besök", target="120 st", previous_value="95 st", value="", status="met")],
    tables=[
        (
            "Kostnader",
            ["", "Utfall 2020", "Utfall 2019"],
            [["Löner", "7", "8"], ["El", "2", "1"], ["Summa", "19", "9"]],
        )
    ],
    comments=[("Besök", "Kostnaden minskade från 4,6 till 5,9 mnkr.")],
)


def run(*reports: object) -> tuple[Finding, ...]:
    return run_checks(reports, link_indicators(reports, built_in()), built_in())  # type: ignore[arg-type]


def test_every_code_of_the_contract_has_a_check_a_severity_and_a_page() -> None:
    assert tuple(CHECKS) == FINDING_CODES
    assert set(SEVERITY) == set(FINDING_CODES)
    assert {p.stem for p in DOCS.glob("*.md")} == set(FINDING_CODES)


@pytest.mark.parametrize("code", FINDING_CODES)
def test_a_codes_page_says_what_it_means_and_when_it_is_wrong(code: str) -> None:
    page = (DOCS / f"{code}.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## What it means", "## Example", "## When it is wrong to flag",
    ]  # fmt: skip
    assert f"Severity: {SEVERITY[code]}." in page


def test_findings_are_the_same_in_every_run_and_order() -> None:
    assert {f.finding_id: f for f in run(OLD, NEW)} == {f.finding_id: f for f in run(NEW, OLD)}


def test_ids_are_unique_and_survive_another_report_joining() -> None:
    before = [f.finding_id for f in run(OLD, NEW)]
    after = {f.finding_id for f in run(OLD, NEW, report("2021", [row("Antal besök", value="99 st")]))}
    assert len(before) == len(set(before))
    assert set(before) <= after


def test_a_finding_names_two_statements_of_known_documents_in_one_sentence() -> None:
    known = {document_id(r.document.sha256) for r in (OLD, NEW)}
    found = run(OLD, NEW)
    assert {f.code for f in found} >= {"restated", "missing_value", "target_changed", "indicator_dropped"}
    for finding in found:
        assert finding.document_id in known
        assert finding.other_document_id in {*known, ""}
        assert finding.a
        assert finding.b
        assert finding.message.endswith(".")
        assert "\n" not in finding.message


def test_no_report_at_all_gives_no_finding() -> None:
    assert run() == ()


def test_a_scan_of_a_report_that_is_there_in_print_contradicts_nobody() -> None:
    scan = report("2019", [row("Antal besök", target="100 st", value="69 st", status="met")])
    scan = replace(
        scan,
        document=replace(scan.document, text_layer="ocr", name="scan.pdf"),
        metadata=replace(scan.metadata, report_type="unknown"),
    )
    assert run(OLD, NEW, scan) == run(OLD, NEW)


def test_a_draft_and_a_final_report_of_one_period_are_no_consecutive_reports() -> None:
    draft = report("2020", [row("Antal besök", target="120 st", value="99 st")])
    final = report("2020", [row("Antal besök", target="120 st", value="98 st"), row("Mertid", value="2 h")])
    assert [f.code for f in run(draft, final)] == ["restated"]


def test_a_doubtful_reading_contradicts_nobody() -> None:
    old, new = (
        report("2019", [row("Antal besök", value="96 st")]),
        report("2020", [row("Antal besök", previous_value="36 st")]),
    )
    assert [f.code for f in run(old, new)] == ["restated"]
    doubtful = tuple(replace(o, confidence=0.5, reasons=("ocr_low",)) for o in new.observations)
    assert run(old, replace(new, observations=doubtful)) == ()
