"""Bytes → `Document`: the kind of file is told by its content, never by its name.

`read` is pure work on bytes. For whatever bytes it gets, it returns a document or raises a `ReadError`
with one sentence that says why not.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, Literal

import msgspec

from extractor.errors import EmptyFileError, EncryptedError, FormatError
from extractor.known import NOTHING, Known
from extractor.model import Document, Media

if TYPE_CHECKING:
    from extractor.model import Page
    from extractor.reading.package import Package
    from extractor.reading.pdf import Recognise
    from extractor.symbols.cell import PageImage

__all__ = ["Kind", "ReadSettings", "kind_of", "read"]

Kind = Literal["pdf", "docx", "odt", "doc", "rtf", "text"]

PDF_HEADER_WITHIN = 1024
"""Readers accept a PDF header after that many bytes of anything (PDF 1.7, implementation note 13)."""
SAMPLE = 64 * 1024
"""Bytes looked at to tell text from something else."""
BINARY_SHARE = 0.02
"""Control characters that plain text may contain; compressed data has about 0.1."""

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b\x85")
_ODT = b"application/vnd.oasis.opendocument.text"
_ODT_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
_MEDIA: dict[Kind, Media] = {
    "pdf": "pdf",
    "docx": "docx",
    "odt": "odt",
    "doc": "doc",
    "rtf": "doc",
    "text": "text",
}
_OTHER_OLE2 = {
    "Workbook": "an Excel workbook", "Book": "an Excel workbook", "PowerPoint Document": "a PowerPoint show",
    "__properties_version1.0": "an Outlook message", "VisioDocument": "a Visio drawing",
}  # fmt: skip
_OTHER_ZIP = (
    ("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint show"), ("visio/", "a Visio drawing"),
    ("AndroidManifest.xml", "an Android app"), ("META-INF/container.xml", "an e-book"),
)  # fmt: skip
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"), (b"MM\x00*", "a TIFF picture"), (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"), (b"Rar!", "a RAR archive"), (b"\x7fELF", "a program"),
    (b"MZ", "a program"), (b"SQLite format 3", "a database"),
)  # fmt: skip


class ReadSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How to read."""

    ocr: Literal["auto", "off", "force"] = "auto"
    """Recognise pages without usable text; 'off' takes text layers as they are, 'force' recognises every page."""
    office_timeout: float = 120.0
    """Seconds LibreOffice gets for one .doc, .odt or .rtf. A 25-page report takes one to three."""
    known: Known | None = None
    """What the same unit's other reports say, for a document that asks for it (`Document.asks`)."""


DEFAULTS = ReadSettings()
"""How a file is read where nothing else is said."""


def read(content: bytes, name: str, settings: ReadSettings = DEFAULTS) -> Document:
    """Read one file.

    Args:
        content: the file's bytes.
        name: the file's name; a weak witness for period and unit, never for the kind.
        settings: see `ReadSettings`.

    Returns:
        The document, with the kind of the file itself as `media`, also where it was converted.

    Raises:
        EmptyFileError: no bytes, or no page.
        EncryptedError: a password is wanted.
        FormatError: no kind that is read, or damaged beyond reading.
        NeedsProgramError: a program this kind needs is not installed.
    """
    kind = kind_of(content)
    known = settings.known or NOTHING
    if kind == "pdf":
        from extractor.reading.pdf import read_pdf  # noqa: PLC0415 - heavy imports where they are used

        return read_pdf(
            content, name, recognise=_recogniser(settings), every=settings.ocr == "force", known=known
        )
    if kind == "text":
        from extractor.reading.text import read_text  # noqa: PLC0415

        return read_text(content, name, known=known)
    from extractor.reading.docx import read_docx  # noqa: PLC0415

    if kind == "docx":
        return read_docx(content, name)
    from extractor.reading.office import to_docx  # noqa: PLC0415

    converted = to_docx(content, f".{kind}", settings.office_timeout)
    return read_docx(converted, name, media=_MEDIA[kind], sha256=hashlib.sha256(content).hexdigest())


def _recogniser(settings: ReadSettings) -> Recognise | None:
    """OCR for pages without usable text, None where it is switched off or not installed."""
    from extractor.reading import scan  # noqa: PLC0415
    from extractor.symbols.cell import PageImage  # noqa: PLC0415

    if settings.ocr == "off" or (settings.ocr == "auto" and not scan.available()):
        return None

    def recognise(page: Page, image: PageImage) -> tuple[Page, PageImage]:
        try:
            found = scan.recognise(image.pixels, page.number, page.width, page.height)
        except TimeoutError:  # one hopeless page; the reader notes it as not read
            return page, image
        return found.page, PageImage(pixels=found.pixels, scale=found.scale)

    return recognise


