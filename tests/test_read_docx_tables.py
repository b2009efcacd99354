"""Tables of Word files: merges, nesting, headers, what a cell shows."""

from __future__ import annotations

import pytest

from extractor.model import Cell, Document, Paragraph, Table
from extractor.reading.docx import read_docx
from tests.support.word import docx, drawing, p, r, shape, tbl, tc, tr

SPAN = '<w:gridSpan w:val="{}"/>'.format
START, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
BOLD = "<w:b/>"


def read(body: str, **more: str) -> Document:
    return read_docx(docx(body, **more), "rapport.docx")


def tables(body: str, **more: str) -> list[Table]:
    return [b for b in read(body, **more).blocks if isinstance(b, Table)]


def table(*rows: str, properties: str = "") -> Table:
    (found,) = tables(tbl(*rows, properties=properties))
    return found


def grid(found: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in found.grid()]


def shaded(colour: str) -> str:
    return f'<w:shd w:val="clear" w:fill="{colour}"/>'


def bold(text: str) -> str:
    return tc(p(text, run=BOLD))


class TestMerges:
    def test_a_goal_merged_over_rows_stands_on_each(self) -> None:
        found = table(
            tr(tc("Nöjda gäster", START), "a"), tr(tc("", GO_ON), "b"), tr(tc("", GO_ON), "c"), tr("Mål 2", "d"),
        )  # fmt: skip
        assert grid(found) == [
            ["Nöjda gäster", "a"],
            ["Nöjda gäster", "b"],
            ["Nöjda gäster", "c"],
            ["Mål 2", "d"],
        ]
        assert found.cells[0].row_span == 3

    def test_a_new_merge_under_a_merge_is_another_cell(self) -> None:
        found = table(
            tr(tc("ett", START), "a"),
            tr(tc("", GO_ON), "b"),
            tr(tc("två", START), "c"),
            tr(tc("", GO_ON), "d"),
        )
        assert [row[0] for row in grid(found)] == ["ett", "ett", "två", "två"]

    def test_a_merge_that_starts_nowhere_is_a_cell(self) -> None:
        assert grid(table(tr(tc("ensam", GO_ON), "a"), tr("x", "b"))) == [["ensam", "a"], ["x", "b"]]

    def test_a_comment_row_spans_the_width(self) -> None:
        found = table(tr("a", "b", "c"), tr(tc("Kommentar: gick bra", SPAN(3))))
        assert grid(found)[1] == ["Kommentar: gick bra"] * 3

    def test_the_old_way_of_merging_sideways(self) -> None:
        found = table(
            tr(tc("Bred", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "c"), tr("a", "b", "c")
        )
        assert grid(found)[0] == ["Bred", "Bred", "c"]

    def test_merges_both_ways_at_once(self) -> None:
        found = table(
            tr(tc("Stor", SPAN(2) + START), "c"), tr(tc("", SPAN(2) + GO_ON), "f"), tr("g", "h", "i")
        )  # fmt: skip
        assert grid(found) == [["Stor", "Stor", "c"], ["Stor", "Stor", "f"], ["g", "h", "i"]]

    def test_rows_that_start_or_end_short_keep_their_columns(self) -> None:
        late = tr("b", properties='<w:gridBefore w:val="1"/>')
        found = table(tr("a", "b"), late, tr("a"))
        assert grid(found) == [["a", "b"], [None, "b"], ["a", None]]

    def test_grid_lines_that_no_cell_uses_give_no_column(self) -> None:
        found = table(tr(tc("a", SPAN(3)), tc("b", SPAN(2))), tr(tc("c", SPAN(3)), tc("d", SPAN(2))))
        assert grid(found) == [["a", "b"], ["c", "d"]]

    def test_a_damaged_span_does_not_blow_up(self) -> None:
        assert grid(table(tr(tc("a", SPAN(99999999)), "b"), tr("c", "d")))[0][0] == "a"

    def test_deleted_rows_and_controls_around_rows_and_cells(self) -> None:
        control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format
        inner = f"<w:tr>{control(tc('a'))}{tc('b')}</w:tr>"
        gone = tr("x", "y", properties='<w:del w:id="1"/>')
        (found,) = tables(f"<w:tbl>{control(inner)}{gone}{tr('c', 'd')}</w:tbl>")
        assert grid(found) == [["a", "b"], ["c", "d"]]


class TestNesting:
    def test_a_nested_table_follows_and_its_text_is_not_doubled(self) -> None:
        inner = tbl(tr("kvinnor", "5 %"), tr("män", "3 %"))
        outer, nested = tables(tbl(tr("Frånvaro", tc(p("enligt nedan") + inner)), tr("x", "y")))
        assert grid(outer) == [["Frånvaro", "enligt nedan"], ["x", "y"]]
        assert grid(nested) == [["kvinnor", "5 %"], ["män", "3 %"]]
        assert (outer.number, nested.number) == (1, 2)

    def test_a_nested_frame_is_text_of_the_cell(self) -> None:
        assert grid(table(tr("a", tc(p("före") + tbl(tr("inuti"))))))[0] == ["a", "före inuti"]

    def test_a_text_box_in_a_cell_is_text_of_the_cell(self) -> None:
        box = p(r("före ") + drawing(shape("rect", "FFFFFF", text="i rutan"), size=100))
        assert grid(table(tr("a", tc(box))))[0] == ["a", "före i rutan"]


class TestHeader:
    def test_rows_marked_to_repeat(self) -> None:
        marked = tr("Mål", "Utfall", properties="<w:tblHeader/>")
        assert table(marked, tr("a", "1")).header_rows == 1

    def test_bold_or_shaded_leading_rows(self) -> None:
        title = tr(tc(p("Styrkort ekonomi", run=BOLD), SPAN(2)))
        labels = tr(tc("Mål", shaded("D9E2F3")), tc("Utfall", shaded("D9E2F3")))
        assert table(title, labels, tr("a", "1")).header_rows == 2

    def test_a_table_all_in_bold_has_no_known_header(self) -> None:
        assert table(tr(bold("a"), bold("b")), tr(bold("c"), bold("d"))).header_rows == 0

    def test_the_table_styles_first_row(self) -> None:
        look = '<w:tblStyle w:val="Rad1"/><w:tblLook w:val="{}"/>'
        assert table(tr("a", "b"), tr("c", "d"), properties=look.format("04A0")).header_rows == 1
        assert table(tr("a", "b"), tr("c", "d"), properties=look.format("0480")).header_rows == 0

    def test_a_marked_cell_that_spans_two_rows_makes_two_header_rows(self) -> None:
        first = tr(tc("Mål", START), tc("Utfall", SPAN(2)), properties="<w:tblHeader/>")
        found = table(first, tr(tc("", GO_ON), "2019", "2020"), tr("a", "1", "2"))
        assert found.header_rows == 2

    @pytest.mark.parametrize("direction", ["btLr", "tbRl"])
    def test_turned_text_reads_as_usual(self, direction: str) -> None:
        turned = tc("Måluppfyllelse", f'<w:textDirection w:val="{direction}"/>')
        cell = table(tr(turned, "b")).cells[0]
        assert (cell.text, cell.rotated) == ("Måluppfyllelse", True)


class TestCaption:
    TABLE = tbl(tr("a", "b"))

    def test_the_nearest_heading(self) -> None:
        found = tables(p("Ekonomi", style="Rubrik1") + p("Text om ekonomin i år.") + self.TABLE + self.TABLE)
        assert [t.caption for t in found] == ["Ekonomi", "Ekonomi"]

    def test_a_caption_paragraph_wins_for_its_own_table_only(self) -> None:
        caption = p("Tabell 1. Kostnader", style="Beskrivning")
        found = tables(p("Ekonomi", style="Rubrik1") + caption + self.TABLE + p("Text.") + self.TABLE)
        assert [t.caption for t in found] == ["Tabell 1. Kostnader", "Ekonomi"]


class TestCell:
    def cell(self, content: str, properties: str = "") -> Cell:
        return table(tr("x", tc(content, properties))).cells[1]

    def test_paragraphs_are_joined_and_kept_apart_in_the_raw(self) -> None:
        found = self.cell(p("Kvinnor 5 %") + p("Män 3 %"))
        assert (found.text, found.raw) == ("Kvinnor 5 % Män 3 %", "Kvinnor 5 %\nMän 3 %")

    def test_letters_stacked_one_per_line_are_a_word(self) -> None:
        assert self.cell("".join(p(letter) for letter in "Trend")).text == "Trend"
        assert self.cell(p(r("T") + "<w:r><w:br/></w:r>".join(["", *(r(x) for x in "rend")]))).text == "Trend"
        assert self.cell(p("A") + p("B")).text == "A B"

    @pytest.mark.parametrize(
        ("properties", "colour"),
        [
            (shaded("92D050"), "#92d050"),
            (shaded("auto"), None),
            (shaded("FFFFFF"), None),
            ('<w:shd w:val="solid" w:color="FF0000" w:fill="auto"/>', "#ff0000"),
            ('<w:shd w:val="clear" w:fill="C6E0B4" w:themeFill="accent6"/>', "#c6e0b4"),
            ('<w:shd w:val="clear" w:themeFill="accent6" w:themeFillTint="80"/>', "#b7d6a3"),
        ],
        ids=["hex", "auto", "white", "solid", "as resolved where there is no theme", "tint"],
    )  # fmt: skip
    def test_shading(self, properties: str, colour: str | None) -> None:
        found = self.cell("1", properties).shading
        assert found == colour or (found and colour and _near(found, colour))

    def test_a_marker_pen_behind_all_the_text_is_shading(self) -> None:
        assert self.cell(p("Uppfyllt", run='<w:highlight w:val="green"/>')).shading == "#00ff00"
        assert self.cell(p(r("Delvis ", '<w:highlight w:val="green"/>') + r("uppfyllt"))).shading is None

    def test_paragraphs_shaded_alike_shade_their_cell(self) -> None:
        shaded_paragraph = p("Uppfyllt", properties=shaded("92D050")) + p("")
        assert self.cell(shaded_paragraph).shading == "#92d050"
        assert self.cell(shaded_paragraph + p("Kommentar")).shading is None

    def test_a_footnote_mark_never_touches_the_number(self) -> None:
        marked = self.cell(p(r("5,4") + '<w:r><w:footnoteReference w:id="1"/></w:r>'))
        raised = self.cell(p(r("5,4") + r("2", '<w:vertAlign w:val="superscript"/>')))
        assert (marked.text, raised.text) == ("5,4", "5,4")


class TestRowsInOne:
    """A row of Word that holds several rows of the scorecard, one paragraph each."""

    ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'

    def several(self, *columns: list[str], listed: bool = True) -> Table:
        cells = [
            tc("".join(p(t, properties=self.ITEM if listed and not i else "") for t in c))
            for i, c in enumerate(columns)
        ]
        return table(
            tr(bold("Mål"), *map(bold, "ABC")), tr("Trygga barn", *cells), tr("God miljö", "x", "1", "2")
        )

    def test_as_many_list_items_as_targets_and_values_are_rows(self) -> None:
        found = self.several(["Nöjda barn", "Barn per vuxen"], ["80 %", "5,2"], ["82 %", "5,6"])
        assert grid(found)[1:] == [
            ["Trygga barn", "Nöjda barn", "80 %", "82 %"],
            ["Trygga barn", "Barn per vuxen", "5,2", "5,6"],
            ["God miljö", "x", "1", "2"],
        ]
        assert all(c.confidence < 0.9 and c.reasons for c in found.cells if c.row in (1, 2) and c.column)

    @pytest.mark.parametrize(
        "columns",
        [
            (["Nöjda barn", "(mäts i mars)"], ["80 %", "5,2"], ["82 %", "5,6"]),
            (["Nöjda barn", "Barn per vuxen"], ["80 %", "5,2", "7"], ["82 %", "5,6"]),
            (["Nöjda barn", "Barn per vuxen"], ["80 %"], ["82 %", "5,6"]),
        ],
        ids=["a name of two lines", "another number of lines", "one target for both"],
    )
    def test_other_rows_stay_as_they_are(self, columns: tuple[list[str], ...]) -> None:
        assert self.several(*columns).row_count == 3

    def test_lines_that_are_no_list_and_have_no_lights_stay_together(self) -> None:
        found = self.several(["Nöjda barn", "Barn per vuxen"], ["80 %", "5,2"], ["82 %", "5,6"], listed=False)
        assert found.row_count == 3


class TestMarksAndChanges:
    """What stands beside a value or was crossed out is no part of it."""

    @staticmethod
    def said(content: str, **more: str) -> str:
        (found,) = tables(tbl(tr("x", tc(content))), **more)
        return found.cells[1].text

    def test_a_notes_own_mark_that_is_not_raised(self) -> None:
        mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>'
        assert self.said(p(r("5,6") + mark)) == "5,6"

    def test_figures_lifted_by_hand(self) -> None:
        assert self.said(p(r("82 %") + r("1", '<w:position w:val="6"/>'))) == "82 %"
        assert self.said(p(r("82") + r("1", '<w:position w:val="1"/>'))) == "821"

    @pytest.mark.parametrize(("raw", "text"), [("82 %¹", "82 %"), ("5,6²", "5,6"), ("12 m²", "12 m²")])
    def test_superscript_characters(self, raw: str, text: str) -> None:
        assert self.said(p(raw)) == text

    def test_a_value_crossed_out_beside_the_new_one(self) -> None:
        old = r("79 %", "<w:strike/>")
        assert self.said(p(old + r(" 82 %"))) == "82 %"
        assert self.said(p(old) + p("82 %")) == "82 %"
        assert self.said(p(old)) == "79 %"

    def test_paragraphs_whose_mark_between_them_was_deleted(self) -> None:
        deleted = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
        assert self.said(p("8", properties=deleted) + p("2 %")) == "82 %"

    def test_a_row_that_was_moved_stands_where_it_went(self) -> None:
        gone = tc(f'<w:p><w:moveFrom w:id="1" w:author="x">{r("A")}</w:moveFrom></w:p>')
        here = tc(f'<w:p><w:moveTo w:id="2" w:author="x">{r("A")}</w:moveTo></w:p>')
        found = table(
            tr(gone, gone, properties='<w:del w:id="3" w:author="x"/>'), tr("B", "b"),
            tr(here, here, properties='<w:ins w:id="4" w:author="x"/>'),
        )  # fmt: skip
        assert grid(found) == [["B", "b"], ["A", "A"]]

    def test_an_empty_numbered_item_is_counted(self) -> None:
        numbering = (
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        )
        item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        (found,) = tables(
            tbl(
                tr(tc(p("Trygga barn", properties=item)), tc(p("", properties=item))),
                tr(tc(p("God miljö", properties=item)), "x"),
            ),
            numbering=numbering,
        )
        assert [c.text for c in found.cells] == ["1. Trygga barn", "", "3. God miljö", "x"]

    @pytest.mark.parametrize(("colour", "expected"), [("FF0000", ["red"]), ("1F4E9E", []), ("000000", [])])
    def test_a_coloured_letter_alone_is_a_light(self, colour: str, expected: list[str]) -> None:
        (found,) = tables(tbl(tr("x", tc(p("X", run=f'<w:color w:val="{colour}"/>')))))
        assert [s.colour for s in found.cells[1].symbols] == expected
        assert found.cells[1].text == "X"


def test_a_document_keeps_its_order() -> None:
    found = read(p("före") + tbl(tr("a", "b")) + p("efter"))
    assert [type(b) for b in found.blocks] == [Paragraph, Table, Paragraph]


def _near(a: str, b: str) -> bool:
    return all(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) <= 2 for i in (1, 3, 5))
