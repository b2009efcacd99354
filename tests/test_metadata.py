from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.metadata.find import find_metadata
from extractor.metadata.reported import read_reported
from extractor.model import Metadata
from extractor.patterns import built_in, load
from extractor.periods import is_label
from tests.support.sheets import body, document, heading

PATTERNS = built_in()


def first_page(*lines: str, name: str = "rapport.pdf", furniture: tuple[str, ...] = ()) -> Metadata:
    blocks = [heading(lines[0], 1, page=1), *(body(line, page=1) for line in lines[1:])]
    return find_metadata(document(*blocks, name=name, furniture=furniture), PATTERNS)


@pytest.mark.parametrize(
    ("title", "report_type", "period"),
    [
        ("Årsrapport 2020", "annual", "2020"),
        ("Årsredovisning 2019", "annual", "2019"),
        ("Verksamhetsberättelse 2018", "annual", "2018"),
        ("Bokslut 2017 för nämnden", "annual", "2017"),
        ("Delårsrapport division Resor 201904", "interim", "2019-T1"),
        ("Delårsrapport 202008", "interim", "2020-T2"),
        ("Tertialrapport 1 2021", "interim", "2021-T1"),
        ("Delårsrapport januari–april 2020", "interim", "2020-T1"),
        ("Delårsrapport augusti 2018", "interim", "2018-T2"),
        ("Delårsbokslut per den 31 augusti 2020", "interim", "2020-T2"),
        ("Delårsrapport 2 år 2016", "interim", "2016-T2"),
        ("Uppföljning T1 2022", "interim", "2022-T1"),
        ("Kvartalsrapport 3 2020", "interim", "2020-Q3"),
        ("Månadsrapport mars 2020", "interim", "2020-03"),
        ("Tertialrapport 3 2019", "annual", "2019"),
        ("Årsrapport 2020, beslutad 2021-02-14", "annual", "2020"),
        ("Delårsrapport jan-aug 2015", "interim", "2015-T2"),
    ],
)
def test_a_title_tells_type_and_period(title: str, report_type: str, period: str) -> None:
    found = first_page(title)
    assert (found.report_type, found.period) == (report_type, period)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Region Fjällmark", "Region Fjällmark"),
        ("Granviks kommun", "Granviks kommun"),
        ("GRANVIKS KOMMUN", "Granviks kommun"),
        ("Landstinget Åbroland", "Landstinget Åbroland"),
        ("Skogsvårdsverket", "Skogsvårdsverket"),
        ("Länsstyrelsen i Norrland", "Länsstyrelsen i Norrland"),
        ("Åby stads årsredovisning", "Åby stad"),
        ("Region Fjällmark Dokumentnummer FJM 20-7", "Region Fjällmark"),
        ("Region Fjällmark Sida 3", "Region Fjällmark"),
        ("REGION FJÄLLMARK TERTIALRAPPORT", "Region Fjällmark"),
        ("Region Norra Fjällmark Sida 3", "Region Norra Fjällmark"),
        ("Älvbackens Stad", "Älvbackens Stad"),
        ("Landstinget i Åbro län", "Landstinget i Åbro län"),
        ("Räddningstjänsten Älvmynningen", "Räddningstjänsten Älvmynningen"),
        ("Åbygdens brandförsvarsförbund", "Åbygdens brandförsvarsförbund"),
        ("Trä- och hantverksverket", "Trä- och hantverksverket"),
        ("Statens havskommission", "Statens havskommission"),
        ("Åbygdens tekniska universitet", "Åbygdens tekniska universitet"),
        ("Vår kommun i siffror", ""),
        ("Nätverket växer", ""),
    ],
)
def test_the_title_page_tells_the_organisation(line: str, name: str) -> None:
    assert first_page("Årsrapport 2020", line).organisation == name


def test_an_agency_that_the_text_speaks_of_is_not_the_one_that_reports() -> None:
    lines = [body(f"Läkemedelsverket har svarat på fråga {n}.", page=2) for n in range(3)]
    title = heading("Årsrapport 2020", 1, page=1)
    assert find_metadata(document(title, lines[0], name="x.pdf"), PATTERNS).organisation == ""
    assert find_metadata(document(title, *lines, name="x.pdf"), PATTERNS).organisation == "Läkemedelsverket"


