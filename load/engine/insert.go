package engine

import (
	"errors"
	"io"

	"nyckeltal/load/engine/libchdb"
)

// insertChunk is how much of an insert's data is handed to the engine at a time.
const insertChunk = 1 << 20

// runInsert passes the data of an INSERT on to the engine as they arrive. When they end too early or are wrong, the
// insert is cancelled; blocks that the engine has written by then stay, so a large insert is not all or nothing.
func runInsert(conn *libchdb.Conn, q *request, out *output) error {
	insert, err := conn.Insert(q.statement.text, q.format, q.params...)
	if err != nil {
		return err
	}
	defer insert.Close()
	buffer := make([]byte, insertChunk)
	for {
		n, readErr := fill(buffer, q.data)
		if err := insert.Append(buffer[:n]); err != nil {
			return err
		}
		if errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil {
			return readError(readErr)
		}
	}
	statistics, err := insert.Done()
	if err != nil {
		return err
	}
	out.summarise(statistics)
	return nil
}

// fill reads until the buffer is full. Unlike io.ReadFull it leaves the reader's error as it is: io.EOF is the end of
// the data, io.ErrUnexpectedEOF a client that broke off.
func fill(buffer []byte, r io.Reader) (n int, err error) {
	for n < len(buffer) && err == nil {
		var m int
		m, err = r.Read(buffer[n:])
		n += m
	}
	return n, err
}
