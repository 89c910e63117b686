package deploy_test

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
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
		List []struct {
			Name       string   `json:"name"`
			DataSource sourceID `json:"datasource"`
			Query      string   `json:"query"`
		} `json:"list"`
	} `json:"templating"`
	Panels []struct {
		Title      string   `json:"title"`
		DataSource sourceID `json:"datasource"`
		Targets    []struct {
			DataSource sourceID `json:"datasource"`
			RawSQL     string   `json:"rawSql"`
		} `json:"targets"`
	} `json:"panels"`
}

type sourceID struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// TestDashboards executes what the dashboards ask, with a value for every variable.
func TestDashboards(t *testing.T) {
	files, err := filepath.Glob("grafana/dashboards/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no dashboards", err)
	}
	source := readDataSource(t)
	want := sourceID{Type: source.Type, UID: source.UID}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var d dashboard
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		values := []string{"${__from}", "1672531200000", "${__to}", "1704067200000"}
		for _, v := range d.Templating.List {
			values = append(values, "${"+v.Name+"}", "total")
		}
		execute := func(title string, from sourceID, sql string) {
			sql = strings.NewReplacer(values...).Replace(sql)
			if from != want || sql == "" || strings.Contains(sql, "$") {
				t.Errorf("%s: %s: data source %+v\n%s", file, title, from, sql)
			}
			ask(t, "SELECT toString(count()) FROM ("+sql+")")
		}
		for _, v := range d.Templating.List {
			execute(v.Name, v.DataSource, v.Query)
		}
		for _, p := range d.Panels {
			for _, target := range p.Targets {
				execute(p.Title, target.DataSource, target.RawSQL)
			}
		}
		if d.UID == "" || d.Title == "" || len(d.Panels) < 5 {
			t.Errorf("%s: %+v", file, d)
		}
	}
}
