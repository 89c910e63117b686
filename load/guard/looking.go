package guard

import (
	"slices"
	"strings"
)

// looking goes through the syntax tree of one statement.
type looking struct {
	role      string
	database  string
	policy    *policy
	functions functions
	text      *text
	exists    func() (map[string]bool, error) // the relations of the database
	renamed   map[string]bool                 // names that the statement gives to names, which may be those of tables
	catalogue bool                            // the statement reads tables of the system
}

// statements are the kinds of statements that are allowed; true for those that show the system's tables.
var statements = map[string]bool{
	"SelectWithUnionQuery": false, "SelectIntersectExceptQuery": false, "SelectQuery": false,
	"DescribeQuery": true, "ShowTables": true, "ShowColumns": true, "ShowCreateTableQuery": true, "ShowCreateViewQuery": true,
	"ExistsTableQuery": true, "ExistsViewQuery": true, "ShowFunctions": true, "ShowSetting": true,
}

// plain are the kinds of nodes that name nothing that must be looked at. ColumnsApplyTransformer is not among them: it hides its function.
var plain = map[string]bool{
	"SelectWithUnionQuery": true, "SelectIntersectExceptQuery": true, "SelectQuery": true, "Subquery": true, "ExpressionList": true,
	"TablesInSelectQuery": true, "TablesInSelectQueryElement": true, "TableExpression": true, "TableJoin": true, "ArrayJoin": true,
	"Literal": true, "Identifier": true, "Asterisk": true, "QualifiedAsterisk": true,
	"ColumnsListMatcher": true, "ColumnsRegexpMatcher": true, "QualifiedColumnsListMatcher": true, "QualifiedColumnsRegexpMatcher": true,
	"ColumnsTransformerList": true, "ColumnsExceptTransformer": true, "ColumnsReplaceTransformer": true,
	"ColumnsReplaceTransformer::Replacement": true,
	"OrderByElement":                         true, "InterpolateElement": true, "WithElement": true, "WindowDefinition": true, "WindowListElement": true,
	"SampleRatio": true,
}

// statement decides about a whole statement.
func (l *looking) statement(root *node) error {
	shows, ok := statements[root.kind]
	if !ok {
		return refuse(codeReadonly, "The role %s only reads: SELECT, SHOW TABLES, SHOW COLUMNS, SHOW CREATE, DESCRIBE and EXISTS are allowed", l.role)
	}
	l.catalogue = shows
	l.renamed = make(map[string]bool)
	root.each(func(n *node) {
		if n.kind == "Identifier" && n.alias != "" {
			l.renamed[n.alias] = true
		}
	})
	switch root.kind {
	case "ShowTables", "ShowColumns", "ShowFunctions", "ShowSetting":
		return l.text.checkShow() // they are made of system tables, which show the role's part
	case "ShowCreateTableQuery", "ShowCreateViewQuery", "ExistsTableQuery", "ExistsViewQuery":
		return l.named(root)
	case "DescribeQuery":
		return l.all(root.children)
	}
	return l.node(root, nil)
}

// named decides about a statement that names a relation by one or two words.
func (l *looking) named(root *node) error {
	var parts []string
	for _, child := range root.children {
		if child.kind != "Identifier" {
			return notUnderstood(child.kind)
		}
		parts = append(parts, child.name)
	}
	return l.relation(strings.Join(parts, "."))
}

func (l *looking) all(nodes []*node) error {
	for _, n := range nodes {
		if err := l.node(n, nil); err != nil {
			return err
		}
	}
	return nil
}

// node decides about a part of a statement, and all below it.
func (l *looking) node(n, parent *node) error {
	var err error
	switch {
	case n.kind == "Function" && parent != nil && parent.kind == "TableExpression":
		err = l.tableFunction(n)
	case n.kind == "Function":
		err = l.function(n)
	case n.kind == "TableIdentifier":
		err = l.relation(n.name)
	case n.kind == "Set":
		err = refuse(codeSettingConstraint, "SETTINGS are allowed at the end of the statement only, with plain values: name = value")
	case n.kind == "ColumnsApplyTransformer":
		err = refuse(codeAccessDenied, "APPLY is not allowed: write the function for each column")
	case !plain[n.kind]:
		err = notUnderstood(n.kind)
	}
	for _, child := range n.children {
		if err != nil {
			return err
		}
		err = l.node(child, n)
	}
	return err
}

// function decides about a function in an expression.
func (l *looking) function(n *node) error {
	if !l.functions.allows(n.name) {
		return refuse(codeAccessDenied, "The function %s is not allowed for the role %s", n.name, l.role)
	}
	if !setFunctions[strings.ToLower(n.name)] {
		return nil
	}
	for _, list := range n.children {
		for i, side := range list.children {
			if i > 0 && side.kind == "Identifier" {
				if err := l.set(side.name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// setFunctions take the name of a table for a set.
var setFunctions = map[string]bool{
	"in": true, "notin": true, "globalin": true, "globalnotin": true, "nullin": true, "notnullin": true, "globalnullin": true, "globalnotnullin": true,
}

// set decides about a name on the right of IN: that of a relation, or one that the statement gave to a list or a subquery.
func (l *looking) set(name string) error {
	if l.text.aliases[name] && !l.renamed[name] && !l.policy.relations[name] {
		exists, err := l.exists()
		if err != nil || !exists[name] {
			return err
		}
	}
	return l.relation(name)
}

// tableFunction decides about a function that stands for a table: one of a few that make rows of nothing, or a view with parameters.
func (l *looking) tableFunction(n *node) error {
	if tableFunctions[strings.ToLower(n.name)] || l.policy.relations[l.local(n.name)] {
		return nil
	}
	return refuse(codeAccessDenied, "The table function %s is not allowed for the role %s", n.name, l.role)
}

// tableFunctions make rows of nothing but their arguments.
var tableFunctions = map[string]bool{
	"numbers": true, "zeros": true, "generateseries": true, "generate_series": true, "values": true, "sqlstandardvalues": true, "primes": true,
}

// systemTables tell clients what there is. Those that tell of relations are filtered, see filters.
var systemTables = strings.Fields(`one numbers zeros databases tables columns functions settings formats data_type_families
	table_functions table_engines time_zones keywords aggregate_function_combinators`)

// informationTables are those of the SQL standard; they are views of system.tables, columns and databases.
var informationTables = strings.Fields(`schemata tables columns views key_column_usage referential_constraints
	SCHEMATA TABLES COLUMNS VIEWS KEY_COLUMN_USAGE REFERENTIAL_CONSTRAINTS`)

// relation decides about the name of a table or view.
func (l *looking) relation(name string) error {
	if l.renamed[name] {
		return refuse(codeAccessDenied, "The name %s stands for another name, and a table cannot be read by it here: give the name to a subquery", name)
	}
	database, table, qualified := strings.Cut(name, ".")
	switch {
	case l.policy.relations[l.local(name)]:
		return nil
	case qualified && database == "system" && slices.Contains(systemTables, table),
		qualified && strings.EqualFold(database, "information_schema") && slices.Contains(informationTables, table):
		l.catalogue = true
		return nil
	case !qualified && l.text.tables[name]:
		exists, err := l.exists()
		if err != nil || !exists[name] {
			return err
		}
	}
	return refuse(codeAccessDenied, "The role %s may not read %s: SHOW TABLES lists what it may", l.role, name)
}

// local is a name without the guard's database.
func (l *looking) local(name string) string { return strings.TrimPrefix(name, l.database+".") }
