package load

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// Finding is something that is not as it must be.
type Finding struct {
	Kind    string `json:"kind"`    // rows, registry, table, control, part or measures
	Subject string `json:"subject"` // what is touched
	Detail  string `json:"detail"`
}

// The kinds of findings.
const (
	FindingRows     = "rows"     // a load has other rows than were published
	FindingRegistry = "registry" // the registry has lost rows
	FindingTable    = "table"    // a table is gone or cannot be read
	FindingControl  = "control"  // the control sums of a load are others than when it was loaded
	FindingPart     = "part"     // a part of a table does not have the bytes that were written
	FindingMeasures = "measures" // stored measures are others than the records give
)

// Verification is what Verify found.
type Verification struct {
	Tables   int       `json:"tables"` // whose bytes were checked
	Loads    int       `json:"loads"`  // whose control sums were computed anew
	Findings []Finding `json:"findings"`
	// Left are the loads that nobody sees and retention removes: it is no fault that they are there.
	Left     int    `json:"left_loads"`
	LeftRows uint64 `json:"left_rows"`
	Broken   []Part `json:"-"` // the parts whose bytes are not those that were written
}

func (v *Verification) add(kind, subject, detail string, args ...any) {
	v.Findings = append(v.Findings, Finding{Kind: kind, Subject: subject, Detail: fmt.Sprintf(detail, args...)})
}

// Verify looks at everything that the warehouse holds: what Inspect does for every load, the control sums of all loads
// that are registered and not removed, the bytes of every table, and, unless something has been published since they were
// computed, the measures of all open months. step is told what comes next. last is that of Inspect. What cannot be read
// is a finding; the error is that of the connection or the context.
func (w *Warehouse) Verify(ctx context.Context, last Sound, step func(string)) (Verification, error) {
	v := Verification{Findings: []Finding{}}
	for _, part := range []struct {
		name string
		do   func(context.Context, *Verification) error
	}{
		{"the rows of every load", func(ctx context.Context, v *Verification) error { return w.verifyRows(ctx, last, v) }},
		{"the control sums of every load", w.verifyControls},
		{"the bytes of every table", w.verifyBytes},
		{"the measures of all open months", w.verifyMeasures},
		{"what nobody sees", w.verifyLeft},
	} {
		step(part.name)
		if err := part.do(ctx, &v); err != nil {
			return v, err
		}
	}
	return v, nil
}

// unreadable makes a finding of what ClickHouse answers instead of a result; another error is returned.
func (v *Verification) unreadable(subject string, err error) error {
	var exception *clickhouse.Exception
	if !errors.As(err, &exception) {
		return err
	}
	v.add(FindingTable, subject, "cannot be read: %s", strings.SplitN(exception.Message, "\n", 2)[0])
	return nil
}

func (w *Warehouse) verifyRows(ctx context.Context, last Sound, v *Verification) error {
	_, err := w.inspect(ctx, last, true)
	var damage *DamagedError
	if !errors.As(err, &damage) {
		if err != nil {
			return v.unreadable("the registry", err)
		}
		return nil
	}
	for _, table := range damage.Absent {
		v.add(FindingTable, table, "it is gone")
	}
	for _, s := range damage.Registry {
		v.add(FindingRegistry, s.Table, "%s", s)
	}
	for _, l := range damage.loads() {
		v.add(FindingRows, l.Dataset, "%s", l)
	}
	for _, p := range damage.Parts {
		v.add(FindingPart, p.Table, "%s", p)
	}
	return nil
}

// verifyControls computes the control sums of all loads anew.
func (w *Warehouse) verifyControls(ctx context.Context, v *Verification) error {
	for _, d := range record.Datasets() {
		if err := w.verifyDataset(ctx, d, v); err != nil {
			if err := v.unreadable(d.Name+"_records", err); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *Warehouse) verifyDataset(ctx context.Context, d *record.Dataset, v *Verification) error {
	sums, differs := []string{"count() AS n"}, []string{"l.records != r.n"}
	for _, name := range d.Control {
		sums = append(sums, fmt.Sprintf("toDecimal128(ifNull(sum(%[1]s), 0), 10) AS sum_%[1]s", name))
		differs = append(differs, fmt.Sprintf("l.control[%s] != r.sum_%s", quoteText(name), name))
	}
	rows, err := w.conn.Query(ctx, fmt.Sprintf(`SELECT l.load_id, l.file, l.job, l.records, r.n, %[1]s
		FROM loads AS l LEFT JOIN (SELECT load_id, %[2]s FROM %[3]s_records GROUP BY load_id) AS r ON r.load_id = l.load_id
		WHERE l.dataset = ? AND l.state = 'checked' AND l.load_id NOT IN (SELECT load_id FROM removed_loads) ORDER BY l.load_id`,
		strings.Join(differs, " OR "), strings.Join(sums, ", "), d.Name), d.Name)
	if err != nil {
		return err
	}
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var id, expected, found uint64
		var file, job string
		var wrong uint8
		err := rows.Scan(&id, &file, &job, &expected, &found, &wrong)
		switch v.Loads++; {
		case wrong == 1 && expected == found:
			v.add(FindingControl, d.Name, "load %d from %s (job %s): its control sums are not those that it was loaded with", id, file, job)
		case wrong == 1:
			v.add(FindingControl, d.Name, "load %d from %s (job %s): %d rows registered, %d found", id, file, job, expected, found)
		}
		return struct{}{}, err
	})
	return err
}

