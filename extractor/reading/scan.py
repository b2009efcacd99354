"""A page image → `Page`: OCR with tesseract, rules and shading from the pixels.

The image is straightened; ruling lines and solid marks are painted over before recognition, because OCR
reads them as letters. Numbers are read by a second model too; where the two differ the word's confidence
drops, so that no number of a scan is wrong without a flag. Needs the program tesseract (`available`).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import cv2
import msgspec
import numpy as np

from extractor.model import Box, Drawing, Page, Rule, Word
from extractor.reading.blanks import spaced, with_blanks
from extractor.reading.commas import shows_commas, with_commas
from extractor.reading.lettered import read_lettered
from extractor.reading.lettering import dress
from extractor.reading.on_end import DOUBTFUL, on_end_again, overlap, read_on_end, stands
from extractor.reading.paper import on_white, unscreened, without_dust
from extractor.reading.picture import are_broken, find_marks, find_rules, rotate, skew_of
from extractor.reading.second_look import (
    WORD_GAP,
    better,
    in_doubt,
    lines_to_reread,
    pieces_left,
    read_again,
)
from extractor.reading.signs import DISPUTED, with_lost_signs, with_sign
from extractor.reading.tesseract import SECOND_MODEL, available, has, model, words_of
from extractor.reading.tones import Pixels, find_fills, put_on_paper, tones_of
from extractor.reading.turns import Quarter, best_turn, is_legible, turned
from extractor.restore.vouching import vouched

__all__ = ["Recognised", "available", "recognise", "straightened"]

SKEW_WORTH = 0.15
"""Degrees of skew below which straightening blurs more than it helps."""
READ_ONCE = 0.85
"""Confidence of a number where no second model is installed; below `model.SURE`."""
AGREED = 0.8
"""Confidence from which two models that read the same number are believed; each alone is not, below `model.SURE`."""
TWICE = 0.91
"""Confidence of a number that both read."""
OVER_LINES = 2.5
"""How many times higher than the page's words a word of one line is at most, titles apart."""
SPECK = 0.3
"""The same below which nothing is a letter: raised figures have half of it."""
SPECK_LETTERS = 2
"""Letters that such a piece is read as at most."""
INSIDE = 0.7
"""Share of a surer word's box that lies in a doubtful one where both were read of the same ink."""
TOUCH = 1.0
"""Points by which the boxes of two lines may run into each other."""
NEAR_RULE = 3.0
"""Points within which a dash is the rest of a ruling line; text keeps 3 or more."""
_NUMBER = re.compile(r"\d")
_ODD = re.compile(
    r"%.*%|%\d|[:;,.]\s?%|\d;|;\d|(?<!\d)\d*:\d(?!\d)|\d[,.:;]{2,}\d|[,:;]{2,}$|\d,\d+,\d|\d[!|?]%|[-–−]{2,}\d"
)
"""Signs doubled or between a figure and its unit; a time has two digits behind its colon, a sum dots between three."""
_MINUS = re.compile(r"[^\w]*[-–—−]\s*\d")


class Recognised(NamedTuple):
    """A page as recognised."""

    page: Page
    pixels: Pixels
    """The straightened image the page's boxes refer to."""
    scale: float
    """Pixels per point."""


def recognise(pixels: Pixels, number: int, width: float, height: float) -> Recognised:
    """Recognise one page, turned upright where its text says that it lies on its side or head.

    Args:
        pixels: the page image, RGB; 200–300 dots per inch read best.
        number: page number, from 1.
        width: page width in points.
        height: page height in points.

    Returns:
        The page with words, rules and fills in points, and the image they refer to: straightened, and turned
        upright with width and height exchanged.

    Raises:
        NeedsProgramError: tesseract is not installed or fails.
        TimeoutError: it takes too long for this page.
    """
    return _recognise(pixels, number, width, height, may_turn=True)


