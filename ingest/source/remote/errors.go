package remote

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"strings"
	"syscall"

	rclone "github.com/rclone/rclone/fs"
)

// Why a remote did not do what it was asked for. An *Error unwraps to one of these, to fs.ErrNotExist, or to the error of
// the context.
var (
	ErrLogin       = errors.New("the log-in was refused; check the user, the secrets and what the user may do there")
	ErrHost        = errors.New("the server is not the one that is known; check known_hosts_file and ask the server's keeper for its key")
	ErrUnreachable = errors.New("the server cannot be reached; check host and port, and whether a firewall lets this machine through")
	ErrStalled     = errors.New("the server made no progress; the next run tries again, or raise stall")
	ErrDeadline    = errors.New("it took too long; the next run tries again, or raise timeout")
	ErrCut         = errors.New("the connection was cut; the next run goes on from there")
	ErrNotFolder   = errors.New("it is a file where a folder is expected; leave the file's name to the pattern")
	ErrRange       = errors.New("the server sent other bytes than were asked for")
	ErrReadOnly    = errors.New("nothing can be moved or written there")
	ErrOther       = errors.New("the server refused it")
)

// Error says what was tried with a remote and why it failed, without any secret. Nothing that could hold one can be
// unwrapped from it.
type Error struct {
	Place  string // as the job says it
	Action string // such as "list ut/2023"
	Kind   error  // one of the errors above, or what the standard library has for it
	Detail string // what the remote said; may be empty
}

// Error names the place, the reason and what to do.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s: %s: %v", e.Place, e.Action, e.Kind)
	if e.Detail != "" {
		text += " (" + e.Detail + ")"
	}
	return text
}

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Kind }

// failure makes the error of an action with the remote.
func (r *Remote) failure(action string, err error) error {
	if err == nil {
		return nil
	}
	var already *Error
	if errors.As(err, &already) {
		return already
	}
	kind := kindOf(err)
	e := &Error{Place: r.place, Action: action, Kind: kind}
	if detail := r.redact(err.Error()); detail != kind.Error() && !errors.Is(kind, fs.ErrNotExist) {
		e.Detail = detail
	}
	return e
}

// kindOf tells of what kind an error is. Backends tell most of it by words only.
func kindOf(err error) error {
	var ended *endedError
	if errors.As(err, &ended) {
		return ended.kind
	}
	for _, kind := range []error{ErrRange, ErrReadOnly} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	var network net.Error
	var operation *net.OpError
	switch {
	case errors.As(err, &operation) && operation.Op == "dial":
		return ErrUnreachable
	case errors.Is(err, rclone.ErrorIsFile):
		return ErrNotFolder
	case errors.Is(err, rclone.ErrorRangeIgnored):
		return ErrRange
	case errors.Is(err, rclone.ErrorDirNotFound), errors.Is(err, rclone.ErrorObjectNotFound), errors.Is(err, fs.ErrNotExist):
		return fs.ErrNotExist
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return ErrUnreachable
	}
	if kind := kindByWords(err.Error()); kind != nil {
		return kind
	}
	switch {
	case errors.As(err, &network) && network.Timeout():
		return ErrStalled
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed),
		errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return ErrCut
	}
	return ErrOther
}

// kindByWords reads an error's text.
func kindByWords(text string) error {
	text = strings.ToLower(text)
	for _, k := range []struct {
		kind  error
		words []string
	}{
		{ErrHost, []string{"knownhosts:", "host key"}},
		{ErrLogin, []string{
			"unable to authenticate", "unexpected message type 51", "permission denied", // sftp
			"logon is invalid", "logon failure", "access is denied", "access denied", // smb
			"401 unauthorized", "403 forbidden", "http error 401", "http error 403", "statuscode: 401", "statuscode: 403",
			"invalidaccesskeyid", "signaturedoesnotmatch", "authenticationfailed", "unauthenticated", "invalid_grant", "invalid_client",
		}},
		{fs.ErrNotExist, []string{
			"nosuchbucket", "nosuchkey", "bad network name", "directory not found", "404 not found", "no such file",
		}},
		{ErrUnreachable, []string{"connection refused", "no such host", "no route to host", "network is unreachable"}},
		{ErrStalled, []string{"i/o timeout", "timeout awaiting"}},
		{ErrCut, []string{
			"connection reset", "broken pipe", "connection lost", "connection closed", "connection error: eof", "unexpected eof",
			"use of closed network", "server closed",
		}},
	} {
		for _, word := range k.words {
			if strings.Contains(text, word) {
				return k.kind
			}
		}
	}
	return nil
}
