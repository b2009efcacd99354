"""Progress of an import on stderr, and its summary."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from extractor.imports import Imported, Summary
from extractor.screens import err

_OUTCOMES = ("done", "partial", "needs_ocr", "failed")


@contextmanager
def shown(*, quiet: bool) -> Iterator[Callable[[Imported], None]]:
    """A callback that shows each imported file: a live line on a terminal, plain lines elsewhere."""
    if quiet:
        yield lambda _: None
    elif not sys.stderr.isatty():
        yield _plain
    else:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=err(), transient=True) as bar:
            yield _Live(bar)


def _plain(entry: Imported) -> None:
    if entry.how == "unchanged":
        return
    note = f"  {entry.reason}" if entry.reason else ""
    err().print(f"{entry.outcome:<9} {entry.rows:>4} rows  {entry.path}{note}", markup=False)


class _Live:
    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.task = bar.add_task("starting")
        self.outcomes: Counter[str] = Counter()
        self.pages = 0
        self.started = time.monotonic()

    def __call__(self, entry: Imported) -> None:
        self.outcomes[entry.outcome] += 1
        self.pages += entry.pages
        speed = self.pages / max(time.monotonic() - self.started, 0.1)
        counts = " · ".join(f"{self.outcomes[o]} {o}" for o in _OUTCOMES if self.outcomes[o])
        self.bar.update(self.task, description=f"{counts} · {speed:.1f} pages/s · {entry.path}")
        if entry.outcome != "done" and entry.how == "read":
            self.bar.console.print(f"{entry.outcome}: {entry.path}: {entry.reason}", markup=False)


def summary(result: Summary) -> None:
    """The summary of one run: files per outcome and how they were dealt with."""
    table = Table(title="Imported", title_justify="left")
    for heading in ("outcome", "files", "of them unchanged", "of them duplicates", "pages", "rows"):
        table.add_column(heading, justify="left" if heading == "outcome" else "right")
    for outcome in _OUTCOMES:
        some = [f for f in result.files if f.outcome == outcome]
        if some:
            how = Counter(f.how for f in some)
            numbers = (
                len(some),
                how["unchanged"],
                how["duplicate"],
                sum(f.pages for f in some),
                sum(f.rows for f in some),
            )
            table.add_row(outcome, *map(str, numbers))
    console = err()
    console.print(table if result.files else "No file to import was found.")
    if any(f.outcome != "done" for f in result.files):
        console.print("`styrkort list` says why a file is not done.")
