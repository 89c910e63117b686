package format

import (
	"errors"
	"fmt"
	"strings"
)

// The kinds of refusals, for errors.Is.
var (
	ErrEmpty       = errors.New("the file is empty")
	ErrTruncated   = errors.New("the file is cut off; wait until it is complete, or send it again")
	ErrNotWorkbook = errors.New("this is not a workbook")
	ErrUnsupported = errors.New("this kind of file cannot be read; save it as .xlsx")
	ErrEncrypted   = errors.New("the file is protected by a password; configure the password, or save the file without one")
	ErrDamaged     = errors.New("the file is damaged; open it in a spreadsheet program and save it again")
	ErrLimit       = errors.New("the file is larger than allowed")
	ErrForbidden   = errors.New("no workbook may hold this; the file is refused as unsafe")
)

// Error is the refusal of a workbook or of one of its sheets. It unwraps to its kind and to its cause, if any.
type Error struct {
	File   string
	Sheet  string // "" when it concerns the whole file
	Place  string // within the sheet or the file, such as "cell B7", or ""
	Kind   error  // one of the kinds above
	Detail string // what was found, and where expected; "" when the kind says it all
	Cause  error  // may be nil
}

// Refuse returns an error of a kind with a detail. The readers of the formats leave file and sheet to their caller.
func Refuse(kind error, detail string, args ...any) *Error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(detail, args...)}
}

// Because adds the cause to the error and returns it.
func (e *Error) Because(cause error) *Error {
	e.Cause = cause
	return e
}

// At adds a place to the error, if it is a refusal that has none, and returns it.
func At(place string, err error) error {
	var e *Error
	if errors.As(err, &e) && e.Place == "" {
		e.Place = place
	}
	return err
}

// Error names the place, what was found there, and what to do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Sheet != "" {
		fmt.Fprintf(&b, ", sheet %q", e.Sheet)
	}
	if e.Place != "" {
		fmt.Fprintf(&b, ", %s", e.Place)
	}
	b.WriteString(": ")
	if e.Detail != "" {
		b.WriteString(e.Detail)
		if e.Cause != nil {
			fmt.Fprintf(&b, " (%v)", e.Cause)
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Kind.Error())
	return strings.TrimPrefix(b.String(), ": ")
}

// Unwrap returns the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}
