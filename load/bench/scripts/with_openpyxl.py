"""Loads a ledger with openpyxl's read-only mode, which holds one row at a time, and one insert of CSV over HTTP.

Arguments: the workbook, the table. The environment has WAREHOUSE_URL, WAREHOUSE_USER and WAREHOUSE_PASSWORD.
"""
import csv
import io
import os
import sys
import urllib.parse
import urllib.request

import openpyxl

headings = ["Period", "Konto", "Ansvar", "Projekt", "Verksamhet", "Motpart", "Verifikat", "Datum", "Belopp"]

sheet = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
rows = sheet.iter_rows(values_only=True)
first = next(rows)
period, account, organisation, project, activity, counterpart, voucher, posted, amount = (first.index(h) for h in headings)
body = io.StringIO()
writer = csv.writer(body)
for row in rows:
    writer.writerow((
        int(row[period]), row[account], row[organisation], row[project], row[activity], row[counterpart],
        int(row[voucher]), row[posted].date().isoformat(), f"{row[amount]:.2f}",
    ))

names = "period, account, organisation, project, activity, counterpart, voucher, posted_on, amount"
query = urllib.parse.urlencode({"query": f"INSERT INTO {sys.argv[2]} ({names}) FORMAT CSV"})
request = urllib.request.Request(os.environ["WAREHOUSE_URL"] + "?" + query, data=body.getvalue().encode(), headers={
    "X-ClickHouse-User": os.environ["WAREHOUSE_USER"], "X-ClickHouse-Key": os.environ["WAREHOUSE_PASSWORD"],
})
urllib.request.urlopen(request).read()
