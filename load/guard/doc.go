// Package guard decides whether a statement may be run for somebody who is to read a few relations and nothing else.
//
// The embedded engine knows no users, and its setting readonly still lets a statement read files, call addresses and read
// every table. So a statement is looked at before it is run, by the engine's own parser: it must be one, of a kind that reads, and every
// function, table function and relation that its syntax tree names must be on a list. What is not known is refused. Settings
// are made by the guard, the last of them readonly=1, after which the statement itself cannot make any.
//
// The text that is run is the text that was looked at: the clauses FORMAT and SETTINGS are cut off before, since they
// would act on the looking as well, and are given as parameters.
//
// The guard is one of three walls. The engine's process may touch no files but its own and open no connections (package
// engine), and the account of those who ask is checked before (package gateway).
package guard
