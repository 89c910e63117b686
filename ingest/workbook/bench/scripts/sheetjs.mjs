// Reads every cell with SheetJS, in its faster and smaller dense mode: it holds the whole workbook. Argument: the workbook.
import XLSX from "xlsx";

const book = XLSX.readFile(process.argv[2], { dense: true });
const sheet = book.Sheets[book.SheetNames[0]];
const rows = (sheet["!data"] ?? sheet).length;
if (!(rows > 1)) throw new Error("there are no rows");
