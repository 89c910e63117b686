package engine

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"nyckeltal/load/engine/libchdb"
)

// request is one statement as a client sent it.
type request struct {
	id        string // X-ClickHouse-Query-Id
	session   session
	held      sessionRequest // the session that goes on between requests; none has no id
	params    []libchdb.Param
	format    string // of the result, or of the data of an insert
	whole     bool   // the result is wanted only when it is complete
	revision  uint64 // of the format Native
	compress  compression
	statement statement
	// text is the request's text from its beginning; all says that it goes to the end.
	text string
	all  bool
	// data are the data of an insert, from their first byte.
	data io.Reader
}

// The sizes that a request's text is read by.
const (
	headSize     = 1 << 20  // enough to find the end of any INSERT statement
	maxStatement = 64 << 20 // of a statement without data; the engine's max_query_size is less by default
)

// transportParameters are of the HTTP interface and no settings of the engine. X-ClickHouse-Progress headers are not
// offered, so what asks for them has no effect.
var transportParameters = map[string]bool{
	"query": true, "default_format": true, "user": true, "password": true, "database": true, "query_id": true,
	"quota_key": true, "role": true, "buffer_size": true, "wait_end_of_query": true, "http_wait_end_of_query": true, "stacktrace": true,
	"session_id": true, "session_timeout": true, "session_check": true, "session_timezone_check": true,
	"compress": true, "decompress": true, "client_protocol_version": true, "enable_http_compression": true,
	"network_compression_method": true, "network_zstd_compression_level": true,
	"http_zlib_compression_level": true, "send_progress_in_http_headers": true,
	"http_headers_progress_interval_ms": true, "http_native_compression_disable_checksumming_on_decompress": true,
}

var settingName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// readRequest understands a request for a statement. Errors carry ClickHouse's codes.
func readRequest(r *http.Request) (*request, error) {
	values := r.URL.Query()
	body, err := requestBody(r, values)
	if err != nil {
		return nil, err
	}
	req := &request{}
	if err := req.readParameters(values, r); err != nil {
		return nil, err
	}
	if err := req.readStatement(joined(values.Get("query"), body)); err != nil {
		return nil, err
	}
	req.format = req.chooseFormat(values.Get("default_format"), r.Header.Get("X-ClickHouse-Format"))
	return req, nil
}

func newQueryID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func (q *request) readParameters(values url.Values, r *http.Request) error {
	in, err := sortParameters(values)
	if err != nil {
		return err
	}
	if q.held, err = readSession(values); err != nil {
		return err
	}
	q.id, q.params = in.ID, in.Params
	q.session = session{database: in.database(r), settings: withReadonlyLast(append(in.Settings, Setting{idSetting, q.id}), r.Method)}

	q.whole = values.Get("wait_end_of_query") == "1" || values.Get("http_wait_end_of_query") == "1"
	q.compress = chooseCompression(values, r.Header.Get("Accept-Encoding"))
	if text := values.Get("client_protocol_version"); text != "" {
		revision, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return Errorf(codeBadArguments, "client_protocol_version is %q, not a number", text)
		}
		q.revision = revision
	}
	return nil
}

// requestBody returns the decoded body. The fields of a form are added to the values.
func requestBody(r *http.Request, values url.Values) (io.Reader, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		return http.NoBody, readForm(r, values)
	}
	body, err := decodeContent(r.Body, r.Header.Get("Content-Encoding"))
	if err != nil {
		return nil, err
	}
	if values.Get("decompress") == "1" {
		body = newFrameReader(body)
	}
	return body, nil
}

// readForm takes the parameters that a client sends as a form because they are too long for the address.
func readForm(r *http.Request, values url.Values) error {
	form, err := r.MultipartReader()
	if err != nil {
		return Errorf(codeBadArguments, "The form cannot be read: %v", err)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return Errorf(codeCannotReadAllData, "The form cannot be read: %v", err)
		}
		if part.FileName() != "" {
			return Errorf(codeNotImplemented, "External tables are not offered by the embedded engine")
		}
		text, err := readLimited(part, maxStatement)
		if err != nil {
			return err
		}
		values.Set(part.FormName(), string(text))
	}
}

// readLimited reads a text that must not be longer than a statement.
func readLimited(r io.Reader, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, readError(err)
	}
	if int64(len(text)) > limit {
		return nil, Errorf(codeSyntaxError, "Max query size exceeded: more than %d bytes", limit)
	}
	return text, nil
}

// readError gives an error of a request's body a code.
func readError(err error) error {
	if e, ok := errors.AsType[*libchdb.Error](err); ok {
		return e
	}
	return Errorf(codeCannotReadAllData, "The request's body cannot be read: %v", err)
}

// joined joins the query of the address and the body, as ClickHouse does: the one goes on in the other.
func joined(query string, body io.Reader) io.Reader {
	if query == "" {
		return body
	}
	return io.MultiReader(strings.NewReader(query+"\n"), body)
}

// readStatement reads the statement and, of an insert, leaves its data to be read.
func (q *request) readStatement(body io.Reader) error {
	head, err := io.ReadAll(io.LimitReader(body, headSize))
	if err != nil {
		return readError(err)
	}
	q.all = len(head) < headSize
	q.text = string(head)
	q.statement = parseStatement(q.text)
	if q.statement.insert {
		q.data = io.MultiReader(bytes.NewReader(head[q.statement.data:]), body)
		return nil
	}
	if !q.all {
		rest, err := readLimited(body, maxStatement)
		if err != nil {
			return err
		}
		q.text += string(rest)
		q.statement = parseStatement(q.text)
		q.all = true
	}
	return nil
}

func (q *request) chooseFormat(parameter, header string) string {
	for _, format := range []string{q.statement.format, parameter, header} {
		if format != "" {
			return format
		}
	}
	if q.statement.insert {
		return "Values"
	}
	return "TabSeparated"
}
