package remote

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// mask stands where a secret stood.
const mask = "***"

// redactor takes secrets out of texts.
type redactor struct {
	secrets []string // the longest first
}

// newRedactor returns a redactor of the secrets, in the forms in which clients and servers write them.
func newRedactor(secrets []string) *redactor {
	r := &redactor{}
	for _, s := range secrets {
		if s == "" {
			continue
		}
		r.secrets = append(r.secrets, s, url.QueryEscape(s), url.PathEscape(s), base64.StdEncoding.EncodeToString([]byte(s)))
	}
	slices.SortFunc(r.secrets, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	r.secrets = slices.Compact(r.secrets)
	return r
}

var (
	// userInfo is the user and password of a URL.
	userInfo = regexp.MustCompile(`://[^/@\s"']+@`)
	// signed are the parameters of a URL that give access to what it names, and what follows in a header that does.
	signed = regexp.MustCompile(`(?i)\b((?:x-amz-(?:signature|credential|security-token)|sig|signature|` +
		`token|access_token|refresh_token|code|password)=)[^&\s"']+`)
	header = regexp.MustCompile(`(?i)\b((?:basic|bearer) )[a-z0-9._~+/=-]{8,}`)
)

// longest is how many bytes of a text are kept: what a server says may be a whole page.
const longest = 500

// text returns s without secrets, on one line.
func (r *redactor) text(s string) string {
	for _, secret := range r.secrets {
		s = strings.ReplaceAll(s, secret, mask)
	}
	s = userInfo.ReplaceAllString(s, "://"+mask+"@")
	s = signed.ReplaceAllString(s, "${1}"+mask)
	s = header.ReplaceAllString(s, "${1}"+mask)
	s = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }), " ")
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + " …"
	}
	return s
}
