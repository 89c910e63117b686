package site_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"nyckeltal/report/pdf"
	"nyckeltal/report/site"
)

const (
	reportPath   = "/report?report=minirapport&period=2023-11"
	figurePath   = "/figure?indicator=verksamhetens_kostnader&month=2023-11&of=2023-11&report=minirapport&scenario=actual&window=ytd"
	partPath     = "/report?report=avdelning&period=2023-11&for=Digital+infrastruktur"
	costPath     = "/figure?indicator=cost_per_service&year=2025&of=2025&report=arlig-analys&scenario=budget&kind=service&slice=B101"
	customerPath = "/figure?indicator=cost_per_customer&year=2025&scenario=budget&kind=service&slice=B101&customer=0110"
)

// TestRights asks for every address as everybody.
func TestRights(t *testing.T) {
	o := open(t)
	staff := fmt.Sprint(o.loads["payroll"])
	ledger := fmt.Sprint(o.loads["ledger"])
	readers := map[string]*browser{"nobody": o.browser(t)}
	for _, role := range []string{"analyst", "auditor", "admin"} {
		readers[role] = o.enter(t, role)
	}
	for _, c := range []struct {
		method, path string
		form         url.Values
		want         [3]int // analyst, auditor, admin
	}{
		{"GET", "/", nil, [3]int{303, 303, 303}},
		{"GET", reportPath, nil, [3]int{200, 200, 200}},
		{"GET", reportPath + "&current=1", nil, [3]int{403, 200, 200}},
		{"GET", reportPath + "&at=2099-01-01T00:00", nil, [3]int{403, 200, 200}},
		{"GET", "/report?report=other", nil, [3]int{404, 404, 404}},
		{"GET", "/report/file?report=minirapport&period=2023-11&format=tsv", nil, [3]int{200, 200, 200}},
		{"GET", "/report/file?report=minirapport&period=2023-11&format=tsv&current=1", nil, [3]int{403, 200, 200}},
		{"GET", "/report/file?report=minirapport&period=2023-11&format=html", nil, [3]int{200, 200, 200}},
		{"GET", "/report/file?report=minirapport&period=2023-11&format=text", nil, [3]int{404, 404, 404}},
		{"GET", partPath, nil, [3]int{200, 200, 200}},
		{"GET", "/report/file?report=avdelning&period=2023-11&for=Digital+infrastruktur&format=tsv", nil, [3]int{200, 200, 200}},
		{"GET", "/report/file?report=avdelning&period=2023-11&for=none&format=tsv", nil, [3]int{404, 404, 404}},
		{"GET", "/report/file?report=avdelning&period=2023-11&format=tsv", nil, [3]int{404, 404, 404}},
		{"GET", figurePath, nil, [3]int{200, 200, 200}},
		{"GET", figurePath + "&at=2099-01-01T00:00", nil, [3]int{403, 200, 200}},
		{"GET", costPath, nil, [3]int{200, 200, 200}},
		{"GET", costPath + "&current=1", nil, [3]int{403, 200, 200}},
		{"GET", customerPath, nil, [3]int{200, 200, 200}},
		{"GET", "/figure?indicator=cost_per_service&year=2025&scenario=actual", nil, [3]int{404, 404, 404}},
		{"GET", "/figure?indicator=cost_per_service&year=2025&scenario=actual&kind=service&slice=none", nil, [3]int{404, 404, 404}},
		{"GET", "/figure?indicator=none&month=2023-11&scenario=actual&window=ytd", nil, [3]int{404, 404, 404}},
		{"GET", "/cells?load=" + ledger + "&sheet=Transaktioner&row=9", nil, [3]int{403, 200, 200}},
		{"GET", "/cells?load=" + ledger + "&sheet=Other&row=9", nil, [3]int{403, 409, 409}},
		{"GET", "/cells?load=" + staff + "&sheet=Transaktioner&row=9", nil, [3]int{403, 403, 200}},
		{"GET", "/cells?load=1&sheet=Transaktioner&row=9", nil, [3]int{403, 404, 404}},
		{"GET", "/deliveries", nil, [3]int{200, 200, 200}},
		{"GET", "/deliveries?year=2022", nil, [3]int{200, 200, 200}},
		{"GET", "/runs", nil, [3]int{200, 200, 200}},
		{"GET", "/rejects", nil, [3]int{403, 200, 200}},
		{"GET", "/rejects/marked?load=" + ledger, nil, [3]int{403, 200, 200}},
		{"GET", "/rejects/marked?load=" + staff, nil, [3]int{403, 403, 200}},
		{"GET", "/indicators", nil, [3]int{200, 200, 200}},
		{"GET", "/indicator?id=sjukfranvaro", nil, [3]int{200, 200, 200}},
		{"GET", "/indicator?id=none", nil, [3]int{404, 404, 404}},
		{"GET", "/nothing", nil, [3]int{404, 404, 404}},
		{"GET", "/runs/backfill?job=huvudbok&from=2023-01&to=2023-11", nil, [3]int{403, 403, 200}},
		{"GET", "/runs/backfill?job=none&from=2023-01&to=2023-11", nil, [3]int{403, 403, 404}},
		{"GET", "/runs/backfill?job=huvudbok&from=2023-11&to=2023-01", nil, [3]int{403, 403, 400}},
		{"GET", "/runs/backfill?job=huvudbok&from=x&to=2023-01", nil, [3]int{403, 403, 400}},
		{"POST", "/runs/backfill", url.Values{"job": {"none"}, "from": {"2023-01"}, "to": {"2023-11"}}, [3]int{403, 403, 404}},
		{"POST", "/runs", url.Values{"job": {"none"}}, [3]int{403, 403, 404}},
		{"POST", "/runs", url.Values{"job": {"huvudbok"}}, [3]int{403, 403, 303}},
		{"POST", "/runs/backfill", url.Values{"job": {"huvudbok"}, "from": {"2023-01"}, "to": {"2023-11"}}, [3]int{403, 403, 409}},
	} {
		if got := readers["nobody"].ask(t, c.method, c.path, c.form); got.status != http.StatusSeeOther ||
			!strings.HasPrefix(got.header.Get("Location"), "/login?next=") {
			t.Errorf("nobody, %s %s: %d %s", c.method, c.path, got.status, got.header.Get("Location"))
		}
		for i, role := range []string{"analyst", "auditor", "admin"} {
			form := url.Values{"token": {readers[role].token}}
			for k, v := range c.form {
				form[k] = v
			}
			if got := readers[role].ask(t, c.method, c.path, form); got.status != c.want[i] {
				t.Errorf("%s, %s %s: %d, want %d\n%s", role, c.method, c.path, got.status, c.want[i], got.body)
			}
		}
	}
	if got := strings.Join(o.works.started, ","); got != "huvudbok by admin" {
		t.Errorf("started: %s", got)
	}
}

