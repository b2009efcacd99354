"""Indicators in boxes beside or below each other, a name above labelled lines ("Mål 2024  80 %") → rows of a table.

What labels the lines of one box labels those of the next: the labels are a header, a box is a row. Boxes are told
by the words alone, frames and shading may be missing. How it was read is a reason on every cell: never sure.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.model import Box, Page, Word
from extractor.pages.cells import Segment, bounds, font_size, inside, lines_of, segments, text_of
from extractor.patterns import built_in
from extractor.periods import period_of

INDENT = 14.0
"""Points by which a line of a box may stand in: parts ("Kvinnor") do under what they are parts of."""
ALIGNED = 3.0
"""Points by which lines that begin at the same place may differ."""
ROW_SPACE = 2.5
"""Font sizes of white space between two labelled lines of one box at most."""
NAME_SPACE = 4.5
"""Font sizes between a box's name and its first labelled line at most: boxes beside it have names of more lines."""
LINE_SPACE = 0.9
"""Font sizes between two lines of one name at most."""
REST_SPACE = 2.5
"""Font sizes between the last labelled line of a box and its judgement at most."""
REST_WORDS = 5
"""Words of a judgement at most."""
NAME_LINES = 5
"""Lines of a name at most."""
SHARED = 2
"""Labels that boxes of a page have in common at least."""
JUDGED = 0.7
"""Share of a text that words of a verdict explain where it is one and no label: "Mål uppnått"."""
OUTCOMES = frozenset({"value", "previous_value", "forecast", "status", "progress"})
"""What a box says beside its target where nothing but words shows it, below another one."""
HEAD_WORDS = 2
"""First words of a line that labels of the same kind share."""
CLEAR = 0.99
"""Share of a label that known words must explain: all of it."""
LABEL_WORDS = 6
"""Words of a label at most."""
MARK_SIDE = 30.0
"""Points: the tallest light or arrow."""
_FIGURE = re.compile(r"[<>≤≥~±+–−-]?\s?\d")


class Part(NamedTuple):
    """One cell that a box gives: where its label and its words stand."""

    label: str
    label_box: Box
    box: Box
    runs_on: bool = False
    """Whether the words follow the label's colon on its line, as text does; no space sets them apart."""


class Card(NamedTuple):
    """One box: an indicator's name, its labelled values and the judgement under them."""

    name: Box
    parts: tuple[Part, ...]
    rest: Box | None

    @property
    def box(self) -> Box:
        """The outline of all that was found of the box."""
        boxes = [b for p in self.parts for b in (p.label_box, p.box)]
        return bounds([self.name, *boxes, *([self.rest] if self.rest else [])])


def find_cards(page: Page, *, below: bool = False) -> list[tuple[Card, ...]]:
    """The boxes of a page that name an indicator each and say the same things about it.

    Args:
        page: what the page shows.
        below: whether boxes may stand below each other alone; then nothing else may stand on their lines, they say
            what came of the target, and their values stand apart: what is set like text is read as a list.

    Returns:
        Groups of boxes in reading order, with nothing else between those of a group; at least two boxes of a page
        are alike and have a target, else there are none.
    """
    lines = [segments(line) for line in lines_of(w for w in page.words if w.rotation == 0)]
    if not (_repeats_below(lines) if below else any(_repeats(line) for line in lines)):
        return []
    runs = list(_runs(p for line in lines for p in _parts(line)))
    runs = [r for r in runs if len(r) >= SHARED and any(_is_target(p.label) for p in r)]
    alike = [r for r in runs if any(_are_alike(r, other) for other in runs if other is not r)]
    if below:
        alike = [
            r for r in alike if any(_role(p.label) in OUTCOMES for p in r) and not all(p.runs_on for p in r)
        ]
        if len(alike) < SHARED or not _stand_alone(alike, lines):
            return []
    elif not any(_beside(a, b) for a, b in itertools.combinations(alike, 2)):
        return []
    starts = sorted({_left(r) for r in alike})
    texts = [segment for line in lines for segment in line]
    cards = [card for run in alike if (card := _card(run, starts, texts, page)) is not None]
    return list(_groups(cards, page.words)) if len(cards) == len(alike) else []


