"""What the report itself says its symbols mean.

A legend is a line ("● delvis uppfyllt"), a sentence ("Grönt betyder …"), or a small table of symbols and
words. One mention is no legend unless it explains itself ("betyder", "="): running text speaks of colours too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import msgspec

from extractor.model import SURE, Cell, Document, Paragraph, Place, Symbol, Table, Value
from extractor.patterns import Patterns
from extractor.symbols.cell import symbol_from_shading
from extractor.symbols.colours import LIGHTS
from extractor.symbols.fillings import SHAPES, alike, filling_of
from extractor.symbols.glyphs import symbol_from_glyph
from extractor.symbols.legend_words import (
    Naming,
    arrow_words,
    codes_of,
    explains,
    is_code,
    namings_of,
    parts_for,
    plain,
)
from extractor.symbols.typed_signs import Sign, signs_explained
from extractor.symbols.verdicts import Verdict, read_verdict

ArrowMeaning = Literal["better_worse", "higher_lower", "unknown"]

TABLE_CELLS = 30
"""A legend table is small; scorecards have more cells or repeat their verdicts."""
DRAWN_ANYWAY = 0.6
"""Confidence of its shape from which a symbol is drawn so."""
DEGREES = 3
"""Lights of a set that tells how far something is reached: all, in part, not."""
UNLIT = frozenset({"grey", "white"})
"""Colours by which a sign says that it is not lit."""
_NUMBERED = re.compile(r"\d{1,2}\.?\s+[A-ZÅÄÖ]")  # behind a badge of no light's colour: its number, a name


class LegendEntry(Value, frozen=True, kw_only=True):
    """One symbol of a legend and what it stands for."""

    colour: str | None = None
    shape: str | None = None
    share: float | None = None
    """The filled share of a disc (◔ ◑ ◕)."""
    kind: Literal["status", "trend"]
    meaning: str
    """met, partly_met, not_met, not_measured or up, unchanged, down."""
    text: str = ""
    """The words that say so."""
    place: Place | None = None
    confidence: float = 1.0
    concluded: bool = False
    """Whether the words were not understood: the meaning is what the light or face stands for everywhere."""


class Legend(Value, frozen=True, kw_only=True):
    """All that a report says about its symbols; empty when it says nothing."""

    entries: tuple[LegendEntry, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    """Letters or figures printed instead of a symbol and the status each stands for: G → met."""
    signs: tuple[Sign, ...] = ()
    """Typed signs ("+", "−") and what each stands for."""
    arrow_meaning: ArrowMeaning = "unknown"
    reason: str = ""
    """Reason code to put on what is decided by it: '' for the report's own legend."""
    bars_differ: bool = False
    """The report shows bars in several lights' colours: the colour is no mere style of its bars."""

    @property
    def has_status(self) -> bool:
        """Whether it explains any colour or shape of a status."""
        return any(e.kind == "status" and e.colour in LIGHTS for e in self.entries)

    def status_of(self, symbol: Symbol) -> LegendEntry | None:
        """The entry that explains a status symbol: by colour and shape, by colour, or by shape alone."""
        entries = [e for e in self.entries if e.kind == "status"]
        coloured = symbol.colour in LIGHTS or (
            symbol.colour is not None and any(e.colour == symbol.colour and e.shape is None for e in entries)
        )
        if coloured:
            found = [e for e in entries if e.colour == symbol.colour]
            found = found or [e for e in entries if e.colour is None and e.shape is not None]
            found = [e for e in found if e.shape == symbol.shape] or [
                e for e in found if e.colour is not None
            ]
        elif symbol.shape is None:
            found = []
        elif (filled := _by_filling(symbol, entries)) is not None:
            found = filled
        else:
            found = [e for e in entries if e.shape == symbol.shape]
            found = [e for e in found if alike(e.share, symbol.share)]
            # A legend's black sign has no colour of its own; a hollow one is white. A grey one is not the green one.
            plain = (None, "black") if symbol.colour in (None, "black") else (symbol.colour,)
            unlit = symbol.colour in UNLIT
            found = [e for e in found if e.colour in plain] or [e for e in found if not (unlit and e.colour)]
        return found[0] if found and len({e.meaning for e in found}) == 1 else None

    def leaves_out(self, symbol: Symbol) -> bool:
        """Whether it explains other fillings of the symbol's shape, but not this one: it may be lit or not."""
        entries = [e for e in self.entries if e.kind == "status"]
        return _by_filling(symbol, entries) == []

    def trend_of(self, symbol: Symbol) -> LegendEntry | None:
        """The entry that explains an arrow."""
        found = [e for e in self.entries if e.kind == "trend" and e.shape == symbol.shape]
        return found[0] if found and len({e.meaning for e in found}) == 1 else None

    def explains_share(self, symbol: Symbol) -> bool:
        """Whether it explains discs filled in part, and this is one."""
        return symbol.shape == "pie" and self.status_of(symbol) is not None

    def explains_bars(self, symbol: Symbol) -> bool:
        """Whether it explains a bar of this colour: as a bar, or whatever the shape."""
        told = (e for e in self.entries if e.kind == "status" and e.colour == symbol.colour)
        return any(e.shape in (None, "bar") for e in told) and self.status_of(symbol) is not None

    def tells_bars_apart(self, symbol: Symbol) -> bool:
        """Whether a bar's colour is sure to judge: the legend speaks of bars, or they have several lights' colours."""
        entry = self.status_of(symbol)
        return self.bars_differ or (entry is not None and entry.shape == "bar")

    def code_of(self, text: str) -> str | None:
        """The status that a letter or figure stands for."""
        return dict(self.codes).get(plain(text))

    def contradicts(self, symbol: Symbol) -> bool:
        """Whether the legend gives the symbol's shape to another colour's meaning."""
        if symbol.shape is None or symbol.shape_confidence < DRAWN_ANYWAY:
            return False
        by_colour = {e.meaning for e in self.entries if e.kind == "status" and e.colour == symbol.colour}
        by_shape = {e.meaning for e in self.entries if e.kind == "status" and e.shape == symbol.shape}
        return bool(by_colour and by_shape) and not by_colour & by_shape

    def with_fallback(self, other: Legend) -> Legend:
        """This legend where it says anything about status, else the other one with its reason."""
        if any(e.kind == "status" for e in self.entries) or not other.entries:
            return self
        meaning = self.arrow_meaning if self.arrow_meaning != "unknown" else other.arrow_meaning
        entries = self.entries + other.entries
        return msgspec.structs.replace(self, entries=entries, arrow_meaning=meaning, reason=other.reason)


