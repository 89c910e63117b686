package gateway

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"time"

	"nyckeltal/load/engine"
	"nyckeltal/load/engine/libchdb"
)

// answer is the way of an answer from the engine to the client.
type answer struct {
	writer     http.ResponseWriter
	connection *http.ResponseController

	started bool   // the header has been sent
	code    int    // of the engine's error; 0 when there was none
	message string // of the engine's error, as far as it can be read
	bytes   int64  // that were sent
	rows    int64  // of the result; below 0 when it is not known
}

// pieceSize is how much of an answer is held at a time.
const pieceSize = 128 << 10

var pieces = sync.Pool{New: func() any { return new([pieceSize]byte) }}

// hopByHop are headers of one connection, which are not passed on.
var hopByHop = map[string]bool{"Connection": true, "Keep-Alive": true, "Trailer": true, "Transfer-Encoding": true, "Date": true, "Upgrade": true}

// relay sends an answer of the engine on, piece by piece as they come. An answer that breaks off must not be ended by the caller.
func (a *answer) relay(response *http.Response) error {
	to := a.writer.Header()
	for name, values := range response.Header {
		if !hopByHop[name] {
			to[name] = values
		}
	}
	a.code, _ = strconv.Atoi(response.Header.Get("X-ClickHouse-Exception-Code"))
	a.rows = -1
	a.started = true
	a.writer.WriteHeader(response.StatusCode)
	piece := pieces.Get().(*[pieceSize]byte)
	defer pieces.Put(piece)
	if err := a.copy(response.Body, piece[:], response.Header.Get("Content-Encoding") == ""); err != nil {
		return err
	}
	a.rows = rowsOf(response)
	return nil
}

// stall is how long a client may take nothing.
const stall = time.Minute

// copy copies the answer's body.
func (a *answer) copy(body io.Reader, piece []byte, readable bool) error {
	defer func() { _ = a.connection.SetWriteDeadline(time.Time{}) }() // the connection may serve other requests
	last := 0                                                         // of the piece that came last
	for {
		n, err := body.Read(piece)
		if n > 0 {
			last = n
			if readable && a.code != 0 {
				a.message += string(piece[:min(n, maxMessage-len(a.message))])
			}
			_ = a.connection.SetWriteDeadline(time.Now().Add(stall))
			sent, err := a.writer.Write(piece[:n])
			a.bytes += int64(sent)
			if err == nil {
				err = a.connection.Flush()
			}
			if err != nil {
				return fmt.Errorf("%w: %w", errClient, err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			a.code, a.message = brokenOff(piece[:last])
			return fmt.Errorf("the answer broke off: %w", err)
		}
	}
}

// errClient says that the client did not take the answer.
var errClient = errors.New("the client did not take the whole answer")

// maxMessage is how much of an error is kept for the log.
const maxMessage = 2 << 10

var exceptionText = regexp.MustCompile(`(?s)__exception__\r?\n[^\n]*\n(Code: (\d+)\..*?)\n`)

// brokenOff finds the error with which the engine broke an answer off in its last piece, unless that was compressed.
func brokenOff(last []byte) (code int, message string) {
	m := exceptionText.FindSubmatch(last)
	if m == nil {
		return 0, ""
	}
	code, _ = strconv.Atoi(string(m[2]))
	return code, string(m[1][:min(len(m[1]), maxMessage)])
}

var resultRows = regexp.MustCompile(`"result_rows":"(\d+)"`)

// rowsOf is the number of rows that the engine tells of, at the answer's end or, of one that was made as a whole, at its beginning.
func rowsOf(response *http.Response) int64 {
	text := response.Trailer.Get(engine.RowsTrailer)
	if m := resultRows.FindStringSubmatch(response.Header.Get("X-ClickHouse-Summary")); text == "" && m != nil {
		text = m[1]
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// isRefusal tells whether an error has one of ClickHouse's codes.
func isRefusal(err error) bool {
	e, ok := errors.AsType[*libchdb.Error](err)
	return ok && e.Code != 0
}
