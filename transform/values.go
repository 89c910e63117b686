package transform

import (
	"maps"
	"slices"

	"nyckeltal/transform/expression"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// addField compiles a column or field that stands in a place of its own among the values of a block.
func (p *plan) addField(column *record.Column, index int, spec mapping.Column) error {
	f, err := newField(column, index, spec, p.spec.Locale.Value())
	if err != nil {
		return err
	}
	if err := p.locate(f); err != nil {
		return err
	}
	p.fields = append(p.fields, f)
	return nil
}

// compileValues prepares the fields, the codes that are looked up and the expressions.
func (p *plan) compileValues(d *record.Dataset) error {
	p.columns = append(slices.Clone(d.Columns), p.spec.FieldColumns()...)
	for i, name := range slices.Sorted(maps.Keys(p.spec.Fields)) {
		index := len(d.Columns) + i
		if err := p.addField(&p.columns[index], index, p.spec.Fields[name]); err != nil {
			return err
		}
	}
	for _, f := range p.fields {
		if f.spec.Lookup != nil {
			f.index = len(p.columns)
			p.columns = append(p.columns, *f.column)
		}
	}
	for _, f := range p.fields {
		if err := p.compileExpression(d, f); err != nil {
			return err
		}
	}
	if p.spec.Across != nil {
		for _, name := range p.spec.Across.Targets() {
			p.whole = p.whole || p.field(name).dated()
		}
	}
	p.compilePrivacy()
	return nil
}

// compileExpression prepares the expression of a field, if it has one.
func (p *plan) compileExpression(d *record.Dataset, f *field) (err error) {
	if f.spec.Expression == "" {
		return nil
	}
	variables := p.spec.Variables(d, false)
	if f.column.Name == "period" {
		variables = p.spec.PeriodVariables(d)
	}
	f.expression, err = expression.Compile(string(f.spec.Expression), variables, f.spec.Result(f.column))
	p.whole = p.whole || p.spec.Across != nil
	return err
}

// locateParts notes where the parts of a joined text stand, and returns the first.
func (p *plan) locateParts(f *field) int {
	for _, name := range f.spec.Join {
		if p.spec.Heading.None {
			f.parts = append(f.parts, p.wantColumn(name))
		} else {
			f.parts = append(f.parts, p.want([]string{name}, !f.spec.Optional))
		}
	}
	return f.parts[0]
}

// addComputed notes a field that an expression fills.
func (r *planRun) addComputed(f source) {
	c := computed{f, f.expression.NewEvaluator()}
	if f.column.Name == "period" && f.column.Type == record.Period {
		r.periodic = &c
		return
	}
	r.computed = append(r.computed, c)
}
