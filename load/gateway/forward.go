package gateway

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"nyckeltal/load/engine"
	"nyckeltal/load/guard"
)

// forward makes the request for the engine: the statement that was admitted, with its settings and parameters.
func forward(ctx context.Context, e engine.Endpoint, in *engine.Incoming, admitted *guard.Admitted, encodings []string) (*http.Request, error) {
	values := url.Values{}
	maps.Copy(values, in.Transport)
	values.Del("decompress") // the text goes on as it was understood
	for _, name := range sessionParameters {
		values.Del(name)
	}
	values.Set("query_id", in.ID)
	if admitted.Format != "" {
		values.Set("default_format", admitted.Format)
	}
	for _, p := range in.Params {
		values.Set("param_"+p.Name, p.Value)
	}
	for _, s := range admitted.Settings {
		values.Set(s.Name, s.Value)
	}
	address := e.URL() + "?" + values.Encode()
	if len(address) > maxAddress {
		return nil, engine.Errorf(codeSyntax, "The parameters are too long: expected %d bytes at most, found %d", maxAddress, len(address))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(admitted.Text))
	if err == nil && len(encodings) > 0 {
		request.Header["Accept-Encoding"] = encodings
	}
	return request, err
}

// sessionParameters are not passed on: whoever only reads has nothing to keep in a session, and readonly, once set, would stay in it.
var sessionParameters = []string{"session_id", "session_timeout", "session_check"}

// maxAddress bounds the parameters, below what the engine takes in a header.
const maxAddress = 768 << 10

// codeSyntax is SYNTAX_ERROR, which ClickHouse has for texts that are too long.
const codeSyntax = 62
