package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Codes are the published codes of the dimensions, for checking records against them. They are safe for concurrent
// reading.
type Codes map[string]map[string]bool

// Known tells whether the dimension has the code. A dimension without any code knows every code, so that facts can be
// loaded before anybody keeps the dimension.
func (c Codes) Known(dimension, code string) bool {
	codes := c[dimension]
	return len(codes) == 0 || codes[code]
}

// Fingerprint is a hash of all codes: equal codes have equal fingerprints.
func (c Codes) Fingerprint() string {
	hash := sha256.New()
	for _, dimension := range slices.Sorted(maps.Keys(c)) {
		for _, code := range slices.Sorted(maps.Keys(c[dimension])) {
			fmt.Fprintf(hash, "%s\x00%s\x00", dimension, code)
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Codes reads the codes of all dimensions and the ids of the catalogue's indicators.
func (w *Warehouse) Codes(ctx context.Context) (Codes, error) {
	rows, err := w.conn.Query(ctx, `
		SELECT 'account' AS dimension, toString(account) AS code FROM account
		UNION ALL SELECT 'organisation', toString(organisation) FROM organisation
		UNION ALL SELECT 'project', toString(project) FROM project
		UNION ALL SELECT 'customer', toString(customer) FROM customer
		UNION ALL SELECT 'service', toString(service) FROM service
		UNION ALL SELECT 'indicator', toString(indicator) FROM indicators`)
	if err != nil {
		return nil, fmt.Errorf("read the codes: %w", err)
	}
	codes := make(Codes)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var dimension, code string
		if err := rows.Scan(&dimension, &code); err != nil {
			return struct{}{}, err
		}
		if codes[dimension] == nil {
			codes[dimension] = make(map[string]bool)
		}
		codes[dimension][code] = true
		return struct{}{}, nil
	})
	return codes, err
}