// verifyBytes compares the bytes of all parts with their checksums. On a cluster these are the parts of the server that
// answers.
func (w *Warehouse) verifyBytes(ctx context.Context, v *Verification) error {
	rows, err := w.conn.Query(ctx, "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' ORDER BY name")
	if err != nil {
		return err
	}
	tables, err := collect(rows, func(rows driver.Rows) (string, error) {
		var name string
		return name, rows.Scan(&name)
	})
	for _, table := range tables {
		v.Tables++
		if err := w.verifyTable(ctx, table, v); err != nil {
			if err := v.unreadable(table, err); err != nil {
				return err
			}
		}
	}
	return err
}

func (w *Warehouse) verifyTable(ctx context.Context, table string, v *Verification) error {
	rows, err := w.conn.Query(ctx, "CHECK TABLE "+quoteName(table)+" SETTINGS check_query_single_value_result = 0")
	if err != nil {
		return err
	}
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var part, message string
		var passed bool
		err := rows.Scan(&part, &passed, &message)
		if !passed {
			v.add(FindingPart, table, "part %s: %s", part, strings.SplitN(message, "\n", 2)[0])
			v.Broken = append(v.Broken, Part{Table: table, Name: part})
		}
		return struct{}{}, err
	})
	return err
}

// SetAside has ClickHouse put broken parts aside, so that their rows count as lost, and what they belong to can be loaded
// anew. Reading them would fail, or worse.
func (w *Warehouse) SetAside(ctx context.Context, parts []Part) error {
	for _, p := range parts {
		if err := w.conn.Exec(ctx, fmt.Sprintf("ALTER TABLE %s DETACH PART %s", quoteName(p.Table), quoteText(p.Name))); err != nil {
			return fmt.Errorf("put part %s of %s aside: %w", p.Name, p.Table, err)
		}
	}
	return nil
}

// verifyMeasures compares the stored measures of open months with what the records give, when nothing was published since.
func (w *Warehouse) verifyMeasures(ctx context.Context, v *Verification) error {
	_, changed, err := w.changedPeriods(ctx)
	if err == nil && !changed {
		err = w.compareMeasures(ctx, v)
	}
	if err != nil {
		return v.unreadable("measures", err)
	}
	return nil
}

func (w *Warehouse) compareMeasures(ctx context.Context, v *Verification) error {
	const sums = "SELECT period, count() AS n, sum(sipHash64(toString(tuple(*)))) AS h FROM %s WHERE period NOT IN (SELECT period FROM closed_periods) GROUP BY period"
	rows, err := w.conn.Query(ctx, fmt.Sprintf(`SELECT if(s.period = 0, c.period, s.period) AS p, s.n, c.n FROM (`+sums+`) AS s
		FULL JOIN (`+sums+`) AS c ON s.period = c.period WHERE s.n != c.n OR s.h != c.h ORDER BY p`, "measures", "current_measures"))
	if err != nil {
		return err
	}
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var p uint32
		var stored, computed uint64
		err := rows.Scan(&p, &stored, &computed)
		v.add(FindingMeasures, period.Period(p).String(), "%d stored measures are not the %d that the records give", stored, computed)
		return struct{}{}, err
	})
	return err
}

// verifyLeft counts what retention removes besides the history.
func (w *Warehouse) verifyLeft(ctx context.Context, v *Verification) error {
	removals, err := w.Removable(ctx, Retention{Left: w.now().Add(time.Minute)})
	if err != nil {
		return v.unreadable("the registry", err)
	}
	for _, r := range removals {
		v.Left++
		v.LeftRows += r.Count()
	}
	return nil
}

// Archived is a delivery that the archive must hold.
type Archived struct {
	SHA256    string
	File, Job string
}

// Deliveries returns the deliveries of all loads that were ever published or held back, in order of their SHA-256.
func (w *Warehouse) Deliveries(ctx context.Context) ([]Archived, error) {
	rows, err := w.conn.Query(ctx, `SELECT delivery, min(file), min(job) FROM loads
		WHERE dataset NOT IN ('catalogue', 'acceptances')
			AND (load_id IN (SELECT load_id FROM publications) OR load_id IN (SELECT load_id FROM held_publications))
		GROUP BY delivery ORDER BY delivery`)
	if err != nil {
		return nil, fmt.Errorf("list the deliveries: %w", err)
	}
	return collect(rows, func(rows driver.Rows) (Archived, error) {
		var a Archived
		return a, rows.Scan(&a.SHA256, &a.File, &a.Job)
	})
}
