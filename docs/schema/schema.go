package main

// schema is what is used here of JSON Schema, draft 2020-12.
type schema struct {
	Schema               string             `json:"$schema,omitempty"`
	Title                string             `json:"title,omitempty"`
	Ref                  string             `json:"$ref,omitempty"`
	Description          string             `json:"description,omitempty"`
	Type                 any                `json:"type,omitempty"` // a name or several
	Const                string             `json:"const,omitempty"`
	Enum                 []any              `json:"enum,omitempty"`
	Pattern              string             `json:"pattern,omitempty"`
	Minimum              *int               `json:"minimum,omitempty"`
	Maximum              *int               `json:"maximum,omitempty"`
	Items                *schema            `json:"items,omitempty"`
	Required             []string           `json:"required,omitempty"`
	Properties           map[string]*schema `json:"properties,omitempty"`
	PropertyNames        *schema            `json:"propertyNames,omitempty"`
	AdditionalProperties any                `json:"additionalProperties,omitempty"` // false or a schema
	AnyOf                []*schema          `json:"anyOf,omitempty"`
	AllOf                []*schema          `json:"allOf,omitempty"`
	If                   *schema            `json:"if,omitempty"`
	Then                 *schema            `json:"then,omitempty"`
	Defs                 map[string]*schema `json:"$defs,omitempty"`
}

// words is the schema of one of several words.
func words(list []string) *schema {
	s := &schema{}
	for _, word := range list {
		s.Enum = append(s.Enum, word)
	}
	return s
}

// either is the schema of a value in one of several forms.
func either(forms ...*schema) *schema { return &schema{AnyOf: forms} }

// list is the schema of a list.
func list(items *schema) *schema { return &schema{Type: "array", Items: items} }

// text is the schema of a text that the decoder takes as it is written, quoted or not.
func text() *schema { return &schema{Type: []string{"string", "number", "boolean", "null"}} }

// texts is the schema of one text or several.
func texts() *schema { return either(text(), list(text())) }

// pairs is the schema of texts by texts.
func pairs() *schema { return &schema{Type: "object", AdditionalProperties: text()} }
