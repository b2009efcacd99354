"""Review line by line: driven by a pipe, safe against an end at any moment."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.session import Review
from extractor.screens.questions import Questions
from tests.support.doubted import STAFF, put, unsure
from tests.support.reports import report, row

ROOT = Path(__file__).parent.parent
SICK = row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "51 %", "not_met")
READ = report("2020", [unsure(unsure(SICK, "value"), "target"), STAFF])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Archive(tmp_path / "styrkort.db") as archive:
        put(archive, READ, "2020.pdf")
        relate(archive, built_in())
    return tmp_path / "styrkort.db"


def ask(place: Path, *answers: str):
    """Answer the questions; the decisions that stand, and the tally."""
    with Archive(place) as archive:
        review = Review(archive, built_in(), "anna")
        items = review.queue(kinds=("field",))
        tally = Questions(review, items, io.StringIO("".join(f"{a}\n" for a in answers))).run()
        return [(d.about.role, d.verdict, d.value, d.note) for d in archive.decisions()], tally


def test_each_answer_is_a_decision(place: Path) -> None:
    made, tally = ask(place, "e 5,1 %", "y", "r")
    assert [m[:3] for m in made] == [("value", "edited", "5,1 %"), ("target", "rejected", "")]
    assert tally == (2, 0)


def test_the_value_may_stand_on_the_next_line_and_is_shown_as_it_will_be_read(place: Path, capsys) -> None:
    made, _ = ask(place, "e", "5,1 %", "", "q")
    assert made[0][2] == "5,1 %"
    assert "reads as actual 2020: 5.1 %" in capsys.readouterr().out


def test_an_edit_not_confirmed_decides_nothing(place: Path) -> None:
    assert ask(place, "e 5,1 %", "n", "q")[0] == []


def test_a_value_that_is_refused_is_asked_for_again(place: Path, capsys) -> None:
    made, _ = ask(place, "e 1.234", "a", "q")
    assert made[0][1] == "accepted"
    assert "may be a thousand" in capsys.readouterr().out


def test_a_note_goes_with_the_next_decision_only(place: Path) -> None:
    made, _ = ask(place, "n kommatecken", "a", "a")
    assert [m[3] for m in made] == ["kommatecken", ""]


def test_undo_asks_the_same_question_again(place: Path) -> None:
    made, tally = ask(place, "a", "u", "r", "s")
    assert [m[:2] for m in made] == [("value", "rejected")]
    assert tally == (1, 1)


def test_a_whole_row_answers_for_all_its_fields(place: Path) -> None:
    made, tally = ask(place, "w")
    assert {m[0] for m in made} == {"value", "target"}
    assert tally.left == 0


def test_a_row_that_is_none_needs_no_further_question(place: Path) -> None:
    made, tally = ask(place, "x")
    assert [(m[0], m[1]) for m in made] == [(None, "rejected")]
    assert tally.left == 0


def test_the_question_shows_what_a_person_needs(place: Path, capsys) -> None:
    ask(place, "q")
    shown = capsys.readouterr().out
    for needed in ("2020.pdf", "page 1", "God arbetsmiljö", "Sjukfrånvaro", "'51 %'", "ocr_low", "0.50"):
        assert needed in shown


def test_help_and_an_unknown_answer_decide_nothing(place: Path, capsys) -> None:
    assert ask(place, "?", "hej", "u", "q")[0] == []
    shown = capsys.readouterr().out
    assert "accept: right as read" in shown
    assert "No answer 'hej' here" in shown


def test_an_input_that_ends_loses_nothing(place: Path) -> None:
    made, tally = ask(place, "a")
    assert (len(made), tally) == (1, (1, 1))


def test_ctrl_c_loses_nothing(place: Path) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:
            return super().readline() or (_ for _ in ()).throw(KeyboardInterrupt)

    with Archive(place) as archive:
        review = Review(archive, built_in(), "anna")
        assert Questions(review, review.queue(kinds=("field",)), Interrupted("a\n")).run() == (1, 1)
        assert len(archive.decisions()) == 1


def run(place: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *arguments, "--archive", str(place)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def test_the_command_reviews_from_a_pipe_and_the_trail_tells_it(place: Path) -> None:
    done = run(place, "review", "2020.pdf", "--plain", "--user", "anna", stdin="e 5,1 %\ny\n")
    assert (done.returncode, "1 decided, 1 left" in done.stdout) == (0, True), done.stderr
    (trail,) = [json.loads(line) for line in run(place, "decisions", "--json").stdout.splitlines()]
    told = {k: trail[k] for k in ("state", "verdict", "value", "seen", "user", "field", "indicator")}
    assert told == {
        "state": "applied", "verdict": "edited", "value": "5,1 %", "seen": "51 %", "user": "anna",
        "field": "value", "indicator": "Sjukfrånvaro",
    }  # fmt: skip
    shown = [json.loads(line) for line in run(place, "show", "2020.pdf", "--json").stdout.splitlines()]
    assert shown[0]["value"] == "5,1 %"
    assert run(place, "decisions", "--undo", "1").returncode == 0
    assert "51 %" in run(place, "show", "2020.pdf", "--json").stdout
    assert run(place, "decisions", "--redo", "1", "--csv").stdout.startswith("decision_id,kind,subject,state")
    assert run(place, "decisions", "--undo", "99").returncode == 5


def test_only_what_was_asked_for_is_asked_about(place: Path) -> None:
    assert "0 decided, 0 left" in run(place, "review", "--plain", "--links").stdout
    assert "0 decided, 0 left" in run(place, "review", "--plain", "--indicator", "personalomsättning").stdout
    assert run(place, "review", "--plain", "--indicator", "zebra").returncode == 5
