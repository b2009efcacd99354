"""What a line of a list says behind its labels: "Mål: högst 6 %", "Utfall 2021 – 6,4 %", "Sjukfrånvaro. Utfall: 6 %".

Promises that a word is a label only where it is nothing else: known as a header, at a line's beginning or behind a
break, with a sign (or a figure) behind it. Running text that happens to hold "målet:" is left alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from extractor.model import SURE, Paragraph, Role
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.content import is_verdict, says_missing
from extractor.scorecards.labelled import after_label
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.swedish import printed_lines, squeeze
from extractor.symbols.verdicts import read_verdict

LABEL_WORDS = 4
"""Longest label looked for in front of a colon ("Mått för måluppfyllelse 2022")."""
LABEL_COVERED = 0.9
"""Share of a label's letters that the role's phrase must explain: "Utfall 2022" does, "Sjukfrånvaro utfall" doesn't."""
FEWEST_LINES = 2
"""Lines of a paragraph that begin with labels, from which each is a statement of its own."""
TARGET_WORDS = 8
"""A "Mål" of more words is a goal that names its figure ("Minst 90 procent av eleverna ska …")."""
AIM_COVERED = 0.6
"""Share of a level in words that a direction explains: "Ska öka", "Minska något"."""
VALUE_WORDS = 12
"""Words of a value at most, with what is told beside its figure; more are a sentence."""

ROLES: tuple[Role, ...] = (
    "baseline", "target", "previous_value", "value", "forecast", "status", "trend", "comment",
)  # fmt: skip
"""What a label of a list may announce about an indicator, in the order of a table's columns."""
_LABELS = (*ROLES, "goal", "indicator", "key_figure")
_COLON = re.compile(r"\s?:\s+(?=\S)|\s?:$")
_BREAK = re.compile(r"[.;,|•–—()/]\s|\s[-–—|]\s|\s\(|\n")
_EDGES = " .,;:|•–—-"
_LEADING = re.compile(rf"(?:(?![+–-]\s?\d)[{re.escape(_EDGES)}])+")
"""Signs in front of a value; a minus in front of a figure is its own."""
_ABBREVIATED = re.compile(r"\.[^\W\d]+\.$")
"""The end of an abbreviation: its point stays ("i.u.")."""
_SENTENCE = re.compile(r"\.\s+(?=[A-ZÅÄÖ])")
_FIGURES = re.compile(r"\d")
_APART = re.compile(r"\t\s*|\s{3,}|\s[-–—=]\s(?!\d+\s?[-–—])")
"""What parts a label from its value without a colon: a tab, a dash between blanks."""
_VALUE = re.compile(r"(?:[<>≤≥~±+–−-]\s?)?\d")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_BESIDE = re.compile(r"^(?P<own>.+?)\s*\((?P<year>(?:19|20)\d\d)\s*[:=]?\s+(?P<earlier>[^()]*\d[^()]*)\)$")
"""Another year's value behind the value: "431 200 besök (2015: 418 650)"."""


class Labelled(NamedTuple):
    """One statement of a line: what its label says it is, its words, and the label as printed."""

    role: Role
    text: str
    label: str = ""


def lines_of(paragraph: Paragraph) -> list[str]:
    """A paragraph's lines with the words as restored; as one line where those are not the words printed."""
    return printed_lines(paragraph.text, paragraph.raw)


def parted(paragraph: Paragraph, patterns: Patterns) -> list[Paragraph]:
    """A paragraph of which several lines begin with a label as a paragraph for each; one line that runs on stays whole.

    Args:
        paragraph: any paragraph.
        patterns: the knowledge in use.
    """
    lines = lines_of(paragraph)
    if paragraph.level or paragraph.symbols or len(lines) < FEWEST_LINES:
        return [paragraph]
    begin = [not head and bool(said) for head, said in (labelled(squeeze(t), patterns) for t in lines)]
    if sum(begin) < FEWEST_LINES:
        return [paragraph]
    texts: list[str] = []
    for line, begins in zip(lines, begin, strict=True):
        if texts and not begins and not line.strip()[:1].isupper():
            texts[-1] = f"{texts[-1]} {line.strip()}"
        else:
            texts.append(line)
    return [msgspec.structs.replace(paragraph, text=squeeze(t), raw=t) for t in texts]


