"""How alike two printed indicator names are, and what forbids them to be the same.

String similarity alone cannot decide: 'Sjukfrånvaro kvinnor' and 'Sjukfrånvaro män' are alike and
different, 'Extratid' and '"Extratid", timmar utöver ordinarie tid' are unlike and the same. A name is
therefore taken apart once (`Name`): its telling words, its head before any explanation, the breakdown,
the numbering and the way of measuring it names. Everything here is pure and knows no reports.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping

from rapidfuzz import fuzz

from extractor.model import Value
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import fold, split_code, squeeze

DAMAGE_RATIO = 88.0
"""Two words of at least `DAMAGE_LENGTH` letters with this ratio are one word with a letter lost in OCR."""
DAMAGE_LENGTH = 7
COMPOUND_LENGTH = 6
"""Shortest word that may stand for a compound it begins or ends ('incident' ~ 'driftincident')."""
COMPOUND_WORTH = 0.8
"""What such a half counts against an equal word."""
STEM_LENGTH = 4
"""Letters a stem keeps at least, so that 'mål' and 'mått' stay apart."""
QUESTION_WORDS = 4
"""A quoted span of this many words is a survey question, and names its indicator by itself."""

PRONOUN_WORDS = 4
"""In a name longer than this, 'man' is the pronoun, not 'män' with its dots lost."""

CACHED_NAMES = 200_000
"""Texts remembered: a country's reports repeat their names, a division's thousands fit easily."""

_ENDINGS = (
    "heterna", "arnas", "ernas", "ornas", "andet", "heter", "heten", "arna", "erna", "orna", "het",
    "aren", "ande", "ens", "ets", "ade",
    "ar", "er", "or", "en", "et", "na", "ad", "a", "e", "n", "t", "s",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_NUMBERING = re.compile(
    r"(?:^|(?<=\s))(?:(?:mål|mål nr|indikator|mått|nr)\s+)?(\d{1,2}(?:\.\d{1,2})+)\.?(?=\s|:|$)",
    re.IGNORECASE,
)
_LETTERING = re.compile(r"^\s*(\d{1,2}|[a-zåäö])[.)]\s+(?=\S)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„»«']([^\"“”„»«]{8,}?)[\"“”„»«']")
_SENTENCE_END = re.compile(r"(?<=[\w)%\"”])[.;]\s+(?=[A-ZÅÄÖ\"”])")
_TAIL = re.compile(r"\s*(?:[,;(–]|\s-\s|:\s)")
_SET_OFF = re.compile(r"(?P<name>.*\S)(?:\s*\((?P<bracketed>[^()]+)\)|\s*[,–]\s*(?P<listed>[^,–]+))")
"""A name and what stands in brackets or behind a comma or dash at its end."""
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Name(Value, frozen=True, kw_only=True):
    """A printed name taken apart."""

    text: str
    folded: str
    """Folded, punctuation, years and a code in front left out: equal for 'M1.2 Extratid.' and 'extratid'."""
    words: tuple[str, ...]
    """Stems of the telling words in printed order, synonyms as one word ('=sick_leave')."""
    head: tuple[str, ...]
    """Stems of the part before the first explanation (comma, parenthesis, new sentence)."""
    tail: str
    """Folded words after the head, '' if there are none."""
    breakdown: frozenset[str]
    """Keys of the breakdowns the name is restricted to; both sexes named is no restriction."""
    numbering: str
    """'3.1' or 'k2' where the name carries a number or a code of its own."""
    measure: str
    """'count', 'share', 'mean' or '': how the thing is measured."""
    question: str
    """A survey question quoted in the name, folded."""
    family: str
    """What the unit set off at its end measures, '' where none is: kg and kr are two indicators, kr and tkr one."""
    digits: frozenset[str]
    """Numbers within the name (no years): 'max 25' and 'max 30' are two indicators."""


@functools.lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A folded Swedish word without its inflection; rough on purpose, equal for both is all that counts."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_LENGTH:
            return stem(word[: -len(ending)]) if ending == "s" else word[: -len(ending)]
    return word


class Namer:
    """Takes names apart with the vocabulary of the patterns, each distinct text once."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        linking = patterns["linking"]
        self._filler = {
            fold(p)
            for key in ("filler", "count", "share", "mean")
            if key in linking
            for p in linking[key].phrases
        }
        self._boilerplate = (
            tuple(fold(p) for p in linking["boilerplate"].phrases) if "boilerplate" in linking else ()
        )
        self._measures = {
            fold(p): key for key in ("count", "share", "mean") if key in linking for p in linking[key].phrases
        }
        self.name = functools.lru_cache(maxsize=CACHED_NAMES)(self._name)
        self.words = functools.lru_cache(maxsize=CACHED_NAMES)(self._words)

    def _words(self, text: str) -> tuple[str, ...]:
        """Stems of the telling words of a text, synonyms as one word, in printed order."""
        flat = fold(text)
        for phrase in self._boilerplate:
            if phrase not in flat:
                continue
            flat = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", flat)
        flat = _YEAR.sub(" ", flat)
        out: list[str] = []
        for hit in reversed(finder(self._patterns, "synonyms").all(flat)):
            flat = f"{flat[: hit.start]} \x00{hit.key} {flat[hit.end :]}"
        for part in flat.replace("/", " ").split():
            if part.startswith("\x00"):
                out.append("=" + part[1:].strip(".,;:()"))
                continue
            out += [stem(w) for w in _WORD.findall(part) if w not in self._filler and not w.isdigit()]
        return tuple(dict.fromkeys(out))

    def part_words(self, text: str) -> frozenset[str]:
        """Stems of the words by which a name is restricted to a part, or says that it is the whole."""
        flat = plain(text)
        hits = finder(self._patterns, "breakdowns").all(flat)
        return frozenset(w for hit in hits for w in self.words(text[hit.start : hit.end]))

    def _name(self, text: str) -> Name:
        text = squeeze(text)
        code, bare = split_code(text)
        named, unit = without_unit(bare, self._patterns)
        bare = f"{named}, {unit}" if unit else bare  # "mg per liter" and "mg/l" are one
        head, tail = split_head(bare)
        breakdown, whole = self._breakdowns(head)
        if not breakdown and not whole:
            breakdown, _ = self._breakdowns(bare) if len(tail.split()) <= 4 else (frozenset(), False)
        return Name(
            text=text,
            folded=" ".join(_WORD.findall(_YEAR.sub(" ", fold(bare)))),
            words=self.words(bare),
            head=self.words(head),
            tail=fold(tail),
            breakdown=breakdown,
            numbering=_numbering(text) or code.casefold(),
            measure=self._measure(bare),
            question=_question(text),
            family=str(self._patterns["units"][unit].attributes.get("family", "")) if unit else "",
            digits=frozenset(_DIGITS.findall(_YEAR.sub(" ", _NUMBERING.sub(" ", fold(head))))),
        )

    def _breakdowns(self, text: str) -> tuple[frozenset[str], bool]:
        """The parts a text is restricted to, and whether it names the whole."""
        lexicon = self._patterns["breakdowns"]
        by_dimension: dict[str, set[str]] = {}
        whole = False
        for hit in finder(self._patterns, "breakdowns").all(plain(text)):
            dimension = lexicon[hit.key].attributes.get("dimension")
            if dimension is None:
                whole = True
            elif hit.end - hit.start > 1 and not _is_pronoun(text, hit.start, hit.end):
                by_dimension.setdefault(dimension, set()).add(hit.key)
        one = {next(iter(keys)) for keys in by_dimension.values() if len(keys) == 1}
        return frozenset(one), whole or any(len(keys) > 1 for keys in by_dimension.values())

    def _measure(self, text: str) -> str:
        for word in fold(text).split()[:12]:
            if key := self._measures.get(word.strip('.,:;()"')):
                return key
        return ""


