"""How the archive stores values: MessagePack, compressed; and how it tells the time."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def now(timespec: str = "seconds") -> str:
    """The time as ISO text in UTC, to the second or as exactly as `datetime.isoformat` is told."""
    return dt.datetime.now(dt.UTC).isoformat(timespec=timespec)


def encode(value: object) -> bytes:
    """A value as MessagePack. What is no proper text in it (half a character out of a broken file) is escaped."""
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_proper(msgspec.to_builtins(value, builtin_types=(bytes,))))


def pack(value: object) -> bytes:
    """A value as compressed bytes."""
    return zlib.compress(encode(value), 6)


def unpack(blob: bytes, kind: type[T]) -> T:
    """The value that `pack` made bytes of."""
    return msgspec.msgpack.decode(zlib.decompress(blob), type=kind)


def _proper(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_proper(v) for v in value]
    if isinstance(value, dict):
        return {_proper(k): _proper(v) for k, v in value.items()}
    return value