def labelled(text: str, patterns: Patterns) -> tuple[str, list[Labelled]]:
    """What a line says before its first label, and what it says behind each.

    "Sjukfrånvaro. Mål: högst 6 %. Utfall: 6,4 %" is "Sjukfrånvaro" with the target "högst 6 %" and the value "6,4 %".

    Args:
        text: one line, or the lines of one paragraph.
        patterns: the knowledge in use (`roles`).

    Returns:
        '' and no statements where the line has no label.
    """
    labels: list[tuple[int, int, Role, str]] = []
    for colon in _COLON.finditer(text):
        found = _label_before(text, labels[-1][1] if labels else 0, colon.start(), patterns)
        if found is not None:
            labels.append((found[0], colon.end(), found[1], text[found[0] : colon.start()]))
    if not labels:
        return "", _leading(text, patterns)
    ends = [label[0] for label in labels[1:]] + [len(text)]
    said: list[Labelled] = []
    for (_, start, role, label), end in zip(labels, ends, strict=True):
        words = _bare(text[start:end])
        said += _statements(role, words if "(" in words else words.rstrip(")"), label, patterns)
    head = text[: labels[0][0]].strip(_EDGES + "(")
    return head if any(c.isalpha() for c in head) else "", said


def label_alone(text: str, patterns: Patterns) -> Labelled | None:
    """The label that a line is made of, its value to come on the next line: "Utfall 2021", "Målnivå:"."""
    label = squeeze(text).rstrip(" :")
    role = _role(label, patterns) if len(label.split()) <= LABEL_WORDS else None
    return Labelled(role, "", label) if role is not None else None


def behind(label: Labelled, text: str, patterns: Patterns) -> list[Labelled]:
    """What a line says whose label stands on the line before it."""
    return _statements(label.role, _bare(text), label.label, patterns)


def is_value(role: Role, text: str, patterns: Patterns) -> bool:
    """Whether words may be what a label announces, and measure or judge: a figure, a verdict, "ej mätt"."""
    if not text or len(text.split()) > VALUE_WORDS:
        return False
    if role == "status":
        return read_verdict(text, "status", patterns).key is not None
    return bool(_FIGURES.search(text)) or says_missing(text, patterns)


def _bare(text: str) -> str:
    """What stands behind a label without the signs around it."""
    words = text.strip().rstrip("( ")
    words = words if _ABBREVIATED.search(words) else words.rstrip(_EDGES)
    return words[leading.end() :] if (leading := _LEADING.match(words)) else words


def _leading(text: str, patterns: Patterns) -> list[Labelled]:
    """The statement of a line that begins with a label and has no colon: "Utfall 2021 – 6,4 %", "Mål 2021 80 %"."""
    parts = _APART.split(text.strip(), maxsplit=1)
    if len(parts) == 2 and len(parts[0].split()) <= LABEL_WORDS and (role := _role(parts[0], patterns)):
        return _statements(role, _bare(parts[1]), squeeze(parts[0]), patterns)
    if ":" in text or after_label(text, "goal", patterns) is not None or is_verdict(text, patterns):
        return []  # "Mål 2 Alla barn ska få …" is no level of 2, "Målet är nått" no label and what it says
    words = text.split()
    for count in range(1, min(len(words), LABEL_WORDS + 1)):
        label, rest = " ".join(words[:count]), " ".join(words[count:])
        if len(rest.split()) > TARGET_WORDS or (role := _role(label, patterns)) not in (*ROLES, "goal"):
            continue
        aims = _YEAR.search(label) or (role == "target" and rest[0].islower())
        if begins_value(rest, patterns) or (aims and is_level(rest, "", patterns)):
            return _statements(role, rest, label, patterns)
    return []


