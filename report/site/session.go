package site

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// How long a session lasts: without a request, and at the longest.
const (
	idleTime   = 30 * time.Minute
	wholeTime  = 12 * time.Hour
	maxSession = 4096 // beyond that the ones longest unheard of end
)

// session is a log-in that has succeeded.
type session struct {
	user  User
	token string // that forms carry
	began time.Time
	heard time.Time
}

// valid tells whether a form carries the session's token.
func (s *session) valid(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1
}

// sessions are kept in memory, by the hash of their secret, and end with the process. They are safe for concurrent use.
type sessions struct {
	now func() time.Time

	mu  sync.Mutex
	all *simplelru.LRU[[sha256.Size]byte, session]
}

func newSessions(now func() time.Time) *sessions {
	all, _ := simplelru.NewLRU[[sha256.Size]byte, session](maxSession, nil) // fails for a size below 1 only
	return &sessions{now: now, all: all}
}

// begin begins a session and returns its secret.
func (s *sessions) begin(user User) (secret string) {
	secret = rand.Text() + rand.Text()
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Add(sha256.Sum256([]byte(secret)), session{user: user, token: rand.Text(), began: now, heard: now})
	return secret
}

// find returns the session of the secret, unless it has ended. Only a request of somebody, and none that a page makes by itself, keeps
// it going.
func (s *sessions) find(secret string, bySomebody bool) (session, bool) {
	key, now := sha256.Sum256([]byte(secret)), s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	found, known := s.all.Get(key)
	if !known {
		return session{}, false
	}
	if now.Sub(found.heard) > idleTime || now.Sub(found.began) > wholeTime {
		s.all.Remove(key)
		return session{}, false
	}
	if bySomebody {
		found.heard = now
		s.all.Add(key, found)
	}
	return found, true
}

// end ends a session.
func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Remove(sha256.Sum256([]byte(secret)))
}
