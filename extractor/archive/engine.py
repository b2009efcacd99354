"""Connects to the database of an archive: a SQLite file, or PostgreSQL by URL."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from extractor.errors import ArchiveError

LOCK_WAIT_SECONDS = 30
"""How long a second writer waits for the first one's transaction before it gives up."""


def url_of(location: str) -> sa.URL:
    """The database a user means by a path or a URL.

    Raises:
        ArchiveError: it looks like a URL and is none.
    """
    if "://" not in location:
        return sa.URL.create("sqlite", database=location)
    try:
        return sa.make_url(location)
    except sa.exc.ArgumentError as error:
        raise ArchiveError(
            f"{location!r} is no archive URL.", "Use a path or postgresql://user@host/name."
        ) from error


def engine_for(url: sa.URL) -> sa.Engine:
    """An engine for the database; SQLite with write-ahead log, foreign keys and patience.

    Raises:
        ArchiveError: there is no driver for it.
    """
    try:
        if url.get_backend_name() != "sqlite":
            return sa.create_engine(url)
        engine = sa.create_engine(url, connect_args={"timeout": LOCK_WAIT_SECONDS})
    except (sa.exc.ArgumentError, ImportError) as error:
        raise ArchiveError(
            f"The archive {url!r} cannot be used: {error}.", "Install the driver or use a path."
        ) from error

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine
