"""Decisions teach: what a person confirmed becomes an addition to the user's own patterns, if the person says so.

A lesson is proposed only where the knowledge in use would not have read the words so by itself, and only if
the patterns still hold with it: it must load, and every example, the built-in ones included, must pass.
Nothing is written but an accepted proposal: appended to a file of its own per schema, whole or not at all.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from extractor import patterns as knowledge
from extractor.archive import Archive
from extractor.errors import PatternError
from extractor.link.similarity import Namer
from extractor.model import Column, Decision, Field, Fit, Role, Value
from extractor.pattern_examples import check_examples
from extractor.patterns import Patterns
from extractor.review.apply import printed_field
from extractor.review.subjects import MARKS, Home, homes
from extractor.swedish import fold, squeeze

LONGEST_PHRASE = 6
"""Words of the longest phrase taught: what is longer is a sentence, and matches nothing but itself."""
COVERED = 0.8
"""Share of a perspective's letters that a known name must explain to count as known."""
CONFUSION_COST = 1.5
"""Cost of a confusion a person showed: tried on every word, but after those that are known to be common."""
UNSURE_COLUMN = "column_role_unsure"
SWEDISH = frozenset("åäöÅÄÖ")

HEADING = "# Added by `styrkort review`, one group per accepted lesson."
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EDGE = " .,:;!?()[]\"'*"


class Lesson(Value, frozen=True, kw_only=True):
    """One thing a decision teaches."""

    schema: str
    """The kind of pattern file: roles, perspectives, status, trend, synonyms, confusions, vocabulary."""
    key: str
    phrases: tuple[str, ...] = ()
    glyphs: tuple[str, ...] = ()
    title: str = ""
    """For a new perspective: how it is written."""
    read: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    """The words a person decided about: the example that must match."""
    decision_id: int = 0
    """The decision it comes from."""


class Proposal(Value, frozen=True, kw_only=True):
    """A lesson as an addition to a file."""

    lesson: Lesson
    path: Path
    before: str
    after: str

    @property
    def diff(self) -> str:
        """The addition as a unified diff."""
        lines = difflib.unified_diff(
            self.before.splitlines(),
            self.after.splitlines(),
            str(self.path),
            str(self.path),
            lineterm="",
            n=1,
        )
        return "\n".join(lines)


def proposals(archive: Archive, patterns: Patterns, folder: Path) -> list[Proposal]:
    """What the standing decisions teach beyond the knowledge in use, each valid on its own.

    Args:
        archive: where the decisions are, settled.
        patterns: the knowledge in use, the folder's included.
        folder: the user's own patterns; need not exist yet.
    """
    proposed = (_proposal(lesson, patterns, folder) for lesson in lessons(archive, patterns))
    return [p for p in proposed if _holds(p, folder)]


def write(proposal: Proposal, patterns: Patterns) -> Patterns:
    """Append an accepted lesson to its file, whole or not at all.

    Args:
        proposal: as `proposals` gives it; the file may have grown since.
        patterns: the knowledge in use.

    Returns:
        The patterns with the lesson.

    Raises:
        PatternError: the folder's files have become wrong since; nothing is written.
    """
    folder = proposal.path.parent
    folder.mkdir(parents=True, exist_ok=True)
    current = _proposal(proposal.lesson, patterns, folder)
    if not _holds(current, folder):
        raise PatternError(
            f"{proposal.path} does not hold with this addition.", "Run `styrkort patterns check`."
        )
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(current.after)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(current.path)
    return knowledge.load(folder)


# ---------------------------------------------------------------- what decisions teach


class _Decided(NamedTuple):
    """A decision on a field with the field as read."""

    decision: Decision
    home: Home
    role: Role
    field: Field

    @property
    def column(self) -> Column | None:
        return next((c for c in self.home.card.columns if c.role == self.role), None)


def lessons(archive: Archive, patterns: Patterns) -> list[Lesson]:
    """What the standing decisions teach beyond the knowledge in use, in the order they were made."""
    decisions = {d.decision_id: d for d in archive.decisions()}
    fields = {d.decision.decision_id: d for d in _decided(archive, decisions)}
    found: dict[tuple[object, ...], Lesson] = {}
    for identity, decision in decisions.items():
        some: list[Lesson] = []
        if identity in fields:
            some = [k for k in _of_field(fields[identity], patterns) if k is not None]
        elif decision.kind == "link" and decision.verdict == "same":
            some = list(_of_link(decision, patterns))
        for lesson in some:
            content = (lesson.schema, lesson.key, lesson.phrases, lesson.glyphs, lesson.read, lesson.meant)
            found.setdefault(content, lesson)
    return list(found.values())


