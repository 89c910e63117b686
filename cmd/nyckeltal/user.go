package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"nyckeltal/load/access"
	"nyckeltal/schedules/home"
)

func newUserCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "Look after the accounts of analysts",
		Long: `Analysts' tools log in to the endpoint that nyckeltal serve offers (analysts in nyckeltal.yaml). Each account has a role:
analyst sees key figures and dimensions, auditor also where they come from and what was refused, admin every view. Nobody
can write. A running service notices changes at once.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newUserAddCommand(a), newUserListCommand(a), newUserPasswordCommand(a), newUserRemoveCommand(a))
	return cmd
}

// accounts are those of the home.
func accounts(h *home.Home) *access.Store { return access.NewStore(h.State("users.json")) }

func newUserAddCommand(a *app) *cobra.Command {
	var role string
	var source passwordSource
	cmd := &cobra.Command{
		Use:     "add NAME --role ROLE",
		Short:   "Add an account",
		Example: "  nyckeltal user add anna --role analyst\n  nyckeltal user add grafana --role analyst --generate",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			parsed, err := access.ParseRole(role)
			if err == nil {
				err = access.CheckName(args[0])
			}
			if err != nil {
				return &usageError{err}
			}
			return a.setPassword(cmd, source, func(users *access.Store, password string) error {
				return users.Add(cmd.Context(), args[0], parsed, password)
			})
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "what the account may see: analyst, auditor or admin")
	_ = cmd.MarkFlagRequired("role")
	source.flags(cmd)
	return cmd
}

func newUserPasswordCommand(a *app) *cobra.Command {
	var source passwordSource
	cmd := &cobra.Command{
		Use:   "password NAME",
		Short: "Give an account another password",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.setPassword(cmd, source, func(users *access.Store, password string) error {
				return users.SetPassword(cmd.Context(), args[0], password)
			})
		},
	}
	source.flags(cmd)
	return cmd
}

func newUserRemoveCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME",
		Short: "Remove an account",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			return userError(accounts(h).Remove(cmd.Context(), args[0]))
		},
	}
}

func newUserListCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the accounts",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			users, err := accounts(h).Users()
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSONLines(cmd.OutOrStdout(), users)
			}
			return writeUsers(cmd.OutOrStdout(), users)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}

func writeUsers(out io.Writer, users []access.User) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "USER\tROLE\tADDED\tPASSWORD OF")
	for _, u := range users {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", u.Name, u.Role, u.Added.Local().Format(time.DateOnly), u.Changed.Local().Format(time.DateOnly))
	}
	return w.Flush()
}

// setPassword asks for a password and gives it to set; a generated one is printed once it is set.
func (a *app) setPassword(cmd *cobra.Command, source passwordSource, set func(*access.Store, string) error) error {
	h, err := a.home()
	if err != nil {
		return err
	}
	password, err := source.password(cmd)
	if err != nil {
		return err
	}
	if err := h.CreateState(); err != nil {
		return err
	}
	if err := set(accounts(h), password); err != nil {
		return userError(err)
	}
	if source.generate {
		_, err = fmt.Fprintln(cmd.OutOrStdout(), password)
	}
	return err
}

// userError makes usage errors of names that are there already, or not there.
func userError(err error) error {
	var exists *access.ExistsError
	var unknown *access.UnknownError
	if errors.As(err, &exists) || errors.As(err, &unknown) {
		return &usageError{err}
	}
	return err
}

// passwordSource says where a password comes from: a terminal unless a flag says otherwise.
type passwordSource struct{ stdin, generate bool }

func (s *passwordSource) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&s.stdin, "password-stdin", false, "read the password from standard input, a line")
	cmd.Flags().BoolVar(&s.generate, "generate", false, "make a password and print it")
	cmd.MarkFlagsMutuallyExclusive("password-stdin", "generate")
}

// password returns a good password.
func (s passwordSource) password(cmd *cobra.Command) (password string, err error) {
	switch {
	case s.generate:
		return access.NewPassword(), nil
	case s.stdin:
		password, err = readLine(cmd.InOrStdin())
	default:
		password, err = askTwice(cmd)
	}
	if err != nil {
		return "", err
	}
	if err := access.CheckPassword(password); err != nil {
		return "", &usageError{err}
	}
	return password, nil
}

// readLine reads the first line.
func readLine(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// askTwice asks for a password on the terminal, which shows nothing of it.
func askTwice(cmd *cobra.Command) (string, error) {
	terminal, ok := cmd.InOrStdin().(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", usagef("there is no terminal to ask for the password: give it with --password-stdin, or let one be made with --generate")
	}
	var answers [2]string
	for i, question := range []string{"Password: ", "Once more: "} {
		fmt.Fprint(cmd.ErrOrStderr(), question)
		answer, err := readSilently(cmd.Context(), int(terminal.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		answers[i] = answer
	}
	if answers[0] != answers[1] {
		return "", usagef("the two passwords differ: nothing was changed")
	}
	return answers[0], nil
}

// readSilently reads a line of the terminal that is not shown. When ctx ends, the terminal shows again what is typed.
func readSilently(ctx context.Context, terminal int) (string, error) {
	state, err := term.GetState(terminal)
	if err != nil {
		return "", err
	}
	type answer struct {
		text []byte
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(terminal)
		answered <- answer{text, err}
	}()
	select {
	case a := <-answered:
		return string(a.text), a.err
	case <-ctx.Done(): // the process ends, and with it the goroutine
		return "", errors.Join(ctx.Err(), term.Restore(terminal, state))
	}
}