// TestAnalystsSeeSums expects figures without deliveries, and logs of runs without lines.
func TestAnalystsSeeSums(t *testing.T) {
	o := open(t)
	o.works.started = []string{"x"}
	for role, more := range map[string]bool{"analyst": false, "auditor": true} {
		b := o.enter(t, role)
		figure := b.ask(t, "GET", figurePath, nil).body
		if !strings.Contains(figure, "Täljare") || strings.Contains(figure, "huvudbok_2023.xlsx") != more || strings.Contains(figure, "/cells?") != more {
			t.Errorf("%s: %s", role, figure)
		}
		runs := b.ask(t, "GET", "/runs", nil).body
		if !strings.Contains(runs, "1/3") || !strings.Contains(runs, `http-equiv="refresh"`) || strings.Contains(runs, "a line of the log") != more ||
			strings.Contains(runs, `action="/runs"`) {
			t.Errorf("%s: %s", role, runs)
		}
	}
	for path, still := range map[string]bool{"/runs?live=1": false, "/runs?still=1": true} { // a form that is filled in must not go away
		runs := o.enter(t, "admin").ask(t, "GET", path, nil).body
		if strings.Contains(runs, `action="/runs"`) != still || strings.Contains(runs, `http-equiv="refresh"`) == still {
			t.Errorf("%s: %s", path, runs)
		}
	}
	b := o.enter(t, "auditor")
	grid := b.ask(t, "GET", fmt.Sprintf("/cells?load=%d&sheet=Transaktioner&row=9&cell=A9", o.loads["ledger"]), nil).body
	if !strings.Contains(grid, `aria-current="true">of huvudbok_`) || !strings.Contains(grid, "privat") || strings.Contains(grid, "secret") {
		t.Error(grid)
	}
}

