"""What changed from one scorecard to the next of the same unit and type.

`indicator_dropped`, `indicator_added`, `indicator_renamed`, `goal_renamed`, `target_changed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor import periods
from extractor.checks.corpus import About, Corpus, Evidence, RowView, View, in_scorecard
from extractor.link.linking import aim
from extractor.link.similarity import overlap, without_unit
from extractor.model import Finding
from extractor.phrases import finder, plain
from extractor.swedish import fold, squeeze

SAME_WORDS = 95.0
"""Ratio of two folded texts that differ by damage of reading only."""
SAME_WORD = 80.0
"""Ratio of two words that are one, inflected or damaged ('Antal' / 'Antalet')."""
EXPLAINED = 8
"""Words from which a name of two sentences explains its measure; of other names an auditor calls every wording another
name, also by a word or their order ('Ärenden …' / 'Antal ärenden …')."""
SAME_NAME = 0.75
"""Overlap of two names that say the same in another form ('Antal' / 'Antalet')."""
SAME_TARGET_WORDS = 0.6
"""Overlap of two targets in words that set the same."""
EMPTY_CELL = "tom cell"
ABSENT = "finns inte i styrkortet"
"""What a scorecard prints where it prints nothing, in the language of the other statement."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PER = re.compile(r"\bper\s+(\w+)")
_FOREVER = frozenset(
    {"%", "procentenheter", "index", "points", "", "dagar", "dygn", "min", "sekunder", "veckor"}
)
"""Units whose targets do not grow with the length of the period; nor do rates ("kWh/m²", "kr/elev")."""
_NEXT_SENTENCE = re.compile(r"[a-zåäö)”\"][.;:]?\s+[A-ZÅÄÖ][a-zåäö]")


def _by_indicator(view: View) -> dict[str, RowView]:
    out: dict[str, RowView] = {}
    for row in view.rows:
        if row.indicator_id and row.row.kind != "activity":
            first = out.setdefault(row.indicator_id, row)
            if not first.row.text("goal") and row.row.text("goal"):
                out[row.indicator_id] = row  # a summary at the front says less
    return out


def _common(old: View, new: View) -> Iterator[tuple[RowView, RowView]]:
    before, after = _by_indicator(old), _by_indicator(new)
    for key, row in after.items():
        if key in before:
            yield before[key], row


# ---------------------------------------------------------------- dropped and added


def indicator_dropped(corpus: Corpus) -> Iterator[Finding]:
    """An indicator of the last scorecard is not in this one."""
    for old, new in corpus.consecutive():
        after = _by_indicator(new)
        for key, row in _by_indicator(old).items():
            if key not in after and not _heads_rows(row, new):
                yield corpus.finding(
                    "indicator_dropped",
                    (
                        in_scorecard(old, row, row.name),
                        Evidence(new.id, ABSENT, None),
                    ),
                    f"In the scorecard of {old.meta.period}, not in that of {new.meta.period}.",
                    About(key, row.name, new.meta.period),
                )


def indicator_added(corpus: Corpus) -> Iterator[Finding]:
    """An indicator of this scorecard was not in the last one."""
    for old, new in corpus.consecutive():
        before = _by_indicator(old)
        for key, row in _by_indicator(new).items():
            if key not in before and not _heads_rows(row, old):
                yield corpus.finding(
                    "indicator_added",
                    (
                        Evidence(old.id, ABSENT, None),
                        in_scorecard(new, row, row.name),
                    ),
                    f"In the scorecard of {new.meta.period}, not in that of {old.meta.period}.",
                    About(key, row.name, new.meta.period),
                )


def _heads_rows(row: RowView, other: View) -> bool:
    """Whether a row that judges a goal is no row in another report only because that judges no goals there."""
    return row.row.kind == "goal" and any(_same_text(row.name, r.row.text("goal")) for r in other.rows)


# ---------------------------------------------------------------- renamed


def indicator_renamed(corpus: Corpus) -> Iterator[Finding]:
    """The same indicator goes by another name; another explanation of the same name is none."""
    for old, new in corpus.consecutive():
        for a, b in _common(old, new):
            if a.row.kind == "indicator" and not _same_name(corpus, a.name, b.name):
                yield corpus.finding(
                    "indicator_renamed",
                    (in_scorecard(old, a, a.name), in_scorecard(new, b, b.name)),
                    f"The same indicator is named otherwise in {old.meta.period} and {new.meta.period}.",
                    About(b.indicator_id, b.name, new.meta.period),
                )


def _same_name(corpus: Corpus, one: str, other: str) -> bool:
    """Whether two names differ by inflection, damage or a unit only one of them prints.

    Sentences that explain a measure differ by more and are one name where they begin alike.
    """
    (one, unit), (other, other_unit) = (without_unit(text, corpus.patterns) for text in (one, other))
    if unit and other_unit and unit != other_unit:
        return False
    a, b = corpus.namer.name(one), corpus.namer.name(other)
    words = [name.folded.split() for name in (a, b)]
    if a.folded == b.folded or fuzz.ratio(a.folded, b.folded) >= SAME_WORDS:
        return True
    if len(words[0]) == len(words[1]) and all(
        fuzz.ratio(x, y) >= SAME_WORD for x, y in zip(*words, strict=True)
    ):
        return True
    if min(map(len, words)) < EXPLAINED or not (_NEXT_SENTENCE.search(one) or _NEXT_SENTENCE.search(other)):
        return False
    if a.head == b.head and a.head and bool(a.tail) == bool(b.tail):
        return True
    return (
        overlap(a.words, b.words, {}).dice >= SAME_NAME
        and a.measure == b.measure
        and not _rewritten(a.words, b.words)
    )


