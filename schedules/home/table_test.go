package home_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"nyckeltal/ingest/config"
	"nyckeltal/schedules/home"
)

var update = flag.Bool("update", false, "write the expected messages anew")

// configuration is one good or bad configuration of testdata.
type configuration struct {
	archive, name string
	text          string // of a job, completed, or of nyckeltal.yaml
	want          string // what is said of it
}

// isHome tells whether the configuration is a nyckeltal.yaml and not a job.
func (c configuration) isHome() bool { return c.archive == "home.txtar" }

// configurations reads the table: archives of pairs, the configuration and what is said of it.
func configurations(t *testing.T) []configuration {
	t.Helper()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	var all []configuration
	for _, file := range archives {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			renew(t, file, archive)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			in, out := archive.Files[i], archive.Files[i+1]
			name := strings.TrimSuffix(in.Name, ".yaml")
			if out.Name != name+".txt" {
				t.Fatalf("%s: %s is followed by %s", file, in.Name, out.Name)
			}
			c := configuration{archive: filepath.Base(file), name: name, text: string(in.Data), want: string(out.Data)}
			if !c.isHome() {
				c.text = complete(c.text)
			}
			all = append(all, c)
		}
	}
	return all
}

// renew writes what is said of the configurations of an archive into it.
func renew(t *testing.T, file string, archive *txtar.Archive) {
	t.Helper()
	var files []txtar.File
	for _, in := range archive.Files {
		name, isInput := strings.CutSuffix(in.Name, ".yaml")
		if !isInput {
			continue
		}
		c := configuration{archive: filepath.Base(file), name: name, text: string(in.Data)}
		if !c.isHome() {
			c.text = complete(c.text)
		}
		files = append(files, in, txtar.File{Name: name + ".txt", Data: []byte(c.said(t))})
	}
	archive.Files = files
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// complete adds what the configuration of a job lacks below its last line.
func complete(text string) string {
	for _, line := range []string{"job: prov", "dataset: customer", "from: {path: inbox, pattern: kunder.xlsx}"} {
		key, _, _ := strings.Cut(line, " ")
		if !regexp.MustCompile(`(?m)^` + key).MatchString(text) {
			text += line + "\n"
		}
	}
	return text
}

// said opens a home with the configuration and returns what is wrong with it, or ok.
func (c configuration) said(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"nyckeltal.yaml": "organisation: {name: x}\n",
		"jobs/prov.yaml": complete("mapping: {sheets: {all: true}, columns: {customer: {heading: Kund}, name: {heading: Namn}}}\n"),
	}
	if c.isHome() {
		files["nyckeltal.yaml"] = c.text
	} else {
		files["jobs/prov.yaml"] = c.text
	}
	if err := os.Mkdir(filepath.Join(dir, "jobs"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	h, err := home.Open(dir)
	if err == nil {
		_, err = h.Jobs()
	}
	if err != nil {
		return strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), "") + "\n"
	}
	return "ok\n"
}

// TestConfigurations compares what is said of each configuration with the table. Every fault names its line.
func TestConfigurations(t *testing.T) {
	table := configurations(t)
	good := 0
	for _, c := range table {
		t.Run(strings.TrimSuffix(c.archive, ".txtar")+"/"+c.name, func(t *testing.T) {
			got := c.said(t)
			if got != c.want {
				t.Errorf("%s\nsays: %swant: %s", c.text, got, c.want)
			}
			if got == "ok\n" {
				good++
				return
			}
			for line := range strings.Lines(got) {
				if !regexp.MustCompile(`^(jobs/prov|nyckeltal)\.yaml:\d+:\d+: `).MatchString(line) {
					t.Errorf("no place: %s", line)
				}
			}
		})
	}
	if len(table) < 60 || good < 15 || len(table)-good < 40 {
		t.Errorf("only %d configurations, %d of them good", len(table), good)
	}
}

// decodable tells whether the decoder takes the job.
func (c configuration) decodable() bool {
	return config.Decode("prov.yaml", []byte(c.text), &home.Job{}) == nil
}
