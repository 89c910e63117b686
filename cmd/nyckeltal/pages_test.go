//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"nyckeltal/load/access"
	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// visitor is somebody with a browser at the pages of a service.
type visitor struct {
	context.Context
	address string

	mu     sync.Mutex
	faults []string // of the console, and requests that leave the site
}

// openBrowser starts headless Chromium, or skips the test where there is none.
func openBrowser(t *testing.T, address, downloads string) *visitor {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("there is no chromium: apt-get install chromium")
	}
	allocated, release := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath("chromium"), chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck, chromedp.DisableGPU, chromedp.WindowSize(1200, 900))
	t.Cleanup(release)
	ctx, end := chromedp.NewContext(allocated)
	t.Cleanup(end)
	r := &visitor{Context: ctx, address: address}
	if err := chromedp.Listen(ctx, r.listen); err != nil {
		t.Fatal(err)
	}
	events := true
	_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: downloads, EventsEnabled: &events,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, enable := range []func() error{
		func() error { _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); return err },
		func() error { _, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{}); return err },
	} {
		if err := enable(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// listen notes requests that leave the site, and what the console says.
func (r *visitor) listen(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, r.address) && !strings.HasPrefix(e.Request.URL, "data:") {
			r.faults = append(r.faults, "request to "+e.Request.URL)
		}
	case *runtime.EventConsoleAPICalled:
		r.faults = append(r.faults, "console: "+string(e.Type))
	case *runtime.EventExceptionThrown:
		r.faults = append(r.faults, "exception: "+e.ExceptionDetails.Text)
	}
}

// do takes steps, each within a time that is long on a busy machine too.
func (r *visitor) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(r, 2*time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// read returns what an action finds.
func (r *visitor) read(t *testing.T, a chromedp.Action[string]) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(r, 2*time.Minute)
	defer cancel()
	text, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// see waits for what a selector finds.
func see(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(chromedp.CSS(selector))
}

// press clicks on what the selector finds.
func press(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector))
}

// axe loads axe-core, which tells what keeps people from using a page.
func axe(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	command := exec.CommandContext(t.Context(), "npm", "pack", "--silent", "axe-core@4.14.1")
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		t.Skipf("axe-core cannot be fetched: %v %s", err, out)
	}
	if out, err := exec.CommandContext(t.Context(), "tar", "-xzf", filepath.Join(dir, "axe-core-4.14.1.tgz"), "-C", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "package", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// check expects nothing serious of axe-core on the page that is shown.
func (r *visitor) check(t *testing.T, axe, what string) {
	t.Helper()
	found := r.read(t, chromedp.Evaluate[string](axe+`;axe.run().then(r => JSON.stringify(r.violations
		.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes.map(n => n.html).slice(0, 3).join(" "))))`,
		chromedp.EvalAwaitPromise))
	var faults []string
	if err := json.Unmarshal([]byte(found), &faults); err != nil || len(faults) > 0 {
		t.Errorf("%s: %v %v", what, err, faults)
	}
}

// TestPages drives the pages of the sample organisation in Chromium: log in, pick a period, go from a figure to a cell, run a job, take
// the marked workbook of a delivery that was refused, and log out.
func TestPages(t *testing.T) {
	t.Parallel()
	script := axe(t)
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
	r.do(t, chromedp.Navigate(r.address+"/report?report=minirapport&period=2023-10"), see("#user"))
	r.check(t, script, "log-in")
	r.do(t, chromedp.SendKeys(chromedp.CSS("#user"), "anna"), chromedp.SendKeys(chromedp.CSS("#password"), "correct horse\r"),
		see(".pick"), chromedp.SetValue(chromedp.CSS("#period"), "2023-11"), press(".pick button"), see(".trace"))
	text, at := r.read(t, chromedp.Text(chromedp.CSS("body"))), r.read(t, chromedp.Location())
	if !strings.Contains(text, "19\u00a0118") || !strings.Contains(at, "period=2023-11") {
		t.Errorf("the report of the period, at %s: %s", at, text)
	}
	r.check(t, script, "report")
	r.do(t, press(".trace details summary"), press(`.trace a[href*="verksamhetens_kostnader"]`), see(".facts"), press(".own details summary"))
	r.check(t, script, "figure")
	r.do(t, press("a.cell"), see(".grid"))
	if r.read(t, chromedp.Text(chromedp.CSS(".grid td.cell"))) == "" {
		t.Error("the cell is empty")
	}
	r.check(t, script, "cells")
	for _, path := range []string{"/deliveries", "/indicators", "/indicator?id=sjukfranvaro", "/rejects"} {
		r.do(t, chromedp.Navigate(r.address+path), see("h1"))
		r.check(t, script, path)
	}
	received := make(chan struct{}, 1)
	err = chromedp.ListenBrowser(r, func(event any) {
		if e, ok := event.(*browser.EventDownloadProgress); ok && e.State == browser.DownloadProgressStateCompleted {
			received <- struct{}{}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	r.do(t, press("a.marked"))
	select {
	case <-received:
	case <-time.After(2 * time.Minute):
		t.Fatal("the marked workbook does not come")
	}
	if marked, err := os.ReadFile(downloads + "/volymer_hr_att_ratta.xlsx"); err != nil || !bytes.HasPrefix(marked, []byte("PK")) {
		t.Errorf("%v %.10q", err, marked)
	}
	r.do(t, chromedp.Navigate(r.address+"/runs"), chromedp.SetValue(chromedp.CSS("#job"), "kontoplan"), press(".own .pick button"), see("h1"))
	log := s.await(t, "a run that was asked for ended")
	if !strings.Contains(log, "job=kontoplan user=anna") {
		t.Error(log)
	}
	r.do(t, chromedp.Navigate(r.address+"/runs"), see("table"))
	if text := r.read(t, chromedp.Text(chromedp.CSS("table"))); !strings.Contains(text, "demand") {
		t.Error(text)
	}
	r.check(t, script, "runs")
	r.do(t, press(".leave button"), see("#user"), chromedp.Navigate(r.address+"/indicators"), see("#user"))
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
