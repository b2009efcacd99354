"""The review in real terminals: nothing is lost when one closes, and one that will not do is told at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.errors import TerminalError
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.screens.review import terminal
from tests.support.doubted import EARLIER, READ, put
from tests.support.importing import ROOT, styrkort
from tests.support.tmux import Tmux


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Archive(tmp_path / "styrkort.db") as archive:
        put(archive, EARLIER, "2019.pdf")
        put(archive, READ, "2020.pdf")
        relate(archive, built_in())
    return tmp_path / "styrkort.db"


def decisions(place: Path) -> list[tuple[str | None, str, str]]:
    with Archive(place) as archive:
        return [(d.about.role, d.verdict, d.user) for d in archive.decisions()]


@pytest.fixture
def tmux() -> Iterator[type[Tmux]]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    opened: list[Tmux] = []

    class Closing(Tmux):
        def __init__(self, *command: str, size: tuple[int, int] = (80, 24), **environment: str) -> None:
            super().__init__(*command, size=size, **environment)
            opened.append(self)

    yield Closing
    for one in opened:
        one.close()


def review(place: Path) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "review", "--archive", str(place), "--user", "anna"]


def test_a_review_in_a_terminal_shows_decides_and_says_at_the_end_what_was_done(tmux, place: Path) -> None:
    pane = tmux(*review(place), TERM="xterm-256color")
    assert pane.shows("? 51 %")
    assert "as read: '51 %'" in pane.screen()
    pane.press("e", "BSpace", "BSpace", "BSpace", "BSpace", "5", ",", "1", " ", "%")
    assert pane.shows("reads as actual 2020: 5.1 %")
    pane.press("Enter")
    assert pane.shows("* 5,1 %")
    pane.press("q")
    assert pane.shows("1 decided")
    assert pane.shows("ended with 0")
    assert decisions(place) == [("value", "edited", "anna")]
    with Archive(place) as archive:
        assert archive.decisions()[0].value == "5,1 %", "keys typed ahead of the window keep their order"


def test_nothing_is_lost_when_the_terminal_is_closed(tmux, place: Path) -> None:
    pane = tmux(*review(place))
    assert pane.shows("? 51 %")
    pane.press("x")
    assert pane.shows("stored")
    pane.close()
    assert decisions(place) == [("value", "rejected", "anna")]
    with Archive(place) as archive:
        assert archive.unsettled(), "series and findings follow when the archive is opened the next time"


def test_a_terminal_without_colour_gets_none_and_a_reversed_cursor(tmux, place: Path) -> None:
    pane = tmux(*review(place), TERM="vt100")
    assert pane.shows("? 51 %")
    codes = pane.screen("-e")
    assert "\x1b[7m" in codes or "\x1b[1;7m" in codes or "\x1b[1m\x1b[7m" in codes
    assert "38;" not in codes
    assert "48;" not in codes
    pane.press("a")
    assert pane.shows("stored")


def test_a_terminal_of_another_size_while_it_runs_is_filled_anew(tmux, place: Path) -> None:
    pane = tmux(*review(place))
    assert pane.shows("? 51 %")
    pane.run("resize-window", "-x", "140", "-y", "40")
    assert pane.shows("all documents")
    pane.run("resize-window", "-x", "40", "-y", "10")
    assert pane.shows("40 × 10")
    pane.run("resize-window", "-x", "80", "-y", "24")
    assert pane.shows("? 51 %")


def test_a_terminal_that_is_too_small_is_told_and_pointed_to_the_plain_questions(tmux, place: Path) -> None:
    pane = tmux(*review(place), size=(50, 12))
    assert pane.shows("ended with 2")
    assert "50 × 12" in pane.screen()
    assert "--plain" in pane.screen()


def test_without_a_terminal_the_plain_questions_are_named(place: Path) -> None:
    done = styrkort("review", "--archive", place, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert "styrkort review --plain" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_that_cannot_place_text_is_told(monkeypatch, kind: str) -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", kind)
    with pytest.raises(TerminalError, match="cannot place text"):
        terminal.check()


def test_colour_is_left_out_where_asked_for_or_where_there_is_none(monkeypatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    told = {}
    for kind in ("vt100", "xterm-256color", "no-such-terminal"):
        code = "from extractor.screens.review.terminal import without_colour as w; print(w())"
        environment = {**os.environ, "TERM": kind}
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        told[kind] = done.stdout.strip()
    assert told == {"vt100": "True", "xterm-256color": "False", "no-such-terminal": "False"}
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.without_colour()


def test_help_does_not_load_the_application() -> None:
    code = (
        "import sys, cli, contextlib, io\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    cli.main(['review', '--help'])\n"
        "print([m for m in ('textual', 'rich', 'sqlalchemy', 'extractor.review.session') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
