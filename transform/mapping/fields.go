package mapping

import (
	"maps"
	"slices"

	"nyckeltal/transform/expression"
	"nyckeltal/transform/record"
)

// fieldDecimals is the number of decimals that fields of type decimal keep.
const fieldDecimals = 6

// fieldType is a type of fields as mappings write it.
type fieldType struct {
	name string
	of   record.Type
}

// fieldTypes are the types that there are.
var fieldTypes = []fieldType{
	{"text", record.Text},
	{"code", record.Code},
	{"integer", record.Int},
	{"decimal", record.Decimal},
	{"date", record.Date},
	{"time", record.Clock},
	{"datetime", record.DateTime},
	{"duration", record.Duration},
	{"bool", record.Bool},
	{"period", record.Period},
}

// FieldTypes lists the types that fields can have.
func FieldTypes() []string {
	names := make([]string, len(fieldTypes))
	for i, t := range fieldTypes {
		names[i] = t.name
	}
	return names
}

// fieldColumn returns the column that a field would be in a dataset; ok is false when its type is unknown.
func fieldColumn(name string, spec Column) (column record.Column, ok bool) {
	i := slices.IndexFunc(fieldTypes, func(t fieldType) bool { return t.name == spec.Type })
	if i < 0 {
		return record.Column{}, false
	}
	column = record.Column{Name: name, Type: fieldTypes[i].of, Comment: "the field " + name}
	if column.Type == record.Decimal {
		column.Scale = fieldDecimals
	}
	return column, true
}

// FieldColumns returns the fields of a valid mapping as columns, in the order of their names.
func (m *Mapping) FieldColumns() []record.Column {
	var columns []record.Column
	for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
		column, _ := fieldColumn(name, m.Fields[name])
		columns = append(columns, column)
	}
	return columns
}

// Variables returns what expressions can use: the columns of the dataset that the mapping fills, in their order, then the
// fields in the order of their names. What they cannot use has no name. Columns that are computed themselves are
// variables only when computed is true, which is for checks of whole records.
func (m *Mapping) Variables(d *record.Dataset, computed bool) []expression.Variable {
	variables := make([]expression.Variable, len(d.Columns), len(d.Columns)+len(m.Fields))
	for i := range d.Columns {
		column := &d.Columns[i]
		if column.Type == record.Person || !m.filled(column.Name) || m.Columns[column.Name].Expression != "" && !computed {
			continue
		}
		variables[i] = expression.Variable{Name: column.Name, Type: column.Type, Scale: column.Scale}
	}
	for _, column := range m.FieldColumns() {
		variables = append(variables, expression.Variable{Name: column.Name, Type: column.Type, Scale: column.Scale})
	}
	return variables
}

// Result says what the expression of a column must give.
func (c Column) Result(target *record.Column) expression.Result {
	if c.Lookup != nil {
		return expression.Result{Type: record.Code}
	}
	return expression.Result{Type: target.Type, Scale: target.Scale, Round: c.Round}
}

// PeriodVariables returns what the expression of the period can use: what is read from the row before anything else.
func (m *Mapping) PeriodVariables(d *record.Dataset) []expression.Variable {
	variables := m.Variables(d, false)
	for i := range variables {
		name := variables[i].Name
		spec, isColumn := m.Columns[name]
		if !isColumn {
			spec = m.Fields[name]
		}
		across := m.Across != nil && i < len(d.Columns) && m.Across.Sets(name)
		if name == "period" || spec.Lookup != nil || spec.Derive != "" || across {
			variables[i] = expression.Variable{}
		}
	}
	return variables
}
