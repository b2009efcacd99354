"""Titles, also where the reader knows no headings."""

import pytest

from extractor.facts.titles import is_title, title_above
from extractor.model import Paragraph, Place, Table

HERE = Place(page=1)


def paragraph(text: str, *, level: int = 0, bullet: bool = False) -> Paragraph:
    return Paragraph(text=text, raw=text, place=HERE, level=level, bullet=bullet)


@pytest.mark.parametrize("text", ["Sjukfrånvaro", "Anställda och arbetad tid", "Årets resultat"])
def test_a_short_capitalised_line_without_a_full_stop_is_a_title(text: str) -> None:
    assert is_title(paragraph(text))


@pytest.mark.parametrize("text", ["Kostnaden ökar.", "och mer än så", "IT 0,4 mnkr", "12 345 678"])
def test_sentences_their_remains_and_amounts_are_none(text: str) -> None:
    assert not is_title(paragraph(text))


def test_a_list_item_is_no_title() -> None:
    assert not is_title(paragraph("Nya lokaler", bullet=True))


def test_the_nearest_title_above_a_table_is_its_caption() -> None:
    table = Table(number=1, place=HERE, cells=(), caption="Kapitel")
    blocks = (paragraph("Diagram: Kostnader"), paragraph("De har ökat sedan förra året."), table)
    assert title_above(blocks, 2) == "Kostnader"


def test_the_readers_caption_stands_where_no_title_is_near() -> None:
    table = Table(number=1, place=HERE, cells=(), caption="Kapitel")
    assert title_above((paragraph("De har ökat."), table), 1) == "Kapitel"
