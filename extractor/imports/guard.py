"""A worker process on a leash: limited memory, its own folder for temporary files, and nothing left behind.

A worker may be killed at any moment: by its time limit, by the system when memory runs out, with the
importing process. Then the programs it started (LibreOffice, tesseract) go on, and its temporary files stay.
So each worker has a keeper, a tiny process that waits for the worker's end and clears away after it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal this process gets when its parent ends."""
MIB = 2**20


def tie() -> None:
    """Tie this process to its parent, and give it a folder and a keeper. Called once in a new worker."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the signal was asked for
        os._exit(1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with contextlib.suppress(PermissionError):
        os.setpgid(0, 0)  # Ctrl-C on the terminal is for the importing process alone
    folder = str(Path(tempfile.gettempdir(), f"styrkort-worker-{secrets.token_hex(8)}"))
    _start_keeper(folder)  # before there is a folder: a worker killed in between leaves none
    Path(folder).mkdir(mode=0o700)
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder


def limit_memory(mib: int) -> None:
    """Give this process and the programs it starts no more address space than that; 0 = no limit."""
    if mib:
        resource.setrlimit(resource.RLIMIT_AS, (mib * MIB, mib * MIB))


def _start_keeper(folder: str) -> None:
    """Fork the keeper: it sees the end of this process as the end of a pipe that only this process writes."""
    ended, alive = os.pipe()
    if os.fork():
        os.close(ended)
        return
    try:
        os.setsid()
        os.dup2(ended, 0)
        os.closerange(1, min(65536, os.sysconf("SC_OPEN_MAX")))
        del alive
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.read(0, 1)
        clear_away(folder)
    finally:
        os._exit(0)


def clear_away(folder: str) -> None:
    """End the programs whose temporary files lie in a worker's folder, and remove it."""
    mine = os.fsencode(folder)
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int(process.name) != os.getpid() and mine in (process / "environ").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)
