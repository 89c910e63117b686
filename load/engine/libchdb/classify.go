package libchdb

import (
	"errors"
	"runtime"
	"unsafe"
)

// Class says what a statement does to state that outlives it. Higher classes are more restricted.
type Class uint32

// The classes of statements.
const (
	ReadOnly Class = iota // SELECT, SHOW, DESCRIBE, EXPLAIN, EXISTS, CHECK
	Mutating              // INSERT, CREATE, ALTER, DROP, TRUNCATE, RENAME, DELETE, OPTIMIZE
	Global                // changes outside every database: functions, named collections, users
	Control               // USE, SET, SYSTEM, BACKUP, KILL, and writes outside the engine (INTO OUTFILE)
	Unknown               // did not parse, or is of a kind that this version does not know
)

// Analysis is what Classify found.
type Analysis struct {
	Class      Class
	Statements int  // 0 when the text is empty or did not parse
	Secrets    bool // the text carries a credential and must not be logged
}

// analysis is chdb_query_analysis_v1.
type analysis struct{ size, statements, flags, class uint32 }

const flagSecrets = 1

// ErrClassify is returned by Classify when the library refuses the call.
var ErrClassify = errors.New("libchdb cannot classify statements on this connection")

// Classify parses the text with the connection's parser, without running it. Text that does not parse is no error
// but of class Unknown.
func (c *Conn) Classify(sql string) (Analysis, error) {
	var pin runtime.Pinner
	defer pin.Unpin()
	text, length := bytes(sql, &pin)
	out := analysis{size: uint32(unsafe.Sizeof(analysis{}))}
	state := offMain(func() int32 { return c.lib.fn.classify(c.conn(), text, length, nil, 0, &out) })
	if state != 0 {
		return Analysis{}, ErrClassify
	}
	return Analysis{
		Class:      Class(out.class),
		Statements: int(out.statements),
		Secrets:    out.flags&flagSecrets != 0,
	}, nil
}
