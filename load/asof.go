package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/load/engine/lexer"
)

// Every view has a twin that shows what it showed at a time: kpi_monthly_as_of(at = '2023-12-01 08:00:00') is
// kpi_monthly with every view that it reads replaced by that one's twin. Both are made from the same file, in which
// such a comment as
//
//	FROM publications AS p /* as of: WHERE p.published_at <= {at} */
//
// holds what the twin alone says.

// asOfSuffix ends the names of the twins.
const asOfSuffix = "_as_of"

// atParameter is how a twin refers to its time, in UTC.
const atParameter = "{at:DateTime64(6, 'UTC')}"

var (
	// asOfComment is what only the twin says.
	asOfComment = regexp.MustCompile(`(?s)/\* as of: (.*?) \*/`)
	// viewHeader begins the statement of a view.
	viewHeader = regexp.MustCompile(`(?m)^CREATE OR REPLACE VIEW (\w+) AS$`)
	// viewComment ends it.
	viewComment = regexp.MustCompile(`\nCOMMENT '(.*)'\s*$`)
)

// viewNames are the names of all views. Their files are called like them, with a number in front.
var viewNames = sync.OnceValue(func() map[string]bool {
	names := make(map[string]bool)
	entries, err := fs.ReadDir(views, "views")
	if err != nil {
		panic(err) // they are part of the program
	}
	for _, entry := range entries {
		_, name, _ := strings.Cut(strings.TrimSuffix(entry.Name(), ".sql"), "_")
		names[name] = true
	}
	return names
})

// AsOf rewrites a statement so that it shows what it would have shown at that time: each view after FROM or JOIN is
// replaced by its twin. rewritten is false when the statement reads no view there, so that it would show the present.
func AsOf(sql string, at time.Time) (statement string, rewritten bool) {
	return readTwins(sql, quoteText(sqlTime(at)))
}

// Past reads the warehouse as it was at a time. It is safe for concurrent use.
type Past struct {
	warehouse *Warehouse
	at        time.Time
}

// At returns the warehouse as it was at a time.
func (w *Warehouse) At(at time.Time) *Past { return &Past{w, at} }

// ErrPresent says that a statement reads no view after FROM or JOIN, so that it would show the present.
var ErrPresent = errors.New("the statement reads no view after FROM or JOIN, and only views show the past")

// Query runs a statement on the views as they were. The statement must read one, see ErrPresent.
func (p *Past) Query(ctx context.Context, sql string, args ...any) (driver.Rows, error) {
	statement, rewritten := AsOf(sql, p.at)
	if !rewritten {
		return nil, ErrPresent
	}
	return p.warehouse.conn.Query(ctx, statement, args...)
}

// twin is the statement that creates the twin of a view.
func twin(sql string) string {
	sql = asOfComment.ReplaceAllString(sql, "$1")
	sql, _ = readTwins(sql, atParameter)
	sql = strings.ReplaceAll(sql, "{at}", atParameter)
	sql = viewComment.ReplaceAllString(sql, "\nCOMMENT '$1; as it was at a time (at, in UTC)'")
	return viewHeader.ReplaceAllString(sql, "CREATE OR REPLACE VIEW ${1}"+asOfSuffix+" AS")
}

// readTwins replaces the views that a statement reads by their twins at a time, which is written in SQL.
func readTwins(sql, at string) (statement string, rewritten bool) {
	tokens := lexer.All(sql)
	var out strings.Builder
	written := 0
	for i := range tokens {
		if !tokens[i].Is("FROM") && !tokens[i].Is("JOIN") {
			continue
		}
		view, following := relation(tokens[i+1:])
		if !viewNames()[view.Text] {
			continue
		}
		fmt.Fprintf(&out, "%s%s(at = %s)", sql[written:view.End], asOfSuffix, at)
		if !named(following) {
			out.WriteString(" AS " + view.Text)
		}
		written = view.End
	}
	return out.String() + sql[written:], written > 0
}

// relation returns the name at the beginning, without its database, and what follows it.
func relation(tokens []lexer.Token) (name lexer.Token, following []lexer.Token) {
	switch {
	case len(tokens) > 2 && tokens[1].Text == ".":
		return tokens[2], tokens[3:]
	case len(tokens) > 0:
		return tokens[0], tokens[1:]
	}
	return name, nil
}

// named tells whether what follows a table gives it a name.
func named(following []lexer.Token) bool {
	if len(following) == 0 {
		return false
	}
	next := following[0]
	return isName(next.Text) && !slices.ContainsFunc(clauses, next.Is)
}

// clauses are the words that may follow a table without a name.
var clauses = strings.Fields(`ALL ANTI ANY ARRAY ASOF CROSS EXCEPT FINAL FORMAT FULL GLOBAL GROUP HAVING INNER INTERSECT INTO JOIN
	LEFT LIMIT NATURAL OFFSET ON ORDER PASTE PREWHERE QUALIFY RIGHT SAMPLE SEMI SETTINGS UNION USING WHERE WINDOW`)

func isName(token string) bool {
	return token[0] == '`' || token[0] == '"' || token[0] == '_' || token[0]|0x20 >= 'a' && token[0]|0x20 <= 'z'
}
