package remote

import (
	"slices"

	// The environment is hidden before any of rclone's packages looks at it.
	_ "nyckeltal/ingest/source/remote/internal/environment"

	// The backends that are built in; each registers itself. This is the whole list, and kinds describes each of them.
	_ "github.com/rclone/rclone/backend/azureblob"
	_ "github.com/rclone/rclone/backend/http"
	_ "github.com/rclone/rclone/backend/onedrive"
	_ "github.com/rclone/rclone/backend/s3"
	_ "github.com/rclone/rclone/backend/sftp"
	_ "github.com/rclone/rclone/backend/smb"
	_ "github.com/rclone/rclone/backend/webdav"
)

// kind is what is to be known of a backend beyond what rclone tells of it.
type kind struct {
	name string
	// secrets are the options that hold a secret, besides those that rclone calls passwords. They may not stand in a job.
	secrets []string
	// files are the options that name a file on this machine.
	files []string
	// programs are the options that would run a program on this machine, or ask at its terminal. They are refused.
	programs []string
	// addresses are the options that hold a URL, in which a password could hide.
	addresses []string
	// defaults differ from rclone's own.
	defaults map[string]string
	readOnly bool // nothing can be moved or written there
}

// kinds returns the kinds of remotes, by name.
func kinds() []kind {
	return []kind{
		{
			name: "azureblob", secrets: []string{"key", "sas_url", "connection_string", "client_secret"},
			files:    []string{"client_certificate_path", "service_principal_file"},
			programs: []string{"use_az"}, addresses: []string{"endpoint"},
		},
		{name: "http", secrets: []string{"headers"}, addresses: []string{"url"}, readOnly: true},
		{
			name: "onedrive", secrets: []string{"client_secret", "token", "link_password"},
			addresses: []string{"auth_url", "token_url", "tenant_url"},
		},
		{
			name: "s3",
			secrets: []string{
				"secret_access_key", "session_token", "sse_customer_key", "sse_customer_key_base64", "ibm_api_key",
			},
			files:     []string{"shared_credentials_file"},
			addresses: []string{"endpoint", "sts_endpoint", "ibm_iam_endpoint", "download_url"},
			defaults:  map[string]string{"no_check_bucket": "true"}, // never makes a bucket
		},
		{
			name: "sftp", secrets: []string{"key_pem"}, files: []string{"key_file", "pubkey_file", "known_hosts_file"},
			programs: []string{"ssh", "ask_password"}, addresses: []string{"http_proxy", "socks_proxy"},
			// Nothing but files is asked for: no commands are run at the server.
			defaults: map[string]string{"shell_type": "none", "disable_hashcheck": "true", "user": ""},
		},
		{name: "smb", files: []string{"kerberos_ccache"}},
		{
			name: "webdav", secrets: []string{"bearer_token", "headers"}, files: []string{"unix_socket"},
			programs: []string{"bearer_token_command"}, addresses: []string{"url"},
		},
	}
}

// kindNames returns the names of the kinds of remotes, sorted.
func kindNames() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

// findKind returns the kind of that name.
func findKind(name string) (kind, bool) {
	all := kinds()
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	if i < 0 {
		return kind{}, false
	}
	return all[i], true
}
