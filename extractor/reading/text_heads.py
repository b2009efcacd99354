"""The columns that a header's lines name: their words may stand side by side, one under the other, or broken.

The line that names most columns gives their order; what stands above and below it completes names: years, the other
half of a name, the end of a word that a narrow column cut.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.patterns import Lexicon, Match, words_of
from extractor.reading.text_content import SYMBOL_ROLES
from extractor.reading.text_dates import dated, stand_below
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import YEAR, tells_when
from extractor.restore.spelling import swedish_lexicon
from extractor.swedish import fold, join_lines

CUT_RATIO = 85
"""rapidfuzz ratio from which a cut word is the start of a header word: one misread letter in seven or more."""
PREFIX = 6
"""Letters that tell a header word cut at a narrow column's edge."""
MERGED = frozenset({"goal", "indicator"})
"""Roles whose header often carries a second name in brackets."""
COMPLETE = frozenset({"target", "value", "status", "forecast"})
FIRST_LINE_ROLES = 3
"""A line that names three columns is the header; the lines around only finish its words."""
SAME_AS = {"key_figure": "indicator", "activity": "indicator"}
FEWEST_YEARS = 2
"""Years in a header's line that stand for columns of their own."""
SKIPPED = 0.3
"""What it costs to leave a word above or below the header's line without a column."""
DATED = {
    "value": 3.0,
    "previous_value": 3.0,
    "baseline": 2.8,
    "forecast": 2.8,
    "target": 2.6,
    "deviation": 1.5,
    "status": 1.0,
}
"""How gladly a column takes a year that stands above or below its name."""
NAMES_YEAR, COMPLETES = 3.0, 2.0
"""What it is worth that a word names a column of which the line says only the year, or completes a name."""
AMOUNTS = frozenset({"value", "previous_value", "baseline", "forecast", "deviation", "target"})
VAGUE = 1.0
"""What a column of amounts without a year counts less, where others have one."""
FREE = 0.5
"""What it is worth more that the name was none of a scorecard's before it was completed."""
LONGEST_ENDING = 5
"""Letters of a header word's end on the next line (`de`, `else`, `ng`)."""
COVERS = 0.9
"""Share of a name's letters that the phrase of its role must account for."""
_WORD = re.compile(r"[^\s/|]+")
_TRIM = " .,:;!?()[]{}\"'*/|‘’”“"


class Head(NamedTuple):
    """One column of a header."""

    role: str
    label: str


def joined(lines: Sequence[Line]) -> str:
    """The words of a header's lines, divided ones whole, without column marks."""
    return join_lines([line.text.replace("|", " ") for line in lines])


def column_names(text: str, roles: Lexicon) -> tuple[list[str], list[Match]]:
    """The words of a header and the role words among them, longest first, without overlaps."""
    tokens = [w for w in _WORD.findall(text) if fold(w.strip(_TRIM)).strip(_TRIM)]
    if len(tokens) != len(words_of(text)):
        tokens = list(words_of(text))
    taken: list[Match] = []
    # A year ends a name: "(indikator) Mått 2017" is two columns, whatever "indikator/mått" is elsewhere.
    found = sorted(
        (m for m in roles.find(text) if not _is_other_word(m, tokens)),
        key=lambda m: (m.start - m.end, not YEAR.fullmatch(tokens[m.end - 1]), -m.score, m.start, m.key),
    )
    for match in found:
        if match.end - match.start > 1 and _is_pair(match, found):
            continue
        if all(match.end <= t.start or match.start >= t.end for t in taken):
            taken.append(match)
    for at, token in enumerate(tokens):
        if all(not t.start <= at < t.end for t in taken):
            key, whole = _cut_word(fold(token).strip(_TRIM), roles)
            if key:
                tokens[at] = whole
                taken.append(Match(key, token, 0.9, 0.0, at, at + 1))
    cut = _cut_phrases(tokens, taken, roles)
    kept = [m for m in taken if all(m.start != c.start for c in cut)]
    return tokens, sorted([*kept, *cut], key=lambda m: m.start)


def _is_other_word(match: Match, tokens: Sequence[str]) -> bool:
    """Whether a header word was only found by its likeness to a word that the language has (`redovisar`)."""
    if match.score >= 1.0 or match.end - match.start > 1:
        return False
    return any(True for _ in swedish_lexicon().with_letters(fold(tokens[match.start]).strip(_TRIM)))


