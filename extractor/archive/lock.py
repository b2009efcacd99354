"""One import at a time into one archive: a lock that ends with the process that holds it, however it ends.

For SQLite the lock is on a file beside the archive, for PostgreSQL it is an advisory lock of a connection.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa

from extractor.archive.engine import is_read_only
from extractor.errors import ArchiveError

IMPORT_LOCK = 0x5374_796C
"""Key of PostgreSQL's advisory lock; one archive is one database, so one key does."""
SUFFIX = "-lock"


@contextmanager
def import_lock(engine: sa.Engine, location: str, *, wait: bool) -> Iterator[None]:
    """Hold the archive for one import.

    Args:
        engine: connects to it.
        location: how the user calls it.
        wait: wait for another import to end.

    Raises:
        ArchiveError: another import is running, or the folder cannot be written.
    """
    if is_read_only(engine.url):
        raise ArchiveError(
            f"The archive {location} cannot be written: you have no right to.",
            "Name an archive that can be written with --archive.",
        )
    if engine.url.get_backend_name() == "postgresql":
        with _advisory(engine, location, wait=wait):
            yield
    elif engine.url.database and engine.url.database != ":memory:":
        with _file(engine.url.database + SUFFIX, location, wait=wait):
            yield
    else:
        yield  # in memory: nobody else can reach it


@contextmanager
def _advisory(engine: sa.Engine, location: str, *, wait: bool) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if wait:
            connection.execute(sa.select(sa.func.pg_advisory_lock(IMPORT_LOCK)))
        elif not connection.execute(sa.select(sa.func.pg_try_advisory_lock(IMPORT_LOCK))).scalar():
            raise _running(location, "")
        try:
            yield
        finally:
            with suppress(sa.exc.DBAPIError):  # a broken connection holds no lock
                connection.execute(sa.select(sa.func.pg_advisory_unlock(IMPORT_LOCK)))
            connection.invalidate()  # closing alone frees it too, but only when the server notices


@contextmanager
def _file(path: str, location: str, *, wait: bool) -> Iterator[None]:
    handle = _locked(path, location, wait=wait)
    try:
        os.truncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        yield
    finally:
        os.unlink(path)  # noqa: PTH108 - while it is locked: see `_locked`
        os.close(handle)


def _locked(path: str, location: str, *, wait: bool) -> int:
    """Open and lock the file; again if its last holder removed it in between."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise ArchiveError(
                f"The archive {location} cannot be written: {error.strerror} ({path}).",
                "Name an archive in a folder that can be written with --archive.",
            ) from error
        try:
            # A record lock, not flock: it is not inherited by worker processes that outlive the import.
            fcntl.lockf(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            if _is(path, handle):
                return handle
        except OSError as error:
            holder = os.pread(handle, 200, 0).decode("utf-8", "replace")
            os.close(handle)
            if error.errno in {errno.EACCES, errno.EAGAIN}:
                raise _running(location, holder) from error
            raise
        os.close(handle)


def _is(path: str, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))  # noqa: PTH116
    except FileNotFoundError:
        return False


def _running(location: str, holder: str) -> ArchiveError:
    return ArchiveError(
        f"Another import into {location} is running{f' ({holder})' if holder else ''}.",
        "Wait until it has ended, or say --wait.",
    )
