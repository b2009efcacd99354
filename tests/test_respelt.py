from __future__ import annotations

import pytest

from extractor.model import SURE, Field
from extractor.patterns import built_in
from extractor.scorecards.respelt import respelt

PATTERNS = built_in()


@pytest.mark.parametrize("read", ["Oka", "oka"])
def test_a_target_that_lost_its_marks_is_restored_and_never_sure(read: str) -> None:
    field = respelt(Field(text=read, raw=read), PATTERNS)
    assert (field.text.lower(), field.raw) == ("öka", read)
    assert field.confidence < SURE
    assert field.reasons == ("restored",)


@pytest.mark.parametrize("read", ["Öka", "Minska", "80 %", "Kajplats", ""])
def test_what_is_right_or_no_target_stays(read: str) -> None:
    field = Field(text=read, raw=read)
    assert respelt(field, PATTERNS) is field


@pytest.mark.parametrize("read", ["%", "st", "mnkr", "Tkr"])
def test_a_unit_that_lost_its_number_is_never_sure(read: str) -> None:
    field = respelt(Field(text=read, raw=read), PATTERNS)
    assert field.text == read
    assert field.confidence < SURE
    assert field.reasons == ("ocr_low",)
