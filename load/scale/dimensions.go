package main

import (
	"context"
	"fmt"

	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// areas are those of the report minirapport, and three more.
var areas = [10]string{
	"Gemensamma tjänster - Ekonomi", "Gemensamma tjänster - HR", "Gemensamma tjänster - Kommunikation, ledning/styrning",
	"Digital infrastruktur", "Avdelningen styr och stöd", "Avdelningen Kund och service", "Avdelningen Uppdrag",
	"Avdelningen A", "Avdelningen B", "Avdelningen C",
}

// publishDimensions loads the chart of accounts, the units, projects, customers and services.
func (s *scale) publishDimensions(ctx context.Context) error {
	for _, dimension := range []struct {
		name  string
		count int
		row   func(n int) []record.Value
	}{
		{"account", 400, account},
		{"organisation", 500, func(n int) []record.Value {
			return []record.Value{text("%d", 10000+n), text("Enhet %d", n), text("%s", areas[n/50]), {Int: int64(n / 50)}}
		}},
		{"project", 200, func(n int) []record.Value {
			return []record.Value{text("P%d", 1000+n), text("Projekt %d", n), text("%s", [4]string{"administration", "administration", "administration", "development"}[n%4])}
		}},
		{"customer", 60, func(n int) []record.Value {
			return []record.Value{text("K%d", 100+n), text("Kund %d", n), text("board")}
		}},
		{"service", 60, func(n int) []record.Value {
			return []record.Value{text("T%d", 110+10*n), text("Tjänst %d", n), text("Intraservice"), text("base")}
		}},
	} {
		if err := s.publishRecords(ctx, dimension.name, "v1", dimension.count, dimension.row); err != nil {
			return err
		}
	}
	return nil
}

// account is a row of the chart of accounts, all of which are valid in all years.
func account(n int) []record.Value {
	code := 1000 + n*20
	groups := []string{"kostnader", "resultat"}
	switch code / 100 {
	case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29:
		groups = nil
	case 30, 31, 32, 33, 34, 35, 36, 37, 38, 39:
		groups = []string{"intakter", "resultat"}
	case 50, 51, 52, 53, 54, 55, 56, 57, 58, 59:
		groups = append(groups, "personal")
	case 64:
		groups = append(groups, "it")
	case 74:
		groups = append(groups, "konsult")
	}
	return []record.Value{text("%d", code), text("Konto %d", code), {Str: record.JoinCodes(groups)}, {Null: true}, {Null: true}}
}

func text(format string, args ...any) record.Value {
	return record.Value{Str: fmt.Sprintf(format, args...)}
}

// publishRecords loads a delivery through the door that runs use.
func (s *scale) publishRecords(ctx context.Context, dataset, delivery string, count int, row func(n int) []record.Value) error {
	l := s.warehouse.Begin(ctx, load.Meta{
		RunID: runID, Job: dataset, Dataset: record.Find(dataset), Source: dataset, Series: dataset,
		Delivery: delivery, File: dataset + ".xlsx", Mapping: "m1",
	})
	defer l.Abandon()
	for n := range count {
		if err := l.Record(&record.Record{Sheet: "Blad1", Row: n + 2, Values: row(n)}); err != nil {
			return err
		}
	}
	_, err := l.Publish(ctx, load.Counts{Rows: count, Mapped: count})
	return err
}
