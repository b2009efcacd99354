"""The measure of the restorer: which words are compared, and what a change is worth."""

from __future__ import annotations

from benchmarks.recognised import Sample, aligned
from benchmarks.restore import score


def test_words_are_held_together_by_their_order_however_damaged() -> None:
    read = ["Malet", "nas", "|", "inte", "4", "%", "6kad"]
    assert aligned(read, ["Målet", "nås", "inte", "4", "%", "ökad"]) == {
        0: "Målet",
        1: "nås",
        3: "inte",
        6: "ökad",
    }


def test_a_word_without_a_counterpart_is_left_out() -> None:
    assert aligned(["Malet", "xqz"], ["Målet", "nås"]) == {0: "Målet"}


def test_a_change_that_mends_counts_for_a_method_and_one_that_spoils_against_it() -> None:
    sample = Sample("a-2020", "malet nas bra", {0: "målet", 1: "nås", 2: "bra"}, "målet nås bra")
    found = score(sample, lambda text: text.replace("malet", "målet").replace("bra", "brå"))
    assert (found.words, found.before, found.right) == (3, 1, 1)
    assert (found.changed, found.mended, found.spoiled) == (2, 1, 1)


def test_reports_of_one_publisher_are_siblings() -> None:
    assert Sample("fjallmark-ms-2020-t2", "", {}, "").publisher == "fjallmark-ms"
