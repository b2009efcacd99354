"""Symbols in Word files, however they were drawn."""

from __future__ import annotations

import pytest

from extractor.model import Cell, Paragraph, Symbol, Table
from extractor.reading.docx import read_docx
from extractor.reading.docx_colours import Theme, plain_colour
from extractor.reading.docx_forms import Frame
from extractor.reading.docx_shapes import picture_pixels
from extractor.reading.package import parse_xml
from tests.support.word import NAMESPACES, docx, drawing, p, picture, png, r, shape, tbl, tc, tr


def cell(content: str, **more: object) -> Cell:
    found = read_docx(docx(tbl(tr("x", tc(content))), **more), "rapport.docx")  # type: ignore[arg-type]
    (table,) = (b for b in found.blocks if isinstance(b, Table))
    return table.cells[1]


def seen(content: str, **more: object) -> list[tuple[str | None, str | None]]:
    return [(s.colour, s.shape) for s in cell(p(content), **more).symbols]


def vml(inner: str) -> str:
    return f"<w:r><w:pict>{inner}</w:pict></w:r>"


class TestDrawingShapes:
    @pytest.mark.parametrize(
        ("preset", "turn", "flip", "expected"),
        [
            ("ellipse", 0, "", "circle"),
            ("rect", 0, "", "square"),
            ("triangle", 0, "", "triangle"),
            ("triangle", 180, "", "triangle_down"),
            ("triangle", 0, 'flipV="1"', "triangle_down"),
            ("flowChartMerge", 0, "", "triangle_down"),
            ("upArrow", 0, "", "arrow_up"),
            ("upArrow", 90, "", "arrow_right"),
            ("upArrow", 180, "", "arrow_down"),
            ("rightArrow", 315, "", "arrow_up_right"),
            ("rightArrow", 45, "", "arrow_down_right"),
            ("rightArrow", 0, 'flipH="1"', "arrow_left"),
            ("downArrow", 0, 'flipV="1"', "arrow_up"),
            ("leftRightArrow", 0, "", "arrow_left_right"),
            ("leftRightArrow", 90, "", "arrow_up_down"),
            ("diamond", 0, "", "diamond"),
        ],
    )
    def test_form_and_turn(self, preset: str, turn: int, flip: str, expected: str) -> None:
        assert seen(drawing(shape(preset, "00B050", turn=turn, flip=flip))) == [("green", expected)]

    @pytest.mark.parametrize(
        ("adjustment", "expected"),
        [("val 4653", "smiley"), ("val -4653", "frown"), ("val 0", "neutral_face")],
    )
    def test_smileys_by_their_mouth(self, adjustment: str, expected: str) -> None:
        guides = f'<a:gd name="adj" fmla="{adjustment}"/>'
        assert seen(drawing(shape("smileyFace", "FFFF00", guides=guides))) == [("yellow", expected)]

    @pytest.mark.parametrize(
        ("fill", "colour"),
        [
            ('<a:solidFill><a:schemeClr val="accent6"/></a:solidFill>', "green"),
            ('<a:solidFill><a:prstClr val="red"/></a:solidFill>', "red"),
            ('<a:solidFill><a:sysClr val="windowText" lastClr="000000"/></a:solidFill>', "black"),
            (
                '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FFC000"/></a:gs></a:gsLst></a:gradFill>',
                "yellow",
            ),
            ('<a:noFill/><a:ln><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>', "red"),
        ],
        ids=["theme", "named", "system", "gradient", "outline only"],
    )
    def test_colour(self, fill: str, colour: str) -> None:
        assert seen(drawing(shape("ellipse", fill))) == [(colour, "circle")]

    def test_an_invisible_shape_is_no_symbol(self) -> None:
        assert seen(drawing(shape("rect", "<a:noFill/>"))) == []

    def test_the_one_lit_lamp_of_a_group_counts(self) -> None:
        lamps = "".join(shape("ellipse", colour) for colour in ("D9D9D9", "FFC000", "7F7F7F"))
        assert seen(drawing(f"<wpg:wgp>{lamps}</wpg:wgp>")) == [("yellow", "circle")]

    def test_a_line_with_a_head_is_an_arrow(self) -> None:
        line = '<a:ln><a:solidFill><a:srgbClr val="00B050"/></a:solidFill><a:tailEnd type="triangle"/></a:ln>'
        rising = shape("straightConnector1", line, flip='flipV="1"')
        assert seen(drawing(rising)) == [("green", "arrow_up_right")]

    def test_a_form_without_a_name_still_has_its_colour(self) -> None:
        (found,) = cell(p(drawing(shape("cloudCallout", "FF0000")))).symbols
        assert (found.colour, found.shape, found.confidence < 0.9) == ("red", None, True)

    def test_a_line_without_a_head_is_none(self) -> None:
        line = '<a:ln><a:solidFill><a:srgbClr val="00B050"/></a:solidFill></a:ln>'
        assert seen(drawing(shape("line", line))) == []

    def test_what_is_larger_than_a_mark_is_none(self) -> None:
        assert seen(drawing(shape("rect", "00B050"), size=400, height=200)) == []

    def test_the_alternative_is_not_counted_twice(self) -> None:
        both = (
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing(shape("ellipse", "FF0000"))[5:-6]}'
            '</mc:Choice><mc:Fallback><w:pict><v:oval style="width:12pt;height:12pt" fillcolor="red"/></w:pict>'
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
        assert seen(both) == [("red", "circle")]


