package report

import (
	"cmp"
	"slices"

	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

func (b *builder) list(l *definition.List) *model.List {
	list := &model.List{
		ID:            l.ID,
		Caption:       b.text(l.Caption),
		StatusHeading: b.locale.Text(locale.StatusHeading),
		ItemHeading:   b.text(l.Heading),
	}
	for _, i := range b.items {
		if i.kind != l.Kind {
			continue
		}
		at := slices.IndexFunc(list.Groups, func(g model.Group) bool { return g.Heading == i.area })
		if at < 0 {
			at = len(list.Groups)
			list.Groups = append(list.Groups, model.Group{Heading: i.area})
		}
		list.Groups[at].Items = append(list.Groups[at].Items, i.item)
	}
	slices.SortStableFunc(list.Groups, func(x, y model.Group) int {
		return cmp.Compare(place(l.Areas, x.Heading), place(l.Areas, y.Heading))
	})
	return list
}

// place returns where the area stands in the definition; areas that it does not name come last.
func place(areas []string, area string) int {
	if at := slices.Index(areas, area); at >= 0 {
		return at
	}
	return len(areas)
}
