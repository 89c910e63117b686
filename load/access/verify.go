package access

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"sync"
)

// ErrDenied says that there is no such account, or that its password is another one; which of the two, nobody is told.
var ErrDenied = errors.New("the password is incorrect, or there is no user with such name")

// memory is what a reader of the file keeps: its content as of the last change, and which passwords have been right.
type memory struct {
	key     []byte      // of this process, for right
	nobody  func() hash // takes the place of the hash of an unknown user, so that asking for one costs the same
	slots   chan struct{}
	mu      sync.Mutex
	file    fs.FileInfo // when it was read; nil when there was none
	read    bool
	users   map[string]account
	correct map[string][sha256.Size]byte // by user: the keyed hash of a password that was right, with the hash of the file
}

// verifications bounds how many passwords are hashed at a time, each in 19 MiB.
const verifications = 2

func newMemory() memory {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails
	return memory{key: key, nobody: sync.OnceValue(func() hash { return newHash(rand.Text()) }), slots: make(chan struct{}, verifications), correct: map[string][sha256.Size]byte{}}
}

// Verify returns the account that has the name and the password, or ErrDenied, which takes the same time for a wrong password and
// an unknown user. A password that has been right is remembered for as long as the process lives and the account has it, as
// a hash with a key of the process; then it takes microseconds. The file is read again when it has changed. An error other than
// ErrDenied says that the file cannot be read, or that ctx has ended.
func (s *Store) Verify(ctx context.Context, name, password string) (User, error) {
	m := &s.memory
	found, known, err := m.find(s.path, name)
	if err != nil {
		return User{}, err
	}
	nobody := m.nobody() // always, so that only the first log-in of all takes longer
	if !known {
		found.hash = nobody
	}
	mark := m.mark(found, password)
	if m.remembers(name, mark) && known {
		return found.User, nil
	}
	select {
	case m.slots <- struct{}{}:
	case <-ctx.Done():
		return User{}, ctx.Err()
	}
	right := found.hash.is(password)
	<-m.slots
	if !right || !known {
		return User{}, ErrDenied
	}
	m.remember(name, mark)
	return found.User, nil
}

// Find returns the account of that name as it is now; known is false when there is none. The file is read again when it has changed.
func (s *Store) Find(name string) (user User, known bool, err error) {
	found, known, err := s.memory.find(s.path, name)
	return found.User, known, err
}

// find returns an account of the file as it is now.
func (m *memory) find(path, name string) (found account, known bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	info, err := os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return account{}, false, err
	}
	if err != nil {
		info = nil
	}
	if !m.read || !same(info, m.file) {
		d, err := read(path)
		if err != nil {
			return account{}, false, err
		}
		m.users = make(map[string]account, len(d.Users))
		for _, a := range d.Users {
			m.users[a.Name] = a
		}
		m.file, m.read = info, true
		clear(m.correct)
	}
	found, known = m.users[name]
	return found, known, nil
}

// same tells whether a file is as it was. Writers put another file in its place, so even two changes within the clock's
// resolution are seen.
func same(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == b
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

// mark is what is remembered of a password.
func (m *memory) mark(a account, password string) (mark [sha256.Size]byte) {
	mac := hmac.New(sha256.New, m.key)
	mac.Write(a.hash.key)
	mac.Write([]byte(password))
	mac.Sum(mark[:0])
	return mark
}

func (m *memory) remembers(name string, mark [sha256.Size]byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	correct, known := m.correct[name]
	return known && hmac.Equal(correct[:], mark[:])
}

func (m *memory) remember(name string, mark [sha256.Size]byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.correct[name] = mark
}
