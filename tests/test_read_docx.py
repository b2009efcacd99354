"""Paragraphs of Word files: headings, fields, changes, notes, pages."""

from __future__ import annotations

import pytest

from extractor.model import Document, Paragraph, Table
from extractor.reading.docx import read_docx
from tests.support.word import docx, drawing, p, r, replaced, shape, tbl, tc, tr


def read(body: str, **more: str) -> Document:
    return read_docx(docx(body, **more), "rapport.docx")


def paragraphs(body: str, **more: str) -> list[Paragraph]:
    return [b for b in read(body, **more).blocks if isinstance(b, Paragraph)]


def texts(body: str, **more: str) -> list[str]:
    return [b.text for b in paragraphs(body, **more)]


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin") + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        + mark.format("separate") + result + mark.format("end")
    )  # fmt: skip


class TestHeadings:
    @pytest.mark.parametrize(
        ("style", "level"),
        [
            ("Rubrik1", 1),
            ("Rubrik2", 2),
            ("EgenRubrik", 2),
            ("Normal", 0),
            ("Heading3", 3),
            ("Beskrivning", 0),
        ],
    )
    def test_the_style_gives_the_level(self, style: str, level: int) -> None:
        (found,) = paragraphs(p("Medarbetare", style=style))
        assert found.level == level

    def test_a_direct_outline_level_wins_over_the_style(self) -> None:
        (found,) = paragraphs(p("Bilaga", style="Rubrik1", properties='<w:outlineLvl w:val="2"/>'))
        assert found.level == 3

    def test_a_bold_short_line_is_a_heading_below_the_last_styled_one(self) -> None:
        body = (
            p("Ekonomi", style="Rubrik1") + p("Budget i balans", run="<w:b/>") + p("Löpande text följer här.")
        )
        assert [b.level for b in paragraphs(body)] == [1, 2, 0]

    def test_a_much_larger_line_is_a_top_heading(self) -> None:
        body = p("Granviks kommun", run='<w:sz w:val="40"/>') + p("En mening om kommunen och dess år.")
        assert [b.level for b in paragraphs(body)] == [1, 0]

    def test_a_bold_sentence_is_no_heading(self) -> None:
        (found,) = paragraphs(p("Vi når inte målet i år.", run="<w:b/>"))
        assert found.level == 0

    def test_a_bold_first_line_in_a_paragraph_is_a_heading_of_its_own(self) -> None:
        body = p(r("Sjukfrånvaro", "<w:b/>") + "<w:r><w:br/></w:r>" + r("Frånvaron har minskat något."))
        assert [(b.text, b.level > 0) for b in paragraphs(body)] == [
            ("Sjukfrånvaro", True), ("Frånvaron har minskat något.", False),
        ]  # fmt: skip

    def test_numbered_headings_print_their_number(self) -> None:
        numbering = (
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
        )

        def numbered(text: str, level: int) -> str:
            list_properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
            return p(text, style="Rubrik1", properties=list_properties)

        body = numbered("Mål", 0) + numbered("Ekonomi", 1) + numbered("Uppdrag", 0) + numbered("Miljö", 1)
        assert texts(body, numbering=numbering) == ["1 Mål", "1.1 Ekonomi", "2 Uppdrag", "2.1 Miljö"]


