"""A shape without colour is decided by the organisation's other reports, or stays open and flagged."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from extractor.archive import Archive, Source
from extractor.model import SURE, Field, Report, Symbol
from extractor.patterns import built_in
from extractor.relate import reading_of, relate
from extractor.symbols.other_reports import has_undecided, shapes_of, together, with_shapes
from tests.support.reports import report, row

MEANT = {"square": "met", "triangle": "not_met"}


def status(shape: str, normal: str | None, confidence: float = 0.98, **more: object) -> Field:
    colour = {"met": "green", "partly_met": "yellow", "not_met": "red"}.get(normal or "", "black")
    reasons = () if normal else ("shape_without_colour",)
    seen = Symbol(shape=shape, colour=colour, source="drawing")
    return Field(normal=normal, confidence=confidence, reasons=reasons, symbols=(seen,), **more)  # type: ignore[arg-type]


def shown(period: str, fields: list[Field], unit: str = "Teknikenheten") -> Report:
    rows = [row(n, "God miljö", f"Mått {n}", "4 %", "5 %") for n in range(1, len(fields) + 1)]
    rows = [
        msgspec.structs.replace(r, fields={**r.fields, "status": f})
        for r, f in zip(rows, fields, strict=True)
    ]
    return report(period, rows, unit=unit)


def statuses(made: Report) -> list[str | None]:
    return [r.field("status").normal for r in made.scorecards[0].rows]


COLOURED = shown("2021", [status(shape, normal) for shape, normal in MEANT.items() for _ in range(2)])
BLACK = shown(
    "2022", [status("square", None, 0.5), status("triangle", None, 0.5), status("circle", None, 0.5)]
)


def test_a_shape_means_what_it_means_where_it_has_colour() -> None:
    made = with_shapes(BLACK, shapes_of([COLOURED]))
    assert statuses(made) == ["met", "not_met", None]


def test_what_other_reports_decide_is_flagged_and_never_sure() -> None:
    field = with_shapes(BLACK, shapes_of([COLOURED])).scorecards[0].rows[0].field("status")
    assert (field.reasons, field.confidence < SURE) == (("shape_from_other_reports",), True)


def test_one_report_may_be_the_only_witness_of_each_shape() -> None:
    several = [
        shapes_of([shown(str(y), [status(s, MEANT[s])] * 2)])
        for y, s in ((2020, "square"), (2021, "triangle"))
    ]
    assert statuses(with_shapes(BLACK, together(several)))[:2] == ["met", "not_met"]


@pytest.mark.parametrize(
    "witness",
    [
        pytest.param([status("circle", s) for s in ("met", "met", "not_met", "not_met")], id="one shape for all"),
        pytest.param([status("square", "met")] * 4, id="one shape alone"),
        pytest.param([status("square", "met"), status("triangle", "not_met")], id="each shape once"),
        pytest.param([status(s, m, 0.7) for s, m in MEANT.items() for _ in range(2)], id="unsure readings"),
        pytest.param([status("square", "met")] * 2 + [status("square", "not_met")] * 2
                     + [status("triangle", "not_met")] * 2, id="a shape with two meanings and one without other"),
    ],
)  # fmt: skip
def test_weak_or_contradictory_witnesses_decide_nothing(witness: list[Field]) -> None:
    assert with_shapes(BLACK, shapes_of([shown("2021", witness)])) is BLACK


def test_what_a_person_decided_stays() -> None:
    decided = shown("2022", [status("square", None, 1.0, reviewed=True)])
    assert not has_undecided(decided)
    assert with_shapes(decided, shapes_of([COLOURED])) is decided


def test_a_status_from_the_commentary_stays() -> None:
    field = msgspec.structs.replace(status("square", None, 0.7), normal="not_met")
    assert statuses(with_shapes(shown("2022", [field]), shapes_of([COLOURED]))) == ["not_met"]


def put(archive: Archive, saved: Report) -> str:
    name = saved.document.name
    return archive.save(saved, Source(path=name, size=1, modified_ns=1), "v", "done", "")


def test_the_archive_shows_it_from_another_unit_and_forgets_nothing_read(tmp_path: Path) -> None:
    with Archive(tmp_path / "styrkort.db") as archive:
        black = put(archive, BLACK)
        relate(archive, built_in())
        assert statuses(archive.report(black)) == [None] * 3
        put(
            archive,
            msgspec.structs.replace(
                COLOURED, metadata=msgspec.structs.replace(COLOURED.metadata, unit="Vård")
            ),
        )
        relate(archive, built_in())
        assert statuses(archive.report(black)) == ["met", "not_met", None]
        assert statuses(archive.reading(black)) == [None] * 3
        assert reading_of(archive, black)[1]
