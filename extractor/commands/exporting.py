"""Commands that hand over to other systems: export."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.commands.shared import archive_option, existing_archive, json_option, print_json


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dialect", type=click.Choice(["standard", "excel-sv"]), default="standard", show_default=True,
              help="excel-sv: semicolon, decimal comma and BOM, as a Swedish Excel expects.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing folder.")
@archive_option
@json_option
def export(folder: Path, dialect: str, force: bool, location: str, as_json: bool) -> int:
    """Write all CSV files and datapackage.json into FOLDER.

    \b
    Example: styrkort export out --dialect excel-sv
    """
    from extractor.export import export as write

    with existing_archive(location) as archive:
        counts = write(archive, folder, dialect=dialect, force=force)  # type: ignore[arg-type]
    if as_json:
        print_json([{"file": f"{name}.csv", "lines": lines} for name, lines in counts.items()])
    else:
        for name, lines in counts.items():
            click.echo(f"{folder / name}.csv  {lines} lines")
    return 0
