"""One piece of ink → the symbol it shows: colour, shape, and for bars the filled share."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractor.model import Symbol
from extractor.symbols.colours import CHROMATIC, LIGHTS, Colour, hues, name_colour
from extractor.symbols.ink import (
    Levels,
    Mask,
    Piece,
    Pixels,
    difference_from,
    fill_holes,
    largest,
    least,
    median_colour,
    median_rows,
    percentile,
)
from extractor.symbols.shapes import NOTHING, Shape, classify, inner_mark

BAR_ASPECT = 3.0
"""Width / height from which a filled rectangle is a bar and no square."""
BAR_HEIGHT = 2.6
"""Points: a flatter rectangle is a dash or an underline."""
BAR_WIDTH = 14.0
"""Points: a shorter rectangle is a dash."""
_COLOURED_SHARE = 0.12
"""Share of coloured pixels from which a piece counts as coloured: a green tick on a white disc has 0.2."""
_MARK_SHARE = (0.03, 0.6)
"""Share of a disc that a mark in it covers: the eyes and mouth of a smiley 0.04, a bold cross 0.5."""
_HOLLOW = 0.4
"""Share of paper inside the outline from which a piece is an outline only."""
_PAPER = 40
"""Difference from the background (0..255) up to which a pixel is paper, JPEG noise included."""
_MARKED = 0.6
"""Shape confidence of a disc with something in it that is not recognised."""
_CERTAIN = 0.8
"""Shape confidence that an uncoloured arrow, cross or outline needs: T, t and x of text stay below."""
_SOLID = 0.8
"""Mean ink inside the outline of an uncoloured disc or square; B, 8 and a have 0.5 to 0.75."""
_SMALLEST_PLAIN = 2.8
"""Points: an uncoloured piece with a shorter side is a full stop or the dot of an i."""
_SMALLEST_OUTLINE = 4.5
"""Points: a smaller uncoloured outline is a letter o or the rings of a per cent sign."""
_RECOGNISED = 0.55
"""Shape confidence below which a piece is not named."""
_THICK = 2.4
"""Points: a coloured mass this thick is no letter's stroke; bold letters of 12 pt have 2.0, a flag of 10 pt has 2.8."""
_LIT = 0.3
"""Share of a piece's ink that the colour of a mass must cover to be what it shows; a flag's pole is grey."""
_RIVAL = 0.25
"""Share of a piece's coloured ink from which a second light in it leaves it undecided which one is lit."""
_ALL_THREE = 0.04
"""The same where all three lights are in it: a scale, of which a pointer shows one field."""
_DIM = 0.6
"""Strength of a colour, relative to the commonest one's, below which it is a lamp that is off."""
_AS_DISC = (0.75, 1.35)
"""Area of a disc with soft edges, relative to that of the widest disc inside it."""
_POLE = 0.34
"""Share of a flag's width that its pole, and nothing else, takes in the lower part."""
_UNNAMED = 0.5
"""Confidence in ink of which nobody can tell what it shows."""
_SMALLEST_UNNAMED, _LARGEST_UNNAMED = 3.5, 40.0
"""Points: sides between which ink that nobody can name may be a mark; less is dirt, more a picture."""
_LONGEST = 6.0
"""Length relative to its width from which such ink is a line."""
_FIELD = 0.1
"""Share of a bar's length from which a light's colour is a field of it."""
_HUED = (*LIGHTS, "blue")
_IN_OUTLINE = {"smiley", "frown", "neutral_face", "check", "cross"}
"""Marks that are drawn in an empty frame; anything else in one is a letter with a hole."""
_FRAMES = {"circle", "square", "triangle", "diamond"}


class _Paint(NamedTuple):
    name: Colour | None
    confidence: float


def see_piece(piece: Piece, scale: float, *, monochrome: bool) -> Symbol | None:
    """What a piece of ink shows, None if it is nothing that is recognised.

    Args:
        piece: the piece.
        scale: pixels per point.
        monochrome: whether the page has no colour at all; grey then says nothing.

    Returns:
        A symbol of source 'pixels'; its confidence is that of shape and colour together.
    """
    bar = _bar(piece, scale)
    if bar is not None:
        return bar
    hollow = _is_hollow(piece)
    paint = _paint(piece, hollow=hollow, monochrome=monochrome)
    shape = _shape(piece, hollow=hollow)
    coloured = paint.name not in (None, "black", "grey", "white")
    if coloured and _in_part(piece, paint).rival:
        return Symbol(
            shape=shape.name, source="pixels", confidence=_UNNAMED, shape_confidence=shape.confidence
        )
    if shape.name is None or shape.confidence < _RECOGNISED:
        return _coloured_blot(piece, paint, scale) if coloured else None
    if not coloured and not _believable(piece, shape, paint, scale, hollow=hollow):
        return None
    # A coloured piece is a light whatever its shape; an uncoloured one is a symbol only if its shape is.
    confidence = paint.confidence if coloured else min(shape.confidence, paint.confidence)
    return Symbol(
        colour=paint.name, shape=shape.name, source="pixels",
        confidence=round(confidence, 3), shape_confidence=shape.confidence,
    )  # fmt: skip


