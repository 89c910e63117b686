//go:build linux

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"nyckeltal/load/access"
	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// TestPages drives the pages of the sample organisation in Chromium: log in, pick a period, go from a figure to a cell, run a job, take
// the marked workbook of a delivery that was refused, and log out.
func TestPages(t *testing.T) {
	t.Parallel()
	axe := axe(t)
	dir, downloads := t.TempDir()+"/home", t.TempDir()
	pagesHome(t, dir)
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Stop(context.Background(), engineOptions(h, io.Discard)) })
	if err := accounts(h).Add(t.Context(), "anna", access.Admin, "correct horse"); err != nil {
		t.Fatal(err)
	}
	s := serve(t, dir)
	address := regexp.MustCompile(`pages are served" address=(\S+)`).FindStringSubmatch(s.await(t, "pages are served"))
	r := openBrowser(t, "http://"+address[1], downloads)
	r.goTo(t, "/report?report=minirapport&period=2023-10")
	r.check(t, axe, "log-in")
	take(t, r, enter("#user", "anna"))
	r.follow(t, enter("#password", "correct horse\r"))
	take(t, r, pick("#period", "2023-11"))
	r.follow(t, press(".pick button"))
	text, at := r.text(t, "body"), r.location(t)
	if !strings.Contains(text, "19\u00a0118") || !strings.Contains(at, "period=2023-11") {
		t.Errorf("the report of the period, at %s: %s", at, text)
	}
	r.check(t, axe, "report")
	r.follow(t, press(`a.figure[href*="verksamhetens_kostnader"]`))
	take(t, r, press(".own details summary"))
	r.check(t, axe, "figure")
	r.follow(t, press("a.cell"))
	if r.text(t, ".grid td.cell") == "" {
		t.Error("the cell is empty")
	}
	r.check(t, axe, "cells")
	for _, path := range []string{"/deliveries", "/indicators", "/indicator?id=sjukfranvaro", "/rejects"} {
		r.goTo(t, path)
		r.check(t, axe, path)
	}
	r.download(t, press("a.marked"))
	if marked, err := os.ReadFile(downloads + "/volymer_hr_att_ratta.xlsx"); err != nil || !bytes.HasPrefix(marked, []byte("PK")) {
		t.Errorf("%v %.10q", err, marked)
	}
	r.goTo(t, "/runs")
	take(t, r, pick("#job", "kontoplan"))
	r.follow(t, press(".own .pick button"))
	log := s.await(t, "a run that was asked for ended")
	if !strings.Contains(log, "job=kontoplan user=anna") {
		t.Error(log)
	}
	r.goTo(t, "/runs")
	if text := r.text(t, "table"); !strings.Contains(text, "demand") {
		t.Error(text)
	}
	r.check(t, axe, "runs")
	r.follow(t, press(".leave button"))
	r.goTo(t, "/indicators")
	r.text(t, "#user")
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.faults) > 0 {
		t.Error(r.faults)
	}
	if log, err := s.terminate(t); err != nil {
		t.Errorf("%v\n%s", err, log)
	}
}

// pagesHome loads the sample organisation with a workbook that is refused, and has it offer pages.
func pagesHome(t *testing.T, dir string) {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS("../../examples/intraservice")); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"faulty/volymer_hr.xlsx": "inbox/volymer/volymer_hr.xlsx"} {
		text, err := os.ReadFile(dir + "/" + from)
		if err == nil {
			err = os.WriteFile(dir+"/"+to, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	config, err := os.ReadFile(dir + "/nyckeltal.yaml")
	if err == nil {
		err = os.WriteFile(dir+"/nyckeltal.yaml", append(config, "\npages: {listen: \"127.0.0.1:0\"}\n"...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = exec.CommandContext(t.Context(), "nyckeltal", "--home", dir, "run", "--all").Run() // one delivery is refused, so it fails
}
