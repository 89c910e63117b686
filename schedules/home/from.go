package home

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/source/remote"
	"nyckeltal/transform/mapping"
)

// From says where a job's workbooks come from.
type From struct {
	// Path is a folder, where relative paths start at the home; a remote of an rclone.conf, as ekonomi:ut; or a connection string,
	// as ":sftp,host=sftp.stad.example,user=nyckeltal,known_hosts_file=known_hosts:ut".
	Path string `yaml:"path"`
	// Pattern are the names of the files, in which {period}, {year}, {version}, {any_name} and * stand for something else, with the
	// folders below the path before them, if any.
	Pattern string `yaml:"pattern"`
	// Password opens workbooks that are protected by one.
	Password Secret `yaml:"password"`
	// Config is the rclone.conf that remotes stand in, relative to the home; rclone.conf when absent.
	Config mapping.Text `yaml:"config"`
	// Secrets are options of the remote that are not written in the path, by their names, such as pass.
	Secrets map[string]Secret `yaml:"secrets"`
	// AfterLoad says what becomes of a file that was loaded: leave it, tag it by a file NAME.done beside it, or move it to a folder
	// below the path; leave when absent.
	AfterLoad AfterLoad `yaml:"after_load"`
	// MaxSize is how large a file may be, as 200MB; 1GB when absent.
	MaxSize mapping.Text `yaml:"max_size"`
	// MaxFiles is how many files may follow the pattern; 10000 when absent.
	MaxFiles int `yaml:"max_files"`
	// Stall is how long a remote may make no progress, as 30s; 1m when absent.
	Stall mapping.Text `yaml:"stall"`
	// Timeout is how long listing a remote, or fetching one file, may take in all, as 20m; 1h when absent.
	Timeout mapping.Text `yaml:"timeout"`

	maxSize        int64
	stall, timeout time.Duration
}

// UnmarshalYAML decodes strictly.
func (f *From) UnmarshalYAML(node ast.Node) error {
	type plain From
	return config.DecodeNode(node, (*plain)(f), `{path: inbox, pattern: "huvudbok_{year}.xlsx"}`)
}

// The words for what becomes of a file that was loaded.
const (
	AfterLoadLeave = "leave" // nothing
	AfterLoadTag   = "tag"   // a file NAME.done is written beside it
)

// AfterLoad says what becomes of a file that was loaded: a word, or a folder.
type AfterLoad struct {
	Word string `yaml:"-"`    // AfterLoadLeave or AfterLoadTag; "" means AfterLoadLeave
	Move string `yaml:"move"` // the folder below the path that the file is moved to
}

// UnmarshalYAML takes a word, or {move: …}.
func (a *AfterLoad) UnmarshalYAML(node ast.Node) error {
	const example = "{move: loaded}"
	if _, ok := node.(ast.MapNode); ok {
		type plain AfterLoad
		return config.DecodeNode(node, (*plain)(a), example)
	}
	a.Word = node.GetToken().Value
	if _, isScalar := node.(ast.ScalarNode); !isScalar || a.Word != AfterLoadLeave && a.Word != AfterLoadTag {
		return &yaml.SyntaxError{Message: "expected leave, tag, or a folder as in " + example, Token: node.GetToken()}
	}
	return nil
}

// prepareFrom checks where the workbooks come from.
func (j *Job) prepareFrom() error {
	var faults []error
	wrong := func(key, format string, args ...any) { faults = append(faults, j.fault("from."+key, format, args...)) }
	if j.From.Path == "" {
		wrong("path", "the folder of the workbooks is missing")
	}
	if err := j.From.Password.check(); err != nil {
		wrong("password", "%v", err)
	}
	var err error
	if j.pattern, err = source.Compile(j.From.Pattern); err != nil {
		var bad *source.PatternError
		errors.As(err, &bad)
		wrong("pattern", "%q: %s", bad.Pattern, bad.Problem)
	}
	j.From.prepareLimits(wrong)
	for _, name := range slices.Sorted(maps.Keys(j.From.Secrets)) {
		if err := j.From.Secrets[name].check(); err != nil {
			wrong("secrets."+name, "%v", err)
		}
	}
	if j.From.Path != "" {
		j.checkSource(wrong)
	}
	return errors.Join(faults...)
}

