"""Headings with what is set above and below them, taken apart and put together as a line would say it.

A label in small letters above a heading ("Nämndmål") says what the heading is, as a label before a colon does; a line
or a small box below it ("Uppfylls delvis", often with a light) says how the goal is judged.

Promises that nothing but such labels is joined with a heading, that a judgement below a heading stays a line of its own
that is neither a heading nor a table, and that raw texts and places stay those of the headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from extractor.model import Block, Paragraph, Table
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.content import is_verdict
from extractor.scorecards.goal_names import FEWEST_PROVEN_WORDS, GOAL_WORDS
from extractor.scorecards.labelled import Kind, after_label, is_label
from extractor.swedish import squeeze, without_number

BOX_CELLS = 3
"""Most cells of a box that only judges: a label, a light, the words."""
_KINDS: tuple[Kind, ...] = ("goal", "perspective")


def is_judgement(text: str, patterns: Patterns) -> bool:
    """Whether a line says no more than how far a goal is reached: "Uppfylls delvis", never "Trygg skola".

    Args:
        text: one line.
        patterns: the knowledge in use (`claims`, `status`).
    """
    return bool(finder(patterns, "claims", "reaches").all(plain(text))) and is_verdict(text, patterns)


def judges(line: Paragraph, patterns: Patterns) -> bool:
    """Whether a line only judges: by its words, or by a light beside the word for judgements ("Måluppfyllelse ●").

    Args:
        line: the line, with the symbols set in it.
        patterns: the knowledge in use.
    """
    by_light = bool(line.symbols) and is_label(squeeze(line.text), "judgement", patterns)
    return by_light or is_judgement(line.text, patterns)


def unstacked(blocks: Sequence[Block], patterns: Patterns) -> tuple[Block, ...]:
    """The blocks of a document with each label above a heading set before it, as "Nämndmål: Trygg skola".

    Args:
        blocks: everything that a document holds.
        patterns: the knowledge in use (`labels`, `claims`, `status`).

    Returns:
        The blocks in the same order; a line that judges what stands above it is no heading, and a box that does a line.
    """
    lines = [line for block in blocks for line in _lines(block, patterns)]
    out: list[Block] = []
    for block in lines:
        label = out[-1] if out else None
        if not isinstance(block, Paragraph) or not isinstance(label, Paragraph):
            out.append(block)
        elif _is_over(label, block, patterns):
            out[-1] = _joined(label.text, block)
        elif is_label(squeeze(label.text), "judgement", patterns) and judges(block, patterns):
            out[-1] = msgspec.structs.replace(block, symbols=label.symbols + block.symbols)
        else:
            out.append(block)
    return tuple(out)


def _is_over(label: Paragraph, heading: Paragraph, patterns: Patterns) -> bool:
    """Whether a line is the label of the heading below it; a heading of a higher level is a section's name."""
    if not heading.level or 0 < label.level < heading.level or label.bullet:
        return False
    return _labels(label.text, patterns) and _may_be_labelled(heading.text, patterns)


def _labels(text: str, patterns: Patterns) -> bool:
    return any(is_label(squeeze(text), kind, patterns) for kind in _KINDS)


def _may_be_labelled(text: str, patterns: Patterns) -> bool:
    """Whether a text may be what a label speaks of: it has none of its own and judges nothing."""
    line = without_number(text)
    if _labels(line, patterns) or any(after_label(line, kind, patterns) for kind in _KINDS):
        return False
    return FEWEST_PROVEN_WORDS <= len(line.split()) <= GOAL_WORDS


def _joined(label: str, heading: Paragraph) -> Paragraph:
    text = f"{squeeze(label).rstrip(' :.')}: {without_number(heading.text)}"
    return msgspec.structs.replace(heading, text=text)


def _lines(block: Block, patterns: Patterns) -> Iterator[Block]:
    """A block as the lines it is read as: a judging box or heading as a line, a label and a judgement set off."""
    if isinstance(block, Table):
        judging = _box(block, patterns)
        yield block if judging is None else judging
        return
    if judges(block, patterns):
        yield msgspec.structs.replace(block, level=0)
        return
    counts = [len(line.split()) for line in block.raw.split("\n") if line.strip()]
    words = block.text.split()  # as restored, and made whole over the lines' ends
    first, last = (
        (" ".join(words[: counts[0]]), " ".join(words[-counts[-1] :])) if len(counts) > 1 else ("", "")
    )
    label = first if _labels(first, patterns) else ""
    marked = label or block.symbols or block.level  # running text may well end in such words
    judged = last if marked and is_judgement(last, patterns) else ""
    name = " ".join(words[len(label.split()) : len(words) - len(judged.split())])
    if not (label or judged) or not _may_be_labelled(name, patterns):
        yield block
        return
    symbols = () if judged else block.symbols
    goal = msgspec.structs.replace(block, text=name, symbols=symbols)
    yield _joined(label, goal) if label else goal
    if judged:
        yield msgspec.structs.replace(block, text=judged, level=0)


def _box(table: Table, patterns: Patterns) -> Paragraph | None:
    """The line that a box of one row says, where it only judges; None where it holds anything else."""
    if table.row_count != 1 or table.column_count > BOX_CELLS:
        return None
    worded = [c for c in table.cells if c.text.strip()]
    said = (
        worded[1:]
        if len(worded) == 2 and is_label(squeeze(worded[0].text), "judgement", patterns)
        else worded
    )
    if len(said) != 1:
        return None
    symbols = tuple(s for c in table.cells for s in c.symbols)
    text = squeeze(said[0].text)
    line = Paragraph(text=text, raw=said[0].raw or text, place=table.place, symbols=symbols)
    return line if judges(line, patterns) else None
