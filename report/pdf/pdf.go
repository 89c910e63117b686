// Package pdf prints pages of HTML by a Chromium, or a browser made of it, that is installed.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// longest is how long a page may take to be printed.
const longest = 2 * time.Minute

// lingering is how long processes that outlive the browser may keep its output open.
const lingering = 5 * time.Second

// ErrNoBrowser says that nothing is installed that could print.
var ErrNoBrowser = errors.New("no browser is installed that could print a PDF: install Chromium (apt install chromium) or Google Chrome so that " +
	"one of " + strings.Join(names, ", ") + " is on the PATH; or write the report as html and print it from a browser")

// PrintError says that the browser did not print.
type PrintError struct {
	Browser string
	Err     error
	Said    string // what the browser wrote last
}

func (e *PrintError) Error() string {
	text := fmt.Sprintf("print the PDF by %s: %v", e.Browser, e.Err)
	if e.Said != "" {
		text += "; it says: " + e.Said
	}
	return text
}

func (e *PrintError) Unwrap() error { return e.Err }

// Write prints a self-contained HTML document on paper of the size that its style asks for, and writes the PDF, whose title is
// the document's. Nothing is fetched; a script that the document holds is run, unless its policy forbids that. It returns ErrNoBrowser where there is none, a *PrintError when the
// browser fails, and that with the context's error when ctx ends, which ends the browser. It may be called concurrently;
// each call starts a browser of its own, with a profile that is removed afterwards.
func Write(ctx context.Context, w io.Writer, html []byte) error {
	browser, err := find()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(shortly(os.TempDir()), "nyckeltal-pdf-")
	if err != nil {
		return fmt.Errorf("print the PDF: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	page, printed := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(page, html, 0o600); err != nil {
		return fmt.Errorf("print the PDF: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	said, err := run(ctx, browser, dir, page, printed)
	if err != nil {
		return &PrintError{browser, err, said}
	}
	document, err := os.ReadFile(printed)
	if err != nil || !bytes.HasPrefix(document, []byte("%PDF-")) {
		return &PrintError{browser, errors.New("it ended without a PDF"), said}
	}
	_, err = w.Write(document)
	return err
}

// longestFolder is how long the path of the folder for temporary files may be: the browser puts a socket 70 characters
// below it, and the path of a socket has 104 at most.
const longestFolder = 34

// shortly returns the folder, or /tmp where its path is too long for the browser.
func shortly(folder string) string {
	if len(folder) > longestFolder {
		return "/tmp"
	}
	return folder
}

// names are what browsers that can print are called. On a Mac they lie in their own folders.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"}

var applications = []string{
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
}

// Available returns ErrNoBrowser when nothing is installed that could print, for those who would offer it.
func Available() error {
	_, err := find()
	return err
}

func find() (string, error) {
	for _, name := range append(append([]string{}, names...), applications...) {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// switches are how the browser is started: it prints and ends, asks for nothing and keeps nothing. With scripts switched off it would print
// nothing at all.
var switches = []string{
	"--headless", "--no-pdf-header-footer", "--disable-gpu", "--hide-scrollbars",
	"--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync", "--disable-default-apps",
	"--disable-background-networking", "--disable-component-update", "--disable-breakpad", "--metrics-recording-only",
	"--host-resolver-rules=MAP * ~NOTFOUND", // no name is found,
	"--proxy-server=127.0.0.1:9",            // and no address is reached
	"--disable-dev-shm-usage",               // which is small in containers
}

// run prints the page to a file, and returns what the browser said.
func run(ctx context.Context, browser, dir, page, printed string) (string, error) {
	args := append([]string{}, switches...)
	if os.Geteuid() == 0 {
		// As root the browser refuses to start with its sandbox. The page is the report's own, with a policy that allows no
		// script but its own.
		args = append(args, "--no-sandbox")
	}
	args = append(args, "--user-data-dir="+filepath.Join(dir, "profile"), "--print-to-pdf="+printed, "file://"+filepath.ToSlash(page))
	cmd := exec.CommandContext(ctx, browser, args...)
	// Of the environment it gets what it needs, and none of the passwords that may be there.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=" + os.Getenv("LANG"), "HOME=" + dir, "TMPDIR=" + dir}
	var said tail
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	// The browser is several processes, which are ended together.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = lingering
	err := cmd.Run()
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	return strings.TrimSpace(string(said)), err
}

// mostSaid is how many bytes of what the browser said are kept, the last ones.
const mostSaid = 600

type tail []byte

// Write keeps the last bytes.
func (t *tail) Write(p []byte) (int, error) {
	*t = append(*t, p...)
	if len(*t) > mostSaid {
		*t = (*t)[len(*t)-mostSaid:]
	}
	return len(p), nil
}
