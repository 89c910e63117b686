// Package expression computes values from other values of a row by a small language: that of github.com/expr-lang/expr
// with exact decimals as its only numbers, and without everything that reaches time, files or the environment, or that
// loops. An expression is checked against the types of its variables when it is compiled.
package expression

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/record"
)

// maxNodes is the number of operators, names and constants that an expression may have.
const maxNodes = 200

// Variable is a value that an expression can use by its name. Numbers are exact decimals, dates and moments are moments in
// UTC, times of day and lengths of time are durations, periods are texts such as 2023-11, codes and lists of codes are
// texts. A missing value is nil; texts and codes are never missing, but empty.
type Variable struct {
	Name  string // "" for a value that cannot be used
	Type  record.Type
	Scale int // of a Decimal
}

// Result says what an expression must give.
type Result struct {
	Type  record.Type // Code, Text, Codes, Int, Decimal, Date, DateTime, Period or Bool
	Scale int         // of a Decimal
	Round bool        // more decimals than Scale are rounded, half away from zero, instead of refused
}

// Expression is a compiled expression. It is safe for concurrent use.
type Expression struct {
	text      string
	program   *vm.Program
	variables []Variable
	uses      []int
	result    Result
}

// Compile compiles an expression. The error says for a person what is wrong with it, and where.
func Compile(text string, variables []Variable, result Result) (*Expression, error) {
	e := &Expression{text: text, variables: variables, result: result}
	guard := &guard{variables: variables}
	options := []expr.Option{
		expr.Env(types(variables)), expr.MaxNodes(maxNodes), expr.Optimize(false), expr.DisableAllBuiltins(),
	}
	options = append(options, functions...)
	options = append(options, expr.Patch(&numbers{}))
	options = append(options, operators...)
	program, err := expr.Compile(text, options...)
	if err != nil {
		return nil, e.explain(err)
	}
	if err := guard.check(program.Node()); err != nil {
		return nil, err
	}
	if given := program.Node().Type(); !result.takes(given) {
		return nil, fmt.Errorf("it gives a %s, and a %s is needed%s", name(given), result.needs(), result.hint(given))
	}
	e.program, e.uses = program, guard.uses
	return e, nil
}

// Text returns the expression as it is written.
func (e *Expression) Text() string { return e.text }

// explain says what is wrong with an expression in words that the mapping language uses.
func (e *Expression) explain(err error) error {
	var at *file.Error
	if !errors.As(err, &at) {
		return err
	}
	message := at.Message
	if unknown, ok := strings.CutPrefix(message, "unknown name "); ok {
		names := e.names()
		message = fmt.Sprintf("there is no %s%s (it can use %s)", unknown, match.DidYouMean(unknown, names), strings.Join(names, ", "))
	}
	for _, t := range typeNames {
		message = strings.ReplaceAll(message, t.of.String(), t.name)
	}
	return fmt.Errorf("%s (at character %d)", message, at.From+1)
}

// names lists the names that an expression can use.
func (e *Expression) names() []string {
	var list []string
	for _, v := range e.variables {
		if v.Name != "" {
			list = append(list, v.Name)
		}
	}
	slices.Sort(list)
	return list
}
