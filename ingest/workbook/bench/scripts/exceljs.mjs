// Reads every cell with exceljs's streaming reader. Argument: the workbook.
import ExcelJS from "exceljs";

const reader = new ExcelJS.stream.xlsx.WorkbookReader(process.argv[2], {
  worksheets: "emit", sharedStrings: "cache", styles: "cache", hyperlinks: "ignore",
});
let rows = 0;
for await (const sheet of reader) {
  for await (const row of sheet) {
    if (row.values.length > 0) rows++;
  }
}
if (rows < 2) throw new Error("there are no rows");
