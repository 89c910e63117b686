// Command generate makes the workbooks of the sample organisation: the exports of its departments, in the layouts and
// with the flaws that such exports have. It takes the figures that the finished reports print from the golden files and
// breaks them down into rows, with a fixed seed, so that the same golden files always give the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", "examples/intraservice/inbox", "folder for the departments' workbooks")
	faulty := flag.String("faulty", "", "folder for the faulty workbook (default: faulty, beside the inbox)")
	golden := flag.String("golden", "examples/golden", "folder with the golden files of the reports")
	flag.Parse()
	if *faulty == "" {
		*faulty = filepath.Join(filepath.Dir(filepath.Clean(*out)), "faulty")
	}
	if err := generate(*golden, *out, *faulty); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// workbook is one file to be made; its name is relative to the inbox.
type workbook struct {
	name string
	book *book
}

// generate writes every workbook of the sample.
func generate(golden, inbox, faulty string) error {
	f, err := readFigures(golden)
	if err != nil {
		return err
	}
	var all []workbook
	for _, make := range []func(*figures) []workbook{
		dimensionBooks, ledgerBooks, planBooks, payrollBooks, volumeBooks, surveyBooks, ticketBooks, targetBooks,
		serviceCostBooks, allocationBooks, statusBooks,
	} {
		all = append(all, make(f)...)
	}
	if err := f.err(); err != nil {
		return err
	}
	for _, w := range all {
		if err := w.book.save(filepath.Join(inbox, filepath.FromSlash(w.name))); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
	}
	return faultyBook().save(filepath.Join(faulty, faultyName))
}