def _by_filling(symbol: Symbol, entries: Sequence[LegendEntry]) -> list[LegendEntry] | None:
    """The entries of a symbol's filling in a set that differs by it (● ◐ ○); None where the legend has none."""
    mine = filling_of(symbol.shape, symbol.colour, symbol.share)
    told = [(filling_of(e.shape, e.colour, e.share), e) for e in entries if e.colour not in LIGHTS]
    fillings = {round(filling, 1) for filling, _ in told if filling is not None}
    if (
        mine is None
        or symbol.colour == "grey"
        or (len(fillings) < 2 and not any(e.share == 0.0 for e in entries))
    ):
        return None
    return [e for filling, e in told if filling is not None and alike(filling, mine)]


def find_legend(document: Document, patterns: Patterns) -> Legend:
    """The legend of a document; empty if it has none.

    Args:
        document: the document as read.
        patterns: the patterns in use.

    Returns:
        Its entries in reading order. Where two places explain a symbol differently, both stand in it and
        the symbol is not decided.
    """
    entries: list[LegendEntry] = []
    run: list[LegendEntry] = []
    for block in document.blocks:
        if isinstance(block, Table):
            entries += _settled(run)
            run = []
            entries += _table_entries(block, patterns)
            continue
        found = _paragraph_entries(block, patterns)
        if len(found) == 1 and not explains(block.text, patterns):
            run.append(found[0])
            continue
        entries += _settled(run)
        run = []
        entries += found if len(found) == 1 else _settled(found)
    entries += _settled(run)
    entries = [e for e in entries if e.colour in LIGHTS or not _NUMBERED.match(e.text)]
    unique = tuple(dict.fromkeys((e.colour, e.shape, e.share, e.kind, e.meaning) for e in entries))
    first = {(e.colour, e.shape, e.share, e.kind, e.meaning): e for e in reversed(entries)}
    kept = _told_apart(tuple(first[key] for key in unique), patterns)
    return Legend(
        entries=kept,
        codes=_codes(document, patterns),
        signs=signs_explained(document, patterns),
        arrow_meaning=_arrow_meaning(kept, patterns),
    )


