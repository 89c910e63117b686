package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/schedules"
)

// adviceAfter says in a sentence what to do after the errors of a run; "" when the errors say it themselves. Whatever they
// were, nothing half-loaded is visible, and running again finishes the work.
func adviceAfter(err error) string {
	switch {
	case err == nil, errors.Is(err, schedules.ErrWarehouseGone):
		return ""
	case isDiskFull(err):
		return "The disk is full: make room on it, and run again to finish the work."
	case errors.Is(err, syscall.EROFS):
		return "The folder of the state is on a disk that is read-only: make it writable, and run again."
	case isLost(err):
		return "The warehouse's answer did not come. What was not published is not visible: run again to finish the work."
	}
	return ""
}

// advised adds to the error that ended a run what to do about it.
func advised(err error) error {
	if advice := adviceAfter(err); advice != "" {
		return fmt.Errorf("%w\n%s", err, advice)
	}
	return err
}

// isDiskFull tells whether the error comes of a full disk, this program's or the warehouse's. What an engine says that does
// not start is only a text.
func isDiskFull(err error) bool {
	exception, ok := errors.AsType[*clickhouse.Exception](err)
	return ok && proto.Error(exception.Code) == proto.ErrNotEnoughSpace || errors.Is(err, syscall.EDQUOT) ||
		strings.Contains(strings.ToLower(err.Error()), "no space left on device")
}

// isLost tells whether the connection to the warehouse was lost, so that nobody knows what it has done.
func isLost(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*net.OpError))
}