def test_names_of_bodies_are_data_that_a_user_adds_to(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'schema = "names"\n[[group]]\nkey = "organisation"\nphrases = ["Byalaget …"]\n'
        '[[group]]\nkey = "unit"\nphrases = ["*gillet"]\n', encoding="utf-8"
    )  # fmt: skip
    sheets = document(heading("Byalaget Granbacka", page=1), body("Skördegillet 2020", page=1), name="x.pdf")
    found = find_metadata(sheets, load(tmp_path))
    assert (found.organisation, found.unit) == ("Byalaget Granbacka", "Skördegillet")


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Årsrapport division Resor 2020", "Division Resor"),
        ("Kultur- och fritidsnämndens årsredovisning 2020", "Kultur- och fritidsnämnden"),
        ("Socialförvaltningen – årsrapport 2020", "Socialförvaltningen"),
        ("Årsrapport 2020 Verksamhetsområde Sjukhus", "Verksamhetsområde Sjukhus"),
        ("Årsrapport 2020 Barn-, ungdoms- och utbildningsnämnden", "Barn-, ungdoms- och utbildningsnämnden"),
    ],
)
def test_the_title_tells_the_unit(title: str, unit: str) -> None:
    assert first_page(title).unit == unit


def test_the_running_header_tells_what_the_title_page_does_not() -> None:
    found = first_page(
        "Årsrapport 2020", furniture=("Region Fjällmark · Division Resor", "Dokument-ID FJM-17-88")
    )
    assert (found.organisation, found.unit, found.document_number) == (
        "Region Fjällmark", "Division Resor", "FJM-17-88",
    )  # fmt: skip


def test_the_file_name_is_the_last_witness_and_says_so() -> None:
    found = find_metadata(
        document(body("Resorna ökade.", page=1), name="delårsrapport_2019-04.pdf"), PATTERNS
    )
    assert (found.report_type, found.period) == ("interim", "2019-T1")
    assert "period_from_file_name" in found.reasons


def test_a_diary_number_is_no_year() -> None:
    assert first_page("Årsrapport 2018", "Dnr 2019-114").period == "2018"


def test_what_nothing_tells_stays_empty_with_a_reason() -> None:
    found = find_metadata(document(body("Resorna ökade.", page=1), name="x.pdf"), PATTERNS)
    assert (found.organisation, found.period) == ("", "")
    assert {"organisation_missing", "period_missing"} <= set(found.reasons)


@given(st.text(max_size=80))
def test_any_line_gives_a_period_label_or_nothing(line: str) -> None:
    label = read_reported(line, PATTERNS).label()
    assert label == "" or is_label(label)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Årsrapport Division Medicinsk service 2020", "Division Medicinsk service"),
        ("Division Service årsrapport 2020", "Division Service"),
        ("Delårsrapport Division Nära vård och hälsa 2020", "Division Nära vård och hälsa"),
    ],
)
def test_a_units_words_in_small_letters_belong_to_its_name(title: str, unit: str) -> None:
    assert find_metadata(document(heading(title, page=1)), PATTERNS).unit == unit


def test_an_agency_reports_as_a_whole() -> None:
    found = find_metadata(document(heading("Årsredovisning 2022 Sjöfågelverket", page=1)), PATTERNS)
    assert (found.organisation, found.unit) == ("Sjöfågelverket", "Sjöfågelverket")


def test_a_committees_diary_number_is_the_documents_number_and_no_year() -> None:
    doc = document(
        heading("Årsrapport 2022", page=1), furniture=("Granviks kommun Socialnämnden SN 2023/31",)
    )
    found = find_metadata(doc, PATTERNS)
    assert (found.period, found.document_number) == ("2022", "SN 2023/31")


def test_a_section_is_no_title_however_like_one_it_is() -> None:
    doc = document(body("En första sida.", page=1), heading("Återrapportering av uppdrag"), name="x.pdf")
    assert find_metadata(doc, PATTERNS).report_type == "unknown"


