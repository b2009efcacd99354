"""Every kind of pattern file: what it is for, and what its groups may hold."""

from __future__ import annotations

from typing import NamedTuple


class Schema(NamedTuple):
    """What a pattern file of one kind may hold."""

    purpose: str
    attributes: dict[str, type | tuple[type, ...]]
    """Attribute names a group may carry beside the common ones, with their types."""
    keys: frozenset[str] | None = None
    """The allowed group keys where the code knows them all, None where a user may add new ones."""
    apart: bool = False
    """Whether the groups are asked one by one, so that a phrase may stand in several of them."""


STATUS_KEYS = frozenset({"met", "partly_met", "not_met", "not_measured"})
SCHEMAS: dict[str, Schema] = {
    "roles": Schema(
        "header words → role of a scorecard column",
        {"unsure": list, "never": list, "opens": list, "either": list},
        frozenset(
            {
                "perspective",
                "goal",
                "indicator",
                "key_figure",
                "baseline",
                "target",
                "previous_value",
                "value",
                "forecast",
                "status",
                "trend",
                "progress",
                "comment",
                "activity",
                "responsible",
                "method",
                "number",
                "deviation",
            }
        ),
    ),
    "perspectives": Schema("names of perspectives", {"title": str}),
    "labels": Schema(
        "words in front of a name or text that say what it is",
        {},
        frozenset(
            {
                "perspective",
                "goal",
                "direction",
                "comment",
                "scorecard",
                "continued",
                "judgement",
                "caption",
                "table",
            }
        ),
        apart=True,
    ),
    "claims": Schema(
        "what a heading or a header claims: a goal, a question, what will be",
        {},
        frozenset(
            {"shall", "relates", "asks", "states", "foretells", "answers", "means", "reaches", "tallies"}
        ),
        apart=True,
    ),
    "status": Schema(
        "words, glyphs and colours → status",
        {"colours": list, "shapes": list, "unsure": list, "whole": list},
        STATUS_KEYS,
    ),
    "trend": Schema(
        "words and glyphs → trend",
        {"shapes": list, "unsure": list},
        frozenset({"up", "unchanged", "down", "not_measured"}),
    ),
    "symbols": Schema(
        "characters → shape and colour of a symbol",
        {"shape": str, "colour": str, "fonts": list, "share": float},
    ),
    "units": Schema(
        "units of measure with family and scale to the family's base",
        {"family": str, "scale": (int, float, str), "title": str},
    ),
    "periods": Schema("words for periods", {"value": str}),
    "measures": Schema("words of an indicator → the unit of a bare number", {"unit": str}),
    "frames": Schema("words of running text that frame a number", {}, apart=True),
    "columns": Schema("words in finance columns that narrow part or period", {}),
    "captions": Schema("words of table captions", {}),
    "cues": Schema("words of running text that tell what a number in it is", {}, apart=True),
    "states": Schema("words of targets that are a state reached (Införd)", {}),
    "targets": Schema("phrases of targets → comparator", {"comparator": str, "value": (int, float)}),
    "missing": Schema("phrases that say that there is no value", {"obs_status": str}),
    "numerals": Schema("number words", {"value": (int, float)}),
    "clauses": Schema(
        "words by which sentences that judge, compare or tell of movements are read", {}, apart=True
    ),
    "hedges": Schema("words that make a number approximate", {}),
    "breakdowns": Schema("words for a part of the whole", {"dimension": str, "value": str}),
    "sections": Schema("headings → kind of section", {}),
    "report_types": Schema("words for the type of report", {"period": str}),
    "names": Schema(
        "names of reporting bodies and units, as templates",
        {},
        frozenset({"organisation", "association", "agency", "company", "kind", "unit"}),
    ),
    "metadata": Schema(
        "words beside such names, and in front of a document's number",
        {},
        frozenset({"no_place", "office", "no_body", "document_number"}),
        apart=True,
    ),
    "figures": Schema("words of finance and other tables", {"kind": str}),
    "controls": Schema("header words of internal-control tables", {}),
    "assignments": Schema("labels and outcome words of assignments", {}),
    "verdicts": Schema("sentences in commentary that judge a goal", {}, STATUS_KEYS),
    "changes": Schema("sentences in commentary that tell a direction", {}),
    "confusions": Schema("what OCR makes of letters", {"read": list, "meant": list, "cost": (int, float)}),
    "contexts": Schema(
        "which of several words with the same letters is meant, by its neighbours",
        {"before": list, "after": list, "near": list, "alone": bool},
    ),
    "linking": Schema("words that decide whether two names mean one indicator", {}),
    "synonyms": Schema("different words for one measure", {}),
    "checks": Schema("words the consistency checks read tables, targets and sentences by", {}),
    "negations": Schema(
        "words that turn, weaken or doubt a verdict",
        {"plain": list},
        frozenset({"negation", "degree", "doubt", "weakening"}),
    ),
    "legend": Schema("words by which a report names its own symbols", {"colour": str, "shape": str}),
    "vocabulary": Schema("the field's words a restorer must know", {}),
}
"""Every kind of pattern file, what it is for and what its groups may carry."""
