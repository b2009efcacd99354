"""Runs the examples that stand beside every pattern: what must match does, and what must not does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.metadata.names import names
from extractor.pattern_schemas import SCHEMAS
from extractor.patterns import Group, Lexicon, Patterns


class Failure(NamedTuple):
    """An example that does not hold."""

    source: str
    schema: str
    key: str
    example: str
    problem: str


def check_examples(patterns: Patterns) -> list[Failure]:
    """Run every example of every group through the matcher that the tool itself uses.

    Returns:
        The examples that do not hold, and groups with phrases but without examples; empty when all is well.
    """
    failures = []
    for lexicon in patterns:
        for group in lexicon:
            if group.phrases and not (group.match and group.reject):
                problem = "a group with phrases needs examples in both `match` and `reject`"
                failures.append(Failure(group.source, lexicon.name, group.key, "", problem))
            tried = (
                _failed_names(patterns, group)
                if lexicon.name == "names"
                else _failed_examples(lexicon, group)
            )
            failures.extend(tried)
    return failures


def _failed_examples(lexicon: Lexicon, group: Group) -> Iterator[Failure]:
    if SCHEMAS[lexicon.name].apart:
        lexicon = Lexicon(lexicon.name, (group,))
    for example in group.match:
        best = lexicon.best(example)
        got = best.key if best else lexicon.glyph(example)
        if got != group.key:
            yield Failure(group.source, lexicon.name, group.key, example, f"must match, but gives {got}")
    for example in group.reject:
        best = lexicon.best(example)
        if best is not None and best.key == group.key:
            yield Failure(
                group.source, lexicon.name, group.key, example, f"must not match, but {best.phrase!r} does"
            )


def _failed_names(patterns: Patterns, group: Group) -> Iterator[Failure]:
    """Templates of names are tried as names: their capitals count."""
    for example in group.match:
        if not names(patterns).find(group.key, example):
            yield Failure(group.source, "names", group.key, example, "must match, but gives None")
    for example in group.reject:
        found = names(patterns).find(group.key, example)
        if found:
            yield Failure(group.source, "names", group.key, example, f"must not match, but gives {found!r}")
