package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"nyckeltal/ingest/period"
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
		{"account", accounts, account},
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
		d := delivery{dataset: dimension.name, source: dimension.name, version: "first", count: dimension.count}
		if err := s.publishRecords(ctx, d, dimension.row); err != nil {
			return err
		}
	}
	return nil
}

// accounts is the number of accounts.
const accounts = 400

// account is a row of the chart of accounts, valid in all years. Balance accounts belong to no report group.
func account(n int) []record.Value {
	code := 1000 + n*20
	groups := []string{"kostnader", "resultat"}
	switch {
	case code < 3000:
		groups = nil
	case code < 4000:
		groups = []string{"intakter", "resultat"}
	case code >= 5000 && code < 6000:
		groups = append(groups, "personal")
	case code >= 6400 && code < 6500:
		groups = append(groups, "it")
	case code >= 7400 && code < 7500:
		groups = append(groups, "konsult")
	}
	return []record.Value{text("%d", code), text("Konto %d", code), {Str: record.JoinCodes(groups)}, {Null: true}, {Null: true}}
}

func text(format string, args ...any) record.Value {
	return record.Value{Str: fmt.Sprintf(format, args...)}
}

// delivery is a file of made-up records.
type delivery struct {
	dataset, source, version string
	from                     period.Period // the only month that it speaks for; 0 when it has none
	count                    int
}

// publishRecords loads a delivery through the door that runs use.
func (s *scale) publishRecords(ctx context.Context, d delivery, row func(n int) []record.Value) error {
	sha := sha256.Sum256([]byte(d.source + d.version))
	l := s.warehouse.Begin(ctx, load.Meta{
		RunID: runID, Job: d.dataset, Dataset: record.Find(d.dataset), Source: d.source, Series: d.source,
		Delivery: hex.EncodeToString(sha[:]), File: d.dataset + ".xlsx", Mapping: "m1", Scope: load.Scope{From: d.from, To: d.from},
	})
	defer l.Abandon()
	for n := range d.count {
		if err := l.Record(&record.Record{Sheet: "Blad1", Row: n + 2, Values: row(n)}); err != nil {
			return err
		}
	}
	_, err := l.Publish(ctx, load.Counts{Rows: d.count, Mapped: d.count})
	return err
}
