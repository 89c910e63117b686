package shell

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/reeflective/readline"
)

// errInterrupted says that Ctrl-C was pressed while something was typed.
var errInterrupted = errors.New("interrupted")

// lineEditor reads what a person enters: a command, or text up to a semicolon.
type lineEditor interface {
	read() (string, error)
}

// newEditor returns one that suits the terminal. One that cannot move its cursor gets plain lines.
func (s *Shell) newEditor(past *history, interrupts <-chan os.Signal) lineEditor {
	if name := os.Getenv("TERM"); name == "" || name == "dumb" {
		return newPlainEditor(s, interrupts)
	}
	shell := readline.NewShell()
	// The prompt begins at the left edge, so the terminal need not be asked where the cursor is.
	for name, value := range map[string]any{
		"cursor-position-probe": false, "enable-bracketed-paste": true, "completion-ignore-case": true, "show-all-if-ambiguous": true,
		"bell-style": "none", "history-autosuggest": false, "autocomplete": false,
	} {
		_ = shell.Config.Set(name, value)
	}
	shell.Prompt.Primary(s.prompt)
	shell.AcceptMultiline = func(line []rune) bool { return entered(string(line)) }
	shell.Completer = func(line []rune, cursor int) readline.Completions { return s.words.complete(line[:cursor]) }
	shell.History.Delete()
	shell.History.Add("statements", past)
	return &terminalEditor{shell}
}

// entered tells whether a text is ready to be run.
func entered(text string) bool {
	trimmed := strings.TrimSpace(text)
	return trimmed == "" || isCommand(trimmed) || complete(trimmed)
}

func (s *Shell) prompt() string {
	if s.asOf != "" {
		return "nyckeltal (as of " + s.asOf + ")> "
	}
	return "nyckeltal> "
}

// terminalEditor edits lines on the terminal of the process.
type terminalEditor struct{ shell *readline.Shell }

func (e *terminalEditor) read() (string, error) {
	text, err := e.shell.Readline()
	if errors.Is(err, readline.ErrInterrupt) {
		err = errInterrupted
	}
	return text, err
}

// plainEditor reads lines that the terminal itself lets edit.
type plainEditor struct {
	lines      <-chan string
	interrupts <-chan os.Signal
	out        io.Writer
	prompt     func() string
}

// newPlainEditor begins to read; nothing ends the reading but the end of the input, or of the process.
func newPlainEditor(s *Shell, interrupts <-chan os.Signal) *plainEditor {
	lines := make(chan string)
	go func() {
		defer close(lines)
		in := bufio.NewReader(os.Stdin)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			lines <- line
		}
	}()
	return &plainEditor{lines: lines, interrupts: interrupts, out: s.Err, prompt: s.prompt}
}

func (e *plainEditor) read() (string, error) {
	text := ""
	fmt.Fprint(e.out, e.prompt())
	for {
		select {
		case line, ok := <-e.lines:
			if !ok {
				return "", io.EOF
			}
			if text += line; entered(text) {
				return text, nil
			}
			fmt.Fprint(e.out, "...> ")
		case <-e.interrupts:
			fmt.Fprintln(e.out)
			return "", errInterrupted
		}
	}
}
