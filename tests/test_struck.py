"""Words crossed out on a PDF's page."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model import Box, Page, Rule, Word
from extractor.reading.struck import without_struck

OLD = Word(text="79", box=Box(100, 50, 112, 60))
SIGN = Word(text="%", box=Box(115, 50, 123, 60))
NEW = Word(text="82", box=Box(130, 50, 142, 60))


def page(*rules: Box) -> Page:
    return Page(
        number=1, width=595, height=842, words=(OLD, SIGN, NEW), rules=tuple(Rule(box=b) for b in rules)
    )


def left(*rules: Box) -> tuple[list[str], int, int]:
    found, struck = without_struck(page(*rules))
    return [w.text for w in found.words], len(found.rules), struck


def test_words_with_a_line_through_them_go_and_the_line_too() -> None:
    assert left(Box(100, 55, 123, 55)) == (["82"], 0, 2)


@pytest.mark.parametrize("off", [-1.4, -0.7, 0.3, 0.7, 1.4])
def test_a_line_may_begin_a_little_beside_its_first_word(off: float) -> None:
    words = tuple(Word(text="79", box=Box(x, 50, x + 12, 60)) for x in (100.4,))
    crossed = Page(
        number=1, width=595, height=842, words=words, rules=(Rule(box=Box(100.4 + off, 55, 112.4, 55)),)
    )
    assert without_struck(crossed)[1] == 1


def test_the_blank_behind_may_be_crossed_out_with_them() -> None:
    assert left(Box(100, 55, 126, 55)) == (["82"], 0, 2)


@pytest.mark.parametrize(
    "rule",
    [
        Box(100, 59.5, 123, 59.5), Box(100, 50.5, 123, 50.5), Box(60, 55, 300, 55), Box(100, 55, 128, 55),
        Box(100, 55, 108, 55),
    ],
    ids=["an underline", "a line above", "a table's rule", "a line that ends elsewhere", "a line through half a word"],
)  # fmt: skip
def test_no_other_line_takes_a_word(rule: Box) -> None:
    assert left(rule) == (["79", "%", "82"], 1, 0)


def test_a_page_without_such_lines_is_the_page_itself() -> None:
    plain = page()
    assert without_struck(plain)[0] is plain


def test_no_word_of_the_sample_files_is_crossed_out() -> None:
    from extractor.reading.pdf import Source

    archive = Path(__file__).parent.parent / "corpus" / "archive"
    for name in ("fjallmark-ms-2018.pdf", "granvik-mbn-2022-headrule.pdf", "granvik-mbn-2022-shortrule.pdf"):
        with Source((archive / name).read_bytes(), name) as source:
            pages = [source.page(number) for number in range(1, source.page_count + 1)]
        assert [without_struck(p)[1] for p in pages if isinstance(p, Page)] == [0] * len(pages)
