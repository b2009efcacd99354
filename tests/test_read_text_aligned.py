"""Rows put together from a typeset page's lines, columns run together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.model import SURE, Table
from extractor.reading.text import read_text
from extractor.reading.text_aligned import aligned_rows, common_widths, prints_whole_lines
from extractor.reading.text_joins import Joins
from extractor.reading.text_lines import Line
from extractor.reading.text_weights import Placed

ROLES = ("goal", "indicator", "baseline", "target", "value", "status", "trend")
PAGE = """Uppföljning

Perspektiv Medborgare

Nämndmål Indikator Utfall 2020 Målvärde Utfall 2021 Måluppfyllelse Trend
Trygg badplats Andel godkända badprov 81 % minst 95 % 90 % H t
för alla på kommunens stränder
Antal livbojar som saknas 14 st max 5 st 6 st A L
vid kontroll
Lånen på biblioteken Lån per invånare 5,1 Öka 5,6 H t
ökar Besök per öppen timme 38 minst 40 41 H t

Badproven togs under hela sommaren och resultaten blev bättre än året innan, trots den långa värmen.
"""


def _lines(*texts: str) -> list[Line]:
    return [Line(text, 1, blank=False) for text in texts]


def _rows(lines: list[Line], roles: tuple[str, ...] = ROLES) -> list[Placed] | None:
    return aligned_rows(lines, roles, common_widths([(lines, roles)], Joins()), Joins())


def _cells(text: str) -> dict[tuple[int, int], str]:
    lines = _lines(*text.splitlines())
    out: dict[tuple[int, int], str] = {}
    for p in _rows(lines) or []:
        out[p.row, p.column] = f"{out.get((p.row, p.column), '')} {p.text}".strip()
    return out


def test_a_line_with_several_values_is_a_row_and_the_words_below_belong_to_it() -> None:
    cells = _cells(
        "Trygg badplats Andel godkända badprov 81 % minst 95 % 90 % H t\nAntal livbojar som saknas"
    )
    assert [cells[0, c] for c in (2, 3, 4)] == ["81 %", "minst 95 %", "90 %"]


def test_a_limit_is_the_target_where_the_baseline_is_missing() -> None:
    cells = _cells("Trygg badplats Andel godkända badprov minst 95 % 90 % H t")
    assert (0, 2) not in cells
    assert (cells[0, 3], cells[0, 4]) == ("minst 95 %", "90 %")


def test_a_unit_broken_off_goes_to_the_value_that_lacks_one() -> None:
    cells = _cells("Trygg badplats Kostnad per besök 16,9 kr max 15,0 15,4 kr H t\nkr")
    assert cells[0, 3] == "max 15,0 kr"


def test_columns_are_cut_at_capitals() -> None:
    cells = _cells("Lånen ökar Besök per timme 38 minst 40 41 H t\nAntal lån 5 minst 6 7 H t")
    assert (cells[0, 0], cells[0, 1], cells[1, 1]) == ("Lånen ökar", "Besök per timme", "Antal lån")


def test_dumps_whose_cells_have_lines_of_their_own_are_left_to_the_other_reader() -> None:
    assert not prints_whole_lines(
        _lines("Lånen ökar", "Besök per timme", "38 40 41", "Lån", "5 6 7"), recognised=False
    )
    assert _rows(_lines("Lånen ökar", "Besök per timme", "38")) is None


def test_a_single_column_of_values_is_left_to_the_other_reader() -> None:
    assert _rows(_lines("Lånen ökar Besök per timme 38"), ("goal", "indicator", "target")) is None


def test_nothing_put_together_is_called_sure() -> None:
    tables = [b for b in read_text(PAGE.encode(), "x.txt").blocks if isinstance(b, Table)]
    body = [c for c in tables[0].cells if c.row]
    assert len({c.row for c in body}) == 4
    assert all(c.confidence < SURE and c.reasons for c in body)


@given(st.lists(st.text(alphabet="aÖs 123%|-.tkrmin", min_size=1, max_size=60).filter(str.strip), max_size=6))
def test_no_word_is_invented_and_none_is_lost_but_dashes(texts: list[str]) -> None:
    placed = _rows(_lines(*texts))
    if placed is None:
        return
    read = sorted(w for p in placed for w in p.text.split() if any(c.isalnum() for c in w))
    printed = sorted(w for t in texts for w in t.replace("|", " ").split() if any(c.isalnum() for c in w))
    assert read == printed
