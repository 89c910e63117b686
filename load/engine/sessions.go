package engine

import (
	"encoding/hex"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"nyckeltal/load/engine/lexer"
	"nyckeltal/load/engine/libchdb"
)

// The limits of sessions; the times are those of a server's default configuration.
const (
	defaultSessionTime = time.Minute
	maxSessionTime     = time.Hour
	maxSessions        = 100
)

// sessionRequest is the session that a request names: its connection, with temporary tables and what SET has set, is kept
// for the next request. A request without one has a connection of its own.
type sessionRequest struct {
	id      string
	timeout time.Duration // how long the session is kept after the request
	check   bool          // it must be there already
}

func readSession(values url.Values) (sessionRequest, error) {
	r := sessionRequest{id: values.Get("session_id"), timeout: defaultSessionTime, check: values.Get("session_check") == "1"}
	if text := values.Get("session_timeout"); text != "" {
		seconds, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return r, Errorf(codeInvalidSessionTime, "Invalid session timeout: '%s'", text)
		}
		if r.timeout = time.Duration(seconds) * time.Second; r.timeout > maxSessionTime {
			return r, Errorf(codeInvalidSessionTime, "Session timeout '%s' is larger than max_session_timeout: %d", text, int(maxSessionTime.Seconds()))
		}
	}
	return r, nil
}

// heldSession is a connection that is kept between requests. Its fields are guarded by the lock of sessions.
type heldSession struct {
	conn  *libchdb.Conn
	busy  bool
	timer *time.Timer
}

// sessions are the connections that are kept between requests. They keep the engine awake.
type sessions struct {
	core     *core
	activity *activity

	mu     sync.Mutex
	held   map[string]*heldSession
	closed bool
}

func newSessions(c *core, a *activity) *sessions {
	return &sessions{core: c, activity: a, held: map[string]*heldSession{}}
}

// acquire returns the session's connection, for one statement at a time; release gives it back.
func (s *sessions) acquire(r sessionRequest) (*libchdb.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, ok := s.held[r.id]
	switch {
	case ok && h.busy:
		return nil, Errorf(codeSessionIsLocked, "Session %s is locked by a concurrent client", r.id)
	case ok:
		h.busy = true
		h.timer.Stop()
		return h.conn, nil
	case r.check:
		return nil, Errorf(codeSessionNotFound, "Session %s not found", r.id)
	case s.closed:
		return nil, Errorf(codeSessionNotFound, "The engine is ending")
	case len(s.held) >= maxSessions:
		return nil, Errorf(codeTooManyQueries, "Too many sessions: %d are open", maxSessions)
	}
	conn, err := s.core.open(session{})
	if err != nil {
		return nil, err
	}
	s.held[r.id] = &heldSession{conn: conn, busy: true}
	s.activity.keep()
	return conn, nil
}

// release ends a statement of a session, and closes the session if the time passes without another one.
func (s *sessions) release(id string, timeout time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.held[id]
	h.busy = false
	if s.closed {
		s.end(id, h)
		return
	}
	h.timer = time.AfterFunc(timeout, func() { s.expire(id, h) })
}

// expire closes a session, unless it has been used meanwhile.
func (s *sessions) expire(id string, h *heldSession) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[id] == h && !h.busy {
		s.end(id, h)
	}
}

// end closes a session that nobody uses. The lock must be held.
func (s *sessions) end(id string, h *heldSession) {
	delete(s.held, id)
	h.conn.Close()
	s.activity.free()
}

// close ends all sessions; one that a statement still runs in is closed with it.
func (s *sessions) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for id, h := range s.held {
		if !h.busy {
			h.timer.Stop()
			s.end(id, h)
		}
	}
}

// lend sets a held connection up for one request and returns what undoes it: settings and database of a request must not
// stay in the session, unlike what its statement sets.
func lend(conn *libchdb.Conn, q *request) (undo func(), err error) {
	wanted, readonly := q.session.lasting()
	if readonly {
		if err := checkReads(conn, q.text); err != nil {
			return nil, err
		}
	}
	before, err := stateOf(conn, wanted)
	if err != nil {
		return nil, err
	}
	during := before
	undo = func() { before.restore(conn, wanted, during) }
	if err := apply(conn, wanted.statements()); err != nil {
		undo()
		return nil, err
	}
	if during, err = stateOf(conn, wanted); err != nil {
		return nil, err
	}
	return undo, nil
}

// lasting is what is set on a held connection for one request. The setting readonly is not: it could not be taken back.
func (s session) lasting() (wanted session, readonly bool) {
	wanted.database = s.database
	for _, set := range s.settings {
		if set.Name == "readonly" {
			readonly = readonly || set.Value != "0"
			continue
		}
		wanted.settings = append(wanted.settings, set)
	}
	return wanted, readonly
}

// checkReads refuses what readonly = 2 would refuse. Settings and temporary tables of the session may be changed.
func checkReads(conn *libchdb.Conn, text string) error {
	analysis, err := conn.Classify(text)
	if err != nil {
		return err
	}
	words := lexer.New(text)
	first, _ := words.Next()
	temporary := (first.Is("CREATE") || first.Is("DROP")) && words.PeekIs("TEMPORARY")
	if analysis.Class == libchdb.ReadOnly || analysis.Class == libchdb.Unknown || first.Is("SET") || first.Is("USE") || temporary {
		return nil // what does not parse is refused by the engine
	}
	return Errorf(codeReadonly, "Cannot execute query in readonly mode. For queries over HTTP, method GET implies readonly")
}

// state is what a request may change in a session.
type state struct {
	database string
	settings map[string]stateSetting
}

type stateSetting struct {
	value   string
	changed bool // from its default
}

// stateOf reads the database and the settings that are wanted.
func stateOf(conn *libchdb.Conn, wanted session) (state, error) {
	now := state{settings: map[string]stateSetting{}}
	names := []string{"''"}
	for _, set := range wanted.settings {
		names = append(names, lexer.Quote(set.Name, '\''))
	}
	// Hexadecimal, since a value may hold anything.
	result, err := conn.Query("SELECT hex(name), hex(value), changed FROM system.settings WHERE name IN ("+strings.Join(names, ", ")+
		") UNION ALL SELECT '', hex(currentDatabase()), 0", "TSV")
	if err != nil {
		return now, err
	}
	defer result.Free()
	for line := range strings.Lines(string(result.Bytes())) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		name, nameErr := hex.DecodeString(fields[0])
		value, valueErr := hex.DecodeString(fields[1])
		switch {
		case nameErr != nil || valueErr != nil:
			return now, errors.Join(nameErr, valueErr)
		case len(name) == 0:
			now.database = string(value)
		default:
			now.settings[string(name)] = stateSetting{string(value), fields[2] == "1"}
		}
	}
	return now, nil
}

// restore takes back what is still as the request has set it. It cannot fail but with the connection, of which the next
// statement will tell.
func (before state) restore(conn *libchdb.Conn, wanted session, during state) {
	now, err := stateOf(conn, wanted)
	if err != nil {
		return
	}
	var statements []string
	for name, old := range before.settings {
		switch {
		case now.settings[name] == old, now.settings[name] != during.settings[name]:
		case old.changed:
			statements = append(statements, "SET "+name+" = "+lexer.Quote(old.value, '\''))
		default:
			statements = append(statements, "SET "+name+" = DEFAULT")
		}
	}
	if now.database != before.database && now.database == during.database {
		statements = append(statements, "USE "+lexer.Quote(before.database, '`'))
	}
	_ = apply(conn, strings.Join(statements, "; "))
}
