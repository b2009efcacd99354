"""Reason codes in words: what a doubt means and what to do about it, as docs/reasons.md says it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parent.parent / "docs" / "reasons.md"
"""The page people read is the one source; it is installed with the library."""


class Explanation(NamedTuple):
    """One reason in words."""

    meaning: str
    """What it means, a sentence."""
    advice: str
    """What to do about it."""


def explained(code: str) -> Explanation:
    """What a reason code means; for a code the page does not know, the code itself as words.

    Args:
        code: as fields, tables and metadata carry it (`ocr_low`).
    """
    return _explanations().get(code) or Explanation(code.replace("_", " "), "")


@cache
def _explanations() -> dict[str, Explanation]:
    if not PAGE.is_file():
        return {}
    rows = (line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines())
    return {
        parts[1].strip().strip("`"): Explanation(parts[2].strip(), parts[3].strip())
        for parts in rows
        if len(parts) == 5 and parts[1].strip().startswith("`")
    }
