package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the test binary be the program itself when a script, or the program, starts it as nyckeltal.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"nyckeltal": main})
}

// TestScripts runs testdata/script/*.txtar: the program as its users know it. Each script has a copy of the sample
// organisation in $WORK/home; `loaded` makes it one whose workbooks are in the warehouse.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", os.Getenv("HOME")) // the engine's library lies in the user's cache
			for _, name := range []string{"NYCKELTAL_LIBCHDB", "XDG_CACHE_HOME"} {
				env.Setenv(name, os.Getenv(name))
			}
			golden, err := filepath.Abs("../../examples/golden")
			if err != nil {
				return err
			}
			env.Setenv("GOLDEN", golden)
			return sample(filepath.Join(env.WorkDir, "home"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"replace": replace,
		},
	})
}

// sample writes the sample organisation to dir.
func sample(dir string) error { return unpackSample(dir) }

// replace OLD NEW FILE replaces a text in a file; the text must be there.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	file := ts.MkAbs(args[2])
	text := ts.ReadFile(file)
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%s does not hold %q", file, args[0])
	}
	ts.Check(os.WriteFile(file, []byte(strings.ReplaceAll(text, args[0], args[1])), 0o644))
}
