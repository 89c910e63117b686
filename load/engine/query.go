package engine

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"nyckeltal/load/engine/libchdb"
)

// runner runs statements, each on a connection of its own or of its session.
type runner struct {
	core     *core
	sessions *sessions

	mu      sync.Mutex
	running map[string]struct{} // ids
}

func newRunner(c *core, a *activity) *runner {
	return &runner{core: c, sessions: newSessions(c, a), running: map[string]struct{}{}}
}

// run runs the request's statement and writes its result. When ctx ends, so does the statement.
func (r *runner) run(ctx context.Context, q *request, out *output) error {
	if !r.enter(q.id) {
		return Errorf(codeSameQueryID, "Query with id = %s is already running", q.id)
	}
	defer r.leave(q.id)

	conn, done, err := r.connect(q)
	if err != nil {
		return err
	}
	defer done()
	defer r.killOn(ctx, q.id)()

	out.describe(q, r.core.zone)
	if q.statement.insert && !inline(q) {
		return runInsert(conn, q, out)
	}
	return r.runQuery(ctx, conn, q, out)
}

// connect returns a connection for the request, of its own or of its session; done gives it back.
func (r *runner) connect(q *request) (conn *libchdb.Conn, done func(), err error) {
	if q.held.id == "" {
		conn, err = r.core.open(q.session)
		if err != nil {
			return nil, nil, err
		}
		return conn, conn.Close, nil
	}
	if conn, err = r.sessions.acquire(q.held); err != nil {
		return nil, nil, err
	}
	undo, err := lend(conn, q)
	if err != nil {
		r.sessions.release(q.held.id, q.held.timeout)
		return nil, nil, err
	}
	return conn, func() {
		undo()
		r.sessions.release(q.held.id, q.held.timeout)
	}, nil
}

// inline is true for an INSERT … VALUES that has arrived as a whole: the engine then parses statement and values
// together, which is what lets parameters stand among the values.
func inline(q *request) bool { return q.all && q.statement.format == "Values" }

func (r *runner) enter(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.running[id]; ok {
		return false
	}
	r.running[id] = struct{}{}
	return true
}

func (r *runner) leave(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, id)
}

// killOn kills the statement when ctx ends, again and again, since it may not have begun yet. The returned function
// must be called when the statement has ended.
func (r *runner) killOn(ctx context.Context, id string) (stop func()) {
	ended := make(chan struct{})
	var killing sync.WaitGroup
	killing.Add(1)
	stopWaiting := context.AfterFunc(ctx, func() {
		defer killing.Done()
		for {
			_ = r.core.kill(id)
			select {
			case <-ended:
				return
			case <-time.After(killAgain):
			}
		}
	})
	return func() {
		close(ended)
		if !stopWaiting() {
			killing.Wait()
		}
	}
}

const killAgain = 100 * time.Millisecond

// runQuery runs everything but inserts with data. Whether a result can be streamed, the engine says.
func (r *runner) runQuery(ctx context.Context, conn *libchdb.Conn, q *request, out *output) error {
	head, ok := streamedFormat(q.format)
	if !ok || q.whole {
		return r.runWhole(conn, q, out)
	}
	stream, err := conn.Stream(q.text, q.format, q.params...)
	if notStreamable(err) {
		return r.runWhole(conn, q, out)
	}
	if err != nil {
		return err
	}
	defer stream.Close()
	return writeStream(ctx, stream, head, r.result(q, out))
}

// notStreamable recognises statements without a result to stream: DDL, INSERT … SELECT, SHOW, EXPLAIN.
func notStreamable(err error) bool {
	e, ok := errors.AsType[*libchdb.Error](err)
	return ok && e.Code == codeBadArguments && strings.Contains(e.Message, "Streaming query is not supported")
}

// writeStream sends chunk after chunk, so that no more than one is held at a time.
func writeStream(ctx context.Context, stream *libchdb.Stream, head header, result *resultWriter) error {
	for first := true; ctx.Err() == nil; first = false {
		chunk, err := stream.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		result.out.rows += chunk.Statistics().ResultRows
		data := chunk.Bytes()
		if !first {
			data = head.skip(data)
		}
		err = result.write(data)
		chunk.Free()
		if err != nil {
			return err
		}
		if err := result.out.flush(); err != nil {
			return err
		}
	}
	return Errorf(codeCancelled, "The client has gone or the engine is ending")
}

// runWhole runs a statement to its end before anything is sent.
func (r *runner) runWhole(conn *libchdb.Conn, q *request, out *output) error {
	whole, err := conn.Query(q.text, q.format, q.params...)
	if err != nil {
		return err
	}
	defer whole.Free()
	out.summarise(whole.Statistics())
	return r.result(q, out).write(whole.Bytes())
}

func (r *runner) result(q *request, out *output) *resultWriter {
	result := &resultWriter{out: out, native: r.core.native}
	if strings.EqualFold(q.format, "Native") {
		result.revision = q.revision
	}
	return result
}

// resultWriter sends pieces of a result, at the revision that the client asked for.
type resultWriter struct {
	out      *output
	native   nativeContext
	revision uint64 // 0: the pieces are sent as they are
	buffer   []byte
}

func (w *resultWriter) write(data []byte) (err error) {
	if w.revision > 0 {
		if w.buffer, err = w.native.revise(w.buffer[:0], data, w.revision); err != nil {
			return err
		}
		data = w.buffer
	}
	_, err = w.out.Write(data)
	return err
}
