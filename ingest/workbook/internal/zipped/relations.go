package zipped

import (
	"errors"
	"path"
	"strings"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// Relation is a reference from one part to another.
type Relation struct {
	ID     string
	Kind   string // the last element of its type, which transitional and strict workbooks share
	Target string // the name of the part
}

// Relations returns the references of a part to others within the workbook; "" stands for the workbook itself. A part
// without any has none.
func (c *Container) Relations(name string) ([]Relation, error) {
	folder, file := path.Split(name)
	rels := folder + "_rels/" + file + ".rels"
	if !c.Has(rels) {
		return nil, nil
	}
	var list []Relation
	err := c.Scan(rels, func(s *markup.Scanner, _ int) error {
		mode, _ := s.Lookup("TargetMode")
		if !s.Is("Relationship") || s.Kind == markup.Close || strings.EqualFold(mode, "External") {
			return nil
		}
		id, _ := s.Lookup("Id")
		kind, _ := s.Lookup("Type")
		target, _ := s.Lookup("Target")
		list = append(list, Relation{ID: id, Kind: path.Base(kind), Target: resolve(folder, target)})
		if len(list) > c.Limits.Entries {
			return format.Refuse(format.ErrLimit, "the part %s refers to more than %d others", rels, c.Limits.Entries)
		}
		return nil
	})
	return list, err
}

// Main returns the name of the part that an Office workbook begins with: the list of its sheets. It need not exist.
func (c *Container) Main() (string, error) {
	relations, err := c.Relations("")
	if err != nil {
		return "", err
	}
	main := "xl/workbook.xml"
	for _, rel := range relations {
		if rel.Kind == "officeDocument" {
			main = rel.Target
		}
	}
	return main, nil
}

// Scan calls visit at each tag of a small part, with the number of elements around it. Extensions repeat the names of
// elements deeper down, so names alone do not tell what an element is.
func (c *Container) Scan(name string, visit func(s *markup.Scanner, depth int) error) error {
	text, err := c.read(name)
	if err != nil {
		return err
	}
	s := markup.NewScanner(text)
	for depth := 0; ; {
		err := s.Next()
		switch {
		case errors.Is(err, markup.ErrShort) && depth == 0 && s.Pos() > 0:
			return nil
		case errors.Is(err, markup.ErrShort):
			return format.Refuse(format.ErrDamaged, "the part %s ends in the middle", name)
		case err != nil:
			return err
		case s.Kind == markup.Close:
			depth--
		}
		if err := visit(&s, depth); err != nil {
			return err
		}
		if s.Kind == markup.Open {
			depth++
		}
	}
}
