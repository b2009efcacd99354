"""What is printed on its side or head is read, and stands where it is printed."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model import Box, Page, Paragraph, Table, Turn, Word
from extractor.pages.cells import turned_box
from extractor.pages.compose import ON_END, Composer
from extractor.pages.turned import turned_apart
from tests.support.pages import horizontal, page, words

SIZE = (595.0, 842.0)
TURNS: tuple[Turn, ...] = (90, 180, 270)
XS = (60.0, 330.0, 460.0, 590.0)
ROWS = [
    ["Mått", "Mål 2031", "Utfall 2031"],
    ["Båtplatser med ström", "minst 80 %", "76 %"],
    ["Väntetid till båtplats", "högst 4 veckor", "5 veckor"],
    ["Bad som städas varje dag", "alla 12", "11"],
    ["Nöjda gäster i hamnen", "minst 85 %", "88 %"],
]


def lying() -> Page:
    """A wide page as it would be read, with a table and its title."""
    shown = words(60, 60, "Tabell 4. Hamnens mått", bold=True)
    for n, cells in enumerate(ROWS):
        for x, text in zip(XS, cells, strict=False):
            shown += words(x + 4, 104 + 20 * n, text, bold=n == 0)
    lines = [horizontal(100 + 20 * n, XS[0], 720.0) for n in range(len(ROWS) + 1)]
    return msgspec.structs.replace(page(shown, lines), width=SIZE[1], height=SIZE[0])


def printed(turn: Turn, *more: Word) -> Page:
    """The same on a page on which it is printed turned, with more words upright."""
    flat = lying()
    back: dict[Turn, Turn] = {0: 0, 90: 270, 180: 180, 270: 90}
    width, height = (flat.width, flat.height) if turn == 180 else (flat.height, flat.width)

    def at(box: Box) -> Box:
        return turned_box(box, back[turn], flat.width, flat.height)

    return msgspec.structs.replace(
        flat, width=width, height=height,
        words=(*more, *(msgspec.structs.replace(w, box=at(w.box), rotation=turn) for w in flat.words)),
        rules=tuple(msgspec.structs.replace(r, box=at(r.box)) for r in flat.rules),
    )  # fmt: skip


def blocks(*pages: Page) -> tuple[list[Paragraph | Table], Composer]:
    composer = Composer()
    for one in pages:
        composer.add(one)
    return list(composer.blocks()), composer


def table_of(*pages: Page) -> Table:
    return next(b for b in blocks(*pages)[0] if isinstance(b, Table))


def read(table: Table) -> list[list[str]]:
    return [[c.text if c else "" for c in row] for row in table.grid()]


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_table_is_read_as_if_it_were_upright(turn: Turn) -> None:
    assert read(table_of(printed(turn))) == read(table_of(lying())) == ROWS


@pytest.mark.parametrize("turn", TURNS)
def test_its_cells_stand_where_they_are_printed(turn: Turn) -> None:
    shown = printed(turn)
    (word,) = (w for w in shown.words if w.text == "76")
    (cell,) = (c for c in table_of(shown).cells if c.text == "76 %")
    assert cell.place is not None
    assert cell.place.box is not None
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
    assert cell.place.box.x0 <= x <= cell.place.box.x1
    assert cell.place.box.top <= y <= cell.place.box.bottom


@pytest.mark.parametrize("turn", TURNS)
def test_its_title_is_a_paragraph_that_stands_where_it_is_printed(turn: Turn) -> None:
    found = blocks(printed(turn))[0]
    (title,) = (b for b in found if isinstance(b, Paragraph))
    shown = next(w.box for w in printed(turn).words if w.text == "Tabell")
    assert title.text == "Tabell 4. Hamnens mått"
    assert title.place.box is not None
    assert title.place.box.x0 <= shown.x0 < title.place.box.x1
    assert title.place.box.top <= shown.top < title.place.box.bottom


def test_upright_text_over_a_turned_table_stays_text() -> None:
    shown = printed(90, *words(60, 30, "Hamnen under året"))
    found = blocks(shown)[0]
    assert next(b.text for b in found if isinstance(b, Paragraph)) == "Hamnen under året"
    assert read(next(b for b in found if isinstance(b, Table))) == ROWS


@pytest.mark.parametrize("next_turn", TURNS[::2])
def test_a_turned_table_goes_on_over_the_page_break(next_turn: Turn) -> None:
    turns: tuple[Turn, Turn] = (90, next_turn)
    pages = [
        msgspec.structs.replace(printed(t, *words(60, 815, f"Sida {n}")), number=n)
        for n, t in enumerate(turns, start=1)
    ]
    pages = [msgspec.structs.replace(p, words=tuple(w for w in p.words if _is_no_title(w))) for p in pages]
    table = table_of(*pages)
    assert len(read(table)) == 2 * len(ROWS) - 1
    assert {c.place.page for c in table.cells if c.place} == {1, 2}


def _is_no_title(word: Word) -> bool:
    return word.text not in {"Tabell", "4.", "Hamnens", "mått"}


def test_labels_on_end_beside_upright_rows_stay_with_them() -> None:
    labels = [w for w in printed(90).words if w.box.x0 < 130]
    rows = [w for n in range(20) for w in words(200, 100 + 30 * n, "Andel gäster som är nöjda")]
    shown = msgspec.structs.replace(printed(90), words=(*labels, *rows))
    rest, parts = turned_apart(shown)
    assert not parts
    assert rest is shown


def test_a_page_without_turned_words_is_left_as_it_is() -> None:
    assert turned_apart(lying()) == (lying(), ())


def test_words_on_end_that_are_not_read_are_noted() -> None:
    label = [w for w in printed(90).words if w.text == "Båtplatser"]
    rows = [w for n in range(60) for w in words(200, 100 + 12 * n, "Andel gäster som är nöjda")]
    many = msgspec.structs.replace(printed(90), words=(*(label * ON_END), *rows), rules=())
    few = msgspec.structs.replace(many, words=(*label, *rows))
    assert f"{ON_END} words stand on their side" in blocks(many)[1].notes[0]
    assert not blocks(few)[1].notes
