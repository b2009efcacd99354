"""Why a table of a report is a scorecard or none."""

from __future__ import annotations

from extractor.explain import explain_document
from extractor.model import Document, Paragraph, Place
from extractor.patterns import built_in
from extractor.pipeline import extract


def line(text: str, level: int = 0, *, bullet: bool = False) -> Paragraph:
    return Paragraph(text=text, raw=text, place=Place(page=1), level=level, bullet=bullet)


def test_a_scorecard_set_as_a_list_has_its_story_too() -> None:
    document = Document(
        sha256="0" * 64, name="rapport.docx", media="docx", text_layer="born", page_count=1,
        blocks=(
            line("Årsrapport 2022", 1), line("Verksamhet", 1), line("Öppna badplatser", 2),
            line("Andel badplatser med gott vatten. Mål: minst 90 %. Utfall: 94 %. Målet är uppnått.", bullet=True),
            line("Antal badplatser med livboj. Mål: minst 12. Utfall: 9. Målet är inte uppnått.", bullet=True),
        ),
    )  # fmt: skip
    stories = explain_document(document, built_in())
    (card,) = extract(document, built_in()).scorecards
    assert [(s.table_no, s.verdict.startswith("scorecard")) for s in stories] == [(card.table_no, True)]
