//go:build !linux

package engine

import "os/exec"

// startConfined starts the process. There is no Landlock outside Linux, so it is not confined.
func startConfined(cmd *exec.Cmd, _ confinement) error { return cmd.Start() }

func forgoCoreDumps() error { return nil }
