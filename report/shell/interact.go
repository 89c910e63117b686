package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"nyckeltal/load/engine/lexer"

	"golang.org/x/term"
)

// Interact talks with a person at the terminal of the process until they leave, or ctx ends. Ctrl-C ends the statement that
// runs, and not the shell. The history is kept in the file.
func (s *Shell) Interact(ctx context.Context, historyFile string) error {
	state, err := term.GetState(int(os.Stdin.Fd()))
	if err != nil {
		return fmt.Errorf("the shell needs a terminal: %w", err)
	}
	past, err := openHistory(historyFile)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt) // or one that comes between two statements would end the program
	defer signal.Stop(interrupts)
	defer func() { _ = s.send("") }()

	s.paging = true
	s.words = newVocabulary(ctx, s.Warehouse)
	fmt.Fprintln(s.Err, `SQL that reads, ended by a semicolon. \? for help, \q to leave.`)
	editor := s.newEditor(past, interrupts)
	for {
		text, err := readUntil(ctx, editor)
		switch {
		case errors.Is(err, errInterrupted):
			continue
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			_ = term.Restore(int(os.Stdin.Fd()), state)
			return err
		}
		if err := past.add(text); err != nil {
			fmt.Fprintln(s.Err, err)
		}
		if left := s.enter(ctx, interrupts, text); left {
			return nil
		}
	}
}

// readUntil reads what is entered. When ctx ends first, the reading is left behind: nothing ends it but the process.
func readUntil(ctx context.Context, editor lineEditor) (string, error) {
	type line struct {
		text string
		err  error
	}
	read := make(chan line, 1)
	go func() {
		text, err := editor.read()
		read <- line{text, err}
	}()
	select {
	case l := <-read:
		return l.text, l.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// enter runs a command or statements; what goes wrong is told. left is true when the person leaves.
func (s *Shell) enter(ctx context.Context, interrupts <-chan os.Signal, text string) (left bool) {
	drain(interrupts)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-interrupts:
			cancel()
		case <-ended:
		}
	}()
	text = strings.TrimSpace(text)
	if isCommand(text) {
		left, err := s.command(ctx, text)
		s.tell(err)
		return left
	}
	for _, sql := range lexer.Statements(text) {
		if !s.answer(ctx, sql) {
			break
		}
	}
	return false
}

// drain forgets an interrupt that came when nothing ran.
func drain(interrupts <-chan os.Signal) {
	select {
	case <-interrupts:
	default:
	}
}

// answer runs a statement and says how long it took.
func (s *Shell) answer(ctx context.Context, sql string) bool {
	switch firstWord(sql) {
	case "SET", "USE":
		fmt.Fprintln(s.Err, "Every statement stands alone: write SELECT … SETTINGS name = value, and names of tables with their database.")
		return false
	}
	done, err := s.run(ctx, sql)
	if err != nil {
		s.tell(err)
		return false
	}
	fmt.Fprintln(s.Err, done)
	return true
}

func (s *Shell) tell(err error) {
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.Err, "Cancelled.")
	default:
		fmt.Fprintln(s.Err, err)
	}
}

// String says how many rows there were, and how long they took.
func (o outcome) String() string {
	took := fmt.Sprintf("%.3f s", o.elapsed.Seconds())
	switch {
	case o.rows < 0:
		return "(" + took + ")"
	case o.rows == 1:
		return "(1 row, " + took + ")"
	case o.cut:
		return fmt.Sprintf("(the first %d rows, %s; \\format tsv and \\o FILE write all)", o.rows, took)
	default:
		return fmt.Sprintf("(%d rows, %s)", o.rows, took)
	}
}

// colours tells whether the terminal may be coloured, as https://no-color.org says.
func colours() bool { return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" }
