from __future__ import annotations

import msgspec

from extractor.model import Paragraph, Word
from extractor.pages.compose import Composer
from extractor.pages.layout import is_page_number
from tests.support.pages import page, ruled, words

BODY = ["Nämnden har under året arbetat med tillgänglig-", "heten i sina lokaler."]


def blocks_of(*pages: list[Word]) -> tuple[list[Paragraph], tuple[str, ...]]:
    composer = Composer()
    for number, content in enumerate(pages, start=1):
        composer.add(page(content, number=number))
    return [b for b in composer.blocks() if isinstance(b, Paragraph)], composer.furniture


def body(top: float, lines: list[str] = BODY, x: float = 60) -> list[Word]:
    return [w for i, line in enumerate(lines) for w in words(x, top + 12 * i, line)]


def test_larger_letters_are_a_heading() -> None:
    found, _ = blocks_of([*words(60, 150, "Verksamhet", size=14, bold=True), *body(170)])
    assert found[0].text == "Verksamhet"
    assert found[0].level > 0
    assert found[1].level == 0


def test_words_divided_at_line_ends_are_whole() -> None:
    (paragraph,), _ = blocks_of(body(150))
    assert "tillgängligheten" in paragraph.text
    assert "tillgänglig-\nheten" in paragraph.raw


def test_running_headers_and_page_numbers_are_furniture() -> None:
    pages = [
        [*words(60, 30, "Granviks kommun"), *words(60, 800, f"Sida {n} (4)"), *body(150)]
        for n in (1, 2, 3, 4)
    ]
    found, furniture = blocks_of(*pages)
    assert "Granviks kommun" in furniture
    assert not any("Sida" in p.text or "Granvik" in p.text for p in found)


def test_a_table_of_contents_is_left_out() -> None:
    contents = ["Inledning ............ 3", "Ekonomi .............. 7"]
    found, _ = blocks_of([*words(60, 150, "Innehåll", size=14, bold=True), *body(170, contents)], body(150))
    assert not any("....." in p.text for p in found)


def test_two_columns_are_read_one_after_the_other() -> None:
    left = body(150, ["Vänster text som löper vidare"] * 8)
    right = body(150, ["Höger text som också löper"] * 8, x=310)
    found, _ = blocks_of([*left, *right])
    text = " ".join(p.text for p in found)
    assert text.rindex("Vänster") < text.index("Höger")


def test_bullets_are_marked_and_their_sign_taken_off() -> None:
    found, _ = blocks_of(body(150, ["Vi har gjort detta:", "• köpt nya datorer", "• sålt de gamla"]))
    assert [(p.text, p.bullet) for p in found[1:]] == [("köpt nya datorer", True), ("sålt de gamla", True)]


def test_page_numbers_come_in_many_forms() -> None:
    assert all(map(is_page_number, ["Sida 6 (25)", "SID 24 (36)", "7", "3/12", "Sidan 4 av 9"]))
    assert not any(map(is_page_number, ["2019 års resultat", "Mål 3", "5,4 %"]))


def test_a_line_above_tables_beside_each_other_names_each_of_them() -> None:
    content, rules = [*words(60, 80, "Verksamhet"), *words(330, 80, "Medarbetare")], []
    for x in (60, 330):
        xs = (x, x + 80, x + 160, x + 240)
        rules += ruled(xs, (100, 120, 140, 160))
        for top, cells in ((104, ("Mål", "Mått", "Utfall")), (124, ("A", "B", "1")), (144, ("C", "D", "2"))):
            content += [w for left, text in zip(xs, cells, strict=False) for w in words(left + 4, top, text)]
    composer = Composer()
    composer.add(page(content, rules))
    shown = [b.text if isinstance(b, Paragraph) else "table" for b in composer.blocks()]
    assert shown == ["Verksamhet", "table", "Medarbetare", "table"]


def test_a_running_header_that_a_recogniser_read_differently_each_time_is_furniture() -> None:
    headers = ["Granviks kommun - Kulturnämnden KN 2022-014", "Granviks kommun: Kulturnämnden KN 2022-0l4"]
    read = [
        [msgspec.structs.replace(w, confidence=0.9) for w in words(60, 30 + 12 * n, text)] + body(150)
        for n, text in enumerate(headers)
    ]
    found, furniture = blocks_of(*read)
    assert len(furniture) >= 1
    assert not any("kommun" in p.text for p in found)


def test_two_printed_headers_that_are_merely_alike_are_text() -> None:
    found, furniture = blocks_of(
        [*words(60, 30, "Mål för barn i förskolan"), *body(150)],
        [*words(60, 30, "Mål för barn i fritidshem"), *body(150)],
    )
    assert not furniture
    assert any("förskolan" in p.text for p in found)


def test_frames_beside_each_other_are_read_from_left_to_right() -> None:
    tiles = [
        (60, 100.0, "Frånvaro"),
        (220, 101.0, "Soliditet"),
        (380, 100.4, "Omsättning"),
        (60, 180.0, "Elever"),
    ]
    shown = page(
        [w for x, top, name in tiles for w in words(x + 10, top + 10, name)],
        [r for x, top, _ in tiles for r in ruled((x, x + 140), (top, top + 40))],
    )
    composer = Composer()
    composer.add(shown)
    read = [b.text for b in composer.blocks() if isinstance(b, Paragraph)]
    assert read == ["Frånvaro", "Soliditet", "Omsättning", "Elever"]
