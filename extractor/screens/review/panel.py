"""The words beside the table: what an item claims, what speaks for and against it, in the order of use."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from extractor.model import SURE, Finding
from extractor.reasons import explained
from extractor.review.evidence import Evidence, Neighbour
from extractor.review.preview import Preview
from extractor.review.queue import Item
from extractor.screens.questions import told
from extractor.screens.review.grid import WORDS, mark_of

NOTHING = "nothing"
YEARS = 2
"""Earlier and later reports shown: enough to see a jump from a trend."""


def heading(item: Item) -> str:
    """One line that says where an item stands."""
    page = f"page {item.page}" if item.page else ""
    parts = (item.source_path.rpartition("/")[2] or item.document_id[:8], item.period, page, item.perspective)
    return " · ".join(p for p in parts if p)


def entry(item: Item, done: str) -> list[Text]:
    """An item as two lines of a list.

    Args:
        item: what is to decide.
        done: what was decided in this review, '' if nothing.
    """
    mark = "*" if done else "!" if item.stale else "?"
    first = Text(f"{mark} ", style="bold" if not done else "dim")
    first.append(done or what(item), style="dim" if done else "")
    name = item.indicator or item.goal or "no indicator"
    return [first, Text(f"  {item.period} {name}".rstrip(), style="dim")]


def what(item: Item) -> str:
    """What is to decide, in one line."""
    if item.finding:
        return f"{item.finding.severity} {item.finding.code}"
    if item.candidate:
        return f"same as {item.candidate.name}?"
    if item.kind == "orphan":
        return f"lost: {item.decision.verdict if item.decision else ''} {item.role or 'row'}"
    return f"{item.role}: {said(item.now)}"


def said(text: str) -> str:
    """A value as it is shown."""
    return WORDS.get(text, text) or NOTHING


def evidence_text(item: Item, evidence: Evidence, done: str) -> Text:
    """Everything a person needs to decide, the most needed first.

    Args:
        item: what is to decide.
        evidence: what was gathered about it.
        done: what was decided in this review, '' if nothing.
    """
    text = Text()
    for line in (
        *_claim(item, done),
        *_years(item, evidence),
        *_around(evidence),
        *_findings(item, evidence),
    ):
        text.append_text(line)
        text.append("\n")
    return text


def _claim(item: Item, done: str) -> Iterator[Text]:
    if done:
        yield Text(f"* {done} · u takes it back", style="bold green")
    if item.kind == "field":
        yield from _field(item)
    elif item.finding:
        yield from _finding(item.finding)
    elif item.candidate:
        yield from _link(item)
    else:
        yield from _orphan(item)


def _field(item: Item) -> Iterator[Text]:
    field, label = item.field, f" “{item.label}”" if item.label else ""
    mark = mark_of(field)
    doubt = f"  confidence {field.confidence:.2f}" if field.reasons and not field.reviewed else ""
    yield Text.assemble(
        f"{item.role}{label}: ",
        (said(item.now), "bold"),
        (f"  {mark}" if mark else "", "bold yellow"),
        (doubt, "dim"),
    )
    goal = f" · goal: {item.goal}" if item.indicator and item.goal and item.goal != item.indicator else ""
    yield Text.assemble(f"of: {item.indicator or item.goal or NOTHING}", (goal, "dim"))
    yield Text(f"as read: {field.raw!r}" if field.raw else "as read: no characters")
    for other in item.differences:
        yield Text(f"another form of the report reads {other.other_text!r}", style="yellow")
    if item.stale and item.decision:
        yield from _then_and_now(item)
    elif item.decision:
        d = item.decision
        yield Text(f"{d.verdict} {said(d.value)} by {d.user}, {d.time[:10]}".replace("  ", " "))
        yield from _note(d.note)
    for code in field.reasons:
        meaning, advice = explained(code)
        yield Text.assemble((f"? {meaning} ", "yellow"), (advice, ""), (f" ({code})", "dim"))


def _then_and_now(item: Item) -> Iterator[Text]:
    d = item.decision
    assert d is not None
    seen = (d.seen.normal or d.seen.text) if d.seen else ""
    then = f"! then read {said(seen)!r}: {d.verdict} {said(d.value) if d.value else ''}".rstrip()
    yield Text(f"{then}, by {d.user}, {d.time[:10]}", style="bold yellow")
    yield Text(f"! now read {said(item.now)!r}", style="bold yellow")
    yield from _note(d.note)


def _finding(finding: Finding) -> Iterator[Text]:
    yield Text.assemble((f"{finding.severity} {finding.code}", "bold"), f"  {finding.period}")
    yield Text(finding.indicator)
    yield Text(finding.message, style="yellow")
    for name, words, page in (("a", finding.a, finding.page_a), ("b", finding.b, finding.page_b)):
        if words:
            yield Text(f"{name}: {words}" + (f"  (page {page})" if page else ""))


def _link(item: Item) -> Iterator[Text]:
    assert item.candidate is not None
    yield Text.assemble(("is  ", ""), (item.indicator, "bold"))
    names = list(dict.fromkeys((item.candidate.name, *item.candidate.aliases)))
    yield Text.assemble(("the same as  ", ""), (" / ".join(names), "bold"), "?")
    if item.goal:
        yield Text(f"goal here: {item.goal}", style="dim")
    about = (item.candidate.perspective, item.candidate.unit_of_measure)
    yield Text(f"there: {', '.join(a for a in about if a)}", style="dim")
    if item.link:
        yield Text(f"likeness {item.link.score:.2f}, by {item.link.level.replace('_', ' ')}", style="dim")


def _orphan(item: Item) -> Iterator[Text]:
    d = item.decision
    yield Text("Nothing that is read now fits this decision.", style="bold yellow")
    yield Text(f"{item.role or 'row'} of {item.indicator or item.goal or NOTHING}")
    if d is not None:
        yield Text(f"{d.verdict} {said(d.value)} by {d.user}, {d.time[:10]}")
        yield from _note(d.note)


def _note(note: str) -> Iterator[Text]:
    if note:
        yield Text(f"note: {note}", style="italic")


def _around(evidence: Evidence) -> Iterator[Text]:
    if evidence.lines:
        yield _title("on the page")
    if evidence.header:
        yield Text(f"  {evidence.header}", style="dim")
    for n, line in enumerate(evidence.lines):
        here = n == evidence.line
        yield Text(f"{'>' if here else ' '} {line}", style="" if here else "dim")


def _years(item: Item, evidence: Evidence) -> Iterator[Text]:
    before = list(reversed(evidence.before[:YEARS]))
    after = evidence.after[:YEARS]
    if not before and not after:
        return
    yield _title("other reports")
    for other in before:
        yield _neighbour(other)
    if item.kind == "field":
        yield Text(f"  {item.period or 'here':8} {said(item.now)}  (here)", style="bold")
    for other in after:
        yield _neighbour(other)


def _neighbour(other: Neighbour) -> Text:
    doubt = "? " if other.confidence < SURE and not other.reviewed else ""
    where = other.source_path.rpartition("/")[2]
    page = f", page {other.page}" if other.page else ""
    return Text(f"  {other.period:8} {doubt}{said(other.normal or other.text)}  ({where}{page})")


def _findings(item: Item, evidence: Evidence) -> Iterator[Text]:
    others = [f for f in evidence.findings if f != item.finding]
    if others:
        yield _title("findings about it (g goes there)")
    for f in others:
        yield Text(f"  {f.severity} {f.code}: {f.message}")


def _title(words: str) -> Text:
    return Text(f"── {words}", style="dim")


def preview_text(typed: str, preview: Preview) -> Text:
    """What a typed value would come to, or why it is refused."""
    if preview.refusal:
        return Text(f"✗ {typed!r} {preview.refusal}", style="bold red")
    text = Text(f"✓ stored as {preview.value!r}", style="bold green")
    for o in preview.observations:
        text.append(f"\n  reads as {told(o)}", style="")
    if preview.note:
        text.append(f"\n  {preview.note}", style="yellow")
    return text
