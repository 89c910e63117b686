package page

import "nyckeltal/report/model"

// proseView is a paragraph or heading of a comment, or a list.
type proseView struct {
	Heading, Bullets, Numbers bool
	Start                     int // of a numbered list
	Spans                     []model.Span
	Items                     [][]model.Span
}

// viewProse gathers the items of lists.
func viewProse(c *model.Comment) []proseView {
	var views []proseView
	for i, p := range c.Prose {
		bullet, number := p.Kind == model.Bullet, p.Kind == model.Numbered
		if !bullet && !number {
			views = append(views, proseView{Heading: p.Kind == model.Subheading, Spans: p.Spans})
			continue
		}
		if i == 0 || c.Prose[i-1].Kind != p.Kind {
			views = append(views, proseView{Bullets: bullet, Numbers: number, Start: p.Number})
		}
		last := &views[len(views)-1]
		last.Items = append(last.Items, p.Spans)
	}
	return views
}
