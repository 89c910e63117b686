package ledger

import (
	"encoding/csv"
	"os"
)

// csvSheet writes text of separated values.
type csvSheet struct{ *csv.Writer }

func newCSV(f *os.File, _ int) (sheet, error) {
	w := csv.NewWriter(f)
	w.Comma = ';'
	return csvSheet{w}, nil
}

func (s csvSheet) row(_ int, values []any) error {
	texts := make([]string, len(values))
	for i, value := range values {
		switch v := value.(type) {
		case string:
			texts[i] = v
		case date:
			texts[i] = day(v)
		case float64:
			texts[i] = decimal(v)
		}
	}
	return s.Write(texts)
}

func (s csvSheet) close() error {
	s.Flush()
	return s.Error()
}
