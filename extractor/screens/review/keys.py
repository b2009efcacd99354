"""The keys of the review, in one place: the bindings, the line at the bottom, the help and docs/review.md."""

from __future__ import annotations

from typing import NamedTuple

from extractor.review.queue import Kind


class Key(NamedTuple):
    """What one or several keys do."""

    keys: str
    """As Textual names them, separated by commas."""
    action: str
    shown: str
    """As people call them."""
    meaning: str


KEYS: tuple[Key, ...] = (
    Key("a", "accept", "a or Enter", "accept: right as read. A link: the same. A finding: it is real."),
    Key("e", "edit", "e", "edit: what the field says; the reading is shown while you type."),
    Key("x", "reject", "x", "reject: nothing is printed there. A link: not the same. A finding: not real."),
    Key("w", "whole_row", "w", "accept the whole row. A link: a new indicator of its own."),
    Key("X", "not_a_row", "X", "not a row at all (a total, a header): it leaves the scorecard."),
    Key("A", "add_row", "A", "add a row that was not found: its page and what each field says."),
    Key("c", "comment", "c", "comment: a note that goes with the next decision."),
    Key("n", "next", "n", "next that is left to decide."),
    Key("N", "previous", "N", "the one before."),
    Key("u", "undo", "u", "undo the last decision."),
    Key("U,ctrl+r", "redo", "U or Ctrl+R", "take up again what was undone."),
    Key(
        "R",
        "settle",
        "R",
        "let series, links and findings follow what was decided so far (else when you quit).",
    ),
    Key("slash", "search", "/", "search: only what has these words; nothing typed shows all again."),
    Key("f", "filter", "f", "filter by perspective, confidence and kind."),
    Key("g", "finding", "g", "jump to the finding about this, and from a finding to the table."),
    Key("left_square_bracket", "card(-1)", "[", "the scorecard before, in the same document."),
    Key("right_square_bracket", "card(1)", "]", "the scorecard after."),
    Key("o", "open_page", "o", "open the page as a picture in the viewer."),
    Key("tab", "panes(1)", "Tab", "to the lists of documents and of what is left, and back to the table."),
    Key("shift+tab", "panes(-1)", "Shift+Tab", "the same, the other way round."),
    Key("ctrl+d", "scroll_words(1)", "Ctrl+D", "scroll the evidence down."),
    Key("ctrl+u", "scroll_words(-1)", "Ctrl+U", "scroll the evidence up."),
    Key("question_mark", "help", "?", "this help."),
    Key("q", "leave", "q", "quit; everything decided is stored already."),
)

MOVES: tuple[tuple[str, str], ...] = (
    ("up,k", "move(-1, 0)"), ("down,j", "move(1, 0)"), ("left,h", "move(0, -1)"), ("right,l", "move(0, 1)"),
    ("pageup", "move(-10, 0)"), ("pagedown", "move(10, 0)"), ("home", "move(0, -1000)"), ("end", "move(0, 1000)"),
    ("enter", "enter"), ("escape", "table"),
)  # fmt: skip
"""The keys everybody knows."""

MOVING = ("arrows or h j k l", "move in the table and in the lists.")

_BOTTOM: dict[Kind, str] = {
    "field": "a accept  e edit  x reject  w row  n next  u undo  / search  f filter  ? help",
    "link": "a same  x not the same  w new  n next  u undo  / search  f filter  ? help",
    "finding": "a real  x not real  g table  n next  u undo  / search  f filter  ? help",
    "orphan": "x take the decision back  n next  u undo  / search  f filter  ? help",
}


def bottom_line(kind: Kind | None) -> str:
    """The most needed keys for what is to decide: 80 characters at most."""
    return _BOTTOM[kind] if kind else "n next  u undo  / search  f filter  Tab lists  ? help  q quit"
