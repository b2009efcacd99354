"""Freeforms, paints and what an old format does to them."""

from __future__ import annotations

import pytest

from extractor.model import Symbol, Table
from extractor.reading.docx import read_docx
from extractor.reading.docx_freeforms import freeform_outlines, vml_outlines
from extractor.reading.docx_paint import UNSURE, blended
from extractor.reading.package import Element, parse_xml
from tests.support.word import NAMESPACES, docx, drawing, p, shape, tbl, tc, tr


def symbols(content: str, media: str = "docx", **related: str) -> tuple[Symbol, ...]:
    found = read_docx(docx(tbl(tr("x", tc(p(content)))), **related), "rapport.docx", media=media)  # type: ignore[arg-type]
    (table,) = (b for b in found.blocks if isinstance(b, Table))
    return table.cells[1].symbols


def freeform(path: str, colour: str = "00B050", size: str = 'w="100" h="100"') -> str:
    geometry = f"<a:custGeom><a:pathLst><a:path {size}>{path}</a:path></a:pathLst></a:custGeom>"
    paint = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    frame = '<a:xfrm><a:ext cx="152400" cy="152400"/></a:xfrm>'
    return drawing(f"<wps:wsp><wps:spPr>{frame}{geometry}{paint}</wps:spPr></wps:wsp>")


def points(*coordinates: tuple[float, float]) -> str:
    return "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in coordinates)


def to(kind: str, *coordinates: tuple[float, float]) -> str:
    return f"<a:{kind}>{points(*coordinates)}</a:{kind}>"


TRIANGLE = to("moveTo", (50, 0)) + to("lnTo", (100, 100)) + to("lnTo", (0, 100)) + "<a:close/>"
DISC = to("moveTo", (0, 50)) + '<a:arcTo wR="50" hR="50" stAng="10800000" swAng="21600000"/><a:close/>'
ROUND = (
    to("moveTo", (50, 0)) + to("cubicBezTo", (78, 0), (100, 22), (100, 50))
    + to("cubicBezTo", (100, 78), (78, 100), (50, 100)) + to("cubicBezTo", (22, 100), (0, 78), (0, 50))
    + to("cubicBezTo", (0, 22), (22, 0), (50, 0))
)  # fmt: skip


class TestFreeforms:
    @pytest.mark.parametrize(("path", "form"), [(TRIANGLE, "triangle"), (DISC, "circle"), (ROUND, "circle")])
    def test_lines_arcs_and_curves_show_their_form(self, path: str, form: str) -> None:
        (found,) = symbols(freeform(path))
        assert (found.colour, found.shape) == ("green", form)

    @pytest.mark.parametrize(
        "path",
        [
            TRIANGLE.replace('x="50"', 'x="-80"'),
            TRIANGLE.replace('x="50"', 'x="hc"'),
            to("moveTo", (0, 0)) + to("lnTo", (100, 100)),
            to("moveTo", (0, 0))
            + to("cubicBezTo", *((x % 100, 50) for x in range(3000)))
            + to("lnTo", (9, 9)),
        ],
        ids=[
            "outside its frame",
            "a guide for a number",
            "nothing enclosed",
            "a curve of thousands of points",
        ],
    )
    def test_one_that_cannot_be_followed_keeps_its_colour_and_is_unsure(self, path: str) -> None:
        (found,) = symbols(freeform(path, "FF0000"))
        assert (found.colour, found.shape) == ("red", None)
        assert found.confidence <= UNSURE

    @pytest.mark.parametrize(
        ("path", "form"),
        [
            ("m50,0l100,100,0,100xe", "triangle"),
            ("m50,0r50,100,-100,xe", "triangle"),
            ("m50,0c78,0,100,22,100,50,100,78,78,100,50,100,22,100,0,78,0,50,0,22,22,0,50,0xe", "circle"),
        ],
        ids=["absolute", "relative", "curves"],
    )
    def test_a_vml_path_shows_its_form(self, path: str, form: str) -> None:
        mark = (
            f'<v:shape style="width:12pt;height:12pt" coordsize="100,100" path="{path}" fillcolor="#ff0000"/>'
        )
        (found,) = symbols(f"<w:r><w:pict>{mark}</w:pict></w:r>")
        assert (found.colour, found.shape) == ("red", form)

    @pytest.mark.parametrize(
        "path",
        ["", "m0,0l5,5,9,0,@1,3xe", "m,10800qx10800,,21600,10800xe", "l", "m9999999999999,0l1,1,2,2xe"],
    )
    def test_a_vml_path_with_other_commands_is_not_followed(self, path: str) -> None:
        assert vml_outlines(parsed(f'<v:shape {NAMESPACES} coordsize="100,100" path="{path}"/>')) is None

    def test_an_outline_without_a_filled_path_is_none(self) -> None:
        assert freeform_outlines(parsed(f"<a:custGeom {NAMESPACES}><a:pathLst/></a:custGeom>")) is None


