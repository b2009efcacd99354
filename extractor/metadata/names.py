"""Names of reporting bodies as title pages print them: regions, municipalities, agencies, companies; their units.

What such names look like is knowledge (`patterns/names.toml`): `Region …`, `… kommun`, `*verket`, `nämnden för *`. Here
those templates become regular expressions: unlike the other patterns they tell a place's name by its capital.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence

from extractor.patterns import Patterns
from extractor.phrases import Finder, finder, plain
from extractor.swedish import fold, squeeze

PLACE, WORDS = "…", "*"
"""What stands in a template for a proper name, and for words in small letters."""

_CAPITAL = r"[A-ZÅÄÖÉ][\wåäöéÅÄÖ\-]*"
_UNIT_NAME = r"(?!\S*\d)[A-ZÅÄÖ][\wåäöé\-]*"
_UNIT_PROPER = rf"{_UNIT_NAME}(?:(?:,|\s(?:och|för|i|samt|&))?\s{_UNIT_NAME}|\soch\s[a-zåäö\-]+)*"
"""Names of divisions and areas have several words: "Division Länsteknik och Service"."""
_SMALL = r"[\wåäö\-]+(?:(?:,|\s(?:och|samt))\s[\wåäö\-]+)*"
_JOINED = r"\w+-\s(?:och|samt|&)\s"
_OWNED = re.compile(r"\s(?!län\b)[a-zåäö]")
"""What follows a name in the genitive: "Region Fjällmarks medarbetare"."""

_NOTHING = r"(?!)"


class Names:
    """The templates of `names.toml`, ready to be looked for in a line."""

    def __init__(self, patterns: Patterns) -> None:
        groups = {group.key: group for group in patterns["names"]}
        self._no_body = finder(patterns, "metadata", "no_body")
        self._office = finder(patterns, "metadata", "office")
        place = _place(patterns["metadata"]["no_place"].phrases)
        self._of = {
            key: _Templates(groups[key].phrases if key in groups else (), made, place)
            for key, made in _TEMPLATES.items()
        }
        forms = "|".join(map(re.escape, groups["company"].phrases)) if "company" in groups else _NOTHING
        self._company_form = re.compile(rf"\b(?:{forms})\b")

    def find(self, key: str, text: str) -> str:
        """The first name in a text that a group's templates make, '' for none.

        Args:
            key: a group of `names.toml`.
            text: a line, a paragraph, or the printed lines of a title page.
        """
        for match in self._of[key].among(text).finditer(text):
            name = match[0]
            if "\n" in name:
                name = self._of_its_lines(key, name, text[match.end() :].partition("\n")[0].strip(" ,.:"))
            if key in ("kind", "unit") or not _is_whole(self._no_body, name):
                owned = name.endswith("s") and _OWNED.match(text[match.start() + len(name) :])
                return name[:-1] if owned and key in ("organisation", "association") else name
        return ""

    def _of_its_lines(self, key: str, name: str, rest: str) -> str:
        """A name over several printed lines, or its first line where what stands below is another's.

        A name goes on over a line's end only where it fills the next line and that is no name of its own: "Landstinget
        Västra", "Fjällmark"; but not "Landstinget Fjällmark", "Kirurgkliniken" or a person's name and office.
        """
        first, _, more = name.partition("\n")
        whole = self._of[key].among(first).fullmatch(first) is not None
        another = squeeze(more) == squeeze(first) or any(
            templates.among(more).fullmatch(more) for templates in self._of.values()
        )
        return first if whole and (rest or another) else squeeze(name)

    def organisation(self, text: str) -> str:
        """The organisation a line names, '' for none; companies are asked for apart."""
        found = (self.find(key, text) for key in ("organisation", *_WHOLE))
        return in_normal_case(next(filter(None, found), ""))

    def company(self, text: str) -> str:
        """The company that a line names with its legal form, '' for none."""
        return squeeze(self.find("company", text))

    def is_company(self, name: str) -> bool:
        """Whether a name holds a company's legal form."""
        return self._company_form.search(name) is not None

    def reports_as_a_whole(self, name: str) -> bool:
        """Whether a body of this name is its own unit: agencies, companies, municipal associations."""
        return self.is_company(name) or any(self.find(key, name) for key in _WHOLE)

    def unit(self, text: str) -> str:
        """The unit inside an organisation that a line names, '' for none."""
        kind = self.find("kind", text)
        found = kind if kind and not self._office.all(plain(kind)) else self.find("unit", text)
        name = re.sub(r"\s*:\s*", " ", found)
        name = re.sub(r"^(?:nämnd|enhet)\s(?=\S+(?:nämnd|enhet))", "", name, flags=re.IGNORECASE)
        name = re.sub(r"(?<=sion)en(?=\s)", "", name)
        return in_normal_case(name[:1].upper() + name[1:])

    def begins_with_kind(self, unit: str) -> bool:
        """Whether a unit's name begins with the kind of unit it is: "Division Service"."""
        return self._of["kind"].among(unit).match(unit) is not None


