"""The common tasks in one call each: read a report, import reports into an archive; the same as the commands do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import patterns as knowledge
from extractor.model import Report
from extractor.pipeline import extract
from extractor.reading import DEFAULTS, ReadSettings
from extractor.reading import read as read_bytes

if TYPE_CHECKING:
    from extractor.archive import Archive
    from extractor.imports import ImportSettings, Summary


def read(
    file: str | os.PathLike[str],
    *,
    patterns: knowledge.Patterns | None = None,
    settings: ReadSettings = DEFAULTS,
) -> Report:
    """Read one report and extract all that it says; no archive is needed.

    Args:
        file: a PDF, Word, OpenDocument or text file.
        patterns: the knowledge in use, None for the built-in one.
        settings: how to read (OCR, time limits).

    Returns:
        The report, the same as an import of the file stores.

    Raises:
        OSError: the file cannot be opened.
        ReadError: it is no document this tool reads, or a broken one; the error says what to do.
    """
    path = Path(file)
    document = read_bytes(path.read_bytes(), path.name, settings)
    return extract(document, patterns or knowledge.built_in())


def import_reports(
    archive: Archive, sources: Iterable[str | os.PathLike[str]], settings: ImportSettings | None = None
) -> Summary:
    """Import reports and link and check what changed, as `styrkort import` does.

    Args:
        archive: where to store.
        sources: files, folders, glob patterns, zip archives.
        settings: how to import; by default one worker per core and the built-in knowledge.

    Returns:
        The sums of the run.

    Raises:
        NotFoundError: a named path does not exist.
        ArchiveError: the archive cannot be written, or another import into it is running.
    """
    from extractor.imports import ImportSettings, import_files  # noqa: PLC0415 - reading one report needs neither
    from extractor.relate import relate  # noqa: PLC0415

    settings = settings or ImportSettings()
    summary = import_files(archive, sources, settings)
    relate(archive, knowledge.load(settings.patterns_folder))
    return summary
