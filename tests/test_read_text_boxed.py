"""Indicators that a dump prints as a name above labels and values, one to a line."""

from __future__ import annotations

from extractor.model import Table
from extractor.patterns import built_in
from extractor.reading.text import read_text
from extractor.reading.text_celled import with_rows

FIRST = ["Lån per invånare", "Utfall 2030", "7,4", "Mål 2030", "minst 8", "Bedömning", "Ej uppnått", ""]
SECOND = ["Nya låntagare", "Utfall 2030", "455", "Mål 2030", "400", "Bedömning", "Uppnått", ""]


def rows(*parts: list[str]) -> list[str]:
    text = with_rows("\n".join(line for part in parts for line in part), built_in()["roles"])
    return [line for line in text.split("\n") if "\t" in line]


def test_what_labels_one_indicator_labels_the_next_and_is_the_header() -> None:
    assert rows(["Biblioteken", ""], FIRST, SECOND, ["Lånen minskade."]) == [
        "\tUtfall 2030\tMål 2030\tBedömning",
        "Lån per invånare\t7,4\tminst 8\tEj uppnått",
        "Nya låntagare\t455\t400\tUppnått",
    ]


def test_a_single_one_stays_as_it_is() -> None:
    assert not rows(["Biblioteken", ""], FIRST, ["Lånen minskade."])


def test_an_indicator_with_other_labels_is_not_of_the_table() -> None:
    other = ["Besök", "Utfall 2029", "9 100", "Utfall 2030", "8 800", "Mål 2030", "9 000", ""]
    assert len(rows(FIRST, SECOND, other)) == 3


def test_the_table_is_read_with_its_names_values_and_targets() -> None:
    document = read_text("\n".join(["Biblioteken", "", *FIRST, *SECOND, "Lånen minskade."]).encode(), "a.txt")
    (table,) = [b for b in document.blocks if isinstance(b, Table)]
    assert [c.text for c in table.cells if c.row == 1] == ["Lån per invånare", "7,4", "minst 8", "Ej uppnått"]
