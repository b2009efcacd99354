"""What may be done to the field of a row: a doubt is only ever added."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.model import SURE, Cell, Field, Place
from extractor.scorecards.fields import JOINED, doubted, joined, of_cell, shows

REASONS = st.lists(st.sampled_from(["ocr_low", "cell_split", "cell_joined"]), unique=True).map(tuple)
FIELDS = st.builds(Field, text=st.text(max_size=9), confidence=st.floats(0, 1), reasons=REASONS)


@given(field=FIELDS, confidence=st.floats(0, 1), reasons=REASONS)
def test_a_doubt_never_makes_a_field_surer_and_keeps_every_reason_once(
    field: Field, confidence: float, reasons: tuple[str, ...]
) -> None:
    made = doubted(field, confidence, *reasons)
    assert made.confidence == min(field.confidence, confidence)
    assert set(made.reasons) == {*field.reasons, *reasons}
    assert len(made.reasons) == len(set(made.reasons))
    assert made.text == field.text


@given(head=FIELDS, tail=FIELDS)
def test_two_lines_joined_are_as_unsure_as_the_worse_one_and_never_sure(head: Field, tail: Field) -> None:
    made = joined(head, tail)
    assert made.confidence == min(head.confidence, tail.confidence, JOINED) < SURE
    assert set(made.reasons) == {*head.reasons, *tail.reasons, "cell_joined"}


def test_two_lines_joined_stand_where_the_first_one_stands() -> None:
    head = Field(text="Nöjda", raw="Nöjda", place=Place(page=1))
    tail = Field(text="medborgare", raw="medborgare", place=Place(page=2))
    made = joined(head, tail)
    assert (made.text, made.raw, made.place) == ("Nöjda medborgare", "Nöjda\nmedborgare", Place(page=1))


def test_a_cell_recognised_with_doubt_says_so_though_its_reader_did_not() -> None:
    cell = Cell(row=1, column=0, text="73 %", place=Place(page=1), confidence=SURE / 2)
    assert of_cell(cell, "73 %").reasons == ("ocr_low",)


def test_a_field_read_from_a_sign_alone_shows_something() -> None:
    assert shows(Field(normal="met"))
    assert not shows(Field())
