"""Which fragments of a dump's lines belong together."""

from __future__ import annotations

from extractor.reading.text_joins import Joins, begins_small, pairs_of

JOINS = Joins()


def test_a_hyphen_joins_two_halves_of_a_word_rather_than_two_words() -> None:
    assert JOINS.score("andel nöjda med-", "arbetare") > JOINS.score("andel nöjda med-", "kommunen")


def test_a_number_does_not_finish_half_a_word() -> None:
    assert JOINS.score("andel nöjda med-", "85 %") < 0


def test_words_side_by_side_elsewhere_belong_together() -> None:
    seen = Joins(pairs=pairs_of(["Granviks sjöar mår bra"]))
    assert seen.score("Granviks", "sjöar") > JOINS.score("Granviks", "sjöar")


def test_a_word_divided_within_a_line_ends_its_column() -> None:
    assert JOINS.inside("med-", "Andel") < JOINS.inside("med", "andel")


def test_a_sign_read_for_a_small_letter_counts_as_one() -> None:
    assert begins_small("4ven")
    assert not begins_small("45 %")


def test_a_dash_after_a_word_announces_more_of_the_cell() -> None:
    assert Joins().openness("Aktivitet: Kartläggning –") > Joins().openness("Aktivitet: Kartläggning")
    assert Joins().openness("93 –") == 0.0


def test_values_with_names_or_months_are_lines_of_one_cell() -> None:
    assert JOINS.score("Totalt: 4,1 %", "Kvinnor: 4,6 %") > 0 > JOINS.score("4,1 %", "85 %")
    assert JOINS.score("2021, 08", "4,1 %") > 0


def test_a_unit_belongs_to_the_number_above_it() -> None:
    assert JOINS.score("Kvinnor: 4,6", "%") > 0


def test_a_hyphen_after_an_abbreviation_joins_a_word_rather_than_half_of_one() -> None:
    assert JOINS.score("säker VA-", "drift") > JOINS.score("säker VA-", "kvlrn")


def test_halves_of_a_misread_word_belong_together_more_than_two_words() -> None:
    assert JOINS.score("de som genom-", "gétt utbildning") > JOINS.score("de som genom-", "utbildning")


def test_a_small_letter_after_a_full_stop_within_a_line_begins_another_column() -> None:
    assert JOINS.inside("mottagning.", "och") < JOINS.inside("mottagning", "och")
    assert JOINS.inside("mottagning.", "och") < JOINS.score("mottagning.", "och")


def test_an_abbreviations_full_stop_ends_no_column() -> None:
    assert JOINS.inside("inkl.", "alla") == JOINS.score("inkl.", "alla")
