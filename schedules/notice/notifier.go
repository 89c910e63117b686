package notice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Channel is a way to people.
type Channel interface {
	// Name tells the channel from others, and stays the same from one start of the program to the next.
	Name() string
	// Send sends a message. The error holds no secret.
	Send(ctx context.Context, m Message) error
}

// Times of sending.
const (
	// Gather is how long further changes are waited for after the first one, so that a night's troubles are one message.
	Gather = 10 * time.Minute
	// Interval is the least time between two messages by one channel.
	Interval = 30 * time.Minute
)

// Options say whom a notifier tells, and how.
type Options struct {
	Channels     []Channel
	Organisation string // stands in every subject
	Language     string // sv or en
	Zone         *time.Location
	// File is where it is kept what has been told, so that a restart does not tell it again; "" to keep it nowhere.
	File string
}

// Notifier tells changes by its channels. It is safe for concurrent use.
type Notifier struct {
	Options
	sending sync.Mutex // so that messages go out one after the other; Tell does not wait for it

	mu    sync.Mutex
	items map[key]Item // only trouble
	lines []*line
}

// line is what a notifier knows of a channel.
type line struct {
	Channel
	told    map[key]Item // only trouble
	changed time.Time    // when there first was something to tell; zero when there is nothing
	sent    time.Time
}

// New returns a notifier, which remembers what the file says has been told.
func New(o Options) (*Notifier, error) {
	n := &Notifier{Options: o, items: map[key]Item{}}
	for _, c := range o.Channels {
		n.lines = append(n.lines, &line{Channel: c, told: map[key]Item{}})
	}
	if n.Zone == nil {
		n.Zone = time.UTC
	}
	return n, n.load()
}

// Tell takes note of how things stand at now. Nothing is sent before Flush.
func (n *Notifier) Tell(now time.Time, items ...Item) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, item := range items {
		if item.Trouble {
			n.items[item.key()] = item
		} else {
			delete(n.items, item.key())
		}
		for _, l := range n.lines {
			l.note(item)
		}
	}
	for _, l := range n.lines {
		l.changes(n.items, now)
	}
}

// Troubles are the present troubles of a topic, as they were told to the notifier.
func (n *Notifier) Troubles(topic Topic) []Item {
	n.mu.Lock()
	defer n.mu.Unlock()
	var items []Item
	for _, item := range n.items {
		if item.Topic == topic {
			items = append(items, item)
		}
	}
	return items
}

// note takes over what a message about the end of a trouble needs.
func (l *line) note(item Item) {
	if told, ok := l.told[item.key()]; ok && !item.Trouble {
		told.At, told.Title = item.At, item.Title
		l.told[item.key()] = told
	}
}

// changes notices when there is something to tell, and when there is no more.
func (l *line) changes(items map[key]Item, now time.Time) {
	begun, ended := l.difference(items)
	switch {
	case len(begun)+len(ended) == 0:
		l.changed = time.Time{}
	case l.changed.IsZero():
		l.changed = now
	}
}

// difference returns the troubles that have not been told, and those that were told and are over, in order.
func (l *line) difference(items map[key]Item) (begun, ended []Item) {
	for k, item := range items {
		if _, told := l.told[k]; !told {
			begun = append(begun, item)
		}
	}
	for k, item := range l.told {
		if _, goesOn := items[k]; !goesOn {
			ended = append(ended, item)
		}
	}
	order := func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Job, b.Job), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Period, b.Period))
	}
	slices.SortFunc(begun, order)
	slices.SortFunc(ended, order)
	return begun, ended
}

// ripe tells whether a message is to be sent at now. A clock that was put back does not hold it up for long.
func (l *line) ripe(now time.Time) bool {
	if l.changed.IsZero() {
		return false
	}
	waited, since := now.Sub(l.changed), now.Sub(l.sent)
	return (waited >= Gather || waited < 0) && (since >= Interval || since < 0)
}

// Flush sends what is to be sent at now, and tells how many messages went out. It is to be called every minute or so. What
// could not be sent is part of the message of a later call.
func (n *Notifier) Flush(ctx context.Context, now time.Time) (sent int, err error) {
	return n.flush(ctx, now, func(l *line) bool { return l.ripe(now) })
}

// FlushAll sends what there is, however recent: before the program ends.
func (n *Notifier) FlushAll(ctx context.Context, now time.Time) (sent int, err error) {
	return n.flush(ctx, now, func(l *line) bool { return !l.changed.IsZero() })
}

func (n *Notifier) flush(ctx context.Context, now time.Time, due func(*line) bool) (sent int, err error) {
	n.sending.Lock()
	defer n.sending.Unlock()
	var faults []error
	for _, l := range n.lines {
		message, items := n.prepare(l, now, due)
		if items == nil {
			continue
		}
		if err := l.Send(ctx, message); err != nil {
			faults = append(faults, fmt.Errorf("notice by %s: %w", l.Name(), err))
			continue
		}
		sent++
		n.done(l, items, now)
	}
	if sent > 0 {
		faults = append(faults, n.save())
	}
	return sent, errors.Join(faults...)
}

// prepare writes the message of a channel, and returns the troubles as they stand with it; nil when nothing is due.
func (n *Notifier) prepare(l *line, now time.Time, due func(*line) bool) (Message, map[key]Item) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !due(l) {
		return Message{}, nil
	}
	l.sent = now // also when it fails, so that a channel is not tried all the time
	return n.write(l.difference(n.items)), maps.Clone(n.items)
}

// done takes note of what was told.
func (n *Notifier) done(l *line, told map[key]Item, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	l.told, l.changed = told, time.Time{}
	l.changes(n.items, now) // what came while it was sent
}

// Test sends a message by every channel, and joins what failed.
func (n *Notifier) Test(ctx context.Context) error {
	var faults []error
	for _, l := range n.lines {
		if err := l.Send(ctx, n.writeTest()); err != nil {
			faults = append(faults, fmt.Errorf("notice by %s: %w", l.Name(), err))
		}
	}
	return errors.Join(faults...)
}
