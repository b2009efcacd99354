"""Two reports of a unit, one with a field that the tool doubts, and an archive of them: what a person reviews."""

from __future__ import annotations

import msgspec

from extractor.archive import Archive, Source
from extractor.facts.scorecard_facts import scorecard_observations
from extractor.model import Report, Row
from extractor.patterns import built_in
from extractor.relate import relate
from extractor.review.session import Review
from tests.support.reports import report, row

UNSURE = {"confidence": 0.5, "reasons": ("ocr_low",)}


def unsure(made: Row, role: str, text: str | None = None) -> Row:
    """The row with one field that the tool doubts."""
    before = made.fields[role]
    changed = msgspec.structs.replace(before, **UNSURE, **({"text": text, "raw": text} if text else {}))
    return msgspec.structs.replace(made, fields={**made.fields, role: changed})


SICK = row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "51 %", "not_met")
STAFF = row(2, "God arbetsmiljö", "Personalomsättning", "högst 8 %", "7 %", "met")
EARLIER = report("2019", [row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "4,8 %", "not_met"), STAFF])
READ = report("2020", [unsure(SICK, "value"), STAFF])
READ_ID = READ.document.sha256[:16]


def with_targets(made: Report) -> Report:
    """The report with the observations that its rows really yield."""
    facts = scorecard_observations(made.scorecards, made.metadata, built_in())
    return msgspec.structs.replace(made, observations=facts)


def put(archive: Archive, read: Report, name: str = "a.pdf") -> str:
    return archive.save(read, Source(path=name, size=1, modified_ns=1), "v", "done", "")


def fill(archive: Archive) -> None:
    """Put both reports in an archive and relate them."""
    put(archive, EARLIER, "2019.pdf")
    put(archive, READ, "2020.pdf")
    relate(archive, built_in())


def doubted(review: Review):
    """The one field that is not sure."""
    (item,) = review.queue(kinds=("field",))
    return item
