package remote

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	rclone "github.com/rclone/rclone/fs"
	"github.com/rclone/rclone/fs/config/obscure"
	"github.com/rclone/rclone/fs/fspath"
	"github.com/unknwon/goconfig" //nolint:misspell // its author's name

	"nyckeltal/ingest/match"
)

// Config says which remote is meant and how it is logged in to.
type Config struct {
	// Place is a remote of the configuration file, as in "ekonomi:ut/2023", or a connection string, as in
	// ":sftp,host=sftp.stad.example,user=nyckeltal:ut".
	Place string
	// Base is the folder that relative names of files in Place start at.
	Base string
	// File is an rclone.conf; it need not exist when Place is a connection string.
	File string
	// Secrets are the values of options that may not stand in Place, by option. Passwords are given as they are.
	Secrets map[string]string
	// Tokens is the file in which new tokens are kept of remotes that are logged in to by a browser; "" keeps none.
	Tokens string
	// Limits bound every step.
	Limits Limits
}

// ConfigError says what is wrong with a configuration.
type ConfigError struct {
	Key     string // path, config, or secrets.NAME
	Problem string // what was found, what is expected and how to mend it
}

// Error names the key and the problem.
func (e *ConfigError) Error() string { return "from." + e.Key + ": " + e.Problem }

// Is tells whether a place is a remote; otherwise it is a folder of this machine.
func Is(place string) bool {
	parsed, err := fspath.Parse(place)
	return parsed.Name != "" || err != nil && strings.HasPrefix(place, ":")
}

// Check says what is wrong with a configuration as far as can be told without its secrets' values and without the remote,
// and whether nothing can be moved or written there. The error joins *ConfigErrors.
func Check(c Config) (readOnly bool, err error) {
	r, err := c.resolve()
	return r != nil && r.kind.readOnly, err
}

// resolved is a configuration with everything found and checked.
type resolved struct {
	kind    kind
	backend *rclone.RegInfo
	name    string // for messages of the backend
	root    string
	values  map[string]string // of options
	faults  []error
}

func (r *resolved) fault(key, format string, args ...any) {
	r.faults = append(r.faults, &ConfigError{Key: key, Problem: fmt.Sprintf(format, args...)})
}

// resolve finds the kind of the remote and the values of its options.
func (c Config) resolve() (*resolved, error) {
	parsed, err := fspath.Parse(c.Place)
	if err != nil {
		return nil, &ConfigError{"path", fmt.Sprintf("it is no place: %v; write a folder, REMOTE:folder, or :KIND,option=value:folder, "+
			"with values that hold : or , in quotes", err)}
	}
	r := &resolved{name: strings.TrimPrefix(parsed.Name, ":"), root: parsed.Path, values: map[string]string{}}
	kindName, inline := r.name, strings.HasPrefix(parsed.Name, ":")
	if !inline {
		if kindName, err = c.section(r); err != nil {
			return nil, err
		}
	}
	if err := r.find(kindName, inline); err != nil {
		return nil, err
	}
	r.keepOptions()
	c.addInline(r, parsed.Config)
	c.addSecrets(r)
	r.checkHost()
	return r, errors.Join(r.faults...)
}

// section reads the options of a remote from the configuration file.
func (c Config) section(r *resolved) (kind string, err error) {
	text, err := os.ReadFile(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		return "", &ConfigError{"config", fmt.Sprintf("%s, which is to say what the remote %s is, does not exist; make it with "+
			"`rclone config --config FILE`, or write the remote as a connection string", c.File, r.name)}
	}
	if err != nil {
		return "", &ConfigError{"config", err.Error()}
	}
	if bytes.Contains(text, []byte("RCLONE_ENCRYPT_")) {
		return "", &ConfigError{"config", fmt.Sprintf("%s is encrypted; nobody is there at night to type its password: "+
			"use one that is not, readable by this user only", c.File)}
	}
	ini, err := goconfig.LoadFromReader(bytes.NewReader(text))
	if err != nil {
		return "", &ConfigError{"config", fmt.Sprintf("%s cannot be read as an rclone.conf", c.File)} // the cause may hold a line of it
	}
	section, err := ini.GetSection(r.name)
	if err != nil {
		known := slices.DeleteFunc(ini.GetSectionList(), func(s string) bool { return s == goconfig.DEFAULT_SECTION })
		return "", &ConfigError{"path", fmt.Sprintf("%s has no remote %q%s (remotes: %s)",
			c.File, r.name, match.DidYouMean(r.name, known), strings.Join(known, ", "))}
	}
	kind = section["type"]
	for option, value := range section {
		if value != "" {
			r.values[option] = value
		}
	}
	r.absolute(kind, filepath.Dir(c.File), r.values)
	return kind, nil
}

