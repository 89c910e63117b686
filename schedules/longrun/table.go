package main

import (
	"fmt"
	"io"
	"slices"
)

// shown are the nights of the table; the last one is shown, too.
var shown = []int{1, 2, 7, 14, 21, 30}

// printTable prints in Markdown what the nights have cost, and what the second half of them has added.
func printTable(out io.Writer, s *simulation) error {
	if len(s.states) == 0 {
		return nil
	}
	fmt.Fprintf(out, "%d jobs, %d of %d nights, all figures compared after each\n", s.opt.jobs, len(s.states), s.opt.nights)
	fmt.Fprintf(out, "%d workbooks delivered: %d refused, %d with rejected rows, %d late for a closed month; months restated: %d\n\n",
		s.told.delivered, s.told.refused, s.told.stray, s.told.late, s.told.restated)
	fmt.Fprintln(out, "| night | time | jobs that failed | loads removed | engine on disk | without merged parts | parts | rows | archive |"+
		" engine's memory | at most | program's memory | live |")
	fmt.Fprintln(out, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	last := s.states[len(s.states)-1]
	for _, n := range s.states {
		if !slices.Contains(shown, n.night) && n.night != last.night {
			continue
		}
		fmt.Fprintf(out, "| %d | %.1f s | %d | %d | %.1f MB | %.1f MB | %d | %d | %.1f MB | %.0f MB | %.0f MB | %.0f MB | %.1f MB |\n",
			n.night, n.took.Seconds(), n.failed, n.removed, mb(n.engineDisk), mb(n.activeDisk), n.parts, n.rows, mb(n.archiveDisk),
			mb(n.engineResident), mb(n.enginePeak), mb(n.resident), mb(n.heap))
	}
	middle := s.states[len(s.states)/2]
	nights := max(last.night-middle.night, 1)
	per := func(a, b int64) float64 { return float64(b-a) / float64(nights) / 1e6 }
	_, err := fmt.Fprintf(out, "\ngrowth per night from night %d to %d: engine %.2f MB on disk, %.2f MB without merged parts, archive %.2f MB;"+
		" engine %.2f MB in memory, program %.2f MB, live %.2f MB\n\n", middle.night, last.night,
		per(middle.engineDisk, last.engineDisk), per(int64(middle.activeDisk), int64(last.activeDisk)), per(middle.archiveDisk, last.archiveDisk),
		per(middle.engineResident, last.engineResident), per(middle.resident, last.resident), per(int64(middle.heap), int64(last.heap)))
	return err
}

func mb[N int64 | uint64](bytes N) float64 { return float64(bytes) / 1e6 }
