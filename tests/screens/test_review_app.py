"""The review application, driven by keys on a corpus: every decision is stored at once and can be taken back."""

from __future__ import annotations

import pytest

from extractor.archive import Archive
from tests.support.reviewing import (
    LARGE,
    SMALL,
    Start,
    drive,
    last,
    looking_at,
    made,
    seen,
    started,
    to,
    words,
)

# ---------------------------------------------------------------- deciding about fields


@pytest.mark.parametrize("key", ["a", "enter"])
def test_a_and_enter_accept_and_go_on_to_the_next(start: Start, archive: Archive, key: str) -> None:
    app = start("field")
    first = app.desk.items[0]
    shown = drive(app, [key])
    assert [(r, v) for r, v, _ in made(archive)] == [(first.role, "accepted")]
    assert last(archive).user == "anna"
    assert app.current is not None
    assert app.current.item_id == app.desk.items[1].item_id
    assert "accepted" in shown
    assert "u takes it back" in shown


def test_a_typed_value_is_previewed_and_stored(start: Start, archive: Archive) -> None:
    app = start("field")
    at = next(n for n, i in enumerate(app.desk.items) if i.role == "target" and "11 %" in i.now)

    def look(_: object) -> None:
        assert "reads as target 2021: <= 12.5 %" in seen(app)
        assert made(archive) == []

    drive(app, [to(app, at), "e", *["backspace"] * 12, *words("högst 12,5 %"), look, "enter"])
    assert made(archive) == [("target", "edited", "högst 12,5 %")]


def test_a_value_that_cannot_be_read_for_sure_is_refused_while_typing_and_on_enter(
    start: Start, archive: Archive
) -> None:
    app = start("field")
    at = next(n for n, i in enumerate(app.desk.items) if i.role == "value" and "%" in i.now)
    shown = drive(app, [to(app, at), "e"] + ["backspace"] * 20 + words("1.234") + ["enter"])
    assert "may be a thousand or one and a bit" in shown
    assert made(archive) == []


def test_an_enumeration_offers_its_values(start: Start, archive: Archive) -> None:
    app = start("field")
    assert app.desk.items[0].role == "status"
    shown = drive(app, ["e"])
    for choice in ("1  met", "2  partly met", "3  not met"):
        assert choice in shown
    drive(started(archive, "field"), ["e", "down", "enter"])
    assert made(archive) == [("status", "edited", "partly_met")]


@pytest.mark.parametrize(("typed", "stored"), [("3", "not_met"), ("Delvis uppnått", "partly_met")])
def test_an_enumeration_takes_a_number_or_the_words_of_the_report(
    start: Start, archive: Archive, typed: str, stored: str
) -> None:
    drive(start("field"), ["e", *words(typed), "enter"])
    assert made(archive) == [("status", "edited", stored)]


def test_escape_leaves_the_field_as_it_was(start: Start, archive: Archive) -> None:
    drive(start("field"), ["e", *words("met"), "escape"])
    assert made(archive) == []


def test_x_rejects_what_is_not_printed(start: Start, archive: Archive) -> None:
    drive(start("field"), ["n", "x"])
    assert [v for _, v, _ in made(archive)] == ["rejected"]


def test_a_whole_row_is_accepted_with_one_key_and_taken_back_with_one(start: Start, archive: Archive) -> None:
    app = start("field")
    row_ids = {i.item_id for i in app.desk.of_row(app.desk.items[0])}
    counts = []
    drive(app, ["w", lambda _: counts.append(len(made(archive))), "u"])
    assert len(row_ids) > 3
    assert counts[0] >= len(row_ids), "fields that are nearly sure, too"
    assert made(archive) == []
    assert app.desk.done == {}


def test_a_row_that_is_none_leaves_the_table(start: Start, archive: Archive) -> None:
    app = start("field")
    item = app.desk.items[0]
    drive(app, ["X"])
    assert made(archive) == [(None, "rejected", "")]
    cards = archive.report(item.document_id).scorecards
    assert (item.table_no, item.row_no) not in {(r.table_no, r.row_no) for c in cards for r in c.rows}


def test_a_row_that_was_not_found_is_typed_in_and_taken_back_with_u(start: Start, archive: Archive) -> None:
    app = start("field")
    item = app.desk.items[0]
    cards = len(archive.report(item.document_id).scorecards)
    typed = ["A", "down", "down", *words("Provat mått"), "down", "down", *words("minst 5"), "enter"]
    shown = drive(app, typed)
    assert "Provat mått: added" in shown
    assert made(archive) == [
        (None, "added", '{"fields":{"indicator":"Provat mått","target":"minst 5"},"box":null}')
    ]
    assert len(archive.report(item.document_id).scorecards) == cards + 1
    again = start("field")
    drive(again, ["u"])
    assert made(archive) == []
    assert len(archive.report(item.document_id).scorecards) == cards


def test_a_row_that_says_nothing_is_refused_and_stays_in_the_window(start: Start, archive: Archive) -> None:
    shown = drive(start("field"), ["A", "down", "down", *words("Provat mått"), "enter"])
    assert "Not stored" in shown
    assert made(archive) == []


def test_a_note_goes_with_the_next_decision_only(start: Start, archive: Archive) -> None:
    drive(start("field"), ["c", *words("ringde enheten"), "enter", "a", "a"])
    assert [d.note for d in archive.decisions()] == ["ringde enheten", ""]


