"""Words crossed out on a page: old wordings that a print with tracked changes, or somebody by hand, left visible.

Promises that a line through words counts only where it begins and ends with them, which no table's rule does; words
without their line are never touched.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from extractor.model import Page, Rule, Word

MIDDLE = (0.38, 0.64)
"""Share of a word's height, from its top, between which a line crosses it out: Word and LibreOffice draw it at 0.48
to 0.52 (a second one at 0.6 for moved text); an underline lies below 0.85."""
BEGINS = 1.5
"""Points by which the line may begin before or behind its first word."""
ENDS = 4.0
"""Points by which it may end behind its last word: the blank behind is crossed out with it."""


def without_struck(page: Page) -> tuple[Page, int]:
    """The page without the words that are crossed out and the lines through them, and how many words these were.

    Args:
        page: a page as printed; a scan's lines come of pixels and are left alone by the caller.
    """
    struck: set[Word] = set()
    lines: set[Rule] = set()
    starts = sorted([w.box.x0 for w in page.words])
    upright = sorted([w for w in page.words if not w.rotation], key=_top)
    tops = [w.box.top for w in upright]
    tallest = max([w.box.height for w in upright], default=0.0)
    for rule in page.rules:
        nearest = bisect_left(starts, rule.box.x0 - BEGINS) if rule.horizontal else len(starts)
        if nearest == len(starts) or starts[nearest] > rule.box.x0 + BEGINS:
            continue  # few rules of tables begin with a word
        at = rule.box.top
        near = upright[bisect_left(tops, at - max(tallest, 1.0)) : bisect_right(tops, at)]
        crossed = _crossed(rule, near)
        if crossed:
            struck.update(crossed)
            lines.add(rule)
    if not struck:
        return page, 0
    return msgspec.structs.replace(
        page,
        words=tuple(w for w in page.words if w not in struck),
        rules=tuple(r for r in page.rules if r not in lines),
    ), len(struck)


def _top(word: Word) -> float:
    return word.box.top


def _crossed(rule: Rule, words: Sequence[Word]) -> list[Word]:
    """The upright words a line runs through, none where it does not begin and end with them."""
    through = [
        word
        for word in words
        if MIDDLE[0] <= (rule.box.top - word.box.top) / max(word.box.height, 1.0) <= MIDDLE[1]
        and rule.box.x0 - BEGINS <= word.box.x0
        and word.box.x1 <= rule.box.x1 + BEGINS
    ]
    if not through:
        return []
    begins = abs(min(w.box.x0 for w in through) - rule.box.x0) <= BEGINS
    ends = -BEGINS <= rule.box.x1 - max(w.box.x1 for w in through) <= ENDS
    return through if begins and ends else []
