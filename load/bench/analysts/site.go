package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"nyckeltal/load/engine"
)

// site is a copy of the sample, loaded, with nyckeltal serve on it.
type site struct {
	program, dir string
	serve        *exec.Cmd
	engine       account // the engine itself, as its owner
	analyst      account // through the endpoint
}

// start loads a copy of the home and serves it. The caller calls end.
func start(ctx context.Context, program, sample string) (s *site, err error) {
	dir, err := os.MkdirTemp("", "analysts")
	if err != nil {
		return nil, err
	}
	s = &site{program: program, dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.end(context.WithoutCancel(ctx)))
		}
	}()
	if err := os.CopyFS(dir, os.DirFS(sample)); err != nil {
		return s, err
	}
	address, err := s.configure()
	if err != nil {
		return s, err
	}
	if _, err := s.command(ctx, "run", "--all"); err != nil {
		return s, err
	}
	password, err := s.command(ctx, "user", "add", "anna", "--role", "analyst", "--generate")
	if err != nil {
		return s, err
	}
	s.analyst = account{"http://" + address + "/", "anna", strings.TrimSpace(password)}
	return s, s.listen(ctx)
}

// configure gives the endpoint a free address, and takes away the schedules, so that nothing runs by itself.
func (s *site) configure() (address string, err error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	address = free.Addr().String()
	file, err := os.OpenFile(filepath.Join(s.dir, "nyckeltal.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return "", errors.Join(err, free.Close())
	}
	_, err = fmt.Fprintf(file, "\nanalysts: {listen: \"%s\"}\n", address)
	return address, errors.Join(err, file.Close(), free.Close())
}

// listen starts serve, and waits until it answers.
func (s *site) listen(ctx context.Context) error {
	s.serve = exec.Command(s.program, "--home", s.dir, "serve", "--listen", "off")
	if err := s.serve.Start(); err != nil {
		return err
	}
	for {
		if _, err := s.analyst.ask(ctx, "SELECT 1"); err == nil {
			break
		} else if wait(ctx) != nil {
			return err
		}
	}
	state, err := engine.Status(ctx, engine.Options{StateDir: filepath.Join(s.dir, ".nyckeltal/engine")})
	s.engine = account{state.URL(), state.User, state.Password}
	return err
}

func wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(100 * time.Millisecond):
		return nil
	}
}

// command runs nyckeltal to its end and returns what it prints.
func (s *site) command(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, s.program, append([]string{"--home", s.dir}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("nyckeltal %s: %w: %s", args[0], err, stderr.Bytes())
	}
	return string(out), nil
}

// filling is a backfill under way.
type filling struct {
	done chan struct{}
	took time.Duration
	err  error
}

// backfills is how often the ledger is loaded anew, so that it takes some time.
const backfills = 5

// backfill loads two years of the ledger anew, again and again, each time by a mapping that has changed.
func (s *site) backfill(ctx context.Context) *filling {
	f := &filling{done: make(chan struct{})}
	go func() {
		defer close(f.done)
		began := time.Now()
		for i := 0; i < backfills && f.err == nil; i++ {
			if f.err = s.changeMapping(i); f.err == nil {
				_, f.err = s.command(ctx, "backfill", "--job", "huvudbok", "--from", "2022-01", "--to", "2023-12")
			}
		}
		f.took = time.Since(began).Round(time.Millisecond)
	}()
	return f
}

// changeMapping allows another heading in the ledger's mapping, so that every month is loaded again.
func (s *site) changeMapping(n int) error {
	path := filepath.Join(s.dir, "jobs/huvudbok.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	const known = "[Konto, Kontonr"
	if !bytes.Contains(text, []byte(known)) {
		return fmt.Errorf("%s has no %s", path, known)
	}
	return os.WriteFile(path, bytes.Replace(text, []byte(known), fmt.Appendf(nil, "%s, Konto%d", known, n), 1), 0o644)
}

func (f *filling) running() bool {
	select {
	case <-f.done:
		return false
	default:
		return true
	}
}

func (f *filling) wait() (time.Duration, error) {
	<-f.done
	return f.took, f.err
}

// end stops serve and the engine, and removes the copy.
func (s *site) end(ctx context.Context) error {
	client.CloseIdleConnections()
	var err error
	if s.serve != nil {
		err = errors.Join(s.serve.Process.Signal(syscall.SIGTERM), s.serve.Wait())
	}
	if stopped := engine.Stop(ctx, engine.Options{StateDir: filepath.Join(s.dir, ".nyckeltal/engine")}); !errors.Is(stopped, engine.ErrNotRunning) {
		err = errors.Join(err, stopped)
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}
