package home

import (
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
)

// Serve says how `nyckeltal serve` works.
type Serve struct {
	// Listen is the address for those who watch over the service, as host:port; 127.0.0.1:8480 when absent, and none for "off".
	Listen   string `yaml:"listen"`
	Parallel int    `yaml:"parallel"` // how many jobs run at a time, 1 to 16; 2 when absent
	// Drain is how long jobs under way may go on when the service is stopped, as 5m, which it is when absent.
	Drain string `yaml:"drain"`

	DrainTime time.Duration `yaml:"-"`
}

// The ways of serving unless the configuration says otherwise.
const (
	DefaultListen   = "127.0.0.1:8480"
	defaultParallel = 2
	defaultDrain    = "5m"
)

// MaxParallel bounds what goes side by side: more than that only takes memory.
const MaxParallel = 16

const maxDrain = 24 * time.Hour

// ListenOff is the value of Listen for a service that nobody can watch.
const ListenOff = "off"

// UnmarshalYAML decodes strictly.
func (s *Serve) UnmarshalYAML(node ast.Node) error {
	type plain Serve
	return config.DecodeNode(node, (*plain)(s), "{parallel: 2, drain: 5m}")
}

// complete fills in what is absent, and gives every fault of the rest by its key to wrong.
func (s *Serve) complete(wrong faultAt) {
	if s.Listen == "" {
		s.Listen = DefaultListen
	}
	if s.Parallel == 0 {
		s.Parallel = defaultParallel
	}
	if s.Drain == "" {
		s.Drain = defaultDrain
	}
	if err := CheckListen(s.Listen); err != nil {
		wrong("listen", "%v", err)
	}
	if s.Parallel < 1 || s.Parallel > MaxParallel {
		wrong("parallel", "expected 1 to %d, found %d", MaxParallel, s.Parallel)
	}
	var err error
	if s.DrainTime, err = time.ParseDuration(s.Drain); err != nil || s.DrainTime < 0 || s.DrainTime > maxDrain {
		wrong("drain", "expected a time up to 24h, such as 5m, found %q", s.Drain)
	}
}

// CheckListen says what is wrong with an address to listen at.
func CheckListen(address string) error {
	if address == ListenOff {
		return nil
	}
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("expected host:port, such as %s, or off, found %q", DefaultListen, address)
	}
	return nil
}
