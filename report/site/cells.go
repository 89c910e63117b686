package site

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Delivered is a delivered file as the warehouse knows it.
type Delivered struct {
	Load    uint64
	Job     string
	Dataset string
	File    string
	SHA256  string
}

// Originals shows delivered files. It is safe for concurrent use.
type Originals interface {
	// Around returns the part of a sheet around a row. It is a *HiddenError when it is not known which columns are private.
	Around(ctx context.Context, d Delivered, sheet string, row int) (*Grid, error)
	// Marked returns a copy of the workbook in which what would be refused now is marked; ErrNothingRefused when that is nothing.
	Marked(ctx context.Context, d Delivered) (name string, data []byte, err error)
	// Tell says in a language, sv or en, what is wrong with a cell and what was expected there, as the marked copy does. What it has no words
	// for stays English.
	Tell(language, reason, expected string) (toldReason, toldExpected string)
}

// ErrNothingRefused says that there is nothing to mark any more.
var ErrNothingRefused = errors.New("nothing would be refused any more")

// HiddenError says why a delivered file cannot be shown.
type HiddenError struct{ Why error }

func (e *HiddenError) Error() string { return fmt.Sprintf("the file cannot be shown: %v", e.Why) }

// Unwrap returns the reason.
func (e *HiddenError) Unwrap() error { return e.Why }

// Grid is a part of a sheet.
type Grid struct {
	Columns []string // letters
	Rows    []GridRow
}

// GridRow is a row of a sheet.
type GridRow struct {
	Number  int
	Heading bool
	Cells   []GridCell // as many as there are columns
}

// GridCell is a cell.
type GridCell struct {
	Ref    string // A1 address
	Text   string
	Number bool
	Hidden bool // it stands in a private column
}

// staff is the dataset whose rows are of single persons. Only admins may see it row by row, as in the warehouse's views.
const staff = "payroll"

// delivered finds the delivery that is asked for, and refuses rows of single persons.
func (p *page) delivered(ctx context.Context, w Warehouse) (Delivered, error) {
	load, err := strconv.ParseUint(p.request.FormValue("load"), 10, 64)
	if err != nil {
		return Delivered{}, errNotFound
	}
	found, err := query(ctx, w, func(rows driver.Rows) (d Delivered, err error) {
		return d, rows.Scan(&d.Load, &d.Job, &d.Dataset, &d.File, &d.SHA256)
	}, "SELECT load_id, job, dataset, file, delivery FROM deliveries WHERE load_id = ?", load)
	if err != nil {
		return Delivered{}, err
	}
	if len(found) != 1 {
		return Delivered{}, errNotFound
	}
	if found[0].Dataset == staff && !p.session.user.Role.covers(Admin) {
		return Delivered{}, &faultError{http.StatusForbidden, "Rows of single persons are shown to admins only."}
	}
	return found[0], nil
}

// cellsView is the page of cells.
type cellsView struct {
	Delivered
	Sheet, Cell string
	Row         int
	*Grid
}

// cells shows a cell of a delivered file with those around it.
func (s *Site) cells(p *page) error {
	row, err := strconv.Atoi(p.request.FormValue("row"))
	if err != nil || row < 1 {
		return errNotFound
	}
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	d, err := p.delivered(ctx, w)
	if err != nil {
		return err
	}
	view := cellsView{Delivered: d, Sheet: p.request.FormValue("sheet"), Cell: p.request.FormValue("cell"), Row: row}
	if view.Grid, err = s.Originals.Around(ctx, d, view.Sheet, row); err != nil {
		return p.hidden(err)
	}
	return p.show("cells", view.File, view)
}

// hidden logs why a file is not shown, and tells that it is not.
func (p *page) hidden(err error) error {
	if errors.Is(err, ErrNothingRefused) {
		return &faultError{http.StatusConflict, "Nothing of this file would be refused any more: run the job to take it in."}
	}
	if !errors.As(err, new(*HiddenError)) {
		return err
	}
	p.site.Log.Warn("a delivered file was not shown", "user", p.session.user.Name, "error", err)
	return &faultError{http.StatusConflict, "The file is not shown: it is not known which of its columns are private. The operator's log says why."}
}
