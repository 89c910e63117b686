package engine

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"nyckeltal/load/engine/libchdb"
)

// Setting is the name and value of a setting of ClickHouse.
type Setting struct{ Name, Value string }

// Incoming is a statement as a client of ClickHouse's HTTP interface sent it, for a program that stands between clients
// and the engine.
type Incoming struct {
	ID       string // of the query; chosen here when the client names none
	Text     string // the statement; of one with data, as much as was read
	Insert   bool   // the statement is an INSERT that brings data
	Params   []libchdb.Param
	Settings []Setting
	// Transport are the parameters of the interface that are no settings, such as database, compress and
	// default_format, as they came. User and password are not among them.
	Transport url.Values
}

// ReadIncoming understands a request of ClickHouse's HTTP interface: the statement in the address, the body or both,
// parameters in the address or a form, compression. A text of more than limit bytes is refused. Errors are
// *libchdb.Error with ClickHouse's codes.
func ReadIncoming(r *http.Request, limit int64) (*Incoming, error) {
	values := r.URL.Query()
	body, err := requestBody(r, values)
	if err != nil {
		return nil, err
	}
	in, err := sortParameters(values)
	if err != nil {
		return nil, err
	}
	if database := in.database(r); database != "" {
		in.Transport.Set("database", database)
	}
	if format := r.Header.Get("X-ClickHouse-Format"); format != "" && !in.Transport.Has("default_format") {
		in.Transport.Set("default_format", format)
	}
	text, err := readLimited(joined(values.Get("query"), body), limit)
	if err != nil {
		return nil, err
	}
	in.Text = string(text)
	in.Insert = parseStatement(in.Text).insert
	return in, nil
}

// sortParameters tells parameters of the statement, settings and the interface's own parameters apart.
func sortParameters(values url.Values) (*Incoming, error) {
	in := &Incoming{ID: values.Get("query_id"), Transport: url.Values{}}
	if in.ID == "" {
		in.ID = newQueryID()
	}
	for name, all := range values {
		value := all[len(all)-1]
		parameter, isParameter := strings.CutPrefix(name, "param_")
		switch {
		case isParameter:
			in.Params = append(in.Params, libchdb.Param{Name: parameter, Value: value})
		case name == "query", name == "user", name == "password":
		case transportParameters[name]:
			in.Transport.Set(name, value)
		case !settingName.MatchString(name):
			return nil, Errorf(codeUnknownSetting, "Unknown setting %q", name)
		default:
			in.Settings = append(in.Settings, Setting{name, value})
		}
	}
	return in, nil
}

// database is the one that a request names, in the address or a header.
func (in *Incoming) database(r *http.Request) string {
	if database := in.Transport.Get("database"); database != "" {
		return database
	}
	return r.Header.Get("X-ClickHouse-Database")
}

// withReadonlyLast orders settings so that readonly, after which none can be made, comes last. A request by GET only reads, as on a
// server.
func withReadonlyLast(settings []Setting, method string) []Setting {
	readonly := ""
	settings = slices.DeleteFunc(settings, func(s Setting) bool {
		if s.Name == "readonly" {
			readonly = s.Value
		}
		return s.Name == "readonly"
	})
	if method != http.MethodPost && readonly != "1" {
		readonly = "2"
	}
	if readonly != "" {
		settings = append(settings, Setting{"readonly", readonly})
	}
	return settings
}
