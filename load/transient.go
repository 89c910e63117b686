package load

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"syscall"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2"
)

// transientCodes are the errors of ClickHouse that pass by themselves. An error that comes of what was asked, or of who
// asked, is none: syntax, types, rights, quotas, limits of time and memory (TIMEOUT_EXCEEDED 159, MEMORY_LIMIT_EXCEEDED 241)
// come back. Neither is SYSTEM_ERROR (425), which is whatever the operating system refuses, nor a full disk
// (NOT_ENOUGH_SPACE 243), which somebody must mend.
var transientCodes = []proto.Error{
	proto.ErrTooManySimultaneousQueries,        // 202: the server is busy
	proto.ErrNoFreeConnection,                  // 203: between servers, as the four that follow
	proto.ErrSocketTimeout,                     // 209
	proto.ErrNetworkError,                      // 210
	proto.ErrNoAvailableReplica,                // 265
	proto.ErrAllConnectionTriesFailed,          // 279
	proto.ErrNoZookeeper,                       // 225: Keeper is electing a leader, or out of reach
	proto.ErrTableIsReadOnly,                   // 242: of a replicated table whose session with Keeper is lost
	proto.ErrKeeperException,                   // 999: a session with Keeper that broke
	proto.ErrTooManyParts,                      // 252: merges are behind
	proto.ErrTooFewLiveReplicas,                // 285: nothing was written, a replica restarts
	proto.ErrUnsatisfiedQuorumForPreviousWrite, // 286: the insert before is still on its way to the replicas
	proto.ErrReplicaIsNotInQuorum,              // 289: this replica is catching up
	proto.ErrUnknownStatusOfInsert,             // 319: as a lost reply; see unknown
	proto.ErrCannotScheduleTask,                // 439: no thread is free
	proto.ErrDeadlockAvoided,                   // 473: "client should retry"
}

// networkErrors are those of the way to the server.
var networkErrors = []error{
	io.EOF, io.ErrUnexpectedEOF, driver.ErrBadConn, net.ErrClosed, clickhouse.ErrAcquireConnTimeout, clickhouse.ErrConnectionClosed,
	syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE, syscall.ETIMEDOUT,
	syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.ENETDOWN,
}

// Transient tells whether what failed may succeed a little later, without anybody mending anything: the way to the warehouse
// or the warehouse itself had a fault that passes.
func Transient(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	var exception *clickhouse.Exception
	if errors.As(err, &exception) {
		return slices.Contains(transientCodes, proto.Error(exception.Code))
	}
	var status *clickhouse.HTTPError
	if errors.As(err, &status) {
		return status.StatusCode == http.StatusBadGateway || status.StatusCode == http.StatusServiceUnavailable ||
			status.StatusCode == http.StatusGatewayTimeout // of a proxy before the server
	}
	if slices.ContainsFunc(networkErrors, func(known error) bool { return errors.Is(err, known) }) {
		return true
	}
	var network net.Error
	return errors.As(err, &network) && network.Timeout()
}
