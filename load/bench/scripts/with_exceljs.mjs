// Loads a ledger with exceljs's streaming reader and @clickhouse/client, in batches of JSON.
//
// Arguments: the workbook, the table. The environment has WAREHOUSE_URL, WAREHOUSE_USER and WAREHOUSE_PASSWORD.
import { createClient } from "@clickhouse/client";
import ExcelJS from "exceljs";

const headings = {
  Period: "period", Konto: "account", Ansvar: "organisation", Projekt: "project", Verksamhet: "activity",
  Motpart: "counterpart", Verifikat: "voucher", Datum: "posted_on", Belopp: "amount",
};
const batchRows = 20_000;

const client = createClient({
  url: process.env.WAREHOUSE_URL, username: process.env.WAREHOUSE_USER, password: process.env.WAREHOUSE_PASSWORD,
});
const reader = new ExcelJS.stream.xlsx.WorkbookReader(process.argv[2], {
  worksheets: "emit", sharedStrings: "cache", styles: "cache", hyperlinks: "ignore",
});
let batch = [];
const send = async () => {
  await client.insert({ table: process.argv[3], values: batch, format: "JSONEachRow" });
  batch = [];
};
for await (const sheet of reader) {
  let columns;
  for await (const row of sheet) {
    if (!columns) {
      columns = row.values.map((heading) => headings[heading]);
      continue;
    }
    const record = {};
    columns.forEach((name, i) => {
      const value = row.values[i];
      if (name === "posted_on") record[name] = value.toISOString().slice(0, 10);
      else if (name === "voucher") record[name] = String(value);
      else if (name === "amount") record[name] = value.toFixed(2);
      else if (name) record[name] = value;
    });
    batch.push(record);
    if (batch.length === batchRows) await send();
  }
}
if (batch.length > 0) await send();
await client.close();
