"""A PostgreSQL server for tests: made in a temporary folder from the installed programs, gone afterwards.

The server refuses to run as root, so root runs it as the user `postgres` or `nobody`.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

OWNER = "styrkort"
USERS = ("postgres", "nobody")
START_SECONDS = 60


def missing() -> str:
    """Why there can be no server, '' if there can."""
    if _programs() is None:
        return "PostgreSQL's initdb and pg_ctl are not installed (Debian: postgresql)"
    if importlib.util.find_spec("psycopg") is None:
        return "the extra `postgres` is not installed"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "root cannot run PostgreSQL, and setpriv is not installed"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """A running server; the start of its URL, up to the name of a database.

    Its collation is Swedish, so that an order left to the database differs from the order of code points.
    """
    programs = _programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="styrkort-postgres-"))
    _own(folder)
    data, port = folder / "data", _free_port()
    swedish = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=sv", "--encoding=UTF8"]
    _run(programs / "initdb", "-D", data, "-U", OWNER, "--auth=trust", "--no-sync", *swedish)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    try:
        _run(
            programs / "pg_ctl",
            "-D",
            data,
            "-w",
            "-t",
            START_SECONDS,
            "-l",
            folder / "log",
            "-o",
            options,
            "start",
        )
        yield f"postgresql://{OWNER}@127.0.0.1:{port}"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server_url: str) -> str:
    """The URL of a database of its own."""
    name = f"archive_{uuid.uuid4().hex}"
    base = server_url.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(f"{base}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server_url}/{name}"


def _programs() -> Path | None:
    """The folder of the server's programs; Debian keeps them out of the search path."""
    homes = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    found = shutil.which("initdb")
    homes += [Path(found).parent] if found else []
    return next((h for h in homes if (h / "initdb").exists() and (h / "pg_ctl").exists()), None)


def _user() -> pwd.struct_passwd:
    known = {p.pw_name: p for p in pwd.getpwall()}
    return next(known[u] for u in USERS if u in known)


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        os.chown(folder, _user().pw_uid, _user().pw_gid)


def _run(*command: object, check: bool = True) -> None:
    before: list[str] = []
    if os.geteuid() == 0:
        user = _user()
        before = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    done = subprocess.run(
        [*before, *map(str, command)], cwd="/", stdin=subprocess.DEVNULL, check=False, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert not check or done.returncode == 0, f"{command} ended with {done.returncode}"


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port: int = some.getsockname()[1]
        return port
