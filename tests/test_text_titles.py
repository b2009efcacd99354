"""Titles that stand between two tables of a layout dump, and goals that stand between the rows of a stream."""

from __future__ import annotations

import pytest

from extractor.model import Paragraph, Table
from extractor.patterns import built_in
from extractor.reading.text import read_text
from extractor.reading.text_flow import states_goal

PATTERNS = built_in()
HEADER = "Nyckeltal                        År 2019    År 2020    Målvärde"
DUMP = """Årsrapport 2020

Gator och torg
Mål: Gatorna är hela och rena
{header}

Anmälda hål i gatan                  114         98     högst 90
Nöjda med gatorna                   61 %       64 %     minst 65 %


{title}
{header}

Besök i parkerna                  12 400     13 100     minst 13 000
Nöjda med parkerna                  71 %       70 %     minst 72 %
"""


def blocks(title: str) -> list[tuple[str, int] | int]:
    document = read_text(DUMP.format(header=HEADER, title=title).encode(), "rapport.txt", patterns=PATTERNS)
    return [
        b.row_count if isinstance(b, Table) else (b.text, b.level)
        for b in document.blocks
        if isinstance(b, Paragraph | Table)
    ]


def test_titles_right_above_the_next_header_are_no_row_of_the_table_above() -> None:
    found = blocks("Parker och natur\nMål: Parkerna är till för alla")
    assert found[-3:] == [("Parker och natur", 2), ("Mål: Parkerna är till för alla", 2), 3]


def test_a_sentence_above_the_next_header_is_no_title() -> None:
    assert not any(isinstance(b, tuple) and b[1] for b in blocks("Parkerna är till för alla.")[3:])


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("Mål 2. Gatorna är hela och rena", True),
        ("Mål: Parkerna är till för alla", True),
        ("Mål: minst 80 %", False),
        ("Mål 2020 är 80 procent", False),
        ("Målvärde", False),
    ],
)
def test_a_line_states_a_goal_behind_its_label_not_a_target(text: str, goal: bool) -> None:
    assert states_goal(text, PATTERNS) is goal
