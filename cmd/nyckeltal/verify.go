package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/archive"
	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// findingArchive is the kind of a finding about an archived delivery.
const findingArchive = "archive"

// verification is what `verify` found.
type verification struct {
	load.Verification
	Deliveries int `json:"deliveries"` // whose archived bytes were checked
}

func newVerifyCommand(a *app) *cobra.Command {
	var asJSON, setAside bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check everything that the warehouse and the archive hold",
		Long: `Verify counts the records of every load, computes their control sums anew, checks the bytes of every table and of
every archived delivery, and compares the stored measures with what the records give. It reads everything and changes
nothing. What is wrong is listed, and the exit code is 4 then.

With --set-aside the parts of tables whose bytes have changed are put aside: their rows count as lost then, and what
they belong to is loaded anew by run or run --remap.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			found, err := a.verify(cmd, setAside)
			if err != nil {
				return err
			}
			if asJSON {
				err = json.NewEncoder(cmd.OutOrStdout()).Encode(found)
			} else {
				err = found.print(cmd.OutOrStdout())
			}
			if err == nil && len(found.Findings) > 0 {
				err = errDamaged
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	cmd.Flags().BoolVar(&setAside, "set-aside", false, "put broken parts of tables aside")
	return cmd
}

// verify checks the warehouse and the archive, and puts broken parts aside where that is wanted.
func (a *app) verify(cmd *cobra.Command, setAside bool) (found verification, err error) {
	h, err := a.home()
	if err != nil {
		return found, err
	}
	if setAside {
		lock, err := lockRuns(h)
		if err != nil {
			return found, err
		}
		defer lock.Unlock()
	}
	ctx, progress := cmd.Context(), cmd.ErrOrStderr()
	w, done, err := a.connect(ctx, h, progress)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, done()) }()
	step := func(what string) { fmt.Fprintf(progress, "checking %s\n", what) }
	if found.Verification, err = w.Verify(ctx, lastSound(h), step); err != nil {
		return found, err
	}
	step("the bytes of every archived delivery")
	if err := found.archive(ctx, h, w); err != nil || !setAside {
		return found, err
	}
	return found, w.SetAside(ctx, found.Broken)
}

// archive checks the deliveries that the warehouse was loaded from.
func (v *verification) archive(ctx context.Context, h *home.Home, w *load.Warehouse) error {
	store, err := archive.Open(h.State("archive"), time.Now())
	if err != nil {
		return err
	}
	deliveries, err := w.Deliveries(ctx)
	if err != nil {
		return err
	}
	for _, d := range deliveries {
		v.Deliveries++
		err := store.Verify(ctx, d.SHA256)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			v.Findings = append(v.Findings, load.Finding{Kind: findingArchive, Subject: d.File, Detail: fmt.Sprintf("job %s: %v", d.Job, err)})
			if err := h.ForgetReceived(d.Job); err != nil { // the next run fetches it again, which mends the archive
				return err
			}
		}
	}
	return nil
}

// print writes what was found for a person.
func (v *verification) print(w io.Writer) error {
	for _, f := range v.Findings {
		fmt.Fprintf(w, "%s: %s: %s\n", f.Kind, f.Subject, f.Detail)
	}
	fmt.Fprintf(w, "%s, %s and %s were checked: %s.\n", plural(v.Loads, "load"), plural(v.Tables, "table"),
		plural(v.Deliveries, "archived delivery"), plural(len(v.Findings), "fault"))
	if v.Left > 0 {
		fmt.Fprintf(w, "Nobody sees %s of %s; `nyckeltal retention` removes them.\n", plural(int(v.LeftRows), "row"), plural(v.Left, "load"))
	}
	if len(v.Findings) > 0 {
		_, err := fmt.Fprintln(w, "What to do is in docs/operating.md, under \"Damage\".")
		return err
	}
	return nil
}
