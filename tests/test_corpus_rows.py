"""Every sample report that is read without recognition gives the rows and fields that its truth names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import evaluate
from extractor.archive import Archive, Source
from extractor.model import SURE, Field
from extractor.patterns import built_in
from extractor.pipeline import extract
from extractor.reading import read
from tests.support.importing import CORPUS

GOLDEN = CORPUS.parents[1] / "golden"
BORN = sorted(
    f
    for f in CORPUS.iterdir()
    if f.suffix in (".pdf", ".docx") and not any(w in f.name for w in ("scan", "ocr"))
)
DUMPS = sorted(CORPUS.glob("*.txt"))

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, tuple[Rows, list[dict[str, Field]]]]]:
    """By file name, the rows of the truth and those read."""
    with Archive(tmp_path_factory.mktemp("samples") / "styrkort.db") as archive:
        for file in (*BORN, *DUMPS):
            report = extract(read(file.read_bytes(), file.name), built_in())
            archive.save(report, Source(path=file.name, size=1, modified_ns=1), "v", "done", "")
        pairs = evaluate.with_truth(archive, GOLDEN)
        yield {i.source_path: (truth, evaluate.read_rows(archive, i)) for i, truth in pairs}


def wrong_and_sure(truth: dict[str, Any], got: dict[str, Field]) -> list[str]:
    fields = ((name, got.get(name, Field())) for name in evaluate.FIELDS)
    return [
        f"{name}: {truth.get(name)!r} read as {evaluate.reading(name, field)!r}"
        for name, field in fields
        if field.confidence >= SURE
        and not evaluate.is_right(name, truth.get(name), evaluate.reading(name, field))
    ]


@pytest.mark.parametrize("file", BORN, ids=lambda file: file.name)
def test_a_born_digital_report_gives_all_its_rows_and_no_other(file: Path, told) -> None:
    truth, rows = told[file.name]
    assert len(evaluate.match(truth, rows)) == len(truth)
    assert len(rows) == len(truth)


@pytest.mark.parametrize("file", [*BORN, *DUMPS], ids=lambda file: file.name)
def test_no_field_that_is_sure_is_wrong(file: Path, told) -> None:
    truth, rows = told[file.name]
    pairs = evaluate.match(truth, rows)
    matched = [id(row) for _, row in pairs]
    invented = [r for r in rows if id(r) not in matched and r["value"].text and r["value"].confidence >= SURE]
    assert [wrong for one, row in pairs for wrong in wrong_and_sure(one, row)] == []
    assert invented == []