class TestCharacters:
    def test_tracked_changes_are_accepted(self) -> None:
        body = p(
            r("Utfallet är ") + '<w:ins w:id="1">' + r("5,4 %") + "</w:ins>"
            '<w:del w:id="2"><w:r><w:delText>6,1 %</w:delText></w:r></w:del>'
            '<w:moveFrom w:id="3">' + r("flyttat") + "</w:moveFrom>"
        )  # fmt: skip
        assert texts(body) == ["Utfallet är 5,4 %"]

    def test_a_deleted_paragraph_mark_joins_two_paragraphs(self) -> None:
        body = p(r("Målet är "), properties='<w:rPr><w:del w:id="1"/></w:rPr>') + p("uppnått")
        assert texts(body) == ["Målet är uppnått"]

    def test_fields_print_their_result_and_not_their_instruction(self) -> None:
        assert texts(p(r("Sida ") + field(" PAGE ", r("3")))) == ["Sida 3"]

    def test_nested_fields_print_the_outer_result_only(self) -> None:
        inner = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
            + field(" DOCPROPERTY Enhet ", r("dolt")) + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + r("Kulturenheten") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )  # fmt: skip
        assert texts(p(inner)) == ["Kulturenheten"]

    def test_a_field_that_never_ends_swallows_nothing_after_its_paragraph(self) -> None:
        body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("x")) + p("Texten går vidare")
        assert texts(body) == ["Texten går vidare"]

    def test_soft_hyphens_go_and_hard_ones_stay(self) -> None:
        body = p(
            "<w:r><w:t>verk</w:t><w:softHyphen/><w:t>sam\u00adhet, it</w:t><w:noBreakHyphen/><w:t>stöd</w:t></w:r>"
        )
        assert texts(body) == ["verksamhet, it-stöd"]

    def test_hyperlinks_controls_and_equations_are_read(self) -> None:
        body = p(
            '<w:hyperlink r:id="none">' + r("Länk ") + "</w:hyperlink><w:sdt><w:sdtContent>" + r("kontroll ")
            + "</w:sdtContent></w:sdt><m:oMath><m:r><m:t>≥80</m:t></m:r></m:oMath>"
        )  # fmt: skip
        assert texts(body) == ["Länk kontroll ≥80"]

    def test_prompts_of_empty_controls_are_not_read(self) -> None:
        prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
        body = p(r("Kommentar: ") + prompt.format(r("Klicka här"))) + prompt.format(p("Ange text"))
        assert texts(body) == ["Kommentar:"]

    def test_hidden_text_is_not_read(self) -> None:
        assert texts(p(r("synligt") + r(" dolt", "<w:vanish/>"))) == ["synligt"]

    def test_the_symbol_fonts_comparators_become_characters(self) -> None:
        assert texts(p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r(" 80 %"))) == ["≥ 80 %"]

    def test_a_drop_down_shows_its_choice(self) -> None:
        body = p(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="Ej uppfyllt"/><w:listEntry w:val="Uppfyllt"/></w:ddList></w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        assert texts(body) == ["Uppfyllt"]

    def test_words_divided_by_hand_are_whole_in_the_text_and_divided_in_the_raw(self) -> None:
        (found,) = paragraphs(p("<w:r><w:t>Avvik-</w:t><w:br/><w:t>else</w:t></w:r>"))
        assert (found.text, found.raw) == ("Avvikelse", "Avvik-\nelse")

    def test_strict_files_are_read_like_all_others(self) -> None:
        content = docx(p("Strikt sparad", style="Rubrik1"))
        usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
        (found,) = read_docx(replaced(content, usual, strict), "strikt.docx").blocks
        assert isinstance(found, Paragraph)
        assert (found.text, found.level) == ("Strikt sparad", 1)


class TestNotes:
    NOTE = '<w:footnote w:type="separator" w:id="-1">{}</w:footnote><w:footnote w:id="1">{}</w:footnote>'

    def test_a_footnote_stands_at_the_end_and_its_mark_nowhere(self) -> None:
        notes = self.NOTE.format(p("---"), p("<w:r><w:footnoteRef/></w:r>" + r(" Avser heltid.")))
        body = p(r("5,4") + '<w:r><w:footnoteReference w:id="1"/></w:r>') + p("Slut")
        assert texts(body, footnotes=notes) == ["5,4", "Slut", "Avser heltid."]

    @pytest.mark.parametrize(
        ("before", "raised", "text"),
        [("5,4", "1", "5,4"), ("58,6 %", "2", "58,6 %"), ("Antal", "3", "Antal"), ("120 m", "2", "120 m²"),
         ("kWh/m", "2", "kWh/m²"), ("10", "e", "10e")],
    )  # fmt: skip
    def test_a_raised_digit_is_a_mark_unless_it_is_a_units_power(
        self, before: str, raised: str, text: str
    ) -> None:
        body = p(r(before) + r(raised, '<w:vertAlign w:val="superscript"/>'))
        assert texts(body) == [text]

    def test_a_raised_digit_stays_in_the_raw(self) -> None:
        (found,) = paragraphs(p(r("5,4") + r("1", '<w:vertAlign w:val="superscript"/>')))
        assert found.raw == "5,4¹"

    def test_comments_are_not_read(self) -> None:
        body = p(r("Text") + '<w:r><w:commentReference w:id="0"/></w:r>')
        assert texts(body) == ["Text"]


class TestLeftOut:
    def test_a_contents_field_and_its_title_are_left_out(self) -> None:
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        begin = mark.format("begin") + '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        body = (
            p("Innehållsförteckning") + p(begin + mark.format("separate") + r("Mål 3")) + p("Ekonomi 4")
            + p(mark.format("end")) + p("Inledning", style="Rubrik1")
        )  # fmt: skip
        assert texts(body) == ["Inledning"]

    def test_a_contents_control_is_left_out(self) -> None:
        control = (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            f"<w:sdtContent>{p('Innehåll')}{p('Mål 3')}</w:sdtContent></w:sdt>"
        )
        assert texts(control + p("Inledning")) == ["Inledning"]

    def test_contents_styles_are_left_out(self) -> None:
        assert texts(p("Innehåll") + p("Mål 3", style="Innehll1") + p("Inledning")) == ["Inledning"]

    def test_a_contents_field_that_never_ends_stops_at_the_next_heading(self) -> None:
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        body = p(begin + separate + r("Mål 3")) + p("Inledning", style="Rubrik1") + p("Brödtext")
        assert texts(body) == ["Inledning", "Brödtext"]

    def test_running_headers_are_furniture(self) -> None:
        found = read(p("Text"), header=p("Region Fjällmark") + tbl(tr("Dnr 12", "Sida 1")))
        assert found.furniture == ("Region Fjällmark", "Dnr 12", "Sida 1")
        assert len(found.blocks) == 1


