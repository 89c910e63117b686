package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"nyckeltal/load"
)

// headings are the columns of the workbook that loop takes, in the order of those of the table.
var headings = []string{"Period", "Konto", "Ansvar", "Projekt", "Verksamhet", "Motpart", "Verifikat", "Datum", "Belopp"}

// loop loads a ledger as a plain program does it: row by row from excelize's streaming reader, which is told to give
// values as they are stored, into one batch of clickhouse-go.
func loop(ctx context.Context, workbook, table string) error {
	options, err := clickhouse.ParseDSN(strings.Replace(os.Getenv("WAREHOUSE_URL"), "http://", "http://user:password@", 1))
	if err != nil {
		return err
	}
	options.Auth = clickhouse.Auth{
		Database: load.DefaultDatabase, Username: os.Getenv("WAREHOUSE_USER"), Password: os.Getenv("WAREHOUSE_PASSWORD"),
	}
	conn, err := clickhouse.Open(options)
	if err != nil {
		return err
	}
	defer conn.Close()
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO "+table)
	if err != nil {
		return err
	}
	defer batch.Close()
	if err := appendRows(batch, workbook); err != nil {
		return err
	}
	return batch.Send()
}

func appendRows(batch driver.Batch, workbook string) error {
	f, err := excelize.OpenFile(workbook, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return err
	}
	var at map[string]int
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return err
		}
		if at == nil {
			at = places(cells)
			continue
		}
		if err := appendRow(batch, cells, at); err != nil {
			return err
		}
	}
	return rows.Error()
}

// places tells where the headings stand.
func places(cells []string) map[string]int {
	at := make(map[string]int)
	for i, text := range cells {
		at[text] = i
	}
	return at
}

func appendRow(batch driver.Batch, cells []string, at map[string]int) error {
	values := make([]any, len(headings))
	for i, heading := range headings {
		text := cells[at[heading]]
		switch heading {
		case "Period":
			n, err := strconv.ParseUint(text, 10, 32)
			if err != nil {
				return err
			}
			values[i] = uint32(n)
		case "Datum":
			serial, err := strconv.Atoi(text)
			if err != nil {
				return err
			}
			day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, serial)
			values[i] = &day
		case "Belopp":
			amount, err := decimal.NewFromString(text)
			if err != nil {
				return fmt.Errorf("amount %q: %w", text, err)
			}
			values[i] = amount
		default:
			values[i] = text
		}
	}
	return batch.Append(values...)
}
