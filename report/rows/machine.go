package rows

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
)

var tsv = strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n", "\r", "\\r")

// writeTSV writes a heading and the rows; NULL is nothing.
func writeTSV(w *writer) error {
	if _, err := fmt.Fprintln(w, strings.Join(w.rows.Columns(), "\t")); err != nil {
		return err
	}
	return w.each(func(values []any) error {
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = tsv.Replace(valueText(v))
		}
		_, err := fmt.Fprintln(w, strings.Join(texts, "\t"))
		return err
	})
}

// writeCSV writes a heading and the rows as RFC 4180 has them; NULL is nothing.
func writeCSV(w *writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(w.rows.Columns()); err != nil {
		return err
	}
	err := w.each(func(values []any) error {
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = valueText(v)
		}
		return out.Write(texts)
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

// writeJSON writes an object per line.
func writeJSON(w *writer) error {
	names := w.rows.Columns()
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return w.each(func(values []any) error {
		object := make(map[string]any, len(values))
		for i, v := range values {
			object[names[i]] = v
		}
		return encoder.Encode(object)
	})
}
