"""Commands that hand over: export to other systems, report to people."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.shared import archive_option, existing_archive, json_option, print_json


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "parquet", "jsonl"]), default="csv",
              show_default=True, help="xlsx: a workbook, one sheet per file; parquet, jsonl: typed.")  # fmt: skip
@click.option("--dialect", type=click.Choice(["standard", "excel-sv"]), default="standard", show_default=True,
              help="Of CSV; excel-sv: semicolon, decimal comma and BOM, as a Swedish Excel expects.")  # fmt: skip
@click.option(
    "--since", default="", metavar="PERIOD", help="Only from this period on: 2019, 2020-T1, 2020-03."
)
@click.option("--only-reviewed", is_flag=True, help="Only what a person has confirmed.")
@click.option("--force", is_flag=True, help="Replace an existing folder.")
@archive_option
@json_option
def export(  # noqa: PLR0913, PLR0917 - one per option
    folder: Path,
    kind: str,
    dialect: str,
    since: str,
    only_reviewed: bool,
    force: bool,
    location: str,
    as_json: bool,
) -> int:
    """Write everything known into FOLDER: CSV files with a datapackage.json, a workbook, Parquet or JSON Lines.

    \b
    Example: styrkort export out --dialect excel-sv
    """
    from extractor.export import ExportSettings, Selection
    from extractor.export import export as write

    if dialect != "standard" and kind != "csv":
        raise click.UsageError(f"--dialect is of CSV only; {kind} has its own.")
    settings = ExportSettings(
        format=kind, dialect=dialect,  # type: ignore[arg-type]
        selection=Selection(since=since, only_reviewed=only_reviewed),
    )  # fmt: skip
    with existing_archive(location) as archive:
        counts = write(archive, folder, settings, force=force)
    if as_json:
        print_json([{"file": name, "lines": lines} for name, lines in counts.items()])
    else:
        for name, lines in counts.items():
            click.echo(f"{folder / name}  {lines} lines")
    return 0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace an existing folder.")
@archive_option
@json_option
def report(folder: Path, force: bool, location: str, as_json: bool) -> int:
    """Write one HTML page per unit into FOLDER: series with charts, findings with page pictures, coverage.

    \b
    Example: styrkort report pages
    """
    from extractor.html import write_pages

    with existing_archive(location) as archive:
        names = write_pages(archive, folder, force=force)
    if as_json:
        print_json([{"file": name} for name in names])
    else:
        for name in names:
            click.echo(str(folder / name))
    return 0
