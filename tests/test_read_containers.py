"""Hostile and broken containers: a document or a reasoned refusal, nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import EmptyFileError, EncryptedError, FormatError, ReadError
from extractor.model import Document
from extractor.reading import kind_of, read
from extractor.reading.package import Package
from tests.support.word import document_xml, docx, drawing, p, picture, png, replaced, shape, tbl, tr, zipped

SAMPLE = docx(
    p("Mål", style="Rubrik1") + tbl(tr("Indikator", "Utfall"), tr("Nöjda gäster", "82 %"))
    + p(drawing(shape("ellipse", "00B050")) + drawing(picture("i1"))),
    parts={"word/media/i1.png": png((0, 176, 80, 255))},
)  # fmt: skip
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\0" + bytes(480)


def ole2(*names: str) -> bytes:
    """An old compound file with these directory entries."""
    return OLE2 + b"".join((n.encode("utf-16-le") + b"\0\0").ljust(128, b"\0") for n in names)


class TestKind:
    def test_the_name_does_not_decide(self) -> None:
        assert read(SAMPLE, "rapport.pdf").media == "docx"

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"%PDF-1.7 ...", "pdf"),
            (b"\n" * 900 + b"%PDF-1.4", "pdf"),
            (ole2("Root Entry", "WordDocument"), "doc"),
            (b"{\\rtf1 text}", "rtf"),
            ("Målet är nått".encode(), "text"),
            ("Målet är nått".encode("cp1252"), "text"),
            ("Målet är nått".encode("utf-16"), "text"),
        ],
        ids=["pdf", "late pdf header", "doc", "rtf", "utf-8", "cp1252", "utf-16"],
    )
    def test_the_content_decides(self, content: bytes, kind: str) -> None:
        assert kind_of(content) == kind

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (ole2("Workbook"), "Excel"),
            (zipped({"xl/workbook.xml": b"<a/>"}), "Excel"),
            (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "spreadsheet"),
            (zipped({"readme.txt": b"hej"}), "without a Word document"),
            (b"\x89PNG\r\n\x1a\n....", "PNG"),
            (b"<!DOCTYPE html><html>", "web page"),
            (bytes(range(256)) * 4, "binary"),
            (b"text\0text", "binary"),
        ],
        ids=["xls", "xlsx", "ods", "zip", "png", "html", "bytes", "nul"],
    )
    def test_what_is_not_read_is_named(self, content: bytes, words: str) -> None:
        with pytest.raises(FormatError, match=words):
            kind_of(content)

    @pytest.mark.parametrize("content", [b"", b"  \r\n", bytes(100)], ids=["no bytes", "blanks", "zeros"])
    def test_an_empty_file_is_called_empty(self, content: bytes) -> None:
        with pytest.raises(EmptyFileError):
            kind_of(content)


class TestEncrypted:
    def test_an_encrypted_docx(self) -> None:
        with pytest.raises(EncryptedError):
            kind_of(ole2("EncryptionInfo", "EncryptedPackage"))

    def test_an_encrypted_doc(self) -> None:
        directory = bytearray(ole2("WordDocument"))
        directory[512 + 116 : 512 + 120] = (1).to_bytes(4, "little")
        block = b"\xec\xa5" + bytes(8) + (0x0100).to_bytes(2, "little")
        with pytest.raises(EncryptedError):
            kind_of(bytes(directory).ljust(1024, b"\0") + block)

    def test_an_encrypted_odt(self) -> None:
        manifest = b"<manifest:encryption-data/>"
        content = zipped(
            {"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest}
        )
        with pytest.raises(EncryptedError):
            kind_of(content)


class TestBombs:
    def test_a_part_that_inflates_too_much_is_refused_before_it_is_read(self) -> None:
        bomb = zipped({"word/document.xml": document_xml(p("a" * 50_000_000))})
        with pytest.raises(FormatError, match="bomb"):
            read(bomb, "bomb.docx")

    def test_entities_are_refused(self) -> None:
        laughs = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        body = document_xml(p("&b;")).replace(b"<w:document", laughs + b"<w:document", 1)
        with pytest.raises(FormatError, match="document type"):
            read(zipped({"word/document.xml": body}), "entity.docx")

    def test_entities_in_another_encoding_are_refused(self) -> None:
        text = (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY a "ha">]>'
            + document_xml("").decode()
        )
        with pytest.raises(FormatError, match="document type"):
            read(zipped({"word/document.xml": text.encode("utf-16")}), "entity.docx")

    @pytest.mark.parametrize("depth", [40, 78])
    def test_nested_tables_are_all_read(self, depth: int) -> None:
        assert len(read(docx(nested_tables(depth)), "djup.docx").blocks) == depth

    @pytest.mark.parametrize("depth", [120, 5000])
    def test_deeper_nesting_is_refused(self, depth: int) -> None:
        with pytest.raises(FormatError, match=r"depth|deeper"):
            read(docx(nested_tables(depth)), "djup.docx")

    def test_external_pictures_are_not_opened(self, tmp_path: Path) -> None:
        file = tmp_path / "secret.png"
        file.write_bytes(png((255, 0, 0, 255)))
        external = f'Target="{file.as_uri()}" TargetMode="External"'.encode()
        content = replaced(SAMPLE, b'Target="media/i1.png"', external)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert external in archive.read("word/_rels/document.xml.rels")
        links = Package(content).relationships("word/document.xml")
        assert links["i1"].target == ""
        assert isinstance(read(content, "extern.docx"), Document)

    def test_a_truncated_file_is_refused(self) -> None:
        with pytest.raises(FormatError, match="damaged"):
            read(SAMPLE[: len(SAMPLE) // 2], "halv.docx")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_containers_give_a_document_or_a_reason(data: st.DataObject) -> None:
    broken = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    assert_read_or_refused(bytes(broken[: data.draw(st.integers(1, len(broken)))]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_xml_gives_a_document_or_a_reason(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as archive:
        parts = {n: bytearray(archive.read(n)) for n in archive.namelist()}
    victim = parts[data.draw(st.sampled_from(sorted(parts)))]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(victim) - 1))
        piece = data.draw(
            st.sampled_from([b"", b"-1", b"99999999999", b"<", b'"', b"\xff", b"w:tbl", b"val=''"])
        )
        victim[start : start + data.draw(st.integers(0, 12))] = piece
    assert_read_or_refused(zipped({n: bytes(v) for n, v in parts.items()}))


def assert_read_or_refused(content: bytes) -> None:
    """Any exception but `ReadError` fails the test by escaping."""
    try:
        found = read(content, "x.docx") if kind_of(content) == "docx" else None
    except ReadError as error:
        reason = error.what
    else:
        assert found is None or isinstance(found, Document)
        return
    assert reason.endswith(".")
    assert len(reason) < 300


def nested_tables(depth: int) -> str:
    nested = p("innerst")
    for _ in range(depth):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc><w:tc/></w:tr></w:tbl>"
    return nested


def test_every_refusal_says_what_to_do_next() -> None:
    for content in (b"PK\x03\x04 no zip", b"%PDF-1.7 cut", b"", b"\x00\x01\x02" * 99):
        with pytest.raises(ReadError) as refused:
            read(content, "fil.docx")
        assert refused.value.next_step
