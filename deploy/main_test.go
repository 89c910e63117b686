// Package deploy_test reads what lies in this folder, the Dockerfile and docker-compose.yml as far as that can be done
// without running an image: by the parsers of Compose and XML, and by the engine where a file holds SQL or settings.
package deploy_test

import (
	"context"
	"encoding/xml"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// warehouse returns an empty warehouse with all tables and views.
var warehouse = sync.OnceValues(func() (*load.Warehouse, error) {
	ctx := context.Background()
	w, err := load.Open(ctx, enginetest.Endpoint().DSN("nyckeltal"))
	if err != nil {
		return nil, err
	}
	return w, w.Migrate(ctx)
})

// ask returns the first column of what a statement gives, as texts.
func ask(t *testing.T, sql string, args ...any) []string {
	t.Helper()
	w, err := warehouse()
	if err != nil {
		t.Fatal(err)
	}
	return column(t, w, sql, args...)
}

// column is ask, in any warehouse.
func column(t *testing.T, w *load.Warehouse, sql string, args ...any) []string {
	t.Helper()
	rows, err := w.Conn().Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	defer rows.Close()
	var texts []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	return texts
}

// passwords are what a .env holds.
var passwords = []string{"CLICKHOUSE_PASSWORD=a", "ANALYST_PASSWORD=b", "GRAFANA_PASSWORD=c", "CLUSTER_SECRET=d"}

// compose reads docker-compose.yml with some profiles, as docker compose does.
func compose(t *testing.T, env []string, profiles ...string) (*types.Project, error) {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{"../docker-compose.yml"}, cli.WithWorkingDirectory(".."), cli.WithEnv(env), cli.WithProfiles(profiles))
	if err != nil {
		t.Fatal(err)
	}
	return options.LoadProject(t.Context())
}

// services reads docker-compose.yml with some profiles and passwords.
func services(t *testing.T, profiles ...string) types.Services {
	t.Helper()
	project, err := compose(t, passwords, profiles...)
	if err != nil {
		t.Fatal(err)
	}
	return project.Services
}

// node is an element of XML.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

// readXML reads a file of configuration, whose root must be the one that ClickHouse expects.
func readXML(t *testing.T, file string) node {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var root node
	if err := xml.Unmarshal(data, &root); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if root.XMLName.Local != "clickhouse" {
		t.Errorf("%s: the root is %s", file, root.XMLName.Local)
	}
	return root
}

// all returns the elements on a path such as users/analyst/grants/query.
func (n node) all(path string) []node {
	name, rest, deeper := strings.Cut(path, "/")
	var found []node
	for _, child := range n.Nodes {
		switch {
		case child.XMLName.Local != name:
		case deeper:
			found = append(found, child.all(rest)...)
		default:
			found = append(found, child)
		}
	}
	return found
}

// texts returns what the elements on a path hold.
func (n node) texts(path string) []string {
	var texts []string
	for _, found := range n.all(path) {
		texts = append(texts, strings.TrimSpace(found.Text))
	}
	return texts
}

// text returns what the only element on a path holds.
func (n node) text(t *testing.T, path string) string {
	t.Helper()
	texts := n.texts(path)
	if len(texts) != 1 {
		t.Fatalf("%d elements %s, want 1", len(texts), path)
	}
	return texts[0]
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// environment returns the variables that the configuration reads.
func (n node) environment() []string {
	var names []string
	if name := n.attr("from_env"); name != "" {
		names = append(names, name)
	}
	for _, child := range n.Nodes {
		names = append(names, child.environment()...)
	}
	return names
}
