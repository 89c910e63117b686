package shell

import (
	"context"
	"fmt"
	"strings"

	"nyckeltal/report/rows"
)

// command is one of the shell's own, such as \d.
type command struct {
	name, argument, help string
	// run does it; leave is true when the shell ends.
	run func(s *Shell, ctx context.Context, argument string) (leave bool, err error)
}

// commands are all of them.
func commands() []command {
	formats := strings.Join(rows.Names(), ", ")
	return []command{
		{`\d`, "[VIEW]", "the views, or the columns of one", describe},
		{`\as-of`, "[TIME]", "show what the views showed at a time, or the present again", asOf},
		{`\format`, "[FORMAT]", "how results are written: " + formats + ", or a format of ClickHouse's", setFormat},
		{`\o`, "[FILE]", "send results to a file, or to the terminal again", output},
		{`\?`, "", "this list", help},
		{`\q`, "", "leave; so does Ctrl-D", leave},
	}
}

// isCommand tells whether a text is no SQL.
func isCommand(text string) bool {
	return strings.HasPrefix(text, `\`) || text == "quit" || text == "exit" || text == "help"
}

// command runs one of the shell's commands.
func (s *Shell) command(ctx context.Context, text string) (leave bool, err error) {
	name, argument, _ := strings.Cut(strings.TrimRight(text, "; \t"), " ")
	switch name {
	case "quit", "exit":
		name = `\q`
	case "help":
		name = `\?`
	}
	for _, c := range commands() {
		if c.name == name {
			return c.run(s, ctx, strings.TrimSpace(argument))
		}
	}
	return false, fmt.Errorf(`there is no command %s: \? lists them`, name)
}

func leave(*Shell, context.Context, string) (bool, error) { return true, nil }

func help(s *Shell, _ context.Context, _ string) (bool, error) {
	for _, c := range commands() {
		fmt.Fprintf(s.Err, "  %-8s %-9s %s\n", c.name, c.argument, c.help)
	}
	fmt.Fprintln(s.Err, "  Tab completes keywords, views, columns and, within quotes, indicators. Ctrl-C ends a statement. Ctrl-R searches what was asked.")
	return false, nil
}

func setFormat(s *Shell, _ context.Context, name string) (bool, error) {
	if name != "" {
		if err := CheckFormat(name); err != nil {
			return false, err
		}
		s.Format = name
	}
	fmt.Fprintln(s.Err, "Results are written as "+s.Format+".")
	return false, nil
}

func output(s *Shell, _ context.Context, file string) (bool, error) { return false, s.send(file) }

func asOf(s *Shell, ctx context.Context, text string) (bool, error) {
	if err := s.AsOf(ctx, text); err != nil {
		return false, err
	}
	if text == "" {
		fmt.Fprintln(s.Err, "The views show the present.")
	} else {
		fmt.Fprintf(s.Err, "The views show what they showed at %s.\n", s.at.Format("2006-01-02 15:04:05 MST"))
	}
	return false, nil
}

// The views are those that people know; their twins, which take a time, have the same columns.
const (
	viewsSQL = `SELECT name AS view, comment FROM system.tables
		WHERE database = currentDatabase() AND engine = 'View' AND NOT endsWith(name, '_as_of') ORDER BY name`
	columnsSQL = `SELECT name AS column, type, comment FROM system.columns
		WHERE database = currentDatabase() AND table = {view:String} ORDER BY position`
)

// describe lists the views, or the columns of one.
func describe(s *Shell, ctx context.Context, view string) (bool, error) {
	q := Question{SQL: viewsSQL}
	if view != "" {
		q = Question{SQL: columnsSQL, Params: map[string]string{"view": view}}
		if !s.words.knows(view) {
			return false, fmt.Errorf(`there is no view %s: \d lists them`, view)
		}
	}
	to, err := s.target(rows.Table.Name)
	if err != nil {
		return false, err
	}
	_, err = s.table(ctx, q, rows.Table, to)
	if closeErr := to.Close(); err == nil {
		err = closeErr
	}
	return false, s.failure(ctx, q, err)
}
