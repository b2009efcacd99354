"""Decisions on fields and rows, applied to what is read now: the one place where they change anything.

A decision applies where what was seen then is still read, or where what was decided is read. Where something
else is read now it is stale: the reading stays, flagged, until a person decides again. The reading handed in
is never changed; numbers come out of a decided field by the same normalisation as out of a printed one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from extractor.archive import Decided
from extractor.facts.figures import money_unit
from extractor.facts.scorecard_facts import scorecard_observations
from extractor.model import (
    EMPTY,
    AsRead,
    Decision,
    Document,
    Field,
    Fit,
    LinkDecision,
    Observation,
    Report,
    Role,
    Row,
    Scorecard,
    document_id,
)
from extractor.patterns import Patterns
from extractor.review.added import doubted, is_added, with_added
from extractor.review.subjects import (
    MARKS,
    SAME_ROW,
    Home,
    as_read,
    concerns,
    find_row,
    homes,
    row_as_read,
    same_name,
    same_unit,
    unchanged,
)
from extractor.swedish import fold

REJECTED_REASON = "rejected_in_review"

SHARED: frozenset[Role] = frozenset({"perspective", "goal"})
"""Fields that one printed cell or heading may say for several rows."""

RowKey = tuple[int, int]


class _Match(NamedTuple):
    """A decision with the row it is about in one report."""

    decision: Decision
    home: Home
    now: AsRead
    holds: bool


def apply_decisions(
    readings: Sequence[Report],
    decisions: Iterable[Decision],
    patterns: Patterns,
    document: Callable[[str], Document],
) -> dict[str, Decided]:
    """Apply the standing decisions on fields and rows to the reports of one unit.

    Args:
        readings: the unit's reports as read.
        decisions: decisions of any kind and unit; only standing ones on fields and rows count.
        patterns: the knowledge in use, for normalising what was decided.
        document: gives a document with its blocks by id; called only for documents that change.

    Returns:
        By document id, the report with the decisions applied and how each decision fits.
    """
    standing = [d for d in decisions if d.kind in ("field", "row") and not d.undone_at]
    entered = {_id(r): with_added(r, standing) for r in readings}
    standing = [d for d in standing if not is_added(d)]
    matches = {_id(r): found for r in readings if (found := _matches(entered[_id(r)].report, standing))}
    holding = {m.decision.decision_id for some in matches.values() for m in _latest(some) if m.holds}
    out = {}
    for reading in readings:
        identity = _id(reading)
        more, found = entered[identity], matches.get(identity, [])
        if not found and not more.fits:
            continue
        report = more.report
        if more.touched:
            money = money_unit(document(identity), patterns)
            observations = _observations(report, report.scorecards, more.touched, set(), patterns, money)
            report = msgspec.structs.replace(report, observations=observations)
        latest = _latest(found)
        fits = tuple(_fit(identity, m, latest, holding) for m in found)
        changed = _changed(report, fits, latest, patterns, lambda i=identity: document(i))  # type: ignore[misc]
        changed = changed or (report if more.touched else None)
        out[identity] = Decided(report=changed, fits=(*fits, *more.fits))
    return out


def link_decisions(decisions: Iterable[Decision], reports: Sequence[Report]) -> list[LinkDecision]:
    """The standing decisions on links of a unit, as linking takes them.

    A decision is about a printed name, in any year; where another form of the report it was made on misreads
    that name, also about the misread one.

    Args:
        decisions: decisions of any kind and unit.
        reports: the unit's reports.
    """
    metadata = reports[0].metadata if reports else None
    return [
        LinkDecision(
            indicator_id=d.value, name=name, goal=d.about.goal or None, same=d.verdict != "different"
        )
        for d in decisions
        if d.kind == "link" and not d.undone_at and metadata is not None and same_unit(d.about, metadata)
        for name in (d.about.indicator, *_misread(d, reports))
    ]  # fmt: skip


def _misread(decision: Decision, reports: Sequence[Report]) -> list[str]:
    """What other forms of the report decided on print instead of the name."""
    decided, found = fold(decision.about.indicator), []
    for report in reports:
        if report.metadata.period != decision.about.period:
            continue
        rows = [home.row for home in homes(report)]
        names = {row.text("indicator") or row.text("goal") for row in rows}
        if decided not in map(fold, names):
            found += [name for name in sorted(names) if same_name(name, decision.about.indicator)]
    return found


def decided_field(field: Field, role: Role, decision: Decision) -> Field:
    """The field as a person decided it; the characters as read, the place and the picture stay."""
    changes: dict[str, object] = {"confidence": 1.0, "reasons": (), "reviewed": True}
    if decision.verdict == "rejected":
        changes |= {"text": "", "normal": None, "source": None, "reasons": (REJECTED_REASON,)}
    elif decision.verdict == "edited" and role in MARKS:
        changes |= {
            "normal": decision.value,
            "source": field.source or ("words" if role in ("status", "goal_status") else None),
        }
    elif decision.verdict == "edited":
        changes |= {"text": decision.value, "normal": None}
    return msgspec.structs.replace(field, **changes)


def printed_field(home: Home, role: Role) -> Field:
    """A row's field as read; the perspective is the scorecard's where the row prints none of its own."""
    field = home.row.field(role)
    if role == "perspective" and field is EMPTY and home.card.perspective:
        return Field(text=home.card.perspective, raw=home.card.perspective)
    return field


# ---------------------------------------------------------------- which decision fits where


def _matches(report: Report, decisions: Sequence[Decision]) -> list[_Match]:
    mine = [d for d in decisions if concerns(d.about, report.metadata)]
    rows = homes(report) if mine else []
    found = []
    for decision in mine:
        home = find_row(decision.about, rows)
        if home is not None:
            found.append(_match(decision, home))
    return found


def _match(decision: Decision, home: Home) -> _Match:
    role = decision.about.role
    if role is None:
        now = row_as_read(home.row)
        seen = decision.seen.text if decision.seen else ""
        return _Match(decision, home, now, fuzz.ratio(fold(seen), fold(now.text)) >= SAME_ROW)
    now = as_read(printed_field(home, role))
    holds = unchanged(role, decision.seen, now) or unchanged(role, _decided_as_read(decision), now)
    return _Match(decision, home, now, holds)


def _decided_as_read(decision: Decision) -> AsRead:
    """What would be read if the decision were printed."""
    if decision.verdict == "rejected":
        return AsRead()
    if decision.verdict == "accepted":
        return decision.seen or AsRead()
    mark = decision.about.role in MARKS
    return AsRead(normal=decision.value) if mark else AsRead(text=decision.value)


def _latest(matches: Sequence[_Match]) -> list[_Match]:
    """The last decision on each field."""
    last: dict[tuple[RowKey, Role | None], _Match] = {}
    for match in sorted(matches, key=lambda m: m.decision.decision_id):
        last[match.home.key, match.decision.about.role] = match
    return list(last.values())


def _fit(identity: str, match: _Match, latest: Sequence[_Match], holding: set[int]) -> Fit:
    if match not in latest:
        state = "superseded"
    elif match.holds:
        state = "applied"
    else:
        state = "elsewhere" if match.decision.decision_id in holding else "stale"
    table_no, row_no = match.home.key
    return Fit(
        decision_id=match.decision.decision_id, document_id=identity, table_no=table_no, row_no=row_no,
        state=state, now=match.now,  # type: ignore[arg-type]
    )  # fmt: skip


# ---------------------------------------------------------------- the report with its decisions


def _changed(
    report: Report,
    fits: Sequence[Fit],
    latest: Sequence[_Match],
    patterns: Patterns,
    document: Callable[[], Document],
) -> Report | None:
    state = {fit.decision_id: fit.state for fit in fits}
    live = [m for m in latest if state[m.decision.decision_id] in ("applied", "stale")]
    if not live:
        return None
    dropped = {m.home.key for m in live if m.decision.about.role is None and m.holds}
    fields: dict[RowKey, dict[Role, Field]] = {}
    decided: set[int] = set()
    for match in live:
        role = match.decision.about.role
        if role is None:
            continue
        before = printed_field(match.home, role)
        after = decided_field(before, role, match.decision) if match.holds else doubted(before)
        for key in _meant(match.home, role):
            fields.setdefault(key, {})[role] = after
        if role == "perspective" and match.holds:
            decided.add(id(match.home.card))
    cards = tuple(_card(card, fields, dropped, id(card) in decided) for card in report.scorecards)
    touched = {key for key in fields if key not in dropped}
    money = money_unit(document(), patterns) if touched else ""
    observations = _observations(report, cards, touched, dropped, patterns, money)
    return msgspec.structs.replace(report, scorecards=cards, observations=observations)


def _meant(home: Home, role: Role) -> list[RowKey]:
    """The rows a decision changes: all that show one printed cell, as a goal or perspective over several rows."""
    if role not in SHARED:
        return [home.key]
    printed = printed_field(home, role)
    rows = (Home(home.card, row, 0) for row in home.card.rows)
    return [one.key for one in rows if printed_field(one, role) == printed]


def _card(
    card: Scorecard, fields: Mapping[RowKey, dict[Role, Field]], dropped: set[RowKey], decided: bool
) -> Scorecard:
    """The scorecard with its decided rows; once its perspective is decided, nothing about it is doubted."""
    rows = tuple(
        _row(row, fields.get((row.table_no, row.row_no), {}))
        for row in card.rows
        if (row.table_no, row.row_no) not in dropped
    )
    return msgspec.structs.replace(card, rows=rows, reasons=() if decided else card.reasons)


def _row(row: Row, fields: dict[Role, Field]) -> Row:
    return msgspec.structs.replace(row, fields={**row.fields, **fields}) if fields else row


def _observations(  # noqa: PLR0913, PLR0917 - the parts of a report and what normalising them needs
    report: Report,
    cards: Sequence[Scorecard],
    touched: Collection[RowKey],
    dropped: set[RowKey],
    patterns: Patterns,
    money: str,
) -> tuple[Observation, ...]:
    """The report's observations, those of the rows decided about made anew, in the order of the rows."""
    of_row: dict[RowKey, list[Observation]] = {}
    others = []
    for o in report.observations:
        if o.origin == "scorecard" and o.table_no is not None and o.row_no is not None:
            of_row.setdefault((o.table_no, o.row_no), []).append(o)
        else:
            others.append(o)
    found: dict[Observation, None] = {}
    for card in cards:
        for row in card.rows:
            key = row.table_no, row.row_no
            some = (
                of_row.pop(key, [])
                if key not in touched
                else with_earlier_columns(
                    row_observations(card, row, report, patterns, money), of_row.get(key, []), card
                )
            )
            of_row.pop(key, None)
            found |= dict.fromkeys(some)
    left = [o for key, some in of_row.items() if key not in dropped for o in some]
    return (*found, *left, *others)


def row_observations(
    card: Scorecard, row: Row, report: Report, patterns: Patterns, money: str
) -> list[Observation]:
    """The observations of one row; those of fields a person decided about are sure.

    Args:
        card: the scorecard it stands in.
        row: the row, with what was decided.
        report: whose metadata tell the period.
        patterns: the knowledge in use.
        money: the unit the document prints amounts in.
    """
    perspective = row.text("perspective") or card.perspective
    alone = msgspec.structs.replace(card, perspective=perspective, rows=(row,))
    return list(scorecard_observations((alone,), report.metadata, patterns, money_unit=money))


def with_earlier_columns(
    made: list[Observation], before: Sequence[Observation], card: Scorecard
) -> list[Observation]:
    """A row's new observations with what further outcome columns gave, which are no fields of the row.

    Args:
        made: the observations of the row's fields, made anew.
        before: all observations the row had.
        card: the scorecard it stands in.
    """
    earlier = {c.period for c in card.columns if c.role is None and c.period}
    told = {(o.kind, o.period) for o in made}
    kept = [
        o for o in before if o.kind == "actual" and o.period in earlier and (o.kind, o.period) not in told
    ]
    return made + kept


def _id(report: Report) -> str:
    return document_id(report.document.sha256)
