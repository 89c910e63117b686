package load

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"nyckeltal/load/engine/lexer"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Warehouse is a connection to the warehouse. It is safe for concurrent use.
type Warehouse struct {
	conn     driver.Conn
	options  *clickhouse.Options
	database string
	topology Topology
	patience time.Duration // with transient errors
	alone    bool          // nobody else migrates
	now      func() time.Time
	sleep    func(context.Context, time.Duration) error

	damage atomic.Pointer[DamagedError] // what Inspect has found; nil for none

	publishing sync.RWMutex // held for reading from the instant of a publication until it is written
	measuring  sync.Mutex   // measures are computed one after the other

	ids    sync.Mutex
	lastID uint64 // of a load, see newLoadID
}

// Open connects to the warehouse that the connection string names, see ParseDSN. It creates the database when it is not
// there, and nothing else; see Migrate. The error never holds the password.
func Open(ctx context.Context, dsn string) (*Warehouse, error) {
	c, err := ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	return Connect(ctx, c)
}

// Connect is Open for a connection whose parts are known. It waits for a server that is starting as long as the
// connection's patience is.
func Connect(ctx context.Context, c Connection) (*Warehouse, error) {
	if err := c.Topology.Check(); err != nil {
		return nil, err
	}
	w := &Warehouse{
		options: c.options(), database: c.Database, topology: c.Topology, patience: c.Patience, alone: c.Alone,
		now: time.Now, sleep: sleep,
	}
	if c.Now != nil {
		w.now = c.Now
	}
	if err := w.createDatabase(ctx); err != nil {
		return nil, err
	}
	conn, err := clickhouse.Open(w.options)
	if err != nil {
		return nil, fmt.Errorf("connect to the warehouse: %w", err)
	}
	w.conn = patientConn{Conn: conn, warehouse: w}
	return w, nil
}

// createDatabase makes the database if it is not there, by a connection of its own without a database.
func (w *Warehouse) createDatabase(ctx context.Context) error {
	options := *w.options
	options.Auth.Database = ""
	conn, err := clickhouse.Open(&options)
	if err != nil {
		return fmt.Errorf("connect to the warehouse: %w", err)
	}
	defer conn.Close()
	var there uint64
	err = w.retry(ctx, "reach the warehouse at "+strings.Join(options.Addr, ", "), func(ctx context.Context) error {
		return conn.QueryRow(ctx, "SELECT count() FROM system.databases WHERE name = ?", w.database).Scan(&there)
	})
	if err != nil || there > 0 {
		return err
	}
	return w.retry(ctx, "create database "+w.database, func(ctx context.Context) error {
		return conn.Exec(ctx, "CREATE DATABASE IF NOT EXISTS "+quoteName(w.database)+w.topology.onCluster())
	})
}

// Conn returns the connection, for reading the views. It belongs to the warehouse.
func (w *Warehouse) Conn() driver.Conn { return w.conn }

// Close ends the connection.
func (w *Warehouse) Close() error { return w.conn.Close() }

// quoteName quotes an identifier of ClickHouse.
func quoteName(name string) string { return lexer.Quote(name, '`') }