def _repeats(line: Sequence[Segment]) -> bool:
    """Whether a line prints something with letters twice, each time at the head of something else."""
    if len(line) < 2:
        return False
    heads = [text_of(s.words).partition(":")[0].lower() for s in line]
    words = [" ".join(h.split()[:2]) for h in heads if h[:1].isalpha()]
    return len(set(words)) < len(words)


def _repeats_below(lines: Sequence[Sequence[Segment]]) -> bool:
    """Whether several things are printed twice at the beginning of a segment, as the labels of two boxes are."""
    heads = Counter(head for line in lines for s in line if (head := _head(s))[:1].isalpha())
    if sum(count > 1 for count in heads.values()) < SHARED:
        return False
    alike: dict[str, list[Segment]] = {}
    for segment in (s for line in lines for s in line):
        alike.setdefault(segment.words[0].text, []).append(segment)
    labels = Counter(
        text_of(s.words[:count]).rstrip(":")
        for some in alike.values() if len(some) > 1
        for s in some if (count := _label_words(s))
    )  # fmt: skip
    return sum(count > 1 for count in labels.values()) >= SHARED


def _head(segment: Segment) -> str:
    return " ".join(text_of(segment.words[:HEAD_WORDS]).partition(":")[0].lower().split())


def _stand_alone(runs: Sequence[Sequence[Part]], lines: Sequence[Sequence[Segment]]) -> bool:
    """Whether nothing but boxes stands on the lines of the labels: no table's cells beside them, no text."""
    starts = sorted({_left(r) - ALIGNED for r in runs})
    boxes = [b for r in runs for p in r for b in (p.label_box, p.box)]
    for run in runs:
        left = _left(run) - ALIGNED
        right = min((x for x in starts if x > left + 2 * INDENT), default=math.inf)
        for part in run:
            line = next(line for line in lines if any(inside(part.label_box, s.box) for s in line))
            mine = [s for s in line if left <= s.box.x0 < right]
            if line[0].box.x0 < starts[0] or not all(any(inside(b, s.box) for b in boxes) for s in mine):
                return False
    return True


def _parts(line: Sequence[Segment]) -> Iterator[Part]:
    """The labelled values of a line: what follows a label in its own words or as the next ones."""
    for segment, after in itertools.zip_longest(line, line[1:]):
        count = _label_words(segment)
        if not count:
            continue
        label, rest = segment.words[:count], segment.words[count:]
        if rest:
            value = bounds(w.box for w in rest)
        elif after is not None and not _label_words(after):
            value = after.box
        else:
            continue
        runs_on = bool(rest) and label[-1].text.endswith(":")
        yield Part(text_of(label).rstrip(":"), bounds(w.box for w in label), value, runs_on)


def _label_words(segment: Segment) -> int:
    """How many words of a segment, from the first on, are a known label before a value; 0 for none."""
    words = [w.text for w in segment.words]
    for count in range(min(len(words), LABEL_WORDS), 0, -1):
        whole, ended = count == len(words), words[count - 1].endswith(":")
        figure = not whole and bool(_FIGURE.match(words[count]))
        if (whole or ended or figure) and _is_label(" ".join(words[:count]).rstrip(":")):
            return count
    return 0


@functools.lru_cache(maxsize=512)
def _is_label(text: str) -> bool:
    patterns = built_in()
    if not any(c.isalpha() for c in text) or patterns["status"].best(text, coverage=JUDGED):
        return False
    if _role(text) or patterns["breakdowns"].best(text, coverage=CLEAR):
        return True
    return len(text.split()) <= 2 and bool(period_of(text, "", patterns))


def _role(text: str) -> str:
    found = built_in()["roles"].best(text, coverage=CLEAR)
    return found.key if found else ""


def _is_target(text: str) -> bool:
    return _role(text) == "target"


