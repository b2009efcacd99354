"""PDF bytes → `Document`.

PDFium opens the file, tells what is wrong with it, gives letters, lines, shading and pictures, and renders the
pages whose symbols have to be looked at. Pages it is not sure of are read by pdfplumber. One page is in memory at
a time. Pages without a usable text layer go to `recognise`; without one they are noted, never silently left out.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pypdfium2

from extractor.errors import EmptyFileError, EncryptedError, ReadError
from extractor.known import NOTHING, Known
from extractor.model import Document, Page, Paragraph, Table, TextLayer
from extractor.pages.compose import Composer
from extractor.patterns import built_in
from extractor.reading import pdfium
from extractor.reading.header_words import with_known_headers
from extractor.reading.layer import with_picture
from extractor.reading.objects import COVERING, page_of
from extractor.reading.pdfium_calls import TooMuchError, UnsureError
from extractor.reading.struck import without_struck
from extractor.reading.tiles import TiledImage
from extractor.restore.damage import text_quality
from extractor.restore.documents import restore_document
from extractor.symbols.cell import PageImage

Recognise = Callable[[Page, PageImage], tuple[Page, PageImage]]
"""OCR's seam: the page as its own text layer shows it (perhaps without words) and its picture → a page with
words, rules and fills found in the picture, and the straightened picture they stand in."""

SCALE = 2.5
"""Pixels per point of rendered pages (180 dpi): an 8-point symbol has 20 pixels, a page 1500 × 2100."""

MOST_PIXELS = 60_000_000
"""Largest picture rendered: A3 at 300 dpi has 17 million pixels; a page of poster size would fill the memory."""

OCR_SCALE = 300 / 72
"""Pixels per point for OCR: at 200 dpi digits are right, at 300 slightly more so."""

PAGES_AT_ONCE = 50
"""Pages after which a file is opened anew: PDFium keeps the fonts and pictures of every page it has shown, a quarter
of a megabyte each where pages bring their own, until its document is closed. Opening takes a millisecond."""

MOST_NOTES = 200
"""Pages that are named one by one in the notes; a damaged file may claim a million that it hasn't."""

LAYER_SCALE = 200 / 72
"""Pixels per point for the lines and shading of a page whose words come from its own text layer."""


def read_pdf(
    content: bytes,
    name: str,
    *,
    recognise: Recognise | None = None,
    every: bool = False,
    known: Known = NOTHING,
) -> Document:
    """Read a PDF file.

    Args:
        content: the file's bytes.
        name: the file's name, kept as a weak witness.
        recognise: makes pages of pictures; None leaves them out with a note and takes a text layer over a
            picture as it is, with the lines and shading of the picture.
        every: recognise pages with a good text layer of their own, too.
        known: what the same unit's other reports say.

    Returns:
        The document; its notes name the pages that could not be read.

    Raises:
        EmptyFileError: no bytes or no page.
        EncryptedError: the file wants a password.
        ReadError: it is damaged beyond reading.
    """
    with Source(content, name) as source:
        composer = Composer()
        layers: Counter[TextLayer] = Counter()
        notes: list[str] = []
        failed = 0
        for number in range(1, source.page_count + 1):
            page = source.page(number)
            if isinstance(page, str):
                notes.append(page)
                failed += 1
                continue
            page, straightened = _recognised(page, source, recognise, every=every)
            layers[page.text_layer] += 1
            if page.text_layer == "born":
                page, struck = without_struck(page)
                notes += (
                    [f"Page {number}: {struck} words are crossed out and were left out."] if struck else []
                )
            if page.text_layer == "none" and _is_scan(page):
                notes.append(f"Page {number} is a picture without text layer; it needs OCR.")
            image = functools.partial(source.tiles, number)
            composer.add(page, image if straightened is None else functools.partial(_same, straightened))
        if failed == source.page_count:
            raise ReadError(
                f"{name}: no page could be read. {notes[0]}", "Open it in a viewer and save it anew."
            )
        blocks = composer.blocks()
        notes += composer.notes
        document = Document(
            sha256=hashlib.sha256(content).hexdigest(), name=name, media="pdf", text_layer=_layer(layers),
            page_count=source.page_count, blocks=blocks, furniture=composer.furniture,
            properties=source.properties(), notes=_told(notes),
        )  # fmt: skip
        if document.text_layer == "born":
            return document
        return with_known_headers(
            _restored(document, known) if document.text_layer == "ocr" else document, built_in()
        )


def _told(notes: list[str]) -> tuple[str, ...]:
    """The notes on pages that were not read, as long as a person would read them, and how many more there are."""
    more = [f"{len(notes) - MOST_NOTES} more pages were not read."] if len(notes) > MOST_NOTES else []
    return (*notes[:MOST_NOTES], *more)


def _restored(document: Document, known: Known) -> Document:
    """A document from a foreign text layer: its quality measured, its marks restored if they were lost."""
    texts = (t for b in document.blocks for t in ([b.text] if isinstance(b, Paragraph) else _cell_texts(b)))
    quality = round(text_quality("\n".join(texts)), 3)
    return restore_document(msgspec.structs.replace(document, text_quality=quality), known)


def _cell_texts(table: Table) -> Iterable[str]:
    return (c.text for c in table.cells)