// TestReportsAreThoseOfTheCommandLine compares a page with figures that the seeds print.
func TestReportsAreThoseOfTheCommandLine(t *testing.T) {
	b := open(t).enter(t, "analyst")
	got := b.ask(t, "GET", reportPath, nil)
	for _, want := range []string{"19\u00a0118", `<a class="figure" href="/figure?`, `href="/report/file?format=xlsx&amp;period=2023-11&amp;report=minirapport"`, "Nyckeltal"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	english := b.ask(t, "GET", "/language?to=en&next="+url.QueryEscape(reportPath), nil)
	if english.header.Get("Location") != reportPath {
		t.Errorf("%v", english.header)
	}
	if got := b.ask(t, "GET", reportPath, nil); !strings.Contains(got.body, "Deliveries") || got.header.Get("Content-Language") != "en" {
		t.Error("it is not English")
	}
	if pdf.Available() == nil {
		printed := b.ask(t, "GET", "/report/file?report=minirapport&period=2023-11&format=pdf", nil)
		if !strings.HasPrefix(printed.body, "%PDF-") || printed.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("%v %.100s", printed.header, printed.body)
		}
	}
	tsv := b.ask(t, "GET", "/report/file?report=minirapport&period=2023-11&format=tsv", nil)
	if !strings.HasPrefix(tsv.body, "table\trow\tcolumn") || tsv.header.Get("Content-Disposition") != "attachment; filename=minirapport-2023-11.tsv" {
		t.Errorf("%v %.100s", tsv.header, tsv.body)
	}
}

// TestHeaders expects what browsers are told of every page.
func TestHeaders(t *testing.T) {
	o := open(t)
	b := o.enter(t, "analyst")
	for _, path := range []string{"/login", "/report", reportPath, "/nothing", "/runs", "/static/site.css"} {
		got := b.ask(t, "GET", path, nil)
		csp := got.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: %s lacks %s", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") || got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, got.header)
		}
		if m := regexp.MustCompile(`(?i)(src|href)="(https?:)?//[^"]*"|\son[a-z]+="|\sstyle="`).FindString(got.body); m != "" {
			t.Errorf("%s has %s", path, m)
		}
	}
	r := b.ask(t, "GET", "/login", nil)
	for _, c := range r.header.Values("Set-Cookie") {
		if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Strict") {
			t.Error(c)
		}
	}
}

// TestForms refuses what does not come from the site's own forms.
func TestForms(t *testing.T) {
	o := open(t)
	admin, other := o.enter(t, "admin"), o.enter(t, "admin")
	run := func(token string, edit ...func(*http.Request)) int {
		return admin.ask(t, "POST", "/runs", url.Values{"job": {"huvudbok"}, "token": {token}}, edit...).status
	}
	elsewhere := func(r *http.Request) { r.Header.Set("Origin", "https://elsewhere.example") }
	crossSite := func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }
	if run("") != 403 || run(other.token) != 403 || run(admin.token, elsewhere) != 403 || run(admin.token, crossSite) != 403 || len(o.works.started) > 0 {
		t.Errorf("a forged form ran a job: %v", o.works.started)
	}
	if got := admin.ask(t, "POST", "/logout", nil); got.status != 403 {
		t.Errorf("a forged form logs out: %d", got.status)
	}
	if got := admin.ask(t, "GET", "/runs?job=huvudbok&token="+admin.token, nil); got.status != 200 || len(o.works.started) > 0 {
		t.Errorf("a link runs a job")
	}
	b := o.browser(t)
	if got := b.ask(t, "POST", "/login", url.Values{"user": {"admin"}, "password": {password}}); got.status != 403 || strings.Contains(got.body, password) {
		t.Errorf("a log-in without the form: %d", got.status)
	}
	large := url.Values{"token": {admin.token}, "job": {strings.Repeat("x", 1<<20)}}
	if got := admin.ask(t, "POST", "/runs", large); got.status != 403 {
		t.Errorf("a large form: %d", got.status)
	}
}

