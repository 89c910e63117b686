package guard

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"strings"

	"nyckeltal/load/engine"
	"nyckeltal/load/engine/lexer"
)

// functions are those of an engine that a statement may use, by name in small letters. True marks aggregate functions, whose names
// may be followed by combinators.
type functions map[string]bool

// kinds are the categories of functions that only compute. Not among them are: AI, Dictionary, Embedded Dictionary, Machine
// Learning (models in files), Introspection, Internal, Time Series (state of a server), and Other.
var kinds = setOf(`Aggregate Functions|Arithmetic|Arrays|Bit|Bitmap|Comparison|Conditional|Dates and Times|Distance|Encoding|Encryption|Financial|
	Geo|Geo Polygon|Hash|IP Address|JSON|Logical|Map|Mathematical|Null|NumericIndexedVector|QBit|Random Number|Rounding|String|
	String Replacement|String Search|String Splitting|Time Window|Tuple|Type Conversion|URL|UUID`, "|")

// others are allowed although their category is not: they compute, or tell what every client may know.
var others = setOf(`bar byteSize caseWithExpression colorOKLABToSRGB colorOKLCHToSRGB colorSRGBToOKLAB colorSRGBToOKLCH connectionId countDigits
	currentDatabase currentQueryID currentSchemas currentUser defaultValueOfArgumentType defaultValueOfTypeName displayName dumpColumnStructure
	errorCodeToName finalizeAggregation flipCoordinates formatQuery formatQueryOrNull formatQuerySingleLine formatQuerySingleLineOrNull
	formatReadableDecimalSize formatReadableQuantity formatReadableSize formatReadableTimeDelta getSetting getSettingOrDefault getSizeOfEnumType
	getSubcolumn identity ignore indexHint initialQueryID initialQueryStartTime initializeAggregation isConstant isDecimalOverflow lowCardinalityIndices
	lowCardinalityKeys MACNumToString MACStringToNum MACStringToOUI materialize minSampleSizeContinuous minSampleSizeConversion neighbor normalizeQuery
	normalizedQueryHash parseReadableSize parseReadableSizeOrNull parseReadableSizeOrZero parseTimeDelta queryID revision rowNumberInAllBlocks
	rowNumberInBlock runningAccumulate runningDifference runningDifferenceStartingWithFirstValue seriesDecomposeSTL seriesOutliersDetectTukey
	seriesPeriodDetectFFT throwIf toColumnTypeName toTypeName tokenizeQuery transform variantElement variantType version visibleWidth`, " ")

// grammar are written by the parser for what has no function of its own.
var grammar = setOf("lambda exists grouping untuple countdistinct", " ")

func setOf(list, separator string) map[string]bool {
	set := make(map[string]bool)
	for name := range strings.SplitSeq(list, separator) {
		for word := range strings.SplitSeq(name, "\n") {
			if word = strings.TrimSpace(word); word != "" {
				set[strings.ToLower(word)] = true
			}
		}
	}
	return set
}

// combinators may follow the name of an aggregate function.
var combinators = []string{"if", "array", "map", "state", "simplestate", "merge", "foreach", "distinct", "ordefault", "ornull", "resample", "argmin", "argmax", "tuple"}

// allows tells whether a statement may use the function.
func (f functions) allows(name string) bool {
	name = strings.ToLower(name)
	if _, ok := f[name]; ok || grammar[name] {
		return true
	}
	return f.combined(name)
}

// combined tells whether the name is that of an aggregate function with combinators.
func (f functions) combined(name string) bool {
	for _, suffix := range combinators {
		if base, ok := strings.CutSuffix(name, suffix); ok && (f[base] || f.combined(base)) {
			return true
		}
	}
	return false
}

// allFunctions lists the functions of an engine with their categories. An alias has the category of what it stands for.
const allFunctions = `SELECT f.name, f.is_aggregate, if(f.alias_to = '', f.name, f.alias_to), if(f.alias_to = '', f.categories, o.categories)
FROM system.functions AS f LEFT ANY JOIN system.functions AS o ON f.alias_to = o.name
WHERE f.origin = 'System'`

// functionsOf returns what is allowed of an engine's functions; it asks once for each version.
func (g *Guard) functionsOf(ctx context.Context, e engine.Endpoint) (functions, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.functions[e.Version]; known != nil {
		return known, nil
	}
	allowed := make(functions)
	err := g.ask(ctx, e, allFunctions, func(fields []string) {
		name, meant := strings.ToLower(fields[0]), strings.ToLower(fields[2])
		if others[meant] || allKinds(fields[3]) {
			allowed[name] = fields[1] == "1"
		}
	})
	if err != nil {
		return nil, fmt.Errorf("read the engine's functions: %w", err)
	}
	g.functions[e.Version] = allowed
	return allowed, nil
}

// allKinds tells whether every category of a function is one that only computes; a function may have several, in a list.
func allKinds(categories string) bool {
	for category := range strings.SplitSeq(categories, ",") {
		if !kinds[strings.ToLower(strings.TrimSpace(category))] {
			return false
		}
	}
	return true
}

// relations are the names of all tables and views of the database.
func (g *Guard) relations(ctx context.Context, e engine.Endpoint) (map[string]bool, error) {
	names := make(map[string]bool)
	err := g.ask(ctx, e, "SELECT name FROM system.tables WHERE database = "+lexer.Quote(g.database, '\''), func(fields []string) { names[fields[0]] = true })
	if err != nil {
		return nil, fmt.Errorf("read the names of the tables: %w", err)
	}
	return names, nil
}

// ask runs a statement of the guard's own, and calls row with the fields of every row.
func (g *Guard) ask(ctx context.Context, e engine.Endpoint, sql string, row func([]string)) error {
	result, err := e.Ask(ctx, g.client, url.Values{"default_format": {"TSV"}, "readonly": {"1"}}, sql)
	if err != nil {
		return err
	}
	defer result.Close()
	lines := bufio.NewScanner(result)
	for lines.Scan() {
		row(strings.Split(lines.Text(), "\t"))
	}
	return lines.Err()
}

// filters is a value of additional_table_filters that lets system tables show no relations but these.
func filters(database string, relations []string) string {
	names := make([]string, len(relations))
	for i, name := range relations {
		names[i] = lexer.Quote(name, '\'')
	}
	list := "(" + strings.Join(append(names, "''"), ", ") + ")"
	where := map[string]string{
		"system.databases": "name = " + lexer.Quote(database, '\''),
		"system.tables":    "database = " + lexer.Quote(database, '\'') + " AND name IN " + list,
		"system.columns":   "database = " + lexer.Quote(database, '\'') + " AND table IN " + list,
	}
	var parts []string
	for _, table := range []string{"system.databases", "system.tables", "system.columns"} {
		parts = append(parts, lexer.Quote(table, '\'')+": "+lexer.Quote(where[table], '\''))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