class _Templates:
    """A group's templates as one regular expression of those whose own words a text holds: mostly none."""

    def __init__(self, phrases: Sequence[str], made: Callable[[str, str], str], place: str) -> None:
        self._words = [_longest_word(phrase) for phrase in phrases]
        self._made = [made(phrase, place) for phrase in phrases]
        self._any_of = functools.lru_cache(maxsize=256)(self._joined)

    def among(self, text: str) -> re.Pattern[str]:
        """What finds any name in a text; of the templates that fit at one place the first."""
        low = text.lower()
        return self._any_of(tuple([n for n, word in enumerate(self._words) if word in low]))

    def _joined(self, held: tuple[int, ...]) -> re.Pattern[str]:
        return re.compile("|".join(self._made[n] for n in held) if held else _NOTHING)


@functools.lru_cache(maxsize=8)
def names(patterns: Patterns) -> Names:
    """The names of a set of patterns, built once."""
    return Names(patterns)


def in_normal_case(name: str) -> str:
    """A name in capitals with ordinary letters; other names as printed."""
    line = squeeze(name)
    if not line.isupper():
        return line
    words = line.lower().split()
    last = words[-1] if words[-1] in ("kommun", "stad", "landsting") else words[-1].capitalize()
    return " ".join([*(w.capitalize() for w in words[:-1]), last])


def _longest_word(template: str) -> str:
    """The longest of the letters that every name of a template has."""
    words = [word.strip(WORDS).lower() for word in template.split() if word != PLACE]
    return max(words, key=len, default="")


def _is_whole(words: Finder, text: str) -> bool:
    line = plain(text)
    hit = words.at(line, 0)
    return hit is not None and hit.end == len(line)


def _place(others: Iterable[str]) -> str:
    """A proper name of one or two words; words in `others` are none though they have a capital ("Region … *Dnr*")."""
    spelled = dict.fromkeys(word for phrase in others for word in (phrase, fold(phrase)))
    other = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in spelled)
    word = rf"(?!(?i:{other})\b){_CAPITAL}"
    return rf"{word}(?:\s{word})?"


def _body(template: str, place: str) -> str:
    """An organisation: its first word has a capital."""
    words = template.split()
    parts = []
    for n, word in enumerate(words):
        if word == PLACE:
            parts.append(place)
        elif word == WORDS:
            parts.append(_SMALL)
        elif word.startswith(WORDS):
            core = rf"(?i:{re.escape(word[1:])})"
            parts.append(rf"(?:[A-ZÅÄÖ]{_JOINED}\w*|[A-ZÅÄÖ][\w-]*){core}" if n == 0 else rf"\w*{core}")
        elif word[0].isupper():
            parts.append(rf"{re.escape(word[0])}(?i:{re.escape(word[1:])})")
        else:
            parts.append(rf"(?i:{re.escape(word)})")
    return r"\b" + r"\s".join(parts) + ("" if words[-1] == PLACE else r"(?=s?\b)")


def _company(form: str, _place: str) -> str:
    return rf"\b{_CAPITAL}(?:\s(?:{_CAPITAL}|&|och|i|verken|verk|hamn)){{0,5}}\s{re.escape(form)}\b"


def _kind(word: str, _place: str) -> str:
    return rf"\b(?i:{re.escape(word)}(?:en)?)\s*:?\s+{_UNIT_PROPER}"


def _unit(template: str, place: str) -> str:
    """A unit: compounds also in small letters, with the words they share an ending with."""
    parts = []
    for word in template.split():
        if word == PLACE:
            parts.append(place)
        elif word == WORDS:
            parts.append(_SMALL)
        elif word.startswith(WORDS):
            parts.append(rf"(?i:(?:[\wåäö]+-,?\s)*(?:{_JOINED})?[\wåäö]{{3,}}{re.escape(word[1:])})")
        else:
            parts.append(rf"(?i:{re.escape(word)})")
    return r"\b" + r"\s".join(parts) + ("" if template.endswith(PLACE) else r"(?=s?\b|ens?\b)")


_WHOLE = ("association", "agency")
"""Groups of bodies that report as a whole."""
_TEMPLATES: dict[str, Callable[[str, str], str]] = {
    "organisation": _body, "association": _body, "agency": _body, "company": _company, "kind": _kind, "unit": _unit,
}  # fmt: skip
"""How the templates of each group are read."""
