package home

import (
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
)

// Pages says where `nyckeltal serve` offers its web pages. Whoever reads them logs in, also on this machine.
type Pages struct {
	// Listen is the address, as host:port; 127.0.0.1:8080 when absent. One that other machines reach needs TLS and at least one user.
	Listen string    `yaml:"listen"`
	TLS    ListenTLS `yaml:"tls"`
}

// DefaultPagesListen is where the pages are unless the configuration says otherwise.
const DefaultPagesListen = "127.0.0.1:8080"

// UnmarshalYAML decodes strictly.
func (p *Pages) UnmarshalYAML(node ast.Node) error {
	type plain Pages
	return config.DecodeNode(node, (*plain)(p), "{listen: 127.0.0.1:8080}")
}

// complete fills in what is absent, and gives every fault of the rest by its key to wrong.
func (p *Pages) complete(wrong faultAt) {
	if p.Listen == "" {
		p.Listen = DefaultPagesListen
	}
	p.TLS.check(p.Listen, DefaultPagesListen, "leave pages out for none", wrong)
}

// Local tells whether only this machine reaches the pages.
func (p *Pages) Local() bool { return loopback(p.Listen) }
