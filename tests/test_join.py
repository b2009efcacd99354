from __future__ import annotations

from extractor.pages.join import continues, goes_on, join
from extractor.pages.tables import Found, find_tables
from tests.support.pages import page, ruled, words
from tests.test_tables import HEADER, XS, row, texts


def part(number: int, rows: list[tuple[str, ...]], *, header: bool) -> Found:
    ys = [100.0 + 20 * i for i in range(len(rows) + 1 + header)]
    content = list(HEADER) if header else []
    for i, cells in enumerate(rows):
        content += row(104 + 20 * (i + header), *cells)
    (found,) = find_tables(page(content, ruled(XS, ys), number=number))
    return found


FIRST = part(1, [("Hälsa", "Kort", "2 %"), ("Ekonomi", "Resultat", "0")], header=True)


def test_a_repeated_header_is_dropped() -> None:
    second = part(2, [("Miljö", "Utsläpp", "Minska")], header=True)
    assert continues(FIRST, second)
    assert [r[0] for r in texts(join(FIRST, second))] == ["Mål", "Hälsa", "Ekonomi", "Miljö"]


def test_a_table_goes_on_without_its_header() -> None:
    second = part(2, [("Miljö", "Utsläpp", "Minska"), ("Skola", "Betyg", "225")], header=False)
    assert continues(FIRST, second)
    assert len(texts(join(FIRST, second))) == 5


def test_cells_keep_their_own_page() -> None:
    joined = join(FIRST, part(2, [("Miljö", "Utsläpp", "Minska")], header=False))
    assert [c.place.page for c in joined.cells if c.row == 3 and c.place] == [2, 2, 2]


def test_other_columns_are_another_table() -> None:
    ys = (100.0, 120.0, 140.0)
    places = (60.0, 190.0, 300.0)
    labels = (
        w for x, text in zip(places, ("Mål", "Mått", "Utfall"), strict=True) for w in words(x + 4, 104, text)
    )
    content = [*labels, *row(124, "A", "B", "C")]
    (other,) = find_tables(page(content, ruled((*places, 420.0), ys), number=2))
    assert not continues(FIRST, other)


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    first = part(1, [("Hälsa", "Andel som är", "2 %")], header=True)
    second = part(2, [("", "nöjda", ""), ("Ekonomi", "Resultat", "0")], header=False)
    assert texts(join(first, second))[1] == ["Hälsa", "Andel som är nöjda", "2 %"]


def test_a_goal_goes_on_over_the_page_break() -> None:
    second = part(2, [("", "Lång frånvaro", "3 %"), ("Ekonomi", "Resultat", "0")], header=False)
    first = part(1, [("Hälsa", "Kort frånvaro", "2 %")], header=True)
    goal = next(c for c in join(first, second).cells if c.text == "Hälsa")
    assert goal.row_span == 2


def test_a_new_sentence_does_not_continue_the_one_above() -> None:
    assert not goes_on("Målet nås.", "andra")
    assert goes_on("till-", "gängligheten")