def _runs(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Labelled lines below each other, as often as no label comes again."""
    open_runs: list[list[Part]] = []
    for part in sorted(parts, key=lambda p: p.label_box.top):
        run = next((r for r in open_runs if _goes_on(r, part)), None)
        if run is None:
            open_runs.append([part])
        else:
            run.append(part)
    yield from open_runs


def _goes_on(run: Sequence[Part], part: Part) -> bool:
    last = run[-1]
    near = part.label_box.top - last.label_box.bottom <= ROW_SPACE * last.label_box.height
    aligned = _left(run) - ALIGNED <= part.label_box.x0 <= _left(run) + INDENT
    return near and aligned and all(part.label != p.label for p in run)


def _left(run: Sequence[Part]) -> float:
    return min(p.label_box.x0 for p in run)


def _are_alike(one: Sequence[Part], other: Sequence[Part]) -> bool:
    return len({p.label for p in one} & {p.label for p in other}) >= SHARED


def _beside(one: Sequence[Part], other: Sequence[Part]) -> bool:
    a, b = (bounds(box for p in run for box in (p.label_box, p.box)) for run in (one, other))
    return _are_alike(one, other) and (a.x1 <= b.x0 or b.x1 <= a.x0) and a.top < b.bottom and b.top < a.bottom


def _card(run: Sequence[Part], starts: Sequence[float], texts: Sequence[Segment], page: Page) -> Card | None:
    """The box around labelled lines; None where it has no name."""
    left = _left(run) - ALIGNED
    right = min((x for x in starts if x > left + 2 * INDENT), default=page.width) - 1
    mine = [s for s in texts if left <= s.box.x0 and s.box.x1 <= right]
    name = _name(mine, run[0].label_box, left)
    if not name:
        return None
    parts = tuple(p for p in run if p.box.x1 <= right)  # what stands further right is another box's
    return Card(bounds(s.box for s in name), parts, _rest(mine, run, right, page))


def _name(texts: Sequence[Segment], first: Box, left: float) -> list[Segment]:
    """The lines above the first labelled one, as long as they are set alike and close to each other."""
    name: list[Segment] = []
    below = first
    for segment in sorted(texts, key=lambda s: -s.box.top):
        size = font_size(segment.words)
        space = below.top - segment.box.bottom
        if segment.box.bottom > below.top + 1 or segment.box.x0 > left + 2 * ALIGNED:
            continue
        alike = not name or (segment.words[0].bold == name[-1].words[0].bold and space <= LINE_SPACE * size)
        if space > NAME_SPACE * size or not alike or len(name) == NAME_LINES:
            break
        name.append(segment)
        below = segment.box
    return name[::-1]


def _rest(texts: Sequence[Segment], run: Sequence[Part], right: float, page: Page) -> Box | None:
    """Where the judgement stands: a few words under the labelled lines, or a mark beside them."""
    last = run[-1].label_box
    near = last.bottom + REST_SPACE * last.height
    below = [s for s in texts if last.bottom - 1 <= s.box.top <= near and len(s.words) <= REST_WORDS]
    first = min(below, key=lambda s: s.box.top, default=None)
    area = Box(_left(run) - ALIGNED, run[0].label_box.top - NAME_SPACE * last.height, right, near)
    marks = [d.box for d in page.drawings if d.box.height <= MARK_SIDE and inside(d.box, area)]
    if first is not None:
        return bounds(
            [first.box, *(m for m in marks if m.top < first.box.bottom and first.box.top < m.bottom)]
        )
    return marks[0] if len(marks) == 1 else None


def _groups(cards: Sequence[Card], words: Sequence[Word]) -> Iterator[tuple[Card, ...]]:
    """Cards row by row; what stands between two rows of cards parts them."""
    rows: list[list[Card]] = []
    for card in sorted(cards, key=lambda c: c.box.top):
        if rows and card.box.top < max(c.box.bottom for c in rows[-1]):
            rows[-1].append(card)
        else:
            rows.append([card])
    group: list[Card] = []
    for row in rows:
        top = min(c.box.top for c in row)
        if group and _anything_between(max(c.box.bottom for c in group), top, words):
            yield tuple(group)
            group = []
        group += sorted(row, key=lambda c: c.box.x0)
    if group:
        yield tuple(group)


def _anything_between(top: float, bottom: float, words: Sequence[Word]) -> bool:
    return any(top < (w.box.top + w.box.bottom) / 2 < bottom for w in words)


def labels_of(cards: Sequence[Card]) -> list[Part]:
    """The labels of a group of boxes in their common order, each where it is printed first."""
    order: list[Part] = []
    for card in cards:
        at = 0
        for part in card.parts:
            known = next((i for i, p in enumerate(order) if p.label == part.label), None)
            if known is None:
                order.insert(at, part)
                known = at
            at = known + 1
    return order
