package shell

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/term"
)

// errPagerClosed says that the reader has seen enough.
var errPagerClosed = errors.New("the pager was closed")

// pager holds a result back as long as it fits on the terminal. One that does not goes to $PAGER, or to less, which
// scrolls sideways too.
type pager struct {
	out, err      io.Writer
	width, height int

	held    bytes.Buffer
	lines   int
	column  int
	to      io.WriteCloser // the pager's input; nil as long as none runs
	command *exec.Cmd
}

func newPager(out, err io.Writer) *pager {
	p := &pager{out: out, err: err, width: 80, height: 24}
	if file, ok := out.(*os.File); ok {
		if w, h, err := term.GetSize(int(file.Fd())); err == nil && w > 0 && h > 0 {
			p.width, p.height = w, h
		}
	}
	return p
}

func (p *pager) Write(data []byte) (int, error) {
	if p.to != nil {
		return p.pass(data)
	}
	p.held.Write(data)
	if p.fits(data) {
		return len(data), nil
	}
	p.start()
	if _, err := p.pass(p.held.Bytes()); err != nil {
		return 0, err
	}
	p.held.Reset()
	return len(data), nil
}

// fits counts lines and columns; room is left for the prompt.
func (p *pager) fits(data []byte) bool {
	escape := false
	for _, c := range string(data) {
		switch {
		case c == '\n':
			p.lines, p.column = p.lines+1, 0
		case c == '\x1b':
			escape = true
		case escape:
			escape = c != 'm'
		default:
			p.column++
		}
		if p.lines > p.height-3 || p.column > p.width {
			return false
		}
	}
	return true
}

// start runs the pager; when there is none, everything goes to the terminal.
func (p *pager) start() {
	p.command = pagerCommand()
	p.command.Stdout, p.command.Stderr = p.out, p.err
	input, err := p.command.StdinPipe()
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		p.command = nil
		p.to = nopCloser{p.out}
		return
	}
	p.to = input
}

// pagerCommand is $PAGER, which the shell runs as others do, or less.
func pagerCommand() *exec.Cmd {
	if command := os.Getenv("PAGER"); command != "" {
		return exec.Command("sh", "-c", command)
	}
	return exec.Command("less", "-RS")
}

func (p *pager) pass(data []byte) (int, error) {
	n, err := p.to.Write(data)
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, os.ErrClosed) {
		err = errPagerClosed
	}
	return n, err
}

func (p *pager) Close() error {
	if p.to == nil {
		_, err := p.held.WriteTo(p.out)
		return err
	}
	_ = p.to.Close()
	if p.command != nil {
		_ = p.command.Wait() // how it ended says nothing about the result
	}
	return nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }
