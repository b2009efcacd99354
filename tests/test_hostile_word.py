"""Word files made to harm: a document or a reasoned refusal, nothing run, nothing fetched."""

from __future__ import annotations

import contextlib
import io
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from extractor.errors import FormatError
from extractor.model import Document, Paragraph, Table
from extractor.reading import ReadSettings, office, read
from tests.support.fuzzing import Reader
from tests.support.hostile import with_size
from tests.support.word import document_xml, docx, drawing, p, replaced, tbl, tr, zipped
from tests.support.word import picture as shown_picture

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

NO_OCR = ReadSettings(ocr="off")
LIMIT = 120.0
"""Seconds for a file that costs 10 at most on an idle machine."""
OFFICE_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(LIMIT) as opened:
        yield opened


def words(document: Document) -> list[str]:
    return " ".join(b.text for b in document.blocks if isinstance(b, Paragraph)).split()


def everything(document: Document) -> str:
    cells = (c.text for b in document.blocks if isinstance(b, Table) for c in b.cells)
    return " ".join([*words(document), *cells, *document.properties.values(), *document.furniture])


class Listening:
    """A socket on this machine that counts who connects to it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.connections = 0
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                asking, _ = self._socket.accept()
                self.connections += 1
                asking.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listening() -> Iterator[Listening]:
    found = Listening()
    yield found
    found.close()


# ---------------------------------------------------------------- Word: containers and XML

REPORT = docx(p("Målen är nådda") + tbl(tr("Indikator", "Utfall"), tr("Nöjda gäster", "82 %")))


def test_more_entries_than_any_report_has_are_refused() -> None:
    stuffed = io.BytesIO(REPORT)
    with zipfile.ZipFile(stuffed, "a") as package:
        for number in range(20_001):
            package.writestr(f"word/media/{number}.xml", b"")
    with pytest.raises(FormatError, match="entries"):
        read(stuffed.getvalue(), "många.docx")


def test_many_parts_that_are_large_together_are_refused() -> None:
    block = bytes(60 * 2**20)
    flood = io.BytesIO()
    with zipfile.ZipFile(flood, "w") as package:
        info = zipfile.ZipInfo("word/0.xml")
        info.compress_type = zipfile.ZIP_DEFLATED
        package.writestr(info, block)
        for number in range(1, 40):  # the same packed bytes again and again
            twin = zipfile.ZipInfo(f"word/{number}.xml")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(twin, name, getattr(info, name))
            package.filelist.append(twin)
            package.NameToInfo[twin.filename] = twin
    assert len(flood.getvalue()) < 100_000
    with pytest.raises(FormatError, match="would inflate to 2400 MB"):
        read(flood.getvalue(), "överlappande.docx")


@pytest.mark.parametrize("size", [10, 2**31])
def test_a_part_that_lies_about_its_size_is_refused(size: int) -> None:
    body = document_xml(p("a" * 2_000_000))
    with pytest.raises(FormatError, match=r"damaged|inflate"):
        read(with_size(zipped({"word/document.xml": body}), "word/document.xml", size), "lögn.docx")


def test_no_file_is_read_through_a_document_type(tmp_path: Path, listening: Listening) -> None:
    secret = tmp_path / "hemlig.txt"
    secret.write_text("lösenordet")
    for declared in (
        f'<!DOCTYPE w SYSTEM "{listening.url}/a.dtd">',
        f'<!DOCTYPE w [<!ENTITY s SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE w [<!ENTITY % s SYSTEM "{listening.url}/b.dtd"> %s;]>',
        " " * 5000 + f'<!DOCTYPE w [<!ENTITY s SYSTEM "{secret.as_uri()}">]>',
        "<!--" + "x" * 5000 + f'--><!DOCTYPE w [<!ENTITY s SYSTEM "{secret.as_uri()}">]>',
    ):
        for part in ("word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"):
            hostile = replaced_part(REPORT, part, declared)
            with pytest.raises(FormatError, match="document type"):
                read(hostile, "dtd.docx")
    assert listening.connections == 0


def replaced_part(content: bytes, name: str, declared: str) -> bytes:
    """A package with a document type before the root of a part."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    head, _, rest = (
        parts[name].partition(b"?>") if parts[name].startswith(b"<?xml") else (b"", b"", parts[name])
    )
    start = head + b"?>" if head else b""
    parts[name] = start + declared.encode() + rest
    return zipped(parts)


