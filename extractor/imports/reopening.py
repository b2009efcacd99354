"""Files that were imported before, opened again by the paths the archive knows them by."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import TracebackType
from typing import Self

from extractor.archive import Asking, Source
from extractor.imports.naming import openable
from extractor.imports.sources import Candidate, Unusable, find
from extractor.imports.zips import Bag, open_bag

INSIDE = "!/"
"""What parts a zip archive's path from its member's."""


class Reopener:
    """Finds the content of documents again; keeps the zip archive open that it looked into last."""

    def __init__(self) -> None:
        self._bag: Bag | None = None
        self._bag_path = ""
        self._members: dict[str, Candidate] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bag is not None:
            self._bag.close()

    def content(self, document: Asking) -> tuple[bytes, Source] | None:
        """A document's bytes and where they lie, None if no file with its content is there any more."""
        for path in document.paths:
            candidate = self._candidate(path)
            if candidate is None or candidate.load is None:
                continue
            try:
                content, size, modified_ns = candidate.load()
            except Unusable:
                continue
            if hashlib.sha256(content).hexdigest() == document.sha256:
                return content, Source(path=path, size=size, modified_ns=modified_ns)
        return None

    def _candidate(self, path: str) -> Candidate | None:
        if is_file(path):
            return next(find([], [openable(path)]), None)
        outside, inside, _ = path.partition(INSIDE)
        if not inside or not is_file(outside):
            return None
        if outside != self._bag_path:
            self._open(outside)
        return self._members.get(path)

    def _open(self, path: str) -> None:
        if self._bag is not None:
            self._bag.close()
        self._bag, self._bag_path, self._members = None, path, {}
        try:
            self._bag = open_bag(next(find([], [openable(path)])))
        except Unusable:
            return
        if self._bag is not None:
            self._members = {c.path: c for c in self._bag.members()}


def is_there(document: Asking) -> bool:
    """Whether a file still lies where one of a document's lay, without opening it."""
    return any(is_file(p) or is_file(p.partition(INSIDE)[0]) for p in document.paths)


def is_file(path: str) -> bool:
    """Whether a file lies at a path as the archive stores it."""
    try:
        return Path(openable(path)).is_file()
    except (OSError, ValueError):
        return False
