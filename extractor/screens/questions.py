"""Review line by line: one question at a time on stdout, one answer a line from stdin, piped or typed.

Every answer is stored before the next question is asked; the end of the input, Ctrl-C or a closed terminal
ends the review like `q` does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

from rich.console import Console

from extractor.errors import NotFoundError, ReviewError
from extractor.model import Observation, Verdict
from extractor.review.queue import Item
from extractor.review.session import Review
from extractor.screens import out

YES = frozenset({"", "y", "yes", "j", "ja"})
KEYS = {
    "field": "a accept · e edit · r reject · w accept the whole row · x not a row",
    "link": "a same indicator · r not the same · w a new indicator",
    "finding": "a it is one · r dismiss",
    "orphan": "r take the decision back",
}
ALWAYS = "s skip · n note · u undo · ? help · q quit"
HELP = """\
a  accept: right as read. A link: the same indicator. A finding: it is one.
e  edit: the field says something else; `e 4,6 %` or `e` and the value on the next line.
r  reject: read wrong, nothing is printed there. A link: not the same. A finding: dismiss it.
w  accept the whole row. A link: a new indicator of its own.
x  not a row at all: it leaves the scorecard.
n  note for the next decision; `n counted otherwise` or `n` and the note on the next line.
s  skip: decide later.
u  undo the last decision and ask again.
q  quit; everything decided is stored."""
VERDICTS: dict[str, dict[str, Verdict]] = {
    "field": {"a": "accepted", "r": "rejected"},
    "link": {"a": "same", "r": "different", "w": "new"},
    "finding": {"a": "confirmed", "r": "dismissed"},
}


class Tally(NamedTuple):
    """What came of one review."""

    decided: int
    left: int


class Ended(Exception):  # noqa: N818 - not an error: there is no further answer
    """The input has ended."""


class Questions:
    """One review, line by line.

    Args:
        review: the review to drive.
        items: what to ask about, in order.
        answers: where the answers come from; stdin if not given.
    """

    def __init__(self, review: Review, items: list[Item], answers: TextIO | None = None) -> None:
        self.review = review
        self.items = items
        self.answers = answers or sys.stdin
        self.console = out()
        self.note = ""
        self.settled: set[str] = set()
        """Items that a decision on their row has answered."""
        self.asked: list[int] = []
        """The numbers of the items decided, in the order of deciding."""

    def run(self) -> Tally:
        """Ask until all is asked or the person ends it; what was decided is stored in any case."""
        at, left = 0, set(range(len(self.items)))
        try:
            while at < len(self.items):
                at = at + 1 if self.items[at].item_id in self.settled else self._ask(at)
        except (Ended, KeyboardInterrupt):
            self.console.print()
        left -= {n for n, item in enumerate(self.items) if n in self.asked or item.item_id in self.settled}
        return Tally(len(self.asked), len(left))

    def teach(self, folder: Path) -> int:
        """Offer what the decisions teach, one addition at a time as a diff; how many were accepted."""
        accepted = 0
        try:
            for proposal in self.review.proposals(folder):
                self.console.print(f"\n{proposal.diff}", markup=False)
                answer = self._line("Add this, so that the next report is read by it? [y/N] ")
                if answer.strip() and answer.strip().casefold() in YES:
                    self.review.learn(proposal)
                    accepted += 1
        except (Ended, KeyboardInterrupt):
            self.console.print()
        return accepted

    def _ask(self, at: int) -> int:
        """Ask about one item; the number of the item to ask about next."""
        item = self.items[at]
        show(self.console, self.review, item, f"{at + 1} of {len(self.items)}")
        while True:
            key, rest = self._answer(f"{KEYS[item.kind]} · {ALWAYS}")
            try:
                following = self._do(item, at, key, rest)
            except (ReviewError, NotFoundError) as error:
                self.console.print(str(error), markup=False)
                continue
            if following is not None:
                return following

    def _do(self, item: Item, at: int, key: str, rest: str) -> int | None:
        """Do what was answered; the next item's number, None to ask again."""
        verdict = VERDICTS.get(item.kind, {}).get(key)
        if verdict is not None:
            self.review.decide(item, verdict, note=self.note)
            return self._decided(at)
        commands: dict[str, Callable[[], int | None]] = {
            "s": lambda: at + 1,
            "q": self._quit,
            "?": lambda: self.console.print(HELP, markup=False),
            "n": lambda: self._noted(rest),
            "u": self._undo,
        }
        if item.kind == "field":
            commands |= {
                "e": lambda: self._edit(item, at, rest),
                "w": lambda: self._whole_row(item, at),
                "x": lambda: self._not_a_row(item, at),
            }
        if item.kind == "orphan":
            commands["r"] = lambda: self._take_back(item, at)
        if key not in commands:
            self.console.print(f"No answer {key!r} here; ? for help.", markup=False)
            return None
        return commands[key]()

    def _decided(self, at: int) -> int:
        self.asked.append(at)
        self.note = ""
        return at + 1

    def _edit(self, item: Item, at: int, typed: str) -> int | None:
        typed = typed or self._line(f"what it says{_among(item.choices)}: ")
        shown = self.review.preview(item, typed)
        if shown.refusal:
            self.console.print(f"{typed!r} {shown.refusal}.", markup=False)
            return None
        for line in (shown.note, *(f"reads as {told(o)}" for o in shown.observations)):
            if line:
                self.console.print(f"  {line}", markup=False)
        if self._line(f"{shown.value!r}: take it? [Y/n] ").strip().casefold() not in YES:
            return None
        self.review.decide(item, "edited", typed, note=self.note)
        return self._decided(at)

    def _whole_row(self, item: Item, at: int) -> int:
        self.review.accept_row(item, note=self.note)
        return self._decided_row(item, at)

    def _not_a_row(self, item: Item, at: int) -> int:
        self.review.not_a_row(item, note=self.note)
        return self._decided_row(item, at)

    def _decided_row(self, item: Item, at: int) -> int:
        """The row's other fields need not be asked about any more, but for stale ones."""
        row = item.document_id, item.table_no, item.row_no
        others = (i for i in self.items[at + 1 :] if (i.document_id, i.table_no, i.row_no) == row)
        self.settled |= {i.item_id for i in others if i.kind == "field" and not i.stale}
        return self._decided(at)

    def _undo(self) -> int | None:
        if not self.asked:
            self.console.print("Nothing was decided in this review.")
            return None
        taken = self.review.undo()
        number = self.asked.pop()
        self.settled.clear()
        self.console.print(f"Taken back: {taken.verdict} {taken.value}".rstrip(), markup=False)
        return number

    def _take_back(self, item: Item, at: int) -> int:
        if item.decision is not None:
            self.review.take_back(item.decision)
        return at + 1

    def _noted(self, rest: str) -> None:
        self.note = rest or self._line("note: ").strip()

    def _quit(self) -> int:
        raise Ended

    def _answer(self, prompt: str) -> tuple[str, str]:
        line = self._line(f"{prompt}\n> ").strip()
        key, _, rest = line.partition(" ")
        return key.casefold(), rest.strip()

    def _line(self, prompt: str) -> str:
        self.console.print(prompt, end="", markup=False)
        self.console.file.flush()
        line = self.answers.readline()
        if not line:
            raise Ended
        return line.rstrip("\n")


