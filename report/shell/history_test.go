package shell

import (
	"strings"
	"testing"
)

func TestHistoryIsBounded(t *testing.T) {
	file := t.TempDir() + "/history"
	h, err := openHistory(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range historyLimit + 5 {
		if err := h.add("SELECT\n" + strings.Repeat("1", i%7+1)); err != nil {
			t.Fatal(err)
		}
	}
	for _, personal := range []string{"SELECT '20121212-1212'", "SELECT 1212121212", "SELECT '121212+1212'"} {
		if err := h.add(personal); err != nil {
			t.Fatal(err)
		}
	}
	again, err := openHistory(file)
	if err != nil || again.Len() != historyLimit {
		t.Fatalf("%d entries, %v", again.Len(), err)
	}
	last, err := again.GetLine(historyLimit - 1)
	if err != nil || last != h.entries[historyLimit+4] {
		t.Errorf("the last is %q, %v", last, err)
	}
}
