"""What runs below a process, read from /proc."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """All processes below one, nearest first."""
    found: list[int] = []
    waiting = [pid]
    children = _children()
    while waiting:
        below = children.get(waiting.pop(0), [])
        found += below
        waiting += below
    return found


def workers(pid: int) -> list[int]:
    """The worker processes of an import: the children of its fork server."""
    children = _children()
    servers = [c for c in children.get(pid, []) if b"forkserver" in _cmdline(c)]
    return [w for server in servers for w in children.get(server, [])]


def parent(pid: int) -> int:
    """The process that started it."""
    return int(_fields(pid)[1])


def alive(pids: list[int]) -> list[int]:
    """Those that still run; one that is dead and not yet collected by its parent does not."""
    return [p for p in pids if _state(p) not in {"", "Z"}]


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition; whether it came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pid in (int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()):
        if fields := _fields(pid):
            found.setdefault(int(fields[1]), []).append(pid)
    return found


def _state(pid: int) -> str:
    fields = _fields(pid)
    return fields[0] if fields else ""


def _fields(pid: int) -> list[str]:
    """State, parent and what follows in /proc/PID/stat."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    return []


def _cmdline(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
