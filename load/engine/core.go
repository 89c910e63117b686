package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"nyckeltal/load/engine/lexer"
	"nyckeltal/load/engine/libchdb"
)

// core is the engine inside this process: the library with one data directory.
type core struct {
	library *libchdb.Library
	args    []string      // of every connection
	root    *libchdb.Conn // keeps the engine up when no request has a connection
	version string        // of ClickHouse
	native  nativeContext
	display string
	zone    string
}

// engineConfig are the server settings. The lower one of the two limits of memory holds. What a MergeTree part consists of is synced to disk before an INSERT
// returns: a publication must not survive a power loss that its rows did not survive. Merges get the processor time that
// nobody else wants: after a load they take three times as much as its inserts did.
func engineConfig(memory int64) string {
	return fmt.Sprintf(`<clickhouse>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
  </merge_tree>
  <max_server_memory_usage>%d</max_server_memory_usage>
  <max_server_memory_usage_to_ram_ratio>0.5</max_server_memory_usage_to_ram_ratio>
  <mark_cache_size>268435456</mark_cache_size>
  <backups><allowed_path>backups</allowed_path></backups>
  <os_threads_nice_value_merge_mutate>19</os_threads_nice_value_merge_mutate>
</clickhouse>
`, memory)
}

// connectionSettings hold for every connection until a request sets them otherwise. Inserts are written when they
// return, statements are what they look like, and nobody looks into the process.
var connectionSettings = []string{"--async_insert=0", "--implicit_select=0", "--allow_introspection_functions=0"}

// boot loads the library and opens the data directory.
func boot(d dirs, opt ServeOptions) (*core, error) {
	if err := checkUnlocked(d.data); err != nil {
		return nil, err
	}
	if err := writeFile(d.config(), []byte(engineConfig(opt.Memory))); err != nil {
		return nil, fmt.Errorf("write the engine's settings: %w", err)
	}
	lib, err := libchdb.Open(opt.Library)
	if err != nil {
		return nil, err
	}
	c := &core{library: lib}
	c.args = append([]string{"--path=" + d.data, "--config-file=" + d.config()}, connectionSettings...)
	if c.root, err = lib.Connect(c.args...); err != nil {
		return nil, fmt.Errorf("open the data directory %s: %w", d.data, err)
	}
	return c, c.introduce()
}

// checkUnlocked finds out whether another process has the data directory open: libchdb refuses it too, with code 76,
// but only in what it prints. The engine holds a lock on the file status.
func checkUnlocked(data string) error {
	path := filepath.Join(data, "status")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil // a new directory
	}
	lock := flock.New(path, flock.SetFlag(os.O_RDWR))
	free, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("look at the lock of the data directory: %w", err)
	}
	if !free {
		return &LockedError{DataDir: data}
	}
	return lock.Unlock()
}

// introduce learns what the engine says of itself.
func (c *core) introduce() error {
	result, err := c.root.Query("SELECT version(), displayName(), timezone(), toString(revision())", "TSV")
	if err != nil {
		return fmt.Errorf("ask the engine for its version: %w", err)
	}
	defer result.Free()
	fields := strings.Split(strings.TrimSpace(string(result.Bytes())), "\t")
	if len(fields) != 4 {
		return fmt.Errorf("ask the engine for its version: it answers %q", result.Bytes())
	}
	c.version, c.display, c.zone = fields[0], fields[1], fields[2]
	c.native, err = newNativeContext(fields[0], fields[2], fields[3])
	return err
}

// session describes the connection that a request runs on.
type session struct {
	database string // "" is the default one
	settings []Setting
}

// open makes a connection for one request; the caller closes it.
func (c *core) open(s session) (*libchdb.Conn, error) {
	conn, err := c.library.Connect(c.args...)
	if err != nil {
		return nil, err
	}
	if err := apply(conn, s.statements()); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// apply runs statements for what they do; "" does nothing.
func apply(conn *libchdb.Conn, statements string) error {
	if statements == "" {
		return nil
	}
	result, err := conn.Query(statements, "Null")
	if err != nil {
		return err
	}
	result.Free()
	return nil
}

// statements are what sets the session up: the library takes no database as an argument, and refuses a wrong setting
// without saying which. Later settings of a name win. They are made by one statement, since each costs the engine about 0.2 ms.
func (s session) statements() string {
	var parts []string
	if s.database != "" {
		parts = append(parts, "USE "+lexer.Quote(s.database, '`'))
	}
	var settings []string
	for _, set := range s.settings {
		settings = append(settings, set.Name+" = "+lexer.Quote(set.Value, '\''))
	}
	if len(settings) > 0 {
		parts = append(parts, "SET "+strings.Join(settings, ", "))
	}
	return strings.Join(parts, "; ")
}

// kill asks the engine to end the statement with this id. It returns at once; the statement may take a moment, and
// one that has not begun yet is not found.
func (c *core) kill(id string) error {
	conn, err := c.open(session{})
	if err != nil {
		return err
	}
	defer conn.Close()
	// KILL … SYNC hangs in the library.
	return apply(conn, "KILL QUERY WHERE Settings['"+idSetting+"'] = "+lexer.Quote(id, '\'')+" ASYNC")
}

// idSetting marks a statement with its id, since the library chooses the real query_id itself and allows no settings
// of our own. This one is text without effect here (it is for Redis and NATS tables), and unlike log_comment nobody
// sets it in the middle of a statement.
const idSetting = "stream_like_engine_insert_queue"

// close ends the engine as far as it lets itself be ended; its process must end too. Every connection of requests
// must have been closed. The data are safe without it, since what was acknowledged is synced, so it is given up when
// it takes long.
func (c *core) close(limit time.Duration, logger *log.Logger) {
	done := make(chan struct{})
	go func() {
		c.root.Close()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(limit):
		logger.Printf("libchdb did not close within %s; the process ends without", limit)
	}
}