// TestLogIn tells nothing to those who guess, and leads nowhere else.
func TestLogIn(t *testing.T) {
	o := open(t)
	b := o.browser(t)
	try := func(user, given, next string) reply {
		form := url.Values{"user": {user}, "password": {given}, "next": {next}, "token": {tokenOf(t, b.ask(t, "GET", "/login", nil))}}
		return b.ask(t, "POST", "/login", form)
	}
	wrong, nobody := try("admin", "wrong password", ""), try("bo", password, "")
	if wrong.status != 403 || strings.ReplaceAll(wrong.body, "admin", "bo") != nobody.body {
		t.Errorf("%d %s\n%d %s", wrong.status, wrong.body, nobody.status, nobody.body)
	}
	if got := try("admin", "too soon", ""); got.status != 429 || got.header.Get("Retry-After") != "7" || !strings.Contains(got.body, "7 s") {
		t.Errorf("%d %v", got.status, got.header)
	}
	for _, next := range []string{"https://elsewhere.example/", "//elsewhere.example", `/\elsewhere.example`, "javascript:alert(1)", "/\t/elsewhere.example", "x"} {
		if got := try("admin", password, next); got.header.Get("Location") != "/" {
			t.Errorf("%q leads to %q", next, got.header.Get("Location"))
		}
	}
}

// TestSessionsEnd ends sessions by the clock, by the reader, and with the account.
func TestSessionsEnd(t *testing.T) {
	o := open(t)
	in := func(b *browser, path string) bool { return b.ask(t, "GET", path, nil).status == http.StatusOK }
	idle, live, busy, left := o.enter(t, "analyst"), o.enter(t, "auditor"), o.enter(t, "admin"), o.enter(t, "admin")
	if got := left.ask(t, "POST", "/logout", url.Values{"token": {left.token}}); got.status != 303 || in(left, "/indicators") {
		t.Errorf("still there after leaving: %d", got.status)
	}
	for range 4 {
		o.clock.move(20 * time.Minute)
		if !in(busy, "/indicators") {
			t.Error("a session in use has ended")
		}
		live.ask(t, "GET", "/runs?live=1", nil)
	}
	if in(idle, "/indicators") || in(live, "/indicators") {
		t.Error("a session lasts without anybody")
	}
	for range 40 {
		o.clock.move(20 * time.Minute)
		busy.ask(t, "GET", "/indicators", nil)
	}
	if in(busy, "/indicators") {
		t.Error("a session lasts for ever")
	}
	gone, changed := o.enter(t, "analyst"), o.enter(t, "auditor")
	o.people.mu.Lock()
	o.people.removed["analyst"] = true
	o.people.mu.Unlock()
	if in(gone, "/indicators") {
		t.Error("a session outlives its account")
	}
	o.people.mu.Lock()
	o.people.stamp = "another password"
	o.people.mu.Unlock()
	if in(changed, "/indicators") {
		t.Error("a session outlives its password")
	}
}

// TestEverythingIsSaidInSwedish looks for texts of templates and code that have no Swedish one, and for Swedish ones without use.
func TestEverythingIsSaidInSwedish(t *testing.T) {
	used := map[string]bool{}
	find := func(pattern string, expression *regexp.Regexp) {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range expression.FindAllStringSubmatch(string(text), -1) {
				used[m[1]] = true
			}
		}
	}
	find("templates/*.tmpl", regexp.MustCompile(`\.T "([^"]+)"`))
	find("*.go", regexp.MustCompile(`(?:\.textf?\(|http\.Status\w+, )"([^"]+)"`))
	for text := range used {
		if !site.HasSwedish(text) {
			t.Errorf("%q has no Swedish text", text)
		}
	}
}
