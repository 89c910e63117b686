// Command nyckeltal turns the workbooks of a city's departments into key figures. Each verb has a file of its own; this
// one holds what they share: the root command and the exit codes.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/config"
	"nyckeltal/load"
	"nyckeltal/load/engine"
	"nyckeltal/schedules/backup"
	"nyckeltal/schedules/home"
)

// The exit codes; docs/guide.md lists them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2 // wrong usage or configuration
	exitPartly  = 3 // rejects, or a failed job among several
	exitDamaged = 4 // the warehouse or the archive is damaged
)

// Errors that decide the exit code.
var (
	errUsage   = errors.New("usage")   // something is wrong with the command or the configuration; see usagef
	errPartly  = errors.New("partly")  // part of the work was done; the rest has been reported
	errDamaged = errors.New("damaged") // something is damaged, which has been reported
)

func main() { os.Exit(run(os.Args[1:])) }

// run executes the command line and returns the exit code. The first interrupt ends the work in good order, the second
// one at once.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := newRootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	code := exitCode(err)
	if err != nil && !errors.Is(err, errPartly) && !errors.Is(err, errDamaged) {
		fmt.Fprintln(os.Stderr, "nyckeltal: "+message(err))
	}
	return code
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "nyckeltal",
		Short: "Key figures from the departments' workbooks",
		Long: `nyckeltal reads the workbooks that departments send, loads them into a ClickHouse warehouse, and reports key
figures from it. A folder with a nyckeltal.yaml is the home of one organisation; commands find it from the
current folder upwards, or take it from --home or NYCKELTAL_HOME.

Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 partly done (rejects, or a failed job),
4 the warehouse or the archive is damaged.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	a := &app{}
	root.PersistentFlags().StringVar(&a.homeFlag, "home", os.Getenv("NYCKELTAL_HOME"), "folder of the organisation")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w (see `%s --help`)", err, cmd.CommandPath())
	})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(verbs(a)...)
	return root
}

// verbs are the commands; each has a file.
func verbs(a *app) []*cobra.Command {
	return []*cobra.Command{
		newDemoCommand(a),
		newInitCommand(),
		newRunCommand(a),
		newBackfillCommand(a),
		newServeCommand(a),
		newHealthCommand(a),
		newReportCommand(a),
		newExplainCommand(a),
		newDiffCommand(a),
		newCloseCommand(a),
		newReopenCommand(a),
		newRestateCommand(a),
		newClosingsCommand(a),
		newRollbackCommand(a),
		newCheckCommand(a),
		newReadCommand(),
		newInspectCommand(),
		newSchemaCommand(),
		newQueryCommand(a),
		newUserCommand(a),
		newQueriesCommand(a),
		newJobsCommand(a),
		newIndicatorsCommand(a),
		newRunsCommand(a),
		newDeliveriesCommand(a),
		newRejectsCommand(a),
		newWarningsCommand(a),
		newMigrateCommand(a),
		newVerifyCommand(a),
		newRetentionCommand(a),
		newBackupCommand(a),
		newRestoreCommand(a),
		newNoticesCommand(a),
		newEngineCommand(a),
		newVersionCommand(),
	}
}

// exitCode says how the process ends for an error.
func exitCode(err error) int {
	var problem *config.Problem
	switch {
	case err == nil:
		return exitDone
	case isDamage(err):
		return exitDamaged
	case errors.Is(err, errPartly):
		return exitPartly
	case errors.Is(err, errUsage), errors.Is(err, home.ErrNoHome), errors.As(err, &problem), isCobraUsage(err):
		return exitUsage
	default:
		return exitFailed
	}
}

// isDamage tells whether the error says that the warehouse or the archive is damaged.
func isDamage(err error) bool {
	var warehouse *load.DamagedError
	var archived *archive.DamagedError
	var start *engine.StartError
	var copied *backup.DamagedError
	return errors.Is(err, errDamaged) || errors.As(err, &copied) || errors.As(err, &warehouse) || errors.As(err, &archived) || errors.As(err, &start) && start.Damaged()
}

// message is an error's text for a person.
func message(err error) string {
	if errors.Is(err, context.Canceled) {
		return "interrupted; what was not published is not visible, run again to finish the work"
	}
	return err.Error()
}