def _is_pronoun(text: str, start: int, end: int) -> bool:
    """Whether a hit is 'man' (one), which folds to the same letters as 'män' (men)."""
    return text[start:end].casefold() == "man" and len(text.split()) > PRONOUN_WORDS


def without_unit(name: str, patterns: Patterns) -> tuple[str, str]:
    """A name and the key of the unit set off at its end ("Resultat, mnkr", "Resultat (mnkr)"), '' for none."""
    parts = _SET_OFF.fullmatch(squeeze(name))
    low = plain(parts["bracketed"] or parts["listed"]).strip() if parts else ""
    hit = finder(patterns, "units").at(low, 0) if low else None
    return (parts["name"], hit.key) if parts and hit and hit.end == len(low) else (name, "")


def split_head(text: str) -> tuple[str, str]:
    """The name proper and what explains it: definition, parenthesis, further sentences.

    A quotation in front is the head; otherwise the head ends at the first sentence end, comma,
    parenthesis or dash. A text dump also glues an explanation on without punctuation, as a word with
    a capital letter in the middle that opens a sentence of its own ('Total frånvaro Målet är att …').
    """
    quoted = re.match(r"[\"“”„»«]([^\"“”„»«]+)[\"“”„»«]\s*,?\s*(.*)", text)
    if quoted and quoted[1]:
        return quoted[1], quoted[2]
    end = _SENTENCE_END.search(text)
    cut = end.start() if end else len(text)
    tail = _TAIL.search(text, 3)
    if tail and tail.start() < cut:
        cut = tail.start()
    glued = re.search(r"(?<=[a-zåäö]) (?=[A-ZÅÄÖ][a-zåäö]* (?:\w+ ){2,}\w+)", text[3:])
    if glued and glued.start() + 3 < cut and len(text) - glued.start() > 25:
        later = re.search(r"(?<=[a-zåäö%]) (?=[A-ZÅÄÖ][a-zåäö]+ [a-zåäö]+ [a-zåäö]+ [a-zåäö]+)", text)
        cut = later.start() if later else cut
    return text[:cut].strip(' .,;:"”'), text[cut:].strip(' .,;:()"”')


