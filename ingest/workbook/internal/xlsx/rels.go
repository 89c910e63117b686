package xlsx

import (
	"errors"
	"path"
	"strings"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// relation is a reference from one part to another.
type relation struct {
	id     string
	kind   string // the last element of its type, which transitional and strict workbooks share
	target string // the name of the part
}

// relations returns the references of a part to others within the workbook; "" stands for the workbook itself. A part
// without any has none.
func (c *container) relations(name string) ([]relation, error) {
	folder, file := path.Split(name)
	rels := folder + "_rels/" + file + ".rels"
	if !c.has(rels) {
		return nil, nil
	}
	var list []relation
	err := c.scan(rels, func(s *markup.Scanner, _ int) error {
		mode, _ := s.Lookup("TargetMode")
		if !s.Is("Relationship") || s.Kind == markup.Close || strings.EqualFold(mode, "External") {
			return nil
		}
		id, _ := s.Lookup("Id")
		kind, _ := s.Lookup("Type")
		target, _ := s.Lookup("Target")
		list = append(list, relation{id: id, kind: path.Base(kind), target: resolve(folder, target)})
		return nil
	})
	return list, err
}

// scan calls visit at each tag of a small part, with the number of elements around it. Extensions repeat the names of
// elements deeper down, so names alone do not tell what an element is.
func (c *container) scan(name string, visit func(s *markup.Scanner, depth int) error) error {
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
