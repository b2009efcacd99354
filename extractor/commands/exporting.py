"""Commands that hand over: export to other systems, report to people."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.shared import (
    EXIT_PARTIAL,
    archive_option,
    builtins,
    existing_archive,
    json_option,
    print_json,
)

if TYPE_CHECKING:
    from extractor.archive import Archive


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "parquet", "jsonl"]), default="csv",
              show_default=True, help="xlsx: a workbook, one sheet per file; parquet, jsonl: typed.")  # fmt: skip
@click.option("--dialect", type=click.Choice(["standard", "excel-sv"]), default="standard", show_default=True,
              help="Of CSV; excel-sv: semicolon, decimal comma and BOM, as a Swedish Excel expects.")  # fmt: skip
@click.option("--wide", is_flag=True,
              help="Also tables with one line per indicator, one column per period.")  # fmt: skip
@click.option(
    "--since", default="", metavar="PERIOD", help="Only from this period on: 2019, 2020-T1, 2020-03."
)
@click.option("--only-reviewed", is_flag=True, help="Only what a person has confirmed.")
@click.option("--to", "target", type=click.Choice(["stratsys", "stratsys-tab", "kolada", "sdmx"]), default=None,
              help="Write the file that system imports instead; needs --mapping.")  # fmt: skip
@click.option("--mapping", "codes", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="With --to: your .toml or .csv file with the codes of units and indicators.")  # fmt: skip
@click.option("--include-unsure", is_flag=True, help="With --to: hand over numbers that are unsure, too.")
@click.option("--write-mapping", "starter", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="With --to: write, or complete, a mapping file with empty codes, and stop.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing folder.")
@archive_option
@json_option
def export(folder: Path | None, location: str, as_json: bool, **options: Any) -> int:
    """Write everything known into FOLDER: CSV files with a datapackage.json, a workbook, Parquet or JSON Lines.

    With --to, write the numbers as another system imports them; what has no code there is listed in
    unmapped.csv, what was left out in left_out.csv, and the command ends with 1.

    \b
    Example: styrkort export out --dialect excel-sv
             styrkort export --to stratsys --write-mapping codes.toml
             styrkort export out --to stratsys --mapping codes.toml
    """
    asked = SimpleNamespace(**options)
    _refuse_what_does_not_go_together(folder, asked)
    with existing_archive(location) as archive:
        if asked.starter:
            return _write_starter(archive, asked, as_json)
        if folder is None:
            raise click.UsageError("Missing argument 'FOLDER'.")
        return (_hand_over if asked.target else _export)(archive, folder, asked, as_json)


def _refuse_what_does_not_go_together(folder: Path | None, asked: SimpleNamespace) -> None:
    if asked.kind != "csv" and (asked.target or asked.dialect != "standard"):
        raise click.UsageError("--format goes neither with --dialect nor with --to.")
    if asked.target and asked.wide:
        raise click.UsageError("--wide does not go with --to.")
    if asked.target and not (asked.codes or asked.starter):
        raise click.UsageError(
            f"--to needs --mapping FILE; `styrkort export --to {asked.target} --write-mapping FILE` begins one."
        )
    if not asked.target and (asked.codes or asked.starter or asked.include_unsure):
        raise click.UsageError("--mapping, --write-mapping and --include-unsure go with --to.")
    if asked.starter and (folder or asked.codes):
        raise click.UsageError("--write-mapping writes only that file: leave out FOLDER and --mapping.")


def _export(archive: Archive, folder: Path, asked: SimpleNamespace, as_json: bool) -> int:
    from extractor.export import ExportSettings, Selection
    from extractor.export import export as write

    settings = ExportSettings(
        format=asked.kind, dialect=asked.dialect, wide=asked.wide,
        selection=Selection(since=asked.since, only_reviewed=asked.only_reviewed),
    )  # fmt: skip
    _show_files(folder, write(archive, folder, settings, force=asked.force), as_json)
    return 0


def _hand_over(archive: Archive, folder: Path, asked: SimpleNamespace, as_json: bool) -> int:
    from extractor.export import Selection
    from extractor.export.handover import HandOverSettings, hand_over, summary
    from extractor.export.mapping import load_mapping
    from extractor.export.systems import SYSTEMS

    settings = HandOverSettings(
        selection=Selection(since=asked.since, only_reviewed=asked.only_reviewed),
        include_unsure=asked.include_unsure, dialect=asked.dialect,
    )  # fmt: skip
    mapping = load_mapping(asked.codes)
    result = hand_over(archive, folder, SYSTEMS[asked.target], mapping, settings, force=asked.force)
    _show_files(folder, result.files, as_json)
    for sentence in summary(result):
        click.echo(sentence, err=True)
    return EXIT_PARTIAL if result.partial else 0


def _write_starter(archive: Archive, asked: SimpleNamespace, as_json: bool) -> int:
    from extractor.export.starter import write_starter
    from extractor.export.systems import SYSTEMS

    added = write_starter(archive, asked.starter, SYSTEMS[asked.target])
    if as_json:
        print_json([{"file": str(asked.starter), **builtins(added)}])
    else:
        click.echo(f"{asked.starter}  {added.units} units and {added.indicators} indicators added")
    return 0


def _show_files(folder: Path, lines: dict[str, int], as_json: bool) -> None:
    if as_json:
        print_json([{"file": name, "lines": count} for name, count in lines.items()])
        return
    for name, count in lines.items():
        click.echo(f"{folder / name}  {count} lines")


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
