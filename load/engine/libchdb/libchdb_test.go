package libchdb_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"nyckeltal/load/engine"
	"nyckeltal/load/engine/libchdb"
)

// The library can be started once in a process, so all tests share it.
var (
	library *libchdb.Library
	path    string
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	file, err := engine.FindLibrary(ctx, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if library, err = libchdb.Open(file); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if path, err = os.MkdirTemp("", "libchdb"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(path)
	root, err := library.Connect("--path=" + path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer root.Close()
	return m.Run()
}

func connect(t *testing.T) *libchdb.Conn {
	t.Helper()
	conn, err := library.Connect("--path=" + path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn
}

func query(t *testing.T, conn *libchdb.Conn, sql string, params ...libchdb.Param) string {
	t.Helper()
	result, err := conn.Query(sql, "TSV", params...)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	defer result.Free()
	return string(result.Bytes())
}

func TestQuery(t *testing.T) {
	conn := connect(t)
	if got := query(t, conn, "SELECT 1, {x:String}", libchdb.Param{Name: "x", Value: "å"}); got != "1\tå\n" {
		t.Errorf("got %q", got)
	}
	if !strings.HasPrefix(library.Version(), "26.") {
		t.Errorf("version %q", library.Version())
	}
}

func TestErrorCodes(t *testing.T) {
	conn := connect(t)
	for sql, want := range map[string]libchdb.Error{
		"SELECT FROM WHERE":      {Code: 62, Name: "SYNTAX_ERROR"},
		"SELECT * FROM nosuch":   {Code: 60, Name: "UNKNOWN_TABLE"},
		"SELECT throwIf(1, 'x')": {Code: 395, Name: "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"},
	} {
		_, err := conn.Query(sql, "TSV")
		if e, ok := errors.AsType[*libchdb.Error](err); !ok || e.Code != want.Code || e.Name != want.Name {
			t.Errorf("%s gives %#v", sql, err)
		}
	}
}

func TestStream(t *testing.T) {
	conn := connect(t)
	stream, err := conn.Stream("SELECT number FROM numbers(200000)", "TSV")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	lines, chunks := 0, 0
	for {
		chunk, err := stream.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		lines += strings.Count(string(chunk.Bytes()), "\n")
		chunks++
		chunk.Free()
	}
	if lines != 200_000 || chunks < 2 {
		t.Errorf("%d lines in %d chunks", lines, chunks)
	}
}

func TestStreamClosedEarlyFreesItsConnection(t *testing.T) {
	conn := connect(t)
	stream, err := conn.Stream("SELECT number FROM numbers(100000000)", "TSV")
	if err != nil {
		t.Fatal(err)
	}
	chunk, err := stream.Next()
	if err != nil {
		t.Fatal(err)
	}
	chunk.Free()
	stream.Close()
	if got := query(t, conn, "SELECT 1"); got != "1\n" {
		t.Errorf("got %q", got)
	}
}

func TestInsert(t *testing.T) {
	conn := connect(t)
	query(t, conn, "CREATE TABLE inserted (n UInt32) ENGINE = MergeTree ORDER BY n")
	insert, err := conn.Insert("INSERT INTO inserted", "TSV")
	if err != nil {
		t.Fatal(err)
	}
	defer insert.Close()
	for _, part := range []string{"1\n2", "2\n", "", "3\n"} { // cut in the middle of a row
		if err := insert.Append([]byte(part)); err != nil {
			t.Fatal(err)
		}
	}
	statistics, err := insert.Done()
	if err != nil || statistics.WrittenRows != 3 {
		t.Errorf("%+v, %v", statistics, err)
	}
	insert.Close()
	if got := query(t, conn, "SELECT arraySort(groupArray(n)) FROM inserted"); got != "[1,3,22]\n" {
		t.Errorf("got %q", got)
	}
}

func TestInsertThatFails(t *testing.T) {
	conn := connect(t)
	if _, err := conn.Insert("INSERT INTO nosuch", "TSV"); err == nil {
		t.Error("no error")
	}
	query(t, conn, "CREATE TABLE refused (n UInt32) ENGINE = MergeTree ORDER BY n")
	insert, err := conn.Insert("INSERT INTO refused", "TSV")
	if err != nil {
		t.Fatal(err)
	}
	appended := insert.Append([]byte("1\nx\n"))
	_, done := insert.Done()
	insert.Close()
	if e, ok := errors.AsType[*libchdb.Error](errors.Join(appended, done)); !ok || e.Code == 0 {
		t.Errorf("got %v, %v", appended, done)
	}
	if got := query(t, conn, "SELECT count() FROM refused"); got != "0\n" {
		t.Errorf("%s rows", got)
	}
}

func TestClassify(t *testing.T) {
	conn := connect(t)
	for sql, want := range map[string]libchdb.Analysis{
		"SELECT 1":                   {Class: libchdb.ReadOnly, Statements: 1},
		"DROP TABLE x":               {Class: libchdb.Mutating, Statements: 1},
		"SELECT 1; SELECT 2":         {Class: libchdb.ReadOnly, Statements: 2},
		"SELECT 1 INTO OUTFILE '/x'": {Class: libchdb.Control, Statements: 1},
		"SELECT FROM WHERE":          {Class: libchdb.Unknown},
	} {
		if got, err := conn.Classify(sql); err != nil || got != want {
			t.Errorf("%s is %+v, %v", sql, got, err)
		}
	}
}

func TestGoKeepsItsSignals(t *testing.T) {
	connect(t)
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGTERM)
	defer signal.Stop(caught)
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-caught:
	case <-t.Context().Done():
		t.Error("the signal was lost")
	}
	if fault(t) == nil {
		t.Error("a nil pointer gave no panic")
	}
}

// fault provokes SIGSEGV, which Go turns into a panic.
func fault(t *testing.T) (recovered any) {
	t.Helper()
	defer func() { recovered = recover() }()
	var nothing *int
	t.Log(*nothing)
	return nil
}

func TestOpenRefuses(t *testing.T) {
	if _, err := libchdb.Open(t.TempDir() + "/nosuch.so"); !errors.Is(err, libchdb.ErrLoad) {
		t.Errorf("got %v", err)
	}
	if _, err := libchdb.Open("libc.so.6"); !errors.Is(err, libchdb.ErrLoad) || !strings.Contains(err.Error(), "chdb_") {
		t.Errorf("got %v", err)
	}
}
