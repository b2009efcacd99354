"""First words of phrases with `*`, looked up by the beginnings and ends of a word, damaged or not.

Promises what comparing the word with each of them would give, for a few look-ups: a lexicon has hundreds, and is asked
for each word of a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process

OPEN_FUZZY_LENGTH = 9
"""Shortest core of a phrase with `*` that may be damaged: shorter ones meet other words' beginnings."""
OPEN_FUZZY_FLOOR = 90.0
"""Smallest ratio for such a core: one wrong letter in eleven."""

SAME_LENGTH_FLOOR = 83.0
"""Ratio that as many letters as the core has reach at least where one letter less or more reaches `OPEN_FUZZY_FLOOR`:
one edit of nine letters lies between them. Most words are told off by it."""


def fits(word: str, core: str, open_start: bool, open_end: bool) -> bool:
    """Whether a word holds a core where it may: at its end, its beginning, or anywhere."""
    if open_start and open_end:
        return core in word
    return word.endswith(core) if open_start else word.startswith(core)


def damage(word: str, core: str, *, at_end: bool) -> float:
    """How well the beginning (or end) of a word fits a core when one letter was lost, added or misread."""
    if len(word) < len(core) - 1:
        return 0.0
    size = len(core)
    if not fuzz.ratio(word[-size:] if at_end else word[:size], core, score_cutoff=SAME_LENGTH_FLOOR):
        return 0.0
    sizes = range(len(core) - 1, len(core) + 2)
    affixes = {word[-n:] if at_end else word[:n] for n in sizes}
    return max(fuzz.ratio(affix, core, score_cutoff=OPEN_FUZZY_FLOOR) for affix in affixes)


class Affixes:
    """First words of phrases with `*`, looked up by the beginnings and ends of a word.

    Args:
        starts: (number, (core, open start, open end)) of each.
    """

    def __init__(self, starts: Iterable[tuple[int, tuple[str, bool, bool]]]) -> None:
        self._within: list[tuple[str, int]] = []
        self._ends: dict[tuple[bool, int], dict[str, int]] = {}
        """The numbers of the others by whether they end words, their length, and themselves."""
        for i, (core, open_start, open_end) in starts:
            if open_start and open_end:
                self._within.append((core, i))
            else:
                self._ends.setdefault((open_start, len(core)), {})[core] = i
        sized = [(key, cores) for key, cores in self._ends.items() if key[1] >= OPEN_FUZZY_LENGTH]
        self._long = [(*key, {i: core for core, i in cores.items()}) for key, cores in sized]

    def undamaged(self, word: str) -> list[int]:
        """The numbers of the cores that a word holds where it may."""
        found = [i for core, i in self._within if core in word]
        for (at_end, size), cores in self._ends.items():
            i = cores.get(word[-size:] if at_end else word[:size])
            if i is not None:
                found.append(i)
        return found

    def damaged(self, word: str) -> Iterator[int]:
        """The numbers of the long cores that a word holds with one letter lost, added or misread."""
        for at_end, size, cores in self._long:
            if len(word) >= size - 1:
                affix = word[-size:] if at_end else word[:size]
                near = process.extract(
                    affix,
                    cores,
                    scorer=fuzz.ratio,
                    processor=None,
                    limit=None,
                    score_cutoff=SAME_LENGTH_FLOOR,
                )
                yield from (i for core, _, i in near if damage(word, core, at_end=at_end))
