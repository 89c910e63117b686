package deploy_test

import (
	"context"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"

	"nyckeltal/examples/sampletest"
	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

// readYAML decodes a file; keys that the target does not know are faults.
func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// dataSource is a data source of Grafana.
type dataSource struct {
	Name      string `yaml:"name"`
	UID       string `yaml:"uid"`
	Type      string `yaml:"type"`
	IsDefault bool   `yaml:"isDefault"`
	Editable  bool   `yaml:"editable"`
	JSONData  struct {
		Host            string `yaml:"host"`
		Port            int    `yaml:"port"`
		Protocol        string `yaml:"protocol"`
		Secure          bool   `yaml:"secure"`
		Username        string `yaml:"username"`
		DefaultDatabase string `yaml:"defaultDatabase"`
	} `yaml:"jsonData"`
	SecureJSONData map[string]string `yaml:"secureJsonData"`
}

func readDataSource(t *testing.T) dataSource {
	t.Helper()
	var file struct {
		APIVersion  int          `yaml:"apiVersion"`
		DataSources []dataSource `yaml:"datasources"`
	}
	readYAML(t, "grafana/provisioning/datasources/nyckeltal.yaml", &file)
	if file.APIVersion != 1 || len(file.DataSources) != 1 {
		t.Fatalf("%+v", file)
	}
	return file.DataSources[0]
}

// TestGrafanaReadsAsTheAnalyst follows the way from Grafana to the server.
func TestGrafanaReadsAsTheAnalyst(t *testing.T) {
	source := readDataSource(t)
	all := services(t, "bi")
	if _, ok := all[source.JSONData.Host]; !ok || source.JSONData.Port != 9000 || source.JSONData.Protocol != "native" {
		t.Errorf("no server at %+v", source.JSONData)
	}
	if source.JSONData.Username != "analyst" || source.JSONData.DefaultDatabase != "nyckeltal" {
		t.Errorf("%+v", source.JSONData)
	}
	grafana := all["grafana"]
	variable, _ := strings.CutPrefix(source.SecureJSONData["password"], "$")
	if value := grafana.Environment[variable]; value == nil || *value != "b" {
		t.Errorf("the password is read from %s", variable)
	}
	if plugin := *grafana.Environment["GF_PLUGINS_PREINSTALL"]; !strings.HasPrefix(plugin, source.Type+"@") {
		t.Errorf("the plugin is %s, the data source %s", plugin, source.Type)
	}
	var provided struct {
		APIVersion int `yaml:"apiVersion"`
		Providers  []struct {
			Name            string            `yaml:"name"`
			Type            string            `yaml:"type"`
			DisableDeletion bool              `yaml:"disableDeletion"`
			Options         map[string]string `yaml:"options"`
		} `yaml:"providers"`
	}
	readYAML(t, "grafana/provisioning/dashboards/nyckeltal.yaml", &provided)
	mounted := false
	for _, volume := range grafana.Volumes {
		mounted = mounted || volume.Target == provided.Providers[0].Options["path"] && path.Base(filepath.ToSlash(volume.Source)) == "dashboards"
	}
	if !mounted {
		t.Error("the dashboards are not where Grafana looks for them")
	}
}

// dashboard is what a dashboard asks.
type dashboard struct {
	UID        string `json:"uid"`
	Title      string `json:"title"`
	Templating struct {
		List []variable `json:"list"`
	} `json:"templating"`
	Panels []struct {
		Title      string   `json:"title"`
		Type       string   `json:"type"`
		DataSource sourceID `json:"datasource"`
		Targets    []struct {
			DataSource sourceID `json:"datasource"`
			RawSQL     string   `json:"rawSql"`
		} `json:"targets"`
	} `json:"panels"`
}

// variable is a choice at the head of a dashboard.
type variable struct {
	Name       string   `json:"name"`
	DataSource sourceID `json:"datasource"`
	Query      string   `json:"query"`
	Multi      bool     `json:"multi"`
}

type sourceID struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// readDashboards returns the dashboards by their file names.
func readDashboards(t *testing.T) map[string]dashboard {
	t.Helper()
	files, err := filepath.Glob("grafana/dashboards/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no dashboards", err)
	}
	all := make(map[string]dashboard)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var d dashboard
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if d.UID == "" || d.Title == "" || len(d.Panels) < 5 {
			t.Errorf("%s: %+v", file, d)
		}
		all[file] = d
	}
	return all
}

// choices are the values of variables; several for those of which several may be chosen.
type choices map[string][]string

