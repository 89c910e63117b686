package home

import (
	"fmt"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Warehouse says where the warehouse is. Without addresses it is the embedded engine.
type Warehouse struct {
	Addresses    []string `yaml:"addresses"` // host:port or host; the first that answers is used
	Protocol     string   `yaml:"protocol"`  // native or http; native when absent
	Database     string   `yaml:"database"`  // nyckeltal when absent
	User         string   `yaml:"user"`
	Password     Secret   `yaml:"password"`
	Security     string   `yaml:"security"` // tls or none; tls when absent, and none when every address is this machine
	TLS          TLS      `yaml:"tls"`
	Timeout      Timeout  `yaml:"timeout"`
	Topology     string   `yaml:"topology"`      // single, replicated or sharded; single when absent
	Cluster      string   `yaml:"cluster"`       // its name in the servers' configuration, for replicated and sharded
	EngineMemory string   `yaml:"engine_memory"` // what the embedded engine may take, as 4 GiB; see docs/operating.md when absent

	MemoryBytes int64 `yaml:"-"` // EngineMemory; 0 when absent
}

// TLS says whom to trust and who one is, with files relative to the home. All of it may be absent.
type TLS struct {
	CA          string `yaml:"ca"`          // certificates of the authorities to trust, PEM; those of the system when absent
	Certificate string `yaml:"certificate"` // one's own, PEM
	Key         string `yaml:"key"`         // of that certificate, PEM
	ServerName  string `yaml:"server_name"` // that the server's certificate must have; its host when absent
}

// Timeout holds times as 30s or 5m.
type Timeout struct {
	Connect string `yaml:"connect"` // to reach a server
	Answer  string `yaml:"answer"`  // until it says something
	Retry   string `yaml:"retry"`   // how long to try again after errors that pass

	// The three as times; 0 when absent.
	ConnectTime, AnswerTime, RetryTime time.Duration `yaml:"-"`
}

// The words of the configuration of the warehouse.
const (
	ProtocolNative = "native"
	ProtocolHTTP   = "http"
	SecurityTLS    = "tls"
	SecurityNone   = "none"
)

// warehousePorts are the ports that ClickHouse listens on, by protocol and security.
var warehousePorts = map[string]int{
	ProtocolNative + SecurityTLS: 9440, ProtocolNative + SecurityNone: 9000,
	ProtocolHTTP + SecurityTLS: 8443, ProtocolHTTP + SecurityNone: 8123,
}

// Embedded tells whether the warehouse is the embedded engine.
func (w *Warehouse) Embedded() bool { return len(w.Addresses) == 0 }

// complete fills in what is absent, and gives every fault of the rest by its key to wrong.
func (w *Warehouse) complete(wrong faultAt) {
	w.completeMemory(wrong)
	if w.Embedded() {
		if w.Protocol != "" || w.Database != "" || w.User != "" || w.Password.given() || w.Security != "" || w.TLS != (TLS{}) ||
			w.Timeout != (Timeout{}) || w.Topology != "" || w.Cluster != "" {
			wrong("addresses", "the server's address is missing; without one the warehouse is the embedded engine, for which only engine_memory can be set")
		}
		return
	}
	if w.EngineMemory != "" {
		wrong("engine_memory", "it is for the embedded engine, and addresses name a server")
	}
	w.Protocol = wrong.word("protocol", w.Protocol, ProtocolNative, ProtocolNative, ProtocolHTTP)
	w.completeSecurity(wrong)
	w.completeAddresses(wrong)
	w.Topology = wrong.word("topology", w.Topology, "single", "single", "replicated", "sharded")
	if (w.Topology == "single") != (w.Cluster == "") {
		wrong("cluster", "topology replicated or sharded and the cluster's name belong together")
	}
	if err := w.Password.check(); err != nil {
		wrong("password", "%v", err)
	}
	if w.Password.given() && w.User == "" {
		wrong("user", "whose password is it?")
	}
	w.Timeout.complete(wrong)
}

// completeSecurity decides on TLS, which is only left out by itself on the way to this machine.
func (w *Warehouse) completeSecurity(wrong faultAt) {
	absent := SecurityNone
	if slices.ContainsFunc(w.Addresses, func(address string) bool { return !loopback(address) }) || w.TLS != (TLS{}) {
		absent = SecurityTLS
	}
	w.Security = wrong.word("security", w.Security, absent, SecurityTLS, SecurityNone)
	if w.Security == SecurityNone && w.TLS != (TLS{}) {
		wrong("tls", "security: none uses no certificates")
	}
	if (w.TLS.Certificate == "") != (w.TLS.Key == "") {
		wrong("tls", "certificate and key belong together")
	}
}

func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// completeAddresses gives every address a port.
func (w *Warehouse) completeAddresses(wrong faultAt) {
	usual, known := warehousePorts[w.Protocol+w.Security]
	for i, address := range w.Addresses {
		if !known {
			return // protocol or security is wrong
		}
		if strings.Contains(address, "/") || strings.Contains(address, "@") {
			wrong(fmt.Sprintf("addresses[%d]", i), "expected host:port without scheme, user and password")
			continue
		}
		if net.ParseIP(address) != nil || !strings.Contains(address, ":") {
			address = net.JoinHostPort(address, strconv.Itoa(usual))
		}
		host, port, err := net.SplitHostPort(address)
		if n, _ := strconv.Atoi(port); err != nil || host == "" || n < 1 || n > 65535 {
			wrong(fmt.Sprintf("addresses[%d]", i), "expected host:port, found %q", address)
		}
		w.Addresses[i] = address
	}
}

// complete reads the times.
func (t *Timeout) complete(wrong faultAt) {
	for _, of := range []struct {
		key, text string
		into      *time.Duration
	}{{"connect", t.Connect, &t.ConnectTime}, {"answer", t.Answer, &t.AnswerTime}, {"retry", t.Retry, &t.RetryTime}} {
		if of.text == "" {
			continue
		}
		var err error
		if *of.into, err = time.ParseDuration(of.text); err != nil || *of.into <= 0 {
			wrong("timeout."+of.key, "expected a time such as 30s or 5m, found %q", of.text)
		}
	}
}

var memory = regexp.MustCompile(`^([1-9][0-9]{0,5}) ?(MiB|GiB)$`)

// leastMemory is below what the engine needs to start and answer.
const leastMemory = 512 << 20

// completeMemory reads the limit of the embedded engine.
func (w *Warehouse) completeMemory(wrong faultAt) {
	if w.EngineMemory == "" {
		return
	}
	var err error
	if w.MemoryBytes, err = amount(w.EngineMemory); err != nil {
		wrong("engine_memory", "%v", err)
		return
	}
	if w.MemoryBytes < leastMemory {
		wrong("engine_memory", "the engine needs at least 512 MiB, found %q", w.EngineMemory)
	}
}

// amount reads an amount of memory, in bytes.
func amount(text string) (int64, error) {
	m := memory.FindStringSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("expected an amount such as 4 GiB or 900 MiB, found %q", text)
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	return n << map[string]int{"MiB": 20, "GiB": 30}[m[2]], err
}
