"""A real terminal to drive a program in, as a person would: keys in, what is seen out."""

from __future__ import annotations

import shlex
import subprocess
import uuid

from tests.support.processes import until

PATIENCE = 60.0
"""Seconds a busy machine may take to start the application."""


class Tmux:
    """One terminal of 80 × 24 characters, or another size."""

    def __init__(self, *command: str, size: tuple[int, int] = (80, 24), **environment: str) -> None:
        self.name = f"styrkort-{uuid.uuid4().hex[:8]}"
        sets = [f"{key}={value}" for key, value in environment.items()]
        shown = shlex.join(["env", "-u", "COLUMNS", "-u", "LINES", *sets, *command])
        where = ["-x", str(size[0]), "-y", str(size[1])]
        self.run("new-session", "-d", *where, f"{shown}; echo ended with $?; sleep 600")

    def run(self, *arguments: str) -> str:
        command = ["tmux", "-L", self.name, "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def screen(self, *options: str) -> str:
        return self.run("capture-pane", "-p", *options)

    def press(self, *keys: str) -> None:
        self.run("send-keys", *keys)

    def shows(self, words: str) -> bool:
        return until(lambda: words in self.screen(), PATIENCE)

    def close(self) -> None:
        self.run("kill-server")
