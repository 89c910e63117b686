package site

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

//go:embed templates
var templateFiles embed.FS

var templates = template.Must(template.ParseFS(templateFiles, "templates/*.tmpl"))

// page is one answer on its way.
type page struct {
	site    *Site
	writer  http.ResponseWriter
	request *http.Request
	session session // without a user before the log-in
	locale  *locale.Locale
	status  int

	styles  []template.CSS // beside the site's own
	scripts []template.JS  // the site has none of its own
	refresh int            // seconds after which the browser asks again; 0 is never
}

// page begins an answer.
func (s *Site) page(w http.ResponseWriter, r *http.Request) *page {
	p := &page{site: s, writer: w, request: r, status: http.StatusOK}
	for _, language := range []string{s.cookie(r, "language"), s.Language, "sv"} {
		if l, err := locale.Of(locale.Language(language)); err == nil && language != "" {
			p.locale = l
			break
		}
	}
	return p
}

// faultError is an error that the reader is told, in their language, with a status of HTTP.
type faultError struct {
	status int
	text   string // English; see words
}

func (e *faultError) Error() string { return e.text }

var (
	errNotFound  = &faultError{http.StatusNotFound, "There is no such page."}
	errNoFigures = &faultError{http.StatusNotFound, "There are no figures for that report, period and time. Pick another one."}
	errForbidden = &faultError{http.StatusForbidden, "Your account may not see this page."}
	errStale     = &faultError{http.StatusForbidden, "The form was too old. Go back, load the page again, and try once more."}
)

// guarded lets those ask who have logged in and have the role.
func (s *Site) guarded(to route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := s.page(w, r)
		if !p.admit() {
			s.setCookie(w, "session", "", -1)
			next := "/"
			if r.Method == http.MethodGet {
				next = r.URL.RequestURI()
			}
			http.Redirect(w, r, "/login?next="+url.QueryEscape(local(next)), http.StatusSeeOther)
			return
		}
		switch {
		case !p.session.user.Role.covers(to.least):
			p.fail(errForbidden)
		case r.Method == http.MethodPost && !p.session.valid(r.PostFormValue("token")):
			p.fail(errStale)
		default:
			p.fail(to.answer(p))
		}
	})
}

// admit finds the session, unless its account has changed since.
func (p *page) admit() bool {
	secret := p.site.cookie(p.request, "session")
	found, ok := p.site.sessions.find(secret, !p.request.URL.Query().Has("live"))
	if !ok {
		return false
	}
	account, known, err := p.site.Door.Account(found.user.Name)
	if err != nil {
		p.site.Log.Error("an account cannot be read", "error", err)
	}
	if err != nil || !known || account != found.user {
		p.site.sessions.end(secret)
		return false
	}
	p.session = found
	return true
}

// fail answers an error; nil is none.
func (p *page) fail(err error) {
	if err == nil || p.request.Context().Err() != nil {
		return
	}
	told := &faultError{http.StatusServiceUnavailable, "This cannot be shown now. The operator's log says why."}
	var missing *contribution.NotFoundError
	switch {
	case errors.As(err, &told):
	case errors.As(err, &missing):
		told = &faultError{http.StatusNotFound, "There is no such figure."}
	default:
		p.site.Log.Error("a page could not be made", "path", p.request.URL.Path, "user", p.session.user.Name, "error", err)
	}
	p.status, p.refresh = told.status, 0
	if err := p.show("fault", p.text("That did not work"), p.text(told.text)); err != nil {
		http.Error(p.writer, told.text, told.status)
	}
}

func (p *page) redirect(to string) error {
	http.Redirect(p.writer, p.request, to, http.StatusSeeOther)
	return nil
}

// frame is what every page has around its content.
type frame struct {
	page    *page
	Title   string
	Name    string // of the organisation
	Lang    string
	Other   string // the other language
	Here    string // the address of the page
	User    User
	Token   string
	Menu    []menuItem
	Styles  []template.CSS
	Scripts []template.JS
	Refresh int
	View    any
}

type menuItem struct {
	Path, Text string
	Here       bool
}

// T is a text in the reader's language.
func (f frame) T(english string) string { return f.page.text(english) }

// Can tells whether the reader has the role.
func (f frame) Can(role string) bool { return f.User.Role.covers(Role(role)) }

// menu lists the pages that the reader may see.
func (p *page) menu() []menuItem {
	if p.session.user.Name == "" {
		return nil
	}
	var items []menuItem
	for _, r := range p.site.table() {
		if r.menu != "" && p.session.user.Role.covers(r.least) {
			path := strings.TrimPrefix(r.pattern, "GET ")
			items = append(items, menuItem{path, p.text(r.menu), p.request.URL.Path == path})
		}
	}
	return items
}

// show writes a page. Nothing has been sent when it fails.
func (p *page) show(name, title string, view any) error {
	f := frame{
		page: p, Title: title, Name: p.site.Name, Lang: string(p.locale.Language), Other: "sv", Here: "/",
		User: p.session.user, Token: p.session.token, Menu: p.menu(), Styles: p.styles, Scripts: p.scripts, Refresh: p.refresh, View: view,
	}
	if p.locale.Language == locale.Swedish {
		f.Other = "en"
	}
	if p.request.Method == http.MethodGet {
		f.Here = p.request.URL.RequestURI()
	}
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name+".tmpl", f); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	p.writer.Header().Set("Content-Type", "text/html; charset=utf-8")
	p.writer.Header().Set("Content-Language", f.Lang)
	p.writer.Header().Set("Content-Security-Policy", policy(p.styles, p.scripts))
	p.writer.WriteHeader(p.status)
	_, _ = p.writer.Write(b.Bytes()) // a reader who has gone is nothing to tell anybody
	return nil
}
