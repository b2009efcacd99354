"""Links and findings over the verified content of the real reports, with a perfect reader."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.checks import run_checks
from extractor.link.indicators import link_indicators
from extractor.model import Finding, Report, document_id
from extractor.patterns import built_in
from extractor.pipeline import extract
from tests.support.perfect import document_from_content

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
CHANGES = {
    "target_changed",
    "indicator_dropped",
    "indicator_added",
    "indicator_renamed",
    "goal_renamed",
    "missing_value",
}

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="no shared gold beside the checkout")


@functools.cache
def read() -> dict[str, tuple[Report, dict[str, Any]]]:
    files = sorted(GOLD.glob("*.yaml"))
    return {
        p.stem: (extract(document_from_content(p), built_in()), yaml.safe_load(p.read_text("utf-8")))
        for p in files
    }


def test_every_row_of_a_series_has_one_indicator_and_no_other_row_has() -> None:
    reports = [r for r, _ in read().values()]
    ids = {
        (k.document_id, k.row_no, k.table_no): k.indicator_id
        for k in link_indicators(reports, built_in()).links
        if k.row_no and not k.suggestion
    }
    by_series, by_id = defaultdict(set), defaultdict(set)
    for some, data in read().values():
        rows = [r for b in data["blocks"] if "scorecard" in b for r in b["scorecard"]["rows"]]
        printed = [r for card in some.scorecards for r in card.rows]
        assert len(rows) == len(printed)
        for truth, mine in zip(rows, printed, strict=True):
            found = ids[document_id(some.document.sha256), mine.row_no, mine.table_no]
            by_series[truth["series"]].add(found)
            by_id[found].add(truth["series"])
    split = [s for s, some in by_series.items() if len(some) > 1]
    merged = [s for s in by_id.values() if len(s) > 1]
    assert len(split) + len(merged) <= 1


def numbers(text: str) -> set[str]:
    found = re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text))
    return {n.replace(",", ".").rstrip("0").rstrip(".") if "," in n or "." in n else n for n in found}


def contradictions() -> tuple[list[dict[str, Any]], list[Finding]]:
    reports = [r for r, _ in read().values()]
    found = run_checks(reports, link_indicators(reports, built_in()), built_in())
    planted = [f for _, data in read().values() for f in data.get("findings") or []]
    return [f for f in planted if f["code"] not in CHANGES], [f for f in found if f.code not in CHANGES]


def matches(planted: dict[str, Any], finding: Finding) -> bool:
    wanted = numbers(planted["a"]) | numbers(planted["b"])
    return planted["code"] == finding.code and (
        not wanted or bool(wanted & (numbers(finding.a) | numbers(finding.b)))
    )


def test_most_contradictions_are_found_and_none_is_invented() -> None:
    planted, found = contradictions()
    core = [p for p in planted if p.get("core", True)]
    assert sum(any(matches(p, f) for f in found) for p in core) >= 0.9 * len(core)
    assert sum(any(matches(p, f) for p in planted) for f in found) >= 0.9 * len(found)
