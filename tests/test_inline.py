"""Symbols in lines of a scan: each is seen for itself, whatever stands on the lines above and below."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from extractor.model import Box, Drawing, Symbol, Word
from extractor.symbols.inline import See, with_glyphs
from extractor.symbols.suns import has_rays
from tests.support.pages import page, words


def _seen(asked: list[Box]) -> See:
    def see(
        box: Box, mine: Sequence[Word], drawings: Sequence[Drawing], shading: str | None
    ) -> tuple[tuple[Symbol, ...], tuple[Word, ...]]:
        asked.append(box)
        return (Symbol(colour="green", shape="circle", source="pixels"),), tuple(mine)

    return see


def test_a_symbol_is_looked_at_without_those_of_the_next_line() -> None:
    drawings = tuple(Drawing(box=b, kind="vector") for b in (Box(60, 100, 70, 110), Box(62, 112, 72, 122)))
    shown = msgspec.structs.replace(
        page([*words(74, 101, "målet nås"), *words(76, 113, "bättre")]), drawings=drawings
    )
    asked: list[Box] = []
    with_glyphs(shown, _seen(asked))
    assert asked[0].bottom <= 111
    assert asked[1].top >= 111


def test_a_mere_sign_that_was_read_in_a_symbol_is_the_symbol() -> None:
    sign = Word(text="`", box=Box(67, 100, 70, 110), size=10, confidence=0.82)
    shown = msgspec.structs.replace(
        page([sign, *words(74, 101, "målet nås")]),
        drawings=(Drawing(box=Box(60, 100, 70, 110), kind="vector"),),
    )
    assert [w.text for w in with_glyphs(shown, _seen([])).words] == ["målet", "nås", "●"]


def test_grain_on_one_side_of_a_disc_s_edge_is_no_ray() -> None:
    y, x = np.mgrid[:61, :61]
    distance, angle = np.hypot(y - 30, x - 30), np.degrees(np.arctan2(y - 30, x - 30)) % 360
    for span, rays in ((360, True), (150, False)):
        inked = (distance < 12) | ((distance < 26) & (angle < span) & (angle % (span / 8) < span / 16))
        area = np.where(inked[..., None], (255, 190, 0), (250, 250, 250)).astype(np.uint8)
        assert has_rays(area, (30, 30), 20) is rays
