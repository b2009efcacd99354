"""What is left to decide, what matters most first: probably wrong × used by a finding or a series.

First come decisions that no longer fit what is read; then fields that are not sure, links below the last safe
level and findings nobody has judged; last what lost its row. An item carries what a screen shows in a list;
`evidence.py` gathers the rest for one item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from extractor.archive import Archive, DocumentInfo
from extractor.errors import NotFoundError
from extractor.facts.scorecard_facts import DOUBT
from extractor.model import (
    SURE,
    Decision,
    Field,
    Finding,
    Fit,
    FormDifference,
    Indicator,
    Link,
    Place,
    Report,
    Role,
    Value,
)
from extractor.review.apply import SHARED, printed_field
from extractor.review.decisions import standing, trail
from extractor.review.preview import CHOICES
from extractor.review.subjects import Home, homes
from extractor.series import goes_by
from extractor.swedish import fold

Kind = Literal["field", "link", "finding", "orphan"]
KINDS: tuple[Kind, ...] = ("field", "link", "finding", "orphan")

STALE_FIRST = 100.0
"""Added to the priority of a decision that no longer fits: it comes before everything else."""
USED_BY_FINDING = {"error": 4.0, "warning": 2.0, "info": 1.2}
"""How much more a field matters that a finding of this severity is about."""
IN_SERIES = 2.0
"""How much more a field matters whose row belongs to an indicator of several reports."""
DISPUTED = 0.3
"""Least probability that a field is wrong which another form, as sure as this one, prints otherwise."""
WITNESS = 0.1
"""How much a field of another form of a report matters: it feeds no series."""
FINDING_PRIORITY = {"error": 1.5, "warning": 0.8, "info": 0.2}
"""An open finding beside a field: an error goes before a field that is as likely wrong as right."""
LINK_PRIORITY = 1.0
WEIGHT: Mapping[Role, float] = {
    "value": 1.0, "status": 1.0, "target": 0.9, "previous_value": 0.8, "baseline": 0.7, "forecast": 0.7,
    "indicator": 0.7, "trend": 0.6, "progress": 0.6, "goal_status": 0.5, "goal": 0.3, "perspective": 0.3,
    "comment": 0.1,
}  # fmt: skip
"""How much an error in a field costs: a number goes into the series, a comment is read by people anyway."""


class Item(Value, frozen=True, kw_only=True):
    """One thing to decide."""

    item_id: str
    """Stable while the readings stay the same: document, table, row and role; a finding's id; …"""
    kind: Kind
    priority: float
    """Higher comes first."""
    document_id: str
    source_path: str = ""
    organisation: str = ""
    unit: str = ""
    period: str = ""
    """The report's period; for a finding what it is about."""
    page: int | None = None
    place: Place | None = None
    """Page and, where the form has them, the box of the cell in points."""
    table_no: int | None = None
    row_no: int | None = None
    role: Role | None = None
    label: str = ""
    """The column's header as printed."""
    perspective: str = ""
    goal: str = ""
    indicator: str = ""
    indicator_id: str = ""
    field: Field = Field()
    """As it stands now: value read (`text`, `normal`), characters (`raw`), confidence, reasons, picture."""
    choices: tuple[str, ...] = ()
    """The allowed values of an enumeration, () elsewhere."""
    decision: Decision | None = None
    """The standing decision on it: for a stale item what was decided and seen then."""
    stale: bool = False
    """Whether something else is read now than when it was decided."""
    finding: Finding | None = None
    link: Link | None = None
    candidate: Indicator | None = None
    """For a link: the indicator that the row may be."""
    differences: tuple[FormDifference, ...] = ()
    """What other forms of the report were read as in this field."""

    @property
    def now(self) -> str:
        """What is read, in one word or text."""
        return self.field.normal or self.field.text


def queue(
    archive: Archive,
    *,
    document: str | None = None,
    indicator: str | None = None,
    kinds: Collection[Kind] = KINDS,
    everything: bool = False,
) -> list[Item]:
    """What is left to decide, most important first.

    Args:
        archive: settled (`Review` and the commands see to that).
        document: only of this document (an id, a path or a file name).
        indicator: only of indicators that go by such a name, or have this id.
        kinds: which kinds of items.
        everything: sure and decided fields, too, in the order of priority.

    Raises:
        NotFoundError: there is no such document or indicator.
    """
    only = archive.find(document).document_id if document else None
    look = _Look(archive, only)
    chosen = _indicators(archive, indicator) if indicator else None
    items: list[Item] = []
    for info in look.infos.values():
        if info.outcome != "failed" and only in (None, info.document_id):
            if "field" in kinds:
                items += look.fields(info, everything=everything)
            if "link" in kinds:
                items += look.suggestions(info)
    items += look.findings() if "finding" in kinds else []
    items += look.orphans() if "orphan" in kinds else []
    if only:
        items = [i for i in items if only in _documents(i)]
    if chosen is not None:
        items = [
            i
            for i in items
            if i.indicator_id in chosen or (i.candidate and i.candidate.indicator_id in chosen)
        ]
    return sorted(
        items,
        key=lambda i: (-i.priority, i.source_path, i.page or 0, i.table_no or 0, i.row_no or 0, i.item_id),
    )


