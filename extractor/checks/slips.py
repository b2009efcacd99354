"""`text_vs_table` where text tells a number of a row in words of its own, or with its digits in another order.

A slip of the pen keeps most digits. Where the words of a sentence are too few to name a row for sure, the same
digits in another order, in the same unit and beside a word of the row's, still are no chance; where a sentence says
all words of a row's name, one wrong digit of a count is none either; and where it says no other word, no other number
is. Shares and indices lie close together: those of a part ("i hemtjänsten") must not be held against the whole's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor import periods
from extractor.checks.corpus import About, Corpus, Evidence, Sentence, Statement, View, evidence, shorten
from extractor.checks.subjects import ARTICLE, all_told, same_words
from extractor.facts.homes import akin
from extractor.facts.units import LEVELS
from extractor.model import Finding
from extractor.phrases import finder, plain
from extractor.values.numbers import find_numbers

FEWEST = 2
"""Digits that can be exchanged."""
TELLING = 3
"""Digits that meet by chance so seldom that a word in common is enough; fewer need all words of the text's name.

So do shares and indices: all of them lie close together, of 3000 invented ones 22 met by chance."""
COUNTED = frozenset({"", "st"})
"""Units of a number of things: scorecards print none where text names the things."""
LIKE = 2
"""Factor between two numbers beyond which one of them may be in thousands, or of something else."""

_LONG = re.compile(r"[a-z]{6,}")


def exchanged_digits(corpus: Corpus) -> Iterator[Finding]:
    """Running text tells a number that is nearly a scorecard's value, or not that of the row it names."""
    for view in corpus.views:
        shown = [s for s in view.statements if s.fact.origin == "scorecard" and _is_own(s, view)]
        printed = {(s.fact.value, s.fact.unit) for s in view.statements if s.fact.origin != "text"}
        for said in (s for s in view.statements if s.fact.origin == "text" and _is_own(s, view)):
            if (
                said.fact.row_no is not None
                or not said.fact.unit
                or (said.fact.value, said.fact.unit) in printed
            ):
                continue
            found = {s.indicator_id: s for s in shown if _contradicts(corpus, view, said, s)}
            if len(found) == 1:
                (value,) = found.values()
                yield corpus.finding(
                    "text_vs_table",
                    (evidence(said), evidence(value)),
                    f"The text says '{said.fact.text}' where the scorecard shows '{value.fact.text}'.",
                    About(value.indicator_id, value.fact.indicator, said.fact.period),
                )


def _is_own(statement: Statement, view: View) -> bool:
    """Whether a statement is a plain outcome of the report's own period."""
    fact = statement.fact
    plainly = fact.kind == "actual" and fact.comparator == "=" and not fact.breakdown
    return bool(plainly and fact.period == view.meta.period and statement.interval)


def _contradicts(corpus: Corpus, view: View, said: Statement, shown: Statement) -> bool:
    """Whether a number told is another number than the one printed for the same matter."""
    a, b = _digits(said.fact.value), _digits(shown.fact.value)
    if not shown.fact.unit and said.fact.unit not in COUNTED and "unit_inferred" not in said.fact.reasons:
        return False
    if said.fact.unit == shown.fact.unit and _exchanged(a, b) and _same_matter(corpus, said, shown):
        return True
    if not _may_be_one_unit(said, shown) or said.interval is None or shown.interval is None:
        return False
    name, sentence = shown.fact.indicator, said.fact.text
    if not all_told(corpus, name, sentence) or not set(corpus.numbers(name)) <= set(corpus.numbers(sentence)):
        return False  # "inom åtta timmar" is not told of "inom 4 timmar"
    counted = LEVELS.isdisjoint({said.fact.unit, shown.fact.unit})
    same = same_words(corpus, name, sentence)
    if _exchanged(a, b) and (counted or same):
        return True
    if _one_wrong(a, b) and counted:
        return _is_more(said, shown) or same
    return (
        same
        and said.family == shown.family
        and _of_one_size(said, shown)
        and not said.interval.magnitude().meets(shown.interval.magnitude())
        and _tells_of_row_only(corpus, view, said, shown)
    )


def _is_more(said: Statement, shown: Statement) -> bool:
    """Whether a number told is larger than the one printed: that of a part never is."""
    return abs(said.fact.value or Decimal(0)) > abs(shown.fact.value or Decimal(0))


def _may_be_one_unit(said: Statement, shown: Statement) -> bool:
    """Whether two numbers may be of one unit: the same, one that was only inferred, or none of a number of things."""
    units = {said.fact.unit, shown.fact.unit}
    return len(units) == 1 or units <= COUNTED or "unit_inferred" in said.fact.reasons