def _decided(archive: Archive, decisions: dict[int, Decision]) -> Iterator[_Decided]:
    by_document: dict[str, list[Fit]] = {}
    for fit in archive.fits():
        if fit.state == "applied" and fit.decision_id in decisions:
            by_document.setdefault(fit.document_id, []).append(fit)
    for document_id, fits in by_document.items():
        rows = {home.key: home for home in homes(archive.reading(document_id))}
        for fit in fits:
            decision, home = decisions[fit.decision_id], rows.get((fit.table_no, fit.row_no))
            role = decision.about.role
            if home is not None and role is not None:
                yield _Decided(decision, home, role, printed_field(home, role))


def _of_field(decided: _Decided, patterns: Patterns) -> Iterator[Lesson | None]:
    if decided.decision.verdict == "rejected":
        return
    yield _header(decided, patterns)
    if decided.role == "perspective":
        yield _perspective(decided, patterns)
    elif decided.role in ("status", "trend"):
        yield _verdict(decided, patterns)
    if decided.decision.verdict == "edited" and decided.role not in MARKS:
        yield from _spelling(decided, patterns)


def _header(decided: _Decided, patterns: Patterns) -> Lesson | None:
    """The header of a column that only its content explained: confirmed by a confirmed field."""
    column = decided.column
    if column is None or UNSURE_COLUMN not in decided.field.reasons:
        return None
    label, phrase = squeeze(column.label), _phrase(column.label)
    known = patterns["roles"].best(label)
    if not phrase or (known is not None and known.key == decided.role):
        return None
    return _lesson(decided, schema="roles", key=str(decided.role), phrases=(phrase,), match=(label,))


def _perspective(decided: _Decided, patterns: Patterns) -> Lesson | None:
    name = decided.decision.value
    if not _phrase(name) or patterns["perspectives"].best(name, coverage=COVERED) is not None:
        return None
    return _lesson(
        decided, schema="perspectives", key=fold(name), title=squeeze(name), phrases=(_phrase(name),), match=(name,)
    )  # fmt: skip


def _verdict(decided: _Decided, patterns: Patterns) -> Lesson | None:
    """The word or character by which a status or trend was printed."""
    text, key = squeeze(decided.field.text), decided.decision.value
    lexicon = patterns[str(decided.role)]
    known = lexicon.best(text)
    if not text or not key or lexicon.glyph(text) is not None or (known is not None and known.key == key):
        return None
    if len(text) == 1 and not text.isalnum():
        return _lesson(decided, schema=str(decided.role), key=key, glyphs=(text,), match=(text,))
    phrase = _phrase(text)
    if not phrase or any(c.isdigit() for c in phrase):
        return None
    return _lesson(decided, schema=str(decided.role), key=key, phrases=(phrase,), match=(text,))


def _spelling(decided: _Decided, patterns: Patterns) -> Iterator[Lesson]:
    """Misread letters, and words of the field that the restorer does not know."""
    was, words = decided.field.raw.split(), decided.decision.value.split()
    if len(was) != len(words):
        return
    for misread, word in zip(was, words, strict=True):
        bare = word.strip(_EDGE).lower()
        if misread.strip(_EDGE).lower() == bare or not bare.replace("-", "").isalpha():
            continue
        if (
            fold(misread).strip(_EDGE) == fold(bare)
            and patterns["vocabulary"].best(bare, coverage=1.0) is None
        ):
            yield _lesson(decided, schema="vocabulary", key="confirmed", phrases=(bare,), match=(word,))
        pair = _confusion(misread.strip(_EDGE), word.strip(_EDGE))
        if pair is not None and not _known_confusion(pair, patterns):
            read, meant = pair
            yield _lesson(
                decided, schema="confusions", key=f"{read} for {meant}", read=(read,), meant=(meant,)
            )


