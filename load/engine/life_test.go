package engine_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"nyckeltal/load/engine"
)

func TestEnsureFindsTheRunningOne(t *testing.T) {
	first, opt := private(t)
	second, err := engine.Ensure(t.Context(), opt)
	if err != nil || second != first {
		t.Errorf("got %v, %v; want %v", second, err, first)
	}
	info, err := os.Stat(filepath.Join(opt.StateDir, "engine.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the endpoint file: %v, %v", info.Mode(), err)
	}
	if strings.Contains(first.String(), first.Password) {
		t.Error("the endpoint prints its password")
	}
}

func TestConcurrentEnsureStartsOne(t *testing.T) {
	opt := options(t.TempDir())
	var all sync.WaitGroup
	endpoints := make([]engine.Endpoint, 8)
	for i := range endpoints {
		all.Go(func() {
			var err error
			if endpoints[i], err = engine.Ensure(t.Context(), opt); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, e := range endpoints {
		if e != endpoints[0] {
			t.Errorf("%v and %v", e, endpoints[0])
		}
	}
	if err := engine.Stop(t.Context(), opt); err != nil {
		t.Error(err)
	}
}

func TestStop(t *testing.T) {
	e, opt := private(t)
	if err := engine.Stop(t.Context(), opt); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(opt.StateDir, "engine.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the endpoint file is still there: %v", err)
	}
	eventually(t, "the process has ended", func() bool { return syscall.Kill(e.PID, 0) != nil })
	if _, err := engine.Status(t.Context(), opt); !errors.Is(err, engine.ErrNotRunning) {
		t.Errorf("status: %v", err)
	}
	if err := engine.Stop(t.Context(), opt); !errors.Is(err, engine.ErrNotRunning) {
		t.Errorf("stop: %v", err)
	}
}

func TestStopLetsStatementsFinish(t *testing.T) {
	e, opt := private(t)
	conn := open(t, e, "default")
	exec(t, conn, "SELECT 1") // so that the connection stands
	finished := make(chan error, 1)
	go func() {
		finished <- conn.Exec(t.Context(), "SELECT sleepEachRow(0.1) FROM numbers(10) FORMAT Null")
	}()
	eventually(t, "the statement runs", func() bool {
		state, err := engine.Status(t.Context(), opt)
		return err == nil && state.Running == 1
	})
	if err := engine.Stop(t.Context(), opt); err != nil {
		t.Error(err)
	}
	if err := <-finished; err != nil {
		t.Errorf("the statement: %v", err)
	}
}

func TestIdleEngineEnds(t *testing.T) {
	e, opt := private(t, "TEST_IDLE=200ms")
	release, err := e.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	exec(t, open(t, e, "default"), "SELECT sleep(0.5)")
	if _, err := engine.Status(t.Context(), opt); err != nil {
		t.Errorf("a held engine has ended: %v", err)
	}
	release()
	eventually(t, "the process has ended", func() bool { return syscall.Kill(e.PID, 0) != nil })
	if _, err := os.Stat(filepath.Join(opt.StateDir, "engine.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the endpoint file is still there: %v", err)
	}
	again, err := engine.Ensure(t.Context(), opt)
	if err != nil || again.PID == e.PID {
		t.Errorf("got %v, %v", again, err)
	}
}

func TestKilledEngineIsReplaced(t *testing.T) {
	e, opt := private(t)
	conn := open(t, e, "default")
	exec(t, conn, "CREATE TABLE kept (n UInt32) ENGINE = MergeTree ORDER BY n")
	exec(t, conn, "INSERT INTO kept SELECT number FROM numbers(1000)")
	if err := syscall.Kill(e.PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	again, err := engine.Ensure(t.Context(), opt)
	if err != nil || again.PID == e.PID {
		t.Fatalf("got %v, %v", again, err)
	}
	if n := scalar[uint64](t, open(t, again, "default"), "SELECT count() FROM kept"); n != 1000 {
		t.Errorf("%d rows are left", n)
	}
}

func TestDataDirInUse(t *testing.T) {
	e, _ := private(t)
	other := options(t.TempDir())
	other.DataDir = e.DataDir
	other.Args = append(other.Args, e.DataDir)
	_, err := engine.Ensure(t.Context(), other)
	if locked, ok := errors.AsType[*engine.LockedError](err); !ok || locked.DataDir != e.DataDir {
		t.Errorf("got %v", err)
	}
}

func TestEngineThatDiesAtStart(t *testing.T) {
	_, err := engine.Ensure(t.Context(), options(t.TempDir(), "TEST_DIE=1"))
	failure, ok := errors.AsType[*engine.StartError](err)
	if !ok || failure.Tail != "dying as told" || !strings.Contains(err.Error(), "exit status 7") {
		t.Errorf("got %v", err)
	}
}

func TestEnsureGivesUpWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	if _, err := engine.Ensure(ctx, options(t.TempDir())); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestStateDirIsNeeded(t *testing.T) {
	if _, err := engine.Ensure(t.Context(), engine.Options{}); err == nil {
		t.Error("no error")
	}
}

func TestLibraryThatIsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "libchdb.so")
	t.Setenv(engine.LibraryVariable, path)
	_, err := engine.Ensure(t.Context(), options(t.TempDir()))
	if !errors.Is(err, engine.ErrNoLibrary) || !strings.Contains(err.Error(), path) {
		t.Errorf("a missing file gives %v", err)
	}
	if err := os.WriteFile(path, []byte("no library"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = engine.Ensure(t.Context(), options(t.TempDir()))
	if _, ok := errors.AsType[*engine.StartError](err); !ok || !strings.Contains(err.Error(), "cannot load libchdb") {
		t.Errorf("a file that is no library gives %v", err)
	}
}
