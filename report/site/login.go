package site

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// The names of the cookies. Those of a site with TLS begin with __Host-, so that no neighbour can set them.
func (s *Site) cookieName(name string) string {
	if s.Secure {
		return "__Host-nyckeltal-" + name
	}
	return "nyckeltal-" + name
}

// setCookie sets a cookie that no script reads and no other site sends; below 0 seconds it is removed, and 0 lasts as long as the browser.
func (s *Site) setCookie(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteStrictMode,
	})
}

func (s *Site) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(s.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// logInView is the form.
type logInView struct {
	Token, Next, User, Fault string
}

// logInPage shows the form to log in with.
func (s *Site) logInPage(w http.ResponseWriter, r *http.Request) {
	s.showLogIn(w, r, http.StatusOK, "", "")
}

func (s *Site) showLogIn(w http.ResponseWriter, r *http.Request, status int, user, fault string) {
	token := s.cookie(r, "login")
	if token == "" {
		token = rand.Text()
		s.setCookie(w, "login", token, 0)
	}
	p := s.page(w, r)
	p.status = status
	p.fail(p.show("login", p.text("Log in"), logInView{Token: token, Next: local(r.FormValue("next")), User: user, Fault: fault}))
}

// logIn begins a session for who gives name and password.
func (s *Site) logIn(w http.ResponseWriter, r *http.Request) {
	p := s.page(w, r)
	sent := s.cookie(r, "login")
	if sent == "" || subtle.ConstantTimeCompare([]byte(sent), []byte(r.PostFormValue("token"))) != 1 {
		s.showLogIn(w, r, http.StatusForbidden, "", p.text("The form was too old. Try again; the browser must allow cookies."))
		return
	}
	name := r.PostFormValue("user")
	user, err := s.Door.LogIn(r.Context(), name, r.PostFormValue("password"), r.RemoteAddr)
	if err != nil {
		s.refuseLogIn(w, r, p, name, err)
		return
	}
	s.sessions.end(s.cookie(r, "session")) // a former one of this browser
	s.setCookie(w, "session", s.sessions.begin(user), 0)
	s.setCookie(w, "login", "", -1)
	s.Log.Info("logged in to the pages", "user", user.Name, "role", user.Role, "address", r.RemoteAddr)
	http.Redirect(w, r, local(r.PostFormValue("next")), http.StatusSeeOther)
}

func (s *Site) refuseLogIn(w http.ResponseWriter, r *http.Request, p *page, name string, err error) {
	if early, ok := errors.AsType[*WaitError](err); ok {
		w.Header().Set("Retry-After", strconv.Itoa(early.Seconds))
		s.showLogIn(w, r, http.StatusTooManyRequests, name, p.textf("Too many log-ins have failed. Try again in %d s.", early.Seconds))
		return
	}
	if errors.Is(err, ErrDenied) {
		s.showLogIn(w, r, http.StatusForbidden, name, p.text("There is no such user, or the password is another one."))
		return
	}
	s.showLogIn(w, r, http.StatusServiceUnavailable, name, p.text("Nobody can log in now. The operator's log says why."))
}

// logOut ends the session.
func (s *Site) logOut(p *page) error {
	s.sessions.end(s.cookie(p.request, "session"))
	s.setCookie(p.writer, "session", "", -1)
	return p.redirect("/login")
}

// language sets the language that the reader chooses, and goes back.
func (s *Site) language(w http.ResponseWriter, r *http.Request) {
	if to := r.FormValue("to"); to == "sv" || to == "en" {
		s.setCookie(w, "language", to, 365*24*60*60)
	}
	http.Redirect(w, r, local(r.FormValue("next")), http.StatusSeeOther)
}

// local is an address within the site; any other becomes the first page.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
