"""The periods in a dump's header: those that finish a column's name, and those that are all a column is called.

`Utfall april` is one column, `Mål 2022 2020 2021` are three. Years that stand on a line of their own below the names of
several columns are theirs: they name none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from extractor.patterns import Match
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import YEAR, tells_when

LONGEST_PERIOD = 3
"""Words of a period in a column's name (`jan – aug`, `april 2015`)."""
FEWEST_APART = 2
"""Periods on a line that are more than the end of one name."""
_DASHES = frozenset("-–—")


def periods_apart(tokens: Sequence[str]) -> list[list[str]]:
    """The periods that a header's words begin with, each with its words: a year ends one, a second part begins one.

    Args:
        tokens: words of a header.
    """
    words = list(itertools.takewhile(lambda t: tells_when(t) or t in _DASHES, tokens))
    while words and words[-1] in _DASHES:
        words.pop()
    out: list[list[str]] = []
    for at, word in enumerate(words):
        spans = at > 0 and (word in _DASHES or words[at - 1] in _DASHES)
        dates = bool(out) and YEAR.fullmatch(word) is not None and YEAR.fullmatch(out[-1][-1]) is None
        if spans or dates:
            out[-1].append(word)
        else:
            out.append([word])
    return [] if words and words[0] in _DASHES else out


def stand_below(lines: Sequence[Line]) -> bool:
    """Whether a header's line prints only the periods of columns named elsewhere, several side by side."""
    return any(_only_periods(line) for line in lines)


def _only_periods(line: Line) -> bool:
    words = line.words.replace("|", " ").split()
    periods = periods_apart(words)
    years = sum(len(p) == 1 and YEAR.fullmatch(p[0]) is not None for p in periods)
    whole = sum(map(len, periods)) == len(words)
    return len(periods) >= FEWEST_APART and (whole or years >= FEWEST_APART)


def is_period(label: str) -> bool:
    """Whether a column is called by its period alone (`2021`, `T1 2022`)."""
    return all(tells_when(word) or word in _DASHES for word in label.split())


def _takes(name: Sequence[str], period: Sequence[str]) -> bool:
    """Whether a name has none of a period's words yet: `Utfall T2` takes a year, `Utfall 2020` none."""
    told = [w for w in name if tells_when(w)]
    lacks_year = all(YEAR.fullmatch(w) is None for w in told) and YEAR.fullmatch(period[0]) is not None
    return len(period) <= LONGEST_PERIOD and (not told or lacks_year)


def dated(
    tokens: Sequence[str], matches: Sequence[Match], amounts: frozenset[str], *, bare: bool
) -> Iterator[tuple[str, int, int]]:
    """The columns of a header with their periods.

    Args:
        tokens: the header's words.
        matches: the names among them, in order.
        amounts: roles whose columns have a period.
        bare: whether a period that finishes no name is a column of its own.

    Yields:
        Role, index of the first word and index after the last.
    """
    for at, match in enumerate(matches):
        end = match.end
        stop = matches[at + 1].start if at + 1 < len(matches) else len(tokens)
        found = periods_apart(tokens[end:stop])
        takes = match.key in amounts and bool(found) and _takes(tokens[match.start : end], found[0])
        if takes and (bare or len(found) == 1):
            end += len(found.pop(0))
        yield match.key, match.start, end
        for period in found if bare else []:
            yield "value", end, end + len(period)
            end += len(period)
