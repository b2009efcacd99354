"""Old and foreign office files through LibreOffice, on a short leash."""

from __future__ import annotations

import http.server
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import FormatError, NeedsProgramError
from extractor.model import Paragraph, Table
from extractor.reading import ReadSettings, read
from extractor.reading.office import to_docx
from tests.support.word import zipped

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

ODT_TEXT = b"application/vnd.oasis.opendocument.text"


def odt(body: str) -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": ODT_TEXT, "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


ODT_TABLE = (
    '<text:h text:outline-level="1">Ekonomi</text:h><table:table table:name="t"><table:table-column '
    'table:number-columns-repeated="2"/><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>'
    "Nettokostnad</text:p></table:table-cell><table:table-cell><text:p>1 200 tkr</text:p></table:table-cell>"
    "</table:table-row><table:table-row><table:covered-table-cell/><table:table-cell><text:p>1 300 tkr</text:p>"
    "</table:table-cell></table:table-row></table:table>"
)


@needs_office
def test_an_odt_keeps_headings_and_merged_cells() -> None:
    content = odt(ODT_TABLE)
    found = read(content, "rapport.docx")
    heading = next(b for b in found.blocks if isinstance(b, Paragraph))
    table = next(b for b in found.blocks if isinstance(b, Table))
    assert (heading.text, heading.level, found.media) == ("Ekonomi", 1, "odt")
    assert [[c.text if c else "" for c in row] for row in table.grid()] == [
        ["Nettokostnad", "1 200 tkr"], ["Nettokostnad", "1 300 tkr"],
    ]  # fmt: skip


@needs_office
def test_rich_text_is_read_as_an_old_word_file() -> None:
    found = read(rb"{\rtf1\ansi\ansicpg1252 M\'e5let \'e4r n\'e5tt\par}", "rapport.doc")
    assert (found.media, [b.text for b in found.blocks if isinstance(b, Paragraph)]) == (
        "doc",
        ["Målet är nått"],
    )


class Listener(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@needs_office
def test_linked_pictures_and_sections_are_never_fetched(listener: http.server.ThreadingHTTPServer) -> None:
    address = f"http://127.0.0.1:{listener.server_port}/spy.png"
    frame = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{address}"/></draw:frame>'
    section = f'<text:section text:name="s"><text:section-source xlink:href="{address}"/></text:section>'
    read(odt(f"<text:p>Text {frame}</text:p>{section}"), "rapport.odt")
    assert listener.asked == []  # type: ignore[attr-defined]


@needs_office
def test_a_time_limit_stops_everything_that_was_started() -> None:
    before = folders()
    started = time.monotonic()
    with pytest.raises(FormatError, match="within"):
        read(odt(ODT_TABLE), "rapport.odt", ReadSettings(office_timeout=0.05))
    assert time.monotonic() - started < 10
    assert folders() == before


@needs_office
def test_a_broken_file_is_refused() -> None:
    with pytest.raises(FormatError):
        read(zipped({"mimetype": ODT_TEXT, "content.xml": b"<broken"}), "rapport.odt")


def test_without_libreoffice_the_message_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(NeedsProgramError, match="libreoffice-writer"):
        to_docx(b"", ".doc", 1)


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("styrkort-office-*"))
