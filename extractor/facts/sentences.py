"""Running text → sentences with their quantities, directions and verdicts, by spaCy's blank Swedish pipeline.

spaCy brings tokens, sentence ends and phrase matching; reading Swedish numbers is this project's own
component (`extractor.values.quantities`). The phrases live in `patterns/changes.toml` and `patterns/verdicts.toml`.
spaCy takes a second to import, so it is imported on first use.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.patterns import Patterns
from extractor.phrases import Hit, finder, plain
from extractor.values.quantities import Reading, read_quantities

if TYPE_CHECKING:
    from collections.abc import Callable

_ABBREVIATED = re.compile(
    r"(?:\b(?:ca|bl ?\.?a|t ?\.?ex|dvs|d ?\.?v ?\.?s|s ?\.?k|p ?\.?g ?\.?a|pga|m ?\.?m|o ?\.?s ?\.?v|jfr|kl|nr|resp|"
    r"inkl|exkl|ev|fg|föreg|tom|t ?\.?o ?\.?m|f ?\.?r ?\.?o ?\.?m|avs|avd|kap|milj|ack))\.$",
    re.IGNORECASE,
)
_MATCHED = ("changes", "verdicts")


class Sentence(NamedTuple):
    """One sentence and what was found in it."""

    text: str
    low: str
    """`plain(text)`: same length, for searching."""
    reading: Reading
    changes: tuple[Hit, ...]
    verdicts: tuple[Hit, ...]


_UNBROKEN = re.compile(r"\S{1000}")
"""A word no report prints: the remains of a broken file, which the tokeniser would cut letter by letter."""
_BLANKS = re.compile(r"[^\S ]|  ")
"""Blanks that are words to the tokeniser."""
_PLAIN_END = re.compile(r"(?<!\S)(?:\d+|[^\W\d_]*[a-zåäö])\.(?= [^\W_])")
"""A full stop after a word of letters or a number, before another: the tokeniser cuts it off, unless it knows both as
an abbreviation."""


class _Pipeline:
    """spaCy's tokeniser, sentence splitter and phrase matchers for one version of the patterns."""

    def __init__(self, patterns: Patterns) -> None:
        import spacy  # noqa: PLC0415 - a second to import; only who reads commentary pays it
        from spacy.matcher import PhraseMatcher  # noqa: PLC0415

        self._nlp: Any = spacy.blank("sv")
        sentencizer = self._nlp.add_pipe("sentencizer")
        self._ending = re.compile("[" + re.escape("".join(sorted(sentencizer.punct_chars))) + "]")
        self._abbreviations = frozenset(self._nlp.tokenizer.rules)
        self._matchers: dict[str, Any] = {}
        for schema in _MATCHED:
            matcher = PhraseMatcher(self._nlp.vocab, attr="ORTH")
            for group in patterns[schema]:
                exact = [plain(p) for p in group.phrases if "*" not in p]
                matcher.add(group.key, [self._nlp.make_doc(p) for p in exact])
            self._matchers[schema] = matcher
        self._patterns = patterns

    def sentences(self, text: str) -> list[tuple[str, dict[str, list[Hit]]]]:
        """The text's sentences, each with the phrases found in it."""
        if _UNBROKEN.search(text):
            return []
        if text == text.strip() and not self._ending.search(text, 0, len(text) - 1):
            return [(text, self._phrases(text))] if text else []
        bounds: list[tuple[int, int]] = []
        for start, end in self._plain_cuts(text) or self._cuts(text):
            if bounds and _continues(text[bounds[-1][0] : bounds[-1][1]], text[start:end]):
                bounds[-1] = (bounds[-1][0], end)
            else:
                bounds.append((start, end))
        return [(text[a:b], self._phrases(text[a:b])) for a, b in bounds]

    def _cuts(self, text: str) -> list[tuple[int, int]]:
        """Where the sentences of a text begin and end."""
        return [(span.start_char, span.end_char) for span in self._nlp(text).sents]

    def _plain_cuts(self, text: str) -> list[tuple[int, int]]:
        """The same without its tokens, where every full stop plainly ends a sentence; none otherwise."""
        ends = [m.end() for m in _PLAIN_END.finditer(text) if m[0] not in self._abbreviations]
        if len(ends) < len(self._ending.findall(text, 0, len(text) - 1)):
            return []
        if text != text.strip() or _BLANKS.search(text):
            return []
        return list(zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True))

    def _phrases(self, sentence: str) -> dict[str, list[Hit]]:
        low = plain(sentence)
        found = {schema: list(finder(self._patterns, schema).all(low)) for schema in _MATCHED}
        if not any(found.values()):
            return found
        # The finder's hits do not overlap; the tokens tell what else stands there.
        tokens = self._nlp.make_doc(low)
        for schema, matcher in self._matchers.items():
            found[schema] += [
                Hit(tokens.vocab.strings[key], tokens[a].idx, tokens[b - 1].idx + len(tokens[b - 1]))
                for key, a, b in matcher(tokens)
            ]
        return {schema: _longest(spans) for schema, spans in found.items()}


_pipelines: dict[str, _Pipeline] = {}


def read_sentences(text: str, report_period: str, patterns: Patterns) -> list[Sentence]:
    """A paragraph's sentences with their quantities, directions and verdicts.

    Args:
        text: the paragraph.
        report_period: label of the report's own period.
        patterns: the knowledge in use.

    Returns:
        The sentences in order; abbreviations ("ca.", "bl.a.") end none.
    """
    if patterns.version not in _pipelines:
        _pipelines[patterns.version] = _Pipeline(patterns)
    out = []
    for sentence, phrases in _pipelines[patterns.version].sentences(text):
        reading = read_quantities(sentence, role_kind="text", report_period=report_period, patterns=patterns)
        changes, verdicts = (tuple(phrases[s]) for s in _MATCHED)
        out.append(Sentence(sentence.strip(), plain(sentence), reading, changes, verdicts))
    return out


def _continues(before: str, after: str) -> bool:
    """Whether a sentence goes on: it ended in an abbreviation, or the next begins in lower case."""
    return bool(_ABBREVIATED.search(before.rstrip())) or after.lstrip()[:1].islower()


def _longest(hits: list[Hit]) -> list[Hit]:
    """Hits without those that lie inside a longer one, left to right."""
    kept: list[Hit] = []
    size: Callable[[Hit], tuple[int, int]] = lambda h: (h.start - h.end, h.start)  # noqa: E731
    for hit in sorted(set(hits), key=size):
        if not any(k.start <= hit.start and hit.end <= k.end for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)
