// Package remote reads files that lie at other machines, by rclone's backends: it lists folders, reads files from any
// place in them, and moves them. It knows nothing of patterns, jobs or archives.
//
// rclone is a program first and a library second. What of it holds for a whole process is kept quiet here: nothing is
// logged, no configuration of the user's is read or written, no variable called RCLONE_… counts, and every remote has
// limits and connections of its own. Secrets are taken out of whatever a remote says.
package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path"
	"strings"
	"sync"
	"time"

	rclone "github.com/rclone/rclone/fs"
	"github.com/rclone/rclone/fs/config/configmap"
	"github.com/rclone/rclone/fs/hash"
)

// Remote is an open folder at another machine. Several goroutines may use it at a time.
type Remote struct {
	place  string // as the configuration says it
	kind   kind
	fs     rclone.Fs
	hash   hash.Type // the hash that the backend tells without reading the file; hash.None when there is none
	limits Limits
	redact func(string) string
	config *rclone.ConfigInfo
}

// Open logs in to a remote. The caller closes it. Its errors are *ConfigErrors, joined, and *Error.
func Open(ctx context.Context, c Config) (*Remote, error) {
	quiet()
	resolved, err := c.resolve()
	if err != nil {
		return nil, err
	}
	t, err := openTokens(c.Tokens, resolved.values[tokenOption])
	if err != nil {
		return nil, fmt.Errorf("read the token that was kept of %s: %w", c.Place, err)
	}
	limits := c.Limits.complete()
	own, config := rclone.AddConfig(context.WithoutCancel(ctx))
	configure(config, limits)
	newest, _ := t.Get(tokenOption)
	r := &Remote{
		place: c.Place, kind: resolved.kind, limits: limits, config: config,
		redact: newRedactor(append(resolved.secrets(c.Secrets), newest)).text,
	}
	r.fs, err = watch(ctx, limits, shutdown, func(context.Context, func(int64)) (rclone.Fs, error) {
		return resolved.open(own, t) // it outlives this call, and so does its context
	})
	if err != nil {
		return nil, r.failure("log in", err)
	}
	r.hash = cheapHash(r.fs)
	return r, nil
}

// quiet silences what rclone has for a whole process.
var quiet = sync.OnceFunc(func() {
	rclone.SetLogger(slog.DiscardHandler)
	rclone.GetConfig(context.Background()).LogLevel = rclone.LogLevelOff
})

// configure sets what holds for one remote only.
func configure(c *rclone.ConfigInfo, limits Limits) {
	c.LogLevel = rclone.LogLevelOff
	c.UserAgent = "nyckeltal"
	c.ConnectTimeout = rclone.Duration(limits.Stall)
	c.Timeout = rclone.Duration(limits.Stall) // of a connection on which nothing comes
	c.LowLevelRetries = 2
	c.UseServerModTime = true // one of its own would cost a request per file
	c.AskPassword = false
	c.Checkers = 4
}

// open makes the backend.
func (r *resolved) open(ctx context.Context, t *tokens) (rclone.Fs, error) {
	m := configmap.New()
	m.AddGetter(t, configmap.PriorityNormal)
	m.AddGetter(configmap.Simple(r.values), configmap.PriorityNormal)
	m.AddGetter(configmap.Simple(r.kind.defaults), configmap.PriorityConfig)
	m.AddGetter(defaults(r.backend.Options), configmap.PriorityDefault)
	m.AddSetter(t)
	root := r.root
	if r.kind.name == "http" && !strings.HasSuffix(root, "/") {
		root += "/" // or it would be asked for as a file
	}
	f, err := r.backend.NewFs(ctx, r.name, root, m)
	if err == nil {
		return f, nil
	}
	if f != nil {
		shutdown(f)
	}
	return nil, err
}

// defaults gives the defaults of options.
type defaults rclone.Options

// Get returns the default of an option.
func (d defaults) Get(key string) (value string, ok bool) {
	option := rclone.Options(d).Get(key)
	if option == nil {
		return "", false
	}
	return option.String(), true
}

// cheapHash returns a hash that the backend knows of its files.
func cheapHash(f rclone.Fs) hash.Type {
	if f.Features().SlowHash {
		return hash.None
	}
	return f.Hashes().GetOne()
}

