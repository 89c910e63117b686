package feedback_test

import (
	"fmt"
	"testing"

	"nyckeltal/transform/record"
)

// TestFailedChecksInSwedish says of checks in Swedish what was expected; what the mapping says itself stays as it is written.
func TestFailedChecksInSwedish(t *testing.T) {
	tests := map[string]string{
		`at least -10 and at most 10.50 (check "rimlig")`:                        `minst -10 och högst 10.50 (kontrollen "rimlig")`,
		`at least 2023-11-01 (check "a")`:                                        `minst 2023-11-01 (kontrollen "a")`,
		`at most 5 (check "a")`:                                                  `högst 5 (kontrollen "a")`,
		`a value (check "customer")`:                                             `ett värde (kontrollen "customer")`,
		`one of 1, 2 (check "a")`:                                                `något av 1, 2 (kontrollen "a")`,
		`a text that matches ^1 or 2$ (check "a")`:                               `en text som följer mönstret ^1 or 2$ (kontrollen "a")`,
		`values for which a > 1 or b > 1 (check "a")`:                            `värden för vilka a > 1 or b > 1 (kontrollen "a")`,
		`each voucher and account once; row 2 of sheet A has it too (check "a")`: `varje värde bara en gång; rad 2 på blad A har det också (kontrollen "a")`,
	}
	for english, swedish := range tests {
		fault := record.Reject{Sheet: "Fakturor", Row: 3, Cell: "B3", Reason: record.CheckFailed, Expected: english}
		m, err := delivery(t, delivered(t), "sv", fault).Mark(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		rows, err := reopen(t, m).GetRows("Att rätta (nyckeltal)")
		if err != nil || len(rows) < 5 {
			t.Fatal(rows, err)
		}
		if got := fmt.Sprintf("%s: %s", rows[4][4], rows[4][5]); got != "kontrollen godkänner inte värdet: "+swedish {
			t.Errorf("%s\ngot  %s\nwant %s", english, got, swedish)
		}
	}
}
