package load_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// topologies are the three, on a cluster whose name needs quoting.
var topologies = []load.Topology{
	{},
	{Layout: load.Replicated, Cluster: "stad-1.replicas"},
	{Layout: load.Sharded, Cluster: "stad-1.shards"},
}

func statements(t *testing.T, topology load.Topology) []string {
	t.Helper()
	all, err := load.Statements(topology)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestEngineParsesEveryStatement has the engine parse every table and view of the three topologies. The statements of the
// single server are executed by all other tests.
func TestEngineParsesEveryStatement(t *testing.T) {
	w := open(t)
	for _, topology := range topologies {
		all := statements(t, topology)
		if len(all) < 120 {
			t.Errorf("%s: only %d statements", topology.Layout, len(all))
		}
		for _, statement := range all {
			if err := parse(t.Context(), w, statement); err != nil {
				t.Errorf("%s: %v\n%s", topology.Layout, err, statement)
			}
		}
	}
	if err := parse(t.Context(), w, "CREATE TABLE x (a UInt8 ENGINE = MergeTree"); err == nil {
		t.Error("the engine parses nonsense")
	}
}

func parse(ctx context.Context, w *load.Warehouse, statement string) error {
	ctx = clickhouse.Context(ctx, clickhouse.WithParameters(clickhouse.Parameters{"sql": strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`).Replace(statement)}))
	return w.Conn().QueryRow(ctx, "SELECT formatQuery({sql:String})").Err()
}

// TestEngineKnowsTheSettings has the engine take the settings of clusters, of which it heeds none.
func TestEngineKnowsTheSettings(t *testing.T) {
	w := open(t)
	settings := clickhouse.Settings(load.Settings(load.Topology{Layout: load.Sharded, Cluster: "c"}))
	if len(settings) < 5 {
		t.Fatal(settings)
	}
	var quorum string
	row := w.Conn().QueryRow(clickhouse.Context(t.Context(), clickhouse.WithSettings(settings)), "SELECT toString(getSetting('insert_quorum'))")
	if err := row.Scan(&quorum); err != nil || quorum != "auto" {
		t.Errorf("%q %v", quorum, err)
	}
}

func TestEveryStatementIsForTheWholeCluster(t *testing.T) {
	onCluster := regexp.MustCompile("(?s)^(CREATE TABLE IF NOT EXISTS|ALTER TABLE|CREATE OR REPLACE VIEW) \\w+ ON CLUSTER `stad-1.(shards|replicas)` ")
	once := regexp.MustCompile(`^INSERT INTO (publications|cube_records) `) // the registry, which every server has
	comment := regexp.MustCompile(`(?m)^--.*\n`)
	for _, topology := range topologies[1:] {
		for _, statement := range statements(t, topology) {
			bare := comment.ReplaceAllString(statement, "")
			if !once.MatchString(bare) && !onCluster.MatchString(bare) {
				t.Errorf("%s: not for the whole cluster:\n%s", topology.Layout, statement)
			}
			if strings.Contains(bare, "ENGINE = MergeTree") {
				t.Errorf("%s: not replicated:\n%s", topology.Layout, statement)
			}
		}
	}
}

// TestFacts pins which tables are spread over shards: with each a Distributed table over a local one, and columns are added
// to both.
func TestFacts(t *testing.T) {
	created := regexp.MustCompile(`(?s)^CREATE TABLE IF NOT EXISTS (\w+) ON.*ENGINE = (\w+)\((.*?)\)`)
	altered := regexp.MustCompile(`^ALTER TABLE (\w+) ON CLUSTER \S+ (.*)`)
	engines, columns := map[string]string{}, map[string][]string{}
	var distributed []string
	for _, statement := range statements(t, topologies[2]) {
		if m := created.FindStringSubmatch(statement); m != nil {
			engines[m[1]] = m[2] + " " + m[3]
			if m[2] == "Distributed" {
				distributed = append(distributed, strings.TrimSuffix(m[1], "_records"))
			}
		}
		if m := altered.FindStringSubmatch(statement); m != nil {
			columns[m[1]] = append(columns[m[1]], m[2])
		}
	}
	var facts []string
	for _, d := range record.Datasets() {
		if !d.Dimension() {
			facts = append(facts, d.Name)
		}
	}
	if len(facts) < 7 || !slices.Equal(distributed, facts) {
		t.Errorf("distributed %v, facts %v", distributed, facts)
	}
	for _, name := range facts {
		table := name + "_records"
		if want := "Distributed 'stad-1.shards', 'n', '" + table + "_local', cityHash64(load_id"; engines[table] != want {
			t.Errorf("%s: %s, want %s", table, engines[table], want)
		}
		if want := "ReplicatedMergeTree '/clickhouse/tables/n/" + table + "_local/{shard}', '{shard}-{replica}'"; engines[table+"_local"] != want {
			t.Errorf("%s: %s, want %s", table, engines[table+"_local"], want)
		}
		if !slices.Equal(columns[table], columns[table+"_local"]) {
			t.Errorf("%s: %v, local %v", table, columns[table], columns[table+"_local"])
		}
	}
	if len(columns["ledger_records"]) == 0 {
		t.Error("no column was added to ledger_records")
	}
	if want := "ReplicatedMergeTree '/clickhouse/tables/n/publications', '{shard}-{replica}'"; engines["publications"] != want {
		t.Errorf("publications: %s, want %s", engines["publications"], want)
	}
}

// TestShardsAreToldWhatIsPublished expects of every view that reads facts that the server which is asked decides which
// loads are published.
func TestShardsAreToldWhatIsPublished(t *testing.T) {
	var facts []string
	for _, d := range record.Datasets() {
		if !d.Dimension() {
			facts = append(facts, d.Name)
		}
	}
	reads := regexp.MustCompile(`FROM (` + strings.Join(facts, "|") + `)_records\b`)
	global := regexp.MustCompile(`(?s)\b(GLOBAL )?IN \(SELECT load_id, period FROM current_publications`)
	found := 0
	for _, statement := range statements(t, topologies[2]) {
		if !strings.Contains(statement, "CREATE OR REPLACE VIEW") || !reads.MatchString(statement) {
			continue
		}
		found++
		for _, m := range global.FindAllStringSubmatch(statement, -1) {
			if m[1] == "" {
				t.Errorf("every shard decides for itself:\n%s", statement)
			}
		}
		if strings.Contains(statement, "JOIN ") {
			t.Errorf("joins within the statement that goes to the shards:\n%s", statement)
		}
	}
	if found < 14 {
		t.Errorf("only %d views read facts", found)
	}
}

func TestRender(t *testing.T) {
	const table = "CREATE TABLE IF NOT EXISTS %s (\n    a UInt8 COMMENT 'a'\n) ENGINE = %s ORDER BY a\nSETTINGS fsync_after_insert = 1\nCOMMENT 'x'"
	form := func(name, engine string) string {
		return strings.NewReplacer("%s (", name+" (", "= %s", "= "+engine).Replace(table)
	}
	replicated := topologies[1]
	tests := []struct {
		topology  load.Topology
		statement string
		want      []string
	}{
		{load.Topology{}, form("loads", "MergeTree"), []string{form("loads", "MergeTree")}},
		{load.Topology{Layout: load.Single}, form("x", "ReplacingMergeTree(a)"), []string{form("x", "ReplacingMergeTree(a)")}},
		{replicated, form("loads", "MergeTree"), []string{form("loads ON CLUSTER `stad-1.replicas`", "ReplicatedMergeTree('/clickhouse/tables/n/loads', '{replica}')")}},
		{replicated, form("x", "ReplacingMergeTree(a)"), []string{form("x ON CLUSTER `stad-1.replicas`", "ReplicatedReplacingMergeTree('/clickhouse/tables/n/x', '{replica}', a)")}},
		{replicated, "ALTER TABLE loads ADD COLUMN IF NOT EXISTS b UInt8", []string{"ALTER TABLE loads ON CLUSTER `stad-1.replicas` ADD COLUMN IF NOT EXISTS b UInt8"}},
		{topologies[2], "INSERT INTO publications SELECT 1", []string{"INSERT INTO publications SELECT 1"}},
		{load.Topology{}, "CREATE TABLE loads (a UInt8) ENGINE = MergeTree ORDER BY a", nil}, // not to be repeated
		{load.Topology{}, form("x", "Memory"), nil},
		{load.Topology{}, "ALTER TABLE loads ADD COLUMN b UInt8", nil},
		{load.Topology{}, "ALTER TABLE loads DROP COLUMN b", nil},
		{load.Topology{}, "DROP TABLE loads", nil},
		{topologies[2], "INSERT INTO ledger_records SELECT 1", nil},
	}
	for _, test := range tests {
		got, err := load.Render(test.topology, test.statement)
		if !slices.Equal(got, test.want) || (err == nil) != (test.want != nil) {
			t.Errorf("%s: %s\ngot  %q %v\nwant %q", test.topology.Layout, test.statement, got, err, test.want)
		}
	}
}

func TestTopologyIsChecked(t *testing.T) {
	for _, good := range append(topologies, load.Topology{Layout: load.Single}) {
		if err := good.Check(); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []load.Topology{{Cluster: "c"}, {Layout: load.Replicated}, {Layout: load.Sharded, Cluster: "a b"}, {Layout: "ring", Cluster: "c"}} {
		if err := bad.Check(); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}
