"""Header words of recognised tables that were misread: `Nyckeitai` is `Nyckeltal`.

Without its header a table is no scorecard, and all its rows are lost. Promises to change only header cells that were
read with doubt, and only into what another table of the report prints over the same column or into a header word of
`patterns/roles.toml` that is alike and alone in that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from rapidfuzz import fuzz

from extractor.model import Cell, Document, Table
from extractor.patterns import Patterns
from extractor.swedish import fold

DOUBTED = 0.85
"""Confidence below which a header cell may have been misread: right ones of poor scans have 0.8 and more."""
LIKE_BESIDE = 65.0
"""Similarity to the header of the same column in another table of the report from which it is the same."""
UNREAD = 0.6
"""Confidence below which hardly a letter need be right."""
LIKE_KNOWN = (76.0, 82.0)
"""Similarity to a known header word, of one hardly read and of one read with doubt; other words reach 67."""
AHEAD = 4.0
"""By how much the best known header word must be liker than one of another role."""
LONG = 6
"""Letters from which a word that is merely alike is taken for a known one; shorter ones must be equal but for letters
that look the same."""
RESTORED = 0.6
"""Confidence of a header that was put right, at least: it is no unread one."""
SWEDISH = 2.0
"""Zipf frequency from which a word is one of the language, no misread header: `ärenden` is not `trenden`."""
MOST_ROWS = 3
"""Header rows of a table."""

_LOOK_ALIKE = str.maketrans("i1|!jı05", "llllllos")
_PERIOD = re.compile(r"(?:19|20)\d\d|[tqTQ][1-4]|\d{1,4}")
_DUST = re.compile(r"[;:.,|!'’`_~^°¬]{1,2}")
_LETTERS = re.compile(r"[^a-z]")

Phrases = Mapping[str, tuple[str, str]]
"""A header word without blanks as it looks, `*` before what words end in → the word and its role."""


def with_known_headers(document: Document, patterns: Patterns) -> Document:
    """The document with the misread headers of its tables put right; the characters as read stay in `raw`.

    Args:
        document: a recognised report.
        patterns: the knowledge in use (`roles`).
    """
    tables = [b for b in document.blocks if isinstance(b, Table)]
    known = _phrases(patterns)
    beside = {id(table): _over_columns(table, tables, known) for table in tables}
    blocks = tuple(
        _put_right(b, beside[id(b)], known) if isinstance(b, Table) else b for b in document.blocks
    )
    return msgspec.structs.replace(document, blocks=blocks)


def _phrases(patterns: Patterns) -> Phrases:
    found: dict[str, tuple[str, str]] = {}
    for group in patterns["roles"]:
        for phrase in group.phrases:
            open_start, core = phrase.startswith("*"), phrase.removeprefix("*")
            if "*" not in core and not (open_start and " " in core):
                found.setdefault("*" * open_start + _look(core), (core, group.key))
    return found


def _look(text: str) -> str:
    """The letters of a text as a recogniser may mistake them for each other."""
    return _LETTERS.sub("", fold(text).translate(_LOOK_ALIKE))


def _over_columns(table: Table, tables: Sequence[Table], known: Phrases) -> dict[int, list[str]]:
    """What the other tables with as many columns print over each column, as far as that was read."""
    found: dict[int, list[str]] = {}
    for other in tables:
        if other is table or other.column_count != table.column_count:
            continue
        for cell in _header(other):
            words, _ = _parted(cell.text)
            said = known.get(_look(words))
            if cell.column_span == 1 and said is not None and fold(said[0]) == fold(words):
                found.setdefault(cell.column, []).append(words)
    return found


def _header(table: Table) -> list[Cell]:
    rows = min(MOST_ROWS, max(1, table.header_rows))
    return [c for c in table.cells if c.row < rows and c.text.strip() and not c.symbols]


def _put_right(table: Table, beside: Mapping[int, Sequence[str]], known: Phrases) -> Table:
    doubted = {id(c) for c in _header(table) if c.confidence < DOUBTED}
    if not doubted:
        return table
    cells = tuple(
        _restored(c, beside.get(c.column, ()), known) if id(c) in doubted else c for c in table.cells
    )
    return msgspec.structs.replace(table, cells=cells)


def _restored(cell: Cell, beside: Iterable[str], known: Phrases) -> Cell:
    printed = _without_dust(cell.text)
    words, period = _parted(printed)
    meant = _meant(words, beside, known, LIKE_KNOWN[cell.confidence >= UNREAD])
    if meant is None:
        text = " ".join(_word(w, known) for w in printed.split())
    else:
        text = " ".join((meant[:1].upper() + meant[1:], *period))
    if text == cell.text:
        return cell
    return msgspec.structs.replace(
        cell, text=text, raw=cell.raw or cell.text, confidence=max(cell.confidence, RESTORED)
    )


def _without_dust(text: str) -> str:
    """A header without the stray signs that a recogniser made of specks and borders: "Uppdrag ;" is "Uppdrag"."""
    return " ".join(p for p in text.split() if not _DUST.fullmatch(p)) or text


def _parted(text: str) -> tuple[str, list[str]]:
    """A header's words, and the years and periods beside them."""
    parts = text.split()
    period = [p for p in parts if _PERIOD.fullmatch(p)]
    return " ".join(p for p in parts if p not in period), period


def _meant(words: str, beside: Iterable[str], known: Phrases, least: float) -> str | None:
    """The header that a misread one is, None where it is known as it is or nothing is alike."""
    look = _look(words)
    if not look or (look in known and fold(known[look][0]).replace(" ", "") == fold(words).replace(" ", "")):
        return None
    for other in beside:
        if fuzz.ratio(look, _look(other)) >= LIKE_BESIDE:
            return other
    if look in known:
        return known[look][0]
    ending = _with_ending(words, look, known)
    if ending or len(look) < LONG or all(_is_swedish(w) for w in words.split()):
        return ending
    scores = sorted(((fuzz.ratio(look, k), k) for k in known if len(k) >= LONG and k[0] != "*"), reverse=True)
    best, phrase = scores[0]
    rival = next((s for s, k in scores if known[k][1] != known[phrase][1]), 0.0)
    return known[phrase][0] if best >= least and best - rival >= AHEAD else None


def _with_ending(words: str, look: str, known: Phrases) -> str | None:
    """A single word that ends like a header word does: "Nämndmäi" as "Nämndmål", "Ârsutfall" as it is."""
    for key, (phrase, _) in known.items():
        if key.startswith("*") and look.endswith(key[1:]) and " " not in words and len(words) > len(phrase):
            whole = words[: len(words) - len(phrase)] + phrase
            if _look(whole) != look:
                return None
            return words if fold(whole) == fold(words) else whole
    return None


def _is_swedish(word: str) -> bool:
    from wordfreq import zipf_frequency  # noqa: PLC0415 - slow to import, and few headers ask

    return bool(zipf_frequency(word.lower(), "sv") >= SWEDISH)


def _word(word: str, known: Phrases) -> str:
    """A word that looks the same as one header word, as that one."""
    said = known.get(_look(word))
    if said is None or " " in said[0] or any(c.isdigit() for c in word) or fold(said[0]) == fold(word):
        return word
    return said[0][:1].upper() + said[0][1:]
