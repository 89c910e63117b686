package shell

import (
	"bufio"
	"io"
	"os"
)

// target is where the result of a statement goes; Close ends it, and waits for the pager where there is one.
func (s *Shell) target(format string) (io.WriteCloser, error) {
	if s.file != nil {
		return &buffered{bufio.NewWriter(s.file)}, nil
	}
	if s.Terminal {
		if err := checkTerminal(format); err != nil {
			return nil, err
		}
	}
	if s.paging {
		return newPager(s.Out, s.Err), nil
	}
	return &buffered{bufio.NewWriter(s.Out)}, nil
}

// buffered writes in larger pieces, and leaves open what it writes to.
type buffered struct{ *bufio.Writer }

func (b *buffered) Close() error { return b.Flush() }

// send has later results go to a file, or to Out again when the name is empty.
func (s *Shell) send(name string) error {
	var file *os.File
	if name != "" {
		var err error
		if file, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
			return err
		}
	}
	old := s.file
	s.file = file
	if old != nil {
		return old.Close()
	}
	return nil
}
