"""What the review application shows: on 80 by 24, without colour, in a window that becomes too small."""

from __future__ import annotations

import shutil
from pathlib import Path

from extractor.archive import Archive
from tests.support.reviewing import (
    SMALL,
    Start,
    drive,
    looking_at,
    made,
    resize,
    started,
    to,
)


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
