package expression_test

import (
	"strings"
	"testing"
	"time"

	"nyckeltal/transform/expression"
	"nyckeltal/transform/record"
)

var variables = []expression.Variable{
	{Name: "amount", Type: record.Decimal, Scale: 2},
	{Name: "count", Type: record.Int},
	{Name: "account", Type: record.Code},
	{Name: "opened_at", Type: record.DateTime},
	{Name: "resolved_at", Type: record.DateTime},
	{Name: "clock", Type: record.Clock},
	{Name: "spent", Type: record.Duration},
	{Name: "period", Type: record.Period},
	{Name: "open", Type: record.Bool},
	{Name: "missing", Type: record.Decimal, Scale: 2},
	{},
}

var values = []record.Value{
	{Int: 10001},
	{Int: 3},
	{Str: "3010å"},
	{Time: time.Date(2023, 11, 30, 8, 15, 0, 0, time.UTC)},
	{Null: true},
	{Int: int64(7*time.Hour + 30*time.Minute)},
	{Int: int64(37*time.Hour + 30*time.Minute)},
	{Int: 202311},
	{Int: 1},
	{Null: true},
	{Str: "811218-9876"},
}

var (
	cents  = expression.Result{Type: record.Decimal, Scale: 2}
	code   = expression.Result{Type: record.Code}
	moment = expression.Result{Type: record.DateTime}
	truth  = expression.Result{Type: record.Bool}
	month  = expression.Result{Type: record.Period}
)

func show(v record.Value) any {
	switch {
	case v.Null:
		return "nil"
	case v.Str != "":
		return v.Str
	case !v.Time.IsZero():
		return v.Time.Format(time.DateTime)
	}
	return int(v.Int)
}

func TestEval(t *testing.T) {
	tests := []struct {
		text   string
		result expression.Result
		want   any
	}{
		{"amount + 0.1 + 0.2", cents, 10031},
		{"amount * 1.5 - amount / 2", cents, 10001},
		{"amount - -1", cents, 10101},
		{"-amount", cents, -10001},
		{"+amount % 7", cents, 201},
		{"count * 2 + 1", cents, 700},
		{"count / 2", cents, 150},
		{"round(amount / 3, 2)", cents, 3334},
		{"amount / 3", expression.Result{Type: record.Decimal, Scale: 2, Round: true}, 3334},
		{"amount > 100 ? amount : 0", cents, 10001},
		{"missing + 1", cents, "nil"},
		{"(missing ?? 0) + 1", cents, 100},
		{"missing == nil ? 7 : missing", cents, 700},
		{"open ? nil : amount", cents, "nil"},
		{"max(amount, 200) + min(1, count) + abs(-3)", cents, 20400},
		{"hours(spent)", cents, 3750},
		{"minutes(spent - clock) / 60", cents, 3000},
		{"number(left(account, 4)) + 1", cents, 301100},
		{"year(period) * 100 + month(opened_at) + day(opened_at)", cents, 20234100},
		{"len(account)", cents, 500},
		{"let x = amount * 2; x + x", cents, 40004},
		{"1_000.5", cents, 100050},
		{`account startsWith "30" ? "intäkt" : "kostnad"`, code, "intäkt"},
		{`left(account, 1) in ["3", "4"] ? "a" : "b"`, code, "a"},
		{`right(account, 2) + "-" + mid(account, 2, 2) + "-" + text(amount)`, code, "0å-01-100.01"},
		{`upper(trim(" x ")) + lower("Y") + replace("a.b.c", ".", "")`, code, "Xyabc"},
		{"text(opened_at) + text(date(opened_at))", code, "2023-11-30 08:15:002023-11-30"},
		{"date(opened_at) + clock", moment, "2023-11-30 07:30:00"},
		{"opened_at + hours(8)", moment, "2023-11-30 16:15:00"},
		{"opened_at - days(1)", moment, "2023-11-29 08:15:00"},
		{"resolved_at ?? opened_at", moment, "2023-11-30 08:15:00"},
		{"opened_at", month, 202311},
		{"period", month, 202311},
		{`"2023-00"`, month, 202300},
		{"resolved_at == nil || resolved_at >= opened_at", truth, 1},
		{"amount == 100.010 && amount != 100 && amount <= 100.01 && count < 4", truth, 1},
		{"clock < spent and not (opened_at == resolved_at)", truth, 1},
		{`account matches "^[0-9]{4}" && period >= "2023-01"`, truth, 1},
		{"missing == nil && missing != 0", truth, 1},
		{"1 <= count <= 3", truth, 1},
	}
	for _, test := range tests {
		e, err := expression.Compile(test.text, variables, test.result)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		v := e.NewEvaluator()
		for range 2 {
			got, err := v.Eval(values)
			if err != nil || show(got) != test.want {
				t.Errorf("%s: got %v, %v, want %v", test.text, show(got), err, test.want)
			}
		}
	}
}

