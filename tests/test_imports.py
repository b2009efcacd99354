"""An import loses nothing: every file gets an outcome, and the same command can be run again."""

from __future__ import annotations

import io
import json
import random
import shutil
from pathlib import Path

import msgspec
import pypdfium2
import pytest
import sqlalchemy as sa

from extractor.archive import Archive, schema
from extractor.errors import NotFoundError
from extractor.imports import ImportSettings, extract_bytes
from extractor.patterns import built_in
from extractor.reading import ReadSettings
from extractor.relate import relate
from tests.support.importing import CORPUS, GOOD, imported, outcomes, small_report, styrkort, zip_of


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "arkiv å" / "2019"
    place.mkdir(parents=True)
    shutil.copy(CORPUS / GOOD, place / GOOD)
    return place.parent


def empty_pdf() -> bytes:
    stream = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.save(stream)
    return stream.getvalue()


def test_a_good_report_is_imported_with_its_rows(archive: Archive, folder: Path) -> None:
    files = imported(archive, [folder])
    assert outcomes(files) == {GOOD: ("done", "read")}
    (document,) = archive.documents()
    assert document.rows > 0
    assert document.organisation == "Region Fjällmark"


def test_an_unchanged_file_is_skipped_and_a_copy_is_a_duplicate(archive: Archive, folder: Path) -> None:
    imported(archive, [folder])
    shutil.copy(folder / "2019" / GOOD, folder / "kopia.docx")
    files = imported(archive, [folder])
    assert outcomes(files) == {GOOD: ("done", "unchanged"), "kopia.docx": ("done", "duplicate")}
    (document,) = archive.documents()
    assert len(document.paths) == 2


def test_copies_in_one_run_are_one_document(archive: Archive, folder: Path) -> None:
    shutil.copy(folder / "2019" / GOOD, folder / "kopia.docx")
    files = imported(archive, [folder])
    assert sorted(how for _, how in outcomes(files).values()) == ["duplicate", "read"]
    assert len(archive.documents()) == 1


def test_every_bad_file_gets_its_own_reason_and_the_good_one_comes_in(archive: Archive, folder: Path) -> None:
    whole = (CORPUS / "fjallmark-ms-2019.pdf").read_bytes()
    (folder / "tom.pdf").write_bytes(b"")
    (folder / "sidlös.pdf").write_bytes(empty_pdf())
    (folder / "avbruten.pdf").write_bytes(whole[:300])
    (folder / "annat.docx").write_bytes(zip_of({"xl/workbook.xml": b"<workbook/>"}))
    (folder / "brus.doc").write_bytes(bytes(range(256)) * 40)
    files = imported(archive, [folder])
    assert {name: outcome for name, (outcome, _) in outcomes(files).items()} == {
        GOOD: "done", "tom.pdf": "failed", "sidlös.pdf": "failed", "avbruten.pdf": "failed",
        "annat.docx": "failed", "brus.doc": "failed",
    }  # fmt: skip
    failures = [f for f in files if f.outcome == "failed"]
    assert len({f.reason for f in failures}) == len(failures)
    assert all(f.reason.endswith(".") and len(f.reason) > 10 and f.code for f in failures)
    assert {d.reason for d in archive.documents()} >= {f.reason for f in failures}


def test_a_missing_path_is_refused_before_anything_is_imported(archive: Archive, folder: Path) -> None:
    with pytest.raises(NotFoundError, match="does not exist"):
        imported(archive, [folder, folder / "ingen"])
    assert archive.documents() == []


def test_a_file_that_was_put_right_leaves_no_failure_behind(archive: Archive, folder: Path) -> None:
    (folder / "halv.docx").write_bytes((CORPUS / GOOD).read_bytes()[:5000])
    assert outcomes(imported(archive, [folder / "halv.docx"]))["halv.docx"] == ("failed", "read")
    shutil.copy(CORPUS / GOOD, folder / "halv.docx")
    assert outcomes(imported(archive, [folder / "halv.docx"]))["halv.docx"] == ("done", "read")
    assert [d.outcome for d in archive.documents()] == ["done"]