var (
	reference  = regexp.MustCompile(`\$\{(\w+)(:sqlstring)?\}`)
	dateFilter = regexp.MustCompile(`\$__dateFilter\((\w+)\)`)
)

// expand writes a statement as Grafana and its plug-in for ClickHouse do, for the years of the sample.
func (c choices) expand(sql string) string {
	sql = dateFilter.ReplaceAllString(sql, "$1 >= toDate('2022-01-01') AND $1 <= toDate('2023-12-31')")
	return reference.ReplaceAllStringFunc(sql, func(text string) string {
		m := reference.FindStringSubmatch(text)
		values, known := c[m[1]]
		switch {
		case !known:
			return text
		case m[2] == "":
			return strings.Join(values, ",")
		}
		quoted := make([]string, len(values))
		for i, value := range values {
			quoted[i] = "'" + strings.ReplaceAll(value, "'", "''") + "'"
		}
		return strings.Join(quoted, ",")
	})
}

// maybeEmpty are panels that show nothing while all is well.
var maybeEmpty = []string{"Saknas, eller har avvisade rader eller varningar"}

// TestDashboards asks what the dashboards ask, of the sample organisation: each panel has something to show.
func TestDashboards(t *testing.T) {
	source := readDataSource(t)
	want := sourceID{Type: source.Type, UID: source.UID}
	for file, d := range readDashboards(t) {
		chosen := choices{}
		for _, v := range d.Templating.List {
			values := first(t, v.Query, chosen)
			if v.DataSource != want || len(values) == 0 {
				t.Fatalf("%s: variable %s: data source %+v, values %q", file, v.Name, v.DataSource, values)
			}
			if !v.Multi {
				values = values[:1]
			}
			chosen[v.Name] = values
		}
		for _, p := range d.Panels {
			if (p.Type == "row") != (len(p.Targets) == 0) {
				t.Errorf("%s: panel %q asks nothing", file, p.Title)
			}
			for _, target := range p.Targets {
				if p.DataSource != want || target.DataSource != want {
					t.Errorf("%s: %s: data source %+v", file, p.Title, target.DataSource)
				}
				if rows := first(t, target.RawSQL, chosen); len(rows) == 0 && !slices.Contains(maybeEmpty, p.Title) {
					t.Errorf("%s: panel %q shows nothing of the sample", file, p.Title)
				}
			}
		}
	}
}

// TestDashboardsShowEveryFamily asks the panels of one indicator for one of each family.
func TestDashboardsShowEveryFamily(t *testing.T) {
	chosen := choices{"slice_kind": {"total"}, "slice": {""}, "period": {"202311"}, "area": {"HR", "O'Hara"}}
	for _, indicator := range first(t, "SELECT min(indicator) FROM indicators GROUP BY family", nil) {
		chosen["indicator"] = []string{indicator}
		for _, d := range readDashboards(t) {
			for _, p := range d.Panels {
				for _, target := range p.Targets {
					if strings.Contains(target.RawSQL, "indicator:") {
						first(t, target.RawSQL, chosen)
					}
				}
			}
		}
	}
}

// TestDashboardsReadAsAnalysts looks for views in the dashboards that analysts do not see.
func TestDashboardsReadAsAnalysts(t *testing.T) {
	readable := load.Readable(load.Analyst)
	reads := regexp.MustCompile(`\b(?:FROM|JOIN) (\w+)`)
	check := func(title, sql string) {
		for _, m := range reads.FindAllStringSubmatch(sql, -1) {
			if !slices.Contains(readable, m[1]) {
				t.Errorf("%s reads %s, which analysts do not see", title, m[1])
			}
		}
	}
	for _, d := range readDashboards(t) {
		for _, v := range d.Templating.List {
			check(v.Name, v.Query)
		}
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				check(p.Title, target.RawSQL)
			}
		}
	}
}

// sample returns a warehouse with everything of the sample organisation.
var sample = sync.OnceValues(func() (*load.Warehouse, error) {
	dir, err := os.MkdirTemp("", "nyckeltal-sample")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	return sampletest.Load(context.Background(), dir, enginetest.Endpoint().DSN("sample"))
})

// first returns the first column of what a statement gives on the sample, as texts.
func first(t *testing.T, sql string, chosen choices) []string {
	t.Helper()
	sql = chosen.expand(sql)
	if strings.Contains(sql, "$") {
		t.Errorf("not all is expanded:\n%s", sql)
	}
	w, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return column(t, w, "SELECT [COLUMNS('.*') APPLY(x -> ifNull(toString(x), 'NULL'))][1] FROM ("+sql+"\n)")
}
