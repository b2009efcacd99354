"""A person's decisions: made, taken back, taken up again, and found again for the findings they are about.

The trail is append-only: taking back marks a decision as undone, taking it up again writes it anew. A finding
keeps its id over any re-import; where another form of the report leads and the id changes, its content tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from extractor.archive import Archive, DocumentInfo
from extractor.errors import NotFoundError
from extractor.model import Decision, Finding, Fit, Subject, Value, Verdict
from extractor.review.subjects import same_name
from extractor.swedish import fold


def decide(
    archive: Archive, names: Sequence[str], verdict: Verdict | None, *, note: str = "", user: str = ""
) -> list[Finding]:
    """Decide about findings, or take a decision back.

    Args:
        archive: where the findings are.
        names: finding ids, or their beginnings.
        verdict: the decision; None reopens the findings.
        note: why.
        user: who decides.

    Returns:
        The findings decided about, in the order named.

    Raises:
        NotFoundError: a name matches no finding or several, then nothing is decided.
    """
    known = archive.findings()
    chosen = list({f.finding_id: f for f in (_named(name, known) for name in names)}.values())
    decided, infos = standing(archive), {i.document_id: i for i in archive.documents()}
    before = [decided[f.finding_id].decision_id for f in chosen if f.finding_id in decided]
    if verdict is None:
        archive.take_back(before)
    else:
        archive.record([finding_decision(f, infos, verdict, note, user) for f in chosen], before)
    return chosen


def finding_decision(
    finding: Finding, infos: dict[str, DocumentInfo], verdict: Verdict, note: str, user: str
) -> Decision:
    """A decision on a finding, with the content by which it is found again."""
    return Decision(
        kind="finding", subject=finding.finding_id, verdict=verdict, note=note, user=user,
        about=_about(finding, infos),
    )  # fmt: skip


def standing(archive: Archive) -> dict[str, Decision]:
    """The decision in force on each finding that has one, by finding id."""
    decisions = [d for d in archive.decisions() if d.kind == "finding"]
    found = {d.subject: d for d in decisions}
    if not found:
        return {}
    findings = archive.findings()
    lost = (
        {_content(d.about): d for d in decisions} if found.keys() - {f.finding_id for f in findings} else {}
    )
    infos = {i.document_id: i for i in archive.documents()} if lost else {}
    for f in findings:
        again = lost.get(_content(_about(f, infos))) if lost and f.finding_id not in found else None
        if again is not None and again.about.code:
            found[f.finding_id] = again
    return found


def undismissed(findings: Iterable[Finding], decisions: dict[str, Decision]) -> list[Finding]:
    """The findings nobody has dismissed."""
    return [
        f for f in findings if f.finding_id not in decisions or decisions[f.finding_id].verdict != "dismissed"
    ]


def undo(archive: Archive, decision_id: int | None = None) -> Decision:
    """Take a decision back; the one it had replaced stands again.

    Args:
        archive: where it is.
        decision_id: which one; None for the last one made.

    Raises:
        NotFoundError: there is no such standing decision.
    """
    trail = archive.decisions(undone=True)
    some = [d for d in trail if not d.undone_at and decision_id in (None, d.decision_id)]
    if not some:
        which = "No decision stands" if decision_id is None else f"No decision {decision_id} stands"
        raise NotFoundError(
            f"{which} that could be taken back.", "Run `styrkort decisions --all` to see them."
        )
    last = some[-1]
    archive.take_back([last.decision_id])
    replaced = [d for d in trail if _replaced_by(d, last)]
    archive.record([_anew(d, d.user) for d in replaced[-1:]])
    return last


def redo(archive: Archive, decision_id: int, user: str = "") -> Decision:
    """Take up a decision again that was taken back; it is written anew, with the time of now.

    Raises:
        NotFoundError: there is no such decision, or it stands.
    """
    some = [d for d in archive.decisions(undone=True) if d.decision_id == decision_id and d.undone_at]
    if not some:
        raise NotFoundError(
            f"No decision {decision_id} was taken back.", "Run `styrkort decisions --all` to see them."
        )
    (stored,) = archive.record([_anew(some[0], user or some[0].user)])
    return stored


class Standing(Value, frozen=True, kw_only=True):
    """A decision of the trail and what has become of it."""

    decision: Decision
    state: str
    """applied, stale (something else is read now), orphaned (nothing matches it any more), superseded, undone."""
    fits: tuple[Fit, ...] = ()


def trail(archive: Archive, *, undone: bool = False) -> list[Standing]:
    """Every decision in the order they were made, with what has become of it.

    Args:
        archive: where they are.
        undone: those taken back or replaced, too.
    """
    fits: dict[int, list[Fit]] = {}
    for fit in archive.fits():
        fits.setdefault(fit.decision_id, []).append(fit)
    live = {d.decision_id for d in standing_on_known(archive)}
    return [
        Standing(
            decision=d,
            state=_state(d, fits.get(d.decision_id, []), live),
            fits=tuple(fits.get(d.decision_id, ())),
        )
        for d in archive.decisions(undone=undone)
    ]


def standing_on_known(archive: Archive) -> list[Decision]:
    """The decisions on findings and links whose finding, or printed name, is still there."""
    findings = {f.finding_id for f in archive.findings()}
    held = standing(archive)
    names = {fold(n) for i in archive.indicators() for n in (i.name, *i.aliases)}
    links = [d for d in archive.decisions() if d.kind == "link" and fold(d.about.indicator) in names]
    return [*(d for f, d in held.items() if f in findings), *links]


def _state(decision: Decision, fits: Sequence[Fit], live: set[int]) -> str:
    if decision.undone_at:
        return "undone"
    if decision.kind in ("finding", "link"):
        return "applied" if decision.decision_id in live else "orphaned"
    states = {fit.state for fit in fits}
    return next((s for s in ("applied", "stale", "superseded") if s in states), "orphaned")


def _replaced_by(earlier: Decision, later: Decision) -> bool:
    """Whether one decision was undone by making the other; its subject may have been read otherwise by then."""
    if earlier.kind != later.kind or earlier.undone_at != later.time:
        return False
    a, b = earlier.about, later.about
    reread = a.role is not None and a.role == b.role and same_name(a.indicator, b.indicator)
    return earlier.subject == later.subject or reread


def _anew(decision: Decision, user: str) -> Decision:
    return msgspec.structs.replace(decision, decision_id=0, time="", undone_at="", user=user)


def _about(finding: Finding, infos: dict[str, DocumentInfo]) -> Subject:
    info = infos.get(finding.document_id)
    return Subject(
        organisation=info.organisation if info else "", unit=info.unit if info else "",
        period=finding.period, indicator=finding.indicator, code=finding.code,
        statements=(finding.a, finding.b), document_id=finding.document_id, page=finding.page_a,
    )  # fmt: skip


def _content(about: Subject) -> tuple[str, ...]:
    words = (about.organisation, about.unit, about.period, about.indicator, about.code, *about.statements)
    return tuple(map(fold, words))


def _named(name: str, known: Sequence[Finding]) -> Finding:
    some = [f for f in known if f.finding_id == name] or [
        f for f in known if name and f.finding_id.startswith(name)
    ]
    if len(some) == 1:
        return some[0]
    if not some:
        raise NotFoundError(f"No finding has the id {name!r}.", "Run `styrkort check --all` to see them.")
    raise NotFoundError(f"{name!r} begins {len(some)} finding ids.", "Give the whole id.")
