package engine_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"go.uber.org/goleak"

	"nyckeltal/load/engine"
)

// The test binary is its own engine: Ensure starts it with childArg, and TestMain then serves instead of testing.
const childArg = "serve-as-engine"

// shared is the engine that most tests talk to; they keep to databases and tables of their own.
var (
	shared        engine.Endpoint
	stateOfShared string
)

// The main goroutine stays on the process's first thread, which is the hardest case for the engine (see offMain in
// package libchdb).
func init() { runtime.LockOSThread() }

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childArg {
		serveAsChild()
		return
	}
	os.Exit(runTests(m))
}

func serveAsChild() {
	idle, _ := time.ParseDuration(os.Getenv("TEST_IDLE"))
	opt := engine.ServeOptions{StateDir: os.Args[2], IdleTimeout: idle}
	if len(os.Args) > 3 {
		opt.DataDir = os.Args[3]
	}
	if os.Getenv("TEST_DIE") != "" {
		fmt.Fprintln(os.Stderr, "dying as told")
		os.Exit(7)
	}
	if err := engine.Serve(context.Background(), opt); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func runTests(m *testing.M) int {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("", "engine")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	stateOfShared = dir
	opt := options(dir)
	opt.Progress = os.Stderr
	if shared, err = engine.Ensure(ctx, opt); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := engine.Stop(ctx, opt); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	// The engine lets go of its data before its process ends, which the goroutine that started it waits for.
	for err = goleak.Find(); err != nil && ctx.Err() == nil; err = goleak.Find() {
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// options are those of an engine in dir that this test binary runs as.
func options(dir string, env ...string) engine.Options {
	return engine.Options{StateDir: dir, Args: []string{childArg, dir}, Env: env}
}

// private starts an engine of the test's own and stops it at the end, unless the test has done so.
func private(t *testing.T, env ...string) (engine.Endpoint, engine.Options) {
	t.Helper()
	opt := options(filepath.Join(t.TempDir(), "state"), env...)
	e, err := engine.Ensure(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_ = engine.Stop(ctx, opt)
	})
	return e, opt
}

// connect opens clickhouse-go's own interface on a fresh database of the shared engine.
func connect(t *testing.T, change ...func(*clickhouse.Options)) driver.Conn {
	t.Helper()
	database := fmt.Sprintf("db_%x", time.Now().UnixNano())
	admin := open(t, shared, "default")
	if err := admin.Exec(t.Context(), "CREATE DATABASE "+database); err != nil {
		t.Fatal(err)
	}
	return open(t, shared, database, change...)
}

func open(t *testing.T, e engine.Endpoint, database string, change ...func(*clickhouse.Options)) driver.Conn {
	t.Helper()
	opt := e.Options(database)
	for _, f := range change {
		f(opt)
	}
	conn, err := clickhouse.Open(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func exec(t *testing.T, conn driver.Conn, statement string) {
	t.Helper()
	if err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// scalar returns the single value of a query.
func scalar[T any](t *testing.T, conn driver.Conn, query string, args ...any) (value T) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), query, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

// eventually waits until the condition holds; the test's deadline bounds it.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	limit := time.After(30 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
