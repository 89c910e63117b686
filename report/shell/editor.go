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
func (s *Shell) newEditor(past *history) lineEditor {
	if name := os.Getenv("TERM"); name == "" || name == "dumb" {
		return &plainEditor{in: bufio.NewReader(os.Stdin), out: s.Err, prompt: s.prompt}
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
	shell.Prompt.Secondary(s.continuation)
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

func (s *Shell) continuation() string { return strings.Repeat(" ", len(s.prompt())-5) + "...> " }

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
	in     *bufio.Reader
	out    io.Writer
	prompt func() string
}

func (e *plainEditor) read() (string, error) {
	text := ""
	fmt.Fprint(e.out, e.prompt())
	for {
		line, err := e.in.ReadString('\n')
		text += line
		if err != nil {
			return text, err
		}
		if entered(text) {
			return text, nil
		}
		fmt.Fprint(e.out, "...> ")
	}
}
