"""Review in the terminal: documents and what is left, the table as extracted, and the evidence beside it."""

from __future__ import annotations

import os
from collections.abc import Callable

from extractor.review.queue import Item
from extractor.review.session import Review
from extractor.screens.review.terminal import without_colour


def run(review: Review, load: Callable[[], list[Item]], document_id: str = "") -> tuple[int, int]:
    """Run the application until the person quits.

    Args:
        review: the session that stores what is decided.
        load: gives what is left to decide, in order.
        document_id: the one document to look at, '' for all.

    Returns:
        How many items were decided, and how many are left.
    """
    plain = without_colour()
    if plain:
        os.environ["NO_COLOR"] = "1"  # how Textual is told

    from extractor.screens.review.app import ReviewApp  # noqa: PLC0415 - half a second that --plain need not wait

    app = ReviewApp(review, load, document_id, no_colour=plain)
    app.run()
    if app.return_code:
        raise RuntimeError("The review application ended by a defect; everything decided is stored.")
    return len(app.desk.done), len(app.desk.items) - len(app.desk.done)