def test_a_title_that_ocr_damaged_tells_the_type_and_that_it_is_unsure() -> None:
    found = find_metadata(document(heading("V rsam etsber ttelse 2022", page=1)), PATTERNS)
    assert (found.report_type, "report_type_unsure" in found.reasons) == ("annual", True)


@pytest.mark.parametrize(
    ("lines", "organisation", "unit"),
    [
        (
            ("Verksamhetsberättelse 2016", "Granviks sjukhus", "Region Fjällmark Sjukhuschef"),
            "Region Fjällmark", "Granviks sjukhus",
        ),
        (
            ("Verksamhetsuppföljning 2018", "Granviks stad", "Norra Viks stadsdelsnämnd"),
            "Granviks stad", "Norra Viks stadsdelsnämnd",
        ),
        (("Årsredovisning 2014", "Statens kajinspektion"), "Statens kajinspektion", "Statens kajinspektion"),
        (("Årsredovisning", "Gymnasieförbundet Granvik"), "Gymnasieförbundet Granvik", "Gymnasieförbundet Granvik"),
    ],
)  # fmt: skip
def test_a_body_is_named_by_its_kind_in_small_letters(
    lines: tuple[str, ...], organisation: str, unit: str
) -> None:
    found = first_page(*lines)
    assert (found.organisation, found.unit) == (organisation, unit)


def test_a_heading_that_the_running_header_repeats_names_who_reports() -> None:
    blocks = [heading("Årsredovisning 2020", 1, page=1), heading("Granviks Hamnar", 2, page=1)]
    found = find_metadata(document(*blocks, furniture=("Granviks Hamnar – Årsredovisning 2020",)), PATTERNS)
    assert (found.organisation, found.unit) == ("Granviks Hamnar", "Granviks Hamnar")
    # A motto may be repeated, too.
    assert {"organisation_from_heading", "unit_from_heading"} <= set(found.reasons)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Landstinget Åbroland   Fjällbespisningen   LÅ15-118", "Fjällbespisningen"),
        ("Landstinget Åbroland", ""),
    ],
)
def test_a_name_behind_a_titles_year_is_the_units_where_the_running_header_repeats_it(
    header: str, unit: str
) -> None:
    found = first_page("Årsberättelse 2014 Fjällbespisningen", "Inledning", furniture=(header,))
    assert found.unit == unit
    # A motto, a person's name or "Slutversion" may stand there, too.
    assert ("unit_from_heading" in found.reasons) == bool(unit)
    assert found.organisation == "Landstinget Åbroland"


def test_the_bodys_own_place_behind_a_titles_year_is_no_unit() -> None:
    assert first_page("Årsredovisning 2020 Granvik", "Granviks kommun", furniture=("Granvik",)).unit == ""


def test_a_report_of_no_telling_name_is_annual_unless_it_names_a_part_of_the_year() -> None:
    annual, interim = (
        first_page("Verksamhetsuppföljning 2018"),
        first_page("Verksamhetsuppföljning tertial 2 2018"),
    )
    assert (annual.report_type, annual.period, interim.report_type, interim.period) == (
        "annual", "2018", "interim", "2018-T2",
    )  # fmt: skip
    assert "report_type_unsure" in annual.reasons


def test_a_document_number_may_begin_with_two_names_of_committees() -> None:
    assert (
        first_page("Årsrapport 2021", "Diarienummer RS-KTN 2022-00042").document_number == "RS-KTN 2022-00042"
    )


def test_a_university_college_and_a_company_report_as_a_whole_under_their_full_names() -> None:
    college = first_page("Högskolan i Granvik", "Årsredovisning 2020", "I mars ställde högskolan om.")
    assert (college.organisation, college.unit) == ("Högskolan i Granvik", "Högskolan i Granvik")
    company = first_page("Årsredovisning Granviks Vatten AB 2022")
    assert (company.organisation, company.unit) == ("Granviks Vatten AB", "Granviks Vatten AB")


