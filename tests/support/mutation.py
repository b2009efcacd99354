"""Reports made wrong at random: the same dice make the same wrong file, whatever kind of file it was.

Bytes are flipped, cut, moved and doubled anywhere. Behind the compression of a zip container or a PDF, where flipped
bytes only make a damaged stream, its parts are opened first, so that what is hit is the XML, the numbers, names and
references that a reader believes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

ODD_NUMBERS = (
    b"0", b"-1", b"1", b"2147483647", b"2147483648", b"-2147483649", b"4294967296", b"99999999999999999999", b"1e400",
    b"-1e-400", b"nan", b"0.0000001", b"65536", b"1048577", b"",
)  # fmt: skip
ODD_WORDS = (
    "", "-", "%", "\x00", "\ud7ff", "\u2028", "\ufeff", "\u202e", "٣٤", "½", "𝟙𝟚", "a\u0308" * 40, "1 000,0.0,0", "Ⅷ",
    "−−5", "1/0", "99999999999999999999999999 %", "1e999", "2019-13-45", "T9 0000", "T4 20200", "≥≤", "(" * 200,
    "5,4 % " * 60, "å" * 3000, "ﬁ", "\t\t\t", "\r", "\x0c", "|" * 90, "●▲■", "0,", ",0", "- - -", "1 - 2 - 3",
)  # fmt: skip
"""Words a report does not print, for text dumps and the text of XML."""
MOST_COPIES = 60
"""Times a piece is repeated: enough for anything that grows with the square of it to be felt."""
LONGEST_PIECE = 4000
"""Bytes of a piece that is moved, doubled or removed."""

Edit = Callable[[bytearray, Random, Sequence[bytes]], None]

_TAG = re.compile(rb"</?([\w:]+)[^<>]{0,400}>")
_ATTRIBUTE = re.compile(rb'(?<==")[^"<>]{0,80}(?=")')
_PDF_TOKEN = re.compile(rb"(?<=[\s\[<(])-?\d+\.?\d*(?=[\s\]>)])|/[A-Za-z][\w]*|\b[a-zA-Z]{1,2}\*?(?=\s)")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_STREAM = re.compile(rb"/FlateDecode(?P<between>(?:(?!endobj|FlateDecode).){0,400}?stream\r?\n)", re.DOTALL)


def mutated(content: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    """A wrong file made of a right one.

    Args:
        content: the right file.
        dice: decides what is made wrong.
        others: files that pieces may come from.
    """
    if content.startswith(b"PK") and dice.random() < 0.8:
        return _with_wrong_part(content, dice, others)
    victim = bytearray(content)
    if content.startswith(b"%PDF") and dice.random() < 0.8:
        victim = bytearray(inflated(content))
        edits: tuple[Edit, ...] = (_odd_token, _odd_token, _other_reference, _double, _remove, *_ANYWHERE)
    elif content.startswith((b"PK", b"%PDF", b"\xd0\xcf")):
        edits = _ANYWHERE
    else:
        edits = (_odd_word, _odd_word, *_ANYWHERE)
    _apply(victim, edits, dice, others)
    return bytes(victim)


def inflated(content: bytes) -> bytes:
    """A PDF with its streams unpacked, so that what they say can be changed. Readers rebuild its table of objects."""
    made, at = [], 0
    for found in _STREAM.finditer(content):
        if found.start() < at:
            continue
        inflating = zlib.decompressobj()
        try:
            plain = inflating.decompress(content[found.end() :])
        except zlib.error:
            continue
        made += [content[at : found.start()], b"/None", found["between"], plain]
        at = len(content) - len(inflating.unused_data)
    made.append(content[at:])
    return re.sub(rb"/Filter\s*/None", b"", b"".join(made))


def _with_wrong_part(content: bytes, dice: Random, others: Sequence[bytes]) -> bytes:
    """A zip container, one or two of whose parts are wrong inside."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {n: bytearray(package.read(n)) for n in package.namelist() if not n.endswith("/")}
    main = [n for n in parts if n in ("word/document.xml", "content.xml")]
    for _ in range(dice.randint(1, 2)):
        name = main[0] if main and dice.random() < 0.6 else dice.choice(sorted(parts))
        edits = _ANYWHERE
        if name.endswith((".xml", ".rels")):
            edits = (
                _odd_attribute,
                _odd_attribute,
                _odd_text,
                _wrap,
                _double_element,
                _remove_element,
                _swap_tag,
            )
            edits = edits if dice.random() < 0.9 else _ANYWHERE
        _apply(parts[name], edits, dice, others)
    if dice.random() < 0.1:
        del parts[dice.choice(sorted(parts))]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, bytes(part))
    return made.getvalue()


def _apply(victim: bytearray, edits: Sequence[Edit], dice: Random, others: Sequence[bytes]) -> None:
    for _ in range(dice.choice((1, 1, 2, 3, 8, 30))):
        if victim:
            dice.choice(edits)(victim, dice, others)


