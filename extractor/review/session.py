"""A review: the one object a screen talks to. Every decision is stored the moment it is made.

    review = Review(archive, patterns, user="anna")
    for item in review.queue(document="styrkort-2019.pdf"):
        review.evidence(item)                       # what a person looks at
        review.preview(item, "4,6 %")               # what a typed value would be read as
        review.decide(item, "edited", "4,6 %")      # stored at once
    review.undo(); review.redo()
    review.settle()                                 # series, links and findings follow the decisions

Nothing is lost if the process ends at any moment: what was decided is stored, and what it changes in
series and findings is worked out at the latest when the archive is opened the next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import msgspec

from extractor.archive import Archive, Decided
from extractor.errors import NotFoundError, ReviewError
from extractor.facts.figures import money_unit
from extractor.model import AsRead, Box, Decision, Report, Role, Subject, Verdict
from extractor.patterns import Patterns
from extractor.relate import as_learnt, reading_of, settle
from extractor.review import decisions, preview, teach
from extractor.review.apply import apply_decisions, printed_field
from extractor.review.entering import entered
from extractor.review.evidence import Evidence, evidence
from extractor.review.queue import KINDS, Item, Kind, field_item, queue
from extractor.review.subjects import Home, as_read, homes, key_of, row_as_read, subject_of
from extractor.review.teach import Proposal
from extractor.swedish import fold

VERDICTS: dict[Kind, tuple[Verdict, ...]] = {
    "field": ("accepted", "edited", "rejected"),
    "link": ("same", "different", "new"),
    "finding": ("confirmed", "dismissed"),
    "orphan": (),
}
"""What can be decided about an item of each kind."""


class Review:
    """One person's review of an archive.

    Args:
        archive: where everything is; what was decided but not applied yet is applied now.
        patterns: the knowledge in use.
        user: who decides.
    """

    def __init__(self, archive: Archive, patterns: Patterns, user: str) -> None:
        self.archive = archive
        self.patterns = patterns
        self.user = user
        self._made: list[list[int]] = []
        self._undone: list[list[int]] = []
        """Steps of this session, each the ids of decisions made together."""
        self._money: dict[str, str] = {}
        settle(archive, patterns)

    # ------------------------------------------------------------ looking

    def queue(
        self,
        document: str | None = None,
        indicator: str | None = None,
        kinds: Collection[Kind] = KINDS,
        *,
        everything: bool = False,
    ) -> list[Item]:
        """What is left to decide, most important first; see `queue.queue`."""
        return queue(self.archive, document=document, indicator=indicator, kinds=kinds, everything=everything)

    def item(self, document_id: str, table_no: int, row_no: int, role: Role) -> Item:
        """The item of any field, sure or not, as it stands now (after a decision: as decided).

        Raises:
            NotFoundError: there is no such row.
        """
        return field_item(self.archive, document_id, (table_no, row_no), role)

    def evidence(self, item: Item) -> Evidence:
        """The page around it, other years, findings, picture."""
        return evidence(self.archive, item)

    def preview(self, item: Item, typed: str) -> preview.Preview:
        """What a typed value would be read as, or why it is refused; `refusal` is '' if it can be decided.

        Raises:
            ReviewError: the item is no field.
        """
        report, home = self._home(item)
        role = _role(item)
        return preview.preview(
            report, home, role, typed, self.patterns, money=self._money_of(item.document_id)
        )

    # ------------------------------------------------------------ deciding

    def decide(self, item: Item, verdict: Verdict, value: str = "", note: str = "") -> Decision:
        """Decide about an item; stored at once, and the document's rows show it at once.

        Args:
            item: as `queue` or `item` gives it.
            verdict: one of `VERDICTS[item.kind]`.
            value: edited: what the field says, as typed.
            note: why.

        Returns:
            The decision as stored.

        Raises:
            ReviewError: the verdict does not suit the item, or the typed value is refused.
        """
        if verdict not in VERDICTS[item.kind]:
            raise ReviewError(
                f"A {item.kind} cannot be {verdict}.", f"It can be {', '.join(VERDICTS[item.kind])}."
            )
        if item.kind == "finding":
            return self._decide_finding(item, verdict, note)
        if item.kind == "link":
            return self._store(self._link(item, verdict, note), [])
        return self._store(self._field(item, verdict, value, note), self._before(item))

    def not_a_row(self, item: Item, note: str = "") -> Decision:
        """Decide that an item's whole row is none (a total, a header, a remark): it leaves the scorecard.

        Raises:
            ReviewError: the item stands in no row.
        """
        report, home = self._home(item)
        about = subject_of(report, home)
        decision = Decision(
            kind="row", subject=key_of(about), verdict="rejected", about=about, seen=row_as_read(home.row),
            note=note, user=self.user,
        )  # fmt: skip
        return self._store(decision, [])

    def add_row(
        self, document: str, page: int, typed: Mapping[Role, str], *, box: Box | None = None, note: str = ""
    ) -> Decision:
        """Enter a row that was not found; the same row entered again replaces it.

        Args:
            document: the document's id or name, as `Archive.find` takes it.
            page: the page it stands on, from 1.
            typed: what each field says; see `added.ROLES`.
            box: where on the page, in points; None for the page only.
            note: why.

        Raises:
            NotFoundError: no document, or several, match.
            ReviewError: the report has the row, the page is none of its, or a field cannot be read for sure.
        """
        identity = self.archive.find(document).document_id
        reading = reading_of(self.archive, identity)[0]
        about, value = entered(reading, typed, page, self.patterns, box=box, money=self._money_of(identity))
        decision = Decision(
            kind="row", subject=key_of(about), verdict="added", value=value, about=about, note=note,
            user=self.user,
        )  # fmt: skip
        return self._store(decision, [])

    def accept_row(self, item: Item, note: str = "") -> list[Decision]:
        """Accept every field of an item's row that is not sure and not decided, in one step.

        Raises:
            ReviewError: the item stands in no row.
        """
        _, home = self._home(item)
        shown = [self.item(item.document_id, *home.key, role) for role in home.row.fields]
        unsure = [i for i in shown if not i.field.reviewed and i.field.reasons and not i.stale]
        made = [self._field(i, "accepted", "", note) for i in unsure]
        stored = self.archive.record(made)
        self._step(stored)
        self._refresh(item.document_id)
        return stored

    def _decide_finding(self, item: Item, verdict: Verdict, note: str) -> Decision:
        decisions.decide(self.archive, [item.item_id], verdict, note=note, user=self.user)
        made = decisions.standing(self.archive)[item.item_id]
        self._step([made])
        return made

    def _field(self, item: Item, verdict: Verdict, value: str, note: str) -> Decision:
        report, home = self._home(item)
        role = _role(item)
        seen = as_read(printed_field(home, role))
        stored = ""
        if verdict == "edited":
            shown = self.preview(item, value)
            if shown.refusal:
                raise ReviewError(
                    f"{value!r} {shown.refusal}.", "Type it otherwise, or reject the field to leave it empty."
                )
            stored = shown.value
        elif verdict == "accepted":
            stored = seen.normal or seen.text
        about = subject_of(report, home, role)
        return Decision(
            kind="field", subject=key_of(about), verdict=verdict, value=stored, about=about, seen=seen,
            note=note, user=self.user,
        )  # fmt: skip

    def _link(self, item: Item, verdict: Verdict, note: str) -> Decision:
        if item.link is None or item.candidate is None:
            raise ReviewError("This item suggests no indicator.", "Take one from the queue with kind `link`.")
        about = Subject(
            organisation=item.organisation, unit=item.unit, period=item.period, indicator=item.indicator,
            goal=item.goal, perspective=item.perspective, statements=(item.candidate.name,),
            document_id=item.document_id, page=item.page,
        )  # fmt: skip
        identity = _new_id(about) if verdict == "new" else item.candidate.indicator_id
        return Decision(
            kind="link", subject=key_of(msgspec.structs.replace(about, period="", perspective="")),
            verdict=verdict, value=identity, about=about, note=note, user=self.user,
            seen=AsRead(raw=item.field.raw, text=item.candidate.name),
        )  # fmt: skip

    def _before(self, item: Item) -> list[int]:
        """The standing decision on the field, which a new one replaces though its words may differ by now."""
        return [item.decision.decision_id] if item.decision else []

    def _store(self, decision: Decision, undo: list[int]) -> Decision:
        (stored,) = self.archive.record([decision], undo)
        self._step([stored])
        self._refresh(decision.about.document_id)
        return stored

    def _step(self, made: Sequence[Decision]) -> None:
        self._made += [[d.decision_id for d in made]] if made else []
        self._undone.clear()

    # ------------------------------------------------------------ taking back

    def undo(self) -> Decision:
        """Take back the last step of this session, or else the last decision that stands.

        What it replaced stands again. A step is what one call made: `accept_row` decides about several fields.

        Returns:
            The decision taken back; of a step with several, the first.

        Raises:
            NotFoundError: nothing is decided.
        """
        step = self._made.pop() if self._made else []
        taken = [decisions.undo(self.archive, identity) for identity in reversed(step)]
        taken = taken or [decisions.undo(self.archive)]
        self._undone.append([d.decision_id for d in reversed(taken)])
        self._refresh(taken[-1].about.document_id)
        return taken[-1]

    def redo(self) -> Decision | None:
        """Take up again what `undo` took back last; None if there is nothing."""
        if not self._undone:
            return None
        again = [decisions.redo(self.archive, identity, self.user) for identity in self._undone.pop()]
        self._made.append([d.decision_id for d in again])
        self._refresh(again[0].about.document_id)
        return again[0]

    def take_back(self, decision: Decision) -> None:
        """Take back any decision, also one of another session; what it replaced stands again; `redo` takes it up.

        Raises:
            NotFoundError: it does not stand.
        """
        decisions.undo(self.archive, decision.decision_id)
        self._undone.append([decision.decision_id])
        self._refresh(decision.about.document_id)

    def settle(self) -> int:
        """Let rows, series, links and findings follow the decisions made; how many units were touched."""
        return settle(self.archive, self.patterns)

    # ------------------------------------------------------------ teaching

    def proposals(self, folder: Path) -> list[Proposal]:
        """What the decisions teach, as additions to the user's own patterns folder; nothing is written.

        Raises:
            PatternError: a file of the folder is wrong already.
        """
        self.settle()
        return teach.proposals(self.archive, self.patterns, folder)

    def learn(self, proposal: Proposal) -> None:
        """Write an addition that the person accepted; the next import reads by it.

        Raises:
            PatternError: the folder's files have become wrong since; nothing is written.
        """
        self.patterns = teach.write(proposal, self.patterns)

    # ------------------------------------------------------------ inside

    def _refresh(self, document_id: str) -> None:
        """Let one document show the decisions on it at once; `settle` does the rest."""
        try:
            reading, learnt = reading_of(self.archive, document_id)
        except NotFoundError:
            return  # decided on a form that is no longer there: nothing shows it
        made = apply_decisions([reading], self.archive.decisions(), self.patterns, self.archive.document)
        decided = made.get(document_id, Decided(report=None, fits=()))
        self.archive.save_decided(document_id, as_learnt(reading, decided) if learnt else decided)

    def _home(self, item: Item) -> tuple[Report, Home]:
        """The row of an item as read, without decisions."""
        report = reading_of(self.archive, item.document_id)[0] if item.kind in ("field", "link") else None
        for home in homes(report) if report else ():
            if report and home.key == (item.table_no, item.row_no):
                return report, home
        if report is not None and item.kind == "field":
            raise ReviewError(
                "This row was entered by a person.",
                "Enter it again, or take it back: `styrkort decisions --undo NO`.",
            )
        raise ReviewError("This item stands in no row.", "Only fields and links do.")

    def _money_of(self, document_id: str) -> str:
        if document_id not in self._money:
            self._money[document_id] = money_unit(self.archive.document(document_id), self.patterns)
        return self._money[document_id]


def _role(item: Item) -> Role:
    if item.role is None:
        raise ReviewError("This item is no field.", "Take one from the queue with kind `field`.")
    return item.role


def _new_id(about: Subject) -> str:
    """The id of an indicator that a person declared to be a new one: the same for the same words."""
    words = (about.organisation, about.unit, "decided", about.indicator, about.goal)
    return hashlib.sha256("\x1f".join(map(fold, words)).encode()).hexdigest()[:12]
