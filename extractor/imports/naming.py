r"""File names as text: any name a file system holds can be stored, printed on one line and exported.

A name is bytes to the system and may hold line breaks, bytes that are no UTF-8 or characters that steer a
terminal. They are escaped in a way that can be undone, so two files never share one name: a byte that is no
UTF-8 as `\xe5`, an invisible character as `\n` or `\u202e`, and the backslash itself as `\\`.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

MOST_BYTES = 2000
"""Longest path stored whole. PostgreSQL's indexes take 2,704 bytes; Linux allows 4,096, escaped four times that."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories without a picture of their own; blanks (Zs) stay."""
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
_LONG = {short: char for char, short in _SHORT.items()}
_ESCAPE = re.compile(r"\\(?:[nrt\\]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
_BYTES_FROM, _BYTES_TO = 0xDC80, 0xDCFF
"""Code points that stand for single bytes in a decoded file name (PEP 383)."""


def printable(path: str | os.PathLike[str]) -> str:
    """A path as text for any database, terminal and file.

    Args:
        path: as the operating system gives it, undecodable bytes as surrogates.

    Returns:
        The text; `openable` gives the path back.
    """
    return "".join(map(_shown, os.fspath(path)))


def stored(path: str | os.PathLike[str]) -> str:
    """A path as it is stored: printable, and not too long."""
    return shortened(printable(path))


def shortened(text: str) -> str:
    """A printable path, the middle of a very long one left out and told apart by a hash."""
    content = text.encode()
    if len(content) <= MOST_BYTES:
        return text
    digest = hashlib.sha256(content).hexdigest()[:16]
    start, end = content[: MOST_BYTES // 2], content[-MOST_BYTES // 4 :]
    return f"{start.decode(errors='ignore')}…{digest}…{end.decode(errors='ignore')}"


def openable(text: str) -> str:
    """The path that `printable` made this text of, for the operating system."""
    return _ESCAPE.sub(lambda match: _meant(match[0]), text)


def _shown(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    if _BYTES_FROM <= code <= _BYTES_TO:
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(char) in _INVISIBLE:
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    return char


def _meant(escape: str) -> str:
    if escape in _LONG:
        return _LONG[escape]
    code = int.from_bytes(bytes.fromhex(escape[2:]), "big")
    return chr(0xDC00 + code) if escape[1] == "x" else chr(code)
