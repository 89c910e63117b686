// Package guard is stood in for here until the real one is there: it takes what begins like a question, and nothing else.
package guard

import (
	"context"
	"regexp"

	"nyckeltal/load/engine"
)

// Policy is what a role may do.
type Policy struct{}

// Guard checks statements.
type Guard struct {
	endpoint func(context.Context) (engine.Endpoint, error)
	database string
}

// Admitted is what is sent to the engine instead.
type Admitted struct {
	Text, Format string
	Settings     []engine.Setting
}

// New returns a guard.
func New(endpoint func(context.Context) (engine.Endpoint, error), database string, _ map[string]Policy) *Guard {
	return &Guard{endpoint, database}
}

var question = regexp.MustCompile(`(?i)^\s*(SELECT|WITH)\b`)

// Check checks a statement.
func (g *Guard) Check(ctx context.Context, _ string, in *engine.Incoming) (*Admitted, error) {
	if _, err := g.endpoint(ctx); err != nil {
		return nil, err
	}
	if in.Insert || !question.MatchString(in.Text) {
		return nil, engine.Errorf(497, "Only questions are taken")
	}
	if in.Transport.Get("database") == "" {
		in.Transport.Set("database", g.database)
	}
	return &Admitted{Text: in.Text, Format: in.Transport.Get("default_format"), Settings: append(in.Settings, engine.Setting{Name: "readonly", Value: "1"})}, nil
}
