// Command generate makes the workbooks of the sample organisation: the exports of its departments, in the layouts and
// with the flaws that such exports have. It takes the figures that the finished reports print from the golden files and
// breaks them down into rows, with a fixed seed, so that the same golden files always give the same bytes. It also makes the
// workbook of docs/tutorial.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", "examples/intraservice/inbox", "folder for the departments' workbooks")
	faulty := flag.String("faulty", "", "folder for the faulty workbooks (default: faulty, beside the inbox)")
	tutorial := flag.String("tutorial", "examples/tutorial", "folder for the workbook of the tutorial")
	golden := flag.String("golden", "examples/golden", "folder with the golden files of the reports")
	flag.Parse()
	if *faulty == "" {
		*faulty = filepath.Join(filepath.Dir(filepath.Clean(*out)), "faulty")
	}
	if err := errors.Join(generate(*golden, *out, *faulty), saveAll(*tutorial, tutorialBooks())); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// workbook is one file to be made; its name is relative to the folder that it goes to.
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
	for _, books := range []func(*figures) []workbook{
		dimensionBooks, ledgerBooks, planBooks, payrollBooks, volumeBooks, surveyBooks, ticketBooks, targetBooks,
		serviceCostBooks, allocationBooks, statusBooks,
	} {
		all = append(all, books(f)...)
	}
	if err := f.err(); err != nil {
		return err
	}
	return errors.Join(saveAll(inbox, all), saveAll(faulty, faultyBooks()))
}

// saveAll writes workbooks below a folder.
func saveAll(folder string, books []workbook) error {
	for _, w := range books {
		if err := w.book.save(filepath.Join(folder, filepath.FromSlash(w.name))); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
	}
	return nil
}