def _recognise(pixels: Pixels, number: int, width: float, height: float, *, may_turn: bool) -> Recognised:
    scale = pixels.shape[1] / width
    pixels = straightened(on_white(unscreened(pixels, scale), scale))
    tones = tones_of(pixels, scale)
    rules, lines = find_rules(pixels, tones, scale)
    fills = find_fills(tones)
    clean, shading = put_on_paper(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), tones, fills, scale)
    lettered = read_lettered(pixels, scale)
    marks = find_marks(pixels, lines | shading, scale) & ~lettered.mask
    clean = without_dust(_whitened(clean, lines | marks | lettered.mask), scale)
    seen = words_of(clean, scale, model())
    quarter: Quarter = 0
    if may_turn and not is_legible([w for w, _ in seen]):
        quarter = best_turn(clean, [w for w, _ in seen], scale)
    if quarter:
        if quarter != 180:
            width, height = height, width
        return _recognise(turned(pixels, quarter), number, width, height, may_turn=False)
    words, turned_words = _read(seen, clean, rules, scale)
    keys = [key for _, key in words]
    dressed = spaced(list(zip(dress(words, clean, pixels, scale), keys, strict=True)), clean, scale)
    dressed = tuple(
        with_sign(with_blanks(with_commas(w, clean, scale), clean, scale), clean, scale) for w in dressed
    )
    found = tuple(_unsure(w) if is_odd(w.text) else w for w in (*vouched(dressed), *turned_words))
    if are_broken(rules):  # cells may have run into each other
        found = tuple(_unsure(w, READ_ONCE) for w in found)
    page = Page(
        number=number, width=width, height=height, words=(*found, *lettered.words), rules=rules,
        fills=fills, drawings=_drawings(marks, scale), text_layer="recognised",
    )  # fmt: skip
    return Recognised(page, pixels, scale)


def straightened(pixels: Pixels) -> Pixels:
    """The page image turned so that its lines run level; the same size, white in the new corners."""
    angle = skew_of(pixels)
    if abs(angle) < SKEW_WORTH:
        return pixels
    return np.asarray(rotate(pixels, angle, (255, 255, 255)), dtype=np.uint8)


def _drawings(marks: Pixels, scale: float) -> tuple[Drawing, ...]:
    """The solid marks as drawn objects: a legend's stand in running text."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(marks)
    boxes = (
        Box(x / scale, y / scale, (x + w) / scale, (y + h) / scale)
        for x, y, w, h, _ in stats[1:count].tolist()
    )
    return tuple(Drawing(box=box, kind="vector") for box in boxes)


def _whitened(grey: Pixels, mask: Pixels) -> Pixels:
    """The grey page with the masked pixels painted in the paper's tone."""
    tone = cv2.medianBlur(grey, 31) if mask.any() else grey
    return np.asarray(np.where(mask > 0, np.maximum(tone, 200), grey).astype(np.uint8), dtype=np.uint8)


def _read(
    seen: Sequence[tuple[Word, Hashable]], grey: Pixels, rules: Sequence[Rule], scale: float
) -> tuple[list[tuple[Word, Hashable]], list[Word]]:
    """The words of a page with the keys of their lines, and those that stand on end.

    What was seen of the page as a whole, then cells with turned text turned, then doubtful lines alone.
    """
    usual = statistics.median(w.box.height for w, _ in seen) if seen else 0.0
    found = {
        w: key
        for w, key in seen
        if not (_rest_of_rule(w, rules) or _over_lines(w, usual) or is_speck(w, usual))
    }
    on_end, replaced = read_on_end(list(found), rules, grey, scale)
    others = _second(lambda: [w for w, _ in words_of(grey, scale, SECOND_MODEL)])
    on_end = [_checked_on_end(w, grey, scale) for w in on_end]
    checked = [(_checked(w, others, grey, scale), key) for w, key in found.items() if w not in replaced]
    lines = lines_to_reread([w for w, _ in checked], grey, scale)
    lines = [line for line in lines if not any(overlap(line.box, w.box) > 0.5 for w in on_end)]
    again = read_again(lines, grey, scale, model())
    twice = _second(lambda: [w for some in read_again(lines, grey, scale, SECOND_MODEL) for w in some])
    words: list[tuple[Word, Hashable]] = []
    gone: set[Word] = set()
    for number, (line, reading) in enumerate(zip(lines, again, strict=True)):
        gone.update(line.words)
        read = list(better(line, [_checked(w, twice, grey, scale) for w in reading]))
        left = pieces_left(line.box, read, grey, scale)
        if left:
            read = with_lost_signs(in_doubt(read), left, grey, scale)
        words += [(w, ("again", number)) for w in read]
    kept: list[tuple[Word, Hashable]] = [(w, key) for w, key in checked if w not in gone]
    words = kept + [(w, _key_beside(w, kept) or key) for w, key in words]
    words = [(w, key) for w, key in words if not _is_read_apart(w, [o for o, _ in words])]
    on_end += [msgspec.structs.replace(w, rotation=90) for w, _ in words if stands(w)]
    return [(w, key) for w, key in words if not stands(w)], on_end


