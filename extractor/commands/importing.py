"""Commands that bring reports in: import, doctor."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.shared import (
    EXIT_PARTIAL,
    archive_option,
    builtins,
    json_option,
    patterns_option,
    print_json,
)

if TYPE_CHECKING:
    from extractor.imports import Watcher

STDIN = "-"


@click.command("import")
@click.argument("sources", nargs=-1, type=click.Path())
@archive_option
@patterns_option
@click.option("--from", "list_file", type=click.Path(), default=None, metavar="FILE",
              help="Also import the paths listed in FILE ('-': stdin), one per line or NUL-separated.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Worker processes; 0 = one per core.")
@click.option("--timeout", type=click.FloatRange(min=1), default=600.0, show_default=True,
              help="Seconds per document.")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=0), default=4096, show_default=True,
              help="MiB per worker; 0 = no limit.")  # fmt: skip
@click.option("--ocr", type=click.Choice(["auto", "off", "force"]), default="auto", show_default=True,
              help="auto: recognise pages without usable text; off: never; force: every page of a PDF.")  # fmt: skip
@click.option("--retry-failed", is_flag=True, help="Read files again that failed before.")
@click.option("--wait", is_flag=True, help="If another import into the archive is running, wait for its end.")
@click.option("--scheduler", default="", metavar="URL",
              help="Read on the workers of a Dask scheduler (tcp://host:8786) instead of this machine.")  # fmt: skip
@click.option("--report", "report_file", type=click.Path(path_type=Path), default=None, metavar="FILE",
              help="Write what became of each file to FILE, as JSON lines.")  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress and no summary on stderr.")
@json_option
def import_(sources: tuple[str, ...], location: str, as_json: bool, **options: Any) -> int:
    """Import reports into the archive: folders, files, zip archives, quoted patterns, or - for a list on stdin.

    \b
    Example: styrkort import corpus/archive --archive my.db
    Example: find /srv -name '*.pdf' -print0 | styrkort import - --archive my.db
    """
    from extractor.archive import Archive
    from extractor.imports import reporting
    from extractor.screens import progress

    named, listed = _sources(sources, options["list_file"])
    with ExitStack() as stack:
        shown = stack.enter_context(progress.shown(quiet=options["quiet"]))
        watchers: list[Watcher] = [shown]
        records = []
        if options["report_file"]:
            records.append(stack.enter_context(reporting.report_to(options["report_file"])))
        if as_json:
            records.append(lambda record: print_json([record]))
        watchers += [reporting.Lines(write) for write in records]
        archive = stack.enter_context(Archive(location))
        try:
            _run(archive, named, listed, options, reporting.Several(watchers))
        except KeyboardInterrupt:
            stack.close()
            progress.summary(shown.so_far, interrupted=True)
            raise
        for write in records:
            write(reporting.summary_record(shown.so_far))
    if not as_json and not options["quiet"]:
        progress.summary(shown.so_far)
    return 0 if shown.so_far.complete else EXIT_PARTIAL


def _run(
    archive: Any, named: list[str], listed: list[str], options: dict[str, Any], watcher: Watcher
) -> None:
    """Import, then link and check the units that changed, all while holding the archive."""
    from extractor import patterns as knowledge
    from extractor.imports import ImportSettings, import_files
    from extractor.reading import ReadSettings
    from extractor.relate import relate

    folder = options["patterns_folder"]
    settings = ImportSettings(
        jobs=options["jobs"], timeout=options["timeout"], memory=options["memory"],
        reading=ReadSettings(ocr=options["ocr"]), patterns_folder=folder,
        retry_failed=options["retry_failed"], scheduler=options["scheduler"], wait=options["wait"],
    )  # fmt: skip
    with archive.importing(wait=settings.wait):
        import_files(archive, named, settings, watcher, listed=listed)
        units = archive.stale_units()
        patterns = knowledge.load(folder)
        for done, unit in enumerate(units):
            watcher.relating(done, len(units))
            relate(archive, patterns, [unit])
        watcher.relating(len(units), len(units))


def _sources(sources: tuple[str, ...], list_file: str | None) -> tuple[list[str], list[str]]:
    """The paths named on the command line, and those of the list."""
    from extractor.errors import NotFoundError
    from extractor.imports.sources import read_list

    if STDIN in sources:
        if list_file not in (None, STDIN):
            raise click.UsageError("Name one list: '-' or --from FILE.")
        list_file = STDIN
    named = [s for s in sources if s != STDIN]
    if list_file is None:
        if not named:
            raise click.UsageError(
                "Name what to import: folders, files, patterns, or '-' for a list on stdin."
            )
        return named, []
    if list_file == STDIN:
        return named, read_list(sys.stdin.buffer)
    try:
        with Path(list_file).open("rb") as stream:
            return named, read_list(stream)
    except OSError as error:
        raise NotFoundError(
            f"The list {list_file} cannot be read: {error.strerror}.", "Check the path."
        ) from error


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
