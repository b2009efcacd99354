"""Commands that show what was read: list, show, series, plot, explain."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.shared import (
    archive_option,
    builtins,
    existing_archive,
    json_option,
    load_patterns,
    patterns_option,
    print_json,
)


@click.command("list")
@archive_option
@json_option
def list_(location: str, as_json: bool) -> int:
    """List the documents: organisation, unit, period, form, rows, outcome, reason.

    \b
    Example: styrkort list --json | head -3
    """
    from extractor.screens import documents

    with existing_archive(location) as archive:
        infos = archive.documents()
    print_json([builtins(d) for d in infos]) if as_json else documents.listing(infos)
    return 0


@click.command()
@click.argument("document")
@click.option("--perspective", "-p", default=None, help="Only scorecards whose perspective resembles this.")
@archive_option
@json_option
def show(document: str, perspective: str | None, location: str, as_json: bool) -> int:
    """Show the scorecards extracted from DOCUMENT (an id, a path or a file name); uncertain cells are marked.

    \b
    Example: styrkort show fjallmark-ms-2019.pdf --perspective Medarbetare
    """
    from extractor import export
    from extractor.screens import documents

    with existing_archive(location) as archive:
        info = archive.find(document)
        report = archive.report(info.document_id)
        links, differences = archive.links(info.document_id), archive.differences(info.document_id)
        names = {d.document_id: d.source_path for d in archive.documents()}
    if as_json:
        print_json(list(export.scorecard_records(info, report, links, differences)))
    else:
        documents.scorecards(info, report, perspective, differences, names)
    return 0


@click.command()
@click.argument("indicator", required=False)
@click.option("--csv", "as_csv", is_flag=True, help="CSV on stdout, one line per observation.")
@click.option("--wide", is_flag=True, help="CSV on stdout, one line per indicator, one column per period.")
@archive_option
@json_option
def series(indicator: str | None, as_csv: bool, wide: bool, location: str, as_json: bool) -> int:
    """Show the time series: one line per indicator over the periods, or the whole story of INDICATOR.

    \b
    Example: styrkort series sjukfrånvaro
    """
    from extractor.errors import NotFoundError
    from extractor.screens import series as screen
    from extractor.series import all_series, matching

    with existing_archive(location) as archive:
        found = matching(all_series(archive), indicator)
        findings = archive.findings()
    if indicator and not found:
        raise NotFoundError(f"No indicator is called {indicator!r}.", "Run `styrkort series` to see them.")
    if as_json:
        print_json([builtins(s) for s in found])
    elif wide:
        screen.as_wide_csv(found)
    elif as_csv:
        screen.as_csv(found)
    elif indicator:
        screen.stories(found, findings)
    else:
        screen.overview(found)
    return 0


@click.command()
@click.argument("indicators", nargs=-1, metavar="[INDICATOR]...")
@click.option("--out", "file", type=click.Path(dir_okay=False, path_type=Path), help="A .png or .svg file.")
@click.option("--terminal", is_flag=True, help="Draw in the terminal instead.")
@archive_option
def plot(indicators: tuple[str, ...], file: Path | None, terminal: bool, location: str) -> int:
    """Draw value and target over time, of the INDICATORs or of all scorecard rows; missing values are gaps.

    \b
    Example: styrkort plot sjukfrånvaro --out sick-leave.svg
    """
    from extractor import plot as drawing
    from extractor.errors import NotFoundError
    from extractor.series import all_series, matching

    if (file is None) == (not terminal):
        raise click.UsageError("Say either --out FILE or --terminal.")
    if file is not None and file.suffix.lower() not in drawing.FORMATS:
        raise click.UsageError(f"{file.name}: a plot ends in .png or .svg.")
    with existing_archive(location) as archive:
        known = all_series(archive)
    chosen = [s for name in indicators for s in matching(known, name)] or [s for s in known if s.judgements]
    panels = [p for p in map(drawing.panel, dict.fromkeys(chosen)) if p.lines]
    if not panels or not all(matching(known, name) for name in indicators):
        raise NotFoundError("No such series with numbers.", "Run `styrkort series` to see them.")
    if file is not None:
        drawing.draw(panels, file)
    else:
        for one in panels:
            click.echo(drawing.in_terminal(one))
    return 0


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--page", type=click.IntRange(min=1), required=True, help="The page, counted from 1.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="PNG",
              help="The picture to write; default: the file's name with the page, in this folder.")  # fmt: skip
@patterns_option
@json_option
def explain(file: Path, page: int, out: Path | None, patterns_folder: Path | None, as_json: bool) -> int:
    """Draw a page of FILE with its cells, roles, symbols and confidences; what is unsure is red.

    Of Word and text files, which have no picture of their pages, the tables are drawn plainly.

    \b
    Example: styrkort explain corpus/archive/fjallmark-ms-2019.pdf --page 3 --out page.png
    """
    from extractor.drawing import write_page

    out = out or Path(f"{file.stem}-page-{page}.png")
    drawn = write_page(file, page, out, load_patterns(patterns_folder))
    counts = {"tables": drawn.tables, "cells": drawn.cells, "unsure": drawn.unsure}
    if as_json:
        print_json([{"out": str(out), "width": drawn.width, "height": drawn.height, **counts}])
    else:
        click.echo(f"{out}  " + ", ".join(f"{number} {what}" for what, number in counts.items()))
    return 0
