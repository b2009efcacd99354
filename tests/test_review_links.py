"""What a person decides about links: the same indicator, another, or a new one, for the series and for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.model import Decision, Link, Subject
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.session import Review
from extractor.series import all_series, matching
from tests.support.doubted import (
    READ,
    READ_ID,
    fill,
    put,
)
from tests.support.reports import report, row


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        fill(opened)
        yield opened


def test_rows_that_a_person_declared_the_same_share_one_series(archive: Archive) -> None:
    put(
        archive,
        report("2020", [row(1, "God arbetsmiljö", "Frånvaro på grund av ohälsa", "högst 4 %", "5,1 %")]),
        "2020.pdf",
    )
    relate(archive, built_in())
    known = next(i for i in archive.indicators() if i.name == "Sjukfrånvaro")
    review = Review(archive, built_in(), "anna")
    suggest(archive, known.indicator_id)
    (item,) = review.queue(kinds=("link",))
    assert (item.indicator, item.candidate.name) == ("Frånvaro på grund av ohälsa", "Sjukfrånvaro")
    review.decide(item, "same")
    review.settle()
    (series,) = matching(all_series(archive), known.indicator_id)
    assert [j.indicator for j in series.judgements] == ["Sjukfrånvaro", "Frånvaro på grund av ohälsa"]
    relate(archive, built_in())
    assert len(matching(all_series(archive), known.indicator_id)[0].judgements) == 2


def suggest(archive: Archive, indicator_id: str) -> None:
    """A suggestion of linking, whatever linking thinks of these names."""
    unit = (READ.metadata.organisation, READ.metadata.unit)
    link = Link(
        document_id=READ_ID, indicator_id=indicator_id, level="likely", table_no=1, row_no=1, suggestion=True
    )
    archive.save_unit(*unit, archive.indicators(), [link], [])


@pytest.mark.parametrize("verdict", ["different", "new"])
def test_rows_that_a_person_parted_have_series_of_their_own(archive: Archive, verdict) -> None:
    relate(archive, built_in())
    known = next(i for i in archive.indicators() if i.name == "Sjukfrånvaro")
    review = Review(archive, built_in(), "anna")
    put(
        archive,
        report("2020", [row(1, "God arbetsmiljö", "Sjukfrånvaro totalt", "högst 4 %", "5,1 %")]),
        "2020.pdf",
    )
    relate(archive, built_in())
    suggest(archive, known.indicator_id)
    (item,) = review.queue(kinds=("link",))
    review.decide(item, verdict)
    review.settle()
    homes = {i.name: i.indicator_id for i in archive.indicators()}
    assert homes["Sjukfrånvaro"] != homes["Sjukfrånvaro totalt"]


def test_a_name_that_was_parted_is_no_alias_any_more(archive: Archive) -> None:
    put(
        archive,
        report("2020", [row(1, "God arbetsmiljö", "Sjukfrånvaron", "högst 4 %", "5,1 %")]),
        "2020.pdf",
    )
    relate(archive, built_in())
    known = next(i for i in archive.indicators() if "Sjukfrånvaron" in i.aliases)
    assert "Sjukfrånvaro" in known.aliases
    part(archive, known.indicator_id, "Sjukfrånvaron")
    relate(archive, built_in())
    assert sorted(i.aliases for i in archive.indicators() if i.name.startswith("Sjuk")) == [
        ("Sjukfrånvaro",), ("Sjukfrånvaron",),
    ]  # fmt: skip


def test_a_decision_on_a_name_holds_for_a_misread_form_of_it(archive: Archive) -> None:
    put(
        archive,
        report("2020", [row(1, "God arbetsmiljö", "Sjukfr6nvaron", "högst 4 %", "5,1 %")]),
        "2020.pdf",
    )
    relate(archive, built_in())
    known = next(i for i in archive.indicators() if i.name == "Sjukfrånvaro" or "Sjukfrånvaro" in i.aliases)
    part(archive, known.indicator_id, "Sjukfrånvaron")
    relate(archive, built_in())
    (parted,) = [k for k in archive.links(READ_ID) if k.row_no == 1 and not k.suggestion]
    assert parted.indicator_id != known.indicator_id


def part(archive: Archive, indicator_id: str, name: str) -> None:
    """Decide that rows of a name are not an indicator."""
    meta = READ.metadata
    about = Subject(organisation=meta.organisation, unit=meta.unit, period=meta.period, indicator=name)
    archive.record(
        [Decision(kind="link", subject=name, verdict="different", value=indicator_id, about=about)]
    )
