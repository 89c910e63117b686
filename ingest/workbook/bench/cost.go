package main

import (
	"os/exec"
	"syscall"
	"time"
)

// cost is what a run of a program took.
type cost struct {
	wall   time.Duration
	cpu    time.Duration // of user and system
	memory int64         // largest resident size in bytes
}

// timed runs a program.
func timed(cmd *exec.Cmd) (cost, error) {
	start := time.Now()
	err := cmd.Run()
	c := cost{wall: time.Since(start)}
	if cmd.ProcessState != nil {
		c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			c.memory = usage.Maxrss * 1024 // Linux counts in KiB
		}
	}
	return c, err
}

// best returns the lower of each measure, of which the zero value is none.
func (c cost) best(other cost) cost {
	if c.wall == 0 {
		return other
	}
	return cost{min(c.wall, other.wall), min(c.cpu, other.cpu), min(c.memory, other.memory)}
}