def _told_apart(entries: tuple[LegendEntry, ...], patterns: Patterns) -> tuple[LegendEntry, ...]:
    """The entries, each of three lights or faces with a meaning of its own.

    A report that explains all three tells them apart. Where the words of two were read alike ("är inte nått", "är inte
    nått men nära") and one of them stands for something else everywhere, that one was not understood.
    """
    customs: dict[LegendEntry, str] = {}
    for entry in entries:
        of_light = entry.colour in LIGHTS
        if entry.kind == "status" and (of_light or (entry.colour is None and entry.shape)):
            custom = (
                _custom_of(entry.colour, patterns) if of_light else _custom_of_shape(entry.shape, patterns)
            )
            customs |= {entry: custom} if custom and custom != "not_measured" else {}
    if len(customs) != DEGREES or len(set(customs.values())) != DEGREES:
        return entries
    misread = [entry for entry, custom in customs.items() if entry.meaning != custom]
    if len(misread) != 1 or len({entry.meaning for entry in customs}) != DEGREES - 1:
        return entries
    if "partly_met" not in (misread[0].meaning, customs[misread[0]]):
        return entries  # red for "uppnås": perhaps meant so
    told = msgspec.structs.replace(misread[0], meaning=customs[misread[0]], concluded=True)
    return tuple(told if entry is misread[0] else entry for entry in entries)


