"""Printed header labels → how well each role's words explain them.

Promises to see through what narrow columns do to a header: hyphens at line ends, words cut without a
hyphen, years and months printed beside the word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from extractor.patterns import Lexicon
from extractor.swedish import fold, squeeze

HEADER_FLOOR = 0.28
"""Smallest share of a header's letters that role words must explain. "Divisionens mål (framgångsfaktorer)"
reaches 0.6; "Andel av nämndens ärenden" reaches nothing."""
CLEAR = 0.9
"""Score from which the words explain the whole header: no damage is looked for."""
OPEN_PHRASE = 0.95
"""Discount for a phrase with `*`, so that the exact words win over the general pattern."""
DAMAGED = 0.9
"""Discount for a header that only fits after joining its pieces."""
ELSEWHERE = 0.7
"""Discount for a phrase that other columns and tables have, too (`unsure`): one of the content's full support (0.5)
does not lift it over a clear word beside it that the content speaks for half as well."""
LONG_LABEL = 14
"""Words from which a text is a sentence, no header."""
BESIDE_YEAR = 0.5
"""Discount for a goal or an indicator in a header that names a year."""
OPENED = 0.5
"""Least score for a role that a header's first words tell: arrows below ("Förändring sedan 2019") make it a trend."""
ONLY_PERIOD = 0.6
"""Score for a value column whose header is nothing but a period ("2019"): other words beat it."""

QUALIFIERS = ("previous_value", "baseline", "forecast", "deviation")
"""Roles that a group's name gives to the figures below it: "Föregående år" over "Utfall | Status"."""
NAMED = 0.6
"""Score from which a column's own words in a header of two rows say more than the group's name above."""

_LINE_HYPHEN = re.compile(
    r"(?<=[a-zåäö])[-\u00ad]\s(?!och\b|eller\b|samt\b)(?=[a-zåäö])|(?<=[a-zåäö])-(?=[a-zåäö]{3})"
)

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PERIODIC = re.compile(
    r"\b(?:19|20)\d{2}(?:[-/]?\d{2}){0,2}\b|\b[tq]\s?[1-4]\b|\b(?:kv|tertial|delår)\s?[1-4]\b"
    r"|\b(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]*\b"
    r"|\b(?:hel)?året\b|\bhelår\b|\bhela året\b|\back(?:umulera[dt]e?)?\b\.?|\bhittills(?: i år)?\b",
    re.IGNORECASE,
)


@cache
def _is_open(phrase: str) -> bool:
    return "*" in phrase


@lru_cache(maxsize=2048)
def header_scores(label: str, lexicon: Lexicon) -> Mapping[str, float]:
    """How well each role's words explain a header.

    Args:
        label: the header as printed, its rows joined by a space.
        lexicon: the patterns of the schema `roles`.

    Returns:
        Role key → 0..1, only those that explain at least `HEADER_FLOOR`; empty where none does.
    """
    words = label.split()
    if not words or len(words) > LONG_LABEL:
        return {}
    scores = _scores(label, lexicon)
    for variant, discount in _variants(label):
        if max(scores.values(), default=0.0) < CLEAR:
            for role, score in _scores(variant, lexicon).items():
                scores[role] = max(scores.get(role, 0.0), discount * score)
    if _YEAR.search(label) and "target" in scores:
        # A year stands beside figures, seldom beside goals: "Mål 2019" is the target set for 2019,
        # unless the column holds sentences.
        bare = _scores(without_period(label), lexicon)
        for role in ("goal", "indicator"):
            scores[role] = BESIDE_YEAR * max(scores.get(role, 0.0), bare.get(role, 0.0))
    if not without_period(label):
        scores["value"] = max(scores.get("value", 0.0), ONLY_PERIOD)
    if opened := _opened(label, lexicon):
        scores = {role: s for role, s in scores.items() if role == "trend"} | {
            opened: max(scores.get(opened, 0.0), OPENED)
        }
    return {role: score for role, score in scores.items() if score >= HEADER_FLOOR}


def _opened(label: str, lexicon: Lexicon) -> str:
    """The role that a header's first words alone tell, whatever follows them: "Skillnad mot utfall 2019"."""
    text = squeeze(label).lower()
    words, opens = _openings(lexicon)
    if text.partition(" ")[0] not in words:
        return ""
    return next((key for key, phrase in opens if text.startswith(phrase)), "")


