"""The sample reports name their organisation, unit, type and period as their truth says."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from extractor.metadata.find import find_metadata
from extractor.patterns import built_in
from extractor.reading import read

ROOT = Path(__file__).resolve().parents[1]
BORN = (
    "fjallmark-ms-2017.docx", "fjallmark-ms-2019-t1.pdf",
    "fjallmark-ms-2020-t2.txt", "fjallmark-ns-2019.docx", "granvik-kfn-2023.docx", "granvik-mbn-2022.pdf",
    "granvik-ubn-2021-txteng.txt", "granvik-ubn-2023-t2.pdf", "granvik-ubn-2023.docx", "vattenvard-2023.docx",
)  # fmt: skip
"""One of each organisation, kind of report and format that is read fast."""


@pytest.mark.parametrize("name", BORN)
def test_a_sample_report_names_who_reports_about_when(name: str) -> None:
    file = ROOT / "corpus" / "archive" / name
    truth = ROOT / "golden" / f"{file.stem}.yaml"
    told = msgspec.yaml.decode(truth.read_bytes())["document"]
    found = find_metadata(read(file.read_bytes(), name), built_in())
    wanted = {key: str(told[key] or "") for key in ("organisation", "unit", "report_type", "period")}
    assert {key: getattr(found, key) for key in wanted} == wanted
