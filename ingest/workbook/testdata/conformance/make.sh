#!/usr/bin/env bash
# Makes the files of the conformance suite anew. Needs LibreOffice, python3 with openpyxl, node and npm.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 source.py "$work/libreoffice.xlsx"
for filter in "xlsx:Calc MS Excel 2007 XML" "xls:MS Excel 97" ods fods "csv:Text - txt - csv (StarCalc):44,34,76" \
    "html:HTML (StarCalc)"; do
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$filter" --outdir . "$work/libreoffice.xlsx"
done

npm install --silent --prefix "$work" xlsx@0.18.5
node resave.mjs "$work" libreoffice.xlsx .
