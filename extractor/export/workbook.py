"""An Excel workbook: one sheet per file of the contract, frozen header, filters, typed cells, no formulas.

The same archive gives the same bytes: what XlsxWriter would stamp with the time of writing is fixed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor import contract
from extractor.errors import NeedsPackageError
from extractor.export.cells import one_kind_of_line_end
from extractor.export.records import Record

NAME = "styrkort.xlsx"

MOST_ROWS = 1_048_576
"""Rows of a sheet, as Excel limits them; what is more goes to a further sheet."""
MOST_CHARACTERS = 32_767
"""Characters of a cell, as Excel limits them."""
CUT = " … [cut: Excel holds no more; the CSV file has all]"

_WIDTHS = {"string": 24, "number": 10, "integer": 9, "boolean": 10, "date": 12, "datetime": 18}
_PROSE = {
    "comment",
    "message",
    "text",
    "description",
    "outcome",
    "a",
    "b",
    "goal",
    "indicator",
    "title",
    "reason",
}
_PROSE_WIDTH = 48
_EPOCH = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 - a fixed stamp, no moment


class Workbook:
    """One workbook with a sheet per file of the contract.

    Args:
        folder: where to; it exists.
        files: what will be written.

    Raises:
        NeedsPackageError: XlsxWriter is not installed.
    """

    def __init__(self, folder: Path, files: Sequence[contract.File]) -> None:
        try:
            import xlsxwriter  # noqa: PLC0415 - an extra: only who wants workbooks has it
        except ImportError as error:
            raise NeedsPackageError(
                "Excel workbooks need the package XlsxWriter.", "Run `pip install 'styrkort[excel]'`."
            ) from error
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(folder / NAME), options)
        self._book.set_properties({"created": _EPOCH})
        self._formats = {
            "header": self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        self._sheets = {file.name: _Sheet(self._book, self._formats, file) for file in files}

    def write(self, name: str, record: Record) -> None:
        """Write one line of the sheet of that name."""
        self._sheets[name].write(record)

    def close(self) -> None:
        """Set the filters and write the workbook."""
        for sheet in self._sheets.values():
            sheet.finish()
        self._book.close()


class _Sheet:
    """One file of the contract as a sheet, or several where one does not hold all its lines."""

    def __init__(self, book: Any, formats: dict[str, Any], file: contract.File) -> None:
        self._book, self._formats, self._file = book, formats, file
        self._number = 1
        self._begin(file.name)

    def write(self, record: Record) -> None:
        if self._row >= MOST_ROWS:
            self.finish()
            self._number += 1
            self._begin(f"{self._file.name} {self._number}")
        for column, field in enumerate(self._file.columns):
            put = self._put(record[field.name])
            if put is not None:
                put(self._row, column)
        self._row += 1

    def finish(self) -> None:
        self._sheet.autofilter(0, 0, self._row - 1, len(self._file.columns) - 1)

    def _begin(self, name: str) -> None:
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for column, field in enumerate(self._file.columns):
            width = _PROSE_WIDTH if field.name in _PROSE else _WIDTHS[field.type]
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, field.name, self._formats["header"])
        self._row = 1

    def _put(self, value: object) -> Callable[[int, int], object] | None:
        """How to write a value; None for an empty cell."""
        sheet = self._sheet
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return lambda r, c: sheet.write_boolean(r, c, value)
        if isinstance(value, datetime.datetime):
            moment = value.replace(tzinfo=None)
            return lambda r, c: sheet.write_datetime(r, c, moment, self._formats["datetime"])
        if isinstance(value, datetime.date):
            return lambda r, c: sheet.write_datetime(r, c, value, self._formats["date"])
        if isinstance(value, Decimal | int | float) and _fits(value):
            return lambda r, c: sheet.write_number(r, c, float(value))
        text = fitting(one_kind_of_line_end(str(value)))
        return lambda r, c: sheet.write_string(r, c, text)


def fitting(text: str) -> str:
    """The text, cut with a note where Excel cannot hold all of it."""
    if len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return text
    units = (MOST_CHARACTERS - len(CUT)) * 2
    return text.encode("utf-16-le")[:units].decode("utf-16-le", errors="ignore") + CUT


def _fits(number: Decimal | float) -> bool:
    """Whether Excel's 15 digits hold the number; one they do not hold is written as text, digit by digit."""
    return not isinstance(number, Decimal) or Decimal(f"{float(number):.15g}") == number
