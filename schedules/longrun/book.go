package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/period"
)

// fault is what is wrong with a workbook.
type fault int

// The faults of workbooks. The last three make the delivery be refused.
const (
	clean      fault = iota
	strayRows        // a few rows have a code that nobody knows
	manyStray        // too many rows have one
	wrongTotal       // the total is not the sum of the rows
	cutOff           // the end of the file is missing
)

// refused tells whether nothing of a workbook with the fault is loaded.
func (f fault) refused() bool { return f >= manyStray }

// book is a workbook of a department, which rows make up the same each time.
type book struct {
	job     job
	period  period.Period // of a budget the year, as 202400
	version int
	fault   fault
}

// row is a row of a workbook. Amounts are in hundredths.
type row struct {
	period    period.Period
	account   string
	unit      string
	customer  string
	item      string
	person    string
	amount    int64
	scheduled int64
	stray     bool // it has a code that nobody knows
}

// place is what a delivery is the newest of: the file, and the source that it is for the warehouse.
func (b book) place() string {
	if b.job.kind == budget {
		return fmt.Sprintf("%s/%s_%d.xlsx", b.job.name, b.job.name, b.period.Year())
	}
	return fmt.Sprintf("%s/%s_%d.xlsx", b.job.name, b.job.name, b.period)
}

// rows makes the rows up.
func (b book) rows() []row {
	r := rand.New(rand.NewPCG(uint64(b.job.n)<<32|uint64(b.period), uint64(b.version)<<8|uint64(b.job.kind[0])))
	var list []row
	switch b.job.kind {
	case ledger:
		list = b.postings(r)
	case volume:
		list = b.counts(r)
	case budget:
		list = b.plan(r)
	case payroll:
		list = b.hours(r)
	}
	stray := 0
	switch b.fault {
	case strayRows:
		stray = 2
	case manyStray:
		stray = len(list) / 10
	}
	for i := range stray {
		place := &list[i*len(list)/stray]
		place.stray = true
		if b.job.kind == volume {
			place.customer = unknownCode
		} else {
			place.unit = unknownCode
		}
	}
	return list
}

// unit picks a unit: a department has two of each area.
func (b book) unit(r *rand.Rand) string { return unit(r.IntN(len(areas)), b.job.n+r.IntN(2)) }

func (b book) postings(r *rand.Rand) []row {
	list := make([]row, 120+r.IntN(160))
	early := r.IntN(6) == 0 // it posts on the new account, whether or not the chart has it
	for i := range list {
		account := [...]string{"3010", "3020", "4010", "4010", "5010", "5010", "6010"}[r.IntN(7)]
		amount := r.Int64N(10_000_000)
		if posts(account, "income") {
			amount *= -3
		}
		if early && i%50 == 7 {
			account = newAccount
		}
		list[i] = row{period: b.period, account: account, unit: b.unit(r), amount: amount}
	}
	return list
}

func (b book) counts(r *rand.Rand) []row {
	list := make([]row, 60+r.IntN(60))
	for i := range list {
		list[i] = row{period: b.period, item: [2]string{"letters", "parcels"}[i%2], customer: customer(b.job.n + i/2), amount: r.Int64N(500_000)}
	}
	return list
}

func (b book) plan(r *rand.Rand) []row {
	var list []row
	for month := 1; month <= 12; month++ {
		for range 20 {
			amount := r.Int64N(10_000_000)
			account := [...]string{"3010", "4010", "5010", "6010"}[r.IntN(4)]
			if account == "3010" {
				amount *= -3
			}
			list = append(list, row{period: period.New(b.period.Year(), month), account: account, unit: b.unit(r), amount: amount})
		}
	}
	return list
}

// staff is how many people a payroll is of.
const staff = 48

func (b book) hours(r *rand.Rand) []row {
	list := make([]row, staff)
	for i := range list {
		list[i] = row{
			period: b.period, person: person(b.job.n*staff + i), unit: unit(i%len(areas), b.job.n),
			amount: r.Int64N(4000), scheduled: 16_500,
		}
	}
	return list
}

// person is a personal identity number that is never given to anybody: its serial is one of 980 to 999.
func person(n int) string {
	const serials = 20
	born := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n/serials)
	digits := fmt.Sprintf("%s%03d", born.Format("060102"), 980+n%serials)
	sum := 0
	for i, d := range digits {
		v := int(d-'0') * (2 - i%2)
		sum += v/10 + v%10
	}
	return fmt.Sprintf("19%s%d", digits, (10-sum%10)%10)
}

// headings are those of the kinds of workbooks; the sum stands in the column Amount.
var headings = map[kind][]any{
	ledger:  {"Account", "Unit", "Voucher", "Amount"},
	volume:  {"Item", "Customer", "Amount"},
	budget:  {"Account", "Period", "Unit", "Amount"},
	payroll: {"Person", "Unit", "Scheduled", "Worked", "Amount"},
}

// cells are the cells of a row, in the order of the headings.
func (b book) cells(i int, r row) []any {
	switch b.job.kind {
	case ledger:
		return []any{r.account, r.unit, fmt.Sprintf("V%d-%d", b.version, i), number(r.amount)}
	case volume:
		return []any{r.item, r.customer, number(r.amount)}
	case budget:
		return []any{r.account, int(r.period), r.unit, number(r.amount)}
	}
	return []any{r.person, r.unit, number(r.scheduled), number(r.scheduled - r.amount), number(r.amount)}
}

// number is an amount as a workbook stores it.
func number(hundredths int64) float64 { return float64(hundredths) / 100 }

// write writes the workbook into the inbox, as of a time.
func (b book) write(inbox string, at time.Time) error {
	var total int64
	lines := [][]any{headings[b.job.kind]}
	for i, r := range b.rows() {
		total += r.amount
		lines = append(lines, b.cells(i, r))
	}
	if b.fault == wrongTotal {
		total++
	}
	last := make([]any, len(lines[0]))
	last[0], last[len(last)-1] = "Total", number(total)
	path := filepath.Join(inbox, filepath.FromSlash(b.place()))
	if err := writeWorkbook(path, append(lines, last)); err != nil {
		return err
	}
	if b.fault == cutOff {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if err := os.Truncate(path, info.Size()*2/3); err != nil {
			return err
		}
	}
	return os.Chtimes(path, at, at)
}

// writeWorkbook writes rows to the sheet Data of a new workbook.
func writeWorkbook(path string, lines [][]any) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close() // its temporary files only
	if err := f.SetSheetName("Sheet1", "Data"); err != nil {
		return err
	}
	stream, err := f.NewStreamWriter("Data")
	if err != nil {
		return err
	}
	for i, line := range lines {
		if err := stream.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return f.SaveAs(path)
}