_folded = functools.lru_cache(maxsize=4096)(fold)
"""For the phrases of the lexicon: a long dump asks for each of them a thousand times."""


def _cut_phrases(tokens: Sequence[str], taken: Sequence[Match], roles: Lexicon) -> list[Match]:
    """Pairs of words that begin a longer header whose rest stands on the next line ("Mått för")."""
    used = {i for m in taken for i in range(m.start, m.end)}
    longer = {i for m in taken if m.end - m.start > 1 for i in range(m.start, m.end)}
    out: list[Match] = []
    for at, (one, two) in enumerate(itertools.pairwise(tokens)):
        if at in longer or at + 1 in used or not one[:1].isupper() or not two[:1].islower():
            continue
        pair = fold(f"{one} {two} ")
        key = next((g.key for g in roles for p in g.phrases if _folded(p).startswith(pair)), None)
        if key is not None:
            out.append(Match(key, pair, 0.9, 0.0, at, at + 2))
    return out


def _is_pair(match: Match, found: Sequence[Match]) -> bool:
    """Whether a phrase is two columns side by side ("Måluppfyllelse Utveckling", "Mål Indikator")."""
    inside = [m for m in found if m.end - m.start == 1 and match.start <= m.start < match.end]
    named = {m.key for m in inside}
    return named >= SYMBOL_ROLES or (match.end - match.start == len(MERGED) and named >= MERGED)


def _cut_word(word: str, roles: Lexicon) -> tuple[str, str]:
    """The role of a word that a narrow column cut, and the whole word; empty if it is none."""
    whole = not word.endswith("-")
    word = word.strip("-")
    if len(word) < PREFIX or (whole and any(True for _ in swedish_lexicon().with_letters(word))):
        return "", ""
    for group in roles:
        for phrase in group.phrases:
            begins = fold(phrase)[: len(word)]
            if " " not in phrase and len(begins) == len(word) and fuzz.ratio(begins, word) >= CUT_RATIO:
                full = phrase.strip("*")
                return group.key, full[:1].upper() + full[1:]
    return "", ""


def read_heads(lines: Sequence[Line], roles: Lexicon) -> tuple[Head, ...]:
    """The columns that a header's lines name, in order.

    The lines may hold one name after the other, or the first words of all names and then the rest of them; the
    reading that leaves fewer names without a year counts.
    """
    heads = _heads(joined(lines), roles, bare=not stand_below(lines))
    named = [{h.role for h in _heads(joined([line]), roles)} for line in lines]
    main = max(range(len(lines)), key=lambda at: (len(named[at]), -at))
    if len(lines) > 1 and len(named[main]) >= FIRST_LINE_ROLES and named[main] & COMPLETE:
        across = _finished(_aligned(lines, main, roles), heads)
        heads = across if _clarity(across) >= _clarity(heads) else heads
    if all(h.role != "indicator" for h in heads):
        heads = _with_indicator(heads)
    return tuple(_by_year(heads))


def _by_year(heads: Sequence[Head]) -> list[Head]:
    """The columns with values of an earlier year than another's told apart."""
    years = {h.label: found.group() for h in heads if h.role == "value" and (found := YEAR.search(h.label))}
    newest = max(years.values(), default="")
    return [h._replace(role="previous_value") if years.get(h.label, newest) < newest else h for h in heads]


def _clarity(heads: Sequence[Head]) -> float:
    """How many columns a reading names, less for those that nothing tells apart."""
    amounts = [h for h in heads if h.role in AMOUNTS]
    told = sum(any(map(tells_when, h.label.split())) for h in amounts)
    vague = VAGUE * (len(amounts) - told) * (told > 0)
    wrong = sum(h.role in SYMBOL_ROLES and YEAR.search(h.label) is not None for h in heads)
    keys = [at for at, h in enumerate(heads) if h.role in MERGED]
    late = sum(h.role not in MERGED and h.role != "perspective" for h in heads[: max(keys, default=0)])
    groups = sum(h.role == "perspective" for h in heads[1:])
    return len(set(heads)) - vague - wrong - min(late, 2) - groups


