package main

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"syscall"
	"time"

	"nyckeltal/load/engine/process"
)

// cost is what a way took.
type cost struct {
	wall   time.Duration
	marked time.Duration // until the mark appeared; wall when there is none
	cpu    time.Duration // of user and system
	engine time.Duration // the same of the engine meanwhile, merges included
	memory int64         // largest resident size in bytes
}

// measure runs a program, and notes when a line of its standard error begins with the mark.
func (h *home) measure(cmd *exec.Cmd, mark string) (cost, error) {
	stderr := &marker{mark: mark}
	cmd.Stdout, cmd.Stderr = io.Discard, stderr
	before := process.Time(h.endpoint.PID)
	start := time.Now()
	err := cmd.Run()
	c := cost{wall: time.Since(start), engine: process.Time(h.endpoint.PID) - before}
	if c.marked = c.wall; !stderr.seen.IsZero() {
		c.marked = stderr.seen.Sub(start)
	}
	if err != nil {
		return c, fmt.Errorf("%s: %w: %s", cmd.Args[0], err, &stderr.text)
	}
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.memory = usage.Maxrss * 1024 // Linux counts in KiB
	}
	return c, nil
}

// best returns the lower of each measure, of which the zero value is none.
func (c cost) best(other cost) cost {
	if c.wall == 0 {
		return other
	}
	return cost{
		min(c.wall, other.wall), min(c.marked, other.marked), min(c.cpu, other.cpu), min(c.engine, other.engine), min(c.memory, other.memory),
	}
}

// marker keeps what is written, and the time at which a mark appeared.
type marker struct {
	mark string
	text bytes.Buffer
	seen time.Time
}

func (m *marker) Write(p []byte) (int, error) {
	n, err := m.text.Write(p)
	if m.mark != "" && m.seen.IsZero() && bytes.Contains(m.text.Bytes(), []byte(m.mark)) {
		m.seen = time.Now()
	}
	return n, err
}