def _believable(piece: Piece, shape: Shape, paint: _Paint, scale: float, *, hollow: bool) -> bool:
    """Whether an uncoloured piece is a symbol and no letter: letters are thin, small, or have odd holes."""
    size = min(piece.size) / scale
    if hollow:
        return size >= _SMALLEST_OUTLINE and shape.confidence >= _CERTAIN
    solid = float(piece.ink[piece.solid].mean())
    if shape.name in _FRAMES and solid < _SOLID and shape.confidence < _CERTAIN:
        return False
    arrow = (shape.name or "").startswith("arrow") or shape.name in ("cross", "check")
    enough = _CERTAIN if arrow else _RECOGNISED
    return paint.name != "white" and size >= _SMALLEST_PLAIN and shape.confidence >= enough


def see_unnamed(piece: Piece, scale: float, *, monochrome: bool) -> Symbol | None:
    """Ink of which nobody can tell what it shows, where it is as large as a mark; None for lines and dirt.

    Args:
        piece: a piece that `see_piece` sees nothing in.
        scale: pixels per point.
        monochrome: whether the page has no colour at all.
    """
    sides = sorted(side / scale for side in piece.size)
    small, large = sides[0] < _SMALLEST_UNNAMED, sides[1] > _LARGEST_UNNAMED
    if small or large or sides[1] > _LONGEST * sides[0] or piece.level < _PAPER:
        return None
    paint = _paint(piece, hollow=False, monochrome=monochrome)
    part = _in_part(piece, paint)
    if paint.name == "grey" and part.share >= _LIT and part.thickness >= _THICK * scale:
        flag = _is_flag(piece)
        return Symbol(
            colour="grey",
            shape="flag" if flag else None,
            source="pixels",
            confidence=1.0 if flag else _CERTAIN,
        )
    told = paint.name in LIGHTS and not part.rival
    return Symbol(colour=paint.name if told else None, source="pixels", confidence=_UNNAMED)


def _coloured_blot(piece: Piece, paint: _Paint, scale: float) -> Symbol | None:
    """A coloured piece of unknown shape: its colour may still say something, and does where it fills a mass."""
    height, width = piece.size
    part = _in_part(piece, paint)
    thick = part.thickness >= _THICK * scale
    if thick and part.share < _LIT and part.disc:
        return Symbol(colour=paint.name, shape="circle", source="pixels", confidence=paint.confidence)
    massive = part.share >= _LIT and thick
    compact = piece.solid.mean() > 0.45 and 0.4 < width / height < 2.5 and min(height, width) >= 4 * scale
    if not compact and not massive:
        return None
    flag = massive and _is_flag(piece)
    confidence = paint.confidence if massive else min(_CERTAIN, paint.confidence)
    return Symbol(colour=paint.name, shape="flag" if flag else None, source="pixels", confidence=confidence)


class _Part(NamedTuple):
    """What of a piece's ink has the colour that it is painted with."""

    share: float
    thickness: float
    """Pixels: across the widest disc inside it."""
    disc: bool
    """Whether it is a disc: the lit one of a traffic light's lamps."""
    rival: bool
    """Whether another light fills a good part of the piece."""


def _in_part(piece: Piece, paint: _Paint) -> _Part:
    inked = piece.ink > 0.5
    names = hues(piece.pixels)
    mine = inked & (names == (paint.name if paint.name in _HUED else None))
    strength = largest(piece.pixels) - least(piece.pixels)
    bright = strength >= _DIM * percentile(strength[mine], 0.9) if mine.any() else inked
    counts = [np.count_nonzero(inked & bright & (names == light)) for light in LIGHTS if light != paint.name]
    coloured = np.count_nonzero(mine) + sum(counts)
    rival = max(counts) > _RIVAL * coloured or min(counts) > _ALL_THREE * coloured
    lit = _widest(mine & bright)
    disc = _AS_DISC[0] < np.count_nonzero(mine & bright) / max(1.0, np.pi / 4 * lit**2) < _AS_DISC[1]
    share = float(mine.sum()) / max(1, int(inked.sum()))
    return _Part(share, _widest(mine), bool(disc), bool(rival))


