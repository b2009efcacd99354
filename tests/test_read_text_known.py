"""Known goals and indicators found among the lines of a dump's table, and what they do to its cells."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from extractor.known import Known
from extractor.model import SURE, Document, Table
from extractor.patterns import built_in
from extractor.pipeline import extract
from extractor.reading.text import read_text
from extractor.reading.text_known import NOTHING_TOLD, Told, find_told
from extractor.reading.text_lines import Line

ROLES = ("goal", "indicator", "target")
GOAL = "Trygg och nära vattenförsörjning i hela kommunen"


def lines_of(text: str) -> list[Line]:
    return [Line(line, page=1, blank=False) for line in text.strip("\n").split("\n")]


def told_of(text: str, *, goals: tuple[str, ...] = (), indicators: tuple[str, ...] = ()) -> Told:
    return find_told(lines_of(text), ROLES, Known(goals=goals, indicators=indicators))


def runs_of(told: Told, role: str) -> list[str]:
    return [
        text for (_, column, text), _ in sorted(told.parts.items(), key=lambda p: p[1].at) if column == role
    ]


def test_a_known_goal_is_found_in_pieces_over_lines_that_hold_other_columns() -> None:
    text = """
Trygg och nara Antal avbrott i leve- max 4
vattenforsorj- ransen per ar
ning i hela kommunen
"""
    told = told_of(text, goals=(GOAL,))
    assert runs_of(told, "goal") == ["Trygg och nara", "vattenforsorj-", "ning i hela kommunen"]


def test_misread_letters_do_not_hide_a_known_goal() -> None:
    told = told_of("Trygg och néra\nvattenfdrs6rjning i hela\nkommunen", goals=(GOAL,))
    assert runs_of(told, "goal") == ["Trygg och néra", "vattenfdrs6rjning i hela", "kommunen"]


def test_another_digit_is_another_measure() -> None:
    told = told_of("Andel lästa böcker i årskurs 4 (%)", indicators=("Andel lästa böcker i årskurs 7 (%)",))
    assert runs_of(told, "indicator") != ["Andel lästa böcker i årskurs 4 (%)"]


def test_digits_that_are_misread_for_one_letter_are_two_digits() -> None:
    told = told_of("Andel besök inom 16 dagar", indicators=("Andel besök inom 10 dagar",))
    assert not told.explains("indicator", [(0, "Andel besök inom 16 dagar")])


def test_words_in_common_are_no_find() -> None:
    assert told_of("Trygg skolväg\nför barn i byarna", goals=(GOAL,)) == NOTHING_TOLD


def test_a_cell_is_explained_by_all_parts_of_a_wording_only() -> None:
    told = told_of("Trygg och nara\nvattenforsorjning i hela\nkommunen", goals=(GOAL,))
    runs = [(0, "Trygg och nara"), (1, "vattenforsorjning i hela"), (2, "kommunen")]
    assert told.explains("goal", runs)
    assert not told.explains("goal", runs[:2])
    assert not told.explains("goal", runs[1:])
    assert not told.explains("indicator", runs)


@given(
    st.lists(st.text(alphabet="abåö 14%|-.", max_size=20), max_size=6),
    st.text(alphabet="abåö 14%", max_size=30),
)
def test_whatever_is_found_is_printed_on_its_line(printed: list[str], known: str) -> None:
    lines = [Line(text, page=1, blank=False) for text in printed]
    told = find_told(lines, ROLES, Known(goals=(known,)))
    for line, _, text in told.parts:
        assert text.replace(" ", "") in printed[line].replace(" ", "").replace("|", "")


INTERLEAVED = """Arsrapport tekniska forvaltningen 2021

Verksamhet

Styrkort
Mal Indikator Ingangsvarde Malvarde 2021
Trygg och nara Antal avbrott i | 2020: 7 st max 4 st
och saker vat- leveransen per ar |
tenforsorjning till kunderna
Ratt skott gata Andel klagomal som | 62 % 80 %
aret om i hela besvaras inom tva
kommunen dagar
Det har varit ett ar med manga och langa avbrott i leveransen av vatten till kommunens kunder och det ar en foljd av
"""


def card(known: Known) -> Document:
    return read_text(INTERLEAVED.encode(), "granvik-2021.txt", known=known)


def goals_of(document: Document) -> list[str]:
    rows = [r for c in extract(document, built_in()).scorecards for r in c.rows]
    return [r.text("goal") for r in rows]


def test_known_goals_decide_where_a_line_is_cut() -> None:
    known = Known(
        goals=("Trygg och nära och säker vattenförsörjning", "Rätt skött gata året om i hela kommunen")
    )
    assert goals_of(card(known)) == [
        "Trygg och nära och säker vattenförsörjning",
        "Rätt skött gata året om i hela kommunen",
    ]


def test_a_measure_that_another_report_prints_word_for_word_is_sure_and_its_values_are_not() -> None:
    known = Known(indicators=("Andel klagomål som besvaras inom två dagar",))
    document = card(known)
    cells = [c for b in document.blocks if isinstance(b, Table) for c in b.cells if c.row]
    sure = [c.text for c in cells if c.confidence >= SURE]
    assert [t[:15] for t in sure] == ["Andel klagomål "]


def test_a_reworded_goal_keeps_the_words_of_this_dump() -> None:
    known = Known(goals=("Trygg och nära och säker vattenförsörjning i alla byar",))
    assert all("byar" not in goal for goal in goals_of(card(known)))
