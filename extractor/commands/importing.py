"""Commands that bring reports in: import, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from extractor.commands.shared import (
    EXIT_PARTIAL,
    archive_option,
    builtins,
    json_option,
    patterns_option,
    print_json,
)


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@archive_option
@patterns_option
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Worker processes; 0 = one per core.")
@click.option(
    "--timeout", type=click.FloatRange(min=1), default=600.0, show_default=True, help="Seconds per document."
)
@click.option(
    "--memory",
    type=click.IntRange(min=0),
    default=4096,
    show_default=True,
    help="MiB per worker; 0 = no limit.",
)
@click.option("--ocr", type=click.Choice(["auto", "off"]), default="auto", show_default=True,
              help="auto: recognise pages without usable text; off: never.")  # fmt: skip
@click.option("--retry-failed", is_flag=True, help="Read files again that failed before.")
@click.option("--quiet", is_flag=True, help="No progress on stderr.")
@json_option
def import_(
    sources: tuple[Path, ...], location: str, patterns_folder: Path | None, as_json: bool, **options: Any
) -> int:
    """Import reports (folders or files) into the archive.

    \b
    Example: styrkort import corpus/archive --archive my.db
    """
    from extractor import patterns as knowledge
    from extractor.archive import Archive
    from extractor.imports import ImportSettings, import_files
    from extractor.read import ReadSettings
    from extractor.relate import relate
    from extractor.screens import progress

    settings = ImportSettings(
        jobs=options["jobs"], timeout=options["timeout"], memory=options["memory"],
        reading=ReadSettings(ocr=options["ocr"]), patterns_folder=patterns_folder,
        retry_failed=options["retry_failed"],
    )  # fmt: skip
    with Archive(location) as archive, progress.shown(quiet=options["quiet"]) as show:
        summary = import_files(archive, sources, settings, show)
        relate(archive, knowledge.load(patterns_folder))
    if as_json:
        print_json([builtins(f) for f in summary.files])
    else:
        progress.summary(summary)
    return 0 if summary.complete else EXIT_PARTIAL


@click.command()
@json_option
def doctor(as_json: bool) -> int:
    """Say what is installed, what is missing, and what that costs.

    \b
    Example: styrkort doctor
    """
    from extractor.doctor import examine
    from extractor.screens import health

    found = examine()
    print_json([builtins(p) for p in found]) if as_json else health.table(found)
    return 0
