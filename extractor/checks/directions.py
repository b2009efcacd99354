"""`direction_vs_value`: words and arrows that say something else than the numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.checks.corpus import (
    About,
    Corpus,
    Evidence,
    RowView,
    Statement,
    View,
    evidence,
    sentences_of,
    shorten,
)
from extractor.checks.moves import Move, better, move_of, moves
from extractor.facts.units import LEVELS
from extractor.model import Finding
from extractor.phrases import finder, plain
from extractor.swedish import squeeze

CONVENTION_ROWS = 3
"""Rows whose arrows must agree with one reading before an arrow that does not is an error."""

_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURES = re.compile(r"\d+(?:[ .,]\d+)*")
_RATES = re.compile(r"\bper \d[\d ]*\w|\b\d+ ar(?: och aldre| eller aldre)\b|\binom \d+ \w+")
"""Figures that belong to a measure's name: "per 1 000 kunder 65 år och äldre"."""
_FIGURE_NEXT = re.compile(r" (?:\w+ ){0,3}\d")
"""What follows a level that was reached: "till (drygt) 12 %", "och är (nu drygt) 12 %"."""
_COMPARISON = 40
"""Letters in which a comparison with last year goes on ("… och med målet")."""
_CLAUSE_END = re.compile(r"[.,;]")


def direction_vs_value(corpus: Corpus) -> Iterator[Finding]:
    """Words or arrows say that a number rose where it fell, or fell where it rose."""
    for view in corpus.views:
        yield from _words_against_numbers(corpus, view)
        yield from _levels_against_numbers(corpus, view)
        yield from _verdicts_against_numbers(corpus, view)
        yield from _arrows_against_numbers(corpus, view)


def _words_against_numbers(corpus: Corpus, view: View) -> Iterator[Finding]:
    """'har minskat' in running text against the numbers of tables, scorecards or the text itself."""
    numbers: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in view.statements:
        if (
            s.interval
            and s.fact.kind in ("actual", "baseline")
            and s.fact.comparator == "="
            and s.indicator_id
        ):
            numbers[s.indicator_id, s.fact.breakdown].append(s)
    for said in view.statements:
        direction = said.fact.comparator
        if (
            said.fact.origin != "text"
            or direction not in ("increase", "decrease")
            or said.fact.kind != "actual"
        ):
            continue
        if {"rose", "fell"} <= corpus.keys(said.fact.text):
            continue
        own = numbers[said.indicator_id, said.fact.breakdown]
        for move in (*moves(own, said.fact.period), *_since_named_year(own, said)):
            if (direction == "increase" and move.down) or (direction == "decrease" and move.up):
                yield _contradicted(corpus, view, said, move, f"says {direction}")
                break


def _since_named_year(numbers: Sequence[Statement], said: Statement) -> Iterator[Move]:
    """The report's number and that of the whole year before, where an interim report's sentence names that year.

    Only of what does not grow with the months.
    """
    period = said.fact.period
    year = str(int(period[:4]) - 1)
    if len(period) > len(year) and _YEARS.findall(plain(said.fact.text)) == [year]:
        for after in (s for s in numbers if s.fact.period == period and s.fact.unit in LEVELS):
            same = (s for s in numbers if s.fact.period == year and s.fact.unit == after.fact.unit)
            yield from (Move(before, after) for before in same)


def _levels_against_numbers(corpus: Corpus, view: View) -> Iterator[Finding]:
    """'har ökat till 12 %' and 'har ökat jämfört med förra året och är 12 %' against last year's higher number."""
    numbers = [
        s
        for s in view.statements
        if s.interval
        and s.fact.kind in ("actual", "baseline")
        and s.fact.comparator == "="
        and s.fact.origin != "text"
        and not s.fact.breakdown
    ]
    for said in view.statements:
        if said.fact.origin != "text" or said.fact.kind != "actual" or said.fact.breakdown:
            continue
        direction = _told_of_level(corpus, said)
        if not direction or said.interval is None or not said.indicator_id:
            continue
        own = [s for s in numbers if s.indicator_id == said.indicator_id]
        for move in moves(own, said.fact.period):
            agrees = move.after.interval is not None and said.interval.meets(move.after.interval)
            if agrees and ((direction == "rose" and move.down) or (direction == "fell" and move.up)):
                yield _contradicted(corpus, view, said, move, f"says that it {direction}")
                break


def _contradicted(corpus: Corpus, view: View, said: Statement, move: Move, told: str) -> Finding:
    """What running text tells beside numbers that went the other way."""
    before, after = squeeze(move.before.fact.text), squeeze(move.after.fact.text)
    return corpus.finding(
        "direction_vs_value",
        (evidence(said), Evidence(view.id, move.shown, move.after.fact.place.page)),
        f"The text {told}, the numbers go from '{before}' to '{after}'.",
        About(said.indicator_id, period=said.fact.period),
    )


