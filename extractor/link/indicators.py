"""The same indicator over the years gets one id, and keeps it.

Promise: what is linked is the same measure, or it is a suggestion for review. Vetoes first (breakdown,
numbering, numbers in the name), then ordered levels from equal text down to equal context; within a
report at most one row (or one row repeated in another table) belongs to an indicator. Ids are given
once: indicators and links handed in are kept as they are, whatever joins later.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from extractor.link.linking import (
    Candidate,
    Group,
    Match,
    RowKey,
    Surroundings,
    ambiguous_things,
    compare,
    distinct,
    rows_to_link,
    same_family,
    word_weights,
)
from extractor.link.similarity import Name, Namer
from extractor.model import Indicator, Link, LinkDecision, Observation, Report, Value, document_id
from extractor.patterns import Patterns
from extractor.swedish import fold, squeeze

ID_LENGTH = 12
"""Hex digits of an indicator id: 2^48 values, so that a country's indicators do not collide."""
UNNAMED = "subject_unsure"
"""Reason of a fact whose words name no measure: it may join a series, but makes none of its own."""

CONTAINED_WORDS = 2
"""Telling words a fact's name needs to be found within a longer indicator's name."""
COMMON_WORD_SHARE = 0.2
"""A word in more than this share of the names of a unit finds no candidates (only once there are
`COMMON_WORD_NAMES` names): it would compare everything with everything."""
COMMON_WORD_NAMES = 200


class Linking(Value, frozen=True, kw_only=True):
    """Every row and every fact of a set of reports with the indicator it belongs to."""

    indicators: tuple[Indicator, ...]
    links: tuple[Link, ...]


def link_indicators(
    reports: Iterable[Report],
    patterns: Patterns,
    *,
    existing: Sequence[Indicator] = (),
    known: Sequence[Link] = (),
    decisions: Sequence[LinkDecision] = (),
) -> Linking:
    """Give every scorecard row and every number beside the scorecards its indicator.

    Args:
        reports: reports of any number of units; only reports of one unit are linked with each other.
        patterns: the knowledge in use.
        existing: indicators from before: ids and aliases are kept.
        known: links from before; a row whose printed name is still an alias of its indicator keeps it.
        decisions: what persons decided; above every level.

    Returns:
        All indicators that have a row or a fact, and one link per row and fact; suggestions besides.
    """
    namer = Namer(patterns)
    units: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in reports:
        units[fold(report.metadata.organisation), fold(report.metadata.unit)].append(report)
    out_indicators: list[Indicator] = []
    out_links: list[Link] = []
    for key in sorted(units):
        mine = [i for i in existing if (fold(i.organisation), fold(i.unit)) == key]
        unit = _Unit(sorted(units[key], key=_chronological), mine, known, decisions, namer)
        out_indicators += unit.indicators()
        out_links += unit.links
    return Linking(indicators=tuple(out_indicators), links=tuple(out_links))


def _chronological(report: Report) -> tuple[str, bool, str, str]:
    """Sort key: the annual report after the year's interim reports, forms of a report beside each other."""
    period = report.metadata.period
    return period[:4], "-" not in period, period, report.document.sha256


class _Cluster:
    """An indicator while it is being put together."""

    def __init__(self, indicator_id: str) -> None:
        self.id = indicator_id
        self.members: list[Candidate] = []
        self.names: dict[str, None] = {}
        self.perspective = ""
        self.unit = ""

    def add(self, candidate: Candidate) -> None:
        self.members.append(candidate)
        self.names[squeeze(candidate.name.text)] = None
        self.perspective = candidate.perspective or self.perspective
        self.unit = candidate.unit or self.unit


