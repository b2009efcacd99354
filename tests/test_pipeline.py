"""The stages in order, on one small document."""

from extractor.model import Block, Cell, Document, Paragraph, Place, Symbol, Table
from extractor.patterns import built_in
from extractor.pipeline import extract

HERE = Place(page=1)


def _paragraph(text: str, level: int = 0) -> Paragraph:
    return Paragraph(text=text, raw=text, place=HERE, level=level)


def _table(
    number: int, caption: str, *rows: list[str], symbols: dict[tuple[int, int], Symbol] | None = None
) -> Table:
    cells = tuple(
        Cell(
            row=r, column=c, text=t, raw=t, place=HERE, bold=r == 0,
            symbols=(s,) if (s := (symbols or {}).get((r, c))) else (),
        )
        for r, row in enumerate(rows)
        for c, t in enumerate(row)
    )  # fmt: skip
    return Table(number=number, place=HERE, cells=cells, header_rows=1, caption=caption)


def _report() -> Document:
    green = Symbol(colour="green", shape="circle", source="drawing")
    blocks: tuple[Block, ...] = (
        _paragraph("Region Fjällmark"),
        _paragraph("Årsrapport 2020 Division Fjällvård", 1),
        _paragraph("Medarbetare", 1),
        _table(
            1,
            "Medarbetare",
            ["Mål", "Indikator", "Målvärde", "Utfall 2020", "Måluppfyllelse"],
            ["Frisk arbetsplats", "Total sjukfrånvaro", "4 %", "5,4 %", ""],
            ["Frisk arbetsplats", "Antal arbetsskador", "max 10 st", "8 st", ""],
            symbols={(1, 4): green, (2, 4): green},
        ),
        _paragraph("Total sjukfrånvaro", 2),
        _paragraph("Sjukfrånvaron för kvinnor är 6,1 %."),
        _paragraph("Ekonomi", 1),
        _table(2, "Årets resultat", ["Tkr", "Utfall 2020"], ["Personalkostnader", "1 200"]),
    )
    return Document(
        sha256="0" * 64, name="a.pdf", media="pdf", text_layer="born", page_count=1, blocks=blocks
    )


def test_a_report_gives_rows_comments_figures_and_observations_from_all_three() -> None:
    report = extract(_report(), built_in())
    assert report.metadata.period == "2020"
    assert [r.text("indicator") for c in report.scorecards for r in c.rows] == [
        "Total sjukfrånvaro",
        "Antal arbetsskador",
    ]
    assert {(o.origin, o.kind, str(o.value)) for o in report.observations} == {
        ("scorecard", "target", "4"),
        ("scorecard", "actual", "5.4"),
        ("scorecard", "target", "10"),
        ("scorecard", "actual", "8"),
        ("text", "actual", "6.1"),
        ("table", "actual", "1200"),
    }


def test_a_scorecard_is_no_figure_table() -> None:
    assert {f.table_no for f in extract(_report(), built_in()).figures} == {2}


def test_the_comment_reaches_its_row() -> None:
    report = extract(_report(), built_in())
    assert report.scorecards[0].rows[0].text("comment") == "Sjukfrånvaron för kvinnor är 6,1 %."


def test_extracting_twice_gives_the_same() -> None:
    assert extract(_report(), built_in()) == extract(_report(), built_in())


def test_a_line_of_the_budget_that_is_controlled_too_stays_a_figure() -> None:
    controls = _table(
        3,
        "Intern kontroll",
        ["Kontrollområde", "Kontrollmoment", "Iakttagelse", "Åtgärd"],
        ["Personalkostnader", "Stickprov av tio löner", "Inga avvikelser", "–"],
    )
    report = _report()
    whole = Document(
        sha256="1" * 64, name="b.pdf", media="pdf", text_layer="born", page_count=1,
        blocks=(*report.blocks, _paragraph("Intern kontroll", 1), controls),
    )  # fmt: skip
    extracted = extract(whole, built_in())
    assert [c.activity for c in extracted.controls] == ["Personalkostnader"]
    assert [f.row_label for f in extracted.figures] == ["Personalkostnader"]
