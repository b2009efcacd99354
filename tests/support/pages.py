"""Pages made by hand: words and lines at places, as an engine would read them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Box, Fill, Page, Rule, Word

WIDTH, HEIGHT = 595.0, 842.0
LETTER = 5.0


def words(x: float, top: float, text: str, *, size: float = 10.0, bold: bool = False) -> list[Word]:
    """A line of words from x on, each letter as wide as half its height."""
    made = []
    for part in text.split(" "):
        width = LETTER * len(part) * size / 10
        made.append(
            Word(text=part, box=Box(x, top, x + width, top + size), size=size, bold=bold, colour="#000000")
        )
        x += width + 0.28 * size
    return made


def turned(x: float, bottom: float, text: str, rotation: int = 90) -> Word:
    """One word reading upwards (90) or downwards (270)."""
    box = Box(x, bottom - LETTER * len(text), x + 10, bottom)
    return Word(text=text, box=box, size=10.0, bold=True, rotation=rotation)  # type: ignore[arg-type]


def horizontal(y: float, x0: float, x1: float) -> Rule:
    return Rule(box=Box(x0, y, x1, y))


def vertical(x: float, top: float, bottom: float) -> Rule:
    return Rule(box=Box(x, top, x, bottom))


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """All lines of a grid."""
    return [horizontal(y, xs[0], xs[-1]) for y in ys] + [vertical(x, ys[0], ys[-1]) for x in xs]


def page(
    content: Sequence[Word], rules: Sequence[Rule] = (), fills: Sequence[Fill] = (), number: int = 1
) -> Page:
    return Page(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        words=tuple(content),
        rules=tuple(rules),
        fills=tuple(fills),
    )
