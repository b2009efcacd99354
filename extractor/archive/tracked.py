"""An archive that remembers what it has dealt with: files seen, units linked and checked, documents told."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.archive import tracking
from extractor.archive.opened import Opened
from extractor.archive.records import Asking, Seen, Source, Told, Vouching


class Tracked(Opened):
    """What an import asks the archive so that nothing is done twice, and what it notes."""

    def add_path(self, identity: str, source: Source) -> None:
        """Record another path with the content of a known document."""
        with self._begin() as connection:
            tracking.put_path(connection, identity, source)

    def seen(self, paths: Sequence[str]) -> dict[str, Seen]:
        """What is known of some paths; a few hundred at a time."""
        with self._engine.connect() as connection:
            return tracking.seen(connection, paths)

    def known(self, identity: str) -> Seen | None:
        """What is known of a document, None if nothing."""
        with self._engine.connect() as connection:
            return tracking.known(connection, identity)

    def unit_state(self, organisation: str, unit: str) -> str:
        """A fingerprint of a unit's readings as they are now, '' if there are none."""
        with self._engine.connect() as connection:
            return tracking.unit_states(connection, organisation, unit).get((organisation, unit), "")

    def stale_units(self) -> list[tuple[str, str]]:
        """Units (organisation, unit) whose readings changed since they were linked and checked."""
        with self._engine.connect() as connection:
            return tracking.stale_units(connection)

    def asking(self, version: str) -> list[Asking]:
        """The documents read by a version that ask for what other reports of their unit say."""
        with self._engine.connect() as connection:
            return tracking.asking(connection, version)

    def vouching(self, keys: Collection[str]) -> dict[str, Vouching]:
        """For each of some units, given by what the documents ask for, its documents that ask for nothing."""
        with self._engine.connect() as connection:
            return tracking.vouching(connection, keys)

    def note_told(self, identity: str, told: Told) -> None:
        """Note what a document was told where its reading stays as it is."""
        with self._begin() as connection:
            tracking.put_told(connection, identity, told)
