package site

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

// policy is the Content-Security-Policy of pages: nothing from elsewhere, no style but the site's own and those given, and no script but
// those given.
func policy(styles []template.CSS, scripts []template.JS) string {
	style, script := "style-src 'self'", "script-src"
	for _, s := range styles {
		style += " " + hash(string(s))
	}
	for _, s := range scripts {
		script += " " + hash(string(s))
	}
	if len(scripts) == 0 {
		script += " 'none'"
	}
	return strings.Join([]string{
		"default-src 'none'", style, script, "img-src 'self'", "form-action 'self'", "base-uri 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}

// hash names a style or script in a policy.
func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
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
