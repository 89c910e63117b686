package process_test

import (
	"os"
	"runtime"
	"testing"

	"nyckeltal/load/engine/process"
)

func TestThisProcess(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells")
	}
	pid := os.Getpid()
	for process.Time(pid) == 0 { // it has to compute for that
	}
	if resident, peak := process.Resident(pid), process.Peak(pid); resident < 1<<20 || peak < 1<<20 {
		t.Errorf("%d bytes, at most %d", resident, peak)
	}
}

func TestNoProcess(t *testing.T) {
	const gone = -1
	if process.Time(gone) != 0 || process.Resident(gone) != 0 || process.Peak(gone) != 0 || process.ForgetPeak(gone) == nil {
		t.Error("there is something to tell of a process that is not there")
	}
}
