"""The sample reports are complete, say what their content says, and their truth is the content's."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from corpus import make, marks, truth
from corpus.style import Style
from corpus.typeset import typeset
from tests.support.perfect import document_from_content

SAMPLES = make.samples()
CONTENTS = {path.stem: make.content(path.stem) for path in sorted(make.CONTENT.glob("*.yaml"))}
FIELDS = {
    "goal", "indicator", "baseline", "target", "previous_value", "value", "forecast", "status", "trend",
    "progress", "comment",
}  # fmt: skip
CODES = {
    "sum_mismatch", "difference_mismatch", "percentage_mismatch", "restated", "text_vs_table",
    "status_vs_value", "direction_vs_value", "unit_changed", "scale_jump", "target_changed",
    "indicator_dropped", "indicator_added", "indicator_renamed", "goal_renamed", "missing_value",
}  # fmt: skip
TRAPS = {
    "rounding", "varav", "interim_target", "rounded_in_text", "lower_is_better", "percentage_points",
    "whole_goal", "fewer_decimals",
}  # fmt: skip
SIZE_LIMIT = 7_500_000
"""Bytes that the sample files may take together: everybody who clones the project fetches them."""

WORDS = {"två": 2, "fem": 5, "sju": 7}


def _rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for block in content["blocks"] if "scorecard" in block for row in block["scorecard"]["rows"]]


def _letters(text: str) -> str:
    """A text's letters and digits alone: line breaks and hyphenation do not count."""
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())


def _printed(content: dict[str, Any]) -> str:
    """All that a content file prints, as one string of letters and digits."""
    return _letters(yaml.safe_dump(content["blocks"], allow_unicode=True, width=10**6))


def _pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path.read_bytes())
    return "".join(page.get_textpage().get_text_range() for page in document)


def _xml(docx: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml")


# ---------------------------------------------------------------- the files


def test_every_declared_file_is_there_and_no_other():
    assert {s.name for s in SAMPLES} == {path.name for path in make.ARCHIVE.iterdir()}


def test_every_content_is_typeset_at_least_once():
    assert {s.content for s in SAMPLES} == set(CONTENTS)


def test_every_file_is_described_in_the_readme():
    readme = (make.HERE / "README.md").read_text(encoding="utf-8")
    assert [s.name for s in SAMPLES if f"`{s.name}`" not in readme] == []


def test_the_files_together_stay_small():
    assert sum(path.stat().st_size for path in make.ARCHIVE.iterdir()) < SIZE_LIMIT


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_a_file_is_named_after_its_report(sample):
    assert re.match(re.escape(sample.content) + r"(-[a-z]+\d*)?\.[a-z]+$", sample.name)


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.form == "docx"], ids=lambda s: s.name)
def test_a_word_file_is_what_its_content_and_style_make_today(sample):
    made = typeset(CONTENTS[sample.content], sample.style)
    assert _xml(made) == _xml((make.ARCHIVE / sample.name).read_bytes())


def test_typesetting_twice_gives_the_same_bytes():
    content = CONTENTS["granvik-mbn-2022"]
    style = Style(status="picture", trend="drawingml")
    assert typeset(content, style) == typeset(content, style)


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.form == "pdf"], ids=lambda s: s.name)
def test_a_pdf_prints_every_row_of_its_content(sample):
    # A row cut by a page break has furniture between its halves: the words are then looked for apart.
    text = _letters(_pdf_text(make.ARCHIVE / sample.name).replace("\ufffe", "").replace("\x02", ""))
    missing = [
        row["indicator"]
        for row in _rows(CONTENTS[sample.content])
        if not all(_letters(word) in text for word in row["indicator"].split())
    ]
    assert missing == []


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.form == "scan"], ids=lambda s: s.name)
def test_a_scan_holds_no_text(sample):
    assert _pdf_text(make.ARCHIVE / sample.name).strip() == ""


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.form == "ocr"], ids=lambda s: s.name)
def test_an_ocr_file_lost_the_swedish_letters(sample):
    text = _pdf_text(make.ARCHIVE / sample.name)
    assert len(text) > 1000
    assert not set("åäö") & set(text)


def test_an_unknown_way_to_draw_is_refused():
    with pytest.raises(ValueError, match="unknown way"):
        typeset(CONTENTS["granvik-mbn-2022"], Style(status="hologram"))


def test_an_empty_status_leaves_the_cell_alone():
    marks.status(None, None, "glyph")


