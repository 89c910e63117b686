package libchdb

import (
	"runtime"
	"unsafe"
)

// Insert is an INSERT whose data are appended piece by piece. It occupies its connection until Close.
type Insert struct {
	conn   *Conn
	handle uintptr
}

// Insert starts an INSERT statement, given without FORMAT clause and data; the data follow in the format.
func (c *Conn) Insert(sql, format string, params ...Param) (*Insert, error) {
	i := &Insert{conn: c, handle: call(c.lib.fn.insert, c.conn(), sql, format, params)}
	if err := i.err(); err != nil {
		i.Close()
		return nil, err
	}
	return i, nil
}

func (i *Insert) err() error {
	if message := text(i.conn.lib.fn.insertError(i.handle)); message != "" {
		return ParseError(message)
	}
	return nil
}

// Append passes data on, cut anywhere. It waits when the engine cannot keep up. The data are copied.
func (i *Insert) Append(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	state := offMain(func() int32 {
		return i.conn.lib.fn.insertAppend(i.handle, unsafe.SliceData(data), uintptr(len(data)))
	})
	runtime.KeepAlive(data)
	if state == 0 {
		return nil
	}
	if err := i.err(); err != nil {
		return err
	}
	return &Error{Message: "the insert has failed or has ended already"}
}

// Done says that all data have been appended and returns when they are in the table. After an error, whole blocks
// that came before it may be in the table.
func (i *Insert) Done() (Statistics, error) {
	result, err := i.conn.lib.result(offMain(func() uintptr { return i.conn.lib.fn.insertDone(i.handle) }))
	if err != nil {
		return Statistics{}, err
	}
	defer result.Free()
	return result.Statistics(), nil
}

// Close frees the statement; without a Done before, it is cancelled, and whole blocks that the engine has written
// already stay.
func (i *Insert) Close() {
	if i.handle == 0 {
		return
	}
	offMain(func() struct{} {
		i.conn.lib.fn.destroyInsert(i.handle)
		return struct{}{}
	})
	i.handle = 0
}
