package libchdb

import (
	"errors"
	"runtime"
	"unsafe"
)

// Conn is a connection to the engine: a session with its own settings and current database. It runs one statement
// at a time and is not safe for concurrent use; many connections may be used side by side.
type Conn struct {
	lib    *Library
	handle uintptr // *chdb_connection, what chdb_close_conn takes
}

// ErrConnect is returned by Connect: the library gives no reason but may have printed one on standard error.
var ErrConnect = errors.New("libchdb refused the connection")

// Connect opens a connection. The first one of a process boots the engine and fixes its server options (--path=…);
// arguments that name query settings (--max_threads=4) hold for this connection.
func (l *Library) Connect(args ...string) (*Conn, error) {
	l.connecting.Lock()
	defer l.connecting.Unlock()

	var pin runtime.Pinner
	defer pin.Unpin()
	argv := make([]*byte, 0, len(args)+2)
	for _, arg := range append([]string{"clickhouse"}, args...) {
		p := unsafe.SliceData(append([]byte(arg), 0))
		pin.Pin(p)
		argv = append(argv, p)
	}
	handle := offMain(func() uintptr {
		return l.fn.connect(int32(len(argv)), unsafe.SliceData(append(argv, nil)))
	})
	if handle == 0 || *(*uintptr)(pointer(handle)) == 0 {
		return nil, ErrConnect
	}
	return &Conn{lib: l, handle: handle}, nil
}

// conn is the chdb_connection itself, which all functions but chdb_close_conn take.
func (c *Conn) conn() uintptr { return *(*uintptr)(pointer(c.handle)) }

// Close ends the connection. No statement may be running on it, and its results must have been freed.
func (c *Conn) Close() {
	if c.handle == 0 {
		return
	}
	c.lib.connecting.Lock()
	defer c.lib.connecting.Unlock()
	offMain(func() struct{} {
		c.lib.fn.closeConn(c.handle)
		return struct{}{}
	})
	c.handle = 0
}

// Param is the value of a {name:Type} placeholder, in the text form that ClickHouse's HTTP interface takes.
type Param struct{ Name, Value string }

// Query runs one statement to its end and returns the whole result in the format; the caller frees it. Errors of
// the engine are of type *Error.
func (c *Conn) Query(sql, format string, params ...Param) (*Result, error) {
	return c.lib.result(call(c.lib.fn.query, c.conn(), sql, format, params))
}

type statementFunc func(conn uintptr, sql *byte, sqlLen uintptr, format *byte, formatLen uintptr,
	names **byte, nameLens *uintptr, values **byte, valueLens *uintptr, count uintptr) uintptr

// call passes the strings as pointer and length; the library copies what it keeps.
func call(fn statementFunc, conn uintptr, sql, format string, params []Param) uintptr {
	var pin runtime.Pinner
	defer pin.Unpin()
	names, values := make([]*byte, len(params)), make([]*byte, len(params))
	nameLens, valueLens := make([]uintptr, len(params)), make([]uintptr, len(params))
	for i, p := range params {
		names[i], nameLens[i] = bytes(p.Name, &pin)
		values[i], valueLens[i] = bytes(p.Value, &pin)
	}
	text, textLen := bytes(sql, &pin)
	form, formLen := bytes(format, &pin)
	return offMain(func() uintptr {
		return fn(conn, text, textLen, form, formLen,
			unsafe.SliceData(names), unsafe.SliceData(nameLens),
			unsafe.SliceData(values), unsafe.SliceData(valueLens), uintptr(len(params)))
	})
}

// bytes returns the string's data for C, pinned. The data of an empty string is a valid pointer too.
func bytes(s string, pin *runtime.Pinner) (*byte, uintptr) {
	b := append([]byte(s), 0)
	pin.Pin(&b[0])
	return &b[0], uintptr(len(s))
}
