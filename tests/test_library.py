"""The library's front door gives what the command line gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import extractor
from extractor import Archive, import_reports, read
from extractor.errors import ReadError
from extractor.imports import ImportSettings

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
FILES = [CORPUS / "fjallmark-ms-2018.docx", CORPUS / "fjallmark-ms-2018.pdf"]


def test_a_report_read_is_the_report_an_import_stores(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        summary = import_reports(archive, FILES, ImportSettings(jobs=1))
        assert dict(summary.outcomes) == {"done": 2}
        for file in FILES:
            stored = archive.reading(archive.find(file.name).document_id)
            fresh = read(file)
            bare = msgspec.structs.replace(fresh.document, blocks=())
            assert msgspec.structs.replace(fresh, document=bare) == stored
        assert archive.findings()


def test_what_cannot_be_read_is_an_error_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    with pytest.raises(ReadError):
        read(tmp_path / "empty.pdf")


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, extractor; print([m for m in ('pandas', 'spacy', 'sqlalchemy', 'cv2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        extractor.reed  # noqa: B018 - the access is what is tested