def _recognised(
    page: Page, source: Source, recognise: Recognise | None, *, every: bool
) -> tuple[Page, PageImage | None]:
    """The page, read by OCR where that is needed and possible, then with the picture its boxes refer to."""
    wanted = every or page.text_layer == "ocr" or (page.text_layer == "none" and _is_scan(page))
    if not wanted or (recognise is None and not page.words):
        return page, None
    if recognise is None:
        image = source.image(page.number, LAYER_SCALE)
        return (page, None) if image is None else (with_picture(page, image), image)
    image = source.image(page.number, OCR_SCALE)
    return recognise(page, image) if image is not None else (page, None)


def _same(image: PageImage) -> PageImage:
    return image


def _is_scan(page: Page) -> bool:
    """Whether a picture covers most of a page: an empty page and one with a small picture are no scans."""
    area = page.width * page.height
    return any(d.kind == "picture" and d.box.width * d.box.height >= COVERING * area for d in page.drawings)


def _layer(layers: Counter[TextLayer]) -> TextLayer:
    """The document's text layer: the one most pages with text have."""
    with_text = Counter({layer: n for layer, n in layers.items() if layer != "none"})
    return with_text.most_common(1)[0][0] if with_text else "none"


class Source:
    """An open PDF: its pages one at a time, and their pictures.

    Raises:
        EmptyFileError: no bytes or no page.
        EncryptedError: the file wants a password.
        ReadError: it is no PDF that can be opened.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._raster = _open_pdfium(content, name)
        self.page_count = len(self._raster)
        if not self.page_count:
            raise EmptyFileError(f"{name} is a PDF without pages.", "Ask for the file again.")
        self._content = content
        self._plumbed: Any = None
        self._open: tuple[int, Any] | None = None
        self._pages_opened = 0

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        if self._plumbed is not None:
            self._plumbed.close()
        self._close_page()
        self._raster.close()

    def _opened(self, number: int) -> Any:
        """A page, open until another one is wanted: to be read and looked at it is parsed once."""
        if self._open is None or self._open[0] != number:
            self._close_page()
            if self._pages_opened == PAGES_AT_ONCE:
                self._raster.close()
                self._raster, self._pages_opened = _open_pdfium(self._content, self.name), 0
            self._pages_opened += 1
            self._open = number, self._raster[number - 1]
        return self._open[1]

    def _close_page(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def page(self, number: int) -> Page | str:
        """One page, counted from 1, or one sentence that says why it could not be read."""
        try:
            page = self._opened(number)
        except pypdfium2.PdfiumError:
            return f"Page {number} could not be read: the file's page tree is damaged."
        try:
            seen = page_of(pdfium.shown_by(page), number)
        except TooMuchError as error:
            return f"Page {number} was not read: it holds {error}."
        except UnsureError:
            return self._plumbed_page(number)
        # A recogniser's layer is set in fonts of its own making, whose heights only pdfplumber tells.
        return self._plumbed_page(number) if seen.text_layer == "ocr" else seen

    def _plumbed_page(self, number: int) -> Page | str:
        """The page as pdfplumber reads it."""
        import pdfplumber  # noqa: PLC0415 - slow to import, and few files need it

        from extractor.reading import plumbed  # noqa: PLC0415

        try:
            if self._plumbed is None:
                self._plumbed = pdfplumber.open(io.BytesIO(self._content))
            source = self._plumbed.pages[number - 1]
            page = page_of(plumbed.shown_by(source), number)
            source.close()
        except Exception as error:  # noqa: BLE001 - pdfminer raises anything on damaged files
            return f"Page {number} could not be read ({type(error).__name__})."
        return page

    def image(self, number: int, scale: float = SCALE) -> PageImage | None:
        """A page's picture, None where it cannot be rendered or would be too large."""
        image = self.tiles(number, scale)
        return None if image is None else PageImage(image.pixels, scale)

    def tiles(self, number: int, scale: float = SCALE) -> PageImage | None:
        """A page's picture as `image`, but drawn only where it is looked at, as long as this source is open."""
        try:
            width, height = self._opened(number).get_size()
        except pypdfium2.PdfiumError:
            return None
        if not 0 < width * height * scale * scale <= MOST_PIXELS:
            return None
        return TiledImage(functools.partial(self._opened, number), scale)

    def properties(self) -> dict[str, str]:
        """The file's own properties: title, author, created and so on, as far as they are text."""
        found = self._raster.get_metadata_dict(skip_empty=True)
        names = {
            "Title": "title",
            "Author": "author",
            "Subject": "subject",
            "Creator": "creator",
            "Producer": "producer",
            "CreationDate": "created",
            "ModDate": "modified",
            "Keywords": "keywords",
        }
        return {names[k]: str(v) for k, v in found.items() if k in names}


def _open_pdfium(content: bytes, name: str) -> Any:
    if not content:
        raise EmptyFileError(f"{name} is empty (0 bytes).", "Ask for the file again.")
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedError(
                f"{name} is protected with a password.", "Save it without password and import that file."
            ) from error
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> ReadError:
    return ReadError(
        f"{name} is no readable PDF: it is damaged or cut short ({type(error).__name__}).",
        "Open it in a viewer and save it anew, or ask for the file again.",
    )
