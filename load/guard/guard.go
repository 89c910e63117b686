package guard

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"nyckeltal/load/engine"
	"nyckeltal/load/engine/libchdb"
)

// Policy is what a role may do.
type Policy struct {
	// Relations are the names of the tables and views that may be read, and of views with parameters, in the guard's database.
	Relations []string
	// Time, Memory (bytes) and Rows (of a result) bound every statement.
	Time   time.Duration
	Memory int64
	Rows   int64
}

// Guard checks statements. It is safe for concurrent use.
type Guard struct {
	endpoint func(context.Context) (engine.Endpoint, error)
	client   *http.Client
	database string
	policies map[string]*policy
	admitted *lru.Cache[[sha256.Size]byte, verdict] // what was looked at before

	mu        sync.Mutex
	functions map[string]functions // by the engine's version
}

// policy is a Policy, prepared.
type policy struct {
	Policy
	relations map[string]bool
	filters   string // what the role sees of system tables
}

// verdict is what is known of an admitted text.
type verdict struct {
	catalogue bool // it reads tables of the system, which are to show only the role's part
}

// remembered is how many texts a guard remembers.
const remembered = 10_000

// New makes a guard for the relations of a database, by role. endpoint gives the engine that parses and runs; it is asked for every statement.
func New(endpoint func(context.Context) (engine.Endpoint, error), database string, policies map[string]Policy) *Guard {
	g := &Guard{
		endpoint: endpoint, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}, database: database,
		policies: make(map[string]*policy), functions: make(map[string]functions),
	}
	g.admitted, _ = lru.New[[sha256.Size]byte, verdict](remembered) // fails only for sizes below 1
	for role, p := range policies {
		prepared := &policy{Policy: p, relations: make(map[string]bool)}
		for _, name := range p.Relations {
			prepared.relations[name] = true
		}
		prepared.filters = filters(database, p.Relations)
		g.policies[role] = prepared
	}
	return g
}

// MaxText is how long a statement may be, in bytes.
const MaxText = 256 << 10

// Admitted is what may be run.
type Admitted struct {
	// Text is the statement, without the clauses FORMAT and SETTINGS.
	Text string
	// Format is the one that the statement names; "" when it names none.
	Format string
	// Settings are to be made in this order before the statement runs.
	Settings []engine.Setting
}

// Check decides about a statement for a role. A refusal is a *libchdb.Error with a code and words of ClickHouse, as is the error of a
// text that does not parse; other errors mean that the engine could not be asked.
func (g *Guard) Check(ctx context.Context, role string, in *engine.Incoming) (*Admitted, error) {
	p := g.policies[role]
	if p == nil {
		return nil, refuse(codeAccessDenied, "The role %q is not known here", role)
	}
	if len(in.Text) > MaxText {
		return nil, refuse(codeSyntaxError, "Max query size exceeded: %d bytes, and at most %d are taken", len(in.Text), MaxText)
	}
	if in.Insert {
		return nil, refuse(codeReadonly, "The role %s only reads: INSERT is not allowed", role)
	}
	if err := g.checkDatabase(in); err != nil {
		return nil, err
	}
	t, err := cut(in.Text)
	if err != nil {
		return nil, err
	}
	settings, err := p.settings(append(slices.Clone(in.Settings), t.settings...))
	if err != nil {
		return nil, err
	}
	v, err := g.look(ctx, role, t, in.Params)
	if err != nil {
		return nil, err
	}
	if v.catalogue {
		settings = append(settings, engine.Setting{Name: "additional_table_filters", Value: p.filters})
	}
	return &Admitted{Text: t.text, Format: t.format, Settings: append(settings, engine.Setting{Name: "readonly", Value: "1"})}, nil
}

// checkDatabase makes the guard's database the current one. Clients that name none often say default.
func (g *Guard) checkDatabase(in *engine.Incoming) error {
	switch name := in.Transport.Get("database"); name {
	case "", "default", g.database:
		in.Transport.Set("database", g.database)
		return nil
	default:
		return refuse(codeUnknownDatabase, "Database %s does not exist: use %s", name, g.database)
	}
}

// look looks at a text, unless it was looked at before.
func (g *Guard) look(ctx context.Context, role string, t *text, params []libchdb.Param) (verdict, error) {
	e, err := g.endpoint(ctx)
	if err != nil {
		return verdict{}, err
	}
	key := keyOf(e.Version, role, t.text, params)
	if v, known := g.admitted.Get(key); known {
		return v, nil
	}
	known, err := g.functionsOf(ctx, e)
	if err != nil {
		return verdict{}, err
	}
	parsed, err := e.Parse(ctx, g.client, t.text, params)
	if err != nil {
		return verdict{}, err
	}
	if err := checkKind(role, parsed); err != nil {
		return verdict{}, err
	}
	root, err := readTree(parsed.AST)
	if err != nil {
		return verdict{}, err
	}
	l := &looking{
		role: role, database: g.database, policy: g.policies[role], functions: known, text: t,
		exists: func() (map[string]bool, error) { return g.relations(ctx, e) },
	}
	if err := l.statement(root); err != nil {
		return verdict{}, err
	}
	v := verdict{catalogue: l.catalogue}
	g.admitted.Add(key, v)
	return v, nil
}

// keyOf tells texts apart. Parameters count where they can be names.
func keyOf(version, role, text string, params []libchdb.Param) [sha256.Size]byte {
	parts := []string{version, role, text}
	if strings.Contains(strings.ToLower(text), "identifier") {
		for _, p := range params {
			parts = append(parts, fmt.Sprintf("%q = %q", p.Name, p.Value))
		}
		slices.Sort(parts[3:]) // the order of a request is not fixed
	}
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d %s ", len(part), part)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// checkKind refuses what is not a single statement that reads.
func checkKind(role string, parsed *engine.Parsed) error {
	switch {
	case parsed.Statements > 1:
		return refuse(codeSyntaxError, "Multi-statements are not allowed: send one at a time")
	case parsed.Secrets:
		return refuse(codeAccessDenied, "The statement carries a credential, which no statement of the role %s may", role)
	case parsed.Class != libchdb.ReadOnly:
		return refuse(codeReadonly, "The role %s only reads: SELECT, SHOW, DESCRIBE and EXISTS are allowed", role)
	}
	return nil
}
