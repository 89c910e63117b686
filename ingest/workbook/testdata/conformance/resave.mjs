// Saves the workbook that is named with SheetJS in the formats that LibreOffice does not write.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, source, target] = process.argv.slice(2);
const XLSX = createRequire(modules + '/')('xlsx');
const book = XLSX.readFile(source, { cellNF: true, cellStyles: true });

// SheetJS does not take the hidden rows and columns over from the file that it reads.
const form = book.Sheets['Form & mått'];
form['!rows'] = [];
form['!rows'][5] = form['!rows'][8] = { hidden: true };
form['!cols'] = [];
form['!cols'][3] = { hidden: true };

for (const [type, name] of [['xlsb', 'sheetjs.xlsb'], ['biff8', 'sheetjs-biff8.xls'], ['biff5', 'sheetjs-biff5.xls'],
  ['xlml', 'sheetjs-2003.xml']]) {
  XLSX.writeFile(book, join(target, name), { bookType: type, cellStyles: true });
}