class TestVml:
    SIZE = 'style="width:12pt;height:12pt{}"'

    @pytest.mark.parametrize(
        ("element", "expected"),
        [
            ('<v:oval {} fillcolor="#00b050"/>', ("green", "circle")),
            ('<v:rect {} fillcolor="yellow"/>', ("yellow", "square")),
            ('<v:shape {} type="#_x0000_t5" fillcolor="red [3]"/>', ("red", "triangle")),
            ('<v:shape {} type="#_x0000_t67" fillcolor="#f00"/>', ("red", "arrow_down")),
            ('<v:shape {} o:spt="68" fillcolor="lime"/>', ("green", "arrow_up")),
            ('<v:oval {} filled="f" strokecolor="red"/>', ("red", "circle")),
        ],
    )
    def test_shapes(self, element: str, expected: tuple[str, str]) -> None:
        assert seen(vml(element.format(self.SIZE.format("")))) == [expected]

    def test_rotation(self) -> None:
        turned = f'<v:shape {self.SIZE.format(";rotation:90")} type="#_x0000_t68" fillcolor="green"/>'
        assert seen(vml(turned)) == [("green", "arrow_right")]

    def test_a_line_with_a_head(self) -> None:
        line = '<v:line from="0,12pt" to="12pt,0" strokecolor="green"><v:stroke endarrow="block"/></v:line>'
        assert seen(vml(line)) == [("green", "arrow_up_right")]