def _widest(area: Mask) -> float:
    """Pixels across the widest disc inside an area."""
    framed = cv2.copyMakeBorder(area.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return 2 * float(cv2.distanceTransform(framed, cv2.DIST_L2, 5).max())


def _is_flag(piece: Piece) -> bool:
    """Whether the lower part of a piece is a pole that stands at one of its sides."""
    on = piece.ink > 0.5
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    on = on[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = on.shape
    below = np.flatnonzero(on[round(0.75 * height) :].any(axis=0))
    above = np.flatnonzero(on[: height // 2].any(axis=0))
    slim = len(below) > 0 and below[-1] - below[0] + 1 <= _POLE * width
    aside = slim and (below[-1] < width / 2 or below[0] >= width / 2)
    return bool(aside and len(above) > 0.9 * width)


# ---------------------------------------------------------------- shape


def _is_hollow(piece: Piece) -> bool:
    """Whether mostly paper stands inside the outline."""
    away = difference_from(piece.pixels, piece.background)
    paper = (piece.ink < 0.5) & (away < _PAPER) & piece.solid
    return bool(paper.sum() > _HOLLOW * max(1, int(piece.solid.sum())))


def _shape(piece: Piece, *, hollow: bool) -> Shape:
    edge = np.where(piece.solid, np.maximum(piece.ink, _interior(piece.solid)), piece.ink).astype(np.float32)
    outer = classify(edge)
    if outer.name in _FRAMES:
        mark = _mark(piece, hollow=hollow)
        if hollow and mark is not None and mark.name not in _IN_OUTLINE:
            mark = Shape(None, 0.0)
        if mark is not None and mark.name is not None:
            return Shape(mark.name, min(0.95, max(mark.confidence, 0.75)))
        if mark is not None:
            return Shape(outer.name, min(_MARKED, outer.confidence))
    if hollow or outer.confidence == 1.0 or np.array_equal(edge, piece.ink):
        return outer
    stroke = classify(piece.ink)
    return outer if outer.confidence >= stroke.confidence else stroke


def _interior(solid: Mask) -> Levels:
    """The solid area without its outermost pixel, whose ink level says how far the edge reaches."""
    return np.asarray(cv2.erode(solid.astype(np.float32), np.ones((3, 3))), dtype=np.float32)


def _mark(piece: Piece, *, hollow: bool) -> Shape | None:
    """What stands inside a disc in another colour than the disc's own; None if nothing does."""
    height, width = piece.size
    margin = max(1, round(0.12 * min(height, width)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * margin + 1, 2 * margin + 1))
    padded = cv2.copyMakeBorder(piece.solid.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inside = cv2.erode(padded, kernel)[1:-1, 1:-1].astype(bool)
    if inside.sum() < 20:
        return None
    body = piece.background if hollow else _commonest(piece.pixels[inside])
    difference = _contrast(piece.pixels, body)
    difference[~inside] = 0
    strong = percentile(difference[inside], 0.97)
    if strong < _PAPER:
        return None
    level = np.clip(difference / strong, 0, 1).astype(np.float32)
    share = float((level > 0.5).sum()) / float(inside.sum())
    if not _MARK_SHARE[0] <= share <= _MARK_SHARE[1]:
        return None
    found = inner_mark(level, piece.solid)
    return found if found.name not in _FRAMES else NOTHING


def _contrast(pixels: Pixels, body: Levels) -> Levels:
    """Difference from a colour; in brightness, which JPEG keeps sharp, where that is enough."""
    away = pixels.astype(np.float32) - body
    luma = np.abs(away @ np.array([0.299, 0.587, 0.114], dtype=np.float32))
    strong = percentile(luma, 0.97) >= _PAPER
    return np.asarray(luma if strong else largest(np.abs(away)), dtype=np.float32)


def _commonest(colours: Pixels) -> Levels:
    quantised = colours.astype(np.int32) >> 5
    keys = quantised[:, 0] << 6 | quantised[:, 1] << 3 | quantised[:, 2]
    return median_colour(colours[keys == np.bincount(keys).argmax()])


# ---------------------------------------------------------------- colour


def _paint(piece: Piece, *, hollow: bool, monochrome: bool) -> _Paint:
    """The colour that carries the meaning: the commonest light in it, else its grey."""
    height, width = piece.size
    area = _interior(piece.solid).astype(bool) if min(height, width) > 9 else piece.solid
    away = difference_from(piece.pixels, piece.background)
    inked = area & (away > _PAPER)
    if not inked.any():
        inked = piece.ink > 0.5
    pixels = piece.pixels[inked].astype(np.int16)
    chroma = (largest(pixels) - least(pixels)) / 255
    coloured = pixels[chroma >= CHROMATIC]
    if len(coloured) >= _COLOURED_SHARE * max(1, int(area.sum())) and not monochrome:
        return _commonest_light(coloured)
    if monochrome:
        return _Paint(None, 1.0)
    name, confidence = name_colour(*median_colour(pixels).tolist())
    return _Paint("white" if hollow else name, confidence)


def _commonest_light(pixels: npt.NDArray[np.int16]) -> _Paint:
    hsv = cv2.cvtColor(pixels.astype(np.uint8)[None], cv2.COLOR_RGB2HSV_FULL)[0]
    weights = largest(pixels) - least(pixels)
    histogram = np.bincount(hsv[:, 0].astype(np.int64) // 8, weights=weights, minlength=32)
    smooth = histogram + np.roll(histogram, 1) + np.roll(histogram, -1)
    centre = int(smooth.argmax())
    near = np.abs((hsv[:, 0].astype(np.int64) // 8 - centre + 16) % 32 - 16) <= 1
    # The most saturated half of them: soft edges and JPEG only ever pale a colour.
    chosen = pixels[near]
    strength = largest(chosen) - least(chosen)
    name, confidence = name_colour(*median_colour(chosen[strength >= percentile(strength, 0.5)]).tolist())
    return _Paint(name, confidence)


# ---------------------------------------------------------------- bars


def _bar(piece: Piece, scale: float) -> Symbol | None:
    height, width = piece.spread_area.shape
    if width < BAR_ASPECT * height or height < BAR_HEIGHT * scale or width < BAR_WIDTH * scale:
        return None
    if fill_holes(piece.spread_area).mean() < 0.78:
        return None
    # The middle of the bar: rounded ends, outlines and a printed percentage stay out of it.
    middle = piece.spread[int(height * 0.3) : max(int(height * 0.3) + 1, int(height * 0.7))].astype(
        np.float32
    )
    columns = median_rows(middle)
    margin = max(1, round(0.03 * width))
    columns = columns[margin : width - margin]
    shown = hues(np.clip(columns, 0, 255).astype(np.uint8)[None])
    if all(np.count_nonzero(shown == light) >= _FIELD * len(columns) for light in LIGHTS):
        return None  # three fields side by side measure nothing
    share, track = _filled_share(columns)
    if 0.0 < share < 1.0:
        share = (margin + share * len(columns)) / width
    name, confidence = name_colour(*median_rows(columns[: max(1, len(columns) // 20)]))
    if share in (0.0, 1.0) and name in ("white", "grey", None):
        share, track = 0.0, True
    sure = confidence if track or share < 1.0 else min(confidence, 0.9)
    return Symbol(colour=name, shape="bar", share=round(share, 3), source="pixels", confidence=sure)


def _filled_share(columns: Levels) -> tuple[float, bool]:
    """Where along a bar the colour of its start ends, and whether the rest of its length is visible."""
    start = median_rows(columns[: max(2, len(columns) // 25)])
    away = largest(np.abs(columns - start)) > 45
    changes = np.flatnonzero(np.diff(away.astype(np.int8)))
    if not len(changes):
        return 1.0, False
    # Some programs print the number on the bar: the last change that holds is the end of the filling.
    if not away[-max(1, len(away) // 50) :].all():
        return 1.0, False
    end = int(changes[-1]) + 1
    return end / len(columns), True


def picture_pieces(pixels: Pixels) -> tuple[Pixels, Mask]:
    """A picture on white paper, and what of it is not transparent."""
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[:, :, None], 3, axis=2)
    if pixels.shape[2] == 3:
        return pixels, np.ones(pixels.shape[:2], bool)
    alpha = pixels[:, :, 3:4].astype(np.float32) / 255
    flat = pixels[:, :, :3] * alpha + 255 * (1 - alpha)
    return np.asarray(np.round(flat), dtype=np.uint8), fill_holes(pixels[:, :, 3] > 127)
