"""The same content in every format, and other programs open it without loss."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from extractor import contract
from extractor.archive import Archive
from extractor.errors import NeedsPackageError
from extractor.export import ExportSettings, export, workbook
from extractor.export.cells import as_printed
from extractor.export.package import Format
from extractor.export.records import Record, contents
from tests.support.exporting import fill, full_report, rows_of, said, through_libreoffice

NAMES = [f.name for f in contract.FILES]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[Record]]]:
    """One folder per format, and the records that went in."""
    root = tmp_path_factory.mktemp("formats")
    facts = (
        said("Sjukfrånvaro", "2020", "5.25", confidence=0.6),
        said("Sjukfrånvaro", "2020", None, kind="target"),
    )
    with Archive(root / "styrkort.db") as archive:
        fill(archive, [full_report("2019"), full_report("2020", *facts)])
        for kind in ("csv", "xlsx", "parquet", "jsonl"):
            export(archive, root / kind, ExportSettings(format=kind))  # type: ignore[arg-type]
        export(archive, root / "sv", ExportSettings(dialect="excel-sv"))
        records: dict[str, list[Record]] = {name: [] for name in NAMES}
        for name, record in contents(archive):
            records[name].append(record)
    return root, records


def null_for_nothing(record: Record) -> Record:
    return {k: None if v == "" else v for k, v in record.items()}


def csv_words(value: object) -> str:
    """A typed value as the CSV file has it, its formula marks taken off."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


# ---------------------------------------------------------------- Parquet


@pytest.mark.parametrize("name", NAMES)
def test_parquet_holds_every_value_with_its_type(exported, name: str) -> None:
    root, records = exported
    table = pq.read_table(root / "parquet" / f"{name}.parquet")
    assert table.to_pylist() == [null_for_nothing(r) for r in records[name]]


def test_parquet_columns_have_real_types_and_descriptions(exported) -> None:
    schema = pq.read_schema(exported[0] / "parquet" / "observations.parquet")
    types = {n: str(schema.field(n).type) for n in ("value", "confidence", "period_end", "page", "text")}
    assert types == {
        "value": "decimal128(38, 15)", "confidence": "double", "period_end": "date32[day]", "page": "int64",
        "text": "string",
    }  # fmt: skip
    assert schema.field("value").metadata == {b"description": b"The number; empty for a bare direction."}
    rows = pq.read_schema(exported[0] / "parquet" / "scorecards.parquet")
    assert str(rows.field("reviewed").type) == "bool"
    documents = pq.read_schema(exported[0] / "parquet" / "documents.parquet")
    assert str(documents.field("imported_at").type) == "timestamp[us, tz=UTC]"


@pytest.mark.parametrize("name", NAMES)
def test_duckdb_reads_parquet_as_it_reads_csv(exported, name: str) -> None:
    root, records = exported
    columns = ", ".join(f'"{c.name}"' for c in contract.BY_NAME[name].columns if c.type != "datetime")
    found = duckdb.sql(f"select {columns} from read_parquet('{root / 'parquet' / name}.parquet')").fetchall()
    assert found == [
        tuple(v for v in null_for_nothing(r).values() if not isinstance(v, datetime.datetime))
        for r in in_column_order(name, records[name])
    ]


def in_column_order(name: str, records: list[Record]) -> list[Record]:
    return [{c.name: r[c.name] for c in contract.BY_NAME[name].columns} for r in records]


# ---------------------------------------------------------------- CSV in other programs


@pytest.mark.parametrize("name", NAMES)
def test_duckdb_opens_the_csv_without_loss(exported, name: str) -> None:
    root, records = exported
    query = f"select * from read_csv('{root / 'csv' / name}.csv', all_varchar=true, header=true)"
    found = [tuple(as_printed(v or "") for v in line) for line in duckdb.sql(query).fetchall()]
    assert found == as_words(name, records[name])


def test_duckdb_finds_the_types_of_the_csv_by_itself(exported) -> None:
    query = f"select value, period_end, page from read_csv('{exported[0] / 'csv' / 'observations.csv'}')"
    assert duckdb.sql(query).limit(1).fetchall() == [(5.1, datetime.date(2019, 12, 31), 1)]