def show(console: Console, review: Review, item: Item, count: str = "") -> None:
    """Print everything a person needs to decide about an item."""
    evidence = review.evidence(item)

    def say(text: str) -> None:
        console.print(text, markup=False)

    say(f"\n── {count} · {item.source_path or item.document_id} · {item.period} · page {item.page or '?'}")
    if item.perspective or item.goal:
        say(f"{item.perspective}: {item.goal}")
    say(f"{item.indicator or 'no indicator'}{_what(item)}")
    for line in _doubts(item):
        say(f"  {line}")
    if evidence.header:
        say(f"    {evidence.header}")
    for n, line in enumerate(evidence.lines):
        say(f"  {'>' if n == evidence.line else ' '} {line}")
    for when, others in (("before", evidence.before[:1]), ("after", evidence.after[:1])):
        for o in others:
            say(f"  {when}, {o.period}: {o.normal or o.text}  ({o.source_path}, page {o.page})")
    for f in evidence.findings if item.kind == "field" else ():
        say(f"  {f.severity} {f.code}: {f.message}")


def _what(item: Item) -> str:
    if item.kind == "field":
        label = f" ({item.label})" if item.label else ""
        return f"\n{item.role}{label}: {item.now or 'nothing'!r}"
    if item.kind == "link" and item.candidate:
        names = " / ".join(dict.fromkeys((item.candidate.name, *item.candidate.aliases)))
        return f"\nis it the same as: {names}?"
    if item.finding:
        return f"\n{item.finding.severity} {item.finding.code}: {item.finding.message}"
    decided = f"{item.decision.verdict} {item.decision.value}" if item.decision else ""
    return f"\n{item.role or 'row'}: {decided}; nothing that is read now fits this decision."


def _doubts(item: Item) -> list[str]:
    lines = []
    if item.stale and item.decision and item.decision.seen:
        d, seen = item.decision, item.decision.seen
        lines.append(
            f"{d.verdict} {d.value!r} by {d.user}, {d.time[:10]}, when {seen.normal or seen.text!r} was read; "
            "something else is read now"
        )
    if item.kind == "field":
        lines.append(f"characters as read: {item.field.raw!r}")
        lines += [f"another form reads {d.other_text!r}" for d in item.differences]
        lines.append(f"confidence {item.field.confidence:.2f}: {', '.join(item.field.reasons) or 'no doubt'}")
    if item.finding:
        lines += [
            f"a: {item.finding.a} (page {item.finding.page_a})",
            f"b: {item.finding.b} (page {item.finding.page_b})",
        ]
    return lines


def told(o: Observation) -> str:
    """One observation in a line: what number goes into which series."""
    number = "" if o.value is None else f"{o.value} {o.unit}".rstrip()
    sign = "" if o.comparator == "=" else f"{o.comparator} "
    part = f" ({o.breakdown})" if o.breakdown else ""
    return f"{o.kind} {o.period}: {sign}{number}{part}".rstrip()


def _among(choices: tuple[str, ...]) -> str:
    return f" ({', '.join(choices)})" if choices else ""