# ---------------------------------------------------------------- anywhere


def _flip(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    for _n in range(dice.choice((1, 4, 40))):
        victim[dice.randrange(len(victim))] = dice.randrange(256)


def _cut_short(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    if dice.random() < 0.3:  # seldom, as little is left to be wrong
        del victim[dice.randrange(len(victim)) :]


def _piece(content: bytes | bytearray, dice: Random) -> tuple[int, int]:
    start = dice.randrange(len(content))
    return start, min(len(content), start + dice.randint(1, LONGEST_PIECE))


def _remove(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    start, end = _piece(victim, dice)
    del victim[start:end]


def _double(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    start, end = _piece(victim, dice)
    victim[end:end] = victim[start:end] * dice.choice((1, 2, MOST_COPIES))


def _splice(victim: bytearray, dice: Random, others: Sequence[bytes]) -> None:
    other = dice.choice(others)
    start, end = _piece(other, dice)
    at = dice.randrange(len(victim))
    victim[at : at + dice.choice((0, end - start))] = other[start:end]


def _odd_number(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    at = dice.randrange(len(victim))
    width = dice.choice((1, 2, 4))
    victim[at : at + width] = dice.choice((0, 1, (1 << 8 * width) - 1, 1 << (8 * width - 1))).to_bytes(
        width, "little"
    )


_ANYWHERE: tuple[Edit, ...] = (_flip, _cut_short, _remove, _double, _splice, _odd_number)


# ---------------------------------------------------------------- in XML


def _chosen(pattern: re.Pattern[bytes], victim: bytearray, dice: Random) -> re.Match[bytes] | None:
    """One of the places where a pattern matches: the first ones behind a place chosen at random."""
    at = dice.randrange(len(victim))
    return pattern.search(victim, at) or pattern.search(victim)


def _odd_attribute(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    if found := _chosen(_ATTRIBUTE, victim, dice):
        other = _chosen(_ATTRIBUTE, victim, dice)
        new = [dice.choice(ODD_NUMBERS), _word(dice), other[0] if other else b""]
        victim[found.start() : found.end()] = dice.choice(new).replace(b'"', b"").replace(b"<", b"")


def _odd_text(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    if found := _chosen(_TAG, victim, dice):
        victim[found.end() : found.end()] = _word(dice)


def _word(dice: Random) -> bytes:
    return dice.choice(ODD_WORDS).encode().replace(b"\0", b"").replace(b"\x0c", b"")


def _element(victim: bytearray, dice: Random) -> tuple[int, int] | None:
    """Start and end of a whole element, not too long."""
    for _n in range(10):
        found = _chosen(_TAG, victim, dice)
        if found is None or found[0].startswith(b"</"):
            continue
        if found[0].endswith(b"/>"):
            return found.span()
        end = victim.find(b"</" + found[1] + b">", found.end(), found.end() + 20 * LONGEST_PIECE)
        inside = victim.find(b"<" + found[1], found.end(), max(end, found.end()))
        if end >= 0 and inside < 0:
            return found.start(), end + len(found[1]) + 3
    return None


def _double_element(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    if place := _element(victim, dice):
        piece = victim[slice(*place)]
        at = place[1]
        if dice.random() < 0.5 and (other := _element(victim, dice)):
            at = other[dice.randrange(2)]
        victim[at:at] = piece * dice.choice((1, 2, MOST_COPIES))


def _remove_element(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    if place := _element(victim, dice):
        del victim[slice(*place)]


def _wrap(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    """Put an element into copies of another one's tags."""
    if (place := _element(victim, dice)) and (around := _chosen(_TAG, victim, dice)):
        name, times = bytes(around[1]), dice.choice((1, 2, MOST_COPIES))
        victim[place[1] : place[1]] = (b"</" + name + b">") * times
        victim[place[0] : place[0]] = (b"<" + name + b">") * times


def _swap_tag(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    """Give an element without content the name of another one."""
    found, other = _chosen(_TAG, victim, dice), _chosen(_TAG, victim, dice)
    if found and other and found[0].endswith(b"/>"):
        victim[found.start(1) : found.end(1)] = bytes(other[1])


# ---------------------------------------------------------------- in PDF and text


def _odd_token(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    if found := _chosen(_PDF_TOKEN, victim, dice):
        other = _chosen(_PDF_TOKEN, victim, dice)
        number = found[0][-1:].isdigit() and dice.random() < 0.7
        victim[found.start() : found.end()] = dice.choice(ODD_NUMBERS) if number or not other else other[0]


def _other_reference(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    """Let an object refer to another one, so that chains get loops."""
    if (found := _chosen(_REFERENCE, victim, dice)) and (other := _chosen(_REFERENCE, victim, dice)):
        victim[found.start() : found.end()] = bytes(other[0])


def _odd_word(victim: bytearray, dice: Random, _: Sequence[bytes]) -> None:
    at = dice.randrange(len(victim))
    victim[at:at] = dice.choice(ODD_WORDS).encode()