@pytest.mark.parametrize(
    ("lines", "organisation", "unit"),
    [
        (
            ("Årsrapport 2006", "Kirurgkliniken", "Sjukhuset i Granvik", "Landstinget Fjällmark", "Ada Ek, chef"),
            "Landstinget Fjällmark", "Kirurgkliniken",
        ),
        (("Årsrapport 2019", "Landstinget Västra", "Fjällmark"), "Landstinget Västra Fjällmark", ""),
        (("Årsrapport 2019", "Region", "Fjällmark", "Division", "Resor"), "Region Fjällmark", "Division Resor"),
        (("Årsrapport 2019", "Division Resor", "Division Resor", "Ansvarig: Bo Ek"), "", "Division Resor"),
    ],
)  # fmt: skip
def test_a_name_on_a_title_page_ends_with_its_line_unless_it_fills_the_next_one(
    lines: tuple[str, ...], organisation: str, unit: str
) -> None:
    page = body("\n".join(lines), page=1)
    found = find_metadata(document(page, name="x.txt"), PATTERNS)
    assert (found.title, found.organisation, found.unit) == (lines[0], organisation, unit)
    assert ("unit_missing" in found.reasons) == (not unit)


def test_a_report_whose_name_is_a_chapters_too_is_a_title_on_the_title_page() -> None:
    assert first_page("Granviks kommun", "Verksamhetsuppföljning 2019").title == "Verksamhetsuppföljning 2019"


def test_a_line_of_the_title_page_that_the_text_tells_of_names_who_reports_in_doubt() -> None:
    found = first_page(
        "Delårsrapport januari–augusti 2019", "Hjälp och stöd",
        "Hjälp och stöd omfattar boenden, daglig verksamhet och personliga ombud i hela länet, och arbetar på uppdrag "
        "av nämnden.",
    )  # fmt: skip
    assert (found.unit, "unit_from_heading" in found.reasons) == ("Hjälp och stöd", True)


def test_a_heading_of_the_first_page_whose_text_begins_with_its_words_names_nobody() -> None:
    blocks = (
        heading("Årsrapport 2019", 1, 1),
        heading("Vår vision", 2, 1),
        body("Vår vision är en ren älv.", 1),
    )
    found = find_metadata(document(*blocks), PATTERNS)
    assert (found.organisation, found.unit) == ("", "")


@pytest.mark.parametrize(
    "line", ["DATUM 2020-02-14", "KF 2020-11-23", "SIDA 10/12", "TEL 08-12 34 56", "KL 08-16"]
)
def test_dates_pages_and_telephones_on_every_page_are_no_documents_number(line: str) -> None:
    assert first_page("Årsrapport 2019", furniture=(line,)).document_number == ""


def test_a_number_on_every_page_is_the_documents_number() -> None:
    found = first_page("Årsrapport 2019", furniture=("Region Fjällmark  Länsservice  FM190218",))
    assert found.document_number == "FM190218"
    assert first_page("Årsrapport 2019", furniture=("Fjällmark FM 97-12",)).document_number == "FM 97-12"
    assert first_page("Årsrapport 2019", furniture=("Region Fjällmark VB 2019",)).document_number == ""


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Opererande divisionen · divisionschef Ada Ek", "Opererande divisionen"),
        ("Region Fjällmark · Länsservice och teknik", "Länsservice och teknik"),
        ("Tekniska förvaltningen Dnr TF 2007/018. Förvaltningschef Bo Ek", "Tekniska förvaltningen"),
    ],
)
def test_a_units_name_ends_before_a_number_or_an_office_and_not_before_its_last_words(
    line: str, unit: str
) -> None:
    assert first_page("Årsberättelse 2007", line).unit == unit


@pytest.mark.parametrize("number", ["RS 2018-0317", "LB 1002-061", "HN 18/0391"])
def test_a_number_behind_a_bodys_name_is_the_documents_and_not_the_names(number: str) -> None:
    found = first_page(f"Region Fjällmark {number}", "Resultatredovisning 2017")
    assert (found.organisation, found.document_number) == ("Region Fjällmark", number)
    assert (found.title, found.report_type, found.period) == ("Resultatredovisning 2017", "annual", "2017")
