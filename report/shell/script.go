package shell

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"nyckeltal/load/engine/lexer"
)

// Errors of scripts.
var (
	// ErrNoStatement says that there was nothing to run.
	ErrNoStatement = errors.New("there is no statement")
	// ErrParameter is wrapped by errors about parameters that statement and caller do not agree on.
	ErrParameter = errors.New("parameter")
)

type parameterError string

func (e parameterError) Error() string        { return string(e) }
func (e parameterError) Is(target error) bool { return target == ErrParameter }

// Script runs the statements of a text one after the other, up to the first that fails.
func (s *Shell) Script(ctx context.Context, text string) error {
	statements := lexer.Statements(text)
	if len(statements) == 0 {
		return ErrNoStatement
	}
	if err := s.checkParams(statements); err != nil {
		return err
	}
	for i, sql := range statements {
		if err := s.Run(ctx, sql); err != nil {
			if len(statements) > 1 {
				err = fmt.Errorf("statement %d of %d: %w", i+1, len(statements), err)
			}
			return err
		}
	}
	return nil
}

// checkParams finds parameters without a placeholder, and placeholders without a parameter.
func (s *Shell) checkParams(statements []string) error {
	wanted := map[string]bool{}
	for _, sql := range statements {
		if strings.EqualFold(firstWord(sql), "CREATE") {
			continue // the placeholders of a view are its own
		}
		for _, found := range placeholder.FindAllStringSubmatch(sql, -1) {
			wanted[found[1]] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Params)) {
		if !wanted[name] {
			return parameterError(fmt.Sprintf("no statement has a placeholder {%s:Type} for the parameter %[1]s", name))
		}
	}
	return nil
}
