package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"nyckeltal/load/engine/lexer"
	"nyckeltal/load/engine/libchdb"
)

// Parsed is what the engine's own parser makes of a text, without running it.
type Parsed struct {
	Class      libchdb.Class `json:"class"`
	Statements int           `json:"statements"` // at least 1
	Secrets    bool          `json:"secrets"`    // the text carries a credential
	// AST is the syntax tree of a single statement that only reads, one node a line, indented by depth, as EXPLAIN AST
	// prints it, with parameters put in. Of other texts it is empty.
	AST string `json:"ast,omitempty"`
}

// Parse asks the engine what a statement is. A text that does not parse gives the engine's error, a *libchdb.Error. The client keeps the connections.
func (e Endpoint) Parse(ctx context.Context, client *http.Client, text string, params []libchdb.Param) (*Parsed, error) {
	values := url.Values{}
	for _, p := range params {
		values.Set("param_"+p.Name, p.Value)
	}
	answer, err := e.post(ctx, client, pathParse, values, text)
	if err != nil {
		return nil, err
	}
	defer answer.Close()
	parsed := new(Parsed)
	if err := json.NewDecoder(answer).Decode(parsed); err != nil {
		return nil, fmt.Errorf("read what the engine parsed: %w", err)
	}
	return parsed, nil
}

// Ask runs a statement as the owner, with parameters of the HTTP interface, and returns the result, which the caller closes. The engine's
// refusal is a *libchdb.Error. The client keeps the connections.
func (e Endpoint) Ask(ctx context.Context, client *http.Client, values url.Values, sql string) (io.ReadCloser, error) {
	return e.post(ctx, client, pathRoot, values, sql)
}

func (e Endpoint) post(ctx context.Context, client *http.Client, path string, values url.Values, text string) (io.ReadCloser, error) {
	address := url.URL{Scheme: "http", Host: e.Address, Path: path, RawQuery: values.Encode()}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(e.User, e.Password)
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode == http.StatusOK {
		return response.Body, nil
	}
	defer response.Body.Close()
	message, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("read the engine's error: %w", err)
	}
	return nil, libchdb.ParseError(strings.TrimSpace(string(message)))
}

// syntaxError is the engine's error of a text that does not parse. The text is only formatted, never run.
func syntaxError(conn *libchdb.Conn, text string) error {
	formatted, err := conn.Query("SELECT formatQuery("+lexer.Quote(text, '\'')+")", "Null")
	if err == nil {
		formatted.Free()
		return Errorf(codeSyntaxError, "Syntax error: this is no statement")
	}
	e := asException(err)
	message, _, _ := strings.Cut(e.Message, ": In scope")
	message, _, _ = strings.Cut(message, ": while executing")
	if mark := "(" + e.Name + ")"; !strings.Contains(message, mark) {
		message += " " + mark
	}
	return &libchdb.Error{Code: e.Code, Name: e.Name, Message: message}
}

// parse answers Endpoint.Parse.
func (s *server) parse(w http.ResponseWriter, r *http.Request) {
	in, err := ReadIncoming(r, maxStatement)
	if err != nil {
		WriteError(w, err)
		return
	}
	parsed, err := s.runner.core.parse(in)
	if err != nil {
		WriteError(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(parsed)
}

// explain is what makes a statement's syntax tree. Only a text that is a statement by itself may follow: EXPLAIN has settings of its own.
const explain = "EXPLAIN AST "

func (c *core) parse(in *Incoming) (*Parsed, error) {
	conn, err := c.open(session{})
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	analysis, err := conn.Classify(in.Text)
	if err != nil {
		return nil, err
	}
	parsed := &Parsed{Class: analysis.Class, Statements: analysis.Statements, Secrets: analysis.Secrets}
	if analysis.Statements == 0 {
		return nil, syntaxError(conn, in.Text)
	}
	if analysis.Class != libchdb.ReadOnly || analysis.Statements != 1 {
		return parsed, nil
	}
	tree, err := conn.Query(explain+in.Text, "LineAsString", in.Params...)
	if err != nil {
		return nil, err
	}
	defer tree.Free()
	parsed.AST = string(tree.Bytes())
	return parsed, nil
}