@pytest.mark.parametrize("part", ["content.xml", "styles.xml", "meta.xml"])
def test_an_odt_with_entities_never_reaches_libreoffice(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "to_docx", lambda *_: pytest.fail("LibreOffice was asked"))
    parts = {"mimetype": ODT.encode(), "content.xml": b"<a/>"}
    parts[part] = b'<!DOCTYPE a [<!ENTITY s SYSTEM "file:///etc/hostname">]><a>&s;</a>'
    with pytest.raises(FormatError, match="document type"):
        read(zipped(parts), "dtd.odt")


def test_a_giant_picture_in_a_word_file_costs_nothing() -> None:
    giant = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(giant, "PNG")
    body = tbl(tr("Indikator", "Status"), tr("Nöjda gäster", "x")) + p(drawing(shown_picture("i1")))
    document = read(docx(body, parts={"word/media/i1.png": giant.getvalue()}), "bild.docx")
    assert "Nöjda gäster" in everything(document)


def test_a_picture_that_would_start_another_program_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow draws PostScript with Ghostscript."""
    started: list[object] = []
    monkeypatch.setattr("subprocess.check_call", lambda *a, **_: started.append(a))
    monkeypatch.setattr("PIL.EpsImagePlugin.gs_binary", "gs")
    eps = (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 20 20\n%%EndComments\n(%pipe%touch x) (w) file\n%%EOF\n"
    )
    document = read(
        docx(p("Text") + p(drawing(shown_picture("i1"))), parts={"word/media/i1.png": eps}), "eps.docx"
    )
    assert words(document) == ["Text"]
    assert started == []


def test_tables_in_lists_in_boxes_without_end_are_read_or_refused(reader: Reader) -> None:
    """Every way to nest, deeper than any report does."""
    for before, after in (
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:ins>", "</w:ins>"),
        (
            "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>",
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        ),
        ("<mc:AlternateContent><mc:Fallback>", "</mc:Fallback></mc:AlternateContent>"),
        ("<w:p><w:hyperlink>", "</w:hyperlink></w:p>"),
    ):  # fmt: skip
        for depth in (20, 80, 120, 3000):
            assert reader.fault(docx(before * depth + p("innerst") + after * depth), "djup.docx") == ""


def test_a_span_over_all_columns_there_can_be_makes_no_giant_grid(reader: Reader) -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>'
    rows = f"<w:tr>{wide * 50}</w:tr>" * 50
    assert reader.fault(docx(f"<w:tbl>{rows}</w:tbl>"), "bred.docx") == ""


# ---------------------------------------------------------------- nothing fetched, nothing run


def test_the_socket_that_must_get_no_connection_notices_one(listening: Listening) -> None:
    port = int(listening.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as asking:
        assert asking.recv(1) == b""
    assert listening.connections == 1


def test_nothing_a_word_file_refers_to_is_fetched(listening: Listening) -> None:
    kinds = (
        "image", "attachedTemplate", "hyperlink", "oleObject", "frame", "subDocument", "aFChunk", "styles", "theme",
        "numbering", "footnotes", "header", "footer", "settings", "glossaryDocument", "mailMergeSource",
    )  # fmt: skip
    links = "".join(
        f'<Relationship Id="x{n}" Type="{OFFICE_LINK}{kind}" Target="{listening.url}/{kind}" TargetMode="External"/>'
        for n, kind in enumerate(kinds)
    )
    body = p("Text") + p(drawing(shown_picture("x0"))) + '<w:altChunk r:id="x6"/><w:subDoc r:id="x5"/>'
    body += (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "{listening.url}/f"'
    )
    body += '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    content = replaced(docx(body), b"</Relationships>", links.encode() + b"</Relationships>")
    assert links.encode() in zipfile.ZipFile(io.BytesIO(content)).read("word/_rels/document.xml.rels")
    assert words(read(content, "länkar.docx")) == ["Text"]
    assert listening.connections == 0


def test_macros_of_a_word_file_are_not_even_opened() -> None:
    macro = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 broken", "word/vbaData.xml": b"<!DOCTYPE x [ not XML"}
    content = docx(p("Text"), parts=macro)
    content = replaced(
        content, b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    )
    assert words(read(content, "makro.docm")) == ["Text"]


@needs_office
@pytest.mark.parametrize("alone", [True, False], ids=["no network", "proxy to nowhere"])
def test_nothing_an_old_word_file_refers_to_is_fetched(
    listening: Listening, monkeypatch: pytest.MonkeyPatch, alone: bool
) -> None:
    if not alone:
        monkeypatch.setattr(office, "without_network", lambda: ())
    fields = "".join(
        r"{\field{\*\fldinst " + f'{kind} "{listening.url}/{kind}"' + r" \\d}{\fldrslt x}}"
        for kind in ("INCLUDEPICTURE", "INCLUDETEXT", "HYPERLINK", "LINK Word.Document.8", "DDEAUTO a b")
    )
    content = (
        r"{\rtf1\ansi {\*\template "
        + listening.url
        + r"/t.dot}\linkstyles M\'e5let "
        + fields
        + r" n\'e5tt\par"
        r"{\object\objautlink\objupdate{\*\objclass Word.Document.8}{\*\objdata 01}{\result x}}}"
    )
    assert "Målet" in words(read(content.encode(), "länkar.rtf"))
    assert listening.connections == 0


def test_a_program_without_network_reaches_nothing(listening: Listening) -> None:
    before = office.without_network()
    if not before:
        pytest.skip("the system lets no process give up its network")
    port = listening.url.rpartition(":")[2]
    ask = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
    reached = [
        subprocess.run([*start, sys.executable, "-c", ask], capture_output=True, check=False).returncode == 0
        for start in ((), before)
    ]
    assert reached == [True, False]


MACRO = (
    '<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" '
)
MACRO += (
    'script:language="StarBasic">Sub Main\nOpen "{file}" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub'
)
MACRO += "</script:module>"
LIBRARY = (
    '<?xml version="1.0"?><library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false"><library:element library:name="M"/></library:library>'
)
LIBRARIES = (
    '<?xml version="1.0"?><library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink='
    '"http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/></library:libraries>'
)
ODT = "application/vnd.oasis.opendocument.text"


@needs_office
def test_libreoffice_is_told_to_run_no_macro(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def look(command: list[str], work: Path, *_: object) -> None:
        assert f"-env:UserInstallation={(work / 'profile').as_uri()}" in command
        seen.append((work / "profile" / "user" / "registrymodifications.xcu").read_text())

    monkeypatch.setattr(office, "_run", look)
    with pytest.raises(FormatError):
        office.to_docx(b"x", ".doc", 1)
    for name, value in (("DisableMacrosExecution", "true"), ("MacroSecurityLevel", "3")):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in seen[0]


@needs_office
def test_macros_are_never_run(tmp_path: Path) -> None:
    """A guard, no proof of the settings: LibreOffice's --convert-to loads no document with its macros on, so none
    runs here whatever the profile says. That the profile forbids them is what the test above shows.
    """
    made = tmp_path / "makro-kördes"
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:scripts><office:event-listeners>'
        '<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:type="simple"'
        ' xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/>'
        "</office:event-listeners></office:scripts><office:body><office:text><text:p>Text</text:p></office:text>"
        "</office:body></office:document-content>"
    )
    files = {
        "mimetype": ODT, "content.xml": content, "Basic/Standard/M.xml": MACRO.format(file=made.as_uri()),
        "Basic/Standard/script-lb.xml": LIBRARY, "Basic/script-lc.xml": LIBRARIES,
    }  # fmt: skip
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in files
    )
    files["META-INF/manifest.xml"] = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>{entries}</manifest:manifest>'
    )
    assert words(read(zipped({n: t.encode() for n, t in files.items()}), "makro.odt")) == ["Text"]
    assert not made.exists()