def field_item(archive: Archive, document_id: str, key: tuple[int, int], role: Role) -> Item:
    """The item of any field, sure or not, by its document, table and row number.

    Raises:
        NotFoundError: there is no such row.
    """
    look = _Look(archive, only=document_id)
    info = look.infos.get(document_id)
    for home in homes(archive.report(document_id)) if info else ():
        if info and home.key == key:
            return look.item(_Spot(info, look.context(info), home, role, doubted(home, role)))
    raise NotFoundError(f"Document {document_id} has no row {key}.", "Run `styrkort show` to see its rows.")


def _documents(item: Item) -> set[str]:
    found = {item.document_id}
    return found | {item.finding.other_document_id} if item.finding else found


def _indicators(archive: Archive, name: str) -> set[str]:
    known = archive.indicators()
    chosen = {i.indicator_id for i in known if i.indicator_id == name or goes_by(i, fold(name))}
    if not chosen:
        raise NotFoundError(f"No indicator goes by {name!r}.", "Run `styrkort series` to see them.")
    return chosen


class _Context(NamedTuple):
    """What is known around the fields of one document."""

    report: Report
    links: Mapping[tuple[int, int], Link]
    fits: Mapping[tuple[int, int, Role | None], Fit]
    findings: Mapping[str, str]
    """Worst severity of the open findings by indicator."""
    differences: Mapping[tuple[int, int, Role], tuple[FormDifference, ...]]


class _Spot(NamedTuple):
    """One field of one document."""

    info: DocumentInfo
    context: _Context
    home: Home
    role: Role
    field: Field


class _Look:
    """The archive as the queue sees it, read once; of one document only its unit."""

    def __init__(self, archive: Archive, only: str | None = None) -> None:
        self.archive = archive
        every = archive.documents()
        units = {(i.organisation, i.unit) for i in every if only in (None, i.document_id)}
        self.infos = {i.document_id: i for i in every if (i.organisation, i.unit) in units}
        self.indicators = {i.indicator_id: i for i in archive.indicators()}
        self.decided = standing(archive)
        self.open = [f for f in archive.findings() if f.finding_id not in self.decided]
        self.by_id = {d.decision_id: d for d in archive.decisions()}
        self._reports: dict[str, int] = {}
        for info in self.infos.values():
            linked = {k.indicator_id for k in archive.links(info.document_id) if not k.suggestion}
            for identity in linked if not info.form_of else ():
                self._reports[identity] = self._reports.get(identity, 0) + 1

    def context(self, info: DocumentInfo) -> _Context:
        """What is known around the fields of a document."""
        identity = info.document_id
        links = {
            (k.table_no, k.row_no): k
            for k in self.archive.links(identity)
            if k.table_no is not None and k.row_no is not None and not k.suggestion
        }
        fits: dict[tuple[int, int, Role | None], Fit] = {}
        for fit in self.archive.fits(identity):
            if fit.state in ("applied", "stale") and fit.decision_id in self.by_id:
                fits[fit.table_no, fit.row_no, self.by_id[fit.decision_id].about.role] = fit
        worst: dict[str, str] = {}
        for f in self.open:
            if f.indicator_id and identity in (f.document_id, f.other_document_id):
                worst[f.indicator_id] = max(
                    worst.get(f.indicator_id, "info"), f.severity, key=USED_BY_FINDING.__getitem__
                )
        apart: dict[tuple[int, int, Role], tuple[FormDifference, ...]] = {}
        for d in self.archive.differences(identity):
            place = d.table_no, d.row_no, d.role
            apart[place] = (*apart.get(place, ()), d)
        return _Context(self.archive.report(identity), links, fits, worst, apart)

    def fields(self, info: DocumentInfo, *, everything: bool) -> Iterator[Item]:
        """The fields of a document that want a decision."""
        context = self.context(info)
        asked: set[tuple[int, Role, Field]] = set()
        for home in homes(context.report):
            for role in _roles(home, asked, everything=everything):
                item = self.item(_Spot(info, context, home, role, doubted(home, role)))
                disputed = bool(item.differences) and not info.form_of
                if (
                    everything
                    or item.stale
                    or (not item.field.reviewed and (item.field.confidence < SURE or disputed))
                ):
                    yield item

    def item(self, spot: _Spot) -> Item:
        """One field as an item."""
        info, context, home, role, field = spot
        row = home.row
        fit = context.fits.get((*home.key, role))
        link = context.links.get(home.key)
        stale = fit is not None and fit.state == "stale"
        column = next((c for c in home.card.columns if c.role == role), None)
        return Item(
            item_id=f"{info.document_id}-{row.table_no}-{row.row_no}-{role}", kind="field",
            priority=_priority(spot, link, self._reports) + (STALE_FIRST if stale else 0.0),
            document_id=info.document_id, source_path=info.source_path, organisation=info.organisation,
            unit=info.unit, period=info.period, page=field.place.page if field.place else row.page,
            place=field.place, table_no=row.table_no, row_no=row.row_no, role=role,
            label=column.label if column else "", perspective=row.text("perspective") or home.card.perspective,
            goal=row.text("goal"), indicator=row.text("indicator") or row.text("goal"),
            indicator_id=link.indicator_id if link else "", field=field, choices=CHOICES.get(role, ()),
            decision=self.by_id.get(fit.decision_id) if fit else None, stale=stale,
            differences=context.differences.get((*home.key, role), ()),
        )  # fmt: skip

    def suggestions(self, info: DocumentInfo) -> Iterator[Item]:
        """The links of a document that are not safe enough to be made."""
        links = [k for k in self.archive.links(info.document_id) if k.suggestion and k.row_no is not None]
        rows = {home.key: home for home in homes(self.archive.report(info.document_id))} if links else {}
        for link in links:
            home = rows.get((link.table_no or 0, link.row_no or 0))
            candidate = self.indicators.get(link.indicator_id)
            if home is None or candidate is None or info.form_of:
                continue
            field = home.row.field("indicator" if home.row.text("indicator") else "goal")
            yield Item(
                item_id=f"{info.document_id}-{link.table_no}-{link.row_no}-link-{link.indicator_id}", kind="link",
                priority=LINK_PRIORITY * link.score, document_id=info.document_id, source_path=info.source_path,
                organisation=info.organisation, unit=info.unit, period=info.period, page=home.row.page,
                place=field.place, table_no=link.table_no, row_no=link.row_no, field=field,
                perspective=home.row.text("perspective") or home.card.perspective, goal=home.row.text("goal"),
                indicator=home.row.text("indicator") or home.row.text("goal"), link=link, candidate=candidate,
            )  # fmt: skip

    def findings(self) -> Iterator[Item]:
        """The findings nobody has judged."""
        for f in self.open:
            info = self.infos.get(f.document_id)
            if info is not None:
                yield Item(
                    item_id=f.finding_id, kind="finding", priority=FINDING_PRIORITY[f.severity],
                    document_id=f.document_id, source_path=info.source_path, organisation=info.organisation,
                    unit=info.unit, period=f.period, page=f.page_a, indicator=f.indicator,
                    indicator_id=f.indicator_id, finding=f,
                )  # fmt: skip

    def orphans(self) -> Iterator[Item]:
        """The decisions that no row, name or finding fits any more."""
        for entry in trail(self.archive):
            about = entry.decision.about
            if entry.state == "orphaned":
                yield Item(
                    item_id=f"decision-{entry.decision.decision_id}", kind="orphan", priority=0.0,
                    document_id=about.document_id, organisation=about.organisation, unit=about.unit,
                    period=about.period, page=about.page, role=about.role, perspective=about.perspective,
                    goal=about.goal, indicator=about.indicator, decision=entry.decision,
                )  # fmt: skip