def _verdicts_against_numbers(corpus: Corpus, view: View) -> Iterator[Finding]:
    """'har förbättrats' in running text against a row's numbers, where it is known what is better."""
    for comment in view.commentary():
        for sentence in sentences_of(comment.text):
            told = corpus.keys(sentence) & {"improved", "worsened"}
            if len(told) != 1 or corpus.keys(sentence) & {"rose", "fell"}:
                continue
            said = set(corpus.namer.words(sentence))
            rows = [r for r in view.rows if (head := set(corpus.namer.name(r.name).head)) and head <= said]
            move = move_of(view, rows[0]) if len(rows) == 1 else None
            rising = better(corpus, rows[0]) if len(rows) == 1 else None
            if move is None or rising is None or not (move.up or move.down):
                continue
            if (move.up == rising) == ("improved" in told):
                continue
            yield corpus.finding(
                "direction_vs_value",
                (
                    Evidence(view.id, f"{squeeze(sentence)} (löptext)", comment.place.page),
                    Evidence(view.id, f"{shorten(rows[0].name)}: {move.shown}", rows[0].row.page),
                ),
                f"The text says that it {next(iter(told))}, the numbers say otherwise.",
                About(rows[0].indicator_id, rows[0].name, view.meta.period),
            )


def _told_of_level(corpus: Corpus, said: Statement) -> str:
    """'rose' or 'fell' where a sentence of one number says how that number came about, '' otherwise.

    A sentence that compares with another year than the last, or tells more than one movement, is left alone.
    """
    low = plain(said.fact.text)
    hits = [h for h in finder(corpus.patterns, "checks").all(low) if h.key in ("rose", "fell")]
    year = int(said.fact.period[:4])
    years = {int(y) for y in _YEARS.findall(low)} - {year, year - 1}
    if (
        said.fact.comparator != "="
        or len(hits) != 1
        or years
        or len(_FIGURES.findall(_RATES.sub("", _YEARS.sub("", low)))) != 1
    ):
        return ""
    return hits[0].key if _reaches_level(low[hits[0].end :], said.fact.indicator, corpus) else ""


def _reaches_level(after: str, name: str, corpus: Corpus) -> bool:
    """Whether a verb of rising or falling is followed by the level reached.

    Between may stand one word, a comparison with last year, or what rose: "ökade nöjdheten till 71".
    """
    since = finder(corpus.patterns, "cues", "than_last_year")
    subject = set(corpus.namer.words(name))
    for hit in finder(corpus.patterns, "cues", "level_reached").all(after):
        if not _FIGURE_NEXT.match(after[hit.end :]):
            continue
        between = after[: hit.start].strip()
        compared = [h for h in since.all(between) if between[: h.start].count(" ") <= 1]
        rest = between[compared[0].end :] if compared else ""
        if compared and len(rest) <= _COMPARISON and not _CLAUSE_END.search(rest):
            return True
        if " " not in between or set(corpus.namer.words(between)) <= subject:
            return True
    return False


class _Arrow(NamedTuple):
    """One row's arrow beside the way its number went."""

    row: RowView
    move: Move
    points: str
    rising_is_better: bool | None

    @property
    def as_number(self) -> bool:
        """Whether the arrow points the way the number went."""
        return (self.points == "up") == self.move.up

    @property
    def as_better(self) -> bool | None:
        """Whether the arrow points up for an improvement, None where nothing tells what is better."""
        if self.rising_is_better is None:
            return None
        return (self.points == "up") == (self.move.up == self.rising_is_better)


def _arrows_against_numbers(corpus: Corpus, view: View) -> Iterator[Finding]:
    """Arrows against numbers, once the rows agree on what an arrow means: higher, or better."""
    arrows = []
    for row in view.rows:
        move, points = move_of(view, row), row.row.field("trend").normal
        if move is not None and points is not None:
            arrows.append(_Arrow(row, move, points, better(corpus, row)))
    turned = [a for a in arrows if a.points in ("up", "down") and (a.move.up or a.move.down)]
    for odd in filter(None, (_odd_one(turned), _odd_unmoved(arrows))):
        yield corpus.finding(
            "direction_vs_value",
            (
                Evidence(view.id, f"{shorten(odd.row.name)}, trend: {odd.points}", odd.row.row.page),
                Evidence(view.id, odd.move.shown, odd.row.row.page),
            ),
            f"The arrow points {odd.points}, the numbers say otherwise; the other rows agree on what an arrow means.",
            About(odd.row.indicator_id, odd.row.name, view.meta.period),
        )


def _odd_unmoved(arrows: Sequence[_Arrow]) -> _Arrow | None:
    """The one arrow up or down beside two equal numbers, where the other rows with equal numbers show none."""
    unmoved = [a for a in arrows if not (a.move.up or a.move.down) and a.move.same]
    odd = [a for a in unmoved if a.points != "unchanged"]
    return odd[0] if len(odd) == 1 and len(unmoved) > 1 else None


def _odd_one(arrows: Sequence[_Arrow]) -> _Arrow | None:
    """The one arrow that breaks the reading all others agree on, where the other reading fails often."""
    numbers = [a for a in arrows if not a.as_number]
    better = [a for a in arrows if a.as_better is False]
    judged = sum(a.as_better is not None for a in arrows)
    if len(numbers) == 1 and len(better) > 1 and len(arrows) > CONVENTION_ROWS:
        return numbers[0]
    if len(better) == 1 and len(numbers) > 1 and judged > CONVENTION_ROWS:
        return better[0]
    return None
