package engine

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/ClickHouse/ch-go/compress"

	"nyckeltal/load/engine/libchdb"
)

// output is the response to one statement. The header goes out with the first data, so an error that comes before
// any data still gets its own status.
type output struct {
	response http.ResponseWriter
	tag      string // marks an error in the middle of the data
	started  bool
	compress compression
	to       io.Writer // the response, or encoder
	encoder  flushWriter
	frames   *compress.Writer
	rows     uint64 // of a result that was streamed
}

// RowsTrailer follows a streamed result and tells how many rows it has; of others X-ClickHouse-Summary does. ClickHouse itself has no such
// thing.
const RowsTrailer = "X-Nyckeltal-Rows"

func newOutput(w http.ResponseWriter, c compression) *output {
	return &output{response: w, tag: rand.Text()[:exceptionTagLength], compress: c, to: w}
}

const exceptionTagLength = 16

// describe sets the headers of a successful response.
func (o *output) describe(q *request, zone string) {
	h := o.response.Header()
	h.Set("Content-Type", contentType(q.format))
	h.Set("X-ClickHouse-Format", q.format)
	h.Set("X-ClickHouse-Timezone", zone)
	h.Set("X-ClickHouse-Exception-Tag", o.tag)
}

func contentType(format string) string {
	switch format {
	case "TabSeparated", "TSV", "TabSeparatedWithNames", "TSVWithNames":
		return "text/tab-separated-values; charset=UTF-8"
	case "CSV", "CSVWithNames":
		return "text/csv; charset=UTF-8"
	case "JSON", "JSONCompact", "JSONStrings":
		return "application/json; charset=UTF-8"
	case "JSONEachRow", "JSONLines", "NDJSON":
		return "application/x-ndjson; charset=UTF-8"
	}
	return "application/octet-stream"
}

// summarise sets X-ClickHouse-Summary; it must come before the first data.
func (o *output) summarise(s libchdb.Statistics) {
	summary, err := json.Marshal(map[string]string{
		"result_rows":   strconv.FormatUint(s.ResultRows, 10),
		"result_bytes":  strconv.FormatUint(s.ResultBytes, 10),
		"written_rows":  strconv.FormatUint(s.WrittenRows, 10),
		"written_bytes": strconv.FormatUint(s.WrittenBytes, 10),
		"elapsed_ns":    strconv.FormatInt(s.Elapsed.Nanoseconds(), 10),
	})
	if err == nil {
		o.response.Header().Set("X-ClickHouse-Summary", string(summary))
	}
}

func (o *output) start() error {
	if o.started {
		return nil
	}
	o.started = true
	switch {
	case o.compress.frames:
		o.frames = compress.NewWriter(compress.LevelZero, o.compress.method)
	case o.compress.encoding != "":
		encoder, err := encodeContent(o.response, o.compress.encoding)
		if err != nil {
			return err
		}
		o.response.Header().Set("Content-Encoding", o.compress.encoding)
		o.encoder, o.to = encoder, encoder
	}
	o.response.WriteHeader(http.StatusOK)
	return nil
}

// Write sends a piece of the result.
func (o *output) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := o.start(); err != nil {
		return 0, err
	}
	if o.frames != nil {
		return len(p), writeFrames(o.to, o.frames, p)
	}
	return o.to.Write(p)
}

// flush sends on what compressor and server still hold.
func (o *output) flush() error {
	if !o.started {
		return nil
	}
	if o.encoder != nil {
		if err := o.encoder.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(o.response).Flush()
}

// finish ends a successful response.
func (o *output) finish() error {
	if o.started && o.rows > 0 {
		o.response.Header().Set(http.TrailerPrefix+RowsTrailer, strconv.FormatUint(o.rows, 10))
	}
	if o.encoder != nil {
		return o.encoder.Close()
	}
	return nil
}

// fail tells the client of an error: as a response of its own or, when data have gone out already, in the way that
// servers from 25.11 on do it, followed by a response that is cut off so that no client takes it for complete. The data go out before,
// since some clients read the error only where it comes in one chunk.
func (o *output) fail(err error) {
	e := asException(err)
	if !o.started {
		WriteError(o.response, e)
		return
	}
	_ = o.flush()
	fmt.Fprintf(o.to, "\r\n%s\r\n%s\r\n%s\n%d %s\r\n%[1]s\r\n",
		exceptionMark, o.tag, e.Message, len(e.Message)+1, o.tag)
	_ = o.finish()
	_ = http.NewResponseController(o.response).Flush()
	panic(http.ErrAbortHandler)
}

const exceptionMark = "__exception__"

// WriteError answers with an error as ClickHouse's HTTP interface does: status, code and words. What is no *libchdb.Error gets code 1002. Nothing of
// the answer may have been written.
func WriteError(w http.ResponseWriter, err error) {
	e := asException(err)
	h := w.Header()
	for _, name := range []string{"X-ClickHouse-Format", "X-ClickHouse-Exception-Tag", "X-ClickHouse-Summary"} {
		h.Del(name)
	}
	h.Set("Content-Type", "text/plain; charset=UTF-8")
	h.Set("X-ClickHouse-Exception-Code", strconv.Itoa(e.Code))
	status := httpStatus(e.Code)
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Basic realm="ClickHouse"`)
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, e.Message)
}
