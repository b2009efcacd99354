"""How the archive stores values: MessagePack, compressed; and how it tells the time."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import TypeVar

import msgspec

T = TypeVar("T")


def now() -> str:
    """The time as ISO text in UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def pack(value: object) -> bytes:
    """A value as compressed bytes."""
    return zlib.compress(msgspec.msgpack.encode(value), 6)


def unpack(blob: bytes, kind: type[T]) -> T:
    """The value that `pack` made bytes of."""
    return msgspec.msgpack.decode(zlib.decompress(blob), type=kind)
