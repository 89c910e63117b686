// Package shell asks the warehouse in SQL: a statement, a text of several, or a conversation on a terminal with history,
// completion and a pager. It only reads, and through the connection that it is given.
//
// A Shell is not safe for concurrent use.
package shell

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/load/engine/lexer"
	"nyckeltal/report/rows"
)

// Question is a statement with what it is asked with.
type Question struct {
	SQL string
	// Params are the values of placeholders such as {name:Type}.
	Params map[string]string
	// At is the time that the views show; the zero time is the present.
	At time.Time
}

// Warehouse is what is asked. When the context ends, so does the statement.
type Warehouse interface {
	// Query runs a statement that reads and returns its rows, which the caller closes.
	Query(ctx context.Context, q Question) (driver.Rows, error)
	// Export runs a statement that reads and writes its result in a format of ClickHouse's.
	Export(ctx context.Context, q Question, format string, to io.Writer) error
	// Time reads a time as people give it.
	Time(ctx context.Context, text string) (time.Time, error)
}

// Shell asks a warehouse.
type Shell struct {
	Warehouse Warehouse
	// Out gets results, Err everything else.
	Out, Err io.Writer
	// Terminal is true when Out is a terminal.
	Terminal bool
	// Format is one of rows.Names or a format of ClickHouse's.
	Format string
	Params map[string]string

	at     time.Time // that the views show; zero for the present
	asOf   string    // at as it was asked for
	file   *os.File  // that results go to instead of Out; nil for none
	paging bool      // results that do not fit on the terminal go through a pager
	words  *vocabulary
}

// limit is how many rows a table on a terminal shows: they must be held to align them, and nobody reads more.
const limit = 10_000

// AsOf has later statements show what the views showed at a time; "" is the present.
func (s *Shell) AsOf(ctx context.Context, text string) (err error) {
	var at time.Time
	if text != "" {
		if at, err = s.Warehouse.Time(ctx, text); err != nil {
			return err
		}
	}
	s.at, s.asOf = at, text
	return nil
}

// outcome says what came of a statement.
type outcome struct {
	rows    int // -1 when they are not known, since the server wrote them
	cut     bool
	elapsed time.Duration
}

// Run runs one statement and writes its result. What the warehouse refuses is a *Failure.
func (s *Shell) Run(ctx context.Context, sql string) error {
	_, err := s.run(ctx, sql)
	return err
}

func (s *Shell) run(ctx context.Context, sql string) (outcome, error) {
	begin := time.Now()
	q := Question{SQL: sql, Params: paramsOf(sql, s.Params), At: s.at}
	format, native, err := s.formatOf(sql)
	if err != nil {
		return outcome{}, err
	}
	to, err := s.target(format.Name)
	if err != nil {
		return outcome{}, err
	}
	done := outcome{rows: -1}
	if native {
		err = s.Warehouse.Export(ctx, q, format.Name, to)
	} else {
		done, err = s.table(ctx, q, format, to)
	}
	if closeErr := to.Close(); err == nil {
		err = closeErr
	}
	done.elapsed = time.Since(begin)
	return done, s.failure(ctx, q, err)
}

// formatOf returns the format of the result; native is true of one that the server writes. What the statement names itself
// goes before.
func (s *Shell) formatOf(sql string) (f rows.Format, native bool, err error) {
	if name := lexer.Format(sql); name != "" {
		return rows.Format{Name: name}, true, nil
	}
	if f, ok := rows.Find(s.Format); ok {
		return f, false, nil
	}
	if err := CheckFormat(s.Format); err != nil {
		return f, false, err
	}
	return rows.Format{Name: s.Format}, true, nil
}

// table writes the rows in one of our own formats.
func (s *Shell) table(ctx context.Context, q Question, format rows.Format, to io.Writer) (outcome, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	result, err := s.Warehouse.Query(ctx, q)
	if err != nil {
		return outcome{}, err
	}
	defer func() {
		cancel() // or Close would read the rows that are left
		_ = result.Close()
	}()
	style := rows.Style{}
	if s.paging && s.file == nil {
		style.Dim = colours()
		if format.Aligned {
			style.Limit = limit
		}
	}
	n, err := format.Write(to, result, style)
	return outcome{rows: n, cut: style.Limit > 0 && n == style.Limit}, err
}
