"""The same report as .docx, PDF, .doc and .odt gives the same rows, or says what it is unsure of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from corpus import forms, make
from extractor import patterns
from extractor.model import SURE, Field, Media, Report, Role
from extractor.pipeline import extract
from extractor.reading import read
from extractor.reading.docx import read_docx

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

WORD = sorted(path.stem for path in make.ARCHIVE.glob("*.docx"))
DRAWN = (
    "fjallmark-ms-2017", "fjallmark-ms-2018", "fjallmark-ms-2020", "granvik-mbn-2022-arrow", "granvik-mbn-2022-shading",
    "granvik-mbn-2022-ticks", "granvik-mbn-2022-vml", "vattenvard-2023",
)  # fmt: skip
"""Reports that show status and trend in different ways."""

PRINTED_OTHERWISE: dict[str, tuple[set[Role], str]] = {
    "granvik-mbn-2022-emoji": (
        {"status"},
        "no font with emoji is installed: all print as the same empty box",
    ),
    "granvik-mbn-2022-revised": ({"status"}, "LibreOffice prints moved text in green, its lights too"),
    "fjallmark-ns-2019": ({"comment"}, "the star before a note is a mark in the PDF"),
}
"""Fields that the PDF shows otherwise than the Word file, and why."""


@pytest.fixture(scope="module")
def natively() -> dict[str, Report]:
    return {stem: _extracted((make.ARCHIVE / f"{stem}.docx").read_bytes(), stem) for stem in WORD}


@pytest.fixture(scope="module")
def pdfs() -> dict[str, bytes]:
    return forms.convert({stem: (make.ARCHIVE / f"{stem}.docx").read_bytes() for stem in WORD}, "pdf")


@pytest.fixture(scope="module")
def through_doc() -> dict[str, Report]:
    return _there_and_back("doc")


@pytest.fixture(scope="module")
def through_odt() -> dict[str, Report]:
    return _there_and_back("odt")


def _there_and_back(kind: str) -> dict[str, Report]:
    """The drawn reports saved in another format, and read as the tool reads that: turned to .docx again."""
    sources = {stem: (make.ARCHIVE / f"{stem}.docx").read_bytes() for stem in DRAWN}
    saved = forms.convert(sources, kind)
    again = forms.convert(saved, "docx", suffix=kind)
    media: Media = "doc" if kind == "doc" else "odt"
    return {
        stem: extract(read_docx(content, stem, media=media), patterns.built_in())
        for stem, content in again.items()
    }


def _extracted(content: bytes, name: str) -> Report:
    return extract(read(content, name), patterns.built_in())


def _fields(report: Report) -> list[dict[Role, Field]]:
    return [row.fields for card in report.scorecards for row in card.rows]


def _said(field: Field) -> tuple[str, str | None]:
    """What a field says, however its lines were broken."""
    return "".join(field.text.split()), field.normal


def _differences(one: Report, other: Report) -> Iterator[tuple[int, Role, Field, Field]]:
    for number, (first, second) in enumerate(zip(_fields(one), _fields(other), strict=True), start=1):
        for role in sorted(first.keys() | second.keys()):
            mine, theirs = first.get(role, Field()), second.get(role, Field())
            if _said(mine) != _said(theirs):
                yield number, role, mine, theirs


@pytest.mark.parametrize("stem", WORD)
def test_word_and_pdf_say_the_same(stem: str, natively: dict[str, Report], pdfs: dict[str, bytes]) -> None:
    printed = _extracted(pdfs[stem], stem)
    excused = PRINTED_OTHERWISE.get(stem, (set(), ""))[0]
    wrong = [d for d in _differences(natively[stem], printed) if d[1] not in excused]
    assert wrong == []


def test_a_sign_that_the_pdf_lacks_a_font_for_is_never_sure(
    natively: dict[str, Report], pdfs: dict[str, bytes]
) -> None:
    stem = "granvik-mbn-2022-emoji"
    different = list(_differences(natively[stem], _extracted(pdfs[stem], stem)))
    assert different
    for _, _, _, theirs in different:
        assert theirs.confidence < SURE
        assert theirs.reasons


@pytest.mark.parametrize("stem", DRAWN)
def test_an_old_word_file_shows_the_same_or_is_unsure(
    stem: str, natively: dict[str, Report], through_doc: dict[str, Report]
) -> None:
    for number, role, mine, theirs in _differences(natively[stem], through_doc[stem]):
        assert role == "trend", (number, role, mine, theirs)
        assert theirs.normal is None, (number, mine, theirs)
        assert theirs.reasons or role not in _fields(through_doc[stem])[number - 1]


@pytest.mark.parametrize("stem", DRAWN)
def test_an_opendocument_file_shows_the_same(
    stem: str, natively: dict[str, Report], through_odt: dict[str, Report]
) -> None:
    assert list(_differences(natively[stem], through_odt[stem])) == []
