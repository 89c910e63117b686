"""Writes the workbook of the conformance suite, without results of its formulas, to the file that is named."""

import datetime
import sys

import openpyxl

VALUES = [
    # what it is, value, number format
    ("text", "Göteborg", None),
    ("letters", "åäö ÅÄÖ é ß € —", None),
    ("emoji", "😀 👍🏽", None),
    ("spaces around", "  två före, två efter  ", None),
    ("line break", "rad 1\nrad 2", None),
    ("tab", "a\tb", None),
    ("markup", '<b> & "citat" \'x\' ]]> &amp;', None),
    ("zeros before", "0071", "@"),
    ("digits as text", "1234,50", "@"),
    ("formula as text", "=1+1", "@"),
    ("escape as text", "_x0041_", "@"),
    ("whole", 42, None),
    ("zero", 0, None),
    ("negative", -17, None),
    ("decimals", 1234.56, "#,##0.00"),
    ("many decimals", 0.1 + 0.2, None),
    ("two decimals", 639.3, "0.00"),
    ("1e15", 1e15, None),
    ("long", 123456789012345, "0"),
    ("tiny", 1.5e-10, "0.00E+00"),
    ("large", -2.5e30, None),
    ("percent", 0.125, "0.0%"),
    ("currency", -639.3, '#,##0.00\\ "kr"'),
    ("thousands", 1234567, "#,##0,"),
    ("negative in red", -5, "0;[Red]-0"),
    ("date", datetime.date(2023, 11, 30), "yyyy-mm-dd"),
    ("date of the system", datetime.date(2024, 2, 29), "mm-dd-yy"),
    ("date and time", datetime.datetime(2023, 11, 30, 13, 45, 30), "yyyy-mm-dd hh:mm:ss"),
    ("with milliseconds", datetime.datetime(2023, 11, 30, 13, 45, 30, 250000), "yyyy-mm-dd hh:mm:ss.000"),
    ("old date", datetime.date(1901, 1, 1), "yyyy-mm-dd"),
    ("month", datetime.date(2023, 11, 1), "mmm yyyy"),
    ("time of day", datetime.time(6, 30), "hh:mm"),
    ("time of day in seconds", datetime.time(23, 59, 59), "hh:mm:ss"),
    ("duration", datetime.timedelta(hours=36, minutes=15), "[h]:mm"),
    ("duration in seconds", datetime.timedelta(hours=100, seconds=1), "[h]:mm:ss"),
    ("true", True, None),
    ("false", False, None),
]

FORMULAS = [
    ("number", "=40+2", None),
    ("decimals", "=1/3", None),
    ("text", '="a"&"å"', None),
    ("empty text", '=""', None),
    ("true", "=1=1", None),
    ("false", "=1=2", None),
    ("date", "=DATE(2023,11,30)", "yyyy-mm-dd"),
    ("duration", "=1.5", "[h]:mm"),
    ("#DIV/0!", "=1/0", None),
    ("#N/A", "=NA()", None),
    ("#VALUE!", '="a"+1', None),
    ("#NAME?", "=FINNSINTE(1)", None),
    ("#NUM!", "=10^400", None),
    ("of another sheet", "='Värden'!B13*2", None),
]


def write(sheet, rows):
    """Writes what each value is to column A, and the value to column B."""
    sheet.append(["Fall", "Värde"])
    for number, (label, value, number_format) in enumerate(rows, start=2):
        sheet.cell(number, 1, label).data_type = "s"
        cell = sheet.cell(number, 2, value)
        if number_format == "@":
            cell.data_type = "s"
        if number_format:
            cell.number_format = number_format


def shape(sheet):
    """Writes gaps, merged ranges, hidden rows and columns."""
    for address in ("B2", "E2", "C4", "D4", "A6", "D6", "B7", "C9", "AA12", "A40"):
        sheet[address] = address
    sheet.merge_cells("B2:C3")
    sheet.merge_cells("E2:E3")
    sheet.row_dimensions[6].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["F7"].number_format = "0.00"  # a cell with a format only


book = openpyxl.Workbook()
values = book.active
values.title = "Värden"
write(values, VALUES)
write(book.create_sheet("Formler"), FORMULAS)
shape(book.create_sheet("Form & mått"))
hidden = book.create_sheet("Gömd")
hidden["A1"] = "hemligt"
hidden.sheet_state = "hidden"
book.create_sheet("Tom")
book.save(sys.argv[1])
