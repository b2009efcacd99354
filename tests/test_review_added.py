"""Rows that the tool did not find are entered by a person, and kept like any decision."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import cli
from extractor.archive import Archive
from extractor.errors import ReviewError
from extractor.export import scorecard_records
from extractor.model import Box, Place, Role
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.decisions import trail
from extractor.review.session import Review
from extractor.series import all_series, matching
from tests.support.doubted import READ_ID, SICK, STAFF, fill, put, with_targets
from tests.support.reports import report, row

MISSED = {
    "goal": "God arbetsmiljö",
    "indicator": "Nöjda medarbetare",
    "target": "minst 80 %",
    "value": "76 %",
}
JUDGED = {**MISSED, "status": "ej uppnått", "previous_value": "74 %"}


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        fill(opened)
        yield opened


@pytest.fixture
def review(archive: Archive) -> Review:
    return Review(archive, built_in(), "anna")


def names(archive: Archive, document_id: str = READ_ID) -> list[str]:
    return [r.text("indicator") for c in archive.report(document_id).scorecards for r in c.rows]


def test_an_entered_row_stands_in_the_scorecards_and_its_numbers_in_the_series(
    review: Review, archive: Archive
) -> None:
    review.add_row(READ_ID, 1, JUDGED)
    assert names(archive) == ["Sjukfrånvaro", "Personalomsättning", "Nöjda medarbetare"]
    review.settle()
    (series,) = matching(all_series(archive), "nöjda medarbetare")
    assert [(p.period, p.value) for p in series.points if p.kind == "actual"] == [
        ("2019", Decimal(74)), ("2020", Decimal(76)),
    ]  # fmt: skip


def test_its_status_is_a_verdict_and_the_export_tells_who_said_so(review: Review, archive: Archive) -> None:
    made = review.add_row(READ_ID, 1, JUDGED, note="Står i löptexten")
    *_, record = scorecard_records(archive.find(READ_ID), archive.report(READ_ID), ())
    assert (record["status"], record["confidence"], record["reviewed"]) == ("not_met", 1.0, True)
    assert "indicator:added_in_review" in record["flags"]
    assert (made.user, made.note, bool(made.time)) == ("anna", "Står i löptexten", True)


def test_its_place_is_the_page_or_the_box_on_it(review: Review, archive: Archive) -> None:
    review.add_row(READ_ID, 1, MISSED, box=Box(10, 20, 200, 40))
    place = archive.report(READ_ID).scorecards[-1].rows[0].field("value").place
    assert place is not None
    assert (place.page, place.box) == (1, Box(10, 20, 200, 40))


def test_it_is_kept_when_the_report_is_read_again(review: Review, archive: Archive) -> None:
    review.add_row(READ_ID, 1, MISSED)
    put(archive, report("2020", [SICK, STAFF]), "2020.pdf")
    relate(archive, built_in())
    assert names(archive)[-1] == "Nöjda medarbetare"


def test_a_reading_that_finds_the_row_takes_its_place(review: Review, archive: Archive) -> None:
    review.add_row(READ_ID, 1, MISSED)
    put(archive, report("2020", [SICK, STAFF, row(3, *MISSED.values(), "not_met")]), "2020.pdf")
    relate(archive, built_in())
    assert names(archive).count("Nöjda medarbetare") == 1
    assert [s.state for s in trail(archive)] == ["applied"]


def test_what_is_then_read_otherwise_is_doubted(review: Review, archive: Archive) -> None:
    review.add_row(READ_ID, 1, MISSED)
    found = row(3, MISSED["goal"], MISSED["indicator"], MISSED["target"], "16 %", "not_met")
    put(archive, report("2020", [SICK, STAFF, found]), "2020.pdf")
    relate(archive, built_in())
    field = archive.report(READ_ID).scorecards[-1].rows[-1].field("value")
    assert field.text == "16 %"
    assert "decision_stale" in field.reasons
    assert field.confidence < 0.5


def test_the_numbers_of_what_is_read_otherwise_are_doubted_too(review: Review, archive: Archive) -> None:
    review.add_row(READ_ID, 1, MISSED)
    found = row(3, MISSED["goal"], MISSED["indicator"], MISSED["target"], "16 %", "not_met")
    put(archive, with_targets(report("2020", [SICK, STAFF, found])), "2020.pdf")
    relate(archive, built_in())
    told = {o.kind: o.confidence for o in archive.report(READ_ID).observations if o.row_no == 3}
    assert told["actual"] < 0.5
    assert told["target"] > 0.9


def test_it_can_be_taken_back_and_taken_up_again(review: Review, archive: Archive) -> None:
    review.add_row(READ_ID, 1, MISSED)
    review.undo()
    assert len(names(archive)) == 2
    review.redo()
    assert len(names(archive)) == 3


def test_entered_again_under_the_same_name_it_replaces_the_first(review: Review, archive: Archive) -> None:
    review.add_row(READ_ID, 1, MISSED)
    review.add_row(READ_ID, 1, {**MISSED, "value": "77 %"})
    assert [r.text("value") for c in archive.report(READ_ID).scorecards for r in c.rows][2:] == ["77 %"]


@pytest.mark.parametrize("change", [{"target": "minst 85 %"}, {"target": ""}, {"perspective": "Medarbetare"}])
def test_also_with_another_target_or_heading_it_stands_once(
    review: Review, archive: Archive, change: dict[Role, str]
) -> None:
    review.add_row(READ_ID, 1, MISSED)
    review.add_row(READ_ID, 1, {**MISSED, **change})
    (entered,) = [r for c in archive.report(READ_ID).scorecards for r in c.rows][2:]
    assert {role: entered.text(role) for role in change} == change
    assert [s.state for s in trail(archive)] == ["superseded", "applied"]
    review.undo()
    (entered,) = [r for c in archive.report(READ_ID).scorecards for r in c.rows][2:]
    assert entered.text("target") == MISSED["target"]


def test_one_of_another_name_or_goal_is_another_row(review: Review, archive: Archive) -> None:
    for change in ({}, {"indicator": "Nöjda medarbetare B"}, {"goal": "God hälsa"}):
        review.add_row(READ_ID, 1, {**MISSED, **change})
    assert len(names(archive)) == 2 + 3


@pytest.mark.parametrize("box", [(90, 20, 10, 40), (10, 40, 90, 20), (-1, 0, 5, 5), (0, 0, 5, math.nan)])
def test_a_box_that_is_no_place_is_refused(review: Review, archive: Archive, box: tuple[float, ...]) -> None:
    with pytest.raises(ReviewError, match="no place on a page"):
        review.add_row(READ_ID, 1, MISSED, box=Box(*box))
    assert archive.decisions() == []


@pytest.mark.parametrize(
    ("typed", "page", "why"),
    [
        ({"indicator": "Nöjda medarbetare"}, 1, "value, target or status"),
        ({"value": "76 %"}, 1, "indicator or a goal"),
        (MISSED, 99, "no page 99"),
        ({**MISSED, "value": "1.234"}, 1, "thousand"),
        ({**MISSED, "status": "blå"}, 1, "none of met"),
        ({"goal": "God arbetsmiljö", "indicator": "Sjukfrånvaro", "target": "högst 4 %"}, 1, "has this row"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(review: Review, typed, page: int, why: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ReviewError, match=why):
        review.add_row(READ_ID, page, typed)


def test_its_fields_are_changed_by_entering_it_again(review: Review) -> None:
    review.add_row(READ_ID, 1, MISSED)
    item = review.item(READ_ID, 2, 1, "value")
    with pytest.raises(ReviewError, match="entered by a person"):
        review.decide(item, "edited", "77 %")


def test_every_form_of_the_report_has_it(review: Review, archive: Archive) -> None:
    other = report("2020", [SICK, STAFF], seed="word")
    put(archive, other, "2020.docx")
    review.add_row(READ_ID, 1, MISSED, box=Box(10, 20, 200, 40))
    review.settle()
    there = archive.report(other.document.sha256[:16]).scorecards[-1].rows[0]
    assert there.text("indicator") == "Nöjda medarbetare"
    assert there.field("value").place == Place(page=1)  # the box is another file's


def test_a_command_enters_it_too(archive: Archive, tmp_path: Path) -> None:
    place = str(tmp_path / "styrkort.db")
    typed = ["--indicator", "Nöjda medarbetare", "--value", "76 %", "--status", "met", "--user", "anna"]
    done = CliRunner().invoke(cli, ["add-row", "2020.pdf", "--page", "1", *typed, "--archive", place])
    assert (done.exit_code, "added: Nöjda medarbetare, page 1" in done.output) == (0, True), done.output
    assert names(archive)[-1] == "Nöjda medarbetare"
    assert [d.user for d in archive.decisions()] == ["anna"]
