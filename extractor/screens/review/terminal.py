"""Can the application run in this terminal? Says what is missing before anything heavy is loaded."""

from __future__ import annotations

import os
import shutil
import sys

from extractor.errors import TerminalError

SMALLEST = (60, 16)
"""Columns and lines below which a table row and its evidence do not fit together."""

FEWEST_COLOURS = 8
"""With fewer, colours tell nothing apart."""

INSTEAD = "Run `styrkort review --plain`: it asks the same questions line by line."


def check() -> None:
    """See that there is a terminal that can show the application.

    Raises:
        TerminalError: input or output is no terminal, it cannot place text, or it is too small.
    """
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise TerminalError("The review needs a terminal, and this is none.", INSTEAD)
    if os.environ.get("TERM", "") in {"", "dumb", "unknown"}:
        raise TerminalError(
            f"The terminal calls itself {os.environ.get('TERM', '')!r} and cannot place text.", INSTEAD
        )
    size = shutil.get_terminal_size()
    if too_small(size.columns, size.lines):
        raise TerminalError(f"{how_small(size.columns, size.lines)}.", f"Make it larger. {INSTEAD}")


def too_small(columns: int, lines: int) -> bool:
    """Whether the application cannot be used in so many columns and lines."""
    return columns < SMALLEST[0] or lines < SMALLEST[1]


def how_small(columns: int, lines: int) -> str:
    """What is there and what is needed."""
    return f"The terminal has {columns} × {lines} characters; the review needs {SMALLEST[0]} × {SMALLEST[1]}"


def without_colour() -> bool:
    """Whether marks and cursors must do without colour: asked for by NO_COLOR, or the terminal has none."""
    if os.environ.get("NO_COLOR"):
        return True
    try:
        import curses  # noqa: PLC0415 - not on every platform
    except ImportError:
        return False
    try:
        curses.setupterm()
    except curses.error:
        return False  # a terminal nobody has described: most have colours
    return curses.tigetnum("colors") < FEWEST_COLOURS


def has_display() -> bool:
    """Whether a viewer can open a window."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
