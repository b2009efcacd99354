"""An archive's database, opened: its tables are of this version, one import at a time, errors in the user's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from extractor.archive import schema
from extractor.archive.engine import (
    engine_for,
    hidden,
    is_about_data,
    url_of,
    writing,
)
from extractor.archive.lock import import_lock
from extractor.errors import ArchiveError, NotStorableError

DEFAULT_NAME = "styrkort.db"


class Opened:
    """A database with the tables of an archive; closes its connections at the end of a `with`.

    Args:
        location: a path, a `sqlite:///` or a `postgresql://` URL.
        create: make the archive if it does not exist.

    Raises:
        ArchiveError: the location cannot be opened, or is no archive this version knows.
    """

    def __init__(self, location: str | Path = DEFAULT_NAME, *, create: bool = True) -> None:
        url = url_of(str(location))
        self.location = hidden(str(location))
        """How the user calls it, without a password."""
        self._held = 0
        if (
            url.get_backend_name() == "sqlite"
            and url.database
            and not create
            and not Path(url.database).exists()
        ):
            raise ArchiveError(
                f"There is no archive at {self.location}.", "Run `styrkort import FOLDER` first."
            )
        self._engine = engine_for(url)
        self._open()

    def __enter__(self) -> Self:
        """The archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def importing(self, *, wait: bool = False) -> Iterator[None]:
        """Hold the archive for one import; an import inside an import holds it already.

        Args:
            wait: wait for another process's import to end.

        Raises:
            ArchiveError: another import is running, or the archive cannot be written.
        """
        if self._held:
            yield
            return
        with import_lock(self._engine, self.location, wait=wait):
            self._held += 1
            try:
                yield
            finally:
                self._held -= 1

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        try:
            with writing(self._engine) as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            if is_about_data(error):
                raise NotStorableError(f"What was read cannot be stored: {error.orig}.") from error
            raise ArchiveError(
                f"The archive {self.location} could not be written: {error.orig}.",
                "Check the disk and that no other import is running, then run the same command again.",
            ) from error

    def _open(self) -> None:
        """See that the tables are there and of this version; write only where they are not."""
        try:
            with self._engine.connect() as connection:
                if self._schema(connection) == schema.SCHEMA_VERSION:
                    return
            with writing(self._engine) as connection:
                found = self._schema(connection)
                schema.tables.create_all(connection)
                if found is None:
                    connection.execute(
                        schema.meta.insert().values(key="schema", value=str(schema.SCHEMA_VERSION))
                    )
                else:
                    schema.migrate(connection, found, self.location)
        except sa.exc.DatabaseError as error:
            raise ArchiveError(
                f"{self.location} cannot be opened as an archive: {error.orig}.",
                "Name another file with --archive.",
            ) from error

    def _schema(self, connection: sa.Connection) -> int | None:
        """The version of the tables, None if there are none."""
        if not sa.inspect(connection).has_table("meta"):
            return None
        found = connection.execute(
            sa.select(schema.meta.c.value).where(schema.meta.c.key == "schema")
        ).scalar()
        return None if found is None else int(found)
