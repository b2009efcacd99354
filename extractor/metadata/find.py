"""Who reported about what period: organisation, unit, title, type, period and document number.

Promises an order of trust: title page, running header, the file's properties, text, file name. What only
a weaker witness tells carries a reason; what none tells stays empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.metadata.diary import find_document_number, without_numbers
from extractor.metadata.names import in_normal_case, names
from extractor.metadata.reported import Kind, Reported, merge, read_reported
from extractor.model import Document, Metadata, Paragraph, ReportType, Table
from extractor.patterns import Patterns
from extractor.swedish import fold, printed_lines, squeeze

TITLE_LINES = 14
"""Lines of the first page that can belong to a title page."""
HEADING_WORDS = 8
"""Words of the longest line in the text that is believed to name the report."""
NAME_WORDS = 5
"""Words of the longest name of a reporting body that is believed for being repeated."""
TITLE_WORDS = 16
"""Words of the longest printed report title."""
WEIGHTS = (("nämnd", 6), ("division", 6), ("förvaltning", 3), ("styrelse", 2))
"""How much more often than by a unit inside it a report is made by such a body: an administration is also
spoken about by others, and every report speaks of the board."""
DAMAGED_TITLE = 0.65
"""Share of the letters of a word for the report that a damaged title must keep in order: "rsa po 2022" keeps
0.67 of "årsrapport", headings that name no report reach 0.53."""
DAMAGED_MARGIN = 0.08
"""How much better one type must fit a damaged title than the other."""
DAMAGED_SECTION = 0.6
"""Share from which a line is a section's name ("Återrapportering av uppdrag"), no damaged title."""
LONG_WORD = 9
"""Letters of the shortest word for a report that is looked for in a damaged title."""
OWN_NAME = 3
"""Paragraphs that name an agency before it is believed to be the one that reports: others' reports speak of it, too."""
TEXT_PARAGRAPHS = 60
"""Paragraphs of running text searched for what title page and header do not say."""

_TAIL = re.compile(r"((?:\s[a-zåäö\-]{3,}){1,4})\s*(?=$|\d|[-–—,:(|]|[A-ZÅÄÖ])")
_LINKS = frozenset({"för", "med", "har", "från", "till", "under", "inom", "vid", "som", "avser", "utfall"})
_SENTENCE = re.compile(r"[.!?]\s*$")
_AND_MORE = re.compile(r"\soch\s[a-zåäö\-]{3,}\s*(?=$|\n|[·|,])")
"""What a name goes on with up to its line's end: "Fastighet *och teknik*"."""
_GOES_ON = re.compile(r"(?<=-)\n|\n(?=[a-zåäö])")
"""The end of a line that the next one goes on with."""
_NAME_LAST = re.compile(r"\b(?:19|20)\d\d[,:\s–-]+([A-ZÅÄÖ][\wåäö-]+(?:\s(?:och\s)?[\wåäö-]+){0,3})\s*$")
"""What stands behind a title's year, to its end."""


class _Source(NamedTuple):
    """One witness: where a line stood, and the reason its word alone leaves."""

    text: str
    reason: str
    printed: str = ""
    """The same in the lines that it was printed in, where it stood on a title page."""

    @property
    def lines(self) -> str:
        """What names are looked for in."""
        return self.printed or self.text


def find_metadata(document: Document, patterns: Patterns) -> Metadata:
    """The metadata of a report.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use (`report_types`).

    Returns:
        The metadata; `reasons` name what is missing or rests on a weak witness
        (`period_from_text`, `organisation_missing`, …).
    """
    sources = _sources(document)
    title, title_reason = _title(document, sources, patterns)
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    cells = [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells]
    reported, reasons = _reported(title, sources, texts + cells, patterns)
    organisation, organisation_reason = _organisation(texts, sources, patterns)
    company = _company(sources, patterns) if organisation_reason else ""
    if company:
        organisation, organisation_reason = company, ""
    repeated = _named_again(document, patterns)
    if organisation_reason and repeated:
        organisation, organisation_reason = repeated[0], "organisation_from_heading"
    unit, unit_reason = _unit(title, sources, texts, organisation, patterns)
    body = organisation.removesuffix(f" {unit}")
    if unit_reason == "unit_from_heading" and names(patterns).organisation(body) == body:
        organisation = body  # its name runs into the unit's in a running header
    if repeated and unit_reason not in ("", "unit_from_heading"):
        own = [name for name in repeated if fold(name) != fold(organisation)]
        unit, unit_reason = (own or repeated)[0], "unit_from_heading"
    if organisation_reason and names(patterns).is_company(unit):
        organisation, organisation_reason = unit, ""
    first = [s.text for s in sources if not s.reason]
    trusted = [s.text for s in sources if s.reason in ("", "from_text")]
    notes = [title_reason, *reasons, organisation_reason, unit_reason]
    return Metadata(
        organisation=organisation, unit=unit, title=title, report_type=_type(reported),
        period=reported.label(), document_number=find_document_number(document, first, trusted, patterns),
        reasons=tuple(dict.fromkeys(n for n in notes if n)),
    )  # fmt: skip


