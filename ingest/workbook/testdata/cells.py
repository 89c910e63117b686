"""Prints the cells of workbooks as openpyxl reads them: JSON, dates and lengths of time as days since 1899-12-30."""

import datetime
import json
import sys

import openpyxl

EPOCH = datetime.datetime(1899, 12, 30)
DAY = datetime.timedelta(days=1)


def describe(cell):
    """Returns the kind of the cell, its text and its number, as the reader in Go has them."""
    value = cell.value
    if isinstance(value, bool):
        return "bool", "", int(value)
    if isinstance(value, datetime.datetime):
        return "date", "", (value - EPOCH) / DAY
    if isinstance(value, datetime.date):
        return "date", "", (datetime.datetime.combine(value, datetime.time()) - EPOCH) / DAY
    if isinstance(value, datetime.time):
        return "date", "", (datetime.datetime.combine(EPOCH, value) - EPOCH) / DAY
    if isinstance(value, datetime.timedelta):
        return "duration", "", value / DAY
    if isinstance(value, (int, float)):
        return "number", "", value
    return ("error" if cell.data_type == "e" else "text"), value, 0


def read(path):
    """Returns the cells of a workbook that are not empty."""
    cells = []
    for index, sheet in enumerate(openpyxl.load_workbook(path, data_only=True).worksheets):
        for _, cell in sorted(sheet._cells.items()):  # iter_rows walks through the gaps
            if cell.value is not None:
                kind, text, number = describe(cell)
                cells.append({"Sheet": index, "Ref": cell.coordinate, "Kind": kind, "Text": text, "Num": number})
    return cells


json.dump([read(path) for path in sys.argv[1:]], sys.stdout)
