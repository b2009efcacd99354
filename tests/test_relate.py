"""What several documents tell together reaches the list, the export and the series."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from extractor.archive import Archive, Source
from extractor.export import scorecard_records
from extractor.model import Indicator, Link
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.series import all_series
from tests.support.reports import report, row

PRINTED = [
    row(1, "God arbetsmiljö", "Sjukfrånvaro", "4 %", "5,1 %"),
    row(2, "God ekonomi", "Resultat", "0 tkr"),
]
MISREAD = [row(1, "God arbetsmiljö", "Sjukfrånvaro", "4 %", "51 %"), PRINTED[1]]


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        yield opened


def put(archive: Archive, rows, name: str, layer: str = "born") -> str:
    saved = report("2020", rows, seed=name)
    document = msgspec.structs.replace(saved.document, text_layer=layer)
    saved = msgspec.structs.replace(saved, document=document)
    return archive.save(saved, Source(path=name, size=1, modified_ns=1), "v", "done", "")


def test_the_forms_of_a_report_know_which_of_them_leads(archive: Archive) -> None:
    scan = put(archive, PRINTED, "a-scan.pdf", "recognised")
    original = put(archive, PRINTED, "b.pdf")
    relate(archive, built_in())
    assert {d.document_id: d.form_of for d in archive.documents()} == {scan: original, original: ""}


def test_a_row_read_differently_in_another_form_is_flagged_in_the_export(archive: Archive) -> None:
    put(archive, PRINTED, "b.pdf")
    scan = put(archive, MISREAD, "a-scan.pdf", "recognised")
    relate(archive, built_in())
    records = scorecard_records(archive.find(scan), archive.report(scan), (), archive.differences(scan))
    flags = [r["flags"] for r in records]
    assert flags == ["value:differs_in_other_form", ""]


def test_a_link_that_is_not_safe_is_a_suggestion_and_flags_its_row(archive: Archive) -> None:
    identity = put(archive, PRINTED, "b.pdf")
    known = report("2020", PRINTED).metadata
    unit = (known.organisation, known.unit)
    indicator = Indicator(indicator_id="i1", organisation=unit[0], unit=unit[1], name="Frånvaro")
    link = Link(
        document_id=identity, indicator_id="i1", level="tokens", table_no=1, row_no=1, suggestion=True
    )
    archive.save_unit(*unit, [indicator], [link], [])
    (series,) = all_series(archive)
    assert (series.judgements, [j.indicator for j in series.perhaps]) == ((), ["Sjukfrånvaro"])
    first = next(scorecard_records(archive.find(identity), archive.report(identity), archive.links(identity)))
    assert (first["indicator_id"], first["flags"]) == ("", "indicator:link_uncertain")


def test_a_series_says_which_reports_leave_it_out_and_where_no_value_is_given(archive: Archive) -> None:
    full, bare = PRINTED, [PRINTED[1]]
    empty = [row(1, "God arbetsmiljö", "Sjukfrånvaro", "4 %", ""), PRINTED[1]]
    for period, rows in (("2018", full), ("2019", bare), ("2020", empty)):
        saved = report(period, rows, seed=period)
        archive.save(saved, Source(path=f"{period}.pdf", size=1, modified_ns=1), "v", "done", "")
    relate(archive, built_in())
    (absence,) = [s for s in all_series(archive) if s.indicator.name == "Sjukfrånvaro" and s.judgements]
    reasons = [(g.period, g.lacks, g.source_path) for g in absence.gaps]
    assert ("2019", "no_row", "2019.pdf") in reasons
    assert ("2020", "no_value", "2020.pdf") in reasons


def put_as(archive: Archive, period: str, unit: str) -> str:
    source = Source(path=f"{period}-{unit}.pdf", size=1, modified_ns=1)
    return archive.save(report(period, PRINTED, unit=unit), source, "v", "done", "")


def test_a_unit_whose_reports_spell_its_name_differently_is_one_unit(archive: Archive) -> None:
    spelled = [
        "Vard- och Miljönamnden",
        "Vård- och Miljönämnden",
        "Vård- och miljönämnden",
        "VÅRD- OCH MILJÖNÄMNDEN",
    ]
    for n, unit in enumerate(spelled):
        put_as(archive, f"{2017 + n}", unit)
    put_as(archive, "2021", spelled[2])
    relate(archive, built_in())
    assert [unit for _, unit in archive.units()] == ["Vård- och miljönämnden"]
    assert {info.unit for info in archive.documents()} == {"Vård- och miljönämnden"}
    known = all_series(archive)
    assert len(known) == len(PRINTED)
    assert {judged.period for judged in known[0].judgements} == {"2017", "2018", "2019", "2020", "2021"}
    assert archive.stale_units() == []


def test_a_unit_takes_the_name_that_more_of_its_reports_use_when_they_come(archive: Archive) -> None:
    put_as(archive, "2017", "Miljö- och Byggnadsnämnden")
    relate(archive, built_in())
    before = {i.name: i.indicator_id for i in archive.indicators()}
    for year in ("2018", "2019"):
        put_as(archive, year, "Miljö- och byggnadsnämnden")
    relate(archive, built_in(), archive.stale_units())
    assert {i.unit for i in archive.indicators()} == {"Miljö- och byggnadsnämnden"}
    assert {i.name: i.indicator_id for i in archive.indicators()} == before
    assert archive.stale_units() == []
