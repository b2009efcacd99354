"""Characters that are drawings: a glyph and its font → what it shows (patterns/symbols.toml).

Symbol fonts print drawings under letters: `l` in Wingdings is a disc. PDF and Word also give them as
private-use characters U+F0xx, whose low byte is that letter.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from extractor.model import Symbol
from extractor.patterns import Patterns, built_in
from extractor.symbols.colours import LIGHTS, Colour, class_of

OCR_FONT = "ocr"
"""Pseudo font of the pattern file: what OCR makes of drawings."""
ALONE = "alone"
"""Pseudo font of the pattern file: signs of running text that judge where they are all that a cell says."""
LETTER_CONFIDENCE = 0.4
"""Of a drawing guessed from the letter OCR made of it: right less than half of the time on the scans
with a text layer that were looked at."""
CONTRADICTED = 0.6
"""Confidence in an emoji printed in another light's colour than its own."""
_IGNORED = "\ufe0e\ufe0f\u200d\u200b\u2060"
"""Variation selectors and joiners around emoji."""
_PRIVATE = range(0xF000, 0xF100)
_CP1252 = {0x80 + i: c for i, c in enumerate("€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ")}
_FONTS = (
    ("wingdings3", re.compile(r"wingdings[ -]?3|wingdings3", re.IGNORECASE)),
    ("wingdings2", re.compile(r"wingdings[ -]?2|wingdings2", re.IGNORECASE)),
    ("wingdings", re.compile(r"wingdings", re.IGNORECASE)),
    ("webdings", re.compile(r"webdings", re.IGNORECASE)),
    ("dingbats", re.compile(r"dingbats", re.IGNORECASE)),
    ("symbol", re.compile(r"(^|\+)symbol(mt|ps|std|neu)?($|[-, ])", re.IGNORECASE)),
)
_ICONS = re.compile(
    r"awesome|icon|icomoon|glyphicon|fontello|ionic|feather|remix|material|fluent|mdl2|lucide|octic|boot",
    re.IGNORECASE,
)
"""Fonts of pictures whose private characters are none of Wingdings'."""
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")


class Glyph(NamedTuple):
    """What one character shows."""

    shape: str
    colour: Colour | None
    share: float | None


@functools.lru_cache(maxsize=512)
def font_family(font: str) -> str:
    """The symbol font's name in the pattern file ('wingdings', …), '' for a text font."""
    return next((name for name, pattern in _FONTS if pattern.search(font)), "")


@functools.lru_cache(maxsize=8192)
def glyph_of(character: str, font: str = "", patterns: Patterns | None = None) -> Glyph | None:
    """What a character shows, None if it is an ordinary character.

    Args:
        character: one character, possibly with variation selectors.
        font: the font's name as the file gives it, '' when unknown.
        patterns: where to look, the built-in ones if None.
    """
    index = _index(patterns or built_in())
    core = _SKIN.sub("", character.translate({ord(c): None for c in _IGNORED}))
    family = font_family(font)
    if len(core) == 1 and ord(core) in _PRIVATE:
        if _ICONS.search(font):
            return None
        code = ord(core) & 0xFF
        return next((g for key in _keys(code, family or "wingdings") if (g := index.get(key))), None)
    if family:
        found = index.get((family, core))
        if found is None and len(core) == 1 and ord(core) < 0x100:
            found = next((g for key in _keys(ord(core), family) if (g := index.get(key))), None)
        if found is not None:
            return found
    return index.get(("", core))


def may_show(text: str, patterns: Patterns | None = None) -> bool:
    """Whether any character of a text in an ordinary font may show a symbol: cheaper than asking each."""
    return not _drawings(patterns or built_in()).isdisjoint(text)


@functools.lru_cache(maxsize=8)
def _drawings(patterns: Patterns) -> frozenset[str]:
    """The characters that are part of a drawing in any font, and the private ones that are letters of symbol fonts."""
    known = (character for font, character in _index(patterns) if not font)
    return frozenset("".join(known)) | frozenset(map(chr, _PRIVATE))