@lru_cache(maxsize=8)
def _openings(lexicon: Lexicon) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """The words that such openings begin with, and each opening with its role and a blank behind it."""
    opens = [(g.key, f"{phrase} ") for g in lexicon for phrase in g.attributes.get("opens", ())]
    return frozenset(phrase.split()[0] for _, phrase in opens), tuple(opens)


def stacked_scores(texts: Sequence[str], lexicon: Lexicon) -> Mapping[str, float]:
    """How well each role's words explain a header whose upper rows name a group of columns.

    Args:
        texts: the header's rows, top to bottom: "Mätning", "Mål jan–apr".
        lexicon: the patterns of the schema `roles`.

    Returns:
        The roles of the column's own words, as `header_scores`; the group's where they name only a period or
        nothing ("Utfall" over "2019 | 2020"), or where the group says whose figures these are.
    """
    joined = header_scores(" ".join(texts), lexicon)
    own = header_scores(texts[-1], lexicon)
    clear = max(joined.values(), default=0.0) >= CLEAR
    if len(texts) < 2 or clear or max(own.values(), default=0.0) < NAMED or not without_period(texts[-1]):
        return joined
    group = header_scores(" ".join(texts[:-1]), lexicon)
    qualifier = max(group, key=lambda role: group[role], default="")
    if qualifier not in QUALIFIERS or group[qualifier] < NAMED:
        return own
    role = max(own, key=lambda r: own[r])
    if role == "value":
        return {qualifier: own[role]}
    # "Prognos" over "Status" is still a status; last year's is nobody's.
    return own if qualifier == "forecast" else {"deviation": own[role]}


@lru_cache(maxsize=2048)
def is_unsure(label: str, role: str, lexicon: Lexicon) -> bool:
    """Whether the only words of a header for a role are such as other columns and tables have, too.

    Args:
        label: the header, all its rows.
        role: a key of the lexicon.
        lexicon: the patterns of the schema `roles`.
    """
    texts = (label, *(variant for variant, _ in _variants(label)))
    said = [m.phrase for text in texts for m in lexicon.find(text) if m.key == role]
    return bool(said) and all(phrase in _unsure_phrases(role, lexicon) for phrase in said)


def _unsure_phrases(role: str, lexicon: Lexicon) -> Sequence[str]:
    phrases: Sequence[str] = lexicon[role].attributes.get("unsure", ())
    return phrases


def without_period(label: str) -> str:
    """A header without the years, months and parts of a year that it names, nor a short remark in brackets."""
    return squeeze(_PERIODIC.sub(" ", re.sub(r"\([^()]{0,12}\)", " ", label))).strip(" -–,:")


def _variants(label: str) -> list[tuple[str, float]]:
    """The label without its period, and with its pieces joined, each with its discount."""
    bare = without_period(label)
    joined = _LINE_HYPHEN.sub("", label)
    out = [(bare, OPEN_PHRASE)] if bare and bare != label else []
    if joined != label:
        out.append((joined, DAMAGED))
    if 1 < len(label.split()) <= 3:
        out.append(("".join(label.split()), DAMAGED))
    return out


def _scores(label: str, lexicon: Lexicon) -> dict[str, float]:
    """Per role the best single phrase, or all its phrases together where they explain more."""
    best: dict[str, float] = {}
    spans: dict[str, dict[int, float]] = {}
    total = len(fold(label).replace("/", " ").split()) or 1
    for match in lexicon.find(label):
        score = match.score * (OPEN_PHRASE if _is_open(match.phrase) else 1.0)
        score *= ELSEWHERE if match.phrase in _unsure_phrases(match.key, lexicon) else 1.0
        best[match.key] = max(best.get(match.key, 0.0), score * match.coverage)
        covered = spans.setdefault(match.key, {})
        for word in range(match.start, match.end):
            covered[word] = max(covered.get(word, 0.0), score)
    for role, covered in spans.items():
        best[role] = max(best[role], 0.8 * sum(covered.values()) / max(total, len(covered)))
    return best
