"""The wide table: one line per indicator, one column per period, nothing invented in the gaps."""

from __future__ import annotations

from decimal import Decimal

from extractor.model import Indicator
from extractor.series import Point, Series, wide


def point(period: str, value: str | None, *, breakdown: str = "", kind: str = "actual") -> Point:
    return Point(
        period=period, kind=kind, breakdown=breakdown, comparator="=",  # type: ignore[arg-type]
        value=Decimal(value) if value else None, unit="%", text=value or "", origin="scorecard",
        source_path="a.pdf", page=1, confidence=1.0,
    )  # fmt: skip


def one(*points: Point) -> Series:
    indicator = Indicator(
        indicator_id="i1", organisation="Region Fjällmark", unit="Teknik", name="Sjukfrånvaro"
    )
    return Series(indicator=indicator, judgements=(), points=points)


def test_periods_are_columns_in_the_order_of_time() -> None:
    table = wide([one(point("2020", "5.1"), point("2019", "4.8"), point("2020-T1", "6.0"))])
    assert list(table.columns[-3:]) == ["2019", "2020-T1", "2020"]
    assert table.iloc[0]["2020-T1"] == Decimal("6.0")


def test_a_gap_stays_empty_and_parts_and_targets_are_left_out() -> None:
    other = Series(
        indicator=Indicator(indicator_id="i2", organisation="Region Fjällmark", unit="Teknik", name="Frisktal"),
        judgements=(), points=(point("2021", "70"),),
    )  # fmt: skip
    table = wide(
        [
            one(
                point("2020", "5.1"),
                point("2020", "9.9", breakdown="kön=män"),
                point("2022", "4", kind="target"),
            ),
            other,
        ]
    )
    assert list(table.columns[-2:]) == ["2020", "2021"]
    assert table.set_index("indicator_id").loc["i2", "2020"] is None


def test_without_values_the_table_is_empty_but_named() -> None:
    assert list(wide([one(point("2020", None))]).columns)[:3] == ["organisation", "unit", "indicator_id"]
