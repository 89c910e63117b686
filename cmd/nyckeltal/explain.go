package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/report/contribution"
	"nyckeltal/report/explanation"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
	"nyckeltal/schedules/home"
)

// explainOptions are the flags of `explain`.
type explainOptions struct {
	figureFlags
	window, scenario, version, asOf string
	output, originals               string
	all, current                    bool
	open                            int
}

// figureFlags are those that `explain` and `diff` share.
type figureFlags struct {
	period, format, language string
	slices                   []string
}

func (f *figureFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.period, "period", "",
		"month (2023-11), or year (2025) for the whole year and for costs of services")
	cmd.Flags().StringArrayVar(&f.slices, "slice", nil, "part of the organisation as KIND=NAME, such as area=IT: "+
		strings.Join(contribution.SliceKinds(), ", "))
	cmd.Flags().StringVar(&f.language, "lang", "", "sv or en (default: the home's language)")
	_ = cmd.MarkFlagRequired("period")
}

func newExplainCommand(a *app) *cobra.Command {
	opt := explainOptions{}
	cmd := &cobra.Command{
		Use:   "explain INDICATOR --period PERIOD",
		Short: "Show the deliveries, sheets and cells that a figure is made of",
		Long: `Explain goes from a figure to the cells behind it: the numerator, and the denominator, as sums of what each delivery,
sheet and cell contributes. They add up exactly, or there is an error. Of long lists the text shows the largest; --all,
and the formats json, tsv and xlsx, show everything.

The figure is that of the year to date, as reports print it, unless --window says otherwise; a period that is a year
means the whole of it. Hours of staff are shown per sheet, never per person. Of a closed month it is the figure that the
closing has certified; --current explains what it would be now, and --as-of what it was at a time:
` + timeHelp + `.

  explain cost_per_service --period 2025 --slice service=B101
  explain cost_per_customer --period 2025 --slice service=B101 --slice customer=0110

explain what a service costs in a year, and a customer's part of it: each cell times the customer's share, and the öre
that rounding to whole öre leaves.`,
		Example: "  nyckeltal explain leverantorsfakturor --period 2023-11\n" +
			"  nyckeltal explain resultat --period 2023-11 --slice area=\"Digital infrastruktur\" --format xlsx --output resultat.xlsx\n" +
			"  nyckeltal explain sjukfranvaro --period 2023-11 --window r12 --open 1",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			return a.explain(cmd, h, args[0], opt)
		},
	}
	opt.add(cmd)
	return cmd
}

func (o *explainOptions) add(cmd *cobra.Command) {
	o.figureFlags.add(cmd)
	cmd.Flags().StringVar(&o.window, "window", "",
		"month, ytd, r12, tertial, tertial_full or year (default ytd, or year when the period is one)")
	cmd.Flags().StringVar(&o.scenario, "scenario", "actual", "actual, budget, forecast or target")
	cmd.Flags().StringVar(&o.version, "version", "", "version of a service's cost, where there are several")
	cmd.Flags().StringVar(&o.asOf, "as-of", "", "the figure as it was published then")
	cmd.Flags().BoolVar(&o.current, "current", false, "the figure as it is now, also of a closed month")
	cmd.MarkFlagsMutuallyExclusive("as-of", "current")
	cmd.Flags().StringVar(&o.format, "format", "text", "text, json, tsv or xlsx")
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "write to this file instead of standard output")
	cmd.Flags().BoolVar(&o.all, "all", false, "every contribution in the text too")
	cmd.Flags().StringVar(&o.originals, "originals", "", "write the delivered files to this folder, unchanged")
	cmd.Flags().IntVar(&o.open, "open", 0, "open the file of the delivery with this number in the list")
}

// explain explains one figure.
func (a *app) explain(cmd *cobra.Command, h *home.Home, name string, opt explainOptions) error {
	format, err := explanation.ParseFormat(opt.format)
	if err != nil {
		return &usageError{err}
	}
	if format == explanation.XLSX && opt.output == "" && onTerminal(cmd.OutOrStdout()) {
		return usagef("a workbook cannot be shown on a terminal: name a file with --output")
	}
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // nothing was written
	at, err := opt.at(cmd.Context(), w)
	if err != nil {
		return err
	}
	views, err := contribution.Open(cmd.Context(), w.Conn(), load.AsOf, at)
	if err != nil {
		return err
	}
	e, err := explainFigure(cmd.Context(), views, h, name, opt)
	if err != nil {
		return notFoundIsUsage(err)
	}
	if opt.open < 0 || opt.open > len(e.Deliveries) {
		return usagef("there is no delivery %d: the figure has %d", opt.open, len(e.Deliveries))
	}
	text := explanation.TextOptions{All: opt.all}
	if onTerminal(cmd.OutOrStdout()) {
		text.Width = terminal(cmd.OutOrStdout()).Width
	}
	err = writeTo(cmd.OutOrStdout(), opt.output, func(to io.Writer) error {
		return e.Write(cmd.Context(), to, format, text)
	})
	if err != nil {
		return err
	}
	return showOriginals(cmd, h, e.Deliveries, opt.originals, opt.open)
}

