package site

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/sync/singleflight"

	"nyckeltal/report"
	"nyckeltal/report/comment"
)

// mostBuilt is how many reports, and lists of their periods and parts, are kept.
const mostBuilt = 256

// built keeps what was read for pages, as long as nothing that it came from has changed: everything is kept under a key that names the
// state of the warehouse and whatever else it depends on. What is asked for by several readers at once is read once. It is safe for
// concurrent use.
type built struct {
	under singleflight.Group

	mu  sync.Mutex
	all *simplelru.LRU[string, any]
}

func newBuilt() *built {
	all, _ := simplelru.NewLRU[string, any](mostBuilt, nil) // fails for a size below 1 only
	return &built{all: all}
}

// get returns what is kept under the key, or what make makes. make goes on when the reader leaves, for others may wait for it.
func get[T any](ctx context.Context, b *built, key string, make func(context.Context) (T, error)) (T, error) {
	var none T
	b.mu.Lock()
	kept, known := b.all.Get(key)
	b.mu.Unlock()
	if known {
		return kept.(T), nil
	}
	done := b.under.DoChan(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		made, err := make(ctx)
		if err != nil {
			return nil, err
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.all.Add(key, made)
		return made, nil
	})
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case result := <-done:
		if result.Err != nil {
			return none, result.Err
		}
		return result.Val.(T), nil
	}
}

// reportKey is all that a report depends on. The definition and the comments are in it as they were read.
type reportKey struct {
	State      string // of the warehouse, read before the report
	Definition *report.Definition
	Comments   *comment.Comments
	Language   string
	Period     string
	Part       string
	At         time.Time
	Current    bool
}

// name is the key of the report in built.
func (k reportKey) name() (string, error) {
	text, err := json.Marshal(k)
	if err != nil {
		return "", fmt.Errorf("name the report: %w", err)
	}
	sum := sha256.Sum256(text)
	return "report " + string(sum[:]), nil
}