class TestTextBoxes:
    BOX = drawing(shape("rect", "FFFFFF", text="I rutan"), size=200)

    def test_a_text_box_follows_its_paragraph(self) -> None:
        assert texts(p(r("Före") + self.BOX) + p("Efter")) == ["Före", "I rutan", "Efter"]

    def test_an_alternative_is_read_once(self) -> None:
        fallback = (
            "<mc:Fallback><w:r><w:pict><v:rect><v:textbox><w:txbxContent>" + p("I rutan")
            + "</w:txbxContent></v:textbox></v:rect></w:pict></w:r></mc:Fallback>"
        )  # fmt: skip
        both = f'<mc:AlternateContent><mc:Choice Requires="wps">{self.BOX}</mc:Choice>{fallback}</mc:AlternateContent>'
        assert texts(p(both)) == ["I rutan"]

    def test_the_fallback_stands_in_for_an_unknown_extension(self) -> None:
        both = (
            f'<mc:AlternateContent><mc:Choice Requires="w99">{r("nytt")}</mc:Choice>'
            f'<mc:Fallback>{r("känt")}</mc:Fallback></mc:AlternateContent>'
        )  # fmt: skip
        assert texts(p(both)) == ["känt"]

    def test_a_frame_of_one_cell_is_text(self) -> None:
        assert texts(tbl(tr(tc(p("Kort sammanfattning") + p("av året"))))) == [
            "Kort sammanfattning",
            "av året",
        ]


class TestPages:
    BREAK = '<w:r><w:br w:type="page"/></w:r>'
    NOTED = "<w:r><w:lastRenderedPageBreak/></w:r>"

    @pytest.mark.parametrize(
        ("between", "page"),
        [
            ("", 1),
            (p(BREAK), 2),
            (p(BREAK) + p(BREAK), 3),
            (p(NOTED + r("mitt emellan")), 2),
            (p(BREAK) + p(NOTED + r("samma brytning")), 2),
            (p("", properties='<w:sectPr><w:type w:val="continuous"/></w:sectPr>'), 2),
        ],
        ids=["none", "break", "two breaks", "noted", "noted and set", "section"],
    )
    def test_breaks_are_counted_once(self, between: str, page: int) -> None:
        assert paragraphs(p("först") + between + p("sist"))[-1].place.page == page

    def test_a_continuous_section_starts_no_page(self) -> None:
        body = (
            p("ett", properties="<w:sectPr/>")
            + p("två")
            + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
        )
        assert paragraphs(body)[-1].place.page == 1

    def test_a_break_noted_in_every_cell_of_a_row_is_one(self) -> None:
        split = tc(p(r("text") + self.NOTED + r("fortsätter")))
        found = read(p("ovanför") + tbl(tr(split, split, split), tr("a", "b", "c")) + p("under"))
        table = next(b for b in found.blocks if isinstance(b, Table))
        assert [c.place.page for c in table.cells if c.place] == [1, 1, 1, 2, 2, 2]
        assert found.page_count == 2


def test_an_empty_document_without_pictures_has_no_text_layer() -> None:
    found = read(p())
    assert (found.blocks, found.text_layer) == ((), "none")


def test_bullets_are_marked() -> None:
    assert [b.bullet for b in paragraphs(p("punkt", style="Punkt") + p("text"))] == [True, False]
