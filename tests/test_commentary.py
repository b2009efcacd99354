"""Commentary: comments attached to rows, verdicts that fill a status."""

from extractor.facts.commentary import attach_comments, fill_status
from extractor.model import (
    Block,
    Column,
    Comment,
    Document,
    Field,
    Paragraph,
    Place,
    Row,
    Scorecard,
    Table,
)
from extractor.patterns import built_in

PATTERNS = built_in()
HERE = Place(page=2)
TABLE = Table(number=1, place=HERE, cells=())


def row(number: int, indicator: str, **fields: Field) -> Row:
    return Row(
        kind="indicator",
        table_no=1,
        row_no=number,
        page=2,
        fields={"indicator": Field(text=indicator), **fields},  # type: ignore[dict-item]
    )


def card(*rows: Row) -> Scorecard:
    columns = (Column(index=0, label="Indikator", role="indicator", confidence=1),)
    return Scorecard(table_no=1, page=2, perspective="Medarbetare", columns=columns, rows=rows)


def paragraph(text: str, level: int = 0) -> Paragraph:
    return Paragraph(text=text, raw=text, place=HERE, level=level)


def attached(*blocks: Block) -> dict[str, int | None]:
    cards = (card(row(1, "Total sjukfrånvaro"), row(2, "Extratid i timmar"), row(3, "Andel nöjda besökare")),)
    document = Document(
        sha256="0" * 64, name="a.pdf", media="pdf", text_layer="born", page_count=2, blocks=(TABLE, *blocks)
    )
    return {c.text: c.row_no for c in attach_comments(document, cards, PATTERNS)}


def test_a_paragraph_under_a_heading_like_an_indicator_belongs_to_its_row() -> None:
    found = attached(paragraph("Sjukfrånvaro", 2), paragraph("Utvecklingen följs varje månad."))
    assert found == {"Utvecklingen följs varje månad.": 1}


def test_without_a_heading_the_words_decide() -> None:
    found = attached(paragraph("Besökare som är nöjda blir fler för vart år."))
    assert found == {"Besökare som är nöjda blir fler för vart år.": 3}


def test_a_paragraph_that_fits_no_row_alone_belongs_to_none() -> None:
    text = "Både sjukfrånvaron och extratiden i timmar följs."
    assert attached(paragraph(text)) == {text: None}


def test_text_of_another_chapter_belongs_to_no_row() -> None:
    found = attached(paragraph("Internkontroll", 1), paragraph("Sjukfrånvaron kontrolleras inte här."))
    assert found == {"Sjukfrånvaron kontrolleras inte här.": None}


def comment(text: str) -> Comment:
    return Comment(heading="Sjukfrånvaro", text=text, place=HERE, table_no=1, row_no=1)


def verdicts(text: str, *names: str) -> list[str | None]:
    """The statuses of rows of these names after a comment on the first one."""
    rows = card(*(row(number, name) for number, name in enumerate(names or ("Total sjukfrånvaro",), start=1)))
    (filled,) = fill_status((rows,), (comment(text),), PATTERNS)
    return [r.field("status").normal for r in filled.rows]


def test_a_clear_verdict_is_read() -> None:
    assert verdicts("Målet är uppnått.") == ["met"]
    assert verdicts("Granviks kommun når inte målet i år.") == ["not_met"]
    assert verdicts("Enheten når inte riktigt målet.") == ["partly_met"]


def test_two_verdicts_that_differ_are_none() -> None:
    assert verdicts("Målet är uppnått. Vi når inte målet för deltid.") == [None]


def test_no_verdict_is_none() -> None:
    assert verdicts("Arbetet fortsätter under hösten.") == [None]


def test_a_verdict_on_another_row_named_in_the_comment_is_that_row_s() -> None:
    text = "Sjukfrånvaron har minskat något. Antalet extratimmar har halverats och målet är uppnått."
    assert verdicts(text, "Total sjukfrånvaro", "Antal extratimmar") == [None, "met"]


def test_the_sentences_that_follow_go_on_about_the_row_named_last() -> None:
    text = "Sjukfrånvaron når målet. Antalet extratimmar är för högt. Målet är inte uppnått."
    assert verdicts(text, "Total sjukfrånvaro", "Antal extratimmar") == ["met", "not_met"]


def test_one_verdict_on_two_rows_named_together_is_both_s() -> None:
    text = "Både sjukfrånvaron och antalet extratimmar når målet."
    assert verdicts(text, "Total sjukfrånvaro", "Antal extratimmar", "Nöjda besökare") == ["met", "met", None]


def test_two_verdicts_in_a_sentence_about_two_rows_are_nobody_s() -> None:
    text = "Sjukfrånvaron når målet medan antalet extratimmar är så högt att målet inte nås."
    assert verdicts(text, "Total sjukfrånvaro", "Antal extratimmar") == [None, None]


def test_rows_that_share_their_words_keep_the_verdict_of_their_own_comment() -> None:
    text = "Sjukfrånvaron ligger på samma nivå. Målet är uppnått."
    assert verdicts(text, "Sjukfrånvaro i procent", "Sjukfrånvaro i procent, kort") == ["met", None]


def test_a_verdict_fills_the_status_of_a_table_that_shows_none() -> None:
    (filled,) = fill_status((card(row(1, "Total sjukfrånvaro")),), (comment("Målet är uppnått."),), PATTERNS)
    status = filled.rows[0].field("status")
    assert (status.normal, status.source, status.reasons) == ("met", "text", ("verdict_in_text",))
    assert status.confidence < 0.9


def test_a_printed_empty_status_stays_empty_where_other_rows_show_one() -> None:
    other = row(2, "Extratid", status=Field(normal="met", source="symbol"))
    rows = card(row(1, "Total sjukfrånvaro", status=Field()), other)
    (filled,) = fill_status((rows,), (comment("Målet är uppnått."),), PATTERNS)
    assert filled.rows[0].field("status").normal is None


def test_attached_text_becomes_the_rows_comment_unless_it_has_its_own() -> None:
    own = row(1, "Total sjukfrånvaro", comment=Field(text="Eget"))
    cards = fill_status((card(own),), (comment("Följs."),), PATTERNS)
    assert cards[0].rows[0].text("comment") == "Eget"
    cards = fill_status((card(row(1, "Total sjukfrånvaro")),), (comment("Följs."),), PATTERNS)
    assert cards[0].rows[0].text("comment") == "Följs."


def test_a_figure_over_a_short_line_has_no_subject_above_it() -> None:
    tiles = ("Nyckeltal", "23,9 %", "Soliditet", "1,4 %", "Vakansgrad", "287,6 mnkr", "Omsättning")
    document = Document(
        sha256="0" * 64, name="a.pdf", media="pdf", text_layer="born", page_count=2,
        blocks=tuple(paragraph(t, level=1 if t == "Nyckeltal" else 0) for t in tiles),
    )  # fmt: skip
    assert {c.text: c.heading for c in attach_comments(document, (), PATTERNS)} == dict.fromkeys(
        tiles[1::2], ""
    )
