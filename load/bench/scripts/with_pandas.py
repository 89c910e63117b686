"""Loads a ledger as an analyst does it with pandas: read_excel, and one insert of CSV over HTTP.

Arguments: the workbook, the table. The environment has WAREHOUSE_URL, WAREHOUSE_USER and WAREHOUSE_PASSWORD.
"""
import os
import sys
import urllib.parse
import urllib.request

import pandas

columns = {
    "Period": "period", "Konto": "account", "Ansvar": "organisation", "Projekt": "project", "Verksamhet": "activity",
    "Motpart": "counterpart", "Verifikat": "voucher", "Datum": "posted_on", "Belopp": "amount",
}
texts = ["Konto", "Ansvar", "Projekt", "Verksamhet", "Motpart", "Verifikat"]

frame = pandas.read_excel(sys.argv[1], usecols=list(columns), dtype={name: str for name in texts})
frame = frame[list(columns)].rename(columns=columns)
frame["period"] = frame["period"].astype("int64")
body = frame.to_csv(index=False, date_format="%Y-%m-%d", float_format="%.2f").encode()

query = urllib.parse.urlencode({"query": f"INSERT INTO {sys.argv[2]} FORMAT CSVWithNames"})
request = urllib.request.Request(os.environ["WAREHOUSE_URL"] + "?" + query, data=body, headers={
    "X-ClickHouse-User": os.environ["WAREHOUSE_USER"], "X-ClickHouse-Key": os.environ["WAREHOUSE_PASSWORD"],
})
urllib.request.urlopen(request).read()