class TestGlyphs:
    def test_a_wingdings_sign(self) -> None:
        sign = '<w:r><w:rPr><w:color w:val="00B050"/></w:rPr><w:sym w:font="Wingdings" w:char="F06C"/></w:r>'
        assert seen(sign) == [("green", "circle")]

    def test_a_letter_in_wingdings_is_a_symbol_and_no_text(self) -> None:
        letter = r("n", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/><w:color w:val="FF0000"/>')
        found = cell(p(letter))
        assert (found.text, [(s.colour, s.shape) for s in found.symbols]) == ("", [("red", "square")])

    def test_a_coloured_character(self) -> None:
        found = cell(p(r("●", '<w:color w:val="FFC000"/>')))
        assert (found.text, [(s.colour, s.shape) for s in found.symbols]) == ("", [("yellow", "circle")])

    def test_a_symbol_beside_a_value_leaves_the_value(self) -> None:
        found = cell(p(r("5,4 % ") + r("↓", '<w:color w:val="00B050"/>')))
        assert (found.text, [s.shape for s in found.symbols]) == ("5,4 %", ["arrow_down"])

    def test_a_sign_between_words_stays_in_the_text(self) -> None:
        assert cell(p("från 3 → 5 st")).text == "från 3 → 5 st"

    def test_a_list_mark_before_a_sentence_is_no_symbol(self) -> None:
        assert cell(p("■ Fler barn ska läsa")).symbols == ()
        assert [s.shape for s in cell(p("■ Uppnått")).symbols] == ["square"]

    def test_a_dot_is_a_light_only_where_it_is_coloured(self) -> None:
        assert cell(p("•")).symbols == ()
        assert seen(r("•", '<w:color w:val="FF0000"/>')) == [("red", "circle")]

    def test_signs_of_arithmetic_are_text(self) -> None:
        found = cell(p("≥ 80 % ± 2 × 3 &lt; 4"))
        assert (found.text, found.symbols) == ("≥ 80 % ± 2 × 3 < 4", ())

    def test_an_unknown_private_character_is_an_unsure_symbol(self) -> None:
        (found,) = cell(p("\ue9ab")).symbols
        assert (found.shape, found.confidence < 0.9) == (None, True)

    def test_a_legend_line_keeps_its_symbols_in_order(self) -> None:
        sign = (
            '<w:r><w:rPr><w:color w:val="{}"/></w:rPr><w:sym w:font="Wingdings" w:char="F06C"/></w:r>'.format
        )
        body = p(sign("00B050") + r(" uppfyllt ") + sign("FF0000") + r(" ej uppfyllt"))
        (found,) = read_docx(docx(body), "x.docx").blocks
        assert isinstance(found, Paragraph)
        assert found.text == "uppfyllt ej uppfyllt"
        assert [s.colour for s in found.symbols] == ["green", "red"]


class TestPictures:
    def test_the_bytes_reach_the_eye(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[tuple[int, ...]] = []

        def look(pixels: object) -> Symbol:
            asked.append(pixels.shape)  # type: ignore[attr-defined]
            return Symbol(colour="green", shape="square", source="picture")

        monkeypatch.setattr("extractor.reading.docx_shapes.symbol_from_picture", look)
        parts = {"word/media/i1.png": png((0, 176, 80, 255))}
        both = drawing(picture("i1")) + drawing(picture("i1"))
        assert seen(both, parts=parts) == [("green", "square")] * 2
        assert asked == [(24, 24, 4)]

    @pytest.mark.parametrize("content", [b"", b"\x01\x00\x00\x00 EMF"])
    def test_a_picture_that_cannot_be_looked_at_is_an_unsure_symbol(self, content: bytes) -> None:
        (found,) = cell(p(drawing(picture("i1"))), parts={"word/media/i1.emf": content}).symbols
        assert (found.colour, found.shape, found.confidence < 0.9) == (None, None, True)

    def test_a_blank_spacer_is_no_symbol(self) -> None:
        assert seen(drawing(picture("i1")), parts={"word/media/i1.png": png((255, 255, 255, 0))}) == []

    @pytest.mark.parametrize("content", [b"", b"no picture", png((0, 0, 0, 255))[:60]])
    def test_a_damaged_picture_has_no_pixels(self, content: bytes) -> None:
        assert picture_pixels(content, Frame(12, 12)) is None

    def test_a_giant_picture_is_not_decoded(self) -> None:
        assert picture_pixels(png((0, 0, 0, 255), (5000, 4000)), Frame(12, 12)) is None

    def test_a_picture_is_turned_as_shown(self) -> None:
        pixels = picture_pixels(png((0, 0, 0, 255), (40, 10)), Frame(12, 12, turn=90))
        assert pixels is not None
        assert pixels.shape[:2] == (40, 10)


class TestColours:
    @pytest.mark.parametrize(
        ("written", "colour"),
        [("FF0000", "#ff0000"), ("#0f0", "#00ff00"), ("red [10]", "#ff0000"), ("auto", None), ("", None)],
    )
    def test_plain(self, written: str, colour: str | None) -> None:
        assert plain_colour(written) == colour

    def test_the_documents_own_theme_wins(self) -> None:
        scheme = '<a:clrScheme><a:accent1><a:srgbClr val="123456"/></a:accent1></a:clrScheme>'
        theme = Theme(parse_xml(f"<a:theme {NAMESPACES}>{scheme}</a:theme>".encode(), "theme"))
        assert theme.slot("accent1") == "#123456"