def _finished(first: list[Head], whole: list[Head]) -> list[Head]:
    """The main line's columns, and those that only the lines around it name."""
    names = {h.role for h in first}
    keys = [h for h in whole if h.role in MERGED and h.role not in names]
    late = [h for h in whole if h.role in SYMBOL_ROLES and h.role not in names]
    labels = {h.role: h for h in whole if h.role in MERGED}
    longer = [
        labels[h.role] if h.label in labels.get(h.role, h).label else h for h in first if h.role in labels
    ]
    completed = {h.role: h for h in longer}
    return [*keys, *(completed.get(h.role, h) for h in first), *late]


class _Part(NamedTuple):
    """A name of a column, or a part of one."""

    role: str
    """Empty where the words alone name none."""
    text: str


def _aligned(lines: Sequence[Line], main: int, roles: Lexicon) -> list[Head]:
    """The columns of the line that names most, completed by the lines above and below."""
    around = [(at, _parts(line, roles)) for at, line in enumerate(lines) if at != main]
    columns = _parts(lines[main], roles)
    if any(p.role == "goal" for _, parts in around for p in parts):
        columns = _with_ambition(columns)
    for at, known in around:
        parts = [part for one in known for part in _halves(one)]
        columns = _completed(columns, parts, roles, above=at < main)
    years = [c for c in columns if not c.role and YEAR.fullmatch(c.text)]
    whole = [c._replace(role="value") if len(years) >= FEWEST_YEARS and c in years else c for c in columns]
    return _merged([Head(c.role, c.text) for c in whole if c.role])


def _with_ambition(columns: list[_Part]) -> list[_Part]:
    """The columns with a goal that follows the measures as what it is, where another line names the goals: the target.

    Only then may it take one of the years below: without it they would be spread over the other columns.
    """
    measures = next((at for at, c in enumerate(columns) if c.role == "indicator"), len(columns))
    return [
        c._replace(role="target") if c.role == "goal" and at > measures else c for at, c in enumerate(columns)
    ]


def _parts(line: Line, roles: Lexicon) -> list[_Part]:
    """The names, years and ends of words on a line, in order."""
    tokens, matches = column_names(joined([line]), roles)
    starting = {m.start: m for m in matches}
    out: list[_Part] = []
    at = 0
    while at < len(tokens):
        match = starting.get(at)
        if match is not None:
            role = SAME_AS.get(match.key, match.key)
            again = role == "goal" and any(p.role == "goal" for p in out[:-1]) and out[-1].role != "goal"
            out.append(_Part("target" if again else role, _label(tokens[at : match.end])))
            at = match.end
            continue
        if YEAR.fullmatch(tokens[at]) or tokens[at].isalpha():
            out.append(_Part("", tokens[at]))
        at += 1
    return out


def _spread(columns: list[_Part], parts: Sequence[_Part]) -> tuple[list[_Part], Sequence[_Part]]:
    """The columns with names that stand over several years given one column for each, and the parts left.

    A year that is not later than the one before it is another name's.
    """
    years = [p for p in parts if YEAR.fullmatch(p.text)]
    bare = [at for at, c in enumerate(columns) if c.role in AMOUNTS and not YEAR.search(c.text)]
    runs = _runs_of([p.text for p in years])
    if len(years) > len(bare) == len(runs):
        spans = dict(zip(bare, runs, strict=True))
        spread = [
            c if at not in spans else _Part(c.role, f"{c.text} {year}")
            for at, c in enumerate(columns)
            for year in spans.get(at, [""])
        ]
        return spread, [p for p in parts if p not in years]
    dated = [at for at, c in enumerate(columns) if YEAR.fullmatch(c.text)]
    names = [p for p in parts if p.role in AMOUNTS and not YEAR.search(p.text)]
    runs = _runs_of([columns[at].text for at in dated])
    if names and len(dated) > len(names) == len(runs):
        owners = [name for name, run in zip(names, runs, strict=True) for _ in run]
        whole = dict(zip(dated, owners, strict=True))
        spread = [
            _Part(whole[at].role, f"{whole[at].text} {c.text}") if at in whole else c
            for at, c in enumerate(columns)
        ]
        return spread, [p for p in parts if p not in names]
    return columns, parts


def _runs_of(years: Sequence[str]) -> list[list[str]]:
    """Years as runs in which each is later than the one before, or each earlier."""
    runs: list[list[str]] = []
    for year in years:
        run = runs[-1] if runs else []
        rising = len(run) < FEWEST_YEARS or (run[0] < run[1]) == (run[-1] < year)
        if run and run[-1] != year and rising:
            run.append(year)
        else:
            runs.append([year])
    return runs


