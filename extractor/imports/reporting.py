"""The import report for programs: one JSON object per line, written as the import goes on.

A line with `"kind": "file"` for each file as soon as it is stored, and one with `"kind": "summary"` at the
end; a report without it belongs to an import that was interrupted. docs/importing.md describes the fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from extractor.errors import StyrkortError, WriteError
from extractor.imports.records import Imported, Summary, Watcher


def file_record(file: Imported) -> dict[str, Any]:
    """The line of one file."""
    return {"kind": "file", **msgspec.to_builtins(file)}


def summary_record(summary: Summary) -> dict[str, Any]:
    """The last line."""
    how = {
        how: sum(n for (_, h), n in summary.counts.items() if h == how)
        for how in ("read", "unchanged", "duplicate")
    }
    return {
        "kind": "summary", "files": summary.files, "outcomes": summary.outcomes, **how,
        "again": summary.again, "pages": summary.pages.total(), "rows": summary.rows.total(),
    }  # fmt: skip


class Lines(Watcher):
    """Hands each file to a function that writes it.

    Args:
        write: takes one record.
    """

    def __init__(self, write: Callable[[dict[str, Any]], None]) -> None:
        self._write = write

    def finished(self, file: Imported) -> None:
        """One line."""
        self._write(file_record(file))


class Several(Watcher):
    """Tells several watchers.

    Args:
        watchers: whom.
    """

    def __init__(self, watchers: Sequence[Watcher]) -> None:
        self._watchers = watchers
        self.counts_ahead = any(w.counts_ahead for w in watchers)

    def found(self, files: int) -> None:
        """Tell them."""
        for watcher in self._watchers:
            watcher.found(files)

    def finished(self, file: Imported) -> None:
        """Tell them."""
        for watcher in self._watchers:
            watcher.finished(file)

    def relating(self, done: int, units: int) -> None:
        """Tell them."""
        for watcher in self._watchers:
            watcher.relating(done, units)


@contextmanager
def report_to(path: Path) -> Iterator[Callable[[dict[str, Any]], None]]:
    """A file that takes records as JSON lines, each on disk before the next.

    Raises:
        WriteError: the file cannot be made; nothing was imported.
        StyrkortError: it cannot be written any more.
    """
    try:
        stream = path.open("wb", buffering=0)
    except OSError as error:
        raise WriteError(
            f"The report {path} cannot be written: {error.strerror}.", "Name another file with --report."
        ) from error

    def write(record: dict[str, Any]) -> None:
        try:
            stream.write(msgspec.json.encode(record) + b"\n")
        except OSError as error:
            raise StyrkortError(
                f"The report {path} cannot be written: {error.strerror}.",
                "What was imported is stored. Make room and run the same command again.",
            ) from error

    with stream:
        yield write