def test_what_was_read_stays_when_another_file_takes_its_place(archive: Archive, folder: Path) -> None:
    imported(archive, [folder])
    shutil.copy(CORPUS / "fjallmark-ms-2018.docx", folder / "2019" / GOOD)
    imported(archive, [folder])
    assert [d.period for d in archive.documents()] == ["2018", "2019"]


def test_what_the_database_refuses_is_one_failure_and_the_rest_comes_in(
    tmp_path: Path, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(small_report(number), encoding="utf-8")
    with Archive(location) as archive:
        save = archive.save

        def with_a_huge_title(report, *rest, **more):
            if report.name == "1.txt":
                report = msgspec.structs.replace(report, unit=random_text(20_000), organisation="x")
                with archive._begin() as connection:
                    row = {"organisation": "x", "unit": report.unit, "state": sa.null()}
                    connection.execute(schema.related.insert().values(row))
            return save(report, *rest, **more)

        monkeypatch.setattr(archive, "save", with_a_huge_title)
        files = imported(archive, [tmp_path])
        assert [f.code for f in sorted(files, key=lambda f: f.path)] == ["", "not_storable", ""]
        assert sorted(d.outcome for d in archive.documents()) == ["done", "done", "failed"]


def random_text(length: int) -> str:
    return "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=length))


def test_only_units_that_changed_are_linked_again(archive: Archive, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(small_report(number), encoding="utf-8")
    imported(archive, [tmp_path])
    stale = archive.stale_units()
    assert len(stale) == 2
    relate(archive, built_in())
    assert archive.stale_units() == []
    (tmp_path / "1-ny.txt").write_text(small_report(1).replace("2000", "2002"), encoding="utf-8")
    imported(archive, [tmp_path])
    assert archive.stale_units() == [("Granviks kommun", "Socialnämnden")]
    relate(archive, built_in(), archive.stale_units())
    assert archive.stale_units() == []


def test_a_scan_waits_for_ocr_and_is_picked_up_once_it_is_allowed(archive: Archive, tmp_path: Path) -> None:
    scan = tmp_path / "skannad.pdf"
    shutil.copy(CORPUS / "granvik-sn-2022-scan.pdf", scan)
    without = ImportSettings(jobs=1, reading=ReadSettings(ocr="off"))
    assert outcomes(imported(archive, [scan], without)) == {"skannad.pdf": ("needs_ocr", "read")}
    assert outcomes(imported(archive, [scan], without)) == {"skannad.pdf": ("needs_ocr", "unchanged")}
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    assert outcomes(imported(archive, [scan])) == {"skannad.pdf": ("done", "read")}
    assert outcomes(imported(archive, [scan])) == {"skannad.pdf": ("done", "unchanged")}
    assert archive.documents()[0].text_layer == "recognised"


def test_a_word_97_file_is_picked_up_once_libreoffice_is_there(tmp_path: Path) -> None:
    old = tmp_path / "gammal.doc"
    shutil.copy(CORPUS / "fjallmark-ms-2019-t1.doc", old)
    bare = tmp_path / "bin"
    bare.mkdir()
    lines = [tmp_path / f"{n}.jsonl" for n in range(3)]
    for report, path in zip(lines, (str(bare), str(bare), None), strict=True):
        env = {"PATH": path} if path else None
        if path is None and shutil.which("soffice") is None:
            pytest.skip("LibreOffice is not installed")
        styrkort("import", old, "--archive", tmp_path / "a.db", "--report", report, "--jobs", "1", env=env)
    told = [json.loads(report.read_text().splitlines()[0]) for report in lines]
    assert [(t["outcome"], t["how"]) for t in told] == [
        ("failed", "read"), ("failed", "unchanged"), ("done", "read"),
    ]  # fmt: skip
    assert told[0]["code"] == "needs_program"


def test_extraction_is_a_function_of_bytes(folder: Path) -> None:
    content = (folder / "2019" / GOOD).read_bytes()
    assert extract_bytes(content, GOOD, built_in()) == extract_bytes(content, GOOD, built_in())
