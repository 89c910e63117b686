package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"nyckeltal/schedules/home"
	"nyckeltal/schedules/jobtests"
)

// errTests says that a job does not make of a workbook what its test expects.
var errTests = errors.New("a job does not make of a workbook what its test expects")

// runTests runs the tests of all jobs and shows what differs. With update, what came becomes what is expected.
func runTests(cmd *cobra.Command, h *home.Home, jobs []*home.Job, update bool) error {
	passed, failed := 0, 0
	for _, job := range jobs {
		tests, err := jobtests.Find(job)
		if err != nil {
			return err
		}
		for _, test := range tests {
			result, err := test.Run(cmd.Context())
			if err != nil {
				return err
			}
			if result.Passed() {
				passed++
				continue
			}
			failed++
			if err := showDifference(cmd, h, result, update); err != nil {
				return err
			}
		}
	}
	return concludeTests(cmd, passed, failed, update)
}

// showDifference shows what differs, and writes it down when it is to be expected from now on.
func showDifference(cmd *cobra.Command, h *home.Home, result *jobtests.Result, update bool) error {
	out := cmd.OutOrStdout()
	what := "is not mapped as its test expects"
	if result.Missing {
		what = "has no test yet"
	}
	fmt.Fprintf(out, "\n%s %s:\n%s", inHome(h, result.Workbook), what, result.Diff())
	if !update {
		return nil
	}
	if err := result.Write(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "Written to %s.\n", inHome(h, result.Expected))
	return err
}

// concludeTests says how many tests passed.
func concludeTests(cmd *cobra.Command, passed, failed int, update bool) error {
	out := cmd.OutOrStdout()
	switch {
	case passed+failed == 0:
		return nil
	case failed == 0:
		fmt.Fprintf(out, "Tests of jobs: %d passed.\n", passed)
		return nil
	case update:
		fmt.Fprintf(out, "\nTests of jobs: %d passed, %d changed.\n", passed, failed)
		return nil
	}
	fmt.Fprintf(out, "\nTests of jobs: %d passed, %d failed. If what came is right: nyckeltal check --update-tests\n", passed, failed)
	return errTests
}

// inHome returns a path below the home's folder as it is called there.
func inHome(h *home.Home, path string) string {
	if name, err := filepath.Rel(h.Dir, path); err == nil {
		return name
	}
	return path
}
