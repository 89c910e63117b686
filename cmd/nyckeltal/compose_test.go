package main

import (
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestCompose reads docker-compose.yml as far as that is possible without Docker: its keys are those of the
// specification, named volumes are declared, and nothing listens beyond this machine.
func TestCompose(t *testing.T) {
	data, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Services map[string]struct {
			Image       string
			Environment map[string]string
			Ports       []string
			Volumes     []string
			Ulimits     map[string]map[string]int
			Restart     string
			Healthcheck struct {
				Test     []string
				Interval string
				Retries  int
			}
		}
		Volumes map[string]any
	}
	if err := yaml.UnmarshalWithOptions(data, &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	service, ok := file.Services["clickhouse"]
	if !ok || service.Image == "" {
		t.Fatal("there is no service clickhouse with an image")
	}
	for _, port := range service.Ports {
		if !strings.HasPrefix(port, "127.0.0.1:") {
			t.Errorf("port %s is open to other machines", port)
		}
	}
	for _, volume := range service.Volumes {
		name, _, _ := strings.Cut(volume, ":")
		if _, declared := file.Volumes[name]; !declared {
			t.Errorf("volume %s is not declared", name)
		}
	}
}
