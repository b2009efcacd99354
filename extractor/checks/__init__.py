"""Consistency checks: what does not add up inside and between the reports.

One function per finding code; each takes the `Corpus` and gives its findings. A finding names two printed
statements with their pages and is worth a controller's minute: what rounding, a shorter period, another
sign convention or another wording explains stays silent. `docs/findings/` says for each code what it
means, with an example, and when it is wrong to flag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from extractor.checks.changes import (
    goal_renamed,
    indicator_added,
    indicator_dropped,
    indicator_renamed,
    target_changed,
)
from extractor.checks.corpus import Corpus
from extractor.checks.differences import difference_mismatch, percentage_mismatch
from extractor.checks.directions import direction_vs_value
from extractor.checks.judgements import status_vs_value
from extractor.checks.missing import missing_value
from extractor.checks.movements import movement_in_words
from extractor.checks.percentages import percentage_in_text, percentage_of_table
from extractor.checks.series import restated, scale_jump, text_vs_table, unit_changed
from extractor.checks.slips import exchanged_digits, slips_in_sentences
from extractor.checks.summaries import summary_vs_scorecard
from extractor.checks.sums import sum_mismatch
from extractor.checks.totals import restated_totals, text_vs_total
from extractor.checks.wording import direction_in_sentence, growth_in_sentence, opposite_words, text_vs_grid
from extractor.link.indicators import Linking
from extractor.model import Finding, Report
from extractor.patterns import Patterns

Check = Callable[[Corpus], Iterator[Finding]]

CHECKS: dict[str, tuple[Check, ...]] = {
    "sum_mismatch": (sum_mismatch,),
    "difference_mismatch": (difference_mismatch,),
    "percentage_mismatch": (percentage_mismatch, percentage_in_text, percentage_of_table, growth_in_sentence),
    "restated": (restated, restated_totals),
    "text_vs_table": (
        text_vs_table,
        text_vs_total,
        exchanged_digits,
        slips_in_sentences,
        text_vs_grid,
        summary_vs_scorecard,
    ),
    "status_vs_value": (status_vs_value,),
    "direction_vs_value": (direction_vs_value, direction_in_sentence, movement_in_words, opposite_words),
    "unit_changed": (unit_changed,),
    "scale_jump": (scale_jump,),
    "target_changed": (target_changed,),
    "indicator_dropped": (indicator_dropped,),
    "indicator_added": (indicator_added,),
    "indicator_renamed": (indicator_renamed,),
    "goal_renamed": (goal_renamed,),
    "missing_value": (missing_value,),
}
"""Every code and the functions that find it, in the order of the export contract."""


def run_checks(reports: Sequence[Report], linking: Linking, patterns: Patterns) -> tuple[Finding, ...]:
    """Everything that does not add up in and between reports.

    Args:
        reports: one form of each report, of any number of units, in any order.
        linking: their indicators and links.
        patterns: the knowledge in use.

    Returns:
        Findings in the order of the codes, then of reports and pages; each once.
    """
    corpus = Corpus(reports, linking, patterns)
    found: dict[str, Finding] = {}
    for checks in CHECKS.values():
        for check in checks:
            for finding in check(corpus):
                found.setdefault(finding.finding_id, finding)
    return _without_echoes(found.values())


def _without_echoes(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those that repeat another: one contradiction is one finding.

    Thousands lost and put right again also look like a restatement, and a total that two functions
    compare is restated once.
    """
    every = tuple(findings)
    jumps = {(f.indicator_id, f.document_id, f.other_document_id) for f in every if f.code == "scale_jump"}
    seen: set[tuple[str, ...]] = set()
    out = []
    for finding in every:
        documents = (finding.document_id, finding.other_document_id)
        if finding.code == "restated":
            numbers = tuple(" ".join(c for c in text if c.isdigit()) for text in (finding.a, finding.b))
            key = (*documents, finding.period, *numbers)
            if (finding.indicator_id, *documents) in jumps or key in seen:
                continue
            seen.add(key)
        out.append(finding)
    return tuple(out)
