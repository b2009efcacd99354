"""The list of documents, framed or in plain columns."""

from __future__ import annotations

import msgspec

from extractor.archive import DocumentInfo
from extractor.screens import documents

ONE = DocumentInfo(
    document_id="0123456789abcdef", sha256="00", name="a.pdf", media="pdf", text_layer="born",
    organisation="Region Fjällmark", unit="Medicinsk service", title="", report_type="annual", period="2020",
    document_number="", pages=12, text_quality=1.0, rows=30, outcome="done", reason="", imported_at="",
    version="v", paths=("arkiv/a.pdf", "kopia/a.pdf"),
)  # fmt: skip


def listed(capsys, count: int) -> str:
    some = [
        msgspec.structs.replace(ONE, document_id=f"{n:016x}", paths=(f"{n}.pdf", "b.pdf"))
        for n in range(count)
    ]
    documents.listing(some)
    return capsys.readouterr().out


def test_a_long_list_names_every_document_on_a_line_of_its_own(capsys) -> None:
    lines = listed(capsys, documents.MANY + 1).splitlines()
    assert len(lines) == documents.MANY + 2
    assert lines[0].split() == [
        "id",
        "organisation",
        "unit",
        "period",
        "form",
        "pages",
        "rows",
        "outcome",
        "file",
    ]
    assert all("Region Fjällmark  Medicinsk service  2020" in line for line in lines[1:])
    assert lines[-1].endswith(f"done     {documents.MANY}.pdf (+1 more)")


def test_a_long_list_says_why_a_document_was_not_read(capsys) -> None:
    failed = msgspec.structs.replace(ONE, outcome="failed", reason="It is empty [0 bytes].")
    documents.listing([ONE] * documents.MANY + [failed])
    assert capsys.readouterr().out.splitlines()[-1].endswith("arkiv/a.pdf (+1 more) – It is empty [0 bytes].")


def test_a_short_list_is_a_table(capsys) -> None:
    assert "│" in listed(capsys, 2)