# ---------------------------------------------------------------- the content


@pytest.mark.parametrize("stem", CONTENTS)
def test_a_content_names_itself(stem):
    assert CONTENTS[stem]["document"]["id"] == stem


@pytest.mark.parametrize("stem", CONTENTS)
def test_the_perfect_reader_reads_it(stem):
    document = document_from_content(make.CONTENT / f"{stem}.yaml")
    assert document.blocks


def test_row_ids_are_unique_over_all_reports():
    ids = Counter(row["id"] for content in CONTENTS.values() for row in _rows(content))
    assert [row_id for row_id, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("stem", CONTENTS)
def test_columns_and_marks_use_the_known_words(stem):
    for block in CONTENTS[stem]["blocks"]:
        if "scorecard" in block:
            assert {c["field"] for c in block["scorecard"]["columns"]} <= FIELDS
    for row in _rows(CONTENTS[stem]):
        assert row.get("status") in {"met", "partly_met", "not_met", None}
        assert row.get("trend") in {"up", "unchanged", "down", None}
        assert re.fullmatch(r"[a-z][a-z0-9_]*", row["series"])


@pytest.mark.parametrize("stem", CONTENTS)
def test_every_observation_stands_printed_in_the_report(stem):
    printed = _printed(CONTENTS[stem])
    lost = [
        o["text"]
        for o in CONTENTS[stem]["observations"]
        if o["where"] != "table" and _letters(o["text"]) not in printed
    ]
    assert lost == []


@pytest.mark.parametrize("stem", CONTENTS)
def test_every_observed_number_stands_in_its_own_text(stem):
    wrong = []
    for observation in CONTENTS[stem]["observations"]:
        value, text = observation["value"], observation["text"]
        joined = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text)
        numbers = {float(n.replace(",", ".")) for n in re.findall(r"\d+(?:,\d+)?", joined)}
        numbers |= {number for word, number in WORDS.items() if word in text.casefold()}
        if value is not None and abs(value) not in numbers:
            wrong.append((value, text))
    assert wrong == []


@pytest.mark.parametrize("stem", CONTENTS)
def test_findings_name_known_codes_and_existing_reports(stem):
    for finding in CONTENTS[stem]["findings"]:
        assert finding["code"] in CODES
        assert set(finding["documents"]) <= set(CONTENTS)


def test_every_finding_code_is_planted_at_least_twice():
    planted = Counter(f["code"] for content in CONTENTS.values() for f in content["findings"])
    assert {code: planted[code] for code in CODES if planted[code] < 2} == {}


def test_every_trap_is_planted_at_least_twice():
    planted = Counter(n["trap"] for content in CONTENTS.values() for n in content["near_misses"])
    assert {trap: planted[trap] for trap in TRAPS if planted[trap] < 2} == {}


# ---------------------------------------------------------------- the truth


def test_golden_holds_one_truth_per_report_and_one_per_unreadable_file():
    expected = set(CONTENTS) | {s.stem for s in SAMPLES if s.unreadable}
    assert {path.stem for path in make.GOLDEN.glob("*.yaml")} == expected


def test_a_file_with_its_own_truth_is_not_named_like_its_report():
    assert [s.name for s in SAMPLES if s.unreadable and s.stem in CONTENTS] == []


@pytest.mark.parametrize("stem", CONTENTS)
def test_golden_is_the_contents_truth(stem):
    golden = (make.GOLDEN / f"{stem}.yaml").read_text(encoding="utf-8")
    expected = truth.as_yaml(truth.truth_of(CONTENTS[stem]))
    assert golden == expected, "review the change, then run: python -m corpus.make --golden"


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.unreadable], ids=lambda s: s.name)
def test_what_a_file_does_not_show_is_empty_in_its_truth(sample):
    golden = yaml.safe_load((make.GOLDEN / f"{sample.stem}.yaml").read_text(encoding="utf-8"))
    assert golden["document"]["unreadable"] == sample.unreadable
    assert {row[field] for row in _rows(golden) for field in sample.unreadable if field in row} == {None}


def test_making_files_does_not_touch_the_truth(monkeypatch):
    monkeypatch.setattr(Path, "write_text", lambda *_: pytest.fail("make() wrote text"))
    written: list[str] = []
    monkeypatch.setattr(Path, "write_bytes", lambda path, _: written.append(path.parent.name))
    make.make([next(s for s in SAMPLES if s.form == "docx")])
    assert written == ["archive"]
