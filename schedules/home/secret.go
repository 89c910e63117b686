package home

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
)

// Secret says where a password lies: in a file, relative to the home, or in an environment variable. It is never written
// in the configuration itself.
type Secret struct {
	File string `yaml:"file"` // the file that holds it, relative to the home
	Env  string `yaml:"env"`  // the environment variable that holds it
}

// UnmarshalYAML decodes strictly.
func (s *Secret) UnmarshalYAML(node ast.Node) error {
	type plain Secret
	return config.DecodeNode(node, (*plain)(s), "{file: secrets/name} or {env: NAME}; a password is never written here itself")
}

// given tells whether the configuration names the secret.
func (s Secret) given() bool { return s != Secret{} }

// check says what is wrong with where it lies.
func (s Secret) check() error {
	if s.File != "" && s.Env != "" {
		return errors.New("give file or env, not both")
	}
	if strings.HasPrefix(s.Env, "RCLONE_") {
		return errors.New("variables called RCLONE_… are left to rclone and not read here; call it otherwise")
	}
	return nil
}

// Reveal returns the secret without white space around it, or "" when the configuration names none.
func (h *Home) Reveal(s Secret) (string, error) {
	switch {
	case s.File != "":
		text, err := os.ReadFile(h.Path(s.File))
		if err != nil {
			return "", fmt.Errorf("read the secret: %w", err)
		}
		return strings.TrimSpace(string(text)), nil
	case s.Env != "":
		text, ok := os.LookupEnv(s.Env)
		if !ok {
			return "", fmt.Errorf("the environment variable %s, which holds a secret, is not set", s.Env)
		}
		return text, nil
	}
	return "", nil
}
