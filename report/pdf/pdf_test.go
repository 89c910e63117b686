package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"nyckeltal/examples/testprogram"
	"nyckeltal/report/pdf"
)

// TestWrite prints a page with a real browser: its text and title are in the PDF, nothing is fetched and nothing left behind.
func TestWrite(t *testing.T) {
	skipWithoutBrowser(t)
	asked := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case asked <- r.URL.Path:
		default:
		}
	}))
	defer server.Close()
	t.Setenv("TMPDIR", t.TempDir())
	page := `<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Månadens siffror</title></head>
<body><p>Resultat 19&nbsp;118 tkr</p><img src="` + server.URL + `/picture.png" alt=""></body></html>`
	var b bytes.Buffer
	if err := pdf.Write(t.Context(), &b, []byte(page)); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
		t.Fatalf("it begins with %q", b.Bytes()[:min(b.Len(), 16)])
	}
	select {
	case path := <-asked:
		t.Errorf("the browser asked for %s", path)
	default:
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if text := read(t, "pdftotext", b.Bytes(), "-"); !strings.Contains(text, "Resultat 19\u00a0118 tkr") && !strings.Contains(text, "Resultat 19 118 tkr") {
		t.Errorf("the PDF says %q", text)
	}
	if info := read(t, "pdfinfo", b.Bytes()); !strings.Contains(info, "Månadens siffror") {
		t.Errorf("the PDF is %q", info)
	}
}

// read runs one of poppler's programs on a PDF.
func read(t *testing.T, program string, document []byte, args ...string) string {
	t.Helper()
	program = testprogram.Find(t, program)
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, document, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), program, append([]string{"-enc", "UTF-8", file}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func skipWithoutBrowser(t *testing.T) {
	t.Helper()
	if pdf.Available() != nil {
		testprogram.Find(t, "chromium")
	}
}

// TestLongFolder: a folder for temporary files whose path is long is no hindrance.
func TestLongFolder(t *testing.T) {
	skipWithoutBrowser(t)
	long := filepath.Join(t.TempDir(), strings.Repeat("a", 100))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", long)
	if err := pdf.Write(t.Context(), io.Discard, []byte("<!doctype html><title>R</title>")); err != nil {
		t.Error(err)
	}
}

// TestCancelled: the browser is ended when the context is, and says why.
func TestCancelled(t *testing.T) {
	skipWithoutBrowser(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var failed *pdf.PrintError
	if err := pdf.Write(ctx, &bytes.Buffer{}, nil); !errors.Is(err, context.Canceled) || !errors.As(err, &failed) {
		t.Errorf("got %v", err)
	}
}

// TestEndedTogether: what the browser has started ends with it.
func TestEndedTogether(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "alive")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	fake(t, "sleep 600 > "+fifo+" &\nwait\n")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- pdf.Write(ctx, &bytes.Buffer{}, nil) }()
	alive, err := os.Open(fifo) // which waits for its writer
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = alive.Close() }()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := io.ReadAll(alive); err != nil { // which ends when no process has it open any more
		t.Error(err)
	}
}

// TestNoBrowser: the error says what to install.
func TestNoBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := pdf.Write(t.Context(), &bytes.Buffer{}, nil)
	if !errors.Is(err, pdf.ErrNoBrowser) || !strings.Contains(err.Error(), "install Chromium") {
		t.Errorf("got %v", err)
	}
}

// TestBrowserFails: what the browser said last is told, and that it ended without a PDF.
func TestBrowserFails(t *testing.T) {
	for script, want := range map[string]string{
		"echo 'no usable sandbox' >&2; exit 3": "exit status 3; it says: no usable sandbox",
		"exit 0":                               "it ended without a PDF",
	} {
		fake(t, script)
		var failed *pdf.PrintError
		if err := pdf.Write(t.Context(), &bytes.Buffer{}, nil); !errors.As(err, &failed) || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: got %v", script, err)
		}
	}
}

// fake puts a script in the place of the browser.
func fake(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "chromium"), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}
