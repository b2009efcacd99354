"""The generated reference pages: `make docs` writes them, `tests/test_docs.py` compares.

Run as `python -m tests.support.reference` from the project's root.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cli import cli
from extractor import contract

DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 100


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, in the order of --help."""
    yield "styrkort", cli
    for name, command in cli.commands.items():
        yield f"styrkort {name}", command
        if isinstance(command, click.Group):
            for sub, inner in command.commands.items():
                yield f"styrkort {name} {sub}", inner


def help_of(name: str, command: click.Command) -> str:
    """What --help prints, at a fixed width."""
    settings = {**cli.context_settings, "max_content_width": WIDTH}
    context = click.Context(command, info_name=name, terminal_width=WIDTH, **settings)
    return command.get_help(context)


def commands_page() -> str:
    """docs/commands.md."""
    parts = ["# Commands\n\nWhat `--help` prints for each command. Written by `make docs`.\n"]
    parts += [f"## {name}\n\n```text\n{help_of(name, command)}\n```\n" for name, command in commands()]
    return "\n".join(parts)


def export_page() -> str:
    """docs/export.md."""
    head = (
        "# What `styrkort export` writes\n\n"
        "One file per kind of thing. `--format csv` (the default) is UTF-8, comma, `\\n`, RFC 4180 quoting, decimal\n"
        "point, ISO dates, described by `datapackage.json` (Frictionless: types, constraints, primary and foreign\n"
        "keys); `--dialect excel-sv` writes semicolon, decimal comma and a BOM. `--format xlsx` writes one workbook\n"
        "with a sheet per file, `--format parquet` and `--format jsonl` one typed file each.\n\n"
        "An empty cell means that nothing was printed there. Rows come in a stable order (document, page, place on\n"
        "the page), so two exports of the same archive are byte-identical, in every format. The folder is written\n"
        "under a temporary name and renamed; an existing one is replaced only with `--force`.\n\n"
        "More: [formats and selections](export-formats.md) · [handing over to other systems](hand-over.md).\n"
        "This page is written by `make docs` from `extractor/contract.py`.\n"
    )
    parts = [head]
    for file in contract.FILES:
        lines = [
            f"## {file.name}.csv\n",
            f"{file.description}\n",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        for c in file.columns:
            values = f" One of: {', '.join(f'`{v}`' for v in c.enum)}." if c.enum else ""
            lines.append(f"| `{c.name}` | {c.type} | {c.description}{values} |")
        lines.append(keys_of(file))
        parts.append("\n".join(lines).rstrip("\n") + "\n")
    return "\n".join(parts)


def keys_of(file: contract.File) -> str:
    """A sentence on the keys of a file, '' if it has none."""
    own = f"Primary key: {', '.join(f'`{c}`' for c in file.primary_key)}. " if file.primary_key else ""
    others = ", ".join(f"`{column}` → {target}.csv" for column, target in file.foreign_keys)
    return f"\n{own}{f'Foreign keys: {others}.' if others else ''}".rstrip() + "\n" if own or others else ""


PAGES = {"commands.md": commands_page, "export.md": export_page}


def main() -> None:
    """Write all generated pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