def _sources(document: Document) -> list[_Source]:
    """The lines to ask, most trusted first."""
    lines = [
        _Source(squeeze(b.text), "", "\n".join(map(squeeze, printed_lines(b.text, b.raw))))
        for b in _title_blocks(document)
    ]
    lines += [_Source(squeeze(f), "") for f in document.furniture]
    lines += [_Source(squeeze(document.properties.get("title", "")), "from_properties")]
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    lines += [_Source(squeeze(t), "from_text") for t in texts[:TEXT_PARAGRAPHS]]
    lines += [_Source(_words_of_name(document.name), "from_file_name")]
    return [line for line in lines if line.text]


def _words_of_name(name: str) -> str:
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return squeeze(re.sub(r"[_\s]+|(?<=[a-zåäö])-(?=[a-zåäö\d])|(?<=\d)-(?=[a-zåäö])", " ", stem))


def title_page(document: Document) -> list[str]:
    """The paragraphs of the first page before running text begins, as one line each."""
    return [squeeze(block.text) for block in _title_blocks(document)]


def _title_blocks(document: Document) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph) or block.place.page > 1 or len(found) >= TITLE_LINES:
            break
        text = squeeze(block.text)
        if len(text.split()) > TITLE_WORDS and _SENTENCE.search(text):
            break
        found.append(block)
    return found


def _title(document: Document, sources: list[_Source], patterns: Patterns) -> tuple[str, str]:
    """The report's title: a line with the report's type and, best, its year."""
    best: tuple[float, str, str] | None = None
    headings = {squeeze(b.text) for b in document.blocks if isinstance(b, Paragraph) and b.level}
    for rank, source in enumerate(sources):
        text = _title_line(source, patterns)
        if len(text.split()) > TITLE_WORDS or source.reason == "from_file_name":
            continue
        if source.reason == "from_text" and text not in headings:
            continue
        reported = read_reported(text, patterns)
        section = patterns["sections"].best(text, coverage=0.8) is not None
        if section and not (
            reported.year and not source.reason
        ):  # "Verksamhetsuppföljning" is a chapter, too
            continue
        if reported.named:
            weight = (2 if reported.year else 1) + (0.5 if text in headings else 0) - rank / 100
            if best is None or weight > best[0]:
                best = weight, text, source.reason
    if best is not None:
        return best[1], f"title_{best[2]}" if best[2] == "from_text" else ""
    page = title_page(document)
    first = next(
        (t for t in page if t in headings and patterns["sections"].best(t, coverage=0.8) is None), ""
    )
    return first, "title_unsure"


def _title_line(source: _Source, patterns: Patterns) -> str:
    """The printed line of a title page's paragraph that names report and year by itself, else the whole of it."""
    lines = _GOES_ON.sub(" ", source.printed).split("\n")
    for line in lines if len(lines) > 1 else ():
        said = read_reported(line, patterns)
        if said.named and said.year and not line.split()[-1].islower():
            return line
    return source.text