def _confusion(misread: str, word: str) -> tuple[str, str] | None:
    """The one place where two spellings differ, if one of å, ä, ö was meant and not just its marks were lost."""
    start = Prefix.similarity(misread, word)
    end = Postfix.similarity(misread[start:], word[start:])
    read, meant = misread[start : len(misread) - end], word[start : len(word) - end]
    if len(meant) != 1 or meant not in SWEDISH or not 1 <= len(read) <= 2 or fold(read) == fold(meant):
        return None
    return read, meant


def _known_confusion(pair: tuple[str, str], patterns: Patterns) -> bool:
    return any(
        pair[0] in group.attributes.get("read", ()) and pair[1] in group.attributes.get("meant", ())
        for group in patterns["confusions"]
    )


def _of_link(decision: Decision, patterns: Patterns) -> Iterator[Lesson]:
    """Two names of one measure that the tool would not have put together."""
    names = [squeeze(n) for n in (decision.about.indicator, *decision.about.statements)]
    phrases = tuple(dict.fromkeys(p for p in map(_phrase, names) if p))
    namer = Namer(patterns)
    if len(phrases) < 2 or len({namer.name(n).words for n in names}) < 2:
        return
    yield Lesson(
        schema="synonyms",
        key=phrases[-1],
        phrases=phrases,
        match=tuple(names),
        decision_id=decision.decision_id,
    )


def _lesson(decided: _Decided, **content: object) -> Lesson:
    return Lesson(decision_id=decided.decision.decision_id, **content)  # type: ignore[arg-type]


def _phrase(text: str) -> str:
    """A text as a phrase: lower case, a year as `20*`; '' where it is too long to be one."""
    phrase = squeeze(_YEAR.sub("20*", text)).strip(_EDGE.replace("*", "")).lower()
    return phrase if 0 < len(phrase.split()) <= LONGEST_PHRASE and any(c.isalpha() for c in phrase) else ""


# ---------------------------------------------------------------- lesson → file


def _proposal(lesson: Lesson, patterns: Patterns, folder: Path) -> Proposal:
    path = folder / f"reviewed-{lesson.schema}.toml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    start = (
        before.rstrip()
        or f'schema = "{lesson.schema}"\n\n# Added by `styrkort review`, one group per accepted lesson.'
    )
    return Proposal(lesson=lesson, path=path, before=before, after=f"{start}\n\n{_group(lesson, patterns)}")


def _group(lesson: Lesson, patterns: Patterns) -> str:
    """The lesson as TOML."""
    lines = ["[[group]]", f"key = {_quoted(lesson.key)}"]
    lines += [f"title = {_quoted(lesson.title)}"] if lesson.title else []
    lists: dict[str, Sequence[str]] = {
        "phrases": lesson.phrases, "glyphs": lesson.glyphs, "read": lesson.read, "meant": lesson.meant,
        "match": lesson.match, "reject": _rejected(lesson, patterns) if lesson.phrases else (),
    }  # fmt: skip
    lines += [f"{name} = [{', '.join(map(_quoted, some))}]" for name, some in lists.items() if some]
    lines += [f"cost = {CONFUSION_COST}"] if lesson.read else []
    return "\n".join([*lines, f"note = {_quoted(f'decision {lesson.decision_id}')}"]) + "\n"


def _rejected(lesson: Lesson, patterns: Patterns) -> tuple[str, ...]:
    """An example of another meaning, which the lesson must leave alone."""
    words = set(fold(" ".join(lesson.phrases)).split())
    for group in patterns[lesson.schema]:
        for example in group.match if group.key != lesson.key else ():
            if not words & set(fold(example).split()):
                return (example,)
    return ()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _holds(proposal: Proposal, folder: Path) -> bool:
    """Whether the folder's patterns load with the addition and all examples hold that held before."""
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name)
        for file in folder.glob("*.toml") if folder.is_dir() else ():
            shutil.copy(file, trial / file.name)
        before = _failures(trial)
        (trial / proposal.path.name).write_text(proposal.after, encoding="utf-8")
        try:
            after = _failures(trial)
        except PatternError:
            return False
        return after <= before


def _failures(folder: Path) -> set[tuple[str, str, str, str]]:
    return {(f.schema, f.key, f.example, f.problem) for f in check_examples(knowledge.load(folder))}
