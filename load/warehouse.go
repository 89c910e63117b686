package load

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// DefaultDatabase is the database that is used when the connection string names none.
const DefaultDatabase = "nyckeltal"

// settings hold for everything that is written: an insert is acknowledged when its rows are in their table. The tables
// themselves are declared to sync what they write to disk, or a power loss could keep a publication and lose its rows.
var settings = clickhouse.Settings{
	"async_insert":      0,
	"wait_end_of_query": 1,
}

// Warehouse is a connection to the warehouse. It is safe for concurrent use.
type Warehouse struct {
	conn     driver.Conn
	options  *clickhouse.Options
	database string
	now      func() time.Time

	ids    sync.Mutex
	lastID uint64 // of a load, see newLoadID
}

// Open connects to the warehouse that the connection string names: clickhouse://user:password@host:port/database or
// the http(s) form of the same. It does not create anything; see Migrate. The error never holds the password.
func Open(ctx context.Context, dsn string) (*Warehouse, error) {
	options, err := clickhouse.ParseDSN(dsn)
	if err != nil {
		return nil, fmt.Errorf("the warehouse's address cannot be read: write it as clickhouse://user:password@host:9000/database")
	}
	database := options.Auth.Database
	if database == "" || database == "default" {
		database = DefaultDatabase
	}
	// The database may not exist yet, so the first connection goes without it.
	options.Auth.Database = ""
	conn, err := clickhouse.Open(options)
	if err != nil {
		return nil, fmt.Errorf("connect to the warehouse: %w", err)
	}
	defer conn.Close()
	if err := conn.Ping(ctx); err != nil {
		return nil, fmt.Errorf("the warehouse at %s does not answer: %w", options.Addr[0], err)
	}
	if err := conn.Exec(ctx, "CREATE DATABASE IF NOT EXISTS "+quoteName(database)); err != nil {
		return nil, fmt.Errorf("create database %s: %w", database, err)
	}
	options.Auth.Database = database
	return connect(options)
}

// connect opens the connection that the warehouse works with.
func connect(options *clickhouse.Options) (*Warehouse, error) {
	conn, err := clickhouse.Open(options)
	if err != nil {
		return nil, fmt.Errorf("connect to the warehouse: %w", err)
	}
	return &Warehouse{conn: conn, options: options, database: options.Auth.Database, now: time.Now}, nil
}

// Conn returns the connection, for reading the views. It belongs to the warehouse.
func (w *Warehouse) Conn() driver.Conn { return w.conn }

// Close ends the connection.
func (w *Warehouse) Close() error { return w.conn.Close() }

// writing returns a context whose statements are durable when they return.
func writing(ctx context.Context) context.Context {
	return clickhouse.Context(ctx, clickhouse.WithSettings(settings))
}

// quoteName quotes an identifier of ClickHouse.
func quoteName(name string) string {
	quoted := []byte{'`'}
	for _, b := range []byte(name) {
		if b == '`' || b == '\\' {
			quoted = append(quoted, '\\')
		}
		quoted = append(quoted, b)
	}
	return string(append(quoted, '`'))
}
