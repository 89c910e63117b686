package home

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
)

// What a row that is refused takes with it.
const (
	RejectRow      = "row"      // nothing, as long as MaxRejects allows it
	RejectDelivery = "delivery" // the whole delivery
)

// What a delivery takes the place of.
const (
	ReplaceDelivery = "delivery" // everything that its name speaks for
	ReplacePeriod   = "period"   // the periods that it holds
	ReplaceKey      = "key"      // records with the same key
)

// Replace says what a delivery takes the place of: the word period or delivery, or the columns of a key.
type Replace struct {
	Policy string        `yaml:"-"`   // ReplaceDelivery, ReplacePeriod or ReplaceKey; "" means ReplaceDelivery
	Key    mapping.Texts `yaml:"key"` // columns of the dataset: records with the same values are replaced, in any period, and others stay
}

// UnmarshalYAML takes a word, or {key: …}.
func (r *Replace) UnmarshalYAML(node ast.Node) error {
	if _, ok := node.(ast.MapNode); ok {
		type plain Replace
		r.Policy = ReplaceKey
		return config.DecodeNode(node, (*plain)(r), "{key: [ticket]}")
	}
	r.Policy = node.GetToken().Value
	if _, isScalar := node.(ast.ScalarNode); !isScalar || r.Policy != ReplaceDelivery && r.Policy != ReplacePeriod {
		return &yaml.SyntaxError{Message: "expected period, delivery, or a key as in {key: [ticket]}", Token: node.GetToken()}
	}
	return nil
}

// preparePolicies checks what becomes of rejects and of earlier deliveries.
func (j *Job) preparePolicies() error {
	var faults []error
	known := []string{RejectRow, RejectDelivery}
	switch {
	case j.Reject == RejectDelivery && j.MaxRejects.set:
		faults = append(faults, j.fault("max_rejects", "reject: delivery refuses the delivery for one row; leave max_rejects out"))
	case j.Reject != "" && j.Reject != RejectRow && j.Reject != RejectDelivery:
		faults = append(faults, j.fault("reject", "expected row or delivery, found %q%s", j.Reject, match.DidYouMean(j.Reject, known)))
	}
	if j.Replace.Policy == ReplaceKey && len(j.Replace.Key) == 0 {
		faults = append(faults, j.fault("replace", "expected the columns of the key, as in {key: [ticket]}"))
	}
	if j.dataset == nil {
		return errors.Join(faults...)
	}
	var names []string
	for _, c := range j.dataset.Columns {
		names = append(names, c.Name)
	}
	for i, name := range j.Replace.Key {
		if j.dataset.Index(name) < 0 {
			path := "replace.key"
			if len(j.Replace.Key) > 1 {
				path = fmt.Sprintf("replace.key[%d]", i)
			}
			faults = append(faults, j.fault(path, "dataset %s has no column %q%s (it has %s)",
				j.dataset.Name, name, match.DidYouMean(name, names), strings.Join(names, ", ")))
		}
	}
	return errors.Join(faults...)
}
