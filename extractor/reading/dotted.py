"""Ruling lines of a page image that are drawn in dots or short dashes.

Promises that leaders of a contents list, the letters of a line and the dots of a printed screen are none: a rule's
dots stand closer than full stops do, as far apart all along, and alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractor.reading.tones import Pixels

INK_BELOW = 160
"""Grey level under which a pixel is ink."""
THICK = 1.6
"""Thickest dot in points; a rule of one point frayed at 300 dpi measured 1.2."""
DASH = 4.0
"""Longest dash in points; two dots that run together at a column's end are shorter."""
GAP = 2.5
"""Widest gap in points between two dots: one of them may be lost where they stand 0.75 points apart."""
PITCH = 2.1
"""Most points from dot to dot: rules of 0.5–1 point have 1–2, full stops of 8 points 2.2 and more."""
DASHED = 1.3
"""Length in points from which a piece is a dash."""
DASH_PITCH = 4.6
"""The same from dash to dash: typed hyphens stand 4.8 points apart and more."""
EVEN = 0.35
"""Share of the usual distance by which others may differ."""
MOSTLY = 0.7
"""Share of the distances that are so even; the tops of letters have half of it."""
WAVE = 0.7
"""Points by which the next dot may stand higher or lower."""
LONGEST_FREE = 1.8
"""Points above and below a rule that hold nothing else: the lines of a screen stand closer."""
COMPANY = 0.2
"""Share of the dots that may have something there all the same: a letter's tail."""
SHORTEST = 40.0
"""Shortest rule of dots in points."""


class Dotted(NamedTuple):
    """A rule of dots."""

    pieces: npt.NDArray[np.int32]
    """Left, top, width and height of each dot in pixels."""
    level: bool

    @property
    def spot(self) -> tuple[int, int, int, int]:
        """The box around it in pixels: left, top, width, height."""
        left, top = self.pieces[:, 0].min(), self.pieces[:, 1].min()
        right = (self.pieces[:, 0] + self.pieces[:, 2]).max()
        bottom = (self.pieces[:, 1] + self.pieces[:, 3]).max()
        return int(left), int(top), int(right - left), int(bottom - top)


def find_dotted(grey: Pixels, scale: float) -> Iterator[Dotted]:
    """The rules of a page that are drawn in dots or dashes.

    Args:
        grey: the page image, straightened.
        scale: pixels per point.
    """
    ink = np.asarray(grey < INK_BELOW, dtype=np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    boxes = stats[1:count, :4]
    for level in (True, False):
        order = (0, 1, 2, 3) if level else (1, 0, 3, 2)
        pieces = boxes[:, order]
        small = (pieces[:, 3] <= THICK * scale) & (pieces[:, 2] <= DASH * scale)
        plane = ink if level else ink.T
        for chain in _chains(pieces[small], scale):
            if _is_even(chain, scale) and _is_alone(chain, plane, scale):
                yield Dotted(chain[:, order], level)


def _chains(pieces: npt.NDArray[np.int32], scale: float) -> Iterator[npt.NDArray[np.int32]]:
    """Runs of dots that follow each other from left to right, long enough for a rule."""
    pieces = pieces[np.argsort(pieces[:, 0], kind="stable")]
    gap, wave, band = GAP * scale, WAVE * scale, max(1, round(2 * WAVE * scale))
    chains: list[list[int]] = []
    ends: dict[int, list[tuple[float, float, int]]] = {}
    for number, (left, top, width, height) in enumerate(pieces.tolist()):
        middle = top + height / 2
        at = int(middle // band)
        for near in (at, at - 1, at + 1):
            found = next(
                (e for e in ends.get(near, ()) if 0 <= left - e[0] <= gap and abs(middle - e[1]) <= wave),
                None,
            )
            if found:
                ends[near].remove(found)
                break
        chain = found[2] if found else len(chains)
        if not found:
            chains.append([])
        chains[chain].append(number)
        open_ends = [e for e in ends.get(at, ()) if left - e[0] <= gap]  # others end here
        ends[at] = [*open_ends, (left + width, middle, chain)]
    for members in chains:
        found_pieces = pieces[members]
        if len(members) > 2 and found_pieces[-1, 0] - found_pieces[0, 0] >= SHORTEST * scale:
            yield found_pieces


def _is_even(chain: npt.NDArray[np.int32], scale: float) -> bool:
    """Whether the dots stand as far apart all along, closer than full stops and hyphens do."""
    pitches = np.diff(chain[:, 0] + chain[:, 2] / 2)
    usual = float(np.median(pitches))
    dashes = float(np.median(chain[:, 2])) >= DASHED * scale
    if usual > (DASH_PITCH if dashes else PITCH) * scale:
        return False
    return float((np.abs(pitches - usual) <= max(1.5, EVEN * usual)).mean()) >= MOSTLY


def _is_alone(chain: npt.NDArray[np.int32], ink: Pixels, scale: float) -> bool:
    """Whether hardly a dot has anything right above or below it."""
    middles = chain[:, 0] + chain[:, 2] // 2
    reach = range(2, max(3, round(LONGEST_FREE * scale)))
    for side in (True, False):
        edges = chain[:, 1] if side else chain[:, 1] + chain[:, 3] - 1
        beside = np.zeros(len(chain), dtype=bool)
        for step in reach:
            rows = np.clip(edges - step if side else edges + step, 0, ink.shape[0] - 1)
            beside |= ink[rows, middles] > 0
        if float(beside.mean()) > COMPANY:
            return False
    return True
