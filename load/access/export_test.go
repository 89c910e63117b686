package access

// CheapHashes makes new hashes of the process cost next to nothing, until restore is called.
func CheapHashes() (restore func()) {
	former := usual
	usual = cost{memory: 64, passes: 1, threads: 1}
	return func() { usual = former }
}
