package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/schedules/feedback"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/notice"
	"nyckeltal/schedules/timetable"
)

func newNoticesCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "notices",
		Short: "Tell people when jobs fail or deliveries are late",
		Args:  arguments(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "test",
		Short: "Send a test notice by every way that nyckeltal.yaml names",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.home()
			if err != nil {
				return err
			}
			n, err := notifier(h)
			if err != nil {
				return err
			}
			if len(n.Channels) == 0 {
				return usagef("nobody is told anything: give notices.mail or notices.webhook in %s", home.FileName)
			}
			if err := n.Test(cmd.Context()); err != nil {
				return err
			}
			for _, c := range n.Channels {
				fmt.Fprintf(cmd.OutOrStdout(), "A test notice was sent by %s.\n", c.Name())
			}
			return nil
		},
	})
	return cmd
}

// notifier tells people as the home's configuration says.
func notifier(h *home.Home) (*notice.Notifier, error) {
	zone, err := time.LoadLocation(timetable.DefaultZone)
	if err != nil {
		return nil, err
	}
	o := notice.Options{
		Organisation: h.Config.Organisation.Name, Language: h.Config.Language, Zone: zone, File: h.State("notices.json"),
	}
	if config := h.Config.Notices; len(config.Mail) > 0 {
		server, err := mailServer(h)
		if err != nil {
			return nil, err
		}
		o.Channels = append(o.Channels, &notice.Mail{Server: server, To: config.Mail})
	}
	if hook := h.Config.Notices.Webhook; hook.Configured() {
		url, err := h.Reveal(hook.URL)
		if err != nil {
			return nil, &usageError{err}
		}
		o.Channels = append(o.Channels, &notice.Webhook{URL: url, Format: notice.Format(hook.Format)})
	}
	return notice.New(o)
}

// mailServer is the server of feedback.mail.
func mailServer(h *home.Home) (feedback.Mail, error) {
	m := h.Config.Feedback.Mail
	password, err := h.Reveal(m.Password)
	if err != nil {
		return feedback.Mail{}, &usageError{err}
	}
	return feedback.Mail{Host: m.Host, Port: m.Port, From: m.From, User: m.User, Password: password, Security: m.Security}, nil
}
