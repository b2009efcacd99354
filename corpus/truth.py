"""Derives golden/ from the content files: the truth part alone, without the typesetting.

Called only by `python -m corpus.make --golden`, never when sample files are made and never by a test, so
that no test can approve itself.
"""

from __future__ import annotations

import copy
from typing import Any

import yaml

KEPT_BLOCKS = ("scorecard", "assignment")


def truth_of(content: dict[str, Any]) -> dict[str, Any]:
    """The verified truth of a report: document, scorecards, assignments, observations, findings."""
    blocks = [b for b in content["blocks"] if next(iter(b)) in KEPT_BLOCKS]
    return {
        "document": content["document"],
        "blocks": blocks,
        "observations": content["observations"],
        "findings": content["findings"],
        "near_misses": content["near_misses"],
    }


def truth_of_file(content: dict[str, Any], stem: str, unreadable: list[str]) -> dict[str, Any]:
    """The truth of one sample file whose style makes some fields unreadable: they must stay empty.

    Args:
        content: the content file.
        stem: the sample file's name without its ending; becomes the document's id.
        unreadable: fields ('status', 'trend', …) that the file does not show.
    """
    truth = copy.deepcopy(truth_of(content))
    truth["document"]["id"] = stem
    truth["document"]["unreadable"] = unreadable
    for block in truth["blocks"]:
        for row in block.get("scorecard", {}).get("rows", []):
            for field in unreadable:
                if field in row:
                    row[field] = None
    # Findings between reports are told of the report itself, not of every copy of it.
    truth["findings"], truth["near_misses"] = [], []
    return truth


def as_yaml(truth: dict[str, Any]) -> str:
    """The truth as reviewable text."""
    return str(yaml.safe_dump(truth, allow_unicode=True, sort_keys=False, width=110))
