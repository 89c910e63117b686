package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/spf13/cobra"

	"nyckeltal/report/rows"
	"nyckeltal/report/shell"
)

// historyFile keeps what was asked in the shell, in the home's state.
const historyFile = "query_history"

// queryFlags are the flags of query.
type queryFlags struct {
	format, asOf, file string
	params             []string
}

func newQueryCommand(a *app) *cobra.Command {
	flags := queryFlags{format: rows.Table.Name}
	cmd := &cobra.Command{
		Use:   "query [SQL]",
		Short: "Ask the warehouse in SQL",
		Long: `Query runs one statement that reads, such as a SELECT from the views, and prints the rows. Without one it reads
statements from --file or from standard input; on a terminal it is a shell with history, completion and a pager, which
\? explains.`,
		Example: "  nyckeltal query\n" +
			"  nyckeltal query \"SELECT period, actual_ytd FROM kpi_monthly WHERE indicator = 'resultat' AND slice_kind = 'total'\"\n" +
			"  nyckeltal query --param month=202311 \"SELECT * FROM kpi_monthly WHERE period = {month:UInt32}\" --format Parquet > november.parquet",
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.ask(cmd, &flags, args) },
	}
	cmd.Flags().StringVar(&flags.asOf, "as-of", "", "show what the views showed at this time: "+timeHelp)
	cmd.Flags().StringVar(&flags.format, "format", flags.format, strings.Join(rows.Names(), ", ")+
		" (json and jsonl: one object per line), or a format of ClickHouse's such as Parquet")
	cmd.Flags().StringVar(&flags.file, "file", "", "run the statements of this file; - is standard input")
	cmd.Flags().StringArrayVar(&flags.params, "param", nil, "NAME=VALUE for a placeholder {NAME:Type}; may be repeated")
	return cmd
}

// ask runs what query was given: a statement, a file of them, or a shell.
func (a *app) ask(cmd *cobra.Command, flags *queryFlags, args []string) error {
	if flags.file != "" && len(args) > 0 {
		return usagef("give either SQL or --file, not both")
	}
	if err := shell.CheckFormat(flags.format); err != nil {
		return &usageError{err}
	}
	params, err := readParams(flags.params)
	if err != nil {
		return err
	}
	talk := len(args) == 0 && flags.file == "" && onTerminal(os.Stdin) && onTerminal(os.Stdout)
	ctx := cmd.Context()
	if talk {
		ctx = context.WithoutCancel(ctx) // Ctrl-C ends a statement, not the shell
	}
	text, err := statementText(cmd.InOrStdin(), flags.file, args, talk)
	if err != nil {
		return err
	}
	h, err := a.home()
	if err != nil {
		return err
	}
	w, done, err := a.warehouse(ctx, h, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // nothing was written
	s := &shell.Shell{
		Warehouse: reader{history{w}}, Out: cmd.OutOrStdout(), Err: cmd.ErrOrStderr(), Terminal: onTerminal(os.Stdout), Format: flags.format, Params: params,
	}
	if err := s.AsOf(ctx, flags.asOf); err != nil {
		return err
	}
	if talk {
		return s.Interact(ctx, h.State(historyFile))
	}
	err = s.Script(ctx, text)
	if errors.Is(err, shell.ErrFormat) || errors.Is(err, shell.ErrParameter) || errors.Is(err, shell.ErrNoStatement) {
		err = &usageError{err}
	}
	return err
}

// statementText returns what is to be run.
func statementText(in io.Reader, file string, args []string, talk bool) (string, error) {
	var text []byte
	var err error
	switch {
	case talk:
	case len(args) > 0:
		return args[0], nil
	case file == "" || file == "-":
		text, err = io.ReadAll(in)
	default:
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return "", &usageError{fmt.Errorf("read the statements: %w", err)}
	}
	return string(text), nil
}

// readParams reads NAME=VALUE.
func readParams(given []string) (map[string]string, error) {
	params := make(map[string]string, len(given))
	for _, text := range given {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, usagef("--param %q is not NAME=VALUE", text)
		}
		params[name] = value
	}
	return params, nil
}

// reader is the warehouse as the shell asks it: nothing is written by it.
type reader struct{ history }

func (r reader) Query(ctx context.Context, q shell.Question) (driver.Rows, error) {
	args := make([]any, 0, len(q.Params))
	for name, value := range q.Params {
		args = append(args, clickhouse.Named(name, value))
	}
	return r.At(q.At).Query(readOnly(ctx), q.SQL, args...)
}

func (r reader) Export(ctx context.Context, q shell.Question, format string, to io.Writer) error {
	if q.At.IsZero() {
		return r.warehouse.Export(ctx, q.SQL, format, q.Params, to)
	}
	return r.warehouse.At(q.At).Export(ctx, q.SQL, format, q.Params, to)
}

func (r reader) Time(ctx context.Context, text string) (time.Time, error) {
	return parseTime(ctx, r.warehouse, text, time.Now())
}

// readOnly returns a context whose statements cannot write.
func readOnly(ctx context.Context) context.Context {
	return clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"readonly": 2}))
}
