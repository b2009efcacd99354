"""One document's bytes → what it says: the pure function that runs anywhere, and the version that ran."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from extractor import patterns as knowledge
from extractor.archive import Outcome
from extractor.errors import NeedsProgramError, ReadError
from extractor.imports.records import Extraction
from extractor.model import Document
from extractor.pipeline import extract
from extractor.reading import ReadSettings, kind_of, office, read, scan

TESSERACT = "tesseract"
LIBREOFFICE = "LibreOffice"


def tool_version(patterns: knowledge.Patterns, reading: ReadSettings | None = None) -> str:
    """The version that makes a reading: a change of tool or knowledge makes a re-import read again.

    Args:
        patterns: the knowledge in use.
        reading: how files are read; another way than the usual one is a version of its own.
    """
    ocr = reading.ocr if reading else "auto"
    return f"{_code_version()}+{patterns.version}" + ("" if ocr == "auto" else f"+ocr-{ocr}")


@functools.cache
def _code_version() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def extract_bytes(
    content: bytes, name: str, patterns: knowledge.Patterns, settings: ReadSettings | None = None
) -> Extraction:
    """Read and extract one document: a pure function of its bytes.

    Args:
        content: the file's bytes.
        name: its file name, a weak witness for period and unit.
        patterns: the knowledge in use.
        settings: how to read (OCR, time limits).

    Returns:
        The report with its outcome, or the reason why there is none.
    """
    settings = settings or ReadSettings()
    try:
        document = read(content, name, settings)
    except NeedsProgramError as error:
        needs = TESSERACT if kind_of(content) == "pdf" else LIBREOFFICE
        return Extraction(outcome="failed", reason=str(error), code=error.code, needs=needs)
    except ReadError as error:
        return Extraction(outcome="failed", reason=str(error), code=error.code)
    report = extract(document, patterns)
    needs = TESSERACT if _could_be_recognised(document, _outcome(document)[0], settings) else ""
    outcome, reason = _outcome(report.document)
    if not reason and not report.scorecards:
        reason = "No scorecard was recognised; `styrkort patterns explain FILE` says why."
    return Extraction(outcome=outcome, reason=reason, needs=needs, report=report)


def available(program: str, settings: ReadSettings) -> bool:
    """Whether a program that a document waits for can be used now."""
    if program == TESSERACT:
        return settings.ocr != "off" and scan.available()
    try:
        return bool(office.find_program())
    except NeedsProgramError:
        return False


def _could_be_recognised(document: Document, outcome: Outcome, settings: ReadSettings) -> bool:
    """Whether pages were left out that tesseract would have been tried on."""
    return document.media == "pdf" and outcome != "done" and not available(TESSERACT, settings)


def _outcome(document: Document) -> tuple[Outcome, str]:
    if document.text_layer == "none":
        return "needs_ocr", " ".join(
            document.notes
        ) or "The pages are pictures without text; install tesseract."
    if document.notes:
        return "partial", " ".join(document.notes)
    return "done", ""
