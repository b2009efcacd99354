"""A decision is kept by content: over re-imports, better versions of the tool, and other forms of the report."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from extractor.archive import Archive, Source
from extractor.facts.scorecard_facts import scorecard_observations
from extractor.imports import extract_bytes
from extractor.model import Report, Row
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.decisions import trail
from extractor.review.session import Review
from tests.support.reports import report, row

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"


def put(archive: Archive, read: Report, name: str, version: str = "1") -> str:
    return archive.save(read, Source(path=name, size=1, modified_ns=1), version, "done", "")


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        yield opened


def rows(value: str, *, name: str = "Sjukfrånvaro", goal: str = "God arbetsmiljö") -> list[Row]:
    return [row(1, goal, name, "högst 4 %", value), row(2, goal, "Personalomsättning", "högst 8 %", "7 %")]


def decided(archive: Archive, first: Report, typed: str | None = "5,1 %") -> Review:
    """The first report's first value, edited (or accepted where nothing is typed)."""
    identity = put(archive, first, "a.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    item = review.item(identity, 1, 1, "value")
    review.decide(item, "edited", typed) if typed else review.decide(item, "accepted")
    review.settle()
    return review


def value(archive: Archive, identity: str, row_no: int = 1) -> tuple[str, bool]:
    (found,) = [r for c in archive.report(identity).scorecards for r in c.rows if r.row_no == row_no]
    return found.field("value").text, found.field("value").reviewed


def states(archive: Archive) -> list[str]:
    return [s.state for s in trail(archive)]


def test_importing_the_same_file_again_keeps_the_decision(archive: Archive) -> None:
    decided(archive, report("2020", rows("51 %")))
    again = put(archive, report("2020", rows("51 %")), "a.pdf")
    assert archive.unsettled()  # the new reading has no decisions yet, and the archive knows
    relate(archive, built_in())
    assert value(archive, again) == ("5,1 %", True)


def test_a_version_that_reads_what_was_decided_confirms_the_decision(archive: Archive) -> None:
    decided(archive, report("2020", rows("51 %")))
    again = put(archive, report("2020", rows("5,1 %")), "a.pdf", version="2")
    relate(archive, built_in())
    assert (value(archive, again), states(archive)) == (("5,1 %", True), ["applied"])


def test_a_version_that_reads_something_third_is_asked_about_first(archive: Archive) -> None:
    review = decided(archive, report("2020", rows("51 %")))
    again = put(archive, report("2020", rows("57 %")), "a.pdf", version="2")
    relate(archive, built_in())
    assert (value(archive, again), states(archive)) == (("57 %", False), ["stale"])
    first = review.queue()[0]
    assert (first.stale, first.now, first.decision.value, first.decision.seen.text) == (
        True,
        "57 %",
        "5,1 %",
        "51 %",
    )
    assert "decision_stale" in first.field.reasons


def test_deciding_a_stale_field_anew_settles_it(archive: Archive) -> None:
    review = decided(archive, report("2020", rows("51 %")))
    again = put(archive, report("2020", rows("57 %")), "a.pdf", version="2")
    relate(archive, built_in())
    review.decide(review.queue()[0], "edited", "5,7 %")
    review.settle()
    assert (value(archive, again), states(archive)) == (("5,7 %", True), ["applied"])
    assert not any(i.stale for i in review.queue())


def test_an_accepted_value_that_is_read_otherwise_is_not_accepted_in_silence(archive: Archive) -> None:
    decided(archive, report("2020", rows("5,1 %")), typed=None)
    again = put(archive, report("2020", rows("51 %")), "a.pdf", version="2")
    relate(archive, built_in())
    assert (value(archive, again), states(archive)) == (("51 %", False), ["stale"])


@pytest.mark.parametrize(
    ("name", "goal"), [("Sjukfranvaro", "God arbetsmiljé"), ("Sjukfrånvaro", "God arbets miljö")]
)
def test_a_damaged_form_finds_the_decision_by_its_words(archive: Archive, name: str, goal: str) -> None:
    decided(archive, report("2020", rows("51 %")))
    other = put(archive, report("2020", rows("51 %", name=name, goal=goal), seed="scan"), "b.pdf")
    relate(archive, built_in())
    assert value(archive, other) == ("5,1 %", True)


def test_another_indicator_with_the_same_goal_and_target_is_not_the_row(archive: Archive) -> None:
    decided(archive, report("2020", rows("51 %")))
    other = put(archive, report("2020", rows("51 %", name="Sjukskrivning"), seed="b"), "a.pdf")
    archive.save_failure(
        report("2020", rows("51 %")).document.sha256,
        Source(path="x", size=1, modified_ns=1),
        "1",
        "failed",
        "",
    )
    relate(archive, built_in())
    assert (value(archive, other), states(archive)) == (("51 %", False), ["orphaned"])


def test_a_decision_that_lost_its_row_is_listed_in_the_queue(archive: Archive) -> None:
    review = decided(archive, report("2020", rows("51 %")))
    put(archive, report("2020", rows("51 %", name="Trivsel")), "a.pdf", version="2")
    relate(archive, built_in())
    (item,) = review.queue(kinds=("orphan",))
    assert (item.indicator, item.role, item.decision.value) == ("Sjukfrånvaro", "value", "5,1 %")


def test_rows_with_the_same_words_are_told_apart_by_their_order(archive: Archive) -> None:
    twins = [row(n, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "51 %") for n in (1, 2)]
    first = put(archive, report("2020", twins), "a.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    review.decide(review.item(first, 1, 2, "value"), "edited", "5,1 %")
    moved = [msgspec.structs.replace(r, row_no=r.row_no + 3) for r in twins]
    again = put(archive, report("2020", moved), "a.pdf", version="2")
    relate(archive, built_in())
    assert (value(archive, again, 4), value(archive, again, 5)) == (("51 %", False), ("5,1 %", True))


def test_a_twin_does_not_inherit_what_was_decided_of_a_row_that_is_gone(archive: Archive) -> None:
    twins = [row(n, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "51 %") for n in (1, 2)]
    first = put(archive, report("2020", twins), "a.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    review.decide(review.item(first, 1, 2, "value"), "edited", "5,1 %")
    put(archive, report("2020", twins[:1]), "a.pdf", version="2")
    relate(archive, built_in())
    assert (value(archive, first), states(archive)) == (("51 %", False), ["orphaned"])


def test_a_decision_holds_for_its_own_unit_and_period_only(archive: Archive) -> None:
    decided(archive, report("2020", rows("51 %")))
    others = [
        put(archive, report("2020", rows("51 %"), unit="Vårdenheten"), "c.pdf"),
        put(archive, report("2019", rows("51 %")), "d.pdf"),
    ]
    relate(archive, built_in())
    assert [value(archive, other) for other in others] == [("51 %", False)] * 2


def test_settling_touches_the_unit_decided_about_and_no_other(archive: Archive, monkeypatch) -> None:
    review = decided(archive, report("2020", rows("51 %")))
    other = put(archive, report("2020", rows("51 %"), unit="Vårdenheten"), "c.pdf")
    relate(archive, built_in())
    seen = []
    monkeypatch.setattr(
        archive, "unit_readings", lambda o, u: seen.append(u) or Archive.unit_readings(archive, o, u)
    )
    review.decide(review.item(other, 1, 1, "value"), "accepted")
    assert (review.settle(), seen) == (1, ["Vårdenheten"])


def test_a_poor_form_that_reads_otherwise_does_not_make_a_decision_stale_that_holds(archive: Archive) -> None:
    review = decided(archive, report("2020", rows("51 %")))
    other = put(archive, report("2020", rows("5 %"), seed="scan"), "b.pdf")
    relate(archive, built_in())
    assert (value(archive, other), states(archive)) == (("5 %", False), ["applied"])
    assert not any(i.stale for i in review.queue())


def test_a_decided_finding_is_found_again_when_another_form_leads(archive: Archive) -> None:
    met = [row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "9 %", "met")]
    scan = corpus_like(report("2020", met, seed="scan"), "recognised")
    put(archive, scan, "scan.pdf")
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    (item,) = [i for i in review.queue(kinds=("finding",)) if i.finding.code == "status_vs_value"]
    review.decide(item, "dismissed")
    put(archive, corpus_like(report("2020", met, seed="word"), "born"), "word.docx")
    relate(archive, built_in())
    (again,) = [f for f in archive.findings() if f.code == "status_vs_value"]
    assert again.finding_id != item.item_id
    assert not [i for i in review.queue(kinds=("finding",)) if i.finding.code == "status_vs_value"]
    assert states(archive) == ["applied"]


def corpus_like(made: Report, layer) -> Report:
    facts = scorecard_observations(made.scorecards, made.metadata, built_in())
    document = msgspec.structs.replace(made.document, text_layer=layer)
    return msgspec.structs.replace(made, observations=facts, document=document)


# ---------------------------------------------------------------- real files


def read(name: str) -> Report:
    extraction = extract_bytes((CORPUS / name).read_bytes(), name, built_in())
    assert extraction.report is not None
    return extraction.report


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("granvik-mbn-2022.pdf", ["granvik-mbn-2022-edited.docx", "granvik-mbn-2022-scan300.pdf"]),
        ("fjallmark-ms-2018.docx", ["fjallmark-ms-2018.pdf"]),
    ],
)
def test_decisions_on_one_form_hold_in_word_pdf_and_scan(
    archive: Archive, first: str, others: list[str]
) -> None:
    original = read(first)
    identity = put(archive, original, first)
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    places = [(r.table_no, r.row_no) for c in original.scorecards for r in c.rows if r.text("target")]
    for place in places:
        review.decide(review.item(identity, *place, "target"), "accepted")
    review.settle()
    for other in others:
        again = put(archive, read(other), other)
        relate(archive, built_in())
        found = [r.field("target").reviewed for c in archive.report(again).scorecards for r in c.rows]
        assert sum(found) >= 0.9 * len(places), other
    assert set(states(archive)) == {"applied"}
    assert len(places) > 2
