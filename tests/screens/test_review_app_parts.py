"""The parts of the review application that need no terminal: desk, grid, words, pictures; and its page in docs/."""

from __future__ import annotations

import io
import re
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from extractor.archive import Archive
from extractor.model import AsRead, Decision, Field, Finding, Row, Scorecard
from extractor.patterns import built_in
from extractor.reasons import explained
from extractor.relate import relate
from extractor.review.evidence import Evidence
from extractor.review.queue import Item
from extractor.review.session import Review
from extractor.screens.review import terminal
from extractor.screens.review.app import ReviewApp
from extractor.screens.review.desk import Desk, Narrowing
from extractor.screens.review.grid import grid_of
from extractor.screens.review.keys import KEYS, MOVING, bottom_line
from extractor.screens.review.panel import evidence_text
from extractor.screens.review.picture import SHADES, in_blocks
from tests.support.doubted import SICK, STAFF, put, unsure
from tests.support.reports import report
from tests.support.reviewing import drive

ROOT = Path(__file__).resolve().parents[2]


def item(number: int, **more: object) -> Item:
    base = Item(
        item_id=f"d-{number}", kind="field", priority=1.0, document_id="d", source_path="mapp/2020.pdf",
        perspective="Medarbetare", indicator="Sjukfrånvaro", table_no=1, row_no=number, role="value",
        field=Field(text="4,8 %", raw="4,8 %", confidence=0.6, reasons=("ocr_low",)), period="2020",
    )  # fmt: skip
    return msgspec.structs.replace(base, **more)


# ---------------------------------------------------------------- desk


def test_the_next_is_the_first_left_behind_the_current_one_round_the_end() -> None:
    desk = Desk([item(1), item(2), item(3)])
    desk.decided(["d-2"], "accepted")
    assert [desk.following(desk.items[n]).item_id for n in range(3)] == ["d-3", "d-3", "d-1"]
    assert desk.following(desk.items[0], -1).item_id == "d-3"
    desk.decided(["d-1", "d-3"], "accepted")
    assert desk.following(desk.items[0]) is None


@pytest.mark.parametrize(
    ("narrowing", "left"),
    [
        (Narrowing(), {"d-1", "d-2", "f"}),
        (Narrowing(below=0.5), {"d-2", "f"}),
        (Narrowing(kind="finding"), {"f"}),
        (Narrowing(perspective="Ekonomi"), {"d-2"}),
        (Narrowing(words="BUDGET avvikelse"), {"d-2"}),
        (Narrowing(words="saknas helt"), set()),
    ],
)
def test_filters_let_through_what_they_say(narrowing: Narrowing, left: set[str]) -> None:
    finding = Finding(
        finding_id="f",
        code="c",
        severity="error",
        document_id="d",
        message="Summan stämmer inte.",
        a="",
        b="",
    )
    doubted = Field(text="x", confidence=0.3)
    budget = item(2, perspective="Ekonomi", indicator="Budgetavvikelse", field=doubted)
    desk = Desk([item(1), budget, item(3, item_id="f", kind="finding", finding=finding)])
    desk.narrowing = narrowing
    assert {i.item_id for i in desk.shown()} == left


def test_documents_without_anything_left_come_last() -> None:
    desk = Desk([item(1)], {"e": "2019.pdf", "d": "2020.pdf"})
    assert [(p.name, p.left) for p in desk.piles()] == [("2020.pdf", 1), ("2019.pdf", 0)]


# ---------------------------------------------------------------- table


def test_the_grid_marks_what_is_unsure_decided_and_stale() -> None:
    fields = {
        "goal": Field(text="God arbetsmiljö"),
        "indicator": Field(text="Sjukfrånvaro"),
        "target": Field(text="högst 4 %", reviewed=True),
        "value": Field(text="51 %", confidence=0.5, reasons=("ocr_low",)),
        "status": Field(normal="not_met", confidence=0.3, reasons=("decision_stale",)),
    }
    made = Row(kind="indicator", table_no=1, row_no=1, page=1, fields=fields)  # type: ignore[arg-type]
    card = Scorecard(table_no=1, page=1, perspective="Medarbetare", columns=(), rows=(made,))
    grid = grid_of(card)
    assert grid.roles == ("indicator", "target", "value", "status", "goal")
    assert [s.shown for s in grid.spots[0]] == [
        "Sjukfrånvaro", "* högst 4 %", "? 51 %", "! not met", "God arbetsmiljö",
    ]  # fmt: skip


