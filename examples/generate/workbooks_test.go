package main

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// rows reads a sheet of a committed workbook as it is stored.
func rows(t *testing.T, workbook, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(filepath.Join(home, "inbox", filepath.FromSlash(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// stored reads a number in units of its last decimal, whether it is a number or text in Swedish.
func stored(t *testing.T, text string, decimals int) int64 {
	t.Helper()
	text = strings.NewReplacer(noBreakSpace, "", narrowBreakSpace, "", " ", "", ",", ".", minusSign, "-").Replace(text)
	if rest, ok := strings.CutSuffix(text, "-"); ok {
		text = "-" + rest
	}
	integer, fraction, _ := strings.Cut(text, ".")
	for len(fraction) < decimals {
		fraction += "0"
	}
	n, err := strconv.ParseInt(integer+fraction[:decimals], 10, 64)
	if err != nil || strings.Trim(fraction[decimals:], "0") != "" {
		t.Fatalf("%q is no number with %d decimals", text, decimals)
	}
	return n
}

// thousands rounds öre to tkr, half away from zero.
func thousands(o ore) int64 {
	if o < 0 {
		return -thousands(-o)
	}
	return int64((o + tkr/2) / tkr)
}

// books holds the sums of a ledger's workbook.
type books struct {
	transactions int
	costs        map[string]ore // by account
	development  ore
	results      map[string]ore // by branch and area
	periods      map[string]ore
	vouchers     map[string]ore
}

// readLedger sums the transactions of January to November straight from the workbook.
func readLedger(t *testing.T, year string) books {
	t.Helper()
	b := books{costs: map[string]ore{}, results: map[string]ore{}, periods: map[string]ore{}, vouchers: map[string]ore{}}
	areas := map[string]string{}
	for a, list := range units {
		for _, u := range list {
			areas[u.code] = areaNames[a]
		}
	}
	for _, row := range rows(t, "ekonomi/huvudbok_"+year+".xlsx", "Transaktioner") {
		if len(row) < 11 || !strings.HasPrefix(row[0], year) {
			continue
		}
		b.transactions++
		account, amount := row[1], ore(stored(t, row[10], 2))
		b.periods[row[0]] += amount
		b.vouchers[row[0]+row[7]] += amount
		if account < "3" || row[0] > year+"11" {
			continue
		}
		name := branchNames[administration]
		if strings.HasPrefix(row[3], "2") {
			name = branchNames[development]
		}
		b.results[name+"/"+areas[row[2]]] -= amount
		if account >= "4" {
			b.costs[account] += amount
			if name == branchNames[development] {
				b.development += amount
			}
		}
	}
	return b
}

// group sums the costs of a group's accounts.
func (b books) group(list []account) (sum ore) {
	for _, a := range list {
		sum += b.costs[a.code]
	}
	return sum
}

func TestLedgers(t *testing.T) {
	f, err := readFigures(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	transactions := 0
	for _, year := range []int{2022, 2023} {
		column := "Utfall ack " + strconv.Itoa(year)
		b := readLedger(t, strconv.Itoa(year))
		transactions += b.transactions
		var costs, result ore
		for _, amount := range b.costs {
			costs += amount
		}
		for _, amount := range b.results {
			result += amount
		}
		it, _ := groupAccounts(itServices, year)
		for row, amount := range map[string]ore{
			rowCosts:       costs,
			rowPersonnel:   b.group(accounts[personnel]),
			rowConsultants: b.group(accounts[consultants]),
			rowIT:          b.group(it),
			rowDevelopment: b.development,
			rowResult:      result,
		} {
			if got, want := thousands(amount), f.whole("ekonomi", row, column); got != want {
				t.Errorf("%s %s: got %d tkr, want %d", row, column, got, want)
			}
		}
		for key, sums := range map[string]map[string]ore{"period": b.periods, "voucher": b.vouchers} {
			for name, sum := range sums {
				if sum != 0 {
					t.Errorf("%s %s sums to %d öre, not to zero", key, name, sum)
				}
			}
		}
	}
	if transactions < 60_000 {
		t.Errorf("the ledgers have %d transactions", transactions)
	}
	if err := f.err(); err != nil {
		t.Error(err)
	}
}

// Every printed part of the result rounds to its figure. The sum of all is rounded from unrounded parts, and the printed
// parts add up to another figure.
func TestResultByArea(t *testing.T) {
	const column = "Ack utfall perioden 2023"
	f, err := readFigures(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	b := readLedger(t, "2023")
	var sum ore
	var printed int64
	for _, branch := range branchNames {
		var own ore
		for name, amount := range b.results {
			if !strings.HasPrefix(name, branch+"/") {
				continue
			}
			own += amount
			if got, want := thousands(amount), f.whole("resultat", name, column); got != want {
				t.Errorf("%s: got %d tkr, want %d", name, got, want)
			}
		}
		if got, want := thousands(own), f.whole("resultat", branch+"/Summa "+branch, column); got != want {
			t.Errorf("%s: got %d tkr, want %d", branch, got, want)
		}
		sum += own
		printed += thousands(own)
	}
	want := f.whole("resultat", "Resultat", column)
	if got := thousands(sum); got != want {
		t.Errorf("result: got %d tkr, want %d", got, want)
	}
	if printed == want {
		t.Errorf("the printed parts add up to %d, so that the sample does not show that sums are rounded once", printed)
	}
	if err := f.err(); err != nil {
		t.Error(err)
	}
}

func TestPayroll(t *testing.T) {
	f, err := readFigures(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, year := range []string{"2022", "2023"} {
		var scheduled, sick, worked int64 // in hundredths of an hour
		for _, row := range rows(t, "hr/lon_"+year+"-11.xlsx", "Tidutfall") {
			if len(row) < 8 || row[3] != "Månadsavlönad" && row[3] != "Timavlönad" {
				continue
			}
			worked += stored(t, row[6], 2)
			if row[3] == "Månadsavlönad" {
				scheduled += stored(t, row[5], 2)
				sick += stored(t, row[7], 2)
			}
		}
		column := "Utfall Nov " + year
		if got, want := (sick*2000/scheduled+1)/2, f.scaled("hr", "Sjukfrånvaro", column, 1); got != want {
			t.Errorf("Sjukfrånvaro %s: got %d tenths of a percent, want %d", column, got, want)
		}
		if got, want := (worked*2/(10*hoursOfFullTime)+1)/2, f.scaled("hr", "Månadsarbetare", column, 1); got != want {
			t.Errorf("Månadsarbetare %s: got %d tenths, want %d", column, got, want)
		}
	}
	if err := f.err(); err != nil {
		t.Error(err)
	}
}

func TestVolumes(t *testing.T) {
	f, err := readFigures(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range departments {
		for _, i := range d.items {
			months := map[string]int64{} // year and number of the month
			for _, row := range rows(t, "volymer/volymer_"+d.file+".xlsx", i.name) {
				if len(row) < 4 || row[0] == "" || row[2] == "År" {
					continue
				}
				for m, cell := range row[3:min(len(row), 15)] {
					if cell != "" {
						months[row[2]+" "+strconv.Itoa(m+1)] += stored(t, cell, i.decimals)
					}
				}
			}
			checkVolume(t, f, i, months)
		}
	}
	if err := f.err(); err != nil {
		t.Error(err)
	}
}

// checkVolume compares the sums of a count, or the levels of a stock, with the report.
func checkVolume(t *testing.T, f *figures, i item, months map[string]int64) {
	t.Helper()
	check := func(table, column string, got int64) {
		t.Helper()
		if want := f.whole(table, i.name, column); got != want {
			t.Errorf("%s %s: got %d, want %d", i.name, column, got, want)
		}
	}
	if i.stock {
		half, scale := int64(0), int64(1)
		if i.decimals == 1 {
			half, scale = 5, 10
		}
		check("indikator_tertial", "Utfall T3 2022", (months["2022 12"]+half)/scale)
		check("indikator_tertial", "Utfall T3 2023", (months["2023 11"]+half)/scale)
		return
	}
	var sums [2]int64
	for m := 1; m <= 11; m++ {
		sums[0] += months["2022 "+strconv.Itoa(m)]
		sums[1] += months["2023 "+strconv.Itoa(m)]
	}
	check("indikator_manad", "Utfall Nov 2022", sums[0])
	check("indikator_manad", "Utfall Nov 2023", sums[1])
	check("indikator_manad", "R12 Utfall Nov 2023", sums[1]+months["2022 12"])
}
