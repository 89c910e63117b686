package load

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/transform/record"
)

// Layout says how the tables of a warehouse lie on its servers.
type Layout string

// The layouts.
const (
	Single     Layout = "single"     // all on one server
	Replicated Layout = "replicated" // all on every server of the cluster
	Sharded    Layout = "sharded"    // facts in shards, which are replicated; everything else on every server
)

// Topology is the layout of a warehouse and the cluster that it lies on. The zero value is a single server.
type Topology struct {
	Layout  Layout // "" is Single
	Cluster string // its name in the servers' configuration; "" on a single server
}

// Check says what is wrong with the topology.
func (t Topology) Check() error {
	switch t.Layout {
	case "", Single:
		if t.Cluster != "" {
			return fmt.Errorf("a cluster is for topology replicated or sharded; found cluster %s with a single server", t.Cluster)
		}
	case Replicated, Sharded:
		if !clusterName.MatchString(t.Cluster) {
			return fmt.Errorf("topology %s needs the cluster's name in the servers' configuration, found %q", t.Layout, t.Cluster)
		}
	default:
		return fmt.Errorf("expected topology single, replicated or sharded, found %q", t.Layout)
	}
	return nil
}

var clusterName = regexp.MustCompile(`^[\w.-]+$`)

func (t Topology) layout() Layout {
	if t.Layout == "" {
		return Single
	}
	return t.Layout
}

func (t Topology) clustered() bool { return t.Layout == Replicated || t.Layout == Sharded }

// onCluster is the clause that makes a statement hold on every server, with a blank in front.
func (t Topology) onCluster() string {
	if !t.clustered() {
		return ""
	}
	return " ON CLUSTER " + quoteName(t.Cluster)
}

// localSuffix ends the names of the tables that hold the facts of one shard.
const localSuffix = "_local"

// distributed tells whether the table's rows are spread over shards: the records of all datasets but dimensions. All
// other tables are the registry, which every server has whole, so that each can tell what is published.
func (t Topology) distributed(table string) bool {
	d := record.Find(strings.TrimSuffix(table, "_records"))
	return t.Layout == Sharded && d != nil && !d.Dimension() && table == d.Name+"_records"
}

// stored names a table of the warehouse, as statements that change stored rows must: ALTER … DELETE and the like hold
// where the rows lie, on every server.
func (t Topology) stored(table string) string {
	if t.distributed(table) {
		table += localSuffix
	}
	return table + t.onCluster()
}

// The statements that migrations may hold; see migrations/README.md.
var (
	createTable = regexp.MustCompile(`(?s)^CREATE TABLE IF NOT EXISTS (\w+) \((.*)\n\) ENGINE = (\w*MergeTree)(?:\(([^()]*)\))?( .*?)(\nCOMMENT '.*')$`)
	alterTable  = regexp.MustCompile(`(?s)^ALTER TABLE (\w+) (ADD COLUMN IF NOT EXISTS .*)$`)
	insertInto  = regexp.MustCompile(`(?s)^INSERT INTO (\w+) .*\bSELECT\b.*$`)
)

// table renders a statement of a migration.
func (t Topology) table(database, statement string) ([]string, error) {
	if m := createTable.FindStringSubmatch(statement); m != nil {
		return t.create(database, tableDefinition{name: m[1], columns: m[2], engine: m[3], engineArgs: m[4], rest: m[5], comment: m[6]}), nil
	}
	if m := alterTable.FindStringSubmatch(statement); m != nil {
		return t.alter(m[1], m[2]), nil
	}
	if m := insertInto.FindStringSubmatch(statement); m != nil && !t.distributed(m[1]) {
		return []string{statement}, nil
	}
	return nil, fmt.Errorf("a migration may hold the statements that load/migrations/README.md lists, found %s", shorten(statement))
}

// tableDefinition is a CREATE TABLE in parts.
type tableDefinition struct{ name, columns, engine, engineArgs, rest, comment string }

