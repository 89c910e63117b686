package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

// announceVariable tells an engine's process the descriptor of the pipe on which Ensure waits for word from it.
const announceVariable = "NYCKELTAL_ENGINE_ANNOUNCE"

// announcement is what comes through the pipe: where the engine is, or why there is none.
type announcement struct {
	Endpoint *Endpoint    `json:"endpoint,omitempty"`
	Locked   *LockedError `json:"locked,omitempty"`
	Error    string       `json:"error,omitempty"`
}

// announcer sends one announcement, or none when nobody waits.
type announcer struct{ pipe *os.File }

func newAnnouncer() *announcer {
	descriptor, err := strconv.Atoi(os.Getenv(announceVariable))
	if err != nil {
		return &announcer{}
	}
	_ = os.Unsetenv(announceVariable)
	return &announcer{pipe: os.NewFile(uintptr(descriptor), "announcement")}
}

func (a *announcer) ready(e Endpoint) { a.send(announcement{Endpoint: &e}) }

// failed tells why the engine does not start; without effect on nil, and when the engine has been announced.
func (a *announcer) failed(err error) {
	if err == nil {
		return
	}
	message := announcement{Error: err.Error()}
	if locked, ok := errors.AsType[*LockedError](err); ok {
		message.Locked = locked
	}
	a.send(message)
}

// send never fails: if the one who started us has gone, the engine serves whoever comes next.
func (a *announcer) send(message announcement) {
	if a.pipe == nil {
		return
	}
	_ = json.NewEncoder(a.pipe).Encode(message)
	_ = a.pipe.Close()
	a.pipe = nil
}

// errSilent is the error of a process that ended without a word.
var errSilent = errors.New("its process ended")

// receive waits for the announcement.
func receive(pipe io.Reader) (Endpoint, error) {
	var message announcement
	err := json.NewDecoder(pipe).Decode(&message)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return Endpoint{}, errSilent
	case err != nil:
		return Endpoint{}, err
	case message.Locked != nil:
		return Endpoint{}, message.Locked
	case message.Endpoint == nil:
		return Endpoint{}, fmt.Errorf("%s", message.Error)
	}
	return *message.Endpoint, nil
}
