"""What `styrkort doctor` found."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from extractor.doctor import Part
from extractor.screens import out


def table(parts: Sequence[Part]) -> None:
    """Print every part: found or missing, what for, what its absence costs, how to get it."""
    shown = Table()
    for heading in ("part", "found", "what for", "without it", "how to get it"):
        shown.add_column(heading, overflow="fold")
    for part in parts:
        found = f"[green]{part.version}[/]" if part.version else "[yellow]missing[/]"
        missing = ("", "") if part.version else (part.cost, part.remedy)
        shown.add_row(part.name, found, part.purpose, *missing)
    out().print(shown)
