"""What a person confirmed is offered as knowledge, shown before it is written, and valid or not offered."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import msgspec
import pytest

from extractor import patterns as knowledge
from extractor.archive import Archive
from extractor.errors import PatternError
from extractor.model import Column, Decision, Report, Row, Subject
from extractor.pattern_examples import check_examples
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review import teach
from extractor.review.session import Review
from extractor.screens.questions import Questions
from tests.support.doubted import STAFF, put
from tests.support.reports import report, row

SICK = row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "5,1 %")


def with_field(made: Row, role: str, **changes: object) -> Row:
    changed = msgspec.structs.replace(made.field(role), **changes)
    return msgspec.structs.replace(made, fields={**made.fields, role: changed})


def reviewed(archive: Archive, read: Report, role: str, typed: str | None) -> Review:
    """A review in which the first row's field was accepted, or edited to what was typed."""
    identity = put(archive, read)
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    item = review.item(identity, 1, 1, role)
    review.decide(item, "edited", typed) if typed else review.decide(item, "accepted")
    return review


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        yield opened


def offered(review: Review, folder: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(p.lesson.schema, p.lesson.key, p.lesson.phrases) for p in review.proposals(folder)]


def in_unsure_column(label: str) -> Report:
    """A report whose targets stand under a header; the tests' own word for it is nobody's: no vocabulary learns it."""
    made = report(
        "2020", [with_field(SICK, "target", confidence=0.6, reasons=("column_role_unsure",)), STAFF]
    )
    column = Column(index=3, label=label, role="target", confidence=0.6)
    card = msgspec.structs.replace(made.scorecards[0], columns=(column,))
    return msgspec.structs.replace(made, scorecards=(card,))


def test_a_confirmed_header_is_read_by_itself_from_then_on(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    review = reviewed(archive, in_unsure_column("Fnurla 2020"), "target", None)
    (proposal,) = review.proposals(folder)
    assert not folder.exists()
    assert '+phrases = ["fnurla 20*"]' in proposal.diff
    review.learn(proposal)
    best = knowledge.load(folder)["roles"].best("Fnurla 2021")
    assert best is not None
    assert best.key == "target"
    assert review.proposals(folder) == []


def test_a_header_the_patterns_know_teaches_nothing(archive: Archive, tmp_path: Path) -> None:
    assert offered(reviewed(archive, in_unsure_column("Målvärde"), "target", None), tmp_path / "mine") == []


def test_a_header_that_would_break_a_known_one_is_not_offered(archive: Archive, tmp_path: Path) -> None:
    assert (
        offered(reviewed(archive, in_unsure_column("Indikatorer"), "target", None), tmp_path / "mine") == []
    )


def test_a_new_perspective_is_offered(archive: Archive, tmp_path: Path) -> None:
    review = reviewed(archive, report("2020", [SICK, STAFF]), "perspective", "Framtidskraft")
    assert offered(review, tmp_path / "mine") == [("perspectives", "framtidskraft", ("framtidskraft",))]


def test_a_word_for_a_status_is_offered(archive: Archive, tmp_path: Path) -> None:
    read = report("2020", [with_field(SICK, "status", text="Strålande", raw="Strålande"), STAFF])
    assert offered(reviewed(archive, read, "status", "met"), tmp_path / "mine") == [
        ("status", "met", ("strålande",))
    ]


def test_a_misread_letter_is_offered_as_a_confusion(archive: Archive, tmp_path: Path) -> None:
    read = report("2020", [with_field(SICK, "indicator", text="Sjukfr%nvaro", raw="Sjukfr%nvaro"), STAFF])
    review = reviewed(archive, read, "indicator", "Sjukfrånvaro")
    (proposal,) = review.proposals(tmp_path / "mine")
    assert (proposal.lesson.schema, proposal.lesson.read, proposal.lesson.meant) == (
        "confusions",
        ("%",),
        ("å",),
    )
    review.learn(proposal)
    assert check_examples(knowledge.load(tmp_path / "mine")) == []


def test_a_word_that_only_lost_its_marks_is_offered_as_vocabulary(archive: Archive, tmp_path: Path) -> None:
    read = report(
        "2020", [with_field(SICK, "indicator", text="Antal fjallrosten", raw="Antal fjallrosten"), STAFF]
    )
    review = reviewed(archive, read, "indicator", "Antal fjällrösten")
    assert offered(review, tmp_path / "mine") == [("vocabulary", "confirmed", ("fjällrösten",))]


def test_two_names_declared_the_same_are_offered_as_synonyms(archive: Archive, tmp_path: Path) -> None:
    put(archive, report("2020", [row(1, "Mål", "Ohälsotal", "4"), STAFF]))
    relate(archive, built_in())
    known = next(i for i in archive.indicators() if i.name == "Ohälsotal")
    about = Subject(
        organisation=known.organisation, unit=known.unit, indicator="Trivselbrist", statements=("Ohälsotal",)
    )
    archive.record(
        [Decision(kind="link", subject="x", verdict="same", value=known.indicator_id, about=about)]
    )
    review = Review(archive, built_in(), "anna")
    assert offered(review, tmp_path / "mine") == [("synonyms", "ohälsotal", ("trivselbrist", "ohälsotal"))]


def test_a_rejected_field_teaches_nothing(archive: Archive, tmp_path: Path) -> None:
    identity = put(archive, in_unsure_column("Fnurla"))
    relate(archive, built_in())
    review = Review(archive, built_in(), "anna")
    review.decide(review.item(identity, 1, 1, "target"), "rejected")
    assert offered(review, tmp_path / "mine") == []


def test_what_the_user_wrote_into_the_file_stays(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    own = '# my own remark\nschema = "roles"\n'
    (folder / "reviewed-roles.toml").write_text(own, encoding="utf-8")
    review = reviewed(archive, in_unsure_column("Fnurla"), "target", None)
    review.learn(review.proposals(folder)[0])
    text = (folder / "reviewed-roles.toml").read_text(encoding="utf-8")
    assert text.startswith(own.rstrip())
    assert tomllib.loads(text)["group"][0]["match"] == ["Fnurla"]
    assert sorted(p.name for p in folder.iterdir()) == ["reviewed-roles.toml"]


def test_nothing_is_written_into_a_folder_that_is_wrong_by_now(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    review = reviewed(archive, in_unsure_column("Fnurla"), "target", None)
    (proposal,) = review.proposals(folder)
    folder.mkdir()
    (folder / "own.toml").write_text('schema = "rolls"', encoding="utf-8")
    with pytest.raises(PatternError):
        teach.write(proposal, built_in())
    assert sorted(p.name for p in folder.iterdir()) == ["own.toml"]


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("n", False), ("", False)])
def test_an_addition_is_written_only_on_yes(
    archive: Archive, tmp_path: Path, answer: str, written: bool, capsys
) -> None:
    review = reviewed(archive, in_unsure_column("Fnurla"), "target", None)
    Questions(review, [], io.StringIO(f"{answer}\n")).teach(tmp_path / "mine")
    assert (tmp_path / "mine").exists() is written
    assert "+++" in capsys.readouterr().out
