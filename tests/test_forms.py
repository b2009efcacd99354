"""The same report in several files is one report; another version is not."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from extractor.forms import differences, group_forms
from extractor.model import Comment, FigureCell, Place
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


def changed(original, **more):
    """The report with another first row."""
    card = original.scorecards[0]
    first = row(1, "God arbetsmiljö", "Sjukfrånvaro", **{"target": "4 %", "value": "5,1 %", **more})
    cards = (msgspec.structs.replace(card, rows=(first, *card.rows[1:])),)
    return msgspec.structs.replace(original, scorecards=cards)


def test_a_form_that_does_not_tell_its_type_joins_the_one_that_does() -> None:
    original = report("2020", ROWS)
    dump = as_media(original, "text")
    dump = msgspec.structs.replace(
        dump, metadata=msgspec.structs.replace(dump.metadata, report_type="unknown")
    )
    assert len(group_forms([as_media(original, "pdf"), dump])) == 1


def test_a_final_report_with_another_number_than_the_draft_is_a_version_of_its_own() -> None:
    draft, final = report("2020", ROWS), changed(report("2020", ROWS), value="5,6 %")
    assert len(group_forms([as_media(draft, "docx"), as_media(final, "pdf")])) == 2


def test_a_number_misread_in_a_scan_is_flagged_there_and_says_what_the_original_says() -> None:
    original = as_media(report("2020", ROWS), "pdf")
    scan = as_media(changed(report("2020", ROWS), value="51 %"), "pdf", "recognised")
    (group,) = group_forms([scan, original])
    found = differences(group)
    (here,) = found[scan.document.sha256[:16]]
    assert (here.role, here.text, here.other_text) == ("value", "51 %", "5,1 %")
    assert here.other_document_id == original.document.sha256[:16]


def test_a_status_read_differently_is_flagged_in_both_forms() -> None:
    original = as_media(changed(report("2020", ROWS), status="not_met"), "docx")
    other = as_media(changed(report("2020", ROWS), status="met"), "pdf")
    (group,) = group_forms([original, other])
    texts = {k: [(d.role, d.text) for d in v] for k, v in differences(group).items()}
    assert texts == {
        original.document.sha256[:16]: [("status", "not_met")],
        other.document.sha256[:16]: [("status", "met")],
    }


def test_forms_that_say_the_same_differ_in_nothing() -> None:
    original = report("2020", ROWS)
    (group,) = group_forms([as_media(original, "pdf"), as_media(original, "docx")])
    assert differences(group) == {}


def without_scorecards(said: str, amount: str = "120", seed: str = "a"):
    """A report of running text and one number in a table."""
    cell = FigureCell(
        table_no=1, caption="Drift", row_no=1, row_label="Skolor", column_no=1, column_label="Utfall",
        text=amount, value=Decimal(amount), unit="mnkr", place=Place(page=2),
    )  # fmt: skip
    made = report("2020", [], seed=seed, figures=(cell,))
    comment = Comment(heading="Ekonomi", text=said, place=Place(page=2))
    return msgspec.structs.replace(made, scorecards=(), comments=(comment,))


TOLD = "Förvaltningen redovisar ett överskott eftersom flera tjänster varit vakanta under hösten."


def test_files_without_scorecards_are_one_report_where_they_print_the_same_text() -> None:
    pdf, word = without_scorecards(TOLD), as_media(without_scorecards(TOLD), "docx")
    assert len(group_forms([pdf, word])) == 1


def test_other_papers_of_the_same_period_without_scorecards_stay_apart() -> None:
    other = without_scorecards("Lokalerna har byggts om och invigdes tillsammans med eleverna.", seed="b")
    assert len(group_forms([without_scorecards(TOLD), other])) == 2


def test_a_final_report_without_scorecards_that_prints_another_amount_is_a_version_of_its_own() -> None:
    final = as_media(without_scorecards(TOLD, "131"), "docx")
    assert len(group_forms([without_scorecards(TOLD), final])) == 2


def test_a_scan_whose_scorecard_was_not_found_is_still_a_form_of_its_report() -> None:
    original = msgspec.structs.replace(report("2020", ROWS), comments=without_scorecards(TOLD * 3).comments)
    scan = as_media(msgspec.structs.replace(original, scorecards=()), "pdf", "recognised")
    assert len(group_forms([original, scan])) == 1
