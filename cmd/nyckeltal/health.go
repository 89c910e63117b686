package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/schedules/home"
)

func newHealthCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: "Ask the service of the home whether it does its work",
		Long:  "Health asks /readyz of `nyckeltal serve` at serve.listen of nyckeltal.yaml, and fails when it is not ready.",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			doing, err := askReady(cmd.Context(), h.Config.Serve.Listen)
			if err == nil {
				_, err = fmt.Fprintln(cmd.OutOrStdout(), doing)
			}
			return err
		},
	}
}

// askReady returns what the service at an address says that it does.
func askReady(ctx context.Context, address string) (string, error) {
	if address == home.ListenOff {
		return "", usagef("the service tells nobody how it is: serve.listen is off")
	}
	const patience = 5 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// An address of all interfaces is one of this machine's too.
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+strings.Replace(address, "0.0.0.0:", "127.0.0.1:", 1)+"/readyz", nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", fmt.Errorf("the service does not answer: %w", err)
	}
	defer response.Body.Close()
	const most = 1000
	body, err := io.ReadAll(io.LimitReader(response.Body, most))
	text := strings.TrimSpace(string(body))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the service is there and does not work: %s", text)
	}
	return text, err
}