class _Unit:
    """Linking within one reporting unit, report by report in chronological order."""

    def __init__(
        self,
        reports: list[Report],
        known: Sequence[Indicator],
        links: Sequence[Link],
        decisions: Sequence[LinkDecision],
        namer: Namer,
    ) -> None:
        self.namer = namer
        self.links: list[Link] = []
        self._decisions = {
            (fold(d.name), None if d.goal is None else fold(d.goal)): d for d in decisions if d.same
        }
        self._apart: dict[str, frozenset[str]] = {}
        for name in {fold(d.name) for d in decisions if not d.same}:
            parted = (d.indicator_id for d in decisions if not d.same and fold(d.name) == name)
            self._apart[name] = frozenset(parted)
        self._clusters: dict[str, _Cluster] = {}
        self._index: dict[str, set[str]] = defaultdict(set)
        self._facts: dict[tuple[frozenset[str], str], str] = {}
        meta = reports[0].metadata if reports else None
        self._owner = (meta.organisation, meta.unit) if meta else ("", "")
        self._known = {i.indicator_id: i for i in known}
        groups = [rows_to_link(report, namer) for report in reports]
        self._around = Surroundings(
            word_weights(g.candidate for some in groups for g in some), ambiguous_things(groups)
        )
        self._common = self._common_words(groups)
        self._seed(groups, links)
        for some in groups:
            self._link_rows(some)
        for report in reports:
            self._link_facts(report)

    def indicators(self) -> list[Indicator]:
        """What came of it, ordered by id."""
        out = []
        for key in sorted(self._clusters):
            cluster, before = self._clusters[key], self._known.get(key)
            if not cluster.names:
                continue
            kept = (a for a in (before.aliases if before else ()) if key not in self._apart.get(fold(a), ()))
            aliases = tuple(dict.fromkeys((*kept, *cluster.names)))
            out.append(
                Indicator(
                    indicator_id=key, organisation=self._owner[0], unit=self._owner[1],
                    name=cluster.members[-1].name.text, perspective=cluster.perspective,
                    unit_of_measure=cluster.unit, aliases=aliases,
                )
            )  # fmt: skip
        return out

    # ------------------------------------------------------------ what is known from before

    def _seed(self, groups: Sequence[Sequence[Group]], links: Sequence[Link]) -> None:
        """Take over the links from before whose row still prints a name of its indicator."""
        before = {
            RowKey(k.document_id, k.table_no, k.row_no): k
            for k in links
            if not k.suggestion and k.table_no is not None and k.row_no is not None
        }
        for indicator in self._known.values():
            self._cluster(indicator.indicator_id)
        self._kept: dict[RowKey, Link] = {}
        for group in (g for some in groups for g in some):
            link = before.get(group.keys[0])
            known = self._known.get(link.indicator_id) if link else None
            if link is None or known is None or self._decided(group.candidate):
                continue
            if known.indicator_id in self._apart.get(fold(group.candidate.name.text), ()):
                continue
            if fold(group.candidate.name.text) in {fold(a) for a in (known.name, *known.aliases)}:
                self._kept[group.keys[0]] = link
                self._join(self._cluster(link.indicator_id), group)
        for indicator in self._known.values():
            if not self._clusters[indicator.indicator_id].members:
                self._remember(indicator)

    def _remember(self, indicator: Indicator) -> None:
        """Let an indicator without a row of its own be found by the names it was printed under."""
        for alias in (*indicator.aliases, indicator.name):
            fact = Candidate.of_name(self.namer.name(alias), indicator.perspective, indicator.unit_of_measure)
            cluster = self._clusters[indicator.indicator_id]
            cluster.members.append(fact)
            for block in (*fact.blocks, f"=name:{fact.name.folded}"):
                self._index[block].add(cluster.id)

    # ------------------------------------------------------------ rows

    def _link_rows(self, groups: Sequence[Group]) -> None:
        """Link one document's rows: certain ones first, each indicator once."""
        taken = {self._kept[g.keys[0]].indicator_id for g in groups if g.keys[0] in self._kept}
        waiting = []
        for group in groups:
            if kept := self._kept.get(group.keys[0]):
                self._record(group, kept.indicator_id, kept.level, kept.score)
            elif decision := self._decided(group.candidate):
                taken.add(decision.indicator_id)
                self._join(self._cluster(decision.indicator_id), group)
                self._record(group, decision.indicator_id, "decision", 1.0)
            else:
                waiting.append(group)
        heads = Counter(g.candidate.name.head for g in groups)
        suggestions: dict[Group, tuple[Match, str]] = {}
        for find in (self._namesakes, self._near):
            waiting = self._link_best(waiting, find, heads, taken, suggestions)
        for group in waiting:
            self._new(group)
            match, cluster_id = suggestions.get(group, (None, ""))
            if match is not None and cluster_id not in taken:
                self._record(group, cluster_id, match.level, match.score, suggestion=True)

    def _link_best(
        self,
        groups: Sequence[Group],
        find: Callable[[Candidate], set[str]],
        heads: Mapping[tuple[str, ...], int],
        taken: set[str],
        suggestions: dict[Group, tuple[Match, str]],
    ) -> list[Group]:
        """Link groups to the indicators `find` gives, the safest pairs first; what is left comes back."""
        pairs = [
            (match, n, cluster_id)
            for n, group in enumerate(groups)
            for match, cluster_id in self._matches(group.candidate, find(group.candidate) - taken, heads)
        ]
        pairs.sort(key=lambda p: (p[0].rank, -p[0].score, p[1], p[2]))
        linked: set[int] = set()
        for match, n, cluster_id in pairs:
            if n in linked or cluster_id in taken:
                continue
            if not match.safe:
                suggestions.setdefault(groups[n], (match, cluster_id))
                continue
            linked.add(n)
            taken.add(cluster_id)
            self._join(self._clusters[cluster_id], groups[n])
            self._record(groups[n], cluster_id, match.level, match.score)
        return [group for n, group in enumerate(groups) if n not in linked]

    def _decided(self, candidate: Candidate) -> LinkDecision | None:
        name = fold(candidate.name.text)
        return self._decisions.get((name, fold(candidate.goal_text))) or self._decisions.get((name, None))

    def _matches(
        self, candidate: Candidate, cluster_ids: set[str], heads: Mapping[tuple[str, ...], int]
    ) -> Iterable[tuple[Match, str]]:
        unique = heads[candidate.name.head] == 1
        apart = self._apart.get(fold(candidate.name.text), frozenset()) if self._apart else frozenset()
        for cluster_id in sorted(cluster_ids - apart):
            members = distinct(self._clusters[cluster_id].members)
            found = [compare(candidate, member, self._around, unique_head=unique) for member in members]
            best = min((m for m in found if m), key=lambda m: (m.rank, -m.score), default=None)
            if best:
                yield best, cluster_id

    def _namesakes(self, candidate: Candidate) -> set[str]:
        """Indicators printed under the very same name."""
        return set(self._index.get(f"=name:{candidate.name.folded}", ()))

    def _near(self, candidate: Candidate) -> set[str]:
        """Indicators that share a telling word, a goal or a counted thing with a row."""
        return {c for key in candidate.blocks if key not in self._common for c in self._index[key]}

    def _common_words(self, groups: Sequence[Sequence[Group]]) -> set[str]:
        names = {g.candidate.name.folded: g.candidate.blocks for some in groups for g in some}
        if len(names) < COMMON_WORD_NAMES:
            return set()
        count = Counter(block for blocks in names.values() for block in blocks if not block.startswith("="))
        return {block for block, n in count.items() if n > COMMON_WORD_SHARE * len(names)}

    def _new(self, group: Group) -> None:
        candidate = group.candidate
        cluster = self._cluster(self._free_id(candidate))
        self._join(cluster, group)
        self._record(group, cluster.id, "new", 1.0)

    def _free_id(self, candidate: Candidate) -> str:
        """An id from the first name; the goal, then a number, where the name alone is taken."""
        parts = [
            fold(self._owner[0]),
            fold(self._owner[1]),
            candidate.kind,
            candidate.name.folded or fold(candidate.name.text),
        ]
        tries = [
            parts,
            [*parts, fold(candidate.goal_text)],
            [*parts, fold(candidate.goal_text), fold(candidate.target)],
        ]
        n = 0
        while True:
            seed = tries[n] if n < len(tries) else [*tries[-1], str(n)]
            made = hashlib.sha256("\x1f".join(seed).encode()).hexdigest()[:ID_LENGTH]
            if made not in self._clusters:
                return made
            n += 1

    def _cluster(self, indicator_id: str) -> _Cluster:
        return self._clusters.setdefault(indicator_id, _Cluster(indicator_id))

    def _join(self, cluster: _Cluster, group: Group) -> None:
        cluster.add(group.candidate)
        for block in (*group.candidate.blocks, f"=name:{group.candidate.name.folded}"):
            self._index[block].add(cluster.id)
        for words in (group.candidate.name.words, group.candidate.name.head):
            self._facts.setdefault((frozenset(words), _breakdown_key(group.candidate.name)), cluster.id)

    def _record(
        self, group: Group, indicator_id: str, level: str, score: float, *, suggestion: bool = False
    ) -> None:
        for key in group.keys:
            self.links.append(
                Link(
                    document_id=key.document_id, indicator_id=indicator_id, level=level,
                    score=round(score, 3), table_no=key.table_no, row_no=key.row_no, suggestion=suggestion,
                )
            )  # fmt: skip

    # ------------------------------------------------------------ facts beside the scorecards

    def _link_facts(self, report: Report) -> None:
        """Link what running text and other tables say: to a row's indicator by name, or one of their own."""
        identity = document_id(report.document.sha256)
        rows = {(r.table_no, r.row_no) for card in report.scorecards for r in card.rows}
        captions = {f.table_no: f.caption for f in report.figures}
        own = {
            k.indicator_id for k in self.links if k.document_id == identity and k.row_no and not k.suggestion
        }
        for number, fact in enumerate(report.observations):
            if (fact.table_no, fact.row_no) in rows:
                continue
            indicator_id, level = self._fact(fact, captions.get(fact.table_no or 0, ""), own)
            if not indicator_id:
                continue
            self.links.append(
                Link(document_id=identity, indicator_id=indicator_id, level=level, observation_no=number)
            )

    def _fact(self, fact: Observation, caption: str, reports_own: set[str]) -> tuple[str, str]:
        """The indicator of a fact and the level; '' where its words name none and make none."""
        name = self.namer.name(fact.indicator)
        words = frozenset(name.words) - self.namer.part_words(fact.indicator)
        if not words:
            words = frozenset(self.namer.words(f"{caption or fact.perspective}")) | {"="}
        for key in ((frozenset(name.words), _breakdown_key(name)), (words, "")):
            found = self._facts.get(key)
            if found and self._fits(found, fact):
                return found, "name"
        if fact.origin == "text" and (found := self._containing(words, fact, reports_own)):
            return found, "contained"
        own = (words, f"fact:{_family(fact.unit)}")
        if own not in self._facts and UNNAMED in fact.reasons:
            return "", ""
        if own not in self._facts:
            seed = "\x1f".join([*map(fold, self._owner), "fact", own[1], *sorted(words)])
            self._facts[own] = hashlib.sha256(seed.encode()).hexdigest()[:ID_LENGTH]
        cluster = self._cluster(self._facts[own])
        if not cluster.members or cluster.members[-1].name is not name:
            cluster.add(Candidate.of_name(name, fact.perspective, fact.unit))
        return cluster.id, "name"

    def _containing(self, words: frozenset[str], fact: Observation, rows: set[str]) -> str:
        """The one indicator of the report's rows whose name prints all the telling words of a fact's name."""
        if len(words) < CONTAINED_WORDS or not fact.unit:
            return ""
        found = []
        for indicator_id in rows:
            cluster = self._clusters[indicator_id]
            names = {word for member in cluster.members for word in member.name.words}
            if cluster.unit and self._fits(indicator_id, fact) and words <= names:
                found.append(indicator_id)
        return found[0] if len(found) == 1 else ""

    def _fits(self, indicator_id: str, fact: Observation) -> bool:
        unit = self._clusters[indicator_id].unit
        return not unit or not fact.unit or same_family(unit, fact.unit)


def _family(unit: str) -> str:
    return "money" if same_family(unit, "kr") else unit


def _breakdown_key(name: Name) -> str:
    return ",".join(sorted(name.breakdown))
