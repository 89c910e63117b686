package source

import (
	"nyckeltal/ingest/archive"
)

// WhileReceiving does something while a file is being received.
func WhileReceiving(s *Source, f File, a *archive.Archive, do func()) error {
	p, err := s.resume(a, f)
	if err != nil {
		return err
	}
	do()
	return p.Discard()
}
