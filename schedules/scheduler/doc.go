// Package scheduler runs jobs by their timetable. It holds the loop, and what the loop is given: a clock, a store of what has
// been done, and a function that executes a run. Of several schedulers on one store one acts, by a lease with a fencing
// number; the others stand by.
//
// What holds, whatever crashes, stops or jumps:
//
//   - Every slot ends as one Settlement, or is counted in that of a later one (Missed). Settlements of a job are written in
//     the order of its slots, so that the last one says where to go on.
//   - Two runs of a job are never under way side by side, except where a holder was stopped for longer than its lease and
//     another took over; then Run.Valid tells the former that it must not change anything any more.
//   - A run that ended without a Settlement, because its process died or was stopped, is started again as the job's catch-up
//     says, with the same id.
//
// What does not belong here: which instants are slots (package timetable), and what a run does.
package scheduler
