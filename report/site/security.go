package site

import (
	"net/http"
	"strings"
)

// policy is the Content-Security-Policy of pages: nothing from elsewhere, no script, and no style but the site's own and those named.
func policy(styles, scripts []string) string {
	list := func(directive string, hashes []string) string {
		sources := []string{directive, "'self'"}
		for _, h := range hashes {
			sources = append(sources, "'sha256-"+h+"'")
		}
		return strings.Join(sources, " ")
	}
	script := "script-src 'none'"
	if len(scripts) > 0 {
		script = strings.Replace(list("script-src", scripts), " 'self'", "", 1)
	}
	return strings.Join([]string{"default-src 'none'", list("style-src", styles), script, "img-src 'self'", "form-action 'self'",
		"base-uri 'none'", "frame-ancestors 'none'"}, "; ")
}

// maxForm bounds what is read of a form, in bytes.
const maxForm = 64 << 10

// secured says with every answer what browsers must not do with it, and refuses what other sites send.
func (s *Site) secured(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "The request comes from another site.", http.StatusForbidden)
	}))
	next = protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy(nil, nil))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		next.ServeHTTP(w, r)
	})
}
