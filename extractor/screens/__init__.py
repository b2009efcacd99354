"""What people see: Rich tables on stdout, progress on stderr. The only modules that print."""

from __future__ import annotations

import sys

from rich.console import Console

SHARED_WIDTH = 160
"""Columns assumed where the output is no terminal, so that a pipe or a file does not wrap names."""


def out() -> Console:
    """The console for data."""
    return Console(width=None if sys.stdout.isatty() else SHARED_WIDTH, highlight=False, soft_wrap=False)


def err() -> Console:
    """The console for progress and remarks."""
    return Console(stderr=True, width=None if sys.stderr.isatty() else SHARED_WIDTH, highlight=False)