// at is the time whose figure is explained: the one asked for, or that of the closing of the month; the zero time is
// now.
func (o *explainOptions) at(ctx context.Context, w *load.Warehouse) (time.Time, error) {
	if o.asOf != "" {
		return parseTime(ctx, w, o.asOf, time.Now())
	}
	month, _, err := o.month()
	if err != nil || o.current {
		return time.Time{}, err
	}
	closing, _, err := w.ClosedAt(ctx, month)
	return closing.At, err
}

// explainFigure explains a value of an indicator, or a cost of a service where the catalogue has no indicator of that
// name.
func explainFigure(
	ctx context.Context, views *contribution.Views, h *home.Home, name string, opt explainOptions,
) (*explanation.Explanation, error) {
	l, err := opt.locale(h)
	if err != nil {
		return nil, err
	}
	costs := []string{"cost_per_service", "cost_per_customer"}
	if _, err := views.Indicator(ctx, name); err != nil {
		var missing *contribution.NotFoundError
		if !errors.As(err, &missing) {
			return nil, err
		}
		if !slices.Contains(costs, name) {
			missing.There = append(missing.There, costs...)
			return nil, missing
		}
		key, err := opt.costKey(name)
		if err != nil {
			return nil, err
		}
		return explanation.ExplainCost(ctx, views, key, l)
	}
	key, err := opt.key(name)
	if err != nil {
		return nil, err
	}
	return explanation.Explain(ctx, views, key, l)
}

func (f *figureFlags) locale(h *home.Home) (*locale.Locale, error) {
	language := f.language
	if language == "" {
		language = h.Config.Language
	}
	l, err := locale.Of(locale.Language(language))
	if err != nil {
		return nil, &usageError{err}
	}
	return l, nil
}

// key is the value that the flags ask for.
func (o *explainOptions) key(indicator string) (contribution.Key, error) {
	at, yearly, err := o.month()
	if err != nil {
		return contribution.Key{}, err
	}
	slice, err := o.slice()
	if err != nil {
		return contribution.Key{}, err
	}
	k := contribution.Key{Indicator: indicator, Period: at, Window: o.window, Scenario: o.scenario, Slice: slice}
	switch {
	case k.Window != "":
	case yearly:
		k.Window = "year"
	default:
		k.Window = "ytd"
	}
	if o.version != "" {
		return k, usagef("--version is of cost_per_service and cost_per_customer: of an indicator the newest version counts")
	}
	return k, errors.Join(
		oneOf("window", k.Window, contribution.Windows()), oneOf("scenario", k.Scenario, contribution.Scenarios()))
}

// costKey is the cost that the flags ask for.
func (o *explainOptions) costKey(view string) (contribution.CostKey, error) {
	k := contribution.CostKey{Scenario: o.scenario, Version: o.version}
	at, yearly, err := o.month()
	if err != nil {
		return k, err
	}
	if k.Year = at.Year(); !yearly {
		return k, usagef("%s is of a year: expected a period such as 2025, found %q", view, o.period)
	}
	wanted := map[string]*string{"service": &k.Service}
	if view == "cost_per_customer" {
		wanted["customer"] = &k.Customer
	}
	for _, text := range o.slices {
		kind, name, _ := strings.Cut(text, "=")
		if wanted[kind] == nil {
			return k, usagef("%s has no slice %q: expected --slice service=CODE, and customer=CODE for cost_per_customer", view, text)
		}
		*wanted[kind] = name
	}
	for kind, name := range wanted {
		if *name == "" {
			return k, usagef("%s needs --slice %s=CODE", view, kind)
		}
	}
	return k, oneOf("scenario", k.Scenario, contribution.Scenarios())
}

// month reads the period: a month, or December of a year.
func (f *figureFlags) month() (at period.Period, yearly bool, err error) {
	if year, err := strconv.Atoi(f.period); err == nil && period.New(year, 12).IsMonth() {
		return period.New(year, 12), true, nil
	}
	at, err = period.Parse(f.period)
	if err != nil || !at.IsMonth() {
		return 0, false, usagef("expected a month such as 2023-11, or a year, found %q", f.period)
	}
	return at, false, nil
}

// slice reads the slice; an indicator is shown for one at a time.
func (f *figureFlags) slice() (model.Slice, error) {
	if len(f.slices) > 1 {
		return model.Slice{}, usagef("an indicator has values for one slice at a time, found %d: join branch and area as "+
			"branch_area=BRANCH/AREA", len(f.slices))
	}
	text := strings.Join(f.slices, "")
	kind, name, _ := strings.Cut(text, "=")
	s, ok := contribution.SliceOf(kind, name)
	if !ok {
		kinds := contribution.SliceKinds()
		return s, usagef("expected a slice as KIND=NAME, found %q%s; the kinds are %s",
			text, match.DidYouMean(kind, kinds), strings.Join(kinds, ", "))
	}
	return s, nil
}

// oneOf is a usage error unless the name is one of those.
func oneOf(what, name string, names []string) error {
	if slices.Contains(names, name) {
		return nil
	}
	return usagef("there is no %s %q%s: use %s", what, name, match.DidYouMean(name, names), strings.Join(names, ", "))
}

// notFoundIsUsage makes a usage error of what there is none of.
func notFoundIsUsage(err error) error {
	var missing *contribution.NotFoundError
	if errors.As(err, &missing) {
		return &usageError{err}
	}
	return err
}
