package engine

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Endpoint is where a running engine answers. It carries the password: print String, never the struct.
type Endpoint struct {
	Address  string    `json:"address"` // host:port on loopback
	User     string    `json:"user"`
	Password string    `json:"password"`
	PID      int       `json:"pid"`
	Version  string    `json:"version"` // of ClickHouse, for example 26.7.2.1
	DataDir  string    `json:"data_dir"`
	Started  time.Time `json:"started"`
}

// String tells which engine it is, without the password.
func (e Endpoint) String() string {
	return fmt.Sprintf("ClickHouse %s at http://%s, process %d", e.Version, e.Address, e.PID)
}

// URL is the address of the HTTP interface, without user and password.
func (e Endpoint) URL() string { return "http://" + e.Address + "/" }

// DSN is the address with user and password, as clickhouse-go and database/sql take it. It is a secret.
func (e Endpoint) DSN(database string) string {
	dsn := url.URL{Scheme: "http", User: url.UserPassword(e.User, e.Password), Host: e.Address, Path: "/" + database}
	return dsn.String()
}

// Options returns what clickhouse.Open and clickhouse.OpenDB need; the caller may change and add. On loopback
// compression only costs time, so it is off.
func (e Endpoint) Options(database string) *clickhouse.Options {
	return &clickhouse.Options{
		Protocol: clickhouse.HTTP,
		Addr:     []string{e.Address},
		Auth:     clickhouse.Auth{Database: database, Username: e.User, Password: e.Password},
	}
}

// Hold keeps the engine from ending for want of work until release is called or the process ends. Without it, an
// engine may end between two statements that lie further apart than its idle timeout.
func (e Endpoint) Hold(ctx context.Context) (release func(), err error) {
	held, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	response, err := e.get(held, pathHold) //nolint:bodyclose // release closes it
	if !stop() && err == nil {
		_ = response.Body.Close()
		err = ctx.Err()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	return func() {
		cancel()
		_ = response.Body.Close()
	}, nil
}

// ping tells whether this very engine answers: another program on a reused port does not know the password. It
// counts as use of the engine.
func (e Endpoint) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	response, err := e.get(ctx, pathPing)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

const pingTimeout = 5 * time.Second

// control is for requests to the engine itself. It keeps no connections, so nothing is left to be closed, and knows
// no proxy.
var control = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func (e Endpoint) get(ctx context.Context, path string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+e.Address+path, nil)
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(e.User, e.Password)
	response, err := control.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		defer response.Body.Close()
		text, _ := io.ReadAll(io.LimitReader(response.Body, 4096))
		return nil, fmt.Errorf("the engine at %s answers %s: %s", e.Address, response.Status, text)
	}
	return response, nil
}

// ErrNotRunning is returned when no engine serves the directory.
var ErrNotRunning = errors.New("no engine is running")

// readEndpoint returns the endpoint file's content, or ErrNotRunning when there is none or it is unreadable as one.
func readEndpoint(d dirs) (Endpoint, error) {
	data, err := os.ReadFile(d.endpoint())
	if errors.Is(err, os.ErrNotExist) {
		return Endpoint{}, ErrNotRunning
	}
	if err != nil {
		return Endpoint{}, err
	}
	var e Endpoint
	if err := json.Unmarshal(data, &e); err != nil || e.Address == "" {
		return Endpoint{}, fmt.Errorf("%w: %s is damaged", ErrNotRunning, d.endpoint())
	}
	return e, nil
}

func writeEndpoint(d dirs, e Endpoint) error {
	data, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(d.endpoint(), append(data, '\n')); err != nil {
		return fmt.Errorf("write the engine's endpoint file: %w", err)
	}
	return nil
}

// newPassword returns a random password of 130 bits.
func newPassword() string { return rand.Text() }
