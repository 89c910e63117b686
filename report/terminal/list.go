package terminal

import (
	"strings"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

func (p *printer) list(l *model.List) {
	if l.Caption != "" {
		p.line("%s", p.bold(l.Caption))
	}
	if len(l.Groups) == 0 {
		p.line("%s", p.locale.Text(locale.NoItems))
		return
	}
	names := 0
	for _, g := range l.Groups {
		for _, i := range g.Items {
			names = max(names, width(i.Status.Name(p.locale)))
		}
	}
	for i, g := range l.Groups {
		if i > 0 {
			p.line("")
		}
		if g.Heading != "" {
			p.line("%s", p.bold(g.Heading))
		}
		for _, item := range g.Items {
			p.item(item, names)
		}
	}
}

// item writes the status in words, the item beside it, and below it the cause and the action.
func (p *printer) item(i model.Item, names int) {
	lead := 2 + names + 2
	indent := strings.Repeat(" ", lead)
	for n, line := range wrap(i.Text, p.opt.Width-lead) {
		if n == 0 {
			p.line("%s %s  %s", p.mark(i.Status), padRight(i.Status.Name(p.locale), names), line)
		} else {
			p.line("%s%s", indent, line)
		}
	}
	if i.Cause != "" {
		p.paragraph(indent+p.locale.Text(locale.Cause)+": ", i.Cause)
	}
	if i.Action != "" {
		p.paragraph(indent+p.locale.Text(locale.Action)+": ", i.Action)
	}
}