func (d tableDefinition) statement(onCluster, engine string) string {
	return fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s%s (%s\n) ENGINE = %s%s", d.name, onCluster, d.columns, engine, d.comment)
}

// create renders a table.
func (t Topology) create(database string, d tableDefinition) []string {
	if !t.clustered() {
		if d.engineArgs != "" {
			d.engine += "(" + d.engineArgs + ")"
		}
		return []string{d.statement("", d.engine+d.rest)}
	}
	stored := d
	if t.distributed(d.name) {
		stored.name += localSuffix
	}
	statements := []string{stored.statement(t.onCluster(), t.replicatedEngine(database, stored)+d.rest)}
	if t.distributed(d.name) {
		engine := fmt.Sprintf("Distributed(%s, %s, %s, cityHash64(load_id))",
			quoteText(t.Cluster), quoteText(database), quoteText(stored.name))
		statements = append(statements, d.statement(t.onCluster(), engine))
	}
	return statements
}

// replicatedEngine is the engine of a replicated table. Tables of one shard have a path of their own in Keeper; all others
// share theirs, so that every server of the cluster is a replica. The paths hold names and no UUID, so that the same
// statements add a server to the cluster.
func (t Topology) replicatedEngine(database string, d tableDefinition) string {
	path, replica := "/clickhouse/tables/"+database+"/"+d.name, "{replica}"
	if t.Layout == Sharded {
		replica = "{shard}-{replica}" // servers of different shards may have the same name within them
	}
	if strings.HasSuffix(d.name, localSuffix) {
		path += "/{shard}"
	}
	args := quoteText(path) + ", " + quoteText(replica)
	if d.engineArgs != "" {
		args += ", " + d.engineArgs
	}
	return "Replicated" + d.engine + "(" + args + ")"
}

// alter renders a change of a table's columns.
func (t Topology) alter(table, change string) []string {
	statements := []string{fmt.Sprintf("ALTER TABLE %s %s", t.stored(table), change)}
	if t.distributed(table) {
		statements = append(statements, fmt.Sprintf("ALTER TABLE %s%s %s", table, t.onCluster(), change))
	}
	return statements
}

var (
	readsTable  = regexp.MustCompile(`\b(?:FROM|JOIN) (\w+)`)
	inSubselect = regexp.MustCompile(`\b((?:NOT )?IN) \(SELECT\b`)
)

// view renders the statement that creates a view. Where a view reads facts from shards, the server that is asked decides
// which loads are published and tells the shards: they may hear of a publication one after the other.
func (t Topology) view(statement string) string {
	for _, m := range readsTable.FindAllStringSubmatch(statement, -1) {
		if t.distributed(m[1]) {
			statement = inSubselect.ReplaceAllString(statement, "GLOBAL $1 (SELECT")
			break
		}
	}
	return viewHeader.ReplaceAllString(statement, "CREATE OR REPLACE VIEW ${1}"+t.onCluster()+" AS")
}

// settings hold for every statement to a cluster: what is written has reached most replicas when it returns, and what is
// read holds all of that.
func (t Topology) settings() clickhouse.Settings {
	if !t.clustered() {
		return nil
	}
	return clickhouse.Settings{
		"insert_quorum":                      "auto", // most replicas
		"insert_quorum_parallel":             0,      // or reads cannot be sequentially consistent
		"select_sequential_consistency":      1,
		"distributed_foreground_insert":      1, // the shard has it when the insert returns
		"parallel_distributed_insert_select": 0, // rows go where their load belongs
		"distributed_product_mode":           "global",
		"prefer_global_in_and_join":          1, // subqueries are answered once, by the server that is asked
		"alter_sync":                         2, // by all replicas
		"mutations_sync":                     2,
	}
}

// shorten returns the beginning of a statement.
func shorten(statement string) string {
	line, _, _ := strings.Cut(statement, "\n")
	return line
}