def _of_one_size(said: Statement, shown: Statement) -> bool:
    """Whether two numbers are of a size, and a number of each is not held against one of all."""
    a, b = (abs(s.fact.value or Decimal(0)) for s in (said, shown))
    rates = [" per " in plain(s) for s in (said.fact.text, shown.fact.indicator)]
    return 0 < max(a, b) <= LIKE * min(a, b) and rates[0] == rates[1]


def _tells_of_row_only(corpus: Corpus, view: View, said: Statement, shown: Statement) -> bool:
    """Whether a sentence denies nothing and tells no number beside its own but those that the row prints."""
    low = plain(said.fact.text)
    if finder(corpus.patterns, "negations", "negation").all(low):
        return False
    of_row = {s.fact.value for s in view.by_indicator.get(shown.indicator_id, ()) if s.fact.origin != "text"}
    years = {Decimal(int(view.meta.period[:4]) - n) for n in (0, 1)}
    name = set(corpus.numbers(shown.fact.indicator))
    told = set(corpus.numbers(said.fact.text))
    return told - {ARTICLE} <= {said.fact.value, *of_row, *years, *name}


def _digits(value: Decimal | None) -> str:
    return "" if value is None else str(abs(value))


def _exchanged(a: str, b: str) -> bool:
    """Whether two numbers have the same digits in another order, and as many decimals."""
    enough = len(a.replace(".", "")) >= FEWEST and "0" not in (a[:1], b[:1])
    return enough and a != b and sorted(a) == sorted(b) and a.find(".") == b.find(".")


def _one_wrong(a: str, b: str) -> bool:
    """Whether two numbers of enough digits differ in a single one."""
    long = len(a) == len(b) and len(a.replace(".", "")) >= TELLING
    return long and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _same_matter(corpus: Corpus, said: Statement, shown: Statement) -> bool:
    """Whether the words of both may be about one measure."""
    told, name = corpus.stems(said.fact.indicator), corpus.stems(shown.fact.indicator)
    if told and told <= name:
        return True
    if len(_digits(said.fact.value).replace(".", "")) < TELLING or said.fact.unit in LEVELS:
        return False
    words = [_LONG.findall(plain(s.fact.indicator)) for s in (said, shown)]
    return bool(told & name) or akin(*words)


# ---------------------------------------------------------------- numbers that are no facts


def slips_in_sentences(corpus: Corpus) -> Iterator[Finding]:
    """A number of a sentence that is no fact, with the digits in another order of the row whose name it says."""
    for view in corpus.views:
        shown = [s for s in view.statements if s.fact.origin != "text" and _is_own(s, view)]
        by_digits: dict[str, list[Statement]] = {}
        for s in shown:
            by_digits.setdefault("".join(sorted(_digits(s.fact.value))), []).append(s)
        known = {abs(s.fact.value) for s in view.statements if s.fact.value is not None}
        for sentence in view.told:
            for value in _odd_numbers(corpus, view, sentence, known):
                alike = by_digits.get("".join(sorted(_digits(value))), ())
                found = [s for s in alike if _exchanged(_digits(value), _digits(s.fact.value))]
                found = [s for s in found if all_told(corpus, _row_name(s), sentence.text)]
                if len({s.indicator_id or s.fact.indicator for s in found}) == 1:
                    said = f"{shorten(found[0].fact.indicator)}: {shorten(sentence.text, 200)} (löptext)"
                    yield corpus.finding(
                        "text_vs_table",
                        (Evidence(view.id, said, sentence.comment.place.page), evidence(found[0])),
                        f"The text says '{shorten(sentence.text, 200)}' where '{found[0].fact.text}' is printed.",
                        About(found[0].indicator_id, found[0].fact.indicator, view.meta.period),
                    )


def _odd_numbers(corpus: Corpus, view: View, sentence: Sentence, known: set[Decimal]) -> Iterator[Decimal]:
    """The longer numbers of a sentence about the report's period that stand nowhere else in the report."""
    found = [n.value for n in find_numbers(sentence.text) if n.value is not None]
    odd = [v for v in found if abs(v) not in known and len(_digits(v).replace(".", "")) > TELLING]
    mentions = periods.find_periods(sentence.text, view.meta.period, corpus.patterns) if odd else ()
    if all(m.label == view.meta.period for m in mentions):
        yield from (abs(v) for v in odd)


def _row_name(statement: Statement) -> str:
    """A table row's own words, without the caption they stand under."""
    return statement.fact.indicator.rpartition(" – ")[2]
