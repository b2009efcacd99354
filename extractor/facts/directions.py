"""Directions of running text that come without a number ("Extratiden har minskat"), never of a plan or a wish."""

from __future__ import annotations

from extractor.facts.clauses import clause_cuts, has
from extractor.facts.context import TEXT_CONFIDENCE, Setting
from extractor.facts.homes import home_of_whole
from extractor.facts.sentences import Sentence
from extractor.facts.subjects import name_of, part_of
from extractor.facts.units import infer_unit
from extractor.model import Comment, Observation
from extractor.periods import find_periods
from extractor.phrases import Hit, finder, plain


def bare_directions(sentence: Sentence, comment: Comment, setting: Setting) -> list[Observation]:
    """The bare directions of a sentence, one per measure named, of its clauses that tell no number.

    Args:
        sentence: the sentence; what it contrasts is told apart ("A har ökat, medan B är 90 procent").
        comment: where it stands.
        setting: the report's rows and period.
    """
    found = []
    floor = 0
    for hit in sentence.changes:
        begin, end = _clause_of(hit, sentence, setting)
        if any(begin <= q.start < end for q in sentence.reading.quantities):
            continue
        floor = max(floor, begin)
        left = sentence.text[floor : hit.start]
        cuts = clause_cuts(plain(left), setting.patterns)
        left = left[cuts[-1].end :] if cuts else left
        floor = hit.end
        word = sentence.low[hit.start : hit.end]
        if hit.key == "unchanged" or has(word, "direction_noun", setting.patterns):
            continue
        if word == "steg" and finder(setting.patterns, "frames", "counts_steps").ends(plain(left).rstrip()):
            continue  # "bedöms i fyra steg"
        if has(plain(left), "wish", setting.patterns):
            continue
        if has(word, "comparing", setting.patterns) and not _since_earlier(sentence, setting):
            continue  # "är högre bland kvinnor" compares groups, not years
        told = sentence.text[hit.start - len(left) : hit.end]  # its verb ends what "som" tells closer
        subject = name_of(told, "", None, setting.patterns, setting.own)
        if subject is None or not subject.measured:
            continue
        unit = infer_unit(subject.name, setting.patterns)
        family = infer_unit(subject.name, setting.patterns, "kr")  # of money any unit will do to find the row
        home = None
        if family and not subject.part:
            home = home_of_whole(subject.name, family, setting.rows, setting.patterns)
        if home is None and not subject.part:
            home = home_of_whole(subject.name, None, setting.rows, setting.patterns)
        found.append(
            Observation(
                indicator=home.title if home else subject.name,
                perspective=home.card.perspective if home else "",
                period=setting.metadata.period,
                kind="actual",
                breakdown=part_of(left, setting.patterns)[0] or "",
                comparator="increase" if hit.key == "increase" else "decrease",
                value=None,
                unit=unit,
                text=sentence.text,
                origin="text",
                place=comment.place,
                table_no=home.row.table_no if home else None,
                row_no=home.row.row_no if home else None,
                confidence=TEXT_CONFIDENCE,
            )
        )
    return found


def _clause_of(hit: Hit, sentence: Sentence, setting: Setting) -> tuple[int, int]:
    """Where the clause of a word begins and ends, among what the sentence contrasts."""
    contrasts = finder(setting.patterns, "frames", "contrasts").all(sentence.low)
    begin = max((c.end for c in contrasts if c.end <= hit.start), default=0)
    return begin, min((c.start for c in contrasts if c.start >= hit.end), default=len(sentence.low))


def _since_earlier(sentence: Sentence, setting: Setting) -> bool:
    """Whether a sentence names a period, or earlier years, to compare with."""
    mentions = find_periods(sentence.text, setting.metadata.period, setting.patterns, cumulative=True)
    return bool(mentions) or has(sentence.low, "earlier_years", setting.patterns)
