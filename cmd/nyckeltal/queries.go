package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"nyckeltal/load/gateway/querylog"
	"nyckeltal/schedules/home"
)

// queriesShown is how many queries a table shows; JSON has all.
const queriesShown = 500

func newQueriesCommand(a *app) *cobra.Command {
	var user string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "queries",
		Short: "List what analysts have asked, newest last",
		Long: fmt.Sprintf(`Queries lists the log of the endpoint for analysts: who asked what, when and from where, and what came of it. Personal numbers
in statements are masked. The table has the last %d, with their texts cut; --json has all that is kept, with texts of up to 64 KiB.`, queriesShown),
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			if asJSON {
				return writeQueriesJSON(cmd.OutOrStdout(), h, user)
			}
			return writeQueries(cmd.OutOrStdout(), h, user)
		},
	}
	cmd.Flags().StringVar(&user, "user", "", "only those of this user")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}

// logFolder is where the log of queries lies.
func logFolder(h *home.Home) string { return h.State("log") }

// eachQuery gives the queries of a user, or all for "", to do.
func eachQuery(h *home.Home, user string, do func(querylog.Entry) error) error {
	return querylog.Read(logFolder(h), func(e querylog.Entry) error {
		if user != "" && e.User != user {
			return nil
		}
		return do(e)
	})
}

func writeQueriesJSON(w io.Writer, h *home.Home, user string) error {
	encoder := newEncoder(w)
	return eachQuery(h, user, func(e querylog.Entry) error { return encoder.Encode(e) })
}

func writeQueries(w io.Writer, h *home.Home, user string) error {
	var last []querylog.Entry
	err := eachQuery(h, user, func(e querylog.Entry) error {
		if last = append(last, e); len(last) > 2*queriesShown {
			last = append(last[:0], last[len(last)-queriesShown:]...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	t := newTable(w, "at", "user", "role", "from", "seconds", "rows", "bytes", "outcome", "text")
	for _, e := range last[max(0, len(last)-queriesShown):] {
		t.AppendRow(queryRow(e))
	}
	t.Render()
	return nil
}

// queryRow is a query in the table.
func queryRow(e querylog.Entry) table.Row {
	rows, outcome := "", "ok"
	if e.Rows != nil {
		rows = fmt.Sprint(*e.Rows)
	}
	switch {
	case e.Code != 0:
		outcome = fmt.Sprintf("code %d", e.Code)
	case e.Error != "":
		outcome = e.Error
	}
	return table.Row{e.Time.Local().Format(time.DateTime), e.User, e.Role, e.Address, fmt.Sprintf("%.3f", e.Seconds), rows, e.Bytes, outcome, oneLine(e.Text)}
}

// oneLine is the beginning of a text without its breaks, and without anything that a terminal would obey.
func oneLine(text string) string {
	const most = 100
	runes := []rune(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f && r < 0xa0 }), " "))
	if len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return string(runes)
}
