package gateway_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"nyckeltal/load/access"
)

func TestLogInInThreeWays(t *testing.T) {
	o := open(t, nil)
	none := func(r *http.Request) { r.Header.Del("Authorization") }
	headers := func(r *http.Request) {
		none(r)
		r.Header.Set("X-ClickHouse-User", name)
		r.Header.Set("X-ClickHouse-Key", password)
	}
	parameters := "&user=" + name + "&password=" + url.QueryEscape(password)
	for what, got := range map[string]reply{
		"basic":      o.ask(t, "POST", "/", "SELECT 1"),
		"headers":    o.ask(t, "POST", "/", "SELECT 1", headers),
		"parameters": o.ask(t, "GET", asParameter("SELECT 1")+parameters, "", none),
	} {
		if got.status != http.StatusOK || got.body != "1\n" {
			t.Errorf("%s: %d %s", what, got.status, got.body)
		}
	}
	got := o.ask(t, "POST", "/", "SELECT 1", none)
	if got.status != http.StatusUnauthorized || got.header.Get("X-ClickHouse-Exception-Code") != "194" || got.header.Get("WWW-Authenticate") == "" {
		t.Errorf("nobody: %d %v %s", got.status, got.header, got.body)
	}
}

// refused expects a refusal and returns what Retry-After says.
func (o *office) refused(t *testing.T, name, password string) string {
	t.Helper()
	got := o.ask(t, "POST", "/", "SELECT 1", as(name, password))
	if got.status != http.StatusForbidden || got.header.Get("X-ClickHouse-Exception-Code") != "516" {
		t.Fatalf("%s: %d %s", name, got.status, got.body)
	}
	return got.header.Get("Retry-After")
}

func TestWrongPasswordsAreSlowed(t *testing.T) {
	o := open(t, nil)
	for i := range 3 {
		if after := o.refused(t, name, "wrong password "+fmt.Sprint(i)); after != "" {
			t.Errorf("slowed by %s after %d", after, i)
		}
	}
	for _, seconds := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		if after := o.refused(t, name, password); after != fmt.Sprint(seconds) {
			t.Fatalf("the right password is slowed by %q, want %d", after, seconds)
		}
		o.clock.move(time.Duration(seconds) * time.Second)
		if after := o.refused(t, name, "wrong again"); after != "" {
			t.Fatalf("after %d s it is still slowed, by %s", seconds, after)
		}
	}
	o.clock.move(time.Minute)
	if got := o.ask(t, "POST", "/", "SELECT 1"); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
	log := o.log.String()
	if n := strings.Count(log, "a log-in failed"); n != 11 || !strings.Contains(log, "user=anna address=127.0.0.1") || strings.Contains(log, "wrong") {
		t.Errorf("%d:\n%s", n, log)
	}
}

// TestNobodyIsKeptOut expects that who has logged in from a place before is not slowed by others who guess.
func TestNobodyIsKeptOut(t *testing.T) {
	o := open(t, nil)
	if got := o.ask(t, "POST", "/", "SELECT 1"); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	for i := range 10 {
		o.refused(t, fmt.Sprintf("guess%d", i), "a password in vain")
	}
	if after := o.refused(t, "guess", "a password in vain"); after != "1" {
		t.Errorf("an address with 10 failures is slowed by %q", after)
	}
	if got := o.ask(t, "POST", "/", "SELECT 1"); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
	for range 3 {
		o.refused(t, name, "wrong password")
	}
	if after := o.refused(t, name, password); after != "1" {
		t.Errorf("guessing beside a familiar one is slowed by %q", after)
	}
	if log := o.log.String(); strings.Contains(log, "guess") {
		t.Errorf("the log holds what may be a password:\n%s", log)
	}
}

// TestManyLogInsAtOnce expects that one tool's requests count as one, and that guesses at once are slowed as those in a row.
func TestManyLogInsAtOnce(t *testing.T) {
	o := open(t, nil)
	together := func(n int, password func(int) string) map[string]int {
		var wait sync.WaitGroup
		var mu sync.Mutex
		answers := map[string]int{}
		for i := range n {
			wait.Go(func() {
				got := o.ask(t, "POST", "/", "SELECT 1", as(name, password(i)))
				mu.Lock()
				defer mu.Unlock()
				answers[got.header.Get("X-ClickHouse-Exception-Code")+" "+got.header.Get("Retry-After")]++
			})
		}
		wait.Wait()
		return answers
	}
	if got := together(20, func(int) string { return password }); got["516 "]+got["516 1"] != 0 {
		t.Errorf("right: %v", got)
	}
	if got := together(20, func(i int) string { return fmt.Sprint("guess number ", i) }); got["516 "] != 3 || got["516 1"] != 17 {
		t.Errorf("wrong: %v", got)
	}
}

func TestAccountsChangeWithoutRestart(t *testing.T) {
	o := open(t, nil)
	o.refused(t, "bo", password)
	if err := o.users.Add(t.Context(), "bo", access.Auditor, password); err != nil {
		t.Fatal(err)
	}
	if got := o.ask(t, "POST", "/", "SELECT 1", as("bo", password)); got.status != http.StatusOK {
		t.Errorf("added: %d %s", got.status, got.body)
	}
	if err := o.users.SetPassword(t.Context(), "bo", "another password"); err != nil {
		t.Fatal(err)
	}
	o.refused(t, "bo", password)
	if got := o.ask(t, "POST", "/", "SELECT 1", as("bo", "another password")); got.status != http.StatusOK {
		t.Errorf("changed: %d %s", got.status, got.body)
	}
	if err := o.users.Remove(t.Context(), "bo"); err != nil {
		t.Fatal(err)
	}
	o.refused(t, "bo", "another password")
}
