"""Which scorecard row a clause of running text is about, told by its words alone.

A clause is about a row where it says nothing that the row's name does not say, apart from words of time and
measuring, and says what the row measures. A word more ("sjukfrånvaron *i hemtjänsten*") makes it another thing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from extractor.checks.corpus import Corpus, RowView, Statement, View
from extractor.link.similarity import word_match
from extractor.phrases import plain
from extractor.values.numbers import find_numbers

ARTICLE = Decimal(1)
"""What "en" says, number or article."""
MOST = 0.66
"""Share of the words of a row's name that a clause must say where it does not say the first of them in full."""
LONG = 11
"""Letters of a compound that tells a row alone ('läkemedelsgenomgångar'), where no other row has it."""
BEGINNING = 6
"""Letters in which two inflections of a word begin alike ('väntade', 'väntande')."""
ENDING = 2
"""Letters of an ending that a stem of a short word may have kept ('utla' of "utlån", 'utlan' of "utlånen")."""

_THERE = re.compile(r"^(?:Där|Här)\b|\b(?:där|här) (?:är|var|har|hade|uppgick|låg|ligger)\b")
"""What points to a place spoken of before."""
_PLACE = re.compile(
    r"\b(?:[Vv]id|[Pp]å|[Hh]os|[Ii])\s+(?:[a-zåäö]+\s+){0,2}?(?:i\s+|på\s+)?([A-ZÅÄÖ][a-zåäö]{2,})"
)
"""A place or a part of the body by its name: "vid sjukhuset i Granvik", "på Ekbacken"."""

CUT = re.compile(
    r"[,;:.]\s|\s(?:medan|men|trots|nar|eftersom|darfor att|pa grund av|genom att|tack vare|vilket|till foljd av)\s"
)
"""Where a clause ends, in folded text: what follows explains, or tells something else."""
_PER = re.compile(r"\bper\b")
_QUALIFIED = re.compile(r"\s(?:per|inom|som|vid|hos|i|enligt|med|efter)\s")


def says(words: Collection[str], word: str) -> bool:
    """Whether one of some stems is a word, or a compound with it.

    Args:
        words: stems.
        word: a stem.
    """
    return any(_alike(word, other) for other in words)


def _alike(one: str, other: str) -> bool:
    if word_match(one, other):
        return True
    short, long = sorted((one, other), key=len)
    inflected = long.startswith(short) and len(long) - len(short) <= ENDING
    return inflected or (len(short) >= BEGINNING and one[:BEGINNING] == other[:BEGINNING])


def rows_named(corpus: Corpus, view: View, clause: str) -> list[RowView]:
    """The rows a clause is about; mostly none or one.

    Args:
        corpus: the reports and the knowledge.
        view: the report.
        clause: some words of its running text, without the verb and what is beside the matter.
    """
    said = corpus.telling(clause)
    rate = _PER.search(plain(clause)) is not None
    found = [r for r in view.rows if said and _names(corpus, r, said, rate=rate)] if said else []
    whole = [r for r in found if all(says(said, w) for w in corpus.telling(r.name))]
    return whole if len(whole) == 1 else found


def _names(corpus: Corpus, row: RowView, said: Collection[str], *, rate: bool) -> bool:
    """Whether some words say nothing that a row's name does not say, and say what it measures."""
    name = corpus.telling(row.name)
    if not name or not all(says(name, w) for w in said):
        return False
    head = corpus.namer.name(row.name).head
    core = corpus.telling(_QUALIFIED.split(f"{row.name} ", maxsplit=1)[0])
    told = [w for w in name if says(said, w)]
    if rate and not _PER.search(plain(row.name)):
        return False
    if core and all(says(said, w) for w in core):
        return True
    return len(told) >= MOST * len(head) or any(len(w) >= LONG for w in told)


def all_told(corpus: Corpus, name: str, sentence: str) -> bool:
    """Whether a sentence says every word of a name, two of them at least or one long one.

    Args:
        corpus: the reports and the knowledge.
        name: a row's.
        sentence: where a number stands.
    """
    wanted, said = corpus.telling(name), corpus.telling(sentence)
    if len(wanted) < 2 and not any(len(w) >= LONG for w in wanted):
        return False
    return all(says(said, w) for w in wanted)


def same_words(corpus: Corpus, name: str, sentence: str) -> bool:
    """Whether a sentence says all words of a name, as `all_told`, and no other word that tells anything.

    Args:
        corpus: the reports and the knowledge.
        name: a row's.
        sentence: where a number stands.
    """
    wanted, said = corpus.telling(name), corpus.telling(sentence)
    return all_told(corpus, name, sentence) and all(says(wanted, w) for w in said)


def of_part(corpus: Corpus, view: View, said: Statement) -> bool:
    """Whether a sentence tells a number of one place or part, of a part of the year or of another time, its row of all.

    "I höst steg andelen till 8,2 procent vid sjukhuset i Granvik"; "Där är sjukfrånvaron 9,8 procent".

    Args:
        corpus: the reports and the knowledge.
        view: the report.
        said: a number of its running text.
    """
    text = _clause_of(said)
    if _THERE.search(text) or any(corpus.says(text, g) for g in ("part_of_year", "other_time")):
        return True
    if corpus.says(said.fact.text, "one_of_many"):  # "Hovby hade högst andel, 89 procent"
        return True
    own = plain(f"{view.meta.organisation} {view.meta.unit} {view.meta.title} {said.fact.indicator}")
    return any(plain(m[1])[:BEGINNING] not in own for m in _PLACE.finditer(text))


def _clause_of(said: Statement) -> str:
    """The clause of a sentence that holds its number, as printed."""
    text, start = said.fact.text, 0
    ends = [(m.start(), m.end()) for m in CUT.finditer(plain(text))] + [(len(text), len(text))]
    for end, following in ends:
        clause = text[start:end]
        if any(n.value == abs(said.fact.value or 0) for n in find_numbers(clause)):
            return clause
        start = following
    return text
