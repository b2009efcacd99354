"""Progress of an import on stderr, and its summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from extractor.imports import Imported, Summary, Watcher
from extractor.imports.records import How
from extractor.screens import err

_HOW: tuple[How, ...] = ("read", "unchanged", "duplicate")
_SAID: dict[How, str] = {"again": "read again"}
_SPEED_AFTER = 0.5
"""Seconds before a speed is shown: earlier it says nothing."""


class Shown(Watcher):
    """Counts what is done; a quiet import shows nothing else."""

    def __init__(self) -> None:
        self.so_far = Summary()

    def finished(self, file: Imported) -> None:
        """Count it."""
        self.so_far.add(file)


class _Plain(Shown):
    """A line per file that was read, and one per hundred that were skipped."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console

    def finished(self, file: Imported) -> None:
        super().finished(file)
        if file.how != "unchanged":
            self.console.print(_line(file), markup=False, soft_wrap=True)

    def relating(self, done: int, units: int) -> None:
        if units and not done:
            self.console.print(f"linking and checking {units} units", markup=False)


class _Live(Shown):
    """One bar that moves: files, pages per second, time left, outcomes so far; problems scroll above it."""

    counts_ahead = True

    def __init__(self, bar: Progress) -> None:
        super().__init__()
        self.bar = bar
        self.total = 0
        self.task = bar.add_task("looking for files", total=None, now="")
        self.started = time.monotonic()

    def found(self, files: int) -> None:
        self.total += files
        self.bar.update(self.task, total=self.total)

    def finished(self, file: Imported) -> None:
        super().finished(file)
        if file.how in {"read", "again"} and file.outcome != "done":
            self.bar.console.print(_line(file), markup=False, soft_wrap=True)
        self.bar.update(self.task, advance=1, description=self._standing(), now=file.path)

    def relating(self, done: int, units: int) -> None:
        if units:
            self.bar.update(
                self.task,
                completed=done,
                total=units,
                description=f"{self._standing()} · linking units",
                now="",
            )

    def _standing(self) -> str:
        parts = [f"{n} {outcome}" for outcome, n in self.so_far.outcomes.items()]
        passed = time.monotonic() - self.started
        if passed > _SPEED_AFTER:
            parts.append(f"{self.so_far.pages.total() / passed:.1f} pages/s")
        return " · ".join(parts)


def _line(file: Imported) -> str:
    note = f"  {file.reason}" if file.reason else ""
    how = f" ({_SAID.get(file.how, file.how)})" if file.how != "read" else ""
    return f"{file.outcome:<9} {file.rows:>4} rows  {file.path}{how}{note}"


@contextmanager
def shown(*, quiet: bool) -> Iterator[Shown]:
    """A watcher that shows each imported file: a live bar on a terminal, plain lines elsewhere."""
    if quiet:
        yield Shown()
    elif not sys.stderr.isatty():
        yield _Plain(err())
    else:
        columns = (
            BarColumn(bar_width=20), MofNCompleteColumn(), TimeRemainingColumn(compact=True),
            TextColumn("{task.description}", markup=False),
            TextColumn("{task.fields[now]}", style="dim", markup=False),
        )  # fmt: skip
        with Progress(*columns, console=err(), transient=True) as bar:
            yield _Live(bar)


def summary(result: Summary, *, interrupted: bool = False) -> None:
    """The summary of one run: files per outcome and how they were dealt with."""
    console = err()
    if not result.files:
        console.print(
            "No file was imported before the interruption." if interrupted else "No file to import was found."
        )
        return
    table = Table(
        title="Imported before the interruption" if interrupted else "Imported", title_justify="left"
    )
    for heading in ("outcome", "files", *_HOW, "pages read", "rows read"):
        table.add_column(heading, justify="left" if heading == "outcome" else "right")
    for outcome, files in result.outcomes.items():
        how = [result.counts[outcome, h] for h in _HOW]
        table.add_row(outcome, *map(str, (files, *how, result.pages[outcome], result.rows[outcome])))
    console.print(table)
    if result.again:
        console.print(f"Read a second time, with what other reports of their units say: {result.again}.")
    if not result.complete:
        console.print("`styrkort list` says why a file is not done.")