def _numbering(text: str) -> str:
    found = _NUMBERING.search(text) or _LETTERING.match(text)
    return found[1].casefold() if found else ""


def _question(text: str) -> str:
    for quoted in _QUOTED.finditer(text):
        words = _WORD.findall(fold(quoted[1]))
        if len(words) >= QUESTION_WORDS:
            return " ".join(words)
    return ""


def word_match(one: str, other: str) -> float:
    """0..1: how well two stems are the same word (equal, damaged, or half of a compound)."""
    if one == other:
        return 1.0
    if one[0] == "=" or other[0] == "=":
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= COMPOUND_LENGTH and (long.startswith(short) or long.endswith(short)):
        return COMPOUND_WORTH
    if len(short) >= DAMAGE_LENGTH and fuzz.ratio(short, long) >= DAMAGE_RATIO:
        return 1.0
    return 0.0


class Overlap(Value, frozen=True, kw_only=True):
    """How much two sets of words have in common, weighted by how telling each word is."""

    dice: float
    """0..1: shared weight over both."""
    contained: float
    """0..1: shared weight over the lighter of the two."""
    shared: int
    """Number of shared words."""
    swapped: bool = False
    """Each has one telling word the other lacks: 'utbildning i brandskydd' / 'utbildning i förhandling'."""


NOTHING_SHARED = Overlap(dice=0.0, contained=0.0, shared=0)


def overlap(one: Collection[str], other: Collection[str], weight: Mapping[str, float]) -> Overlap:
    """Compare two sets of stems.

    Args:
        one: stems of a name.
        other: stems of another.
        weight: how telling a stem is; 1 for one that is missing.

    Returns:
        The weighted overlap; each word counts once.
    """
    if not one or not other:
        return NOTHING_SHARED
    total_one = sum(weight.get(w, 1.0) for w in one)
    total_other = sum(weight.get(w, 1.0) for w in other)
    free = set(other)
    common, shared = 0.0, 0
    for word in one:
        best, worth = "", 0.0
        if word in free:
            best, worth = word, 1.0
        else:
            for candidate in free:
                match = word_match(word, candidate)
                if match > worth:
                    best, worth = candidate, match
        if best:
            free.discard(best)
            shared += 1
            common += worth * (weight.get(word, 1.0) + weight.get(best, 1.0)) / 2
    return Overlap(
        dice=min(1.0, 2 * common / (total_one + total_other)),
        contained=min(1.0, common / min(total_one, total_other)),
        shared=shared,
        swapped=len(free) == 1 and len(set(one)) - shared == 1,
    )


def vetoed(one: Name, other: Name) -> str:
    """What forbids two names to mean the same indicator: '', 'breakdown', 'numbering', 'unit' or 'digits'."""
    if one.breakdown != other.breakdown:
        return "breakdown"
    if one.numbering and other.numbering and one.numbering != other.numbering:
        return "numbering"
    if one.family and other.family and one.family != other.family:
        return "unit"
    if one.digits != other.digits and one.digits and other.digits:
        return "digits"
    return ""