def _rewritten(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same words in another order are another name: 'Digitala remisser' / 'Remisser, digitala'."""
    shared = [w for w in one if w in other]
    return len(shared) > 1 and shared != [w for w in other if w in one]


def goal_renamed(corpus: Corpus) -> Iterator[Finding]:
    """The same indicator stands under a goal of another wording."""
    for old, new in corpus.consecutive():
        for a, b in _common(old, new):
            one, other = squeeze(a.row.text("goal")), squeeze(b.row.text("goal"))
            if a.row.kind != "indicator" or not one or not other or _same_text(one, other):
                continue
            yield corpus.finding(
                "goal_renamed",
                (in_scorecard(old, a, one), in_scorecard(new, b, other)),
                f"The same indicator stands under another goal in {old.meta.period} and {new.meta.period}.",
                About(b.indicator_id, b.name, new.meta.period),
            )


def _same_text(one: str, other: str) -> bool:
    a, b = fold(one).strip(" .,:;"), fold(other).strip(" .,:;")
    words = list(zip(a.split(), b.split(), strict=False))
    exchanged = len(a.split()) == len(b.split()) and any(fuzz.ratio(x, y) < SAME_WORD for x, y in words)
    return a == b or (fuzz.ratio(a, b) >= SAME_WORDS and not exchanged)


# ---------------------------------------------------------------- target_changed


class _Target(NamedTuple):
    """What a target comes down to."""

    kind: str
    """'empty', 'number', 'direction' or 'words'."""
    numbers: frozenset[str]
    direction: str
    words: tuple[str, ...]
    per: str
    comparator: str
    units: frozenset[str]


def target_changed(corpus: Corpus) -> Iterator[Finding]:
    """The same indicator has another target than in the last report, or than earlier in the year."""
    pairs = [
        (old, new, old.meta.report_type == "interim" and _span(old.meta.period) != _span(new.meta.period))
        for old, new in corpus.consecutive()
    ]
    pairs += [(old, new, True) for old, new in corpus.within_year()]
    pairs += [(old, new, False) for old, new in corpus.year_before()]
    for old, new, other_length in pairs:
        spans_differ = not other_length and _span(old.meta.period) != _span(new.meta.period)
        for a, b in _common(old, new):
            if "target" not in a.roles or "target" not in b.roles:
                continue
            one, other = _target(corpus, a), _target(corpus, b)
            if _same_text(*(r.row.text("target") for r in (a, b))) or _meets(a, b):
                continue
            for_year = _for_year(old, a) and _for_year(new, b)
            if not _changed(one, other, other_length=other_length and not for_year):
                continue
            if spans_differ and not for_year:
                continue
            texts = [squeeze(r.row.text("target")) or EMPTY_CELL for r in (a, b)]
            yield corpus.finding(
                "target_changed",
                (in_scorecard(old, a, texts[0]), in_scorecard(new, b, texts[1])),
                f"The targets of {old.meta.period} and {new.meta.period} differ.",
                About(b.indicator_id, b.name, new.meta.period),
            )


def _for_year(view: View, row: RowView) -> bool:
    """Whether the heading of the target's column says that it is set for the whole year ("Mål 2023")."""
    periods = {c.period for card in view.report.scorecards for c in card.columns if c.role == "target"}
    return "target" in row.roles and periods == {view.meta.period[:4]}


def _meets(a: RowView, b: RowView) -> bool:
    """Whether both rows print one number as target, the same in another unit ('60 min' / '1,0 h')."""
    found = [r.targets for r in (a, b)]
    if any(len(some) != 1 for some in found):
        return False
    one, other = found[0][0], found[1][0]
    if (
        one.fact.unit == other.fact.unit
        or one.family != other.family
        or not one.interval
        or not other.interval
    ):
        return False
    return one.interval.meets(other.interval)


def _target(corpus: Corpus, row: RowView) -> _Target:
    text = squeeze(row.row.text("target"))
    hits = finder(corpus.patterns, "targets").all(plain(text))
    directions = [h.key for h in hits if h.key in ("increase", "decrease", "unchanged")]
    aims = aim(text, corpus.namer)
    numbers = frozenset(a.lstrip("+-") for a in aims if a[:1].isdigit())
    printed = {
        (f"{s.fact.value.normalize():f}", s.fact.unit, s.fact.comparator)
        for s in row.targets
        if s.fact.value is not None and s.fact.origin == "scorecard"
    }
    per = _PER.search(fold(text))
    kind = (
        "number" if numbers or printed else "direction" if directions and len(text.split()) <= 6 else "words"
    )
    return _Target(
        kind=kind if text else "empty",
        numbers=numbers or frozenset(n for n, _, _ in printed),
        direction=directions[0] if directions else "",
        words=corpus.namer.words(text),
        per=per[1] if per else "",
        comparator=next((c for _, _, c in printed if c != "="), ""),
        units=frozenset(u for _, u, _ in printed),
    )


def _changed(one: _Target, other: _Target, *, other_length: bool) -> bool:
    if one.kind != other.kind:
        return True
    if one.kind == "number":
        if one.per != other.per:
            return True
        grows = other_length and any(u not in _FOREVER and "/" not in u for u in one.units | other.units)
        plain_one, plain_other = ({_plain_number(n) for n in t.numbers} for t in (one, other))
        return not grows and not (plain_one <= plain_other or plain_other <= plain_one)
    if one.kind == "direction":
        return one.direction != other.direction
    if one.kind == "words":
        return overlap(one.words, other.words, {}).contained < SAME_TARGET_WORDS
    return False


def _plain_number(text: str) -> str:
    text = text.replace(",", ".")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _span(label: str) -> int:
    """Months a period covers, 0 if the label is no period."""
    if not periods.is_label(label):
        return 0
    return periods.end(label).month - periods.start(label).month + 1
