package expression

import (
	"errors"
	"math"
	"runtime"
	"time"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// Evaluator computes an expression row by row. It is not safe for concurrent use.
type Evaluator struct {
	*Expression
	machine vm.VM
	env     map[string]any
}

// memory is the number of list elements that an evaluation may make.
const memory = 10_000

// NewEvaluator returns an Evaluator of the expression.
func (e *Expression) NewEvaluator() *Evaluator {
	return &Evaluator{Expression: e, machine: vm.VM{MemoryBudget: memory}, env: make(map[string]any, len(e.uses))}
}

// Eval computes the expression from the values of its variables, which stand in their order. The error says what cannot be
// computed, or does not fit the result; it holds no value.
func (e *Evaluator) Eval(values []record.Value) (record.Value, error) {
	for _, i := range e.uses {
		v := &e.variables[i]
		e.env[v.Name] = v.open(values[i])
	}
	out, err := e.machine.Run(e.program, e.env)
	if err != nil {
		return record.Value{}, cause(err)
	}
	return e.result.close(out)
}

// cause returns what one of the functions here says of a failed evaluation. The machine itself fails only where a value
// is missing.
func cause(err error) error {
	var at *file.Error
	var machine runtime.Error
	if errors.As(err, &at) && at.Prev != nil && !errors.As(at.Prev, &machine) {
		return at.Prev
	}
	return errMissing
}

// open turns a value of a record into one of expressions; nil stands for a missing one.
func (v *Variable) open(value record.Value) any {
	if value.Null {
		return nil
	}
	switch v.Type {
	case record.Decimal:
		return decimal.New(value.Int, -int32(v.Scale))
	case record.Int:
		return decimal.New(value.Int, 0)
	case record.Date, record.DateTime:
		return value.Time
	case record.Clock, record.Duration:
		return time.Duration(value.Int)
	case record.Bool:
		return value.Int != 0
	case record.Period:
		if value.Int == 0 {
			return nil
		}
		return period.Period(value.Int).String()
	}
	return value.Str
}

// The errors of results that do not fit.
var (
	errTooMany = errors.New("it has more decimals than the column; round(…, 2) rounds, or round: true")
	errTooBig  = errors.New("the number is too big")
	errPeriod  = errors.New("it gives no period such as 2023-11")
	errYears   = errors.New("it gives a date before 1900 or after 2199")
)

// close turns what an expression gives into a value of a record.
func (r Result) close(out any) (record.Value, error) {
	switch out := out.(type) {
	case nil:
		return record.Value{Null: true}, nil
	case bool:
		if out {
			return record.Value{Int: 1}, nil
		}
		return record.Value{}, nil
	case decimal.Decimal:
		return r.number(out)
	case time.Time:
		return r.moment(out)
	case string:
		if r.Type != record.Period {
			return record.Value{Str: out}, nil
		}
		p, err := period.Parse(out)
		if err != nil || !p.Valid() {
			return record.Value{}, errPeriod
		}
		return record.Value{Int: int64(p)}, nil
	}
	return record.Value{}, errors.New("it gives no value that a column can hold")
}

func (r Result) number(n decimal.Decimal) (record.Value, error) {
	rounded := n.Round(int32(r.Scale))
	if !r.Round && !rounded.Equal(n) {
		return record.Value{}, errTooMany
	}
	units := rounded.Shift(int32(r.Scale))
	if units.Abs().GreaterThan(decimal.New(math.MaxInt64, 0)) {
		return record.Value{}, errTooBig
	}
	return record.Value{Int: units.IntPart()}, nil
}

func (r Result) moment(t time.Time) (record.Value, error) {
	if t.Year() < 1900 || t.Year() > 2199 {
		return record.Value{}, errYears
	}
	switch r.Type {
	case record.Period:
		return record.Value{Int: int64(period.Of(t))}, nil
	case record.Date:
		return record.Value{Time: midnight(t)}, nil
	}
	return record.Value{Time: t.Round(time.Second)}, nil
}