def _codes(document: Document, patterns: Patterns) -> tuple[tuple[str, str], ...]:
    """Letters or figures that one line or a small table of the document explains, with their status.

    What two places explain differently is not decided.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for block in document.blocks:
        named = codes_of(block.text) if isinstance(block, Paragraph) else _coded_cells(block)
        sure = {(code, key) for code, words in named if (key := _coded(words, patterns)) is not None}
        if len({key for _, key in sure}) > 1:
            for code, key in sure:
                told[code].add(key)
    return tuple((code, next(iter(keys))) for code, keys in told.items() if len(keys) == 1)


def _coded(words: str, patterns: Patterns) -> str | None:
    """The status that the words behind a code give it: "Y = gult, osäkert om målet nås" by its colour first."""
    lights = [n for n in namings_of(words, patterns) if n.colour is not None and n.symbol is None]
    by_colour = {_custom_of(n.colour, patterns) for n in lights} - {None}
    said = read_verdict(words, "status", patterns)
    told = by_colour or ({said.key} if said.confidence >= DRAWN_ANYWAY else set())
    if len(told) != 1:
        return None
    rest = {read_verdict(n.words, "status", patterns) for n in lights}
    surely = {v.key for v in rest if v.key is not None and v.confidence >= SURE}
    return told.pop() if surely <= told else None


def _custom_of(colour: str | None, patterns: Patterns) -> str | None:
    """The status that a light stands for everywhere, whatever a report says."""
    return next((g.key for g in patterns["status"] if colour in g.attributes.get("colours", ())), None)


def _custom_of_shape(shape: str | None, patterns: Patterns) -> str | None:
    """The status that a face or another drawing stands for everywhere."""
    return next((g.key for g in patterns["status"] if shape in g.attributes.get("shapes", ())), None)


def _coded_cells(table: Table) -> list[tuple[str, str]]:
    if len(table.cells) > TABLE_CELLS:
        return []
    at = {(c.row, c.column): c.text for c in table.cells}
    pairs = [
        (plain(c.text), at.get((c.row, c.column + c.column_span), "")) for c in table.cells if is_code(c.text)
    ]
    return [pair for pair in pairs if pair[1] and not is_code(pair[1])] if table.column_count == 2 else []


def _settled(found: list[LegendEntry]) -> list[LegendEntry]:
    """Entries that make a legend together: several symbols with different meanings, none twice."""
    if len({(e.kind, e.meaning) for e in found}) < 2:
        return []
    named = [(e.colour, e.shape, e.share, e.kind) for e in found]
    return found if len(set(named)) == len(named) else []


def _arrow_meaning(entries: tuple[LegendEntry, ...], patterns: Patterns) -> ArrowMeaning:
    told = {arrow_words(e.text, patterns) for e in entries if e.kind == "trend"} - {None}
    if told == {"better_worse"}:
        return "better_worse"
    return "higher_lower" if told == {"higher_lower"} else "unknown"


# ---------------------------------------------------------------- paragraphs


def _paragraph_entries(paragraph: Paragraph, patterns: Patterns) -> list[LegendEntry]:
    namings: Sequence[Naming] = namings_of(_with_first_mark(paragraph, patterns), patterns)
    if paragraph.symbols and not any(n.symbol for n in namings):
        namings = _beside_symbols(paragraph, patterns) or namings
    entries = [_entry(n, paragraph.place, patterns) for n in namings]
    return [e for e in entries if e is not None]


def _with_first_mark(paragraph: Paragraph, patterns: Patterns) -> str:
    """The text of a line that names several marks, with the one before it that was taken for a bullet."""
    first, text = paragraph.raw[:1], paragraph.text
    mark = symbol_from_glyph(first, "", None, patterns) if first and not text.startswith(first) else None
    return f"{first} {text}" if mark is not None and len(namings_of(text, patterns)) > 0 else text


def _beside_symbols(paragraph: Paragraph, patterns: Patterns) -> list[Naming]:
    """Drawn symbols and the words between them: as many verdicts as symbols, in order."""
    drawn = [s for s in paragraph.symbols if s.shape != "fill" and (s.shape or s.colour)]
    parts = parts_for(len(drawn), paragraph.text, patterns)
    return [Naming(s.colour, s.shape, part, s) for s, part in zip(drawn, parts, strict=bool(parts))]


def _entry(naming: Naming, place: Place | None, patterns: Patterns) -> LegendEntry | None:
    arrow = (naming.shape or "").startswith("arrow")
    kind: Literal["status", "trend"] = "trend" if arrow else "status"
    words = _before_dash(naming.words, patterns)
    verdict = read_verdict(words, kind, patterns)
    if verdict.key is None and arrow:
        kind, verdict = "status", read_verdict(words, "status", patterns)
    if verdict.key is None or verdict.confidence < 0.6 or _mere_grade(naming.colour, verdict, patterns):
        return None
    return LegendEntry(
        colour=naming.colour,
        shape=naming.shape,
        share=naming.symbol.share if naming.symbol is not None and naming.shape in SHAPES else None,
        kind=kind,
        meaning=verdict.key,
        text=naming.words,
        place=place,
    )


def _before_dash(words: str, patterns: Patterns) -> str:
    """The words without what a dash, the next sign, stands for ("målet nås inte – bedömning saknas")."""
    parts = re.split(r"\s[–—-]\s", words, maxsplit=1)
    unmeasured = len(parts) > 1 and read_verdict(parts[1], "status", patterns).key == "not_measured"
    return parts[0] if unmeasured and read_verdict(parts[0], "status", patterns).key else words


def _mere_grade(colour: str | None, verdict: Verdict, patterns: Patterns) -> bool:
    """Whether words that only grade ("Hög", "Låg") stand beside a light that means the opposite: risks have such."""
    custom = _custom_of(colour, patterns)
    return colour in LIGHTS and "related_word" in verdict.reasons and custom != verdict.key


# ---------------------------------------------------------------- tables


def _table_entries(table: Table, patterns: Patterns) -> list[LegendEntry]:
    if len(table.cells) > TABLE_CELLS:
        return []
    at = {(c.row, c.column): c for c in table.cells}
    found: list[LegendEntry] = []
    for cell in table.cells:
        if not cell.symbols and cell.text:
            entries = [_entry(n, cell.place, patterns) for n in namings_of(cell.text, patterns)]
            found += [
                e for e in entries if e is not None and (len(entries) > 1 or explains(cell.text, patterns))
            ]
        for words in _words_beside(cell, at):
            naming = _naming_of(cell, words, patterns)
            entry = _entry(naming, cell.place, patterns) if naming is not None else None
            if entry is not None:
                found.append(entry)
                break
    return _settled(found)


def _words_beside(cell: Cell, at: dict[tuple[int, int], Cell]) -> list[str]:
    """The words that may explain a cell: its own, to the right, below."""
    right = at.get((cell.row, cell.column + cell.column_span))
    below = at.get((cell.row + cell.row_span, cell.column))
    own = [cell.text] if _shown_in(cell) and cell.text else []
    others = [c.text for c in (right, below) if c is not None and c.text and not _shown_in(c)]
    return [*own, *others] if _shown_in(cell) or cell.text else []


def _shown_in(cell: Cell) -> tuple[Symbol, ...]:
    """The symbols of a cell, or the light that it is coloured in."""
    fill = symbol_from_shading(cell.shading)
    return cell.symbols or ((fill,) if fill is not None else ())


def _naming_of(cell: Cell, words: str, patterns: Patterns) -> Naming | None:
    drawn = [s for s in _shown_in(cell) if s.shape != "bar"]
    if len(drawn) == 1:
        shape = None if drawn[0].shape == "fill" else drawn[0].shape
        return Naming(drawn[0].colour, shape, words, drawn[0])
    if drawn or not 0 < len(cell.text.split()) <= 3:
        return None
    named = namings_of(f"{cell.text}: {words}", patterns)
    return named[0] if len(named) == 1 else None
