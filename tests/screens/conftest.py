"""The review application on an archive of its own, as every test of its screens starts it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.archive import Archive
from tests.support.reviewing import Start, started


@pytest.fixture
def archive(granvik: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of the three reports of one unit, to be decided about."""
    place = tmp_path / "styrkort.db"
    shutil.copy(granvik, place)
    with Archive(place) as opened:
        yield opened


@pytest.fixture
def start(archive: Archive) -> Start:
    """Starts the application on that archive, with the given kinds of questions."""
    return lambda *kinds, **more: started(archive, *kinds, **more)