def kind_of(content: bytes) -> Kind:
    """The kind of a file by its content.

    Raises:
        EmptyFileError: there are no bytes.
        EncryptedError: the container wants a password.
        FormatError: nothing that is read, with what it is where that can be told.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise EmptyFileError("The file is empty." if not content else "The file holds nothing but blanks.")
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return "pdf"
    if content.startswith(_OLE2):
        return _ole2_kind(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(content)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return "rtf"
    return _text_kind(content)


def _zip_kind(content: bytes) -> Kind:
    from extractor.reading.package import Package  # noqa: PLC0415 - lxml is only needed for these

    package = Package(content)
    if "mimetype" in package:
        kind = package.read("mimetype").strip()
        if kind in (_ODT, _ODT + b"-template"):
            _refuse_unsafe_odt(package)
            return "odt"
        if kind.startswith(b"application/vnd.oasis.opendocument."):
            what = kind.rpartition(b".")[2].decode("ascii", "replace")
            raise FormatError(f"The file is an OpenDocument {what}, not a text document.")
    from extractor.reading.docx import main_part  # noqa: PLC0415

    for start, what in _OTHER_ZIP:
        if any(n.startswith(start) for n in package.names):
            raise FormatError(f"The file is {what}, not a report in Word, PDF or text form.")
    main_part(package)
    return "docx"


def _refuse_unsafe_odt(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.read(manifest):
        raise EncryptedError(
            "The OpenDocument file wants a password.", "Save it without one and import it again."
        )
    if "content.xml" not in package:
        raise FormatError("The OpenDocument file lacks its content.")
    for part in _ODT_PARTS:  # what LibreOffice is about to read; damaged or with entities it is refused
        if part in package:
            package.xml(part)


def _ole2_kind(content: bytes) -> Kind:
    """What an old compound file holds, by the names in its directory."""
    if _ole2_entry(content, "EncryptedPackage") or _ole2_entry(content, "EncryptionInfo"):
        raise EncryptedError("The Word file wants a password.", "Save it without one and import it again.")
    entry = _ole2_entry(content, "WordDocument")
    if entry is None:
        what = next((w for n, w in _OTHER_OLE2.items() if _ole2_entry(content, n)), "no Word document")
        raise FormatError(f"The file is an old Office container, but {what}.")
    if _doc_is_encrypted(content, entry):
        raise EncryptedError("The Word file wants a password.", "Save it without one and import it again.")
    return "doc"


def _ole2_entry(content: bytes, name: str) -> bytes | None:
    """The 128 bytes of a directory entry; entries lie on multiples of 128, wherever the sectors are."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = content.find(wanted)
    while at >= 0:
        if at % 128 == 0 and len(content) >= at + 128:
            return content[at : at + 128]
        at = content.find(wanted, at + 1)
    return None


def _doc_is_encrypted(content: bytes, entry: bytes) -> bool:
    """Whether the flag fEncrypted is set in the file information block ([MS-DOC] 2.5.2)."""
    sector = 1 << min(struct.unpack_from("<H", content.ljust(32, b"\0"), 30)[0], 16)
    start = (struct.unpack_from("<I", entry, 116)[0] + 1) * sector
    block = content[start : start + 12]
    if len(block) < 12 or block[:2] != b"\xec\xa5":
        return False
    return bool(struct.unpack_from("<H", block, 10)[0] & 0x0100)


def _text_kind(content: bytes) -> Kind:
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            raise FormatError(f"The file is {what}, not a report in Word, PDF or text form.")
    sample = content[:SAMPLE]
    start = sample.lstrip(b"\xef\xbb\xbf \r\n\t")[:512].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"mime-version:")):
        raise FormatError(
            "The file is a web page or XML, whose text cannot be told from its tags.",
            "Open it in a word processor or browser and save it as .docx or PDF.",
        )
    if sample.startswith(_BOMS):
        return "text"
    if b"\0" in content:
        raise FormatError("The file holds binary data of an unknown kind.")
    controls = sum(b < 32 and b not in _TEXT_CONTROLS for b in sample)
    if controls > BINARY_SHARE * len(sample):
        raise FormatError("The file holds binary data of an unknown kind.")
    return "text"
