package load_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/load"
	"nyckeltal/load/engine/enginetest"
)

func code(n int32) error { return &clickhouse.Exception{Code: n, Message: "…"} }

func TestTransientErrors(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: &os.SyscallError{Syscall: "connect", Err: syscall.ECONNREFUSED}}
	tests := []struct {
		name string
		err  error
		want bool
	}{
		{"refused", refused, true},
		{"refused, wrapped", fmt.Errorf("read the publications: %w", refused), true},
		{"reset", &net.OpError{Op: "read", Err: &os.SyscallError{Syscall: "read", Err: syscall.ECONNRESET}}, true},
		{"broken pipe", syscall.EPIPE, true},
		{"end of the connection", io.EOF, true},
		{"end within a reply", io.ErrUnexpectedEOF, true},
		{"time out of the network", &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, true},
		{"no connection is free", clickhouse.ErrAcquireConnTimeout, true},
		{"proxy without server", &clickhouse.HTTPError{StatusCode: 503, Err: errors.New("response body")}, true},
		{"TOO_MANY_SIMULTANEOUS_QUERIES", code(202), true},
		{"NO_FREE_CONNECTION", code(203), true},
		{"SOCKET_TIMEOUT", code(209), true},
		{"NETWORK_ERROR", code(210), true},
		{"NO_ZOOKEEPER", code(225), true},
		{"TABLE_IS_READ_ONLY", code(242), true},
		{"TOO_MANY_PARTS", code(252), true},
		{"NO_AVAILABLE_REPLICA", code(265), true},
		{"ALL_CONNECTION_TRIES_FAILED", code(279), true},
		{"TOO_FEW_LIVE_REPLICAS", code(285), true},
		{"UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE", code(286), true},
		{"REPLICA_IS_NOT_IN_QUORUM", code(289), true},
		{"UNKNOWN_STATUS_OF_INSERT", code(319), true},
		{"CANNOT_SCHEDULE_TASK", code(439), true},
		{"DEADLOCK_AVOIDED", code(473), true},
		{"KEEPER_EXCEPTION", code(999), true},
		{"by HTTP", &clickhouse.HTTPError{StatusCode: 500, Err: code(242)}, true},

		{"none", nil, false},
		{"cancelled", fmt.Errorf("%w", context.Canceled), false},
		{"unknown host", &net.DNSError{IsNotFound: true}, false},
		{"certificate", x509.UnknownAuthorityError{}, false},
		{"server's alert", &net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}, false},
		{"not found by HTTP", &clickhouse.HTTPError{StatusCode: 404, Err: errors.New("response body")}, false},
		{"syntax by HTTP behind 503", &clickhouse.HTTPError{StatusCode: 503, Err: code(62)}, false},
		{"TYPE_MISMATCH", code(53), false},
		{"UNKNOWN_TABLE", code(60), false},
		{"SYNTAX_ERROR", code(62), false},
		{"TIMEOUT_EXCEEDED", code(159), false},
		{"QUOTA_EXCEEDED", code(201), false},
		{"MEMORY_LIMIT_EXCEEDED", code(241), false},
		{"NOT_ENOUGH_SPACE", code(243), false},
		{"QUERY_WAS_CANCELLED", code(394), false},
		{"SYSTEM_ERROR", code(425), false},
		{"ACCESS_DENIED", code(497), false},
		{"AUTHENTICATION_FAILED", code(516), false},
	}
	for _, test := range tests {
		if got := load.Transient(test.err); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// patience opens a warehouse whose pauses are counted instead of waited for.
func patience(t *testing.T) (w *load.Warehouse, pauses *[]time.Duration) {
	t.Helper()
	w, err := load.Open(t.Context(), enginetest.Endpoint().DSN("default"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	pauses = new([]time.Duration)
	w.SetClock(time.Now, func(ctx context.Context, d time.Duration) error {
		*pauses = append(*pauses, d)
		return ctx.Err()
	})
	return w, pauses
}

// noPause makes a warehouse try again at once.
func noPause(w *load.Warehouse) {
	w.SetClock(time.Now, func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
}

func TestRetryPausesLongerAndLonger(t *testing.T) {
	w, pauses := patience(t)
	tries := 0
	err := w.Retry(t.Context(), "read the codes", func(context.Context) error {
		tries++
		return code(242)
	})
	if err == nil || !strings.HasPrefix(err.Error(), "read the codes: ") {
		t.Errorf("%v", err)
	}
	var total time.Duration
	for i, pause := range *pauses {
		middle := min(100*time.Millisecond<<i, 5*time.Second)
		if pause < middle*8/10 || pause > middle*12/10 {
			t.Errorf("pause %d is %s", i, pause)
		}
		total += pause
	}
	if total > load.DefaultPatience || total < load.DefaultPatience-6*time.Second || tries != len(*pauses)+1 {
		t.Errorf("%d tries, pauses of %s in all", tries, total)
	}
}

func TestRetryEnds(t *testing.T) {
	tests := []struct {
		name  string
		errs  []error
		tries int
		fails bool
	}{
		{"at success", []error{nil}, 1, false},
		{"at success after trouble", []error{code(252), io.EOF, nil}, 3, false},
		{"at an error that stays", []error{code(210), code(62)}, 2, true},
		{"at an access error", []error{code(497)}, 1, true},
	}
	for _, test := range tests {
		w, _ := patience(t)
		tries := 0
		err := w.Retry(t.Context(), "x", func(context.Context) error {
			tries++
			return test.errs[tries-1]
		})
		if tries != test.tries || (err != nil) != test.fails {
			t.Errorf("%s: %d tries, %v", test.name, tries, err)
		}
	}
}

func TestRetryEndsWithItsContext(t *testing.T) {
	w, _ := patience(t)
	ctx, cancel := context.WithCancel(t.Context())
	tries := 0
	err := w.Retry(ctx, "x", func(context.Context) error {
		tries++
		cancel()
		return io.EOF
	})
	if tries != 1 || !errors.Is(err, io.EOF) {
		t.Errorf("%d tries, %v", tries, err)
	}
}

// TestRetryWithinRetry expects the pauses of the outer one only.
func TestRetryWithinRetry(t *testing.T) {
	w, pauses := patience(t)
	tries := 0
	_ = w.Retry(t.Context(), "x", func(ctx context.Context) error {
		return w.Retry(ctx, "y", func(context.Context) error {
			tries++
			return io.EOF
		})
	})
	if tries != len(*pauses)+1 {
		t.Errorf("%d tries, %d pauses", tries, len(*pauses))
	}
}
