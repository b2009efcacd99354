"""The same report in several files is one report; another version is not."""

from __future__ import annotations

import msgspec

from extractor.forms import group_forms
from tests.support.reports import report, row

ROWS = [
    row(1, "God arbetsmiljö", "Sjukfrånvaro", "4 %", "5,1 %", "not_met"),
    row(2, "God ekonomi", "Resultat", "0 tkr", "1 tkr"),
]


def as_media(original, media: str, layer: str = "born"):
    document = msgspec.structs.replace(
        original.document, media=media, text_layer=layer, sha256=f"{media}{layer}".ljust(64, "0")
    )
    return msgspec.structs.replace(original, document=document)


def test_word_and_pdf_of_one_report_are_one_and_the_word_file_leads() -> None:
    original = report("2020", ROWS)
    ((first, second),) = group_forms([as_media(original, "pdf"), as_media(original, "docx")])
    assert (first.document.media, second.document.media) == ("docx", "pdf")


def test_a_scan_never_leads_where_the_original_is_there() -> None:
    original = report("2020", ROWS)
    (group,) = group_forms([as_media(original, "pdf", "recognised"), as_media(original, "doc")])
    assert group[0].document.media == "doc"


def test_reports_of_two_periods_stay_apart() -> None:
    assert len(group_forms([report("2019", ROWS), report("2020", ROWS)])) == 2


def test_a_report_without_period_stands_alone() -> None:
    assert len(group_forms([report("", ROWS), report("", ROWS, seed="b")])) == 2


def test_another_content_for_the_same_period_is_a_vintage_of_its_own() -> None:
    other = [row(1, "Trygg vård", "Antal fallskador i slutenvården", "högst 30 st", "44 st", "not_met")]
    assert len(group_forms([report("2020", ROWS), report("2020", other, seed="b")])) == 2
