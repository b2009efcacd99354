"""`direction_vs_value` for sentences that name a row in words of their own.

Facts of running text know their row where the words are the row's. A sentence that only says which way something
went ("Utlånen av barnböcker ökade under året"), or tells the level reached in other words ("Väntetiden minskade till
63 dagar" beside the row "Dagar till plats"), is held against the row that its words, or its figure, single out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from extractor import periods
from extractor.checks.corpus import About, Corpus, Evidence, RowView, Sentence, Statement, View, shorten
from extractor.checks.moves import Move, move_of, moves
from extractor.checks.subjects import ARTICLE, CUT, rows_named
from extractor.checks.wording import from_to
from extractor.facts.homes import akin
from extractor.model import Finding
from extractor.phrases import Hit, finder, plain
from extractor.swedish import squeeze
from extractor.values.numbers import find_numbers

_DEICTIC = re.compile(r"\b(?:där|här|dessa|denna|detta|båda|den|de|dem|deras|dess)\b", re.IGNORECASE)
"""Words that point to what was spoken of before; as printed, for patterns are folded and "här" would be "har"."""
_AMOUNT = re.compile(r"\b(?:med|pa)\s+(?:\w+ )?[-+]?\d[\d ]*(?:,\d+)?\s?(?:%|[a-z]+(?:/\w+)?)?")
"""By how much something moved."""
_LEVEL = re.compile(
    r"\b(?:till|och (?:ar|var|blev|uppgar till|uppgick till))\s+(?:[a-z]+ )?(\d[\d ]*(?:,\d+)?)"
)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_LONG = re.compile(r"[a-z]{6,}")
RATES_MOVE = Decimal("0.05")
"""How far a rate must have moved before its whole can hardly have gone the other way."""

Way = Literal["rose", "fell"]


class _Told(NamedTuple):
    """A clause that says which way something went in the report's period."""

    sentence: Sentence
    way: Way
    subject: str
    """The clause without the verb, amounts and years."""
    level: Decimal | None
    """The level reached, where it says so."""
    soft: bool
    """Whether it went a little only."""


def movement_in_words(corpus: Corpus) -> Iterator[Finding]:
    """Sentences that say that something rose or fell, against the row that they name or whose figure they tell."""
    for view in corpus.views:
        for told in _all_told(corpus, view):
            found = _by_figure(view, told) if told.level is not None else _by_words(corpus, view, told)
            if found is not None and not corpus.says(found[1], "growth"):
                move, name, indicator_id = found
                said = f"{shorten(name)}: {squeeze(told.sentence.text)} (löptext)"
                yield corpus.finding(
                    "direction_vs_value",
                    (
                        Evidence(view.id, said, told.sentence.comment.place.page),
                        Evidence(view.id, move.shown, move.after.fact.place.page),
                    ),
                    f"The text says that it {told.way}, the numbers go from '{squeeze(move.before.fact.text)}' to "
                    f"'{squeeze(move.after.fact.text)}'.",
                    About(indicator_id, name, view.meta.period),
                )


def _all_told(corpus: Corpus, view: View) -> Iterator[_Told]:
    for sentence in view.told:
        if not corpus.keys(sentence.text) & {"rose", "fell"}:
            continue
        told = _told(corpus, view, sentence)
        if told and not any(
            from_to(corpus, sentence.text)
        ):  # such a sentence is held against its own numbers
            yield told


def _told(corpus: Corpus, view: View, sentence: Sentence) -> _Told | None:
    """What a sentence's one clause of movement says; None where it speaks of another time, of aims or of parts."""
    low = plain(sentence.text)
    hits = [h for h in finder(corpus.patterns, "checks").all(low) if h.key in ("rose", "fell")]
    if len(hits) != 1 or _is_present(low, hits[0]):
        return None
    hit = hits[0]
    start, end = _clause(low, hit)
    clause, printed = low[start:end], sentence.text[start:end]
    if (
        _DEICTIC.search(printed)
        or corpus.keys(printed) & {"whole_year", "budget"}
        or _elsewhen(corpus, printed)
    ):
        return None
    if finder(corpus.patterns, "negations", "negation").all(clause):
        return None
    if not _of_period(corpus, view, printed, sentence.text):
        return None
    level = _LEVEL.search(clause, max(0, hit.end - start))
    rest = f"{clause[: hit.start - start]} ¤ {clause[hit.end - start :]}"
    if level is None:
        rest = _AMOUNT.sub(" ", rest)
    numbers = _YEARS.sub(" ", rest[: rest.find(level[0])] if level else rest)
    if any(n != ARTICLE for n in corpus.numbers(numbers)):
        return None
    value = (
        next((n.value for n in find_numbers(level[1].strip()) if n.value is not None), None)
        if level
        else None
    )
    if level is not None and value is None:
        return None
    soft = corpus.says(printed, "a_little")
    return _Told(sentence, "rose" if hit.key == "rose" else "fell", rest.replace("¤", " "), value, soft)


