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

	"github.com/chromedp/chromedp"

	"nyckeltal/load/access"
	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// TestPages drives the pages of the sample organisation in Chromium: log in, pick a period and a part, sort a table, go from a figure to a
// cell, run a job, backfill another one, take the marked workbook of a delivery that was refused, and log out.
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
	take(t, r, chromedp.KeyEvent("\t"))
	if first := take(t, r, chromedp.Evaluate[string]("document.activeElement.className")); first != "skip" {
		t.Errorf("the keyboard comes to %q first", first)
	}
	take(t, r, press(".sortable th.main button"))
	if sorted := take(t, r, script[string](".sortable th.main", "e => e.getAttribute('aria-sort') || ''")); sorted != "descending" {
		t.Errorf("the table is sorted %q", sorted)
	}
	take(t, r, pick("#report", "avdelning"))
	r.follow(t, press(".pick button"))
	take(t, r, pick("#for", "Digital infrastruktur"))
	r.follow(t, press(".pick button"))
	if title := r.text(t, "h1"); title != "Digital infrastruktur, november 2023" {
		t.Errorf("the report of a part: %s", title)
	}
	r.goTo(t, "/report?report=minirapport&period=2023-11")
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
	r.goTo(t, "/runs?still=1")
	take(t, r, pick("#job", "kontoplan"))
	r.follow(t, press(".own .pick button"))
	log := s.await(t, "a run that was asked for ended")
	if !strings.Contains(log, "job=kontoplan user=anna") {
		t.Error(log)
	}
	r.goTo(t, "/runs?still=1")
	if text := r.text(t, "table"); !strings.Contains(text, "på begäran") {
		t.Error(text)
	}
	r.check(t, axe, "runs")
	take(t, r, chromedp.Steps(pick("#filled", "huvudbok"), enter("#from", "2022-01"), enter("#to", "2022-12")))
	r.follow(t, press(`form[action="/runs/backfill"] button`))
	if text := r.text(t, "table"); !strings.Contains(text, "huvudbok_2022.xlsx") || strings.Contains(text, "huvudbok_2023.xlsx") {
		t.Errorf("the plan: %s", text)
	}
	r.check(t, axe, "backfill")
	r.follow(t, press(".confirm button"))
	if log := s.await(t, "a backfill that was asked for ended"); !strings.Contains(log, "job=huvudbok from=2022-01 to=2022-12 user=anna") {
		t.Error(log)
	}
	r.goTo(t, "/runs?still=1")
	if text := r.text(t, "table"); !strings.Contains(text, "återfyllning") {
		t.Error(text)
	}
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
