"""Values as the text of a CSV cell: numbers, dates, and words no spreadsheet takes for a formula."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

_FORMULA = "=＝"
"""LibreOffice evaluates a cell that begins so, Excel too."""
_ADDRESS = "@＠"
_SIGNS = "+-＋－"
"""Excel reads what begins with a sign or @ as if it were typed: `-A1` is a formula, a lone `-` is not."""

_OPERAND = re.compile(r"""[+\-＋－\s]*(?:[\w("'@=#$\[{\\]|\.\d)""")
"""After its signs a formula goes on with a number, a name, a bracket or a quote; `+/-0` does not parse."""
_AMOUNT = re.compile(r"[+-]\s?(?:\d[\d\s.,]*|[.,]\d+)\s*%?\s*(?:[*)¹²³†]*$|(?!e\d)[^\W\d_])", re.IGNORECASE)
"""A signed number, alone or with words or a footnote's mark behind it: a number, or no formula that parses."""


def harmless(text: str) -> str:
    """The text with a `'` before it if a spreadsheet would evaluate it; else as it is.

    Tried in LibreOffice (which evaluates only what begins with `=`); for Excel, which also evaluates what
    begins with a sign or `@`, every such text that could parse as a formula counts.
    """
    start = text.lstrip("'").lstrip()
    if not start or not _evaluated(start[0], start[1:], start):
        return text
    return f"'{text}"  # also before a printed `'`, so that `as_printed` finds it again


def as_printed(text: str) -> str:
    """The text of a cell that `harmless` may have marked: the inverse."""
    plain = text[1:]
    return plain if text.startswith("'") and harmless(plain) == text else text


def _evaluated(first: str, rest: str, whole: str) -> bool:
    if first in _FORMULA:
        return bool(rest.strip())
    if first in _ADDRESS:
        return any(c.isalnum() for c in rest)
    if first in _SIGNS:
        return bool(_OPERAND.match(rest)) and not _AMOUNT.match(whole)
    return False


def one_kind_of_line_end(text: str) -> str:
    r"""Line ends within a cell as `\n`: a bare carriage return would end the row for some readers."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def cell_text(value: object, *, decimal_point: str = ".", words: bool = True) -> str:
    """A value as the text of a CSV cell.

    Args:
        value: what to write; None is an empty cell.
        decimal_point: `.` or `,`.
        words: free text, that may look like a formula; a comparator `=` is one of a known few and does not.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | float | int):
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        return text.replace(".", decimal_point)
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    text = one_kind_of_line_end(str(value))
    return harmless(text) if words else text
