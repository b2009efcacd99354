"""What to import: the files that folders, patterns, lists and zip archives stand for, one after the other.

Nothing is left out in silence: a folder that cannot be opened, a dangling link or a pipe comes out as a
candidate with a problem, and so ends up in the archive and the report with a reason.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import msgspec

from extractor.errors import NotFoundError
from extractor.imports.naming import openable, printable, stored

SKIPPED_SUFFIXES = frozenset(
    {
        ".db",
        ".db-wal",
        ".db-shm",
        ".db-lock",
        ".csv",
        ".json",
        ".jsonl",
        ".toml",
        ".yaml",
        ".yml",
        ".py",
        ".md",
    }
)
"""Files a walk through a folder passes over: they are never reports. Named directly, they are read."""
SKIPPED_STARTS = (".", "~$")
"""Hidden files, and the lock files of a word processor that has a report open."""
STDIN = "-"

MOST_BYTES = 512 * 2**20
"""Largest file read. The largest report seen had 60 MB; each worker and the main process hold a few."""
READS = 2
"""Times a file is read that changes meanwhile: somebody may just be copying it there."""


class Problem(msgspec.Struct, frozen=True):
    """Why a candidate has no content."""

    code: str
    reason: str


class Candidate(msgspec.Struct, frozen=True):
    """A file to import."""

    path: str
    """As shown and stored; see `naming`. A member of an archive: `archive.zip!/folder/report.pdf`."""
    name: str
    """The file's own name, shown the same way."""
    size: int = -1
    """Bytes; of the archive for its members. With the time it tells that a file has not changed."""
    modified_ns: int = -1
    load: Callable[[], tuple[bytes, int, int]] | None = None
    """Reads it: content, size and time; raises `OSError` or `Unusable`."""
    problem: Problem | None = None
    real: str = ""
    """The path for the operating system; '' for a member of an archive."""


class Unusable(Exception):  # noqa: N818 - a value on its way, not an error of the program
    """Raised where a file cannot be read, with the problem to record."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def find(sources: Iterable[str | os.PathLike[str]], listed: Iterable[str] = ()) -> Iterator[Candidate]:
    """The files to import, in an order that is the same in every run.

    Args:
        sources: files, folders (with all below them) and glob patterns (`reports/**/*.pdf`).
        listed: paths from a list; one that is not there becomes a candidate with a problem.

    Returns:
        Candidates, found as they are asked for.

    Raises:
        NotFoundError: a source is not there, or a pattern matches nothing; before anything else is done.
    """
    wanted = [path for source in sources for path in _expanded(os.fspath(source))]
    return _found([*wanted, *listed])


def _found(paths: Iterable[str]) -> Iterator[Candidate]:
    visited: set[tuple[int, int]] = set()
    for path in map(_meant, paths):
        if os.path.isdir(path):  # noqa: PTH112 - paths are strings here: pathlib would fold 'a/../b'
            yield from _below(path, visited)
        else:
            yield _candidate(path)


def read_list(stream: BinaryIO) -> list[str]:
    """The paths of a list, one per line, or separated by NUL as `find -print0` writes them."""
    content = stream.read()
    separator = b"\0" if b"\0" in content else b"\n"
    lines = (line.rstrip(b"\r\n") for line in content.split(separator))
    return [os.fsdecode(line) for line in lines if line.strip()]


def _expanded(source: str) -> list[str]:
    if os.path.lexists(_meant(source)):
        return [source]
    if not glob.has_magic(source):
        raise NotFoundError(f"{printable(source)} does not exist.", "Check the path; nothing was imported.")
    found = sorted(glob.iglob(source, recursive=True))  # noqa: PTH207 - a pattern may start with any folder
    if "**" in source:  # it matches folders and the files in them
        found = [f for f in found if not os.path.isdir(f)]  # noqa: PTH112
    if not found:
        raise NotFoundError(
            f"No file matches {printable(source)}.", "Check the pattern; nothing was imported."
        )
    return found


def _meant(path: str) -> str:
    """The path itself, or the one that it shows as it stands in the archive and in reports."""
    return path if os.path.lexists(path) else openable(path)


def _below(folder: str, visited: set[tuple[int, int]]) -> Iterator[Candidate]:
    """All files below a folder, links followed, each real folder once: a loop of links ends."""
    try:
        status = os.stat(folder)  # noqa: PTH116
        if (status.st_dev, status.st_ino) in visited:
            return
        visited.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda e: e.name)
    except OSError as error:
        yield _broken(folder, f"The folder could not be opened: {error.strerror or error}.")
        return
    for entry in inside:
        if entry.name.startswith(SKIPPED_STARTS):
            continue
        if _leads_to_folder(entry):
            yield from _below(entry.path, visited)
        elif os.path.splitext(entry.name)[1].lower() not in SKIPPED_SUFFIXES:  # noqa: PTH122
            yield _candidate(entry.path)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: opening it will tell
        return False


def _candidate(path: str) -> Candidate:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError as error:
        return _broken(path, _cannot_open(error))
    if not stat.S_ISREG(status.st_mode):
        return _broken(path, "It is no regular file but a pipe, socket or device; nothing was read from it.")
    return Candidate(
        path=stored(path),
        name=printable(os.path.basename(path)),  # noqa: PTH119
        size=status.st_size,
        modified_ns=status.st_mtime_ns,
        load=lambda: _load(path),
        real=path,
    )


def _broken(path: str, reason: str) -> Candidate:
    name = printable(os.path.basename(path))  # noqa: PTH119
    return Candidate(path=stored(path), name=name, problem=Problem("unreadable", reason))


def _load(path: str) -> tuple[bytes, int, int]:
    """The whole content of a file as it was at one moment."""
    for _ in range(READS):
        try:
            with open(path, "rb") as stream:  # noqa: PTH123
                before = os.fstat(stream.fileno())
                content = stream.read(MOST_BYTES + 1)
                after = os.fstat(stream.fileno())
        except OSError as error:
            raise Unusable(Problem("unreadable", _cannot_open(error))) from error
        if len(content) > MOST_BYTES:
            raise Unusable(too_large(before.st_size))
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if same and len(content) == before.st_size:
            return content, before.st_size, before.st_mtime_ns
    raise Unusable(
        Problem("changing", "The file changed while it was being read; the next import reads it again.")
    )


def too_large(size: int) -> Problem:
    """The problem of a file larger than is read."""
    return Problem(
        "too_large",
        f"The file has {size / 2**20:.0f} MiB; at most {MOST_BYTES // 2**20} are read. Split it into its reports.",
    )


def _cannot_open(error: OSError) -> str:
    return f"The file could not be opened: {error.strerror or error}."
