"""A person's decisions on findings: made, taken back, and applied wherever findings are shown.

A finding's id is stable, so a decision outlives any re-import; a decision that is taken back or replaced
stays in the archive as a trail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.archive import Archive
from extractor.errors import NotFoundError
from extractor.model import Decision, Finding, Verdict


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
    chosen = [_named(name, known) for name in names]
    archive.decide([f.finding_id for f in chosen], verdict, note, user)
    return chosen


def standing(archive: Archive) -> dict[str, Decision]:
    """The decision in force on each finding that has one."""
    return {d.subject: d for d in archive.decisions() if d.kind == "finding"}


def undismissed(findings: Iterable[Finding], decisions: dict[str, Decision]) -> list[Finding]:
    """The findings nobody has dismissed."""
    return [
        f for f in findings if f.finding_id not in decisions or decisions[f.finding_id].verdict != "dismissed"
    ]


def _named(name: str, known: Sequence[Finding]) -> Finding:
    some = [f for f in known if f.finding_id == name] or [
        f for f in known if name and f.finding_id.startswith(name)
    ]
    if len(some) == 1:
        return some[0]
    if not some:
        raise NotFoundError(f"No finding has the id {name!r}.", "Run `styrkort check --all` to see them.")
    raise NotFoundError(f"{name!r} begins {len(some)} finding ids.", "Give the whole id.")
