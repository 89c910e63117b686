package feedback

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// inPlace is the size in bytes of the largest workbook that is marked in place. A larger one would take gigabytes of
// memory; its copy holds the faulty rows only.
const inPlace = 4 << 20

// Mark writes the marked copy. An .xlsx without private columns comes back as it is, formats, formulas and other sheets
// included; from anything else a new workbook is made of the values. Private columns are empty in the copy. The error is
// ErrNoRejects, that of reading the delivery, or that of the context.
func (d *Delivery) Mark(ctx context.Context) (marked Marked, err error) {
	if len(d.Rejects) == 0 {
		return Marked{}, ErrNoRejects
	}
	defer func() { // excelize panics on some workbooks that our reader takes
		if p := recover(); p != nil {
			marked, err = Marked{}, d.failure(fmt.Errorf("writing it failed: %v", p))
		}
	}()
	file, err := d.copy(ctx)
	if err != nil {
		return Marked{}, d.failure(err)
	}
	defer file.Close() // its temporary files; the result is in memory
	if err := d.marks(file); err != nil {
		return Marked{}, d.failure(err)
	}
	var out bytes.Buffer
	if _, err := file.WriteTo(&out); err != nil {
		return Marked{}, d.failure(err)
	}
	listed := len(d.listed())
	return Marked{Name: d.markedName(), Data: out.Bytes(), Faults: listed, Left: d.Total - listed}, nil
}

// copy returns the workbook to be marked.
func (d *Delivery) copy(ctx context.Context) (*excelize.File, error) {
	if !d.private() && d.Book.Format().Kind == "xlsx" && d.Size <= inPlace {
		file, err := excelize.OpenReader(io.NewSectionReader(d.Content, 0, d.Size), excelize.Options{UnzipSizeLimit: 64 * inPlace, UnzipXMLSizeLimit: 64 * inPlace})
		if err == nil {
			return file, nil
		}
	}
	return d.rebuild(ctx)
}

// marks marks the faulty cells and lists them on the first sheet.
func (d *Delivery) marks(file *excelize.File) error {
	p := &pen{file: file, words: wordsOf(d.Language), filled: map[int]int{}}
	if err := p.clean(); err != nil {
		return err
	}
	notes := p.notes(d)
	for _, note := range notes {
		if err := p.mark(note); err != nil {
			return err
		}
	}
	return p.list(d, notes)
}

// markedName is the name of the copy.
func (d *Delivery) markedName() string {
	stem := strings.TrimSuffix(d.Name, filepath.Ext(d.Name))
	return stem + wordsOf(d.Language).suffix + ".xlsx"
}
