package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"nyckeltal/load/engine"
)

func newEngineCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "engine",
		Short: "Look after the embedded ClickHouse engine",
		Long: `The embedded engine is a process of its own. The first command that needs it starts it, others find it, and it ends
by itself when nobody has asked it anything for a while.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newEngineServeCommand(), newEngineStatusCommand(a), newEngineStopCommand(a), newEngineFetchCommand())
	return cmd
}

func newEngineServeCommand() *cobra.Command {
	opt := engine.ServeOptions{}
	cmd := &cobra.Command{
		Use:    "serve",
		Short:  "Be the engine",
		Hidden: true, // started by other commands, and then confined to the folder of its state
		Args:   arguments(cobra.NoArgs),
		RunE:   func(cmd *cobra.Command, _ []string) error { return engine.Serve(cmd.Context(), opt) },
	}
	cmd.Flags().StringVar(&opt.StateDir, "state", "", "folder of the engine's state")
	cmd.Flags().DurationVar(&opt.IdleTimeout, "idle", engine.DefaultIdleTimeout, "end after this time without a request")
	cmd.Flags().Int64Var(&opt.Memory, "memory", engine.DefaultMemory, "bytes of memory that it may take; never more than half of the machine's")
	_ = cmd.MarkFlagRequired("state")
	return cmd
}

func newEngineStatusCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Tell whether the engine runs",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			state, err := engine.Status(cmd.Context(), engineOptions(h, nil))
			if errors.Is(err, engine.ErrNotRunning) {
				fmt.Fprintln(cmd.OutOrStdout(), "The engine is not running; the next command that needs it starts it.")
				return nil
			}
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), state.Endpoint)
			return nil
		},
	}
}

func newEngineStopCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "stop",
		Short: "End the engine",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			err = engine.Stop(cmd.Context(), engineOptions(h, nil))
			if errors.Is(err, engine.ErrNotRunning) {
				return nil
			}
			return err
		},
	}
}

func newEngineFetchCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "fetch",
		Short: "Fetch the engine's library, so that later commands need no network",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := engine.FindLibrary(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), path)
			return nil
		},
	}
}
