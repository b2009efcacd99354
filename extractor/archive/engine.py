"""Connects to the database of an archive: a SQLite file, or PostgreSQL by URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from extractor.errors import ArchiveError

LOCK_WAIT_SECONDS = 30
"""How long a second writer waits for the first one's transaction before it gives up."""
WRITE_LOCK = 0x5374_796B
"""Key of PostgreSQL's advisory lock for `writing` ('Styk'); one archive is one database, so one key does."""
_LIMITS = "54"
"""PostgreSQL's class of errors for data beyond a limit (an index entry over 2,704 bytes, a value over 1 GB)."""
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
"""The driver of the extra `postgres`, whatever SQLAlchemy's default is."""


def url_of(location: str) -> sa.URL:
    """The database a user means by a path or a URL.

    Raises:
        ArchiveError: it looks like a URL and is none.
    """
    if "://" not in location:
        return sa.URL.create("sqlite", database=location)
    scheme, _, rest = location.partition("://")
    try:
        return sa.make_url(f"{_DRIVERS.get(scheme, scheme)}://{rest}")
    except sa.exc.ArgumentError as error:
        raise ArchiveError(
            f"{hidden(location)!r} is no archive URL.", "Use a path or postgresql://user@host/name."
        ) from error


def hidden(location: str) -> str:
    """A location for messages: a URL without its password."""
    if "://" not in location:
        return location
    try:
        return sa.make_url(location).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return f"{location.partition('://')[0]}://…"


def engine_for(url: sa.URL) -> sa.Engine:
    """An engine for the database; SQLite with write-ahead log, foreign keys and patience.

    A SQLite file that may not be written (a share, an old disk) can still be read.

    Raises:
        ArchiveError: there is no driver for it.
    """
    try:
        if url.get_backend_name() != "sqlite":
            return sa.create_engine(url, pool_pre_ping=True)
        read_only = _cannot_write(url.database)
        if read_only:
            url = _as_it_stands(str(url.database))
        engine = sa.create_engine(url, connect_args={"timeout": LOCK_WAIT_SECONDS})
    except (sa.exc.ArgumentError, ImportError) as error:
        raise ArchiveError(
            f"The archive {url!r} cannot be used: {error}.",
            "Install the driver (PostgreSQL: pip install 'styrkort[postgres]') or use a path.",
        ) from error

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins no transaction; `_begin` says which kind
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _cannot_write(database: str | None) -> bool:
    """Whether an archive lies where this process may not write, and nobody is writing to it."""
    if not database or not Path(database).is_file() or Path(f"{database}-wal").exists():
        return False
    return not (os.access(database, os.W_OK) and os.access(Path(database).parent, os.W_OK))


def _as_it_stands(database: str) -> sa.URL:
    """The URL that reads a file without the side files that SQLite would have to make."""
    path = quote(str(Path(database).absolute()))
    return sa.URL.create(
        "sqlite", database=f"file:{path}", query={"mode": "ro", "immutable": "1", "uri": "true"}
    )


def is_read_only(url: sa.URL) -> bool:
    """Whether an archive can only be read."""
    return "immutable" in url.query


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that will write: it waits for another one at its beginning, not in the middle.

    One process at a time writes, makes or changes tables, as SQLite has it anyway.
    """
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_LOCK)))
        yield connection


def is_about_data(error: sa.exc.DBAPIError) -> bool:
    """Whether a database refused what it was given, and is in order itself."""
    limit = str(getattr(error.orig, "sqlstate", None) or "").startswith(_LIMITS)
    return limit or not isinstance(
        error, sa.exc.OperationalError | sa.exc.InternalError | sa.exc.InterfaceError
    )


def storable(text: str) -> str:
    """Text that every database takes: without NUL, and without surrogates that are no characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode("utf-8")
