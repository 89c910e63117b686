package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"nyckeltal/schedules/home"
	"nyckeltal/transform/record"
)

// generator makes the schema of a type and of all types below it.
type generator struct {
	comments *comments
	enums    map[string]*schema
	forms    map[reflect.Type]*schema
	defs     map[string]*schema
	silent   []string // keys without a description
}

// generate returns the schema of job files. root is the folder of the module, whose comments become descriptions.
func generate(root string) ([]byte, error) {
	g := &generator{comments: &comments{root: root}, enums: enumerations(), defs: map[string]*schema{}}
	g.defineForms()
	job := g.object(reflect.TypeFor[home.Job]())
	job.Schema = "https://json-schema.org/draft/2020-12/schema"
	job.Title = "A job of nyckeltal"
	job.AllOf = g.byDataset()
	job.Defs = g.defs
	if err := g.complete(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(job); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// complete says what is missing from the comments, and which of the enumerations no key has.
func (g *generator) complete() error {
	if g.comments.err != nil {
		return g.comments.err
	}
	if len(g.silent) > 0 {
		return fmt.Errorf("these keys need a comment that says what they mean: %s", strings.Join(g.silent, ", "))
	}
	if len(g.enums) > 0 {
		return fmt.Errorf("there are no such keys: %s", strings.Join(slices.Sorted(maps.Keys(g.enums)), ", "))
	}
	return nil
}

// of returns the schema of a value of the type.
func (g *generator) of(t reflect.Type) *schema {
	if form := g.forms[t]; form != nil {
		same := *form
		return &same
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.of(t.Elem())
	case reflect.Bool:
		return &schema{Type: "boolean"}
	case reflect.Int:
		return &schema{Type: "integer"}
	case reflect.String:
		return &schema{Type: []string{"string", "number", "boolean"}}
	case reflect.Slice:
		return list(g.of(t.Elem()))
	case reflect.Map:
		return &schema{Type: "object", AdditionalProperties: g.of(t.Elem())}
	case reflect.Struct:
		return g.reference(t)
	}
	panic(fmt.Sprintf("a configuration cannot hold a %s", t))
}

// reference returns a reference to the definition of a struct, which is made when it is first asked for.
func (g *generator) reference(t reflect.Type) *schema {
	name := strings.ToLower(t.Name()[:1]) + t.Name()[1:]
	if g.defs[name] == nil {
		g.defs[name] = &schema{} // for types that hold themselves
		g.defs[name] = g.object(t)
	}
	return &schema{Ref: "#/$defs/" + name}
}

// object returns the schema of the keys of a struct.
func (g *generator) object(t reflect.Type) *schema {
	s := &schema{
		Type: "object", AdditionalProperties: false, Description: g.comments.ofType(t),
		Properties: map[string]*schema{}, Required: required[t.Name()],
	}
	for field := range t.Fields() {
		key := field.Tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		path := t.Name() + "." + key
		property := g.of(field.Type)
		if enum := g.enums[path]; enum != nil {
			property = enum
			delete(g.enums, path)
		}
		if property.Description = g.comments.ofField(t, field); property.Description == "" {
			g.silent = append(g.silent, path)
		}
		s.Properties[key] = property
	}
	return s
}

// byDataset returns, for each dataset, which columns a job for it can fill.
func (g *generator) byDataset() []*schema {
	var all []*schema
	for _, d := range record.Datasets() {
		name := d.Name + "Columns"
		g.defs[name] = columns(d)
		filled := &schema{Properties: map[string]*schema{"columns": {Ref: "#/$defs/" + name}}}
		shaped := &schema{Properties: map[string]*schema{
			"columns": filled.Properties["columns"], "layouts": list(filled),
		}}
		shaped.Properties["layouts"].Type = nil
		all = append(all, &schema{
			If:   &schema{Required: []string{"dataset"}, Properties: map[string]*schema{"dataset": {Const: d.Name}}},
			Then: &schema{Properties: map[string]*schema{"mapping": shaped}},
		})
	}
	return all
}

// columns returns the schema of the columns of a dataset.
func columns(d *record.Dataset) *schema {
	s := &schema{Description: "Columns of " + d.Name + ": " + d.Comment, Properties: map[string]*schema{}}
	var names []string
	for _, c := range d.Columns {
		needed := ""
		if c.Required {
			needed = ", required"
		}
		s.Properties[c.Name] = &schema{Description: fmt.Sprintf("%s (%s%s)", sentence(c.Comment), c.Type, needed)}
		names = append(names, c.Name)
	}
	s.PropertyNames = words(names)
	return s
}
