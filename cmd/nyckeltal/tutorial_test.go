package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// tutorialBlock is a block of docs/tutorial.md: commands, or what the commands before it print.
var tutorialBlock = regexp.MustCompile("(?ms)^```(sh|text)\n(.*?)^```$")

// TestTutorial follows docs/tutorial.md: it runs the commands in their order, in one shell and an empty folder, and compares what
// they print with what the page shows. There, "…" stands for anything within a line, and for any lines where it stands alone.
func TestTutorial(t *testing.T) {
	page, err := os.ReadFile("../../docs/tutorial.md")
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	t.Cleanup(func() { stopEngine(t, filepath.Join(work, "norrby")) })
	address := freeAddress(t)
	var script strings.Builder
	var shown []string // what each block of commands should print; "" when the page does not say
	for _, m := range tutorialBlock.FindAllStringSubmatch(string(page), -1) {
		switch kind, text := m[1], strings.ReplaceAll(m[2], "127.0.0.1:8123", address); {
		case kind == "text" && len(shown) > 0 && shown[len(shown)-1] == "":
			shown[len(shown)-1] = text
		case kind == "text":
			t.Fatalf("what is this the output of?\n%s", text)
		default:
			fmt.Fprintf(&script, "{\n%s} >%s/%d.out 2>&1\n", text, work, len(shown))
			shown = append(shown, "")
		}
	}
	if len(shown) < 10 {
		t.Fatalf("the page has only %d blocks of commands", len(shown))
	}
	follow(t, work, script.String())
	for i, want := range shown {
		got, err := os.ReadFile(filepath.Join(work, fmt.Sprintf("%d.out", i)))
		if err != nil {
			t.Fatalf("block %d was not reached", i+1)
		}
		if want != "" && !like(want).Match(trimmed(got)) {
			t.Errorf("block %d prints\n%s\nand the page shows\n%s", i+1, got, want)
		}
	}
}

// freeAddress returns an address of this machine at which nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// follow runs the script in bash, in an empty folder, with the clone of the page where the sources are.
func follow(t *testing.T, work, script string) {
	t.Helper()
	sources, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-eu", "-o", "pipefail")
	cmd.Dir = work
	cmd.Env = append(os.Environ(), "CLONE="+sources, "TERM=dumb")
	cmd.Stdin = strings.NewReader(script)
	if out, err := cmd.CombinedOutput(); err != nil {
		last := ""
		for i := 0; ; i++ {
			text, err := os.ReadFile(filepath.Join(work, fmt.Sprintf("%d.out", i)))
			if err != nil {
				break
			}
			last = fmt.Sprintf("block %d printed\n%s", i+1, text)
		}
		t.Fatalf("%v\n%s\n%s", err, out, last)
	}
}

// like turns what the page shows into a pattern.
func like(shown string) *regexp.Regexp {
	var pattern strings.Builder
	for line := range strings.Lines(string(trimmed([]byte(shown)))) {
		if strings.TrimSpace(line) == "…" {
			pattern.WriteString(`(?:.*\n)*?`)
			continue
		}
		pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*"))
	}
	return regexp.MustCompile(`\A` + pattern.String() + `\z`)
}

// trimmed is a text with plain spaces and without white space at the ends of its lines, each of which ends in one line feed.
func trimmed(text []byte) []byte {
	var b bytes.Buffer
	for line := range bytes.Lines(text) {
		b.Write(bytes.TrimRight(bytes.ReplaceAll(line, []byte("\u00a0"), []byte(" ")), " \r\n"))
		b.WriteByte('\n')
	}
	return b.Bytes()
}