def _halves(part: _Part) -> list[_Part]:
    """A name with a year as two parts, where it begins small: each goes on with another column's name."""
    word, _, year = part.text.rpartition(" ")
    if part.text[0].islower() and word and YEAR.fullmatch(year):
        return [_Part("", word), _Part("", year)]
    return [part]


def _completed(columns: list[_Part], parts: Sequence[_Part], roles: Lexicon, *, above: bool) -> list[_Part]:
    """The columns with the parts of a line above or below given to them, left to right."""
    columns, parts = _spread(columns, parts)
    ways: list[tuple[float, int, list[_Part]]] = [(0.0, -1, columns)]
    for part in parts:
        following = [(score - SKIPPED, last, known) for score, last, known in ways]
        for score, last, known in ways:
            for at in range(max(last, 0), len(known)):
                whole = _whole(known[at], part, roles, above=above)
                if whole is not None:
                    following.append((score + whole[0], at, [*known[:at], whole[1], *known[at + 1 :]]))
        best: dict[int, tuple[float, int, list[_Part]]] = {}
        for way in following:
            if way[1] not in best or way[0] > best[way[1]][0]:
                best[way[1]] = way
        ways = list(best.values())
    return max(ways, key=lambda w: w[0])[2]


def _ends(column: _Part, part: _Part, roles: Lexicon) -> bool:
    """Whether a part is the end of a column's last word, which its narrow column cut."""
    if (
        part.role
        or not part.text.islower()
        or len(part.text) > LONGEST_ENDING
        or not column.text[-1:].isalpha()
    ):
        return False
    if fold(column.text).endswith(fold(part.text)):
        return True
    match = roles.best(column.text + part.text, coverage=COVERS)
    return match is not None and match.key == column.role


def _whole(column: _Part, part: _Part, roles: Lexicon, *, above: bool) -> tuple[float, _Part] | None:
    """What it is worth to complete a column's name by a part, and the whole name; None where it does not."""
    bare = YEAR.fullmatch(column.text)
    if YEAR.fullmatch(part.text):
        dated = YEAR.search(column.text) or column.role not in DATED
        return None if dated else (DATED[column.role], _Part(column.role, f"{column.text} {part.text}"))
    if bare:
        fits = part.role in DATED and not YEAR.search(part.text)
        return (NAMES_YEAR, _Part(part.role, f"{part.text} {column.text}")) if fits else None
    if _ends(column, part, roles) and not above:
        return COMPLETES, column
    pair = f"{part.text} {column.text}" if above else f"{column.text} {part.text}"
    match = roles.best(pair, coverage=COVERS)
    vague = column.role not in DATED and column.role not in MERGED and column.role not in SYMBOL_ROLES
    fits = match is not None and (vague or column.role == match.key)
    if match is not None and fits and match.end - match.start == len(words_of(pair)):
        return COMPLETES + FREE * vague, _Part(match.key, pair)
    return None


def _heads(text: str, roles: Lexicon, *, bare: bool = False) -> list[Head]:
    tokens, matches = column_names(text, roles)
    columns = dated(tokens, matches, AMOUNTS, bare=bare)
    return _merged([Head(role, _label(tokens[start:end])) for role, start, end in columns])


def _label(tokens: Sequence[str]) -> str:
    return " ".join(tokens).strip(_TRIM.replace("(", "").replace(")", ""))


def _merged(found: Sequence[Head]) -> list[Head]:
    """The columns without second names of one, and with the second goal as what it is: the target."""
    heads: list[Head] = []
    for key, label in found:
        role = SAME_AS.get(key, key)
        names = [h.role for h in heads]
        if role == "goal" and "goal" in names and names[-1] != "goal" and "target" not in names:
            role = "target"
        if heads and names[-1] == role and role in MERGED:
            heads[-1] = Head(role, f"{heads[-1].label} {label}")
        elif role not in MERGED or role not in names:
            heads.append(Head(role, label))
    return heads


def _with_indicator(heads: list[Head]) -> list[Head]:
    """A header that names two goals and no indicator has its measures under the second."""
    for at, head in enumerate(heads):
        if head.role == "target" and at <= 1 and any(h.role == "target" for h in heads[at + 1 :]):
            return [*heads[:at], Head("indicator", head.label), *heads[at + 1 :]]
    return heads
