package deploy_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"

	"nyckeltal/load"
)

func TestProfiles(t *testing.T) {
	tests := []struct {
		profiles []string
		want     []string
	}{
		{nil, []string{"clickhouse", "pipeline"}},
		{[]string{"bi"}, []string{"clickhouse", "grafana", "pipeline"}},
		{[]string{"cluster"}, []string{
			"clickhouse", "clickhouse-1-1", "clickhouse-1-2", "clickhouse-2-1", "clickhouse-2-2",
			"keeper-1", "keeper-2", "keeper-3", "pipeline", "pipeline-cluster",
		}},
	}
	for _, test := range tests {
		if got := slices.Sorted(maps.Keys(services(t, test.profiles...))); !slices.Equal(got, test.want) {
			t.Errorf("%v: %v, want %v", test.profiles, got, test.want)
		}
	}
}

// TestPasswordsAreAsked expects nothing to start with an empty or a well-known password.
func TestPasswordsAreAsked(t *testing.T) {
	example, err := os.ReadFile("env.example")
	if err != nil {
		t.Fatal(err)
	}
	for i, password := range passwords {
		name, _, _ := strings.Cut(password, "=")
		without := slices.Delete(slices.Clone(passwords), i, i+1)
		if _, err := compose(t, append(without, name+"=")); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
		if !regexp.MustCompile(`(?m)^` + name + `=$`).Match(example) {
			t.Errorf("env.example does not ask for %s", name)
		}
	}
}

// TestEveryService looks at what holds for all: images of a version, ports of this machine only, mounted files that
// exist, and the variables that mounted configuration reads.
func TestEveryService(t *testing.T) {
	pinned := regexp.MustCompile(`^[\w./-]+:\d+\.\d+[\w.-]*$`)
	for name, service := range services(t, "cluster", "bi") {
		if service.Build == nil && !pinned.MatchString(service.Image) {
			t.Errorf("%s: image %s has no version", name, service.Image)
		}
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s: port %s is open to other machines", name, port.Published)
			}
		}
		for _, volume := range service.Volumes {
			if volume.Type != types.VolumeTypeBind {
				continue
			}
			if _, err := os.Stat(volume.Source); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if filepath.Ext(volume.Source) != ".xml" {
				continue
			}
			for _, variable := range readXML(t, volume.Source).environment() {
				if value := service.Environment[variable]; value == nil || *value == "" {
					t.Errorf("%s: %s reads %s, which is not set", name, volume.Source, variable)
				}
			}
		}
	}
}

func TestServersAndKeepersAreWatched(t *testing.T) {
	for name, service := range services(t, "cluster") {
		if strings.HasPrefix(name, "pipeline") {
			for needed, dependency := range service.DependsOn {
				if dependency.Condition != types.ServiceConditionHealthy {
					t.Errorf("%s does not wait until %s is healthy", name, needed)
				}
			}
			continue
		}
		if service.HealthCheck == nil || len(service.HealthCheck.Test) < 2 {
			t.Errorf("%s has no health check", name)
		}
	}
}

// TestPipelines expects them to be unprivileged, and to find their server: its name, port and user.
func TestPipelines(t *testing.T) {
	users := readXML(t, "clickhouse/users.d/nyckeltal.xml")
	all := services(t, "cluster")
	for name, topology := range map[string]load.Topology{"pipeline": {}, "pipeline-cluster": {Layout: load.Sharded, Cluster: "nyckeltal"}} {
		service := all[name]
		if service.User == "" || strings.HasPrefix(service.User, "0") || service.User == "root" || !service.ReadOnly || !slices.Contains(service.CapDrop, "ALL") {
			t.Errorf("%s has rights that it does not need", name)
		}
		c, err := load.ParseDSN(*service.Environment["NYCKELTAL_WAREHOUSE"])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if c.Topology != topology || c.Topology.Check() != nil {
			t.Errorf("%s: topology %+v", name, c.Topology)
		}
		for _, address := range c.Addresses {
			host, port, _ := strings.Cut(address, ":")
			if _, ok := service.DependsOn[host]; !ok || port != "9000" {
				t.Errorf("%s: address %s", name, address)
			}
		}
		if len(c.Addresses) != len(service.DependsOn) {
			t.Errorf("%s: %d addresses, %d servers", name, len(c.Addresses), len(service.DependsOn))
		}
		if len(users.all("users/"+c.User)) != 1 || c.Password != "a" || c.Database != "nyckeltal" {
			t.Errorf("%s: user %s, database %s", name, c.User, c.Database)
		}
	}
}

func TestDockerfile(t *testing.T) {
	text, err := os.ReadFile("../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	module, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^go (\S+)$`).FindStringSubmatch(string(module))[1]
	images := regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(string(text), -1)
	if len(images) != 2 || !strings.HasPrefix(images[0][1], "golang:"+version+"-") {
		t.Errorf("images %v, and go.mod says %s", images, version)
	}
	for _, image := range images {
		if !regexp.MustCompile(`:\d+\.\d+`).MatchString(image[1]) {
			t.Errorf("image %s has no version", image[1])
		}
	}
	if !regexp.MustCompile(`(?m)^USER [1-9]\d*$`).Match(text) {
		t.Error("it runs as root")
	}
}