def begins_value(text: str, patterns: Patterns) -> bool:
    """Whether what stands right behind a label is its value: a figure, with a limit or not, no year; a verdict.

    Args:
        text: what follows the label.
        patterns: the knowledge in use (`targets`, `status`).
    """
    limit = finder(patterns, "targets").at(plain(text), 0)
    figure = _VALUE.match(text, limit.end + 1 if limit else 0)
    return (figure is not None and not _YEAR.match(text)) or is_verdict(text, patterns)


def _role(label: str, patterns: Patterns) -> Role | None:
    """The role that a header's words give; None where they give none clearly."""
    scores = {r: s for r, s in header_scores(squeeze(label), patterns["roles"]).items() if r in _LABELS}
    best = max(scores, key=lambda r: scores[r], default="")
    if not best or scores[best] < CLEAR or is_verdict(label, patterns):
        return None
    return "indicator" if best == "key_figure" else best  # type: ignore[return-value]


def _statements(role: Role, words: str, label: str, patterns: Patterns) -> list[Labelled]:
    """What stands behind one label: its own words, another year's behind them, and a sentence as verdict or comment."""
    if role in ("goal", "target"):
        role = "target" if is_level(words, label, patterns) else role
    if role == "value" and (beside := another_years(words, label)):
        return beside
    if role in ("goal", "indicator", "comment") or (end := _SENTENCE.search(words)) is None:
        return [Labelled(role, words, label)]
    rest = words[end.end() :]
    verdict = read_verdict(rest, "status", patterns)
    judged = verdict.key is not None and verdict.confidence >= SURE
    return [
        Labelled(role, words[: end.start()], label),
        Labelled("status" if judged else "comment", rest),
    ]


def is_level(words: str, label: str, patterns: Patterns) -> bool:
    """Whether what is called a "Mål" is a level to reach: a figure, or a direction in few words, or a year's.

    Args:
        words: what stands behind the label.
        label: the label as printed.
        patterns: the knowledge in use (`targets`).
    """
    if not words or len(words.split()) > TARGET_WORDS:
        return False
    if words[0].isupper():  # "Öka" is a level, "Fler ska läsa" a goal
        aims = patterns["targets"].best(words, coverage=AIM_COVERED) is not None
    else:
        aims = finder(patterns, "targets").at(plain(words), 0) is not None
    return bool(_FIGURES.search(words)) or aims or bool(_YEAR.search(label))


def another_years(words: str, label: str) -> list[Labelled]:
    """A value and another year's behind it: "431 200 besök (2015: 418 650)"; nothing where there is none.

    Args:
        words: what stands behind the label.
        label: the label as printed, which heads the value; with the other year, the other.
    """
    match = _BESIDE.match(words)
    if match is None or match["year"] in label:
        return []
    other = f"{_YEAR.sub('', label).strip()} {match['year']}"
    return [Labelled("value", match["own"], label), Labelled("value", match["earlier"].strip(), other)]


def _label_before(text: str, start: int, end: int, patterns: Patterns) -> tuple[int, Role] | None:
    """Where the longest label before a colon begins, and its role; inside a sentence there is none."""
    breaks = [m.end() for m in _BREAK.finditer(text, start, end)]
    begin = breaks[-1] if breaks else start
    words = list(re.finditer(r"\S+", text[begin:end]))
    for word in words[-LABEL_WORDS:]:
        label = text[begin + word.start() : end]
        best = patterns["roles"].best(label, coverage=LABEL_COVERED)
        if best is not None and best.key in _LABELS:
            if word is not words[0] and not label[0].isupper():
                return None
            role = "indicator" if best.key == "key_figure" else best.key
            return begin + word.start(), role  # type: ignore[return-value]
    return None
