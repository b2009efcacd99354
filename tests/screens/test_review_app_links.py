"""Findings and links in the review application: the keys that decide about them, and what a correction does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.model import Link
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.session import Review
from extractor.screens.review.app import ReviewApp
from tests.support.doubted import EARLIER, READ_ID, put, with_targets
from tests.support.reports import report, row
from tests.support.reviewing import (
    Start,
    drive,
    last,
    made,
    seen,
    started,
    words,
)


@pytest.mark.parametrize(("key", "verdict"), [("a", "confirmed"), ("x", "dismissed")])
def test_a_finding_is_real_or_not_with_a_note(start: Start, archive: Archive, key: str, verdict: str) -> None:
    shown = drive(start("finding"))
    assert "a: " in shown
    assert "b: " in shown
    drive(started(archive, "finding"), [key, *words("rapporten medger"), "enter"])
    assert (last(archive).verdict, last(archive).note) == (verdict, "rapporten medger")


def test_a_finding_is_not_decided_if_the_note_is_left_with_escape(start: Start, archive: Archive) -> None:
    drive(start("finding"), ["a", "escape"])
    assert made(archive) == []


def test_a_finding_that_rests_on_a_number_corrected_since_is_looked_at_anew_with_r(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        wrong = row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "38 %", "met")
        put(archive, with_targets(report("2020", [wrong])), "2020.pdf")
        relate(archive, built_in())
        app = started(archive)
        assert [i.kind for i in app.desk.items] == ["finding"]
        shown: list[str] = []

        def look(_: object) -> None:
            shown.append(seen(app))

        drive(app, ["g", "e", *["backspace"] * 4, *words("3,8 %"), "enter", "n", look, "R"])
        assert "status_vs_value" in shown[0]
        assert "R tells whether it still holds" in shown[0]
        assert archive.findings() == []
        assert app.desk.left() == 0


@pytest.fixture
def linking(tmp_path: Path) -> Iterator[ReviewApp]:
    with Archive(tmp_path / "links.db") as archive:
        put(archive, EARLIER, "2019.pdf")
        rows = [row(1, "God arbetsmiljö", "Frånvaro på grund av ohälsa", "högst 4 %", "5,1 %")]
        put(archive, report("2020", rows), "2020.pdf")
        relate(archive, built_in())
        review = Review(archive, built_in(), "anna")
        suggest_beside(archive, "Sjukfrånvaro")
        yield ReviewApp(review, lambda: review.queue(kinds=("link",)))


def suggest_beside(archive: Archive, name: str) -> None:
    """A suggestion of linking beside the links that were found."""
    known = next(i for i in archive.indicators() if i.name == name)
    found = [k for d in archive.documents() for k in archive.links(d.document_id) if d.document_id != READ_ID]
    suggestion = Link(
        document_id=READ_ID, indicator_id=known.indicator_id, level="likely", table_no=1, row_no=1, suggestion=True
    )  # fmt: skip
    archive.save_unit(known.organisation, known.unit, archive.indicators(), [*found, suggestion], [])


@pytest.mark.parametrize(("key", "verdict"), [("a", "same"), ("x", "different"), ("w", "new")])
def test_a_link_is_the_same_not_the_same_or_new(linking: ReviewApp, key: str, verdict: str) -> None:
    def look(_: object) -> None:
        shown = seen(linking)
        assert "Frånvaro på grund av ohälsa" in shown
        assert "the same as  Sjukfrånvaro?" in shown
        assert "4,8 %" in shown, "what the other year says"

    drive(linking, [look, key])
    (decision,) = linking.review.archive.decisions()
    assert (decision.kind, decision.verdict, decision.about.document_id) == ("link", verdict, READ_ID)
