"""Plots show what is printed: a missing value is a gap, never zero."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from extractor.archive import Archive, Source
from extractor.model import Indicator, Kind
from extractor.patterns import built_in
from extractor.pipeline import extract
from extractor.plot import draw, in_terminal, panel
from extractor.reading import read
from extractor.relate import relate
from extractor.series import Point, Series, all_series, matching

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "archive"
NAME = "Nöjda besökare"


def point(period: str, value: str, unit: str = "%", kind: Kind = "actual", confidence: float = 1.0) -> Point:
    return Point(
        period=period, kind=kind, breakdown="", comparator="=", value=Decimal(value), unit=unit,
        text=value, origin="scorecard", source_path="a.pdf", page=1, confidence=confidence,
    )  # fmt: skip


def series(*points: Point) -> Series:
    indicator = Indicator(indicator_id="i", organisation="Granviks kommun", unit="Nämnden", name=NAME)
    return Series(indicator=indicator, judgements=(), points=points)


GAPPED = series(
    point("2018", "80"), point("2019", "82"), point("2021", "0"), point("2021", "85", kind="target")
)


def test_a_year_without_a_number_is_a_gap_and_a_printed_zero_is_a_zero() -> None:
    value, target = panel(GAPPED).lines
    assert (value.years, value.values) == ((2018, 2019, 2020, 2021), (80.0, 82.0, None, 0.0))
    assert target.values == (None, None, None, 85.0)


def test_numbers_in_another_unit_are_left_out_and_counted() -> None:
    found = panel(series(point("2018", "80"), point("2019", "82"), point("2020", "7", unit="st")))
    assert ([line.values for line in found.lines], found.left_out) == ([(80.0, 82.0)], 1)


def test_a_part_of_a_year_is_a_line_of_its_own() -> None:
    found = panel(series(point("2019", "80"), point("2019-T1", "30"), point("2020-T1", "31")))
    assert [(line.label, line.values) for line in found.lines] == [
        ("value", (80.0,)),
        ("value T1", (30.0, 31.0)),
    ]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two years with one between missing."""
    place = tmp_path_factory.mktemp("plot") / "styrkort.db"
    with Archive(place) as archive:
        for name in ("fjallmark-ms-2017.docx", "fjallmark-ms-2020.docx"):
            document = read((CORPUS / name).read_bytes(), name)
            source = Source(path=name, size=1, modified_ns=1)
            archive.save(extract(document, built_in()), source, "v", "done", "")
        relate(archive, built_in())
    return place


def test_a_series_of_the_sample_reports_becomes_a_picture_with_a_gap(corpus: Path, tmp_path: Path) -> None:
    with Archive(corpus) as archive:
        panels = [panel(s) for s in matching(all_series(archive), "Total sjukfrånvaro") if s.judgements]
    assert any(None in line.values for one in panels for line in one.lines)
    draw(panels, tmp_path / "a.png")
    draw(panels, tmp_path / "a.svg")
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.format == "PNG"
        assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 2
    assert "sjukfrånvaro" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_the_same_series_gives_the_same_svg(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        draw([panel(GAPPED)], tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.png or \.svg"):
        draw([panel(GAPPED)], tmp_path / "a.docx")


def test_the_terminal_shows_name_and_years() -> None:
    shown = in_terminal(panel(GAPPED))
    assert NAME in shown
    assert "2018" in shown


def test_the_command_draws_and_says_what_it_cannot_find(corpus: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> int:
        command = [sys.executable, str(ROOT / "cli.py"), "plot", *arguments, "--archive", str(corpus)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    assert run("sjukfrånvaro", "--out", str(tmp_path / "a.png")) == 0
    assert (tmp_path / "a.png").stat().st_size > 1000
    assert run("sjukfrånvaro") == 2
    assert run("finns inte alls", "--terminal") == 5
