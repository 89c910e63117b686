package home

import (
	"fmt"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
)

// Analysts says where `nyckeltal serve` answers analysts' tools, and how much they may ask of the embedded engine.
type Analysts struct {
	// Listen is the address, as host:port; 127.0.0.1:8123 when absent. One that other machines reach needs TLS and at least one user.
	Listen string         `yaml:"listen"`
	TLS    ListenTLS      `yaml:"tls"`
	Limits AnalystsLimits `yaml:"limits"`
}

// The ways of answering analysts unless the configuration says otherwise.
const (
	DefaultAnalystsListen = "127.0.0.1:8123"
	defaultQueryTime      = "60s"
	defaultQueryMemory    = "4 GiB"
	defaultQueryRows      = 10_000_000
	defaultQueries        = 16
	defaultUserQueries    = 8
)

// UnmarshalYAML decodes strictly.
func (a *Analysts) UnmarshalYAML(node ast.Node) error {
	type plain Analysts
	return config.DecodeNode(node, (*plain)(a), "{listen: 127.0.0.1:8123}")
}

// ListenTLS is the certificate of what listens: the word generated, or files relative to the home. Without either there is no TLS.
type ListenTLS struct {
	Generated   bool   `yaml:"-"`           // one that is made here, and that nobody else vouches for
	Certificate string `yaml:"certificate"` // one's own and those of its authorities, PEM
	Key         string `yaml:"key"`         // of that certificate, PEM
}

// Given tells whether the endpoint speaks TLS.
func (t ListenTLS) Given() bool { return t != ListenTLS{} }

// UnmarshalYAML takes a word, or {certificate: …, key: …}.
func (t *ListenTLS) UnmarshalYAML(node ast.Node) error {
	if _, ok := node.(ast.MapNode); ok {
		type plain ListenTLS
		return config.DecodeNode(node, (*plain)(t), "{certificate: certs/analysts.pem, key: certs/analysts.key}")
	}
	if _, isScalar := node.(ast.ScalarNode); !isScalar || node.GetToken().Value != "generated" {
		return &yaml.SyntaxError{
			Message: "expected generated, or files as in {certificate: certs/analysts.pem, key: certs/analysts.key}",
			Token:   node.GetToken(),
		}
	}
	t.Generated = true
	return nil
}

// check gives what is wrong with an address that people log in at, and its certificate, to wrong; off says how there is none.
func (t ListenTLS) check(listen, usual, off string, wrong faultAt) {
	switch err := CheckListen(listen); {
	case err != nil || listen == ListenOff:
		wrong("listen", "expected host:port, such as %s, found %q; %s", usual, listen, off)
	case !loopback(listen) && !t.Given():
		wrong("tls", "other machines reach %s, and passwords must not cross the network in the clear: give tls: generated or a certificate, "+
			"or listen at %s", listen, usual)
	}
	if (t.Certificate == "") != (t.Key == "") {
		wrong("tls", "certificate and key belong together")
	}
}

// AnalystsLimits bound what is asked.
type AnalystsLimits struct {
	Time     string `yaml:"time"`     // of a query, as 60s
	Memory   string `yaml:"memory"`   // of a query, as 4 GiB
	Rows     int    `yaml:"rows"`     // of a result
	Parallel int    `yaml:"parallel"` // queries at a time, of all users
	PerUser  int    `yaml:"per_user"` // queries at a time, of one user

	QueryTime   time.Duration `yaml:"-"` // Time
	MemoryBytes int64         `yaml:"-"` // Memory
}

// UnmarshalYAML decodes strictly.
func (l *AnalystsLimits) UnmarshalYAML(node ast.Node) error {
	type plain AnalystsLimits
	return config.DecodeNode(node, (*plain)(l), "{time: 60s, memory: 4 GiB}")
}

// complete fills in what is absent, and gives every fault of the rest by its key to wrong.
func (a *Analysts) complete(wrong faultAt) {
	if a.Listen == "" {
		a.Listen = DefaultAnalystsListen
	}
	a.TLS.check(a.Listen, DefaultAnalystsListen, "leave analysts out for no endpoint", wrong)
	a.Limits.complete(wrong.under("limits"))
}

// Local tells whether only this machine reaches the endpoint.
func (a *Analysts) Local() bool { return loopback(a.Listen) }

const maxQueries = 256

// complete fills in what is absent, and gives every fault of the rest by its key to wrong.
func (l *AnalystsLimits) complete(wrong faultAt) {
	l.completeTime(wrong)
	l.completeMemory(wrong)
	for _, n := range []struct {
		key            string
		value          *int
		absent, most   int
		plusOtherLimit string
	}{
		{"rows", &l.Rows, defaultQueryRows, 1_000_000_000_000, ""},
		{"parallel", &l.Parallel, defaultQueries, maxQueries, ""},
		{"per_user", &l.PerUser, min(defaultUserQueries, l.parallel()), l.parallel(), ", which is parallel"},
	} {
		if *n.value == 0 {
			*n.value = n.absent
		}
		if *n.value < 1 || *n.value > n.most {
			wrong(n.key, "expected 1 to %d%s, found %d", n.most, n.plusOtherLimit, *n.value)
		}
	}
}

// QueryLimits are the limits of analysts' queries, those that hold when nothing is configured where there is no endpoint.
func (c *Config) QueryLimits() AnalystsLimits {
	if c.Analysts != nil {
		return c.Analysts.Limits
	}
	var l AnalystsLimits
	l.complete(func(string, string, ...any) {}) // the defaults have no faults
	return l
}

// parallel is Parallel where it is a number that can be.
func (l *AnalystsLimits) parallel() int {
	if l.Parallel < 1 {
		return defaultQueries
	}
	return l.Parallel
}

func (l *AnalystsLimits) completeTime(wrong faultAt) {
	if l.Time == "" {
		l.Time = defaultQueryTime
	}
	var err error
	if l.QueryTime, err = time.ParseDuration(l.Time); err != nil || l.QueryTime < time.Second || l.QueryTime > 24*time.Hour {
		wrong("time", "expected a time from 1s to 24h, such as 60s, found %q", l.Time)
	}
}

func (l *AnalystsLimits) completeMemory(wrong faultAt) {
	if l.Memory == "" {
		l.Memory = defaultQueryMemory
	}
	n, err := amount(l.Memory)
	if err == nil && n < leastQueryMemory {
		err = fmt.Errorf("a query needs at least 64 MiB, found %q", l.Memory)
	}
	if err != nil {
		wrong("memory", "%v", err)
	}
	l.MemoryBytes = n
}

// leastQueryMemory is below what the views need.
const leastQueryMemory = 64 << 20