def _reported(
    title: str, sources: list[_Source], texts: list[str], patterns: Patterns
) -> tuple[Reported, list[str]]:
    """Type, year and part of the year, each from the most trusted line that tells it."""
    found = read_reported(title, patterns)
    reasons: list[str] = []
    for source in sources:
        if found.complete:
            break
        more = read_reported(source.text, patterns)
        in_text = source.reason == "from_text"
        if in_text and not (more.named and more.year and len(source.text.split()) <= HEADING_WORDS):
            continue  # "kvartal 4" in running text says nothing about the report
        joined = merge(found, more)
        if joined != found and source.reason:
            reasons.append(f"period_{source.reason}")
        found = joined
    if not found.kind:
        found = found._replace(kind=_damaged_kind(sources, patterns))
        reasons += ["report_type_unsure"] if found.kind else []
    if not found.year:
        found, guessed = _common_year(found, texts)
        reasons.append("period_from_text" if guessed else "period_missing")
    if found.named and found.year and not found.kind:
        found = found._replace(kind="interim" if found.part and found.part != "year" else "annual")
        reasons.append("report_type_unsure")
    if found.kind == "interim" and not found.part:
        reasons.append("period_part_missing")
    return found, reasons


def _damaged_kind(sources: list[_Source], patterns: Patterns) -> Kind:
    """The type that a title nearly names whose letters OCR lost ("rsa po 2022"), '' if none does."""
    near: dict[Kind, float] = {"annual": 0.0, "interim": 0.0}
    words: dict[Kind, list[str]] = {
        "annual": _long_words("annual", patterns), "interim": _long_words("interim", patterns)
    }  # fmt: skip
    for source in sources:
        line = re.sub(r"[^a-zåäö]", "", fold(source.text))
        if source.reason or patterns["sections"].best(source.text, coverage=DAMAGED_SECTION) is not None:
            continue
        for kind, phrases in words.items():
            scores = (fuzz.partial_ratio(p, line) / 100 for p in phrases if len(p) <= len(line))
            near[kind] = max(near[kind], *scores, 0.0)
    best = max(near, key=lambda kind: near[kind])
    clear = near[best] - min(near.values()) >= DAMAGED_MARGIN
    return best if near[best] >= DAMAGED_TITLE and clear else ""


def _long_words(kind: str, patterns: Patterns) -> list[str]:
    phrases = [fold(p) for p in patterns["report_types"][kind].phrases if "*" not in p]
    return [p for p in phrases if " " not in p and len(p) >= LONG_WORD]


def _common_year(found: Reported, texts: list[str]) -> tuple[Reported, bool]:
    """The year most lines name, where no title does."""
    years = Counter(y for t in texts for y in re.findall(r"\b(?:19[89]|20[0-4])\d\b", t))
    if not years:
        return found, False
    return found._replace(year=years.most_common(1)[0][0]), True


def _type(reported: Reported) -> ReportType:
    if reported.kind == "interim" or (reported.part and not reported.kind):
        return "interim"
    return "annual" if reported.kind == "annual" else "unknown"


def _organisation(texts: list[str], sources: list[_Source], patterns: Patterns) -> tuple[str, str]:
    def find(text: str) -> str:
        return names(patterns).organisation(without_numbers(text, patterns))

    name = _first(sources, find, weak=False)
    if name:
        return name, ""
    counts = Counter(n for t in texts if (n := find(t)))
    spoken_of = names(patterns).reports_as_a_whole
    own = {name: n for name, n in counts.items() if n >= OWN_NAME or not spoken_of(name)}
    if own:
        return max(own, key=lambda name: own[name]), "organisation_from_text"
    name = _first(sources, find, weak=True)
    return name, "organisation_from_file_name" if name else "organisation_missing"


def _company(sources: list[_Source], patterns: Patterns) -> str:
    """The company that title page, running header or title name, without the words for the report before it."""
    for source in sources:
        if source.reason in ("from_text", "from_file_name"):
            continue
        words = names(patterns).company(source.text).split()
        if not words or len(source.text.split()) > TITLE_WORDS or _SENTENCE.search(source.text):
            continue
        while len(words) > 2 and read_reported(words[0], patterns).named:
            del words[0]
        return in_normal_case(" ".join(words)) if len(words) > 1 else ""
    return ""


