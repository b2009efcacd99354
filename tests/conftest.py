"""Fixtures that many tests share: an archive in each database that is supported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import postgres


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
