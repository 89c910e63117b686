//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"nyckeltal/examples/testprogram"
)

// visitor is somebody with a browser at the pages of a service.
type visitor struct {
	context.Context
	address string

	mu     sync.Mutex
	faults []string // of the console, and requests that leave the site
}

// openBrowser starts headless Chromium.
func openBrowser(t *testing.T, address, downloads string) *visitor {
	t.Helper()
	chromium := testprogram.Find(t, "chromium")
	allocated, release := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath(chromium), chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun,
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
		func() error { _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); return err },
	} {
		if err := enable(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// listen notes requests that leave the site, and what the console says, also of what the policy forbids and of requests that fail.
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
	case *log.EventEntryAdded:
		r.faults = append(r.faults, fmt.Sprintf("log: %s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL))
	}
}

// patience is how long a step may take, on a busy machine too.
const patience = 2 * time.Minute

// take takes a step.
func take[T any](t *testing.T, r *visitor, step chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(r, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, step)
	if err != nil {
		at, _ := chromedp.Run(ctx, chromedp.Location())
		t.Fatalf("at %s: %v", at, err)
	}
	return result
}

// goTo opens a page of the site and waits until it has been loaded.
func (r *visitor) goTo(t *testing.T, path string) {
	t.Helper()
	take(t, r, chromedp.Navigate(r.address+path))
}

// follow takes a step that leads to another page, and waits until that one has been loaded.
func (r *visitor) follow(t *testing.T, step chromedp.Action[chromedp.Void]) {
	t.Helper()
	take(t, r, chromedp.WaitEvent(page.LoadEventFired, nil, step))
}

// script runs a function of the page on what the selector finds, which must be seen.
func script[T any](selector, function string) chromedp.Action[T] {
	return chromedp.Evaluate[T](fmt.Sprintf(`(() => {
		const found = document.querySelector(%[1]q);
		if (!found || !found.checkVisibility()) throw new Error("nothing to be seen of " + %[1]q);
		return (%[2]s)(found);
	})()`, selector, function))
}

// press presses what the selector finds.
func press(selector string) chromedp.Action[chromedp.Void] {
	return script[chromedp.Void](selector, "e => { e.click() }")
}

// enter types into what the selector finds; a carriage return sends the form.
func enter(selector, text string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(script[chromedp.Void](selector, "e => { e.focus() }"), chromedp.KeyEvent(text))
}

// pick chooses a value of the select element that the selector finds.
func pick(selector, value string) chromedp.Action[chromedp.Void] {
	return script[chromedp.Void](selector, fmt.Sprintf(`e => { e.value = %[1]q; if (e.value !== %[1]q) throw new Error("no choice " + %[1]q) }`, value))
}

// text is what is to be read in what the selector finds.
func (r *visitor) text(t *testing.T, selector string) string {
	t.Helper()
	return take(t, r, script[string](selector, "e => e.innerText"))
}

// location is the address of the page.
func (r *visitor) location(t *testing.T) string {
	t.Helper()
	return take(t, r, chromedp.Location())
}

// download takes a step that has the browser download a file, and waits until it has come.
func (r *visitor) download(t *testing.T, step chromedp.Action[chromedp.Void]) {
	t.Helper()
	received := make(chan struct{})
	var once sync.Once
	err := chromedp.ListenBrowser(r, func(event any) {
		if e, ok := event.(*browser.EventDownloadProgress); ok && e.State == browser.DownloadProgressStateCompleted {
			once.Do(func() { close(received) })
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	take(t, r, step)
	select {
	case <-received:
	case <-time.After(patience):
		t.Fatal("the file does not come")
	}
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
	found := take(t, r, chromedp.Evaluate[string](axe+`;axe.run().then(r => JSON.stringify(r.violations
		.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes.map(n => n.html).slice(0, 3).join(" "))))`,
		chromedp.EvalAwaitPromise))
	var faults []string
	if err := json.Unmarshal([]byte(found), &faults); err != nil || len(faults) > 0 {
		t.Errorf("%s: %v %v", what, err, faults)
	}
}
