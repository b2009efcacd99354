"""What is known of a unit's other reports: only what is sure, whatever the order, and never too much."""

from __future__ import annotations

import random

import pytest

from extractor import known
from extractor.known import NOTHING, known_of
from extractor.model import Document, Field, Metadata, Report, Row, Scorecard


def report(period: str, *goals: str, confidence: float = 1.0) -> Report:
    rows = tuple(
        Row(
            kind="indicator", table_no=1, row_no=n, page=1,
            fields={"goal": Field(text=goal, confidence=confidence), "indicator": Field(text=f"Andel {n}")},
        )
        for n, goal in enumerate(goals, 1)
    )  # fmt: skip
    card = Scorecard(table_no=1, page=1, perspective="Medarbetare", columns=(), rows=rows)
    document = Document(sha256=period, name=period, media="pdf", text_layer="born", page_count=1, blocks=())
    return Report(document=document, metadata=Metadata(period=period), scorecards=(card,))


def test_goals_indicators_and_perspectives_are_known_as_printed() -> None:
    found = known_of([report("2021", "Trygga kajer", "Fler båtplatser")])
    assert found.goals == ("Fler båtplatser", "Trygga kajer")
    assert found.indicators == ("Andel 1", "Andel 2")
    assert found.perspectives == ("Medarbetare",)


def test_what_is_not_sure_is_not_known() -> None:
    assert not known_of([report("2021", "Trygga kajer", confidence=0.89)]).goals


def test_what_recurs_most_comes_first_and_of_that_the_newest() -> None:
    reports = [
        report("2019", "Gammalt mål", "Fast mål"),
        report("2020", "Fast mål"),
        report("2021", "Nytt mål"),
    ]
    assert known_of(reports).goals == ("Fast mål", "Nytt mål", "Gammalt mål")


def test_it_is_the_same_whatever_the_order_of_the_reports() -> None:
    reports = [report(str(year), "Fast mål", f"Mål {year}", "Annat mål") for year in range(2010, 2020)]
    texts = [f"Resultatet för {year} är gott och målet nås." for year in range(2010, 2020)]
    expected = known_of(reports, texts)
    for seed in range(5):
        shuffled, mixed = list(reports), list(texts)
        random.Random(seed).shuffle(shuffled)
        random.Random(seed).shuffle(mixed)
        assert known_of(shuffled, mixed) == expected


def test_words_come_commonest_first_with_how_common_they_are() -> None:
    found = known_of([], ["Målet nås. Målet nås inte."] * 2000)
    assert found.words == ("målet", "nås", "inte")
    assert found.shares == (0.4, 0.4, 0.2)
    assert "målet nås" in found.pairs


def test_a_pair_of_words_that_occurs_once_is_nobodys_habit() -> None:
    assert not known_of([], ["Målet nås inte."]).pairs


def test_it_does_not_grow_with_the_number_of_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST_WORDINGS", 3)
    monkeypatch.setattr(known, "MOST_WORDS", 5)
    found = known_of(
        [report(str(year), f"Mål {year}") for year in range(2000, 2020)],
        [f"Ord{chr(97 + n)} ord{chr(98 + n)} ordning" for n in range(20)],
    )
    assert found.goals == ("Mål 2019", "Mål 2018", "Mål 2017")
    assert len(found.words) == len(found.shares) == 5


def test_what_a_person_decided_is_known_and_what_holds_no_word_is_not() -> None:
    found = known_of([], decided=[("goal", "Trygga kajer"), ("goal", "12 %"), ("target", "Hög")])
    assert found.goals == ("Trygga kajer",)


def test_equal_knowledge_has_an_equal_digest_and_nothing_has_none() -> None:
    one, other = known_of([report("2021", "Trygga kajer")]), known_of([report("2021", "Trygga kajer")])
    assert one.digest == other.digest != ""
    assert known_of([report("2021", "Andra kajer")]).digest != one.digest
    assert NOTHING.digest == known_of([]).digest == ""