def parsed(xml: str) -> Element:
    return parse_xml(xml.encode(), "part")


class TestOldFormats:
    def test_a_freeform_of_a_doc_has_no_sure_form(self) -> None:
        (found,) = symbols(freeform(TRIANGLE), media="doc")
        assert (found.colour, found.confidence) == ("green", 1.0)
        assert found.shape_confidence <= UNSURE

    def test_neither_has_a_rectangle_that_may_have_been_a_disc(self) -> None:
        (found,) = symbols(drawing(shape("rect", "000000")), media="doc")
        assert found.shape_confidence <= UNSURE

    def test_a_form_that_word_97_knew_is_sure(self) -> None:
        (found,) = symbols(drawing(shape("ellipse", "000000")), media="doc")
        assert (found.shape, found.shape_confidence) == ("circle", 1.0)


class TestPaint:
    def test_the_one_light_of_a_gradient_counts(self) -> None:
        assert blended(["#ffffff", "#d7262b"]).name == "red"

    def test_a_gradient_between_two_lights_is_unsure(self) -> None:
        assert blended(["#00a651", "#ffc20e"]).confidence <= UNSURE

    def test_a_picture_as_fill_is_something_nobody_can_name(self) -> None:
        (found,) = symbols(drawing(shape("ellipse", '<a:blipFill><a:blip r:embed="i1"/></a:blipFill>')))
        assert (found.colour, found.shape) == (None, "circle")
        assert found.confidence <= UNSURE

    def test_a_theme_colour_without_a_theme_is_unsure(self) -> None:
        (found,) = symbols(
            drawing(shape("ellipse", '<a:solidFill><a:schemeClr val="accent6"/></a:solidFill>'))
        )
        assert found.confidence <= UNSURE

    def test_its_writer_resolved_it_in_the_alternative(self) -> None:
        mark = drawing(shape("ellipse", '<a:solidFill><a:schemeClr val="accent6"/></a:solidFill>'))[5:-6]
        (found,) = symbols(
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{mark}</mc:Choice><mc:Fallback><w:pict>'
            '<v:oval ID="Form 1" fillcolor="#f79646"/></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
        )
        assert (found.colour, found.confidence) == ("yellow", 1.0)

    def test_a_coloured_shape_with_a_word_in_it_is_a_light_too(self) -> None:
        assert [s.colour for s in symbols(drawing(shape("ellipse", "FF0000", text="R")))] == ["red"]

    def test_a_text_box_in_any_other_colour_is_none(self) -> None:
        assert symbols(drawing(shape("rect", "FFFFFF", text="82 %"))) == ()

    def test_a_bar_of_vml_rectangles_is_a_bar(self) -> None:
        rectangle = '<v:rect style="position:absolute;left:0;top:0;width:{};height:90" fillcolor="#{}"/>'
        strips = rectangle.format(800, "d9d9d9") + rectangle.format(320, "00a651")
        group = f'<v:group style="width:80pt;height:9pt" coordsize="800,90">{strips}</v:group>'
        (found,) = symbols(f"<w:r><w:pict>{group}</w:pict></w:r>")
        assert (found.shape, found.share) == ("bar", 0.4)