def test_any_cell_can_be_corrected_a_sure_one_too(archive: Archive) -> None:
    app = looking_at(archive, "granvik-ubn-2022.pdf")
    drive(app, ["l", "l", "e", "end", *words("0"), "enter"])
    (decision,) = archive.decisions()
    assert decision.verdict == "edited"
    assert decision.about.document_id == app.sheet.document_id


# ---------------------------------------------------------------- taking back


def test_undo_opens_the_field_again_and_redo_decides_it_again(start: Start, archive: Archive) -> None:
    app = start("field")
    first = app.desk.items[0]
    drive(app, ["a", "u"])
    assert made(archive) == []
    assert app.current is not None
    assert app.current.item_id == first.item_id
    assert app.desk.done == {}
    drive(app := started(archive, "field"), ["x", "u", "U"])
    assert [v for _, v, _ in made(archive)] == ["rejected"]
    assert list(app.desk.done) == [first.item_id]


def test_undo_reaches_the_decisions_of_an_earlier_review(start: Start, archive: Archive) -> None:
    drive(start("field"), ["a"])
    app = started(archive, "field")
    left = app.desk.left()
    drive(app, ["u"])
    assert made(archive) == []
    assert app.desk.left() == left + 1


def test_nothing_to_undo_is_said_and_harms_nothing(start: Start) -> None:
    assert "No decision stands" in drive(start("field"), ["u"])
    assert "Nothing was taken back" in drive(start("field"), ["ctrl+r"])


# ---------------------------------------------------------------- nothing is lost


def test_quitting_and_opening_again_keeps_what_was_decided(start: Start, archive: Archive) -> None:
    app = start("field")
    before = app.desk.left()
    drive(app, ["a", "a", "x", "q"])
    again = started(archive, "field")
    assert len(made(archive)) == 3
    assert again.desk.left() == before - 3


def test_a_decision_that_cannot_be_stored_is_told_and_stays_open(
    start: Start, archive: Archive, monkeypatch
) -> None:
    from extractor.errors import ArchiveError

    app = start("field")

    def locked(*_: object) -> None:
        raise ArchiveError("The archive could not be written: database is locked.", "Try again.")

    monkeypatch.setattr(archive, "record", locked)
    assert "Not stored: The archive could not be written" in drive(app, ["a"])
    assert app.desk.done == {}


# ---------------------------------------------------------------- finding one's way


def test_search_shows_only_what_has_the_words_and_nothing_typed_shows_all(start: Start) -> None:
    app = start("field")
    every = len(app.desk.shown())

    def found(_: object) -> None:
        assert {i.indicator for i in app.desk.shown()} == {"Genomsnittligt meritvärde i årskurs 9"}
        assert app.current is not None
        assert "meritvärde" in app.current.indicator

    drive(app, ["slash", *words("meritvärde"), "enter", found, "slash", *["backspace"] * 12, "enter"])
    assert len(app.desk.shown()) == every


def test_a_search_without_a_hit_says_so_and_keeps_the_list(start: Start) -> None:
    app = start("field")
    assert "Nothing left to decide has 'zzz'" in drive(app, ["slash", *words("zzz"), "enter"])
    assert app.desk.narrowing.words == ""


def test_a_filter_shows_one_perspective_until_everything_is_asked_for(start: Start) -> None:
    app = start("field")
    perspectives = app.desk.perspectives()
    filtered: list[set[str]] = []

    def look(_: object) -> None:
        filtered.append({i.perspective for i in app.desk.shown()})

    drive(app, ["f", "down", "enter", look, "f", "enter", look])
    assert filtered[0] == {perspectives[0]}
    assert filtered[1] - {""} == set(perspectives)


def test_a_filter_shows_what_is_least_sure(start: Start) -> None:
    app = start("field")
    drive(app, ["f", *["j"] * (1 + len(app.desk.perspectives())), "enter"])
    assert app.desk.narrowing.below == 0.7
    assert app.desk.shown()
    assert all(i.field.confidence < 0.7 for i in app.desk.shown())


def test_n_and_shift_n_walk_what_is_left(start: Start) -> None:
    app = start("field")
    ids = [i.item_id for i in app.desk.items]
    drive(app, ["a", "n", "N", "N"])
    assert app.current is not None
    assert app.current.item_id == ids[-1], "decided ones are passed over, round the end"


def test_a_document_chosen_in_the_list_narrows_to_it(start: Start, archive: Archive) -> None:
    app = start()
    shown = drive(app, ["tab", "tab", "down", "enter"])
    assert len({i.document_id for i in app.desk.shown()}) == 1
    assert "indicator" in shown, "and leads back to the table"


def test_the_lists_take_the_place_of_the_table_where_there_is_no_room_for_both(start: Start) -> None:
    assert "all documents" not in drive(start(), [], SMALL)
    assert "all documents" in drive(start(), ["tab"], SMALL)
    assert "all documents" not in drive(start(), ["tab", "escape"], SMALL)
    assert "all documents" in drive(start(), [], LARGE)


def test_g_leads_from_a_field_to_its_finding_and_back(start: Start) -> None:
    app = start()
    finding = next(i for i in app.desk.items if i.finding)
    field = next(
        n for n, i in enumerate(app.desk.items) if i.kind == "field" and i.indicator == finding.indicator
    )
    drive(app, [to(app, field), "g"])
    assert app.current is not None
    assert app.current.item_id == finding.item_id
    again = start()
    drive(app := again, [to(again, field), "g", "g"])
    assert app.current is not None
    assert app.current.kind == "field"
    assert app.current.indicator == finding.indicator
