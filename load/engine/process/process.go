// Package process tells what a process has taken of processor and memory, for the measurements. It reads /proc: outside Linux, and of a
// process that has gone, every figure is 0.
package process

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which Linux counts the processor time of a process.
const tick = 10 * time.Millisecond

// Time is the processor time that a process has taken, of user and system.
func Time(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // after the name of the program
	fields := strings.Fields(rest)
	const user, system = 11, 12
	if len(fields) <= system {
		return 0
	}
	ticks := 0
	for _, field := range fields[user : system+1] {
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * tick
}

// Resident is the size of a process in memory, in bytes.
func Resident(pid int) int64 { return size(pid, "VmRSS:") }

// Peak is the largest size that a process has had in memory since ForgetPeak or its beginning, in bytes.
func Peak(pid int) int64 { return size(pid, "VmHWM:") }

func size(pid int, name string) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), name)
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kib, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return kib * 1024
}

// ForgetPeak has the largest size of a process counted anew.
func ForgetPeak(pid int) error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0)
}
