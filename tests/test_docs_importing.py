"""docs/importing.md names what an import tells and does, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from extractor import errors
from extractor.imports import Imported, Summary, reporting

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The body rows of the table whose header line starts with this."""
    table = PAGE.split(f"| {heading}", 1)[1].split("\n\n", 1)[0]
    return [line.strip("|").split("|") for line in table.splitlines()[2:]]


def codes(cells: list[list[str]]) -> set[str]:
    return {code for row in cells for code in re.findall(r"`(\w+)`", row[0])}


def test_every_field_of_the_report_is_documented() -> None:
    fields = {f.name for f in msgspec.structs.fields(Imported)}
    assert codes(rows("field of")) == fields
    summary = reporting.summary_record(Summary())
    assert all(f"`{name}`" in PAGE for name in summary if name != "kind")


def test_every_code_is_documented() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "extractor" / "imports").glob("*.py"))
    used = set(re.findall(r"(?:Problem|failure)\(\s*\"(\w+)\"", source))
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.ReadError)]
    assert codes(rows("code")) == used | {kind.code for kind in kinds}


def test_the_page_names_the_limits_that_hold() -> None:
    from extractor.imports import sources, zips

    assert f"{sources.MOST_BYTES // 2**20} MiB" in PAGE
    assert f"{zips.MOST_RATIO} to 1" in PAGE
