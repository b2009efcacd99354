"""What a person decides is stored at once, changes everything that is read from it, and can be taken back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from extractor.archive import Archive
from extractor.errors import NotFoundError, ReviewError
from extractor.export import scorecard_records
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.session import Review
from extractor.series import all_series, matching
from tests.support.doubted import (
    READ,
    READ_ID,
    SICK,
    STAFF,
    doubted,
    fill,
    put,
    unsure,
    with_targets,
)
from tests.support.reports import report, row


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        fill(opened)
        yield opened


@pytest.fixture
def review(archive: Archive) -> Review:
    return Review(archive, built_in(), "anna")


def values(archive: Archive, document_id: str, row_no: int = 1) -> list[tuple[str, Decimal | None]]:
    found = archive.report(document_id).observations
    return [(o.kind, o.value) for o in found if o.row_no == row_no and o.kind == "actual"]


def test_an_edited_value_is_a_number_of_the_series_at_once(review: Review, archive: Archive) -> None:
    item = doubted(review)
    review.decide(item, "edited", "5,1 %", note="kommatecken")
    assert values(archive, item.document_id) == [("actual", Decimal("5.1"))]
    review.settle()
    (series,) = matching(all_series(archive), "sjukfrånvaro")
    assert [(p.period, p.value) for p in series.points if p.kind == "actual"] == [
        ("2019", Decimal("4.8")), ("2020", Decimal("5.1")),
    ]  # fmt: skip


def test_a_decided_field_is_sure_and_keeps_what_was_read(review: Review, archive: Archive) -> None:
    item = doubted(review)
    review.decide(item, "edited", "5,1 %")
    decided = review.item(item.document_id, 1, 1, "value").field
    assert (decided.text, decided.raw, decided.confidence, decided.reasons) == ("5,1 %", "51 %", 1.0, ())
    assert decided.reviewed
    assert archive.reading(item.document_id).scorecards[0].rows[0].field("value").text == "51 %"


def test_the_export_marks_the_row_reviewed_and_no_other(review: Review, archive: Archive) -> None:
    item = doubted(review)
    review.decide(item, "accepted")
    records = scorecard_records(archive.find(item.document_id), archive.report(item.document_id), ())
    assert [r["reviewed"] for r in records] == [True, False]


def test_a_row_with_another_doubt_left_is_not_reviewed(archive: Archive) -> None:
    put(archive, report("2020", [unsure(unsure(SICK, "value"), "target"), STAFF]), "2020.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    review.decide(next(i for i in review.queue() if i.role == "value"), "accepted")
    item = next(i for i in review.queue() if i.role == "target")
    assert not archive.report(item.document_id).scorecards[0].rows[0].reviewed


def test_an_accepted_number_is_sure_in_the_series(review: Review, archive: Archive) -> None:
    item = doubted(review)
    review.decide(item, "accepted")
    (actual,) = [
        o for o in archive.report(item.document_id).observations if (o.row_no, o.kind) == (1, "actual")
    ]
    assert (actual.value, actual.confidence, actual.reviewed) == (Decimal(51), 1.0, True)


def test_a_rejected_field_is_empty_for_a_reason(review: Review, archive: Archive) -> None:
    item = doubted(review)
    review.decide(item, "rejected")
    rejected = review.item(item.document_id, 1, 1, "value").field
    assert (rejected.text, rejected.raw, rejected.reasons) == ("", "51 %", ("rejected_in_review",))
    assert values(archive, item.document_id) == []


def test_a_row_that_is_none_leaves_scorecard_and_series(review: Review, archive: Archive) -> None:
    item = doubted(review)
    review.not_a_row(item)
    review.settle()
    assert [r.row_no for r in archive.report(item.document_id).scorecards[0].rows] == [2]
    (series,) = matching(all_series(archive), "sjukfrånvaro")
    assert {p.period for p in series.points if p.kind == "actual"} == {"2019"}


def test_a_status_is_decided_by_its_name_or_its_words(review: Review, archive: Archive) -> None:
    item = review.item(doubted(review).document_id, 1, 1, "status")
    assert review.preview(item, "Delvis uppfyllt").value == "partly_met"
    review.decide(item, "edited", "Delvis uppfyllt")
    assert review.item(item.document_id, 1, 1, "status").field.normal == "partly_met"


def test_a_decision_removes_the_finding_that_rested_on_the_wrong_number(archive: Archive) -> None:
    wrong = row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "38 %", "met")
    put(archive, with_targets(report("2020", [wrong, STAFF])), "2020.pdf")
    relate(archive, built_in())
    assert "status_vs_value" in {f.code for f in archive.findings()}
    review = Review(archive, built_in(), "anna")
    review.decide(review.item(READ_ID, 1, 1, "value"), "edited", "3,8 %")
    review.settle()
    assert "status_vs_value" not in {f.code for f in archive.findings()}


def test_a_whole_row_is_accepted_and_taken_back_in_one_step(archive: Archive) -> None:
    put(archive, report("2020", [unsure(unsure(SICK, "value"), "target"), STAFF]), "2020.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    review.accept_row(review.queue(kinds=("field",))[0])
    assert review.queue(kinds=("field",)) == []
    review.undo()
    assert len(review.queue(kinds=("field",))) == 2


# ---------------------------------------------------------------- taking back


def test_undo_gives_back_what_was_read_and_redo_what_was_decided(review: Review, archive: Archive) -> None:
    item = doubted(review)
    review.decide(item, "edited", "5,1 %")
    review.undo()
    assert doubted(review).field.text == "51 %"
    review.redo()
    assert review.item(item.document_id, 1, 1, "value").field.text == "5,1 %"
    assert [(d.verdict, bool(d.undone_at)) for d in archive.decisions(undone=True)] == [
        ("edited", True), ("edited", False),
    ]  # fmt: skip


def test_undoing_a_second_decision_lets_the_first_stand_again(review: Review) -> None:
    item = doubted(review)
    review.decide(item, "edited", "5,1 %")
    review.decide(review.item(item.document_id, 1, 1, "value"), "edited", "5,2 %")
    assert review.item(item.document_id, 1, 1, "value").field.text == "5,2 %"
    review.undo()
    assert review.item(item.document_id, 1, 1, "value").field.text == "5,1 %"


def test_a_new_decision_leaves_nothing_to_redo(review: Review) -> None:
    item = doubted(review)
    review.decide(item, "edited", "5,1 %")
    review.undo()
    review.decide(doubted(review), "accepted")
    assert review.redo() is None


def test_there_is_nothing_to_undo_in_the_beginning(review: Review) -> None:
    with pytest.raises(NotFoundError):
        review.undo()


def test_every_decision_tells_who_when_why_and_what_was_seen(review: Review, archive: Archive) -> None:
    review.decide(doubted(review), "edited", "5,1 %", note="kommatecken")
    (d,) = archive.decisions()
    assert (d.user, d.note, d.verdict, d.value, d.seen.raw) == (
        "anna",
        "kommatecken",
        "edited",
        "5,1 %",
        "51 %",
    )
    assert d.time.endswith("+00:00")
    assert (d.about.organisation, d.about.period, d.about.indicator) == (
        "Region Fjällmark",
        "2020",
        "Sjukfrånvaro",
    )


# ---------------------------------------------------------------- what cannot be decided


@pytest.mark.parametrize(
    ("role", "typed"), [("value", "1.234"), ("value", ""), ("status", "kanske"), ("status", "80 %")]
)
def test_what_could_not_be_read_for_sure_is_refused_with_a_reason(review: Review, role, typed: str) -> None:
    item = review.item(doubted(review).document_id, 1, 1, role)
    assert review.preview(item, typed).refusal
    with pytest.raises(ReviewError):
        review.decide(item, "edited", typed)
    assert review.archive.decisions() == []


def test_a_verdict_of_another_kind_is_refused(review: Review) -> None:
    with pytest.raises(ReviewError, match="cannot be confirmed"):
        review.decide(doubted(review), "confirmed")


def test_a_preview_tells_number_unit_and_period(review: Review) -> None:
    (o,) = review.preview(doubted(review), "5,1").observations
    assert (o.value, o.unit, o.period, o.kind) == (Decimal("5.1"), "%", "2020", "actual")


def test_a_preview_of_words_says_that_no_number_comes_of_it(review: Review) -> None:
    assert "no number" in review.preview(doubted(review), "Uppgift saknas").note


# ---------------------------------------------------------------- nothing is lost


def test_what_was_decided_before_the_process_died_is_applied_when_the_archive_is_opened(
    tmp_path: Path,
) -> None:
    with Archive(tmp_path / "a.db") as archive:
        put(archive, READ)
        relate(archive, built_in())
        review = Review(archive, built_in(), "anna")
        review.decide(doubted(review), "edited", "5,1 %")
    with Archive(tmp_path / "a.db") as archive:
        assert archive.unsettled()
        Review(archive, built_in(), "bo")
        (series,) = matching(all_series(archive), "sjukfrånvaro")
        assert [p.value for p in series.points if p.kind == "actual"] == [Decimal("5.1")]
        assert archive.unsettled() == []


def test_a_decision_that_cannot_be_stored_changes_nothing(
    review: Review, archive: Archive, monkeypatch
) -> None:
    from extractor.archive import decisions as stored

    review.decide(doubted(review), "edited", "5,1 %")
    monkeypatch.setattr(stored, "_mark", lambda *_: 1 / 0)
    item = doubted(review) if review.queue(kinds=("field",)) else review.item(READ_ID, 1, 1, "value")
    with pytest.raises(ZeroDivisionError):
        review.decide(item, "edited", "5,2 %")
    assert [(d.value, d.undone_at) for d in archive.decisions(undone=True)] == [("5,1 %", "")]


def test_a_decision_made_while_another_process_relates_is_not_taken_for_applied(
    review: Review, archive: Archive
) -> None:
    item = doubted(review)
    marks = [m for m, *_ in archive.unsettled()]
    review.decide(item, "edited", "5,1 %")
    unit = (READ.metadata.organisation, READ.metadata.unit)
    archive.save_unit(*unit, [], [], [], settled=marks)
    assert len(archive.unsettled()) == 1


# ---------------------------------------------------------------- findings, and fields of many rows


def test_a_finding_is_decided_in_the_same_way(archive: Archive) -> None:
    met = row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "51 %", "met")
    put(archive, with_targets(report("2020", [met])), "2020.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    item = next(i for i in review.queue(kinds=("finding",)) if i.finding.code == "status_vs_value")
    review.decide(item, "dismissed", note="ny mätmetod")
    assert item.item_id not in {i.item_id for i in review.queue(kinds=("finding",))}
    review.undo()
    assert item.item_id in {i.item_id for i in review.queue(kinds=("finding",))}


def test_a_perspective_printed_for_the_whole_card_is_decided_for_all_its_rows(
    review: Review, archive: Archive
) -> None:
    item = review.item(READ_ID, 1, 1, "perspective")
    assert item.field.text == "Medarbetare"
    review.decide(item, "edited", "Personal")
    found = scorecard_records(archive.find(READ_ID), archive.report(READ_ID), ())
    assert [r["perspective"] for r in found] == ["Personal", "Personal"]


def test_a_perspective_the_tool_doubts_is_asked_about_once(archive: Archive) -> None:
    made = report("2020", [SICK, STAFF])
    card = msgspec.structs.replace(made.scorecards[0], reasons=("perspective_far",))
    identity = put(archive, msgspec.structs.replace(made, scorecards=(card,)), "2020.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    (item,) = review.queue(kinds=("field",))
    assert (item.role, item.field.reasons) == ("perspective", ("perspective_far",))
    review.decide(item, "accepted")
    assert review.queue(kinds=("field",)) == []
    assert archive.report(identity).scorecards[0].reasons == ()


def test_what_two_sure_forms_read_differently_is_asked_about(archive: Archive) -> None:
    scan = report(
        "2020", [row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "5,1 %"), STAFF], seed="scan"
    )
    document = msgspec.structs.replace(scan.document, text_layer="recognised")
    put(archive, msgspec.structs.replace(scan, document=document), "scan.pdf")
    put(archive, report("2020", [SICK, STAFF]), "2020.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    (item,) = [i for i in review.queue(kinds=("field",)) if i.role == "value"]
    assert (item.source_path, [d.other_text for d in item.differences]) == ("2020.pdf", ["5,1 %"])
    review.decide(item, "edited", "5,1 %")
    review.settle()
    assert not [i for i in review.queue(kinds=("field",)) if i.role == "value"]


def test_a_goal_over_several_rows_is_asked_about_once_and_decided_for_all(archive: Archive) -> None:
    made = report("2020", [unsure(SICK, "goal"), unsure(STAFF, "goal")])
    put(archive, made, "2020.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    (item,) = review.queue(kinds=("field",))
    review.decide(item, "edited", "Friskare medarbetare")
    assert [r.text("goal") for r in archive.report(READ_ID).scorecards[0].rows] == [
        "Friskare medarbetare"
    ] * 2
    assert review.queue(kinds=("field",)) == []
    review.undo()
    assert len(review.queue(kinds=("field",))) == 1
