"""How the archive stores values: MessagePack, compressed; and how it tells the time."""

from __future__ import annotations

import datetime as dt
import functools
import zlib
from typing import Any, TypeVar

import msgspec

from extractor.archive.records import Described
from extractor.model import Report
from extractor.swedish import fold

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


class PackedReport(Described, frozen=True, kw_only=True):
    """A report as the archive stores it: what selects and sorts, and the rest packed.

    Made by the process that read it, so that the importing one, of which there is one only, need not unpack it.
    """

    report: bytes
    """The packed report, its document without blocks."""
    blocks: bytes
    """The packed document."""
    asks: str = ""
    """The `unit_key` of its unit where it asks for what other reports say; '' otherwise."""


def packed(report: Report) -> PackedReport:
    """A report as the archive stores it."""
    document, meta = report.document, report.metadata
    return PackedReport(
        sha256=document.sha256, name=document.name, media=document.media, text_layer=document.text_layer,
        organisation=meta.organisation, unit=meta.unit, title=meta.title, report_type=meta.report_type,
        period=meta.period, document_number=meta.document_number, pages=document.page_count,
        text_quality=document.text_quality, rows=sum(len(s.rows) for s in report.scorecards),
        report=pack(msgspec.structs.replace(report, document=msgspec.structs.replace(document, blocks=()))),
        blocks=pack(document),
        asks=unit_key(meta.organisation, meta.unit) if document.asks else "",
    )  # fmt: skip


@functools.lru_cache(maxsize=20_000)
def unit_key(organisation: str, unit: str) -> str:
    """What damaged and undamaged reports of a unit share: its name folded, whether or not it lost its marks."""
    return f"{fold(organisation)}\n{fold(unit)}"


def _proper(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_proper(v) for v in value]
    if isinstance(value, dict):
        return {_proper(k): _proper(v) for k, v in value.items()}
    return value
