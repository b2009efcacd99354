"""Word's styles and numbering: what a paragraph or run looks like once all inheritance is resolved.

Style *names* are Word's own vocabulary (built-in ones are stored in English, ids and custom ones in
the writer's language), so the few words that tell a heading from a caption stand here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.reading.package import Element
from extractor.swedish import fold

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

MAX_CHAIN = 20
"""Longest `basedOn` chain followed; Word allows 11, damaged files have loops."""

DEFAULT_SIZE = 10.0
"""Points, where neither style nor document defaults name a size (ECMA-376, 17.3.2.38)."""

_HEADING = re.compile(r"\b(?:heading|rubrik|uberschrift|overskrift|otsikko|titre)\s*-?\s*(\d)?")
_TITLE = re.compile(r"\b(?:title|titel|dokumenttitel|huvudrubrik)\b")
_SUBTITLE = re.compile(r"\b(?:subtitle|underrubrik|undertitel)\b")
_CONTENTS = re.compile(
    r"\b(?:toc|contents|innehall)\s*-?\d|\btable of figures\b|\binnehallsforteckning|\bfigurforteckning"
)
_CONTENTS_HEADING = re.compile(
    r"\b(?:toc|contents) heading\b|\binnehall\s*-?\s*rubrik|\brubrik\s*-?\s*innehall"
)
_CAPTION = re.compile(
    r"\bcaption\b|\bbeskrivning\b|\bbildtext\b|\btabelltext\b|\btabell-?\s?rubrik\b|\btable\s?(?:heading|title)\b"
    r"|\brubrik\s*-?\s*(?:i\s+)?(?:tabell|figur|diagram)"
)
_LIST = re.compile(r"\b(?:list bullet|list number|punktlista|numrerad lista|punkt|bullets?)\b")


class Style(NamedTuple):
    """One style as written, before inheritance."""

    name: str
    kind: str
    based_on: str
    paragraph: Element | None
    """Its `w:pPr`."""
    run: Element | None
    """Its `w:rPr`."""
    first_row_marked: bool
    """For table styles: the first row is bold or shaded."""


class Level(NamedTuple):
    """One level of a list."""

    format: str
    text: str
    start: int


class Styles:
    """Resolved properties of paragraphs, runs and tables.

    Args:
        root: root element of styles.xml, None where the file has none.
    """

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: dict[str, str] = {}
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        for element in root.iterfind(f"{W}style") if root is not None else ():
            style_id, kind = element.get(f"{W}styleId", ""), element.get(f"{W}type", "")
            self._styles[style_id] = Style(
                name=_value(element.find(f"{W}name")) or style_id,
                kind=kind,
                based_on=_value(element.find(f"{W}basedOn")) or "",
                paragraph=element.find(f"{W}pPr"),
                run=element.find(f"{W}rPr"),
                first_row_marked=_marks_first_row(element),
            )
            if element.get(f"{W}default") in ("1", "true", "on"):
                self._default[kind] = style_id
        self._names: dict[str, list[str]] = {}
        self._chains: dict[tuple[str, str], list[Style]] = {}

    def chain(self, style_id: str | None, kind: str = "paragraph") -> list[Style]:
        """A style and what it is based on, most specific first; the default style for None."""
        key = (style_id or self._default.get(kind, ""), kind)
        if key not in self._chains:
            found: list[Style] = []
            current = key[0]
            while (style := self._styles.get(current)) is not None and len(found) < MAX_CHAIN:
                found.append(style)
                current = style.based_on
            self._chains[key] = found
        return self._chains[key]

    def names(self, style_id: str | None) -> list[str]:
        """The folded names along a paragraph style's chain, the plain id for an undefined style."""
        key = style_id or ""
        if key not in self._names:
            self._names[key] = [fold(s.name) for s in self.chain(style_id)] or [_spaced(key)]
        return self._names[key]

    def outline_level(self, properties: Element | None) -> int:
        """Heading level of a paragraph (1 = top), 0 for body text.

        A direct outline level wins, then the styles' outline level, then a style whose name says
        heading or title.
        """
        direct = _number(properties, "outlineLvl")
        if direct is not None:
            return direct + 1 if direct < 9 else 0
        style_id = style_of(properties)
        names = self.names(style_id)
        if any(_CAPTION.search(n) or _CONTENTS.search(n) or _CONTENTS_HEADING.search(n) for n in names[:1]):
            return 0
        for style in self.chain(style_id):
            level = _number(style.paragraph, "outlineLvl")
            if level is not None:
                return level + 1 if level < 9 else 0
        numbered = (int(m[1]) for n in names if (m := _HEADING.search(n)) and m[1] not in (None, "0"))
        return next(numbered, 0) or next((level for n in names if (level := _named_level(n))), 0)

    def is_caption(self, properties: Element | None) -> bool:
        """Whether the paragraph's style is a caption style."""
        return any(_CAPTION.search(n) for n in self.names(style_of(properties)))

    def is_contents(self, properties: Element | None) -> bool:
        """Whether the paragraph's style is one of a table of contents (its heading included)."""
        names = self.names(style_of(properties))
        return any(_CONTENTS.search(n) or _CONTENTS_HEADING.search(n) for n in names)

    def is_list(self, properties: Element | None) -> bool:
        """Whether the paragraph's style is named as one of bullets or numbers."""
        return any(_LIST.search(n) for n in self.names(style_of(properties)))

    def paragraph_flag(self, properties: Element | None, name: str) -> bool:
        """A yes/no paragraph property (`pageBreakBefore`), direct or by style."""
        sources = [properties, *(s.paragraph for s in self.chain(style_of(properties)))]
        return _first_flag(sources, name)

    def run_flag(self, run: Element | None, paragraph: Element | None, name: str) -> bool:
        """A yes/no run property (`b`, `vanish`): direct, character style, paragraph style, defaults."""
        return _first_flag(self._run_sources(run, paragraph), name)

    def run_value(self, run: Element | None, paragraph: Element | None, name: str) -> Element | None:
        """The element of a run property (`color`, `rFonts`, `sz`) that applies, None if none does."""
        for source in self._run_sources(run, paragraph):
            found = source.find(f"{W}{name}") if source is not None else None
            if found is not None:
                return found
        return None

    def size(self, run: Element | None, paragraph: Element | None) -> float:
        """Font size in points."""
        element = self.run_value(run, paragraph, "sz")
        try:
            return float(_value(element) or 2 * DEFAULT_SIZE) / 2
        except ValueError:
            return DEFAULT_SIZE

    def numbering(self, properties: Element | None) -> tuple[str, int] | None:
        """The list (id, level) a paragraph belongs to, directly or by style; None for none."""
        level: int | None = None
        for source in (properties, *(s.paragraph for s in self.chain(style_of(properties)))):
            found = source.find(f"{W}numPr") if source is not None else None
            if found is None:
                continue
            level = _number(found, "ilvl") if level is None else level
            number = _value(found.find(f"{W}numId"))
            if number is not None:
                return None if number == "0" else (number, level or 0)
        return None

    def marks_first_row(self, table_style: str | None) -> bool:
        """Whether a table style prints its first row bold or shaded."""
        return any(s.first_row_marked for s in self.chain(table_style, "table"))

    def _run_sources(self, run: Element | None, paragraph: Element | None) -> list[Element | None]:
        character = _value(run.find(f"{W}rStyle")) if run is not None else None
        sources: list[Element | None] = [run]
        if character:
            sources += [s.run for s in self.chain(character, "character")]
        sources += [s.run for s in self.chain(style_of(paragraph))]
        return [*sources, self._defaults]