# ---------------------------------------------------------------- words


def test_every_doubt_is_told_in_words_with_what_to_do() -> None:
    told = evidence_text(item(1), Evidence(), "").plain
    meaning, advice = explained("ocr_low")
    assert meaning
    assert advice
    assert meaning in told
    assert advice in told


def test_a_reason_nobody_has_explained_is_told_by_its_name() -> None:
    assert explained("quite_new").meaning == "quite new"


def test_a_decision_that_no_longer_fits_shows_then_and_now() -> None:
    decision = Decision(
        kind="field", subject="s", verdict="edited", value="4,6 %", user="bo", time="2025-03-01T10:00:00",
        seen=AsRead(raw="46 %", text="46 %"), note="kommatecken",
    )  # fmt: skip
    told = evidence_text(item(1, stale=True, decision=decision), Evidence(), "").plain
    assert "! then read '46 %': edited 4,6 %, by bo, 2025-03-01" in told
    assert "! now read '4,8 %'" in told
    assert "kommatecken" in told


@pytest.mark.parametrize("kind", ["field", "link", "finding", "orphan", None])
def test_the_keys_at_the_bottom_fit_80_columns(kind) -> None:
    assert len(bottom_line(kind)) <= 80


# ---------------------------------------------------------------- pictures


def drawn(width: int = 60, height: int = 30) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    image.paste((0, 128, 0), (20, 5, 40, 25))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_a_picture_fits_where_it_shall_stand_and_keeps_its_colours() -> None:
    text = in_blocks(drawn(), 20, 6, colour=True)
    lines = text.plain.rstrip("\n").split("\n")
    assert len(lines) <= 6
    assert max(map(len, lines)) <= 20
    assert any("#008000" in str(span.style) for span in text.spans)


def test_without_colour_ink_is_dark_and_paper_empty() -> None:
    text = in_blocks(drawn(), 20, 6, colour=False)
    assert set(text.plain) <= {*SHADES, "\n"}
    assert SHADES[-1] in text.plain
    assert not text.spans


def test_an_empty_cell_is_a_picture_of_paper() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (10, 10), "white").save(stream, "PNG")
    assert in_blocks(stream.getvalue(), 10, 5, colour=False).plain.strip() == ""


# ---------------------------------------------------------------- what became of earlier decisions


def test_a_stale_decision_comes_first_and_a_lost_one_is_taken_back_and_up_again(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        put(archive, report("2020", [unsure(SICK, "value"), unsure(STAFF, "value")]), "2020.pdf")
        relate(archive, built_in())
        first = Review(archive, built_in(), "anna")
        for i in first.queue(kinds=("field",)):
            first.decide(i, "accepted")
        put(archive, report("2020", [unsure(SICK, "value", "58 %")]), "2020.pdf")
        relate(archive, built_in())
        review = Review(archive, built_in(), "bo")
        app = ReviewApp(review, review.queue)
        assert [(i.kind, i.stale) for i in app.desk.items] == [("field", True), ("orphan", False)]
        shown = drive(app, ())
        assert "! then read '51 %'" in shown
        assert "! now read '58 %'" in shown
        counts = []
        keys = ["n", "x", lambda _: counts.append(len(archive.decisions())), "U"]
        drive(ReviewApp(review, review.queue), keys)
        assert (counts, len(archive.decisions())) == ([1], 2)


# ---------------------------------------------------------------- docs


def test_the_page_lists_every_key_with_its_meaning() -> None:
    page = (ROOT / "docs" / "review.md").read_text(encoding="utf-8").replace("`", "")
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", page, re.MULTILINE))
    for key in KEYS:
        assert rows[key.shown] == key.meaning
    assert rows[MOVING[0]] == MOVING[1]


def test_the_page_says_what_size_is_needed() -> None:
    columns, lines = terminal.SMALLEST
    assert f"from {columns} × {lines} characters" in (ROOT / "docs" / "review.md").read_text(encoding="utf-8")


def test_its_pictures_are_all_shown_and_load_nothing_from_elsewhere() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.svg"))
    page = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    assert {p.name for p in pictures} == set(re.findall(r"\]\(pictures/([\w-]+\.svg)\)", page))
    for picture in pictures:
        assert 'url("http' not in picture.read_text(encoding="utf-8")


def test_the_words_for_reasons_are_installed_with_the_library() -> None:
    assert '"docs/reasons.md"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
