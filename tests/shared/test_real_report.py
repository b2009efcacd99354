"""A real municipal report: every goal and activity with its status, progress and comment, and nothing else."""

from __future__ import annotations

import csv
import functools
import re
from collections import Counter
from pathlib import Path

import pytest

from extractor import patterns
from extractor.model import Report, Role, Row
from extractor.pipeline import extract
from extractor.reading import read
from extractor.swedish import squeeze

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
NAME = "simrishamn-2025"
STATUSES, PROGRESSES = 33, 22

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="no real report beside the checkout")


@functools.cache
def report() -> Report:
    file = REAL / f"{NAME}.pdf"
    return extract(read(file.read_bytes(), file.name), patterns.built_in())


def expected() -> list[dict[str, str]]:
    with (REAL / f"{NAME}.expected.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def plain(text: str) -> str:
    """The letters and digits: how a line was broken or a quotation mark drawn is no matter here."""
    return "".join(c for c in squeeze(text).lower() if c.isalnum())


def rows() -> list[Row]:
    return [row for card in report().scorecards for row in card.rows]


def item(row: Row) -> str:
    role: Role = "goal" if row.kind == "goal" else "indicator"
    return plain(row.text(role))


def found() -> dict[str, Row]:
    return {item(row): row for row in rows()}


def test_every_goal_and_activity_is_there_once_and_nothing_is_invented() -> None:
    assert Counter(map(item, rows())) == Counter(plain(e["text"]) for e in expected())


def test_goals_are_goals_and_activities_are_activities() -> None:
    assert [(e["text"], e["row_kind"]) for e in expected()] == [
        (e["text"], found()[plain(e["text"])].kind) for e in expected()
    ]


def test_every_item_stands_on_its_page() -> None:
    assert [found()[plain(e["text"])].page for e in expected()] == [int(e["page"]) for e in expected()]


def test_every_status_is_right() -> None:
    judged = [(found()[plain(e["text"])].field("status").normal, e["status"]) for e in expected()]
    assert len(judged) == STATUSES
    assert [read for read, _ in judged] == [truth for _, truth in judged]


def test_every_progress_is_right_and_goals_have_none() -> None:
    measured = [(found()[plain(e["text"])].field("progress").normal or "", e["progress"]) for e in expected()]
    assert sum(bool(truth) for _, truth in measured) == PROGRESSES
    assert [read for read, _ in measured] == [truth for _, truth in measured]


def test_every_symbol_has_its_picture() -> None:
    assert all(row.field("status").picture for row in rows())
    assert all(row.field("progress").picture for row in rows() if row.kind == "activity")


def printed_comments() -> dict[str, str]:
    """Each item's comment by the page's own words: from 'Kommentar:' below the item up to the next item.

    A witness apart from the reader: the order of the words on the pages alone.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(REAL / f"{NAME}.pdf")
    pages = [document[n].get_textpage().get_text_bounded() for n in range(24, 32)]
    document.close()
    text = plain(re.sub(r"Kommentar:", "\u00a4", "\n".join(pages)).replace("\u00a4", "kommentarxx"))
    places = sorted((text.find(plain(e["text"])), plain(e["text"])) for e in expected())
    comments = {}
    for (start, name), (end, _) in zip(places, [*places[1:], (len(text), "")], strict=True):
        _, label, comment = text[start:end].partition("kommentarxx")
        if start >= 0 and label:
            comments[name] = comment
    return comments


def test_every_comment_is_attached_to_its_own_item() -> None:
    printed = printed_comments()
    assert len(printed) >= STATUSES // 2
    for name, comment in printed.items():
        mine = plain(found()[name].text("comment"))
        assert mine, name
        assert comment.startswith(mine[:60]), (name, mine[:60], comment[:60])


def test_an_item_without_a_printed_comment_has_none() -> None:
    printed = printed_comments()
    for name, row in found().items():
        assert bool(row.text("comment")) == (name in printed), name
