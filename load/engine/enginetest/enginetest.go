// Package enginetest gives the tests of a package an embedded engine of their own: real, shared by the package's tests,
// and gone at their end. Each test gets a database of its own on it.
package enginetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/load/engine"
)

// childArgument makes the test binary serve as the engine instead of testing.
const childArgument = "serve-as-engine"

var (
	endpoint  engine.Endpoint
	databases atomic.Int64
)

// Main is the body of a package's TestMain; it does not return.
func Main(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == childArgument {
		exit(engine.Serve(context.Background(), engine.ServeOptions{StateDir: os.Args[2]}))
	}
	dir, err := os.MkdirTemp("", "nyckeltal-engine")
	exitOn(err)
	options := Options(dir)
	endpoint, err = engine.Ensure(context.Background(), options)
	exitOn(err)
	code := m.Run()
	if err := engine.Stop(context.Background(), options); !errors.Is(err, engine.ErrNotRunning) { // it ends by itself beside long fuzzing
		exitOn(err)
	}
	exitOn(os.RemoveAll(dir))
	os.Exit(code)
}

// Options are those of an engine of its own in the folder, for a test that ends or kills one.
func Options(dir string) engine.Options {
	return engine.Options{StateDir: dir, Args: []string{childArgument, dir}, Progress: os.Stderr}
}

// Endpoint returns the engine of the package's tests.
func Endpoint() engine.Endpoint { return endpoint }

// DSN makes a database of the test's own and returns its connection string. The database is dropped at the end.
func DSN(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", databases.Add(1))
	conn, err := clickhouse.Open(endpoint.Options("default"))
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Exec(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Exec(context.WithoutCancel(t.Context()), "DROP DATABASE "+name); err != nil {
			t.Error(err)
		}
		_ = conn.Close()
	})
	return endpoint.DSN(name)
}

// exit ends the process with the code that suits the error.
func exit(err error) {
	exitOn(err)
	os.Exit(0)
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