// shutdown ends the connections of a backend.
func shutdown(f rclone.Fs) {
	if end := f.Features().Shutdown; end != nil {
		_ = end(context.Background()) // connections that are idle; there is nothing to lose
	}
}

// Close ends the connections. It waits no longer for a server than the limits allow, and has no error to tell: nothing can be
// lost.
func (r *Remote) Close() {
	_, _ = watch(context.Background(), r.limits, func(struct{}) {}, func(context.Context, func(int64)) (struct{}, error) {
		shutdown(r.fs)
		return struct{}{}, nil
	})
}

// Entry is a file or folder of a remote.
type Entry struct {
	Path    string // from the folder that the remote is, with /
	Folder  bool
	Size    int64     // in bytes; -1 when the remote does not tell, and for folders
	ModTime time.Time // to the second; zero when the remote does not tell
	Hash    string    // such as md5:…, as the remote tells it; "" when it does not
}

// List returns what lies in a folder of the remote, "" being the remote itself, in the order in which it is told. keep says
// by their names which entries are wanted; nothing more is asked about others. Its errors are *Error.
func (r *Remote) List(ctx context.Context, folder string, keep func(name string, folder bool) bool) ([]Entry, error) {
	entries, err := watch(r.with(ctx), r.limits, func([]Entry) {}, func(ctx context.Context, beat func(int64)) ([]Entry, error) {
		found, err := r.fs.List(ctx, folder)
		if err != nil {
			return nil, err
		}
		beat(answered)
		var entries []Entry
		for _, e := range found {
			_, isFolder := e.(rclone.Directory)
			if !keep(path.Base(e.Remote()), isFolder) {
				continue
			}
			entry, err := r.entry(ctx, e)
			if err != nil {
				return nil, err
			}
			beat(answered)
			entries = append(entries, entry)
		}
		return entries, nil
	})
	return entries, r.failure("list "+shown(folder), err)
}

// Stat returns what is known of one file. The error is an *Error that unwraps to fs.ErrNotExist when it is gone.
func (r *Remote) Stat(ctx context.Context, file string) (Entry, error) {
	entry, err := watch(r.with(ctx), r.limits, func(Entry) {}, func(ctx context.Context, _ func(int64)) (Entry, error) {
		o, err := r.fs.NewObject(ctx, file)
		if err != nil {
			return Entry{}, err
		}
		return r.entry(ctx, o)
	})
	return entry, r.failure("look at "+file, err)
}

// entry describes what a backend lists.
func (r *Remote) entry(ctx context.Context, e rclone.DirEntry) (Entry, error) {
	o, ok := e.(rclone.Object)
	if !ok {
		return Entry{Path: e.Remote(), Folder: true, Size: -1}, nil
	}
	// Some servers tell parts of a second in a listing and not otherwise.
	entry := Entry{Path: o.Remote(), Size: o.Size(), ModTime: o.ModTime(ctx).Truncate(time.Second)}
	if entry.ModTime.Unix() <= 0 {
		entry.ModTime = time.Time{} // what backends give for not known
	}
	if r.hash == hash.None {
		return entry, nil
	}
	sum, err := o.Hash(ctx, r.hash)
	if err != nil && !errors.Is(err, hash.ErrUnsupported) {
		return Entry{}, err
	}
	if sum != "" {
		entry.Hash = r.hash.String() + ":" + sum
	}
	return entry, nil
}

// Verify reads the bytes of a file that was fetched and tells whether they have the hash that the remote told. It is true
// when it told none.
func (e Entry) Verify(content io.Reader) (bool, error) {
	name, want, told := strings.Cut(e.Hash, ":")
	if !told {
		return true, nil
	}
	var kind hash.Type
	if err := kind.Set(name); err != nil {
		return false, err
	}
	sums, err := hash.StreamTypes(content, hash.NewHashSet(kind))
	return sums[kind] == want, err
}

// with adds the remote's configuration to a context.
func (r *Remote) with(ctx context.Context) context.Context {
	ctx, config := rclone.AddConfig(ctx)
	*config = *r.config
	return ctx
}

// shown names a folder in messages.
func shown(folder string) string {
	if folder == "" {
		return "the folder"
	}
	return folder
}
