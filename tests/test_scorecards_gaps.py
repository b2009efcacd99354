"""Empty fields of doubtful rows."""

from __future__ import annotations

import msgspec

from extractor.model import SURE, Column, Field, Role, Row, Scorecard
from extractor.scorecards.gaps import doubted_scan, with_bare_rows, with_doubtful_gaps

ROLES: tuple[Role, ...] = ("goal", "indicator", "target", "value")


def row(number: int, **texts: str) -> Row:
    fields: dict[Role, Field] = {role: Field(text=texts.get(role, "")) for role in ROLES}
    return Row(kind="indicator", table_no=1, row_no=number, page=1, fields=fields)


def test_a_goal_a_scan_does_not_show_is_never_sure() -> None:
    (only,) = doubted_scan([row(1, indicator="Svarstid", target="5", value="4")], ROLES, header_read=True)
    assert only.field("goal").confidence < SURE
    assert only.field("goal").reasons
    assert only.field("value").confidence == 1.0


def test_a_goal_cut_between_rows_is_sure_in_neither_half() -> None:
    rows = [
        row(n, goal=goal, indicator="Svarstid", target="5", value="4")
        for n, goal in enumerate(["Nöjda invånare", "2. En trygg", "arbetsplats", "arbetsplats"], start=1)
    ]
    first, *cut = doubted_scan(rows, ROLES, header_read=True)
    assert first.field("goal").confidence == 1.0
    assert all(r.field("goal").confidence < SURE for r in cut)


def test_a_value_is_not_silently_missing_where_the_header_was_not_read() -> None:
    roles = [r for r in ROLES if r != "value"]
    (only,) = doubted_scan([row(1, goal="Nöjda invånare", target="5")], roles, header_read=False)
    assert only.field("value").confidence < SURE
    (sure,) = doubted_scan([row(1, goal="Nöjda invånare", target="5")], roles, header_read=True)
    assert sure.field("value").confidence == 1.0


def test_a_light_a_scan_does_not_show_is_never_sure() -> None:
    roles: tuple[Role, ...] = (*ROLES, "previous_value", "status", "trend")
    (only,) = doubted_scan([row(1, indicator="Svarstid", target="5", value="4")], roles, header_read=True)
    assert all(only.field(role).confidence < SURE for role in ("previous_value", "status", "trend"))


def test_a_dump_that_lost_the_name_of_its_signs_column_says_nothing_sure_about_signs() -> None:
    measure = Field(text="Svarstid", confidence=0.6, reasons=("columns_interleaved",))
    named = Column(index=0, label="Mått", role="indicator", confidence=1.0)
    nameless = Column(index=1, label="", role=None, confidence=0.0)
    fields = with_doubtful_gaps({"indicator": measure}, [named, nameless])
    assert all(fields[role].confidence < SURE for role in ("status", "trend"))
    assert set(with_doubtful_gaps({"indicator": measure}, [named])) == {"indicator"}


def test_where_ink_gave_no_word_a_column_may_be_missing() -> None:
    unread = row(1, goal="Nöjda invånare", target="5", value="4")
    fields: dict[Role, Field] = {
        **unread.fields,
        "target": Field(text="\ufffd 5", raw="\ufffd 5", confidence=0.0),
    }
    (only,) = doubted_scan([msgspec.structs.replace(unread, fields=fields)], ROLES, header_read=True)
    assert only.field("previous_value").confidence < SURE


def test_targets_without_a_column_for_what_came_of_them_have_missed_one() -> None:
    aim = Column(index=1, label="Målnivå", role="target", confidence=1)
    came = Column(index=2, label="Utfall", role="value", confidence=1)
    row: dict[Role, Field] = {"target": Field(text="högst 7 dagar 6 dagar", reasons=("cells_reassembled",))}
    doubted = with_doubtful_gaps(row, [aim])
    assert {r for r in ("value", "status") if doubted[r].reasons} == {"value", "status"}
    assert set(with_doubtful_gaps(row, [aim, came])) == {"target"}


def test_an_indicator_beside_which_nothing_stands_is_in_doubt_where_others_have_figures() -> None:
    rows = (row(1, indicator="Svarstid", target="5", value="4"), row(2, indicator="Väntetid"))
    card = Scorecard(table_no=1, page=1, perspective="", columns=(), rows=rows)
    (found,) = with_bare_rows([card])
    assert found.rows[0] == rows[0]
    assert found.rows[1].field("value").reasons == ("nothing_beside",)
    assert found.rows[1].field("value").confidence < SURE
    assert found.rows[1].field("indicator") == rows[1].field("indicator")


def test_a_list_of_indicators_alone_is_no_reason_to_doubt() -> None:
    rows = (row(1, indicator="Svarstid"), row(2, indicator="Väntetid"))
    card = Scorecard(table_no=1, page=1, perspective="", columns=(), rows=rows)
    assert with_bare_rows([card]) == (card,)