def symbol_from_glyph(
    character: str, font: str = "", colour: str | None = None, patterns: Patterns | None = None
) -> Symbol | None:
    """The symbol a character shows, None if it is an ordinary character.

    Args:
        character: the character; in symbol fonts also the private-use form U+F0xx.
        font: the font's name as the file gives it.
        colour: the text colour '#rrggbb', None when unknown (automatic: black).
        patterns: the patterns in use, the built-in ones if None.

    Returns:
        A symbol of source 'glyph'; an emoji's own colour wins over the text colour, unless that is another
        light's: then the ink counts, with confidence `CONTRADICTED`.
    """
    glyph = glyph_of(character, font, patterns)
    if glyph is None:
        return None
    seen, confidence, share = glyph.colour, 1.0, glyph.share
    text_colour, sure = class_of(colour)
    if seen is None or (seen == "white" and text_colour not in (None, "black", "grey")):
        share = 0.0 if seen == "white" else share
        seen, confidence = text_colour, sure
    elif text_colour in LIGHTS and seen in LIGHTS and text_colour != seen:
        # A font without the emoji gives any character its empty box; the ink alone is what the page shows.
        return Symbol(
            colour=text_colour, shape=glyph.shape, source="glyph", text=character, confidence=CONTRADICTED
        )
    return Symbol(
        colour=seen,
        shape=glyph.shape,
        share=share,
        source="glyph",
        text=character,
        confidence=confidence,
    )


def symbol_from_letter(letter: str, colour: str | None, patterns: Patterns | None = None) -> Symbol | None:
    """What a cell's only character shows: the light of its colour ("X" in red), or a sign that judges alone ("!").

    Args:
        letter: the character.
        colour: the text colour '#rrggbb', None when unknown.
        patterns: the patterns in use, the built-in ones if None.

    Returns:
        None for figures and for letters in any colour but a light's.
    """
    named = class_of(colour)
    sign = _index(patterns or built_in()).get((ALONE, letter))
    if sign is not None:
        return Symbol(colour=named.name, shape=sign.shape, text=letter, confidence=named.confidence)
    if named.name not in LIGHTS or not letter.isalpha():
        return None
    return Symbol(colour=named.name, text=letter, confidence=named.confidence)


def letters_as_symbols(text: str, patterns: Patterns | None = None) -> tuple[Symbol, ...]:
    """What OCR may have made letters of: a hint, never a reading.

    Args:
        text: the whole text of a cell whose column shows symbols.
        patterns: the patterns in use, the built-in ones if None.

    Returns:
        Symbols of source 'letter' with confidence `LETTER_CONFIDENCE`; empty unless every part of the
        text is such a letter.
    """
    index = _index(patterns or built_in())
    parts = ["[]" if p in ("[", "]") else p for p in text.replace("[ ]", "[]").split()]
    found = [(part, index.get((OCR_FONT, part))) for part in parts]
    if not found or any(glyph is None for _, glyph in found):
        return ()
    return tuple(
        Symbol(shape=glyph.shape, source="letter", text=part, confidence=LETTER_CONFIDENCE)
        for part, glyph in found
        if glyph is not None
    )


def _keys(code: int, family: str) -> Iterator[tuple[str, str]]:
    yield family, chr(code)
    if code in _CP1252:
        yield family, _CP1252[code]


@functools.lru_cache(maxsize=8)
def _index(patterns: Patterns) -> dict[tuple[str, str], Glyph]:
    index: dict[tuple[str, str], Glyph] = {}
    for group in patterns["symbols"]:
        attributes = group.attributes
        colour = cast("Colour | None", attributes.get("colour"))
        glyph = Glyph(str(attributes.get("shape", group.key)), colour, attributes.get("share"))
        for font in attributes.get("fonts", [""]):
            index.update({(font, character): glyph for character in group.glyphs})
    return index