def _named_again(document: Document, patterns: Patterns) -> list[str]:
    """A title page's lines that are no report, period or section and that are named again.

    Headings in running headers or as the author; any line as what a paragraph tells of: "Hjälp och stöd omfattar …".
    Right below a heading that is its section's text.
    """
    headings = {squeeze(b.text) for b in document.blocks if isinstance(b, Paragraph) and b.level}
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    texts = [
        (squeeze(above.text) if above.level else "", squeeze(b.text))
        for above, b in pairwise(paragraphs)
        if not b.level
    ]
    found = []
    repeats = [fold(squeeze(f)) for f in (*document.furniture, document.properties.get("author", ""))]
    for line in title_page(document):
        told = " " in line and any(
            re.match(rf"{re.escape(line)} [a-zåäö]", text) and above != line for above, text in texts
        )
        named = (told or line in headings) and line[:1].isupper() and len(line.split()) <= NAME_WORDS
        said = read_reported(line, patterns)
        if not named or said.named or said.year or said.part or any(c.isdigit() for c in line):
            continue
        section = patterns["sections"].best(line, coverage=0.8)
        if section is None and (told or any(fold(line) in text for text in repeats)):
            found.append(in_normal_case(line))
    return found


def _unit(
    title: str, sources: list[_Source], texts: list[str], organisation: str, patterns: Patterns
) -> tuple[str, str]:
    body = r"\s".join(map(re.escape, organisation.split()))

    def find(text: str) -> str:
        return names(patterns).unit(re.sub(body, " ", text) if body else text)

    def find_whole(text: str) -> str:
        line = without_numbers(re.sub(body, " ", text) if body else text, patterns)
        return _with_tail(names(patterns).unit(line), line, patterns)

    printed = [u for s in sources if not s.reason and (u := find_whole(s.lines))]
    unit = find_whole(title) or _first(sources, find_whole, weak=False)
    if len(printed) > 2 and Counter(printed)[unit] == 1:
        unit = Counter(printed).most_common(1)[0][0]  # OCR damages the large letters of a title most
    if unit:
        return unit, ""
    if names(patterns).reports_as_a_whole(organisation):
        return organisation, ""  # an agency reports as a whole
    if own := _ends_title(title, sources, organisation, patterns):
        return own, "unit_from_heading"
    counts = Counter(u for t in texts if (u := find(t)))
    if counts:
        return max(counts, key=lambda u: counts[u] * _weight(u)), "unit_from_text"
    return "", "unit_missing"


def _ends_title(title: str, sources: list[_Source], organisation: str, patterns: Patterns) -> str:
    """The name behind a title's report and year that a line of its own or a running header repeats, '' for none.

    Whatever kind of house it is: "Årsberättelse 2014 Fjällservice", and "Fjällservice" above every page.
    """
    found = _NAME_LAST.search(title.replace(organisation, " ") if organisation else title)
    name = found[1] if found else ""
    said = read_reported(name, patterns)
    section = patterns["sections"].best(name, coverage=0.8) is not None
    if not name or said.named or said.part or section or fold(organisation).startswith(fold(name)):
        return ""
    others = (s.text.replace(title, " ") for s in sources if not s.reason)
    return name if any(re.search(rf"\b{re.escape(name)}\b", other) for other in others) else ""


def _with_tail(unit: str, line: str, patterns: Patterns) -> str:
    """A unit's name with its words in small letters: "Division Medicinsk service", where the line ends so.

    Only for title and header lines: in a sentence the words that follow are not the name's.
    """
    start = line.casefold().find(unit.casefold()) if unit else -1
    tail = _TAIL.match(line[start + len(unit) :]) if start >= 0 else None
    joined = _AND_MORE.match(line[start + len(unit) :]) if start >= 0 else None
    if joined:
        return unit + joined[0].rstrip()
    if tail is None or not names(patterns).begins_with_kind(unit):
        return unit
    words = tail[1].split()
    said = any(
        patterns[schema].best(word, coverage=0.8) for schema in ("report_types", "periods") for word in words
    )
    return (
        unit if said or set(words) & _LINKS or "och" in (words[0], words[-1]) else f"{unit} {' '.join(words)}"
    )


def _weight(unit: str) -> int:
    """Committees, administrations and divisions report; the units inside them are what reports talk about."""
    return next((weight for word, weight in WEIGHTS if word in unit.casefold()), 1)


def _first(sources: Iterable[_Source], find: Callable[[str], str], *, weak: bool) -> str:
    for source in sources:
        if bool(source.reason in ("from_text", "from_file_name")) == weak and source.reason != "from_text":
            name = find(source.lines)
            if name:
                return name
    return ""