func TestEvalErrors(t *testing.T) {
	tests := []struct {
		text   string
		result expression.Result
		want   string
	}{
		{"amount / (count - 3)", cents, "division by zero"},
		{"amount % (count - 3)", cents, "division by zero"},
		{"amount / 3", cents, "it has more decimals than the column; round(…, 2) rounds, or round: true"},
		{"amount * 999999999999 * 999999999", cents, "the number is too big"},
		{"missing > 0 ? 1 : 2", cents, "a value is missing; say what holds then, as in x == nil || x > 0"},
		{"resolved_at >= opened_at", truth, "a value is missing; say what holds then, as in x == nil || x > 0"},
		{"open ? (open ? nil : true) && open : true", truth, "a value is missing; say what holds then, as in x == nil || x > 0"},
		{"number(account)", cents, "number(…) takes a number such as -1234.5"},
		{"number(\"-\")", cents, "number(…) takes a number such as -1234.5"},
		{"len(left(account, 1.5))", cents, "a whole number from 0 to 10000 is needed"},
		{"len(mid(account, 0, 1))", cents, "the first letter is number 1"},
		{"round(amount, 1000000)", cents, "a whole number from 0 to 10000 is needed"},
		{`len(replace(account, "", "x"))`, cents, "replace(…) needs the text that is replaced"},
		{`date(account)`, moment, "date(…) takes a day such as 2023-11-30"},
		{`account`, month, "it gives no period such as 2023-11"},
		{`opened_at - days(36600) - days(36600)`, moment, "it gives a date before 1900 or after 2199"},
		{`opened_at + days(99999)`, moment, "the length of time is too long or too fine"},
		{`year(account)`, cents, "expected a period such as 2023-11"},
	}
	for _, test := range tests {
		e, err := expression.Compile(test.text, variables, test.result)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if got, err := e.NewEvaluator().Eval(values); err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, %v, want %s", test.text, show(got), err, test.want)
		}
	}
}

func TestCompileErrors(t *testing.T) {
	tests := []struct {
		text   string
		result expression.Result
		want   string
	}{
		{"", cents, "unexpected token EOF (at character 1)"},
		{"amout + 1", cents, `there is no amout (did you mean "amount"?) (it can use account, amount, clock, count, missing, open, opened_at, period, resolved_at, spent) (at character 1)`},
		{"amount + account", cents, "invalid operation: + (mismatched types number and text) (at character 8)"},
		{"amount + opened_at", cents, "invalid operation: + (mismatched types number and date) (at character 8)"},
		{"amount", code, "it gives a number, and a text is needed; text(…) writes it"},
		{"spent", cents, "it gives a length of time, and a number is needed; hours(…) or minutes(…) counts it"},
		{"account", cents, "it gives a text, and a number is needed; number(…) reads it"},
		{"amount", month, "it gives a number, and a date, or a text such as 2023-11, is needed"},
		{"open ? amount : account", cents, "it gives a value of no certain type, and a number is needed"},
		{"nil", cents, `it gives a value of no certain type, and a number is needed`},
		{"now()", moment, `there is no now (it can use account, amount, clock, count, missing, open, opened_at, period, resolved_at, spent) (at character 1)`},
		{`duration("1h")`, moment, `there is no duration (it can use account, amount, clock, count, missing, open, opened_at, period, resolved_at, spent) (at character 1)`},
		{"amount ** 2", cents, `invalid operation: ** (mismatched types number and number) (at character 8)`},
		{"amount.InexactFloat64()", cents, `member is not part of expressions here (at character 8)`},
		{"opened_at.Year()", cents, `member is not part of expressions here (at character 11)`},
		{"opened_at.Local()", moment, `member is not part of expressions here (at character 11)`},
		{"1..1000000000", cents, `invalid operation: .. (mismatched types number and number) (at character 2)`},
		{"len([1,2])", cents, `cannot use []interface {} as argument (type text) to call len  (at character 5)`},
		{"sum([1,2])", cents, `builtin is not part of expressions here (at character 1)`},
		{"all([1], # > 0)", truth, `pointer is not part of expressions here (at character 10)`},
		{"map(1..9, #)", cents, `invalid operation: .. (mismatched types number and number) (at character 6)`},
		{"[1,2][0]", cents, `array elements can only be selected using an integer (got number) (at character 7)`},
		{"{a: 1}.a", cents, `pair is not part of expressions here (at character 1)`},
		{"$env", cents, `there is no $env (at character 1)`},
		{`$env["amount"]`, cents, `there is no $env (at character 1)`},
		{`account[0:1]`, code, `non-integer slice index number (at character 9)`},
		{`amount in [1, 2]`, truth, `"in" does not go with a number and a value of no certain type (at character 8)`},
		{`account matches account`, truth, `"matches" does not go with a text and a text (at character 9)`},
		{`account matches "("`, truth, "error parsing regexp: missing closing ): `(` (at character 9)"},
		{"1234567890.1234567", cents, `a number of at most 15 digits is needed (at character 1)`},
		{"1e300 * amount", cents, `a number of at most 15 digits is needed (at character 1)`},
		{`"a" < nil`, truth, `invalid operation: < (mismatched types text and unknown) (at character 5)`},
		{"amount; amount", cents, `sequence is not part of expressions here (at character 1)`},
		{"negative#(1)", cents, `unexpected token Operator("#") (at character 9)`},
		{strings.Repeat("1+", 300) + "1", cents, `compilation failed: expression exceeds maximum allowed nodes (at character 202)`},
	}
	for _, test := range tests {
		_, err := expression.Compile(test.text, variables, test.result)
		if err == nil || err.Error() != test.want {
			t.Errorf("%.40s: got %v, want %s", test.text, err, test.want)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	e, err := expression.Compile("amount > 100 ? amount * 1.25 : amount", variables, cents)
	if err != nil {
		b.Fatal(err)
	}
	v := e.NewEvaluator()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Eval(values); err != nil && err.Error() == "" {
			b.Fatal(err)
		}
	}
}
