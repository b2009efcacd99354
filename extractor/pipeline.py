"""The one place that knows the order of the stages."""

from __future__ import annotations

import msgspec

from extractor.facts.cell_comments import comments_in_cells
from extractor.facts.commentary import attach_comments, fill_status
from extractor.facts.figure_facts import figure_observations
from extractor.facts.figures import find_figures, money_unit
from extractor.facts.mining import mine_comments
from extractor.facts.scorecard_facts import flag_unread, scorecard_observations
from extractor.metadata.find import find_metadata
from extractor.model import Assignment, Control, Document, Observation, Report, Scorecard, Table
from extractor.patterns import Patterns
from extractor.scorecards.listed import with_listed_cards
from extractor.scorecards.summaries import measured_names, repeats
from extractor.scorecards.unread import unread_tables
from extractor.sections.assignments import find_assignments
from extractor.sections.controls import find_controls
from extractor.swedish import squeeze


def extract(document: Document, patterns: Patterns) -> Report:
    """Everything the report says, from a document as read.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use.

    Returns:
        Scorecards, comments, figures, assignments, controls and observations with their places; the document's notes
        name the tables that judge their rows but gave none.
    """
    metadata = find_metadata(document, patterns)
    document, scorecards = with_listed_cards(document, patterns, period=metadata.period)
    assignments = find_assignments(document, patterns)
    controls = find_controls(document, patterns)
    taken = _taken(document, scorecards, assignments, controls)
    notes = (*document.notes, *unread_tables(document, taken | _repeating(document, scorecards), patterns))
    document = msgspec.structs.replace(document, notes=notes)
    money = money_unit(document, patterns)
    figures = find_figures(document, taken, patterns, money=money)
    scorecards = flag_unread(scorecards, metadata, patterns)
    comments = attach_comments(document, scorecards, patterns)
    told = (*comments, *comments_in_cells(scorecards))
    scorecards = fill_status(scorecards, comments, patterns)
    tables = tuple(b for b in document.blocks if isinstance(b, Table))
    of_rows = scorecard_observations(scorecards, metadata, patterns, money_unit=money, tables=tables)
    units = {(o.table_no, o.row_no): o.unit for o in of_rows if o.unit and o.table_no and o.row_no}
    observations = (
        *of_rows,
        *figure_observations(figures, metadata, patterns),
        *mine_comments(told, scorecards, metadata, patterns, units),
    )
    return Report(
        document=document,
        metadata=metadata,
        scorecards=scorecards,
        comments=comments,
        figures=figures,
        assignments=assignments,
        controls=controls,
        observations=_once(observations),
    )


def _taken(
    document: Document,
    scorecards: tuple[Scorecard, ...],
    assignments: tuple[Assignment, ...],
    controls: tuple[Control, ...],
) -> frozenset[int]:
    """Numbers of the tables that other stages have read: figures are the rest."""
    read = {row.table_no for card in scorecards for row in card.rows}
    read |= {card.table_no for card in scorecards}
    said = {
        frozenset(map(squeeze, (c.activity, c.method, c.performed, c.result, c.actions))) - {""}
        for c in controls
    }
    said |= {frozenset({squeeze(a.title)}) - {""} for a in assignments}
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        texts = {squeeze(cell.text) for cell in block.cells}
        # A row, not a word: a fee may be controlled and budgeted.
        if any(row and row <= texts for row in said):
            read.add(block.number)
    return frozenset(read)


def _repeating(document: Document, scorecards: tuple[Scorecard, ...]) -> frozenset[int]:
    """Numbers of the tables that only repeat what the scorecards say."""
    names = measured_names(scorecards)
    tables = (b for b in document.blocks if isinstance(b, Table))
    return frozenset(t.number for t in tables if repeats(t, names))


def _once(observations: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The observations without exact repetitions: one sentence says one thing once."""
    return tuple(dict.fromkeys(observations))
