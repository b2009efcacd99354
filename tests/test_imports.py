"""An import loses nothing: every file gets an outcome, and the same command can be run again."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from extractor import imports
from extractor.archive import Archive
from extractor.errors import NotFoundError
from extractor.imports import ImportSettings, import_files

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
GOOD = "fjallmark-ms-2019.docx"
ONE_JOB = ImportSettings(jobs=1)


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


def outcomes(summary: imports.Summary) -> dict[str, tuple[str, str]]:
    return {Path(f.path).name: (f.outcome, f.how) for f in summary.files}


def zip_of(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(name, content)
    return stream.getvalue()


def empty_pdf() -> bytes:
    stream = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.save(stream)
    return stream.getvalue()


def test_a_good_report_is_imported_with_its_rows(archive: Archive, folder: Path) -> None:
    summary = import_files(archive, [folder], ONE_JOB)
    assert outcomes(summary) == {GOOD: ("done", "read")}
    (document,) = archive.documents()
    assert document.rows > 0
    assert document.organisation == "Region Fjällmark"


def test_an_unchanged_file_is_skipped_and_a_copy_is_a_duplicate(archive: Archive, folder: Path) -> None:
    import_files(archive, [folder], ONE_JOB)
    shutil.copy(folder / "2019" / GOOD, folder / "kopia.docx")
    summary = import_files(archive, [folder], ONE_JOB)
    assert outcomes(summary) == {GOOD: ("done", "unchanged"), "kopia.docx": ("done", "duplicate")}
    (document,) = archive.documents()
    assert len(document.paths) == 2


def test_copies_in_one_run_are_one_document(archive: Archive, folder: Path) -> None:
    shutil.copy(folder / "2019" / GOOD, folder / "kopia.docx")
    summary = import_files(archive, [folder], ONE_JOB)
    assert sorted(how for _, how in outcomes(summary).values()) == ["duplicate", "read"]
    assert len(archive.documents()) == 1


def test_every_bad_file_gets_its_own_reason_and_the_good_one_comes_in(archive: Archive, folder: Path) -> None:
    whole = (CORPUS / "fjallmark-ms-2019.pdf").read_bytes()
    (folder / "tom.pdf").write_bytes(b"")
    (folder / "sidlös.pdf").write_bytes(empty_pdf())
    (folder / "avbruten.pdf").write_bytes(whole[:300])
    (folder / "annat.docx").write_bytes(zip_of("xl/workbook.xml", b"<workbook/>"))
    (folder / "brus.doc").write_bytes(bytes(range(256)) * 40)
    summary = import_files(archive, [folder], ONE_JOB)
    assert {name: outcome for name, (outcome, _) in outcomes(summary).items()} == {
        GOOD: "done", "tom.pdf": "failed", "sidlös.pdf": "failed", "avbruten.pdf": "failed",
        "annat.docx": "failed", "brus.doc": "failed",
    }  # fmt: skip
    reasons = [d.reason for d in archive.documents() if d.outcome == "failed"]
    assert len(set(reasons)) == len(reasons)
    assert all(r.endswith(".") and len(r) > 10 for r in reasons)
    assert not summary.complete


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_recorded(archive: Archive, folder: Path) -> None:
    (folder / "låst.pdf").write_bytes(b"%PDF-1.4")
    (folder / "låst.pdf").chmod(0)
    summary = import_files(archive, [folder], ONE_JOB)
    assert outcomes(summary)["låst.pdf"][0] == "failed"


def test_a_dangling_link_is_recorded_and_a_link_loop_ends(archive: Archive, folder: Path) -> None:
    (folder / "borta.pdf").symlink_to(folder / "finns-inte.pdf")
    (folder / "slinga").symlink_to(folder)
    summary = import_files(archive, [folder], ONE_JOB)
    assert outcomes(summary)["borta.pdf"][0] == "failed"
    assert len(summary.files) == 2


def test_a_name_that_is_no_utf8_is_imported(archive: Archive, folder: Path) -> None:
    name = os.fsencode(folder) + b"/\xe5rsrapport.docx"
    shutil.copy(folder / "2019" / GOOD, os.fsdecode(name))
    import_files(archive, [folder], ONE_JOB)
    (document,) = archive.documents()
    assert any("\\xe5rsrapport.docx" in path for path in document.paths)


def test_a_missing_path_is_refused(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="does not exist"):
        import_files(archive, [tmp_path / "ingen"], ONE_JOB)


def test_a_document_that_takes_too_long_is_given_up_and_the_next_goes_on(
    archive: Archive, folder: Path
) -> None:
    settings = ImportSettings(jobs=1, timeout=0.001)
    summary = import_files(archive, [folder], settings)
    assert outcomes(summary) == {GOOD: ("failed", "read")}
    assert "longer than" in archive.documents()[0].reason
    again = import_files(archive, [folder], ONE_JOB)
    assert outcomes(again) == {GOOD: ("failed", "unchanged")}
    retried = import_files(archive, [folder], ImportSettings(jobs=1, retry_failed=True))
    assert outcomes(retried) == {GOOD: ("done", "read")}


def test_a_document_that_needs_too_much_memory_is_given_up(archive: Archive, folder: Path) -> None:
    (folder / "stor.txt").write_bytes(b"Sjukfranvaro 5,1 %\n" * 4_000_000)
    summary = import_files(archive, [folder / "stor.txt"], ImportSettings(jobs=1, memory=64))
    assert outcomes(summary) == {"stor.txt": ("failed", "read")}
    assert "64 MiB" in archive.documents()[0].reason


def test_a_scan_waits_for_ocr_and_is_picked_up_once_it_is_there(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "skannad.pdf"
    shutil.copy(CORPUS / "granvik-sn-2022-scan.pdf", scan)
    bare = tmp_path / "bin"
    bare.mkdir()
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(bare))
        assert outcomes(import_files(archive, [scan], ONE_JOB)) == {"skannad.pdf": ("needs_ocr", "read")}
        assert outcomes(import_files(archive, [scan], ONE_JOB)) == {"skannad.pdf": ("needs_ocr", "unchanged")}
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    assert outcomes(import_files(archive, [scan], ONE_JOB)) == {"skannad.pdf": ("done", "read")}
    assert archive.documents()[0].text_layer == "recognised"


def test_extraction_is_a_function_of_bytes(folder: Path) -> None:
    from extractor.patterns import built_in

    content = (folder / "2019" / GOOD).read_bytes()
    assert imports.extract_bytes(content, GOOD, built_in()) == imports.extract_bytes(
        content, GOOD, built_in()
    )