def doubted(home: Home, role: Role) -> Field:
    """A row's field with all that makes it unsure: the perspective's doubts are the scorecard's."""
    field = printed_field(home, role)
    reasons = [r for r in home.card.reasons if r.startswith("perspective_")] if role == "perspective" else []
    if not reasons or field.reviewed:
        return field
    return msgspec.structs.replace(
        field, confidence=min(field.confidence, DOUBT), reasons=(*field.reasons, *reasons)
    )


def _roles(home: Home, asked: set[tuple[int, Role, Field]], *, everything: bool) -> list[Role]:
    """The fields of a row to ask about; what one cell says for several rows is asked about once."""
    roles = list(dict.fromkeys((*home.row.fields, "perspective")))
    if everything:
        return roles
    shared = {r: (id(home.card), r, printed_field(home, r)) for r in roles if r in SHARED}
    new = [r for r in roles if r not in shared or shared[r] not in asked]
    asked.update(shared.values())
    return new


def _priority(spot: _Spot, link: Link | None, reports: Mapping[str, int]) -> float:
    """Probability that the field is wrong × what depends on it."""
    wrong = 0.0 if spot.field.reviewed else 1.0 - spot.field.confidence
    if (*spot.home.key, spot.role) in spot.context.differences and not spot.field.reviewed:
        wrong = max(wrong, DISPUTED)
    use = WEIGHT[spot.role]
    if link is not None:
        severity = spot.context.findings.get(link.indicator_id)
        use *= IN_SERIES if reports.get(link.indicator_id, 0) > 1 else 1.0
        use *= USED_BY_FINDING[severity] if severity else 1.0
    return wrong * use * (WITNESS if spot.info.form_of else 1.0)


def left(items: Sequence[Item]) -> dict[str, int]:
    """How many items are left per document."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.document_id] = counts.get(item.document_id, 0) + 1
    return counts
