"""`text_vs_table` where a sentence sums up a scorecard and the scorecard's own judgements say otherwise.

"Samtliga mått inom perspektivet Process har nått sina mål" beside a red light there; "fem av åtta indikatorer har
nåtts" where six of eight are green. What is summed up must be told: all of a named perspective, or of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor import periods
from extractor.checks.corpus import About, Corpus, Evidence, RowView, Sentence, View, shorten
from extractor.checks.subjects import says
from extractor.model import Finding
from extractor.phrases import finder, plain
from extractor.swedish import squeeze

FEWEST = 3
"""Judged rows of a scorecard of which a sentence tells how many are met; of fewer it may speak by chance."""

_COMPOUND = re.compile(r"([a-z]{3,})perspektivets?\b")
"""A perspective named in one word: "ekonomiperspektivet"."""


def summary_vs_scorecard(corpus: Corpus) -> Iterator[Finding]:
    """Sentences that say that all measures, or how many of them, have reached their targets."""
    for view in corpus.views:
        judged = [r for r in view.rows if _judgement(r)]
        if not judged:
            continue
        for sentence in view.sentences:
            if not _sums_up(corpus, sentence.text) or _of_other_time(corpus, view, sentence.text):
                continue
            if corpus.says(sentence.text, "every"):
                yield from _missed(corpus, view, sentence, _scope(corpus, judged, sentence.text))
            else:
                yield from _miscounted(corpus, view, sentence, judged)


def _judgement(row: RowView) -> str | None:
    """What a row's own sign says; verdicts read from commentary are no signs."""
    status = row.row.field("status")
    return status.normal if row.row.kind == "indicator" and status.source != "text" else None


def _sums_up(corpus: Corpus, text: str) -> bool:
    """Whether a sentence says, without a reserve, that measures reached their targets."""
    if not (corpus.says(text, "measures_named") and corpus.says(text, "achieved")) or corpus.says(
        text, "in_part"
    ):
        return False
    label, colon, _ = text.partition(":")
    if colon and (
        corpus.says(label, "judging") or finder(corpus.patterns, "labels", "goal").at(plain(label), 0)
    ):
        return False  # "Grönt: alla mått har nåtts" tells what green means, "Mål: …" what shall be
    return not finder(corpus.patterns, "negations", "negation").all(plain(text))


def _of_other_time(corpus: Corpus, view: View, text: str) -> bool:
    """Whether a sentence names another year than the report's."""
    mentions = periods.find_periods(text, view.meta.period, corpus.patterns)
    return any(m.label[:4] != view.meta.period[:4] for m in mentions)


def _scope(corpus: Corpus, judged: Sequence[RowView], text: str) -> list[RowView]:
    """The rows a sentence speaks of: those of the one perspective it names, all where it names nothing else."""
    text = _COMPOUND.sub(r"\1 perspektivet", plain(text))
    said = [w for w in corpus.telling(text) if not _of_summaries(corpus, w, text)]
    if not said:
        return list(judged)
    names = {r.perspective for r in judged if r.perspective}
    named = [n for n in names if (words := corpus.telling(n)) and all(says(said, w) for w in words)]
    if len(named) != 1:
        return []
    words = corpus.telling(named[0])
    rest = [w for w in said if not says(words, w)]
    return [] if rest else [r for r in judged if r.perspective == named[0]]


def _of_summaries(corpus: Corpus, stem: str, text: str) -> bool:
    """Whether a stem belongs to a word that every summary has: measures, targets, perspective, reached."""
    words = [w.strip(".,;:()") for w in plain(text).split()]
    own = [w for w in words if w.startswith(stem)]
    return any(
        corpus.says(w, group)
        for w in own
        for group in ("measures_named", "achieved", "of_summaries", "every")
    )


def _missed(corpus: Corpus, view: View, sentence: Sentence, scope: Sequence[RowView]) -> Iterator[Finding]:
    """The first row of a scope that the sentence says is met and that is not; missed ones before those met in part."""
    wrong = [r for status in ("not_met", "partly_met") for r in scope if _judgement(r) == status]
    if wrong and len(scope) > 1:
        row = wrong[0]
        shown = " ".join(squeeze(t) for t in (row.row.text("value"), row.row.text("target")) if t)
        yield _finding(
            corpus, view, sentence, f"{shorten(row.name)}: {shown}; status: {_judgement(row)}", row
        )


def _miscounted(
    corpus: Corpus, view: View, sentence: Sentence, judged: Sequence[RowView]
) -> Iterator[Finding]:
    """Where a sentence tells how many of all judged rows are met, and another number of them is."""
    numbers = corpus.numbers(sentence.text)
    met = sum(_judgement(r) == "met" for r in judged)
    if len(judged) < FEWEST or len(numbers) != 2 or max(numbers) != len(judged) or min(numbers) == met:
        return
    if [w for w in corpus.telling(sentence.text) if not _of_summaries(corpus, w, sentence.text)]:
        return
    row = judged[0]
    yield _finding(corpus, view, sentence, f"{met} av {len(judged)} status: met", row)


def _finding(corpus: Corpus, view: View, sentence: Sentence, shown: str, row: RowView) -> Finding:
    return corpus.finding(
        "text_vs_table",
        (
            Evidence(view.id, f"{shorten(sentence.text, 200)} (löptext)", sentence.comment.place.page),
            Evidence(view.id, f"{shown} (styrkort)", row.row.page),
        ),
        "The text sums up the judgements otherwise than the scorecard prints them.",
        About(row.indicator_id, row.name, view.meta.period),
    )
