"""The evaluation counts what is right, wrong, missing and invented, sure and unsure apart."""

from __future__ import annotations

import msgspec
import pytest

from extractor.evaluate import Evaluation, calibration, compare, is_right
from extractor.model import Field

TRUTH = {
    "goal": "God arbetsmiljö",
    "indicator": "Sjukfrånvaro",
    "target": "4 %",
    "value": "5,1 %",
    "status": "met",
}


def read_as(**changes: Field) -> dict[str, Field]:
    row = {k: Field(text=v) for k, v in TRUTH.items() if k != "status"}
    return {**row, "status": Field(normal="met"), **changes}


def score(name: str, row: dict[str, Field]):
    evaluation = compare("x", [TRUTH], [row])
    return next(s for s in evaluation.scores if s.field == name)


def test_a_perfect_row_is_right_in_every_field() -> None:
    evaluation = compare("x", [TRUTH], [read_as()])
    assert (evaluation.precision, evaluation.recall) == (1.0, 1.0)
    assert all(s.right == s.total for s in evaluation.scores)
    assert sum(s.total for s in evaluation.scores) == len(TRUTH)


def test_a_wrong_number_is_wrong_however_alike_it_looks() -> None:
    wrong = score("value", read_as(value=Field(text="5,7 %")))
    assert (wrong.right, wrong.wrong_sure) == (0, 1)


def test_a_flagged_wrong_number_is_counted_apart() -> None:
    flagged = score("value", read_as(value=Field(text="5,7 %", confidence=0.5, reasons=("ocr_low",))))
    assert (flagged.wrong_sure, flagged.wrong_flagged, flagged.sure_accuracy) == (0, 1, 1.0)


def test_an_empty_field_is_missing_and_a_filled_one_that_was_not_printed_is_invented() -> None:
    assert score("status", read_as(status=Field())).missing == 1
    assert score("trend", read_as(trend=Field(normal="up"))).invented == 1


def test_a_row_not_found_costs_recall_and_a_row_too_many_costs_precision() -> None:
    other = {"indicator": Field(text="Antal brukare i hemtjänst"), "goal": Field(text="Trygghet")}
    evaluation = compare("x", [TRUTH, {**TRUTH, "indicator": "Helt annat mått"}], [read_as(), other])
    assert (evaluation.recall, evaluation.precision) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("truth", "got"), [("1 478 st", "1 478 st"), (None, ""), (None, None), ("4 %", "4 %")]
)
def test_the_same_print_is_right(truth: str | None, got: str | None) -> None:
    assert is_right("target", truth, got)


def test_a_missing_blank_is_no_error() -> None:
    assert is_right("target", "80 %", "80%")
    assert is_right("value", "−1,8 mnkr", "-1,8 mnkr")
    assert is_right("target", "130–150 st", "130-150 st")
    assert not is_right("value", "−1,8 mnkr", "1,8 mnkr")


def test_a_field_that_is_neither_printed_nor_read_is_not_compared() -> None:
    assert score("forecast", read_as()).total == 0
    assert score("forecast", read_as(forecast=Field(text="4 %"))).invented == 1


def test_certainty_is_measured_per_kind_of_source_and_field() -> None:
    def read(source: str, value: Field) -> Evaluation:
        return msgspec.structs.replace(compare("x", [TRUTH], [read_as(value=value)]), source=source)

    wrong_flagged, wrong_sure = (Field(text="6,1 %", confidence=c) for c in (0.5, 1.0))
    right_flagged = Field(text="5,1 %", confidence=0.5)
    found = [
        read("recognised", wrong_flagged),
        read("recognised", wrong_sure),
        read("recognised", right_flagged),
        read("born-digital", Field(text="5,1 %")),
    ]
    kinds = {(k.source, k.field): k for k in calibration([*found, found[0]])}
    fields = len(TRUTH)
    born = kinds["born-digital", "all"]
    assert (born.sure, born.right_share) == (fields, 1.0)
    scanned = kinds["recognised", "all"]
    assert (scanned.fields, scanned.sure, scanned.sure_right) == (3 * fields, 3 * fields - 2, 3 * fields - 3)
    value = kinds["recognised", "value"]
    assert (value.sure, value.sure_right, value.unsure_right, value.unsure_wrong) == (1, 0, 1, 1)
    assert kinds["all", "all"].documents == 4
    assert ("recognised", "forecast") not in kinds