def as_words(name: str, records: list[Record]) -> list[tuple[str, ...]]:
    return [
        tuple(csv_words(v).replace("\r", "\n") for v in r.values()) for r in in_column_order(name, records)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_pandas_opens_the_csv_without_loss(exported, name: str) -> None:
    root, records = exported
    frame = pd.read_csv(root / "csv" / f"{name}.csv", dtype=str, keep_default_na=False)
    found = [tuple(as_printed(v) for v in line) for line in frame.itertuples(index=False)]
    assert found == as_words(name, records[name])


def test_pandas_opens_the_swedish_dialect(exported) -> None:
    frame = pd.read_csv(exported[0] / "sv" / "observations.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert frame["value"].dropna().tolist() == [5.1, 5.1, 5.25]


@pytest.mark.parametrize(("folder", "delimiter", "ascii_code"), [("csv", ",", 44), ("sv", ";", 59)])
@pytest.mark.parametrize("name", ["tables", "scorecards"])
def test_libreoffice_opens_the_csv_without_loss(
    exported, tmp_path: Path, folder: str, delimiter: str, ascii_code: int, name: str
) -> None:
    """All columns as text, as a careful user imports them; how it takes them by itself: test_export_cells."""
    root, _ = exported
    count = len(contract.BY_NAME[name].columns)
    as_text = "/".join(f"{n}/2" for n in range(1, count + 1))
    reading = f"CSV:{ascii_code},34,76,1,{as_text},1033,false,false"
    writing = f"csv:Text - txt - csv (StarCalc):{ascii_code},34,76"
    file = root / folder / f"{name}.csv"
    made = through_libreoffice(file, writing, tmp_path / "out", reading)
    assert rows_of(made, delimiter) == rows_of(file, delimiter)


# ---------------------------------------------------------------- the workbook


def test_the_workbook_has_a_sheet_per_file_with_frozen_header_and_filters(exported) -> None:
    book = openpyxl.load_workbook(exported[0] / "xlsx" / workbook.NAME)
    assert book.sheetnames == NAMES
    for file in contract.FILES:
        sheet = book[file.name]
        assert [c.value for c in sheet[1]] == [c.name for c in file.columns]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_the_workbook_is_typed_and_no_formula(exported, name: str) -> None:
    root, records = exported
    sheet = openpyxl.load_workbook(root / "xlsx" / workbook.NAME)[name]
    wanted = in_column_order(name, records[name])
    assert sheet.max_row == len(wanted) + 1
    for cells, record in zip(sheet.iter_rows(min_row=2), wanted, strict=True):
        for cell, value in zip(cells, null_for_nothing(record).values(), strict=True):
            assert cell.data_type != "f"
            assert same(cell.value, value), (cell.coordinate, value)


def same(found: object, value: object) -> bool:
    if isinstance(value, Decimal):
        return Decimal(str(found)) == value
    if isinstance(value, datetime.datetime):
        return found == value.replace(tzinfo=None)
    if isinstance(value, datetime.date):
        return isinstance(found, datetime.datetime) and found.date() == value
    if isinstance(value, str):
        return unescape(str(found)) == value.replace("\r", "\n")
    return found == value


def test_libreoffice_shows_the_workbook_as_the_csv_says(exported, tmp_path: Path) -> None:
    root, records = exported
    writing = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    out = tmp_path / "out"
    with pytest.raises(AssertionError, match="wrote nothing"):  # it writes one file per sheet instead
        through_libreoffice(root / "xlsx" / workbook.NAME, writing, out)
    for name in ("tables", "scorecards", "observations", "findings", "indicators", "reasons"):
        with (out / f"styrkort-{name}.csv").open(encoding="utf-8", newline="") as stream:
            found = list(csv.reader(stream))[1:]
        for line, words in zip(found, as_words(name, records[name]), strict=True):
            assert [as_number(x) for x in line] == [as_number(x) for x in words]


def as_number(text: str) -> object:
    """A cell for comparison: LibreOffice writes TRUE for true and 1234.5 for 1234.50."""
    if text in ("TRUE", "FALSE"):
        return text.lower()
    try:
        return Decimal(text)
    except ArithmeticError:
        return text.lower() if text in ("true", "false") else text


def test_pandas_opens_the_workbook(exported) -> None:
    frame = pd.read_excel(exported[0] / "xlsx" / workbook.NAME, sheet_name="observations")
    assert frame["value"].dropna().tolist() == [5.1, 5.1, 5.25]
    assert frame["period_end"].dt.year.tolist() == [2019, 2020, 2020, 2020]


def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    file = contract.File("some", "Some.", (contract.Column("n", "integer", "A number."),))
    book = workbook.Workbook(tmp_path, [file])
    for number in range(5):
        book.write("some", {"n": number})
    book.close()
    sheets = openpyxl.load_workbook(tmp_path / workbook.NAME)
    assert {s.title: [c.value for c in s["A"]] for s in sheets} == {
        "some": ["n", 0, 1], "some 2": ["n", 2, 3], "some 3": ["n", 4],
    }  # fmt: skip


def test_a_text_excel_cannot_hold_is_cut_with_a_note() -> None:
    assert workbook.fitting("ö" * workbook.MOST_CHARACTERS) == "ö" * workbook.MOST_CHARACTERS
    cut = workbook.fitting("ö" * (workbook.MOST_CHARACTERS + 1))
    assert len(cut) == workbook.MOST_CHARACTERS
    assert cut.endswith(workbook.CUT)
    assert len(workbook.fitting("😀" * workbook.MOST_CHARACTERS).encode("utf-16-le")) // 2 <= 32_767


# ---------------------------------------------------------------- JSON Lines


@pytest.mark.parametrize("name", NAMES)
def test_json_lines_hold_every_value_with_all_digits(exported, name: str) -> None:
    root, records = exported
    lines = (root / "jsonl" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line, parse_float=Decimal) for line in lines]
    for one, record in zip(found, in_column_order(name, records[name]), strict=True):
        assert list(one) == list(record)
        for key, value in null_for_nothing(record).items():
            if isinstance(value, float):
                assert float(one[key]) == value
            elif isinstance(value, datetime.date):
                assert one[key] == csv_words(value)
            else:
                assert one[key] == value
                assert str(one[key]) == str(value) or not isinstance(value, Decimal)


# ---------------------------------------------------------------- what is not installed


@pytest.mark.parametrize(("kind", "package"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_a_missing_package_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Format, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with Archive(tmp_path / "styrkort.db") as archive, pytest.raises(NeedsPackageError, match="pip install"):
        export(archive, tmp_path / "out", ExportSettings(format=kind))
    assert not (tmp_path / "out").exists()
