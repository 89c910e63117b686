package shell

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Failure is a statement that the warehouse refused. Its text is the engine's message, with the place in the statement where
// the message gives one.
type Failure struct {
	Err error

	text string
}

func (f *Failure) Error() string { return f.text }
func (f *Failure) Unwrap() error { return f.Err }

// Parts of the engine's messages.
var (
	noise      = regexp.MustCompile(`Code: \d+\. |DB::Exception: |\s*\(version [^)]*\)`)
	namesAtEnd = regexp.MustCompile(`(?:[\s.]*\(([A-Z_0-9]+)\))+$`)
	failedAt   = regexp.MustCompile(`failed at position (\d+)`)
)

// failure makes an error readable. An end that was asked for is the context's error.
func (s *Shell) failure(ctx context.Context, q Question, err error) error {
	if err == nil || errors.Is(err, errPagerClosed) {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var e *clickhouse.Exception
	if !errors.As(err, &e) {
		return err
	}
	text := strings.TrimSpace(noise.ReplaceAllString(e.Message, ""))
	name := e.Name
	if found := namesAtEnd.FindStringSubmatchIndex(text); found != nil {
		name, text = text[found[2]:found[3]], text[:found[0]]
	}
	text = strings.TrimRight(text, ". \n")
	if place := mark(q, text); place != "" {
		text += "\n" + place
	} else {
		text += " "
	}
	return &Failure{Err: err, text: fmt.Sprintf("%s(%s, code %d)", text, name, e.Code)}
}

// mark shows the line of the statement that the message points into, with a mark under the place. A statement about the
// past is not the one that was asked for, so nothing is marked in it.
func mark(q Question, message string) string {
	found := failedAt.FindStringSubmatch(message)
	if found == nil || !q.At.IsZero() {
		return ""
	}
	position, err := strconv.Atoi(found[1])
	if err != nil || position < 1 || position > len(q.SQL)+1 {
		return ""
	}
	before, after := q.SQL[:position-1], q.SQL[position-1:]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	after, _, _ = strings.Cut(after, "\n")
	blank := strings.Repeat(" ", utf8.RuneCountInString(before))
	return "  " + strings.ReplaceAll(before+after, "\t", " ") + "\n  " + blank + "^\n"
}