def _is_present(low: str, hit: Hit) -> bool:
    """Whether a word of movement tells no past: "ökar", "minskning" (goals and plans say so)."""
    return low[hit.start : hit.end].split(maxsplit=1)[0].endswith(("ar", "er", "ning"))


def _clause(low: str, hit: Hit) -> tuple[int, int]:
    """Where the clause around a word begins and ends."""
    start = max((m.end() for m in CUT.finditer(low) if m.end() <= hit.start), default=0)
    end = next((m.start() for m in CUT.finditer(low) if m.start() >= hit.end), len(low))
    return start, end


def _of_period(corpus: Corpus, view: View, clause: str, sentence: str) -> bool:
    """Whether all periods a clause names are the report's own and the one before, and its sentence names no earlier."""
    own = view.meta.period
    if not periods.is_label(own):
        return False
    last_year = str(int(own[:4]) - 1)
    allowed = {periods.end(p) for p in (own, periods.previous(own), last_year)}
    mentions = [m.label for m in periods.find_periods(clause, own, corpus.patterns)]
    around = [m.label for m in periods.find_periods(sentence, own, corpus.patterns)]
    return all(m and periods.end(m) in allowed for m in mentions) and all(m[:4] >= last_year for m in around)


def _elsewhen(corpus: Corpus, text: str) -> bool:
    """Whether a clause tells of a part of the year, of many years, or compares with something else."""
    return corpus.says(text, "part_of_year") or corpus.says(text, "other_base")


# ---------------------------------------------------------------- by the words


def _by_words(corpus: Corpus, view: View, told: _Told) -> tuple[Move, str, str] | None:
    rows = [r for r in rows_named(corpus, view, told.subject) if not _is_told_in_facts(view, r, told)]
    if len({r.indicator_id for r in rows}) != 1:
        return None
    move = move_of(view, rows[0])
    if move is None or not _against(move, told.way):
        return None
    if " per " in plain(rows[0].name) and " per " not in told.subject and not _far(move):
        return None
    return move, rows[0].name, rows[0].indicator_id


def _is_told_in_facts(view: View, row: RowView, told: _Told) -> bool:
    """Whether the sentence is a fact of the row already: then that is held against its numbers."""
    return any(
        s.fact.origin == "text"
        and s.fact.text == told.sentence.text
        and s.fact.comparator in ("increase", "decrease")
        for s in view.by_indicator.get(row.indicator_id, ())
    )


def _against(move: Move, way: Way) -> bool:
    return move.down if way == "rose" else move.up


def _far(move: Move) -> bool:
    """Whether a rate, of what is no money, moved so far that its whole moved with it."""
    a, b = move.before.fact.value, move.after.fact.value
    return bool(a and b is not None and move.after.family != "money" and abs(b - a) >= RATES_MOVE * abs(a))


# ---------------------------------------------------------------- by the figure


def _by_figure(view: View, told: _Told) -> tuple[Move, str, str] | None:
    """The movement of the one measure whose own number is the level told, and that shares a word with the clause."""
    shown = [
        s for s in view.statements
        if s.fact.origin != "text" and s.fact.kind == "actual" and s.fact.period == view.meta.period
        and s.fact.comparator == "=" and s.fact.value == told.level and not s.fact.breakdown and s.interval
    ]  # fmt: skip
    words = _LONG.findall(told.subject)
    found = [s for s in shown if akin(words, _LONG.findall(plain(s.fact.indicator)))]
    names = {s.indicator_id or s.fact.indicator for s in found}
    if len(names) != 1:
        return None
    own = [s for s in view.statements if _same(s, found[0]) and s.fact.origin != "text"]
    every = list(moves(own, view.meta.period))
    move = next((m for m in every if _against(m, told.way) or (m.same and not told.soft)), None)
    agreed = any(_against(m, "fell" if told.way == "rose" else "rose") for m in every)
    return (move, found[0].fact.indicator, found[0].indicator_id) if move and not agreed else None


def _same(statement: Statement, other: Statement) -> bool:
    if other.indicator_id:
        alike = statement.indicator_id == other.indicator_id
    else:
        alike = statement.fact.indicator == other.fact.indicator
    return alike and statement.fact.kind in ("actual", "baseline") and not statement.fact.breakdown
