"""How much work a review is: counted by verified truth, in the order in which a person would look."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractor.archive import Archive, Source
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.effort import effort, looks_needed
from extractor.review.session import Review
from tests.support.doubted import STAFF, unsure
from tests.support.reports import report, row


@pytest.mark.parametrize(
    ("right", "needed"),
    [
        ([], 0),
        ([True] * 5, 0),
        ([False, True, True], 1),
        ([True, True, False], 3),
        ([False] + [True] * 998 + [False], 1),  # one wrong value in a thousand may stay
        ([False] + [True] * 1999 + [False], 0),
    ],
)
def test_the_last_value_that_must_be_found_decides(right: list[bool], needed: int) -> None:
    assert looks_needed(right) == needed


@given(st.lists(st.booleans(), max_size=60), st.integers(min_value=0, max_value=100))
def test_after_looking_the_goal_is_reached_and_not_a_look_before(right: list[bool], percent: int) -> None:
    goal = Decimal(percent) / 100
    n = looks_needed(right, goal)

    def share(looked_at: int) -> Decimal:
        return Decimal(looked_at + sum(right[looked_at:])) / (len(right) or 1)

    assert not right or share(n) >= goal
    assert n == 0 or share(n - 1) < goal


@pytest.fixture
def archive(tmp_path: Path):
    truth = {
        "document": {"id": "styrkort-2020"},
        "blocks": [
            {
                "scorecard": {
                    "perspective": "Medarbetare",
                    "columns": [{"field": f} for f in ("goal", "indicator", "target", "value", "status")],
                    "rows": [
                        {"goal": "God arbetsmiljö", "indicator": "Sjukfrånvaro", "target": "högst 4 %",
                         "value": "5,1 %", "status": "not_met"},
                        {"goal": "God arbetsmiljö", "indicator": "Personalomsättning", "target": "högst 8 %",
                         "value": "7 %", "status": "met"},
                        {"goal": "God ekonomi", "indicator": "Resultat mot budget", "target": "0", "value": "1",
                         "status": "met"},
                    ],
                }
            }
        ],
    }  # fmt: skip
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "styrkort-2020.yaml").write_text(yaml.safe_dump(truth), encoding="utf-8")
    with Archive(tmp_path / "a.db") as opened:
        sick = unsure(row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "51 %", "not_met"), "value")
        sick = unsure(sick, "goal")
        read = report("2020", [sick, STAFF])
        opened.save(read, Source(path="styrkort-2020.pdf", size=1, modified_ns=1), "v", "done", "")
        relate(opened, built_in())
        yield opened


def test_an_unsure_wrong_value_is_the_first_a_reviewer_sees(archive: Archive, tmp_path: Path) -> None:
    one, _, total = effort(archive, tmp_path / "golden")
    assert (one.wrong, one.wrong_sure, one.unsure, one.looked_at, one.rows_missed) == (1, 0, 2, 1, 1)
    assert total == msgspec.structs.replace(one, name="all")


def test_once_decided_there_is_nothing_left_to_look_at(archive: Archive, tmp_path: Path) -> None:
    review = Review(archive, built_in(), "anna")
    review.decide(review.queue(kinds=("field",))[0], "edited", "5,1 %")
    assert effort(archive, tmp_path / "golden")[0].looked_at == 0


def test_a_wrong_value_that_is_sure_costs_all_the_fields_before_it(archive: Archive, tmp_path: Path) -> None:
    read = report("2020", [row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "51 %", "not_met"), STAFF])
    archive.save(read, Source(path="styrkort-2020.pdf", size=1, modified_ns=1), "v", "done", "")
    relate(archive, built_in())
    one = effort(archive, tmp_path / "golden")[0]
    assert (one.wrong_sure, one.unsure) == (1, 0)
    assert one.looked_at > 1
