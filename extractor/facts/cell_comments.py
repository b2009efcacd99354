"""Comments that stand in a scorecard's own cells: running text beside that of the document's paragraphs."""

from __future__ import annotations

from extractor.facts.commentary import BY_HEADING
from extractor.model import Comment, Place, Row, Scorecard


def comments_in_cells(scorecards: tuple[Scorecard, ...]) -> tuple[Comment, ...]:
    """The comments that stand in a scorecard's own cells, each once, with its row where it is one row's alone."""
    rows: dict[tuple[Place | None, str], list[Row]] = {}
    for row in (row for card in scorecards for row in card.rows):
        field = row.field("comment")
        if field.text.strip():
            rows.setdefault((field.place, field.text), []).append(row)
    return tuple(
        Comment(
            heading="", text=text, place=place or Place(page=some[0].page), confidence=BY_HEADING,
            table_no=some[0].table_no if len(some) == 1 else None,
            row_no=some[0].row_no if len(some) == 1 else None,
        )
        for (place, text), some in rows.items()
    )  # fmt: skip