// absolute resolves the files that options name.
func (r *resolved) absolute(name, base string, values map[string]string) {
	k, _ := findKind(name)
	for _, option := range k.files {
		file := values[option]
		if file != "" && !filepath.IsAbs(file) && !strings.HasPrefix(file, "~") && !strings.HasPrefix(file, "$") && file != "none" {
			values[option] = filepath.Join(base, file)
		}
	}
}

// find finds the kind of the remote.
func (r *resolved) find(name string, inline bool) error {
	k, ok := findKind(name)
	if !ok {
		switch {
		case name == "local" && inline:
			return &ConfigError{"path", "a folder of this machine is written as it is, without :local:"}
		case name == "":
			return &ConfigError{"path", fmt.Sprintf("the remote %s has no type", r.name)}
		}
		return &ConfigError{"path", fmt.Sprintf("there is no kind of remote %q%s (kinds: %s)",
			name, match.DidYouMean(name, kindNames()), strings.Join(kindNames(), ", "))}
	}
	backend, err := rclone.Find(name)
	if err != nil {
		return err
	}
	r.kind, r.backend = k, backend
	return nil
}

// keepOptions takes out what the configuration file holds besides options, and refuses those that run programs.
func (r *resolved) keepOptions() {
	maps.DeleteFunc(r.values, func(option, _ string) bool { return r.backend.Options.Get(option) == nil })
	for _, option := range slices.Sorted(maps.Keys(r.values)) {
		r.checkProgram("config", option)
	}
}

// insteadSecret says how a secret is given.
const insteadSecret = "write secrets: {%s: {file: secrets/NAME}} or {env: NAME}"

// addInline takes the options of a connection string.
func (c Config) addInline(r *resolved, options map[string]string) {
	r.absolute(r.kind.name, c.Base, options)
	for _, option := range slices.Sorted(maps.Keys(options)) {
		value := options[option]
		switch {
		case r.backend.Options.Get(option) == nil:
			r.unknown("path", option)
			continue
		case r.secret(option):
			r.fault("path", "%s is a secret, which is never written here; "+insteadSecret, option, option)
			continue
		case slices.Contains(r.kind.addresses, option) && (hasPassword.MatchString(value) || strings.Contains(value, "?")):
			r.fault("path", "%s holds a password or a key; "+insteadSecret, option, option)
			continue
		}
		r.values[option] = value
		r.checkProgram("path", option)
	}
}

// addSecrets takes the options that are kept apart.
func (c Config) addSecrets(r *resolved) {
	for _, option := range slices.Sorted(maps.Keys(c.Secrets)) {
		known := r.backend.Options.Get(option)
		if known == nil {
			r.unknown("secrets."+option, option)
			continue
		}
		value := c.Secrets[option]
		if known.IsPassword && value != "" {
			value = obscure.MustObscure(value)
		}
		r.values[option] = value
		r.checkProgram("secrets."+option, option)
	}
}

func (r *resolved) unknown(key, option string) {
	var names []string
	for i := range r.backend.Options {
		names = append(names, r.backend.Options[i].Name)
	}
	r.fault(key, "%s has no option %q%s; see https://rclone.org/%s/", r.kind.name, option, match.DidYouMean(option, names), r.kind.name)
}

func (r *resolved) checkProgram(key, option string) {
	value := r.values[option]
	if slices.Contains(r.kind.programs, option) && value != "" && value != "false" {
		r.fault(key, "%s would run a program on this machine or ask somebody at it, which a job does not; leave it out", option)
	}
}

// checkHost says when nobody would notice that a server is another one.
func (r *resolved) checkHost() {
	if r.kind.name != "sftp" {
		return
	}
	if file := r.values["known_hosts_file"]; (file == "" && r.values["host_keys"] == "") || file == "none" {
		r.fault("path", "the server's key is not known, so that anybody could answer in its place; name a file as "+
			"known_hosts_file=secrets/known_hosts, made by `ssh-keyscan HOST` and compared with the server's keeper")
	}
}

// secret tells whether an option holds a secret.
func (r *resolved) secret(option string) bool {
	known := r.backend.Options.Get(option)
	return known != nil && known.IsPassword || slices.Contains(r.kind.secrets, option)
}

// hasPassword finds the password in an address.
var hasPassword = regexp.MustCompile(`[^/@\s:]*:[^/@\s]*@`)

// secrets returns everything that is not to be shown, as it is and as it is written in a configuration.
func (r *resolved) secrets(given map[string]string) []string {
	var all []string
	for option, value := range r.values {
		hidden := r.secret(option) || slices.Contains(r.kind.addresses, option) && hasPassword.MatchString(value)
		if !hidden {
			continue
		}
		all = append(all, value)
		if plain, err := obscure.Reveal(value); err == nil && r.backend.Options.Get(option).IsPassword {
			all = append(all, plain)
		}
	}
	for option, value := range given {
		if r.secret(option) || slices.Contains(r.kind.addresses, option) {
			all = append(all, value)
		}
	}
	return all
}
