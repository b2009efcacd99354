"""Fixtures that many tests share: an archive in each database that is supported."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.imports.workers import COLLECTED
from extractor.patterns import built_in
from extractor.relate import relate
from tests.support import postgres
from tests.support.importing import CORPUS, imported

gc.set_threshold(*COLLECTED)
"""As in an import's workers: the tests took a sixth of their time to look for garbage among spaCy's words."""

GRANVIK = ("granvik-ubn-2021.txt", "granvik-ubn-2022.pdf", "granvik-ubn-2023.docx")
"""A dump that is doubted in every cell, and later reports of the unit that are not."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The start of the URL of a running PostgreSQL server."""
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.server() as url:
        yield url


@pytest.fixture
def postgres_location(postgres_server: str) -> str:
    """The URL of an empty PostgreSQL database."""
    return postgres.new_database(postgres_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an archive can be made, in each database in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "styrkort.db")
    url: str = request.getfixturevalue("postgres_location")
    return url


@pytest.fixture(scope="session")
def granvik(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three reports of one unit, related; to be copied, not changed."""
    place = tmp_path_factory.mktemp("granvik") / "styrkort.db"
    with Archive(place) as archive:
        imported(archive, [CORPUS / name for name in GRANVIK])
        relate(archive, built_in())
    return place
