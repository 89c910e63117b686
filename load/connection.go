package load

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// DefaultDatabase is the database that is used when none is named.
const DefaultDatabase = "nyckeltal"

// The times that a connection takes unless it says otherwise.
const (
	DefaultDialTimeout = 10 * time.Second
	DefaultReadTimeout = 5 * time.Minute // the server computes; a report takes seconds, a large INSERT … SELECT longer
)

// Connection says where a warehouse is and how to speak to it. It holds the password: never print it.
type Connection struct {
	Addresses      []string // host:port; the first that answers is used
	HTTP           bool     // by HTTP instead of the native protocol
	Database       string
	User, Password string
	TLS            *tls.Config   // nil for none
	DialTimeout    time.Duration // to reach a server
	ReadTimeout    time.Duration // until it says something
	Patience       time.Duration // how long transient errors are retried; 0 for not at all
	Topology       Topology
	// Alone says that no other process migrates the warehouse meanwhile: the caller holds a lock of its own.
	Alone bool
	// Now tells the time of what is published and decided; nil for the host's clock.
	Now func() time.Time

	tuned *clickhouse.Options // what a connection string says besides; nil otherwise
}

// ParseDSN reads a connection string: clickhouse://user:password@host:port/database or the http(s) form of the same, with
// the parameters of clickhouse-go and two more, topology (single, replicated or sharded) and cluster. The error never
// holds the password.
func ParseDSN(dsn string) (Connection, error) {
	options, err := clickhouse.ParseDSN(dsn)
	if err != nil {
		return Connection{}, errors.New("the warehouse's address cannot be read: write it as clickhouse://user:password@host:9000/database")
	}
	own := func(name string) (text string) {
		if value, ok := options.Settings[name]; ok {
			text = fmt.Sprint(value)
			delete(options.Settings, name)
		}
		return text
	}
	c := Connection{
		Addresses: options.Addr, HTTP: options.Protocol == clickhouse.HTTP,
		Database: options.Auth.Database, User: options.Auth.Username, Password: options.Auth.Password,
		TLS: options.TLS, DialTimeout: options.DialTimeout, ReadTimeout: options.ReadTimeout, Patience: DefaultPatience,
		Topology: Topology{Layout: Layout(own("topology")), Cluster: own("cluster")},
		tuned:    options,
	}
	if c.Database == "" || c.Database == "default" {
		c.Database = DefaultDatabase
	}
	return c, nil
}

// options are what clickhouse-go is told.
func (c Connection) options() *clickhouse.Options {
	options := &clickhouse.Options{}
	if c.tuned != nil {
		tuned := *c.tuned
		options = &tuned
	}
	options.Protocol = clickhouse.Native
	if c.HTTP {
		options.Protocol = clickhouse.HTTP
	}
	options.Addr, options.TLS = c.Addresses, c.TLS
	options.Auth = clickhouse.Auth{Database: c.Database, Username: c.User, Password: c.Password}
	options.DialTimeout, options.ReadTimeout = c.DialTimeout, c.ReadTimeout
	if c.DialTimeout == 0 {
		options.DialTimeout = DefaultDialTimeout
	}
	if c.ReadTimeout == 0 {
		options.ReadTimeout = DefaultReadTimeout
	}
	settings := clickhouse.Settings{"async_insert": 0} // an insert is acknowledged when its rows are in their table
	maps.Copy(settings, c.Topology.settings())
	maps.Copy(settings, options.Settings)
	options.Settings = settings
	return options
}

// blockLimit is the least number of rows that ClickHouse makes a block of an insert of: more than the blocks that are sent
// to it hold, so that each of them stays one, and is stored all or not at all.
const blockLimit = 1 << 20

// writeSettings hold for everything that is written: its blocks are the ones that were sent. The tables themselves are
// declared to sync what they write to disk, or a power loss could keep a publication and lose its rows.
func writeSettings() clickhouse.Settings {
	return clickhouse.Settings{
		"http_wait_end_of_query":      1, // an answer by HTTP is the outcome
		"max_insert_block_size":       blockLimit,
		"min_insert_block_size_rows":  blockLimit,
		"min_insert_block_size_bytes": 256 << 20,
	}
}

// Durable returns a context whose statements are durable when they return.
func Durable(ctx context.Context) context.Context {
	return clickhouse.Context(ctx, clickhouse.WithSettings(writeSettings()))
}
