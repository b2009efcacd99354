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
    context = click.Context(command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
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
        "One CSV file per kind of thing, described by `datapackage.json` (Frictionless). UTF-8, comma, `\\n`,\n"
        "decimal point, ISO dates; `--dialect excel-sv` writes semicolon, decimal comma and a BOM.\n"
        "An empty cell means that nothing was printed there. Rows come in a stable order, so two exports of the\n"
        "same archive are byte-identical. A text that a spreadsheet would take for a formula gets a leading `'`.\n"
        "Written by `make docs` from `extractor/contract.py`.\n"
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
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


PAGES = {"commands.md": commands_page, "export.md": export_page}


def main() -> None:
    """Write all generated pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
