"""The review application, driven by keys on a corpus: every decision is stored at once and can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.model import Decision, Link
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.queue import KINDS
from extractor.review.session import Review
from extractor.screens.review.app import ReviewApp
from tests.support.importing import CORPUS, imported
from tests.support.reports import report, row
from tests.support.reviewing import LARGE, SMALL, Step, drive, resize, seen, words
from tests.test_review import EARLIER, READ_ID, put, with_targets

FILES = ("granvik-ubn-2021.txt", "granvik-ubn-2022.pdf", "granvik-ubn-2023.docx")
"""A dump that is doubted in every cell, and later reports of the unit that are not."""

Start = Callable[..., ReviewApp]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("review") / "styrkort.db"
    with Archive(place) as archive:
        imported(archive, [CORPUS / name for name in FILES])
        relate(archive, built_in())
    return place


@pytest.fixture
def archive(corpus: Path, tmp_path: Path) -> Iterator[Archive]:
    place = tmp_path / "styrkort.db"
    shutil.copy(corpus, place)
    with Archive(place) as opened:
        yield opened


@pytest.fixture
def start(archive: Archive) -> Start:
    return lambda *kinds, **more: started(archive, *kinds, **more)


def started(archive: Archive, *kinds: str, **more) -> ReviewApp:
    review = Review(archive, built_in(), "anna")
    return ReviewApp(review, lambda: review.queue(kinds=kinds or KINDS), **more)


def to(app: ReviewApp, number: int) -> Step:
    """A step that goes to an item of the queue, as many `n` would."""
    return lambda _: app.show_item(app.desk.items[number])


def made(archive: Archive) -> list[tuple[str | None, str, str]]:
    return [(d.about.role, d.verdict, d.value) for d in archive.decisions()]


def last(archive: Archive) -> Decision:
    return archive.decisions()[-1]


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


def test_a_note_goes_with_the_next_decision_only(start: Start, archive: Archive) -> None:
    drive(start("field"), ["c", *words("ringde enheten"), "enter", "a", "a"])
    assert [d.note for d in archive.decisions()] == ["ringde enheten", ""]


def test_any_cell_can_be_corrected_a_sure_one_too(archive: Archive) -> None:
    app = looking_at(archive, "granvik-ubn-2022.pdf")
    drive(app, ["l", "l", "e", "end", *words("0"), "enter"])
    (decision,) = archive.decisions()
    assert decision.verdict == "edited"
    assert decision.about.document_id == app.sheet.document_id


def looking_at(archive: Archive, name: str) -> ReviewApp:
    """The review of one document in which nothing is left to decide."""
    review, document_id = Review(archive, built_in(), "anna"), archive.find(name).document_id
    return ReviewApp(review, lambda: review.queue(document_id, kinds=("orphan",)), document_id)


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
    assert filtered == [{perspectives[0]}, set(perspectives)]


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


# ---------------------------------------------------------------- findings and links


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


# ---------------------------------------------------------------- what is seen


def test_80_by_24_shows_the_field_its_characters_its_doubt_and_the_keys(start: Start) -> None:
    app = start("field")
    at = next(n for n, i in enumerate(app.desk.items) if i.role == "target")
    lines = drive(app, [to(app, at)], SMALL).splitlines()
    item = app.current
    assert item is not None
    assert (len(lines), {len(line) for line in lines}) == (24, {80})
    shown = "\n".join(lines)
    for needed in (
        item.now, repr(item.field.raw), f"{item.field.confidence:.2f}", "A text dump without borders",
        item.source_path.rpartition("/")[2], item.period, item.indicator, item.goal, "on the page",
        "a accept", "e edit", "x reject", "? help",
    ):  # fmt: skip
        assert needed in shown, needed


def test_help_fits_80_by_24_and_names_every_key(start: Start) -> None:
    from extractor.screens.review.keys import KEYS

    shown = drive(start(), ["question_mark"], (80, 34))
    for key in KEYS:
        assert key.shown in shown
    assert "accept" in drive(start(), ["question_mark"], SMALL)


def test_uncertain_fields_carry_a_mark_that_needs_no_colour(start: Start) -> None:
    app = start("field")
    at = next(n for n, i in enumerate(app.desk.items) if i.now == "högst 11 %")
    assert "? högst 11 %" in drive(app, [to(app, at)])


def test_a_decided_field_carries_a_mark_that_needs_no_colour(start: Start) -> None:
    app = start("field")
    first = app.desk.items[0]
    drive(app, ["a"])
    row, column = app.sheet.turn_to(first)
    assert app.sheet.grid is not None
    assert app.sheet.grid.spots[row][column].mark == "*"


def test_without_colour_the_cursor_is_reversed_and_no_colour_is_sent(start: Start, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = start("field", no_colour=True)
    styles = []

    async def look(_: object) -> None:
        segments = [s for strip in app.screen._compositor.render_strips() for s in strip]
        for line_filter in app.get_line_filters():
            segments = line_filter.apply(segments, app.screen.styles.background)
        styles.extend(s.style for s in segments if s.style)

    drive(app, [look])
    assert any(s.reverse for s in styles)
    assert all(s.color is None or s.color.is_default for s in styles)
    assert all(s.bgcolor is None or s.bgcolor.is_default for s in styles)


def test_a_terminal_that_becomes_too_small_says_so_and_loses_nothing(start: Start, archive: Archive) -> None:
    app = start("field")
    shown = drive(app, ["a", resize(40, 10)])
    assert "40 × 10" in shown
    assert "--plain" in " ".join(shown.split())
    assert len(made(archive)) == 1
    assert "a accept" in drive(started(archive, "field"), [resize(40, 10), resize(80, 24)])


def test_the_evidence_shows_the_other_years_of_the_indicator(start: Start) -> None:
    app = start("field")
    at = next(n for n, i in enumerate(app.desk.items) if "meritvärde" in i.indicator and i.role == "value")
    shown = drive(app, [to(app, at)], (140, 60))
    assert "other reports" in shown
    assert "2022" in shown
    assert "granvik-ubn-2022.pdf" in shown


def test_the_page_is_written_where_there_is_no_display(start: Start, archive: Archive, monkeypatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    shown = " ".join(drive(looking_at(archive, "granvik-ubn-2022.pdf"), ["o"], (200, 30)).split())
    assert "The page is in" in shown
    png = Path(shown.partition("The page is in ")[2].split(".png")[0] + ".png")
    assert png.read_bytes().startswith(b"\x89PNG")
    shutil.rmtree(png.parent)


def test_a_page_of_a_file_that_is_no_pdf_is_told_to_be_opened_itself(start: Start) -> None:
    assert "is no PDF" in " ".join(drive(start("field"), ["o"], (200, 30)).split())