// checkSource checks what can be told of a source without asking it.
func (j *Job) checkSource(wrong faultAt) {
	home := &Home{Dir: filepath.Dir(filepath.Dir(j.File))}
	c := home.sourceConfig(j)
	for name := range j.From.Secrets {
		c.Remote.Secrets[name] = ""
	}
	err := source.Check(c)
	for _, e := range flatten(err) {
		var fault *remote.ConfigError
		if !errors.As(e, &fault) {
			continue
		}
		key := fault.Key
		if key == "config" && j.From.Config == "" { // the path needs the file
			key = "path"
		}
		wrong(key, "%s", fault.Problem)
	}
}

// flatten returns the errors that are joined.
func flatten(err error) []error {
	joined, several := err.(interface{ Unwrap() []error })
	if !several {
		return []error{err}
	}
	var all []error
	for _, err := range joined.Unwrap() {
		all = append(all, flatten(err)...)
	}
	return all
}

// prepareLimits reads sizes and lengths of time.
func (f *From) prepareLimits(wrong faultAt) {
	var ok bool
	if f.maxSize, ok = size(string(f.MaxSize)); !ok {
		wrong("max_size", "expected a size such as 200MB or 2GB, found %q", f.MaxSize)
	}
	if f.MaxFiles < 0 {
		wrong("max_files", "expected a number of files, found %d", f.MaxFiles)
	}
	for _, limit := range []struct {
		key  string
		text mapping.Text
		to   *time.Duration
	}{{"stall", f.Stall, &f.stall}, {"timeout", f.Timeout, &f.timeout}} {
		if limit.text == "" {
			continue
		}
		d, err := time.ParseDuration(string(limit.text))
		if err != nil || d <= 0 {
			wrong(limit.key, "expected a length of time such as 90s, 20m or 2h, found %q", limit.text)
		}
		*limit.to = d
	}
}

// size reads a number of bytes, as 200MB. It is 0 for nothing.
func size(text string) (bytes int64, ok bool) {
	if text == "" {
		return 0, true
	}
	units := []struct {
		name  string
		bytes int64
	}{{"KB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}, {"B", 1}}
	for _, unit := range units {
		number, found := strings.CutSuffix(strings.ToUpper(text), unit.name)
		if !found {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 32)
		return n * unit.bytes, err == nil && n > 0
	}
	return 0, false
}

// Source returns where the job's workbooks come from, with its secrets. They are in no error.
func (h *Home) Source(j *Job) (source.Config, error) {
	c := h.sourceConfig(j)
	for _, name := range slices.Sorted(maps.Keys(j.From.Secrets)) {
		value, err := h.Reveal(j.From.Secrets[name])
		if err != nil {
			return source.Config{}, fmt.Errorf("%s: from.secrets.%s: %w", j.File, name, err)
		}
		c.Remote.Secrets[name] = value
	}
	return c, nil
}

// sourceConfig returns where the job's workbooks come from, without secrets.
func (h *Home) sourceConfig(j *Job) source.Config {
	from := &j.From
	place := from.Path
	if !remote.Is(place) {
		place = h.Path(place)
	}
	file := string(from.Config)
	if file == "" {
		file = "rclone.conf"
	}
	return source.Config{
		Remote: remote.Config{
			Place: place, Base: h.Dir, File: h.Path(file), Secrets: map[string]string{}, Tokens: h.State(filepath.Join("sources", j.Name+".token")),
			Limits: remote.Limits{Stall: from.stall, Deadline: from.timeout},
		},
		Pattern: j.pattern, MaxSize: from.maxSize, MaxFiles: from.MaxFiles,
		After: source.AfterLoad{Folder: from.AfterLoad.Move, Tag: from.AfterLoad.Word == AfterLoadTag},
	}
}

// Memory returns the file in which is noted what was received of the source of the job with that name.
func (h *Home) Memory(job string) string { return h.State(filepath.Join("sources", job+".json")) }

// ForgetReceived forgets what was received of a job's source, so that the next run fetches all of it again.
func (h *Home) ForgetReceived(job string) error {
	if err := os.Remove(h.Memory(job)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget what was received of job %s: %w", job, err)
	}
	return nil
}
