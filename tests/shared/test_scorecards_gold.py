from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.metadata.find import find_metadata
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.sections.assignments import find_assignments
from tests.support.perfect import document_from_content

GOLD = sorted((Path(__file__).resolve().parents[3] / "shared" / "gold").glob("*.yaml"))
PATTERNS = built_in()
TEXTS = ("goal", "indicator", "baseline", "target", "value")

pytestmark = pytest.mark.skipif(not GOLD, reason="the shared folder with verified reports is not mounted")


def content_of(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_behind_a_perfect_reader_every_row_and_field_is_right(path: Path) -> None:
    expected = []
    for block in content_of(path)["blocks"]:
        if "scorecard" in block:
            card = block["scorecard"]
            printed = {c["field"] for c in card["columns"]}
            for row in card["rows"]:
                texts = [(row.get(f) or "") if f in printed else "" for f in TEXTS]
                expected.append([card["perspective"], *texts, row["status"], row["trend"]])
    rows = [r for card in find_scorecards(document_from_content(path), PATTERNS) for r in card.rows]
    got = [
        [
            r.text("perspective"),
            *(r.text(f) for f in TEXTS),
            r.field("status").normal,
            r.field("trend").normal,
        ]  # type: ignore[arg-type]
        for r in rows
    ]
    assert [[" ".join(str(x or "").split()) for x in row] for row in got] == [
        [" ".join(str(x or "").split()) for x in row] for row in expected
    ]
    assert not [flag for r in rows for flag in r.flags]


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_behind_a_perfect_reader_every_assignment_is_found_with_its_outcome(path: Path) -> None:
    expected = [b["assignment"] for b in content_of(path)["blocks"] if "assignment" in b]
    found = find_assignments(document_from_content(path), PATTERNS)
    assert [a.title for a in found] == [e["title"] for e in expected]
    assert [" ".join(a.outcome.split()) for a in found] == [
        " ".join((e["outcome"] or "").split()) for e in expected
    ]


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_behind_a_perfect_reader_the_metadata_are_right(path: Path) -> None:
    expected = content_of(path)["document"]
    found = find_metadata(document_from_content(path), PATTERNS)
    assert (found.organisation, found.unit, found.title, found.report_type, found.period) == tuple(
        str(expected[key]) for key in ("organisation", "unit", "title", "report_type", "period")
    )
    assert found.document_number == (expected["doc_no"] or "")