class Numbering:
    """The labels Word prints before list paragraphs and numbered headings.

    Args:
        root: root element of numbering.xml, None where the file has none.
    """

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for element in root.iterfind(f"{W}abstractNum") if root is not None else ():
            levels = {_integer(lvl.get(f"{W}ilvl")): _level(lvl) for lvl in element.iterfind(f"{W}lvl")}
            self._levels[element.get(f"{W}abstractNumId", "")] = levels
        for element in root.iterfind(f"{W}num") if root is not None else ():
            abstract = _value(element.find(f"{W}abstractNumId")) or ""
            self._abstract[element.get(f"{W}numId", "")] = abstract

    def is_bullet(self, number: str, level: int) -> bool:
        """Whether that level of the list prints a mark instead of a number."""
        return self._format(number, level).format in ("bullet", "none", "")

    def advance(self, number: str, level: int) -> str:
        """Count one paragraph and return its printed label ('3.1', 'b)'), '' for bullets."""
        abstract = self._abstract.get(number, number)
        counts = self._counts.setdefault(abstract, {})
        counts[level] = counts.get(level, self._format(number, level).start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]
        if self.is_bullet(number, level):
            return ""

        def printed(match: re.Match[str]) -> str:
            wanted = int(match[1]) - 1
            form = self._format(number, wanted)
            return _counted(counts.get(wanted, form.start), form.format)

        return re.sub(r"%([1-9])", printed, self._format(number, level).text).strip()

    def _format(self, number: str, level: int) -> Level:
        levels = self._levels.get(self._abstract.get(number, ""), {})
        return levels.get(level) or Level("", "", 1)


def style_of(properties: Element | None) -> str | None:
    """The style id in a `w:pPr`."""
    return _value(properties.find(f"{W}pStyle")) if properties is not None else None


def flag(element: Element | None) -> bool:
    """The value of a yes/no element: present means yes unless it says otherwise."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _first_flag(sources: list[Element | None], name: str) -> bool:
    for source in sources:
        found = source.find(f"{W}{name}") if source is not None else None
        if found is not None:
            return flag(found)
    return False


def _value(element: Element | None) -> str | None:
    return element.get(f"{W}val") if element is not None else None


def _number(parent: Element | None, name: str) -> int | None:
    value = _value(parent.find(f"{W}{name}")) if parent is not None else None
    return int(value) if value and re.fullmatch(r"\d{1,4}", value) else None


def _integer(value: str | None) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,6}", value) else 0


def _level(element: Element) -> Level:
    return Level(
        _value(element.find(f"{W}numFmt")) or "",
        _value(element.find(f"{W}lvlText")) or "",
        _integer(_value(element.find(f"{W}start")) or "1"),
    )


def _counted(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    parts = (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    text = ""
    for value, letters in parts:
        text += letters * (count // value)
        count %= value
    return text


def _named_level(name: str) -> int:
    if _SUBTITLE.search(name):
        return 2
    return 1 if _HEADING.search(name) or _TITLE.search(name) else 0


def _marks_first_row(style: Element) -> bool:
    for part in style.iterfind(f"{W}tblStylePr"):
        if part.get(f"{W}type") == "firstRow":
            return flag(part.find(f"{W}rPr/{W}b")) or part.find(f"{W}tcPr/{W}shd") is not None
    return False


def _spaced(style_id: str) -> str:
    """'Rubrik1' → 'rubrik 1': an id whose style is not defined says as much as a name."""
    return fold(re.sub(r"(?<=[a-zåäö])(?=\d)", " ", style_id, flags=re.IGNORECASE))
