package faultproxy_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nyckeltal/cmd/nyckeltal/internal/faultproxy"
)

// engine answers every statement with its own text, and tells what it got.
type engine struct{ got chan string }

func (e *engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		e.got <- string(text) + " (cut)"
		return
	}
	e.got <- string(text)
	fmt.Fprintf(w, "%s done", text)
}

// send sends statements of ten bytes one after the other and returns the answers.
func send(proxy *faultproxy.Proxy, n int) (answers []string) {
	for i := range n {
		answer, err := http.Post("http://"+proxy.Address()+"/", "", strings.NewReader(fmt.Sprintf("statement%d", i+1)))
		if err != nil {
			answers = append(answers, "lost")
			continue
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			text = append(text, " (cut)"...)
		}
		answers = append(answers, string(text))
	}
	return answers
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name     string
		fault    faultproxy.Fault
		got      string // by the engine
		answered string // to the program
	}{
		{"none", faultproxy.Fault{}, "statement1, statement2, statement3", "statement1 done, statement2 done, statement3 done"},
		{"before", faultproxy.Fault{Step: 2}, "statement1, statement3", "statement1 done, lost, statement3 done"},
		{
			"after",
			faultproxy.Fault{Step: 2, Answered: true},
			"statement1, statement2, statement3",
			"statement1 done, lost, statement3 done",
		},
		{
			"before the second of some",
			faultproxy.Fault{Step: 2, Count: func(s string) bool { return s != "statement2" }},
			"statement1, statement2", "statement1 done, statement2 done, lost",
		},
		{
			"only watched",
			faultproxy.Fault{Step: 2, Pass: true},
			"statement1, statement2, statement3",
			"statement1 done, statement2 done, statement3 done",
		},
		{
			"within a statement",
			faultproxy.Fault{Bytes: 29},
			"statement1, stat (cut), statement3",
			"statement1 done, lost, statement3 done",
		},
		{
			"within an answer",
			faultproxy.Fault{Bytes: 38},
			"statement1, statement2, statement3",
			"statement1 done, sta (cut), statement3 done",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			behind := &engine{got: make(chan string, 3)}
			web := httptest.NewServer(behind)
			defer web.Close()
			struck := 0
			test.fault.Do = func() { struck++ }
			proxy := faultproxy.Start(t, web.Listener.Addr().String(), test.fault)
			answers := strings.Join(send(proxy, 3), ", ")
			proxy.Close()
			for _, want := range strings.Split(test.got, ", ") {
				if got := <-behind.got; !strings.Contains(test.got, got) {
					t.Errorf("the engine got %q, want %q", got, want)
				}
			}
			if answers != test.answered || len(behind.got) > 0 {
				t.Errorf("the program got %s, want %s; the engine got %d more", answers, test.answered, len(behind.got))
			}
			fault := test.fault.Step > 0 || test.fault.Bytes > 0
			if proxy.Reached() != fault || (struck == 1) != fault {
				t.Errorf("struck %d times, reached: %v", struck, proxy.Reached())
			}
			if !fault && (proxy.Passed() != 75 || len(proxy.Steps()) != 3) {
				t.Errorf("%d bytes, steps %q", proxy.Passed(), proxy.Steps())
			}
		})
	}
}

// TestGone has no engine behind the proxy: after the first statement nobody answers at its address.
func TestGone(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	web.Close()
	proxy := faultproxy.Start(t, web.Listener.Addr().String(), faultproxy.Fault{})
	if answers := send(proxy, 2); strings.Join(answers, ",") != "lost,lost" || len(proxy.Steps()) != 1 {
		t.Errorf("%v, steps %q", answers, proxy.Steps())
	}
}
