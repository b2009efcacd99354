"""What the archive tells of a document without its content."""

from __future__ import annotations

from typing import Literal

from extractor.model import Value

Outcome = Literal["done", "partial", "needs_ocr", "failed"]


class Described(Value, frozen=True, kw_only=True):
    """What selects and sorts reports."""

    sha256: str
    name: str
    media: str
    text_layer: str
    organisation: str
    unit: str
    title: str
    report_type: str
    period: str
    document_number: str
    pages: int
    text_quality: float
    rows: int
    """Scorecard rows."""


class DocumentInfo(Described, frozen=True, kw_only=True):
    """One imported document, without its content."""

    document_id: str
    outcome: Outcome
    reason: str
    imported_at: str
    version: str
    needs: str = ""
    """A program that would have read more of it, were it installed: 'tesseract' or 'LibreOffice'."""
    paths: tuple[str, ...]
    form_of: str = ""
    """Id of the leading form where this file is another form of the same report; '' otherwise."""

    @property
    def source_path(self) -> str:
        """The first path it was imported from (in alphabetical order)."""
        return self.paths[0] if self.paths else self.name


class Source(Value, frozen=True, kw_only=True):
    """Where a file lies and what tells that it has not changed."""

    path: str
    size: int
    modified_ns: int


class Seen(Value, frozen=True, kw_only=True):
    """What the archive knows of a path: enough to skip an unchanged file without reading it."""

    document_id: str
    size: int
    modified_ns: int
    version: str
    outcome: Outcome
    reason: str = ""
    needs: str = ""


class Told(Value, frozen=True, kw_only=True):
    """What a document that asks was told by the other reports of its unit."""

    asks: str
    """Whom it asks: the `unit_key` of the unit it was first read under, whatever it is filed under since."""
    told: str
    """The digest of the known words it was read with last, '' for none."""
    told_of: str
    """The state of those reports that the digest was last compared with."""


class Asking(Told, frozen=True, kw_only=True):
    """A document whose reading leans on guesses, and what it was told."""

    document_id: str
    sha256: str
    name: str
    version: str
    outcome: Outcome
    paths: tuple[str, ...] = ()


class Vouching(Value, frozen=True, kw_only=True):
    """The documents of one unit that ask for nothing: what those that do are told is what these say."""

    state: str
    """A fingerprint of their readings: it changes with any of them."""
    documents: tuple[str, ...]
    """Their ids, oldest period first."""