def _key_beside(word: Word, others: Sequence[tuple[Word, Hashable]]) -> Hashable:
    """The key of the line that a word read alone goes on with, None if it stands alone."""
    x0, top, x1, bottom = word.box
    for other, key in others:
        level = min(bottom, other.box.bottom) - max(top, other.box.top)
        apart = max(x0, other.box.x0) - min(x1, other.box.x1)
        if level > word.box.height / 2 and apart < WORD_GAP:
            return key
    return None


def _second(read: Callable[[], list[Word]]) -> list[Word] | None:
    """What the second model reads; None where it is not installed."""
    return read() if model() != SECOND_MODEL and has(SECOND_MODEL) else None


def _checked(word: Word, others: Sequence[Word] | None, grey: Pixels, scale: float) -> Word:
    """A number less sure if a second model reads it differently, or if there is none; surer if it reads the same."""
    same_place = [o for o in others or () if overlap(o.box, word.box) > 0.5]
    if word.text in ("O", "o") and [o.text.strip("().") for o in same_place] == ["0"]:
        return _unsure(msgspec.structs.replace(word, text="0"))
    if not _NUMBER.search(word.text):
        return word
    if others is None:
        return _unsure(word, READ_ONCE)
    second = "".join(o.text for o in sorted(same_place, key=lambda o: o.box.x0))
    if _digits(second) != _digits(word.text):
        lost = _digits(second) == _digits(word.text).replace(",", "") and shows_commas(word, grey, scale)
        return word if lost else _unsure(word)
    certainty = min(word.confidence, *(o.confidence for o in same_place))
    if certainty >= AGREED and _bare(second) == _bare(word.text):
        return msgspec.structs.replace(word, confidence=max(word.confidence, TWICE))
    return word


def _checked_on_end(word: Word, grey: Pixels, scale: float) -> Word:
    """The same of a word that stands on end: the year of a turned header says when all its values are from."""
    if not _NUMBER.search(word.text):
        return word
    return _checked(word, _second(lambda: [on_end_again(word, grey, scale, SECOND_MODEL)]), grey, scale)


def is_odd(text: str) -> bool:
    """Whether no report prints a figure like that: "%%", "5:2", "93:%", "4,,5", "4,5,6"."""
    return bool(_ODD.search(text))


def _rest_of_rule(word: Word, rules: Sequence[Rule]) -> bool:
    """Whether a word of dashes is what was left of a painted-over line."""
    if set(word.text) - set("—–-_"):
        return False
    x0, top, x1, bottom = word.box
    y = (top + bottom) / 2
    return any(
        r.horizontal and abs(r.box.top - y) < NEAR_RULE and r.box.x0 < x1 and r.box.x1 > x0 for r in rules
    )


def _over_lines(word: Word, usual: float) -> bool:
    """Whether a doubtful word reaches over several lines: it was made of marks that stand below each other."""
    return word.confidence < DOUBTFUL and word.box.height > OVER_LINES * usual and len(word.text) <= 3


def is_speck(word: Word, usual: float) -> bool:
    """Whether a letter or two are too low for any: what was left of a shading's corner, or dust."""
    letters = len(word.text) <= SPECK_LETTERS and any(map(str.isalnum, word.text))
    return letters and max(word.box.height, word.box.width) < SPECK * usual


def _is_read_apart(word: Word, others: Sequence[Word]) -> bool:
    """Whether a doubtful word stands over surer ones of two lines: their ink was read once more as one piece."""
    if word.confidence >= DOUBTFUL:
        return False
    inside = [
        o.box
        for o in others
        if o is not word and o.confidence >= DOUBTFUL and overlap(o.box, word.box) > INSIDE
    ]
    return any(a.bottom <= b.top + TOUCH for a in inside for b in inside)


def _digits(text: str) -> str:
    """What of a number must not differ: digits, decimal comma, minus."""
    minus = "-" if _MINUS.match(text) else ""
    return minus + re.sub(r"[^\d,]", "", text.replace(".", ",")).strip(",")


def _bare(text: str) -> str:
    """A number's text without the per cent sign that one model joins to it and the other doesn't."""
    return re.sub(r"[%\s]", "", text)


def _unsure(word: Word, confidence: float = DISPUTED) -> Word:
    return msgspec.structs.replace(word, confidence=min(word.confidence, confidence))
