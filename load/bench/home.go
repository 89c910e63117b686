package main

import (
	"context"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/load"
	"nyckeltal/load/engine"
)

//go:embed home
var homeFiles embed.FS

//go:embed scripts
var scriptFiles embed.FS

// home is an organisation that exists for the time of the run, with its engine.
type home struct {
	options
	dir      string
	ledger   string // the workbook that deliveries are copies of
	readers  string // the program that ingest/workbook/bench is
	endpoint engine.Endpoint
	conn     driver.Conn
	copies   int // deliveries that were made
}

// newHome makes a home, and what is measured on it, and starts its engine. The caller calls remove.
func newHome(ctx context.Context, opt options) (h *home, err error) {
	h = &home{options: opt}
	if err := os.MkdirAll(opt.dir, 0o755); err != nil {
		return nil, err
	}
	if h.readers, err = filepath.Abs(filepath.Join(opt.dir, "readers")); err != nil {
		return nil, err
	}
	if err := h.command(ctx, "go", "build", "-o", h.readers, "nyckeltal/ingest/workbook/bench"); err != nil {
		return nil, err
	}
	if h.ledger, err = h.makeLedger(ctx); err != nil {
		return nil, err
	}
	if h.dir, err = os.MkdirTemp(opt.dir, "home"); err != nil {
		return nil, err
	}
	if h.dir, err = filepath.Abs(h.dir); err != nil {
		return nil, err
	}
	if err := h.fill(ctx); err != nil {
		h.remove(context.WithoutCancel(ctx))
		return nil, err
	}
	return h, nil
}

// fill writes the files of the home and starts its engine.
func (h *home) fill(ctx context.Context) error {
	files, err := fs.Sub(homeFiles, "home")
	if err != nil {
		return err
	}
	if err := errors.Join(os.CopyFS(h.dir, files), os.CopyFS(h.dir, scriptFiles), os.Mkdir(h.path("inbox"), 0o755)); err != nil {
		return err
	}
	if _, err := h.measure(h.confined(ctx, h.program, "--home", h.dir, "migrate"), ""); err != nil { // it starts the engine
		return err
	}
	state, err := engine.Status(ctx, h.engine())
	if err != nil {
		return err
	}
	h.endpoint = state.Endpoint
	h.conn, err = clickhouse.Open(h.endpoint.Options(load.DefaultDatabase))
	return err
}

// engine says where the home's engine is.
func (h *home) engine() engine.Options {
	return engine.Options{StateDir: h.path(".nyckeltal/engine")}
}

// path is the path of a file of the home.
func (h *home) path(name string) string { return filepath.Join(h.dir, filepath.FromSlash(name)) }

// remove ends the engine and removes the home.
func (h *home) remove(ctx context.Context) {
	if h.conn != nil {
		h.conn.Close()
	}
	if err := engine.Stop(ctx, h.engine()); err != nil && !errors.Is(err, engine.ErrNotRunning) {
		fmt.Fprintln(h.progress, "bench:", err)
	}
	if err := os.RemoveAll(h.dir); err != nil {
		fmt.Fprintln(h.progress, "bench:", err)
	}
}

// command runs a program to its end.
func (h *home) command(ctx context.Context, name string, args ...string) error {
	_, err := h.measure(exec.CommandContext(ctx, name, args...), "")
	return err
}

// makeLedger returns the path of a ledger, which is written when it is first asked for.
func (h *home) makeLedger(ctx context.Context) (string, error) {
	path := filepath.Join(h.options.dir, fmt.Sprintf("%d.shared.xlsx", h.rows))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	part := path + ".part"
	if err := h.command(ctx, h.readers, "write", "shared.xlsx", strconv.Itoa(h.rows), part); err != nil {
		return "", err
	}
	return path, os.Rename(part, path)
}

// deliver puts the ledger into the inbox under a name. Each time it differs from all times before by the comment of the
// zip file, so that it is a delivery of its own.
func (h *home) deliver(name string) (path string, err error) {
	from, err := os.Open(h.ledger)
	if err != nil {
		return "", err
	}
	defer from.Close()
	path = h.path("inbox/" + name)
	to, err := os.Create(path)
	if err != nil {
		return "", err
	}
	size, err := io.Copy(to, from)
	h.copies++
	comment := fmt.Sprintf("copy %d", h.copies)
	tail := binary.LittleEndian.AppendUint16(nil, uint16(len(comment)))
	_, wrong := to.WriteAt(append(tail, comment...), size-int64(len(tail)))
	return path, errors.Join(err, wrong, to.Close())
}

// rest waits until the engine has merged what it wants to merge, so that everybody finds it idle, and the disk has what
// was written.
func (h *home) rest(ctx context.Context) error {
	for idle := 0; idle < 3; {
		var merges uint64
		if err := h.conn.QueryRow(ctx, "SELECT count() FROM system.merges").Scan(&merges); err != nil {
			return err
		}
		if idle++; merges > 0 {
			idle = 0
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(restPoll):
		}
	}
	return exec.CommandContext(ctx, "sync").Run()
}

const restPoll = 100 * time.Millisecond
