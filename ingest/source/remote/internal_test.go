package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	iofs "io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	rclone "github.com/rclone/rclone/fs"
)

// TestKinds compares what is said of the kinds with what rclone knows, so that a new version cannot bring a secret, a file, a
// program or an address that nobody has looked at.
func TestKinds(t *testing.T) {
	harmless := []string{
		// names of things, numbers and hashes that open nothing
		"access_key_id", "sse_kms_key_id", "sse_customer_key_md5", "sse_customer_algorithm", "use_presigned_request", "key_use_agent",
		"pin_host_key", "host_keys", "host_key_algorithms", "key_exchange", "pubkey", "set_env", "server_command", "auth_redirect",
		"use_insecure_cipher", "directory_markers", "directory_bucket", "use_msi", "sdk_log_mode", "use_unsigned_payload", "path_override",
		"force_path_style", "ibm_resource_instance_id", "disable_site_permission", "metadata_permissions", "env_auth", "v2_auth", "profile",
		"disable_instance_discovery", "client_send_certificate_chain", "memory_pool_use_mmap", "memory_pool_flush_time", "delete_snapshots",
		"no_check_container", "client_credentials", "expose_onenote_files", "use_accelerate_endpoint", "list_url_encode",
		"bypass_governance_retention",
	}
	suspect := regexp.MustCompile(`pass|secret|token|key|sas|credential|auth|_file|_path$|command|url|endpoint|proxy|profile`)
	for _, k := range kinds() {
		backend, err := rclone.Find(k.name)
		if err != nil {
			t.Error(err)
			continue
		}
		told := slices.Concat(k.secrets, k.files, k.programs, k.addresses)
		for _, option := range told {
			if backend.Options.Get(option) == nil {
				t.Errorf("%s has no option %s", k.name, option)
			}
		}
		for option := range k.defaults {
			if backend.Options.Get(option) == nil {
				t.Errorf("%s has no option %s", k.name, option)
			}
		}
		for _, option := range backend.Options {
			sum := strings.HasSuffix(option.Name, "sum_command") // runs at the server, and only for hashes, which are not asked for
			known := sum || option.IsPassword || slices.Contains(told, option.Name) || slices.Contains(harmless, option.Name)
			if suspect.MatchString(option.Name) && !known {
				t.Errorf("%s: is %s a secret, a file, a program or an address?", k.name, option.Name)
			}
		}
	}
}

func TestRedact(t *testing.T) {
	r := newRedactor([]string{"", "p&ss/word å", "tok"})
	for text, want := range map[string]string{
		"login p&ss/word å failed":              "login *** failed",
		"GET /?q=p%26ss%2Fword+%C3%A5 refused":  "GET /?q=*** refused",
		"https://anna:x@stad.example/a?b=c":     "https://***@stad.example/a?b=c",
		"x?sv=1&sig=abc%3D&se=2":                "x?sv=1&sig=***&se=2",
		"X-Amz-Signature=0af3 X-Amz-Date=2":     "X-Amz-Signature=*** X-Amz-Date=2",
		"Authorization: Basic YW5uYTpoZW1saWd0": "Authorization: Basic ***",
		"two\nlines\x1b[31m and  tabs\t":        "two lines [31m and tabs",
		"a mail to b@c.example":                 "a mail to b@c.example",
	} {
		if got := r.text(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got := r.text(strings.Repeat("å", 1000)); len(got) > longest+10 {
		t.Errorf("%d bytes are kept", len(got))
	}
}

// TestWatch lets time go by as soon as everything waits, so how busy the machine is does not matter.
func TestWatch(t *testing.T) {
	const short = 20 * time.Millisecond
	hang := func(ctx context.Context, _ func(int64)) (int, error) {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	deaf := func(context.Context, func(int64)) (int, error) {
		time.Sleep(24 * time.Hour)
		return 7, nil
	}
	busy := func(ctx context.Context, beat func(int64)) (int, error) {
		for ctx.Err() == nil {
			beat(minProgress)
			time.Sleep(short / 20)
		}
		return 0, ctx.Err()
	}
	mine := errors.New("mine")
	for name, tt := range map[string]struct {
		limits Limits
		work   func(context.Context, func(int64)) (int, error)
		want   error
		value  int // that is returned
		late   int // what comes afterwards; 0 for nothing
	}{
		"hangs":                        {Limits{Stall: short, Deadline: time.Hour}, hang, ErrStalled, 0, 0},
		"does not listen":              {Limits{Stall: short, Deadline: time.Hour}, deaf, ErrStalled, 0, 7},
		"takes too long":               {Limits{Stall: time.Hour, Deadline: short}, hang, ErrDeadline, 0, 0},
		"takes too long with progress": {Limits{Stall: short / 10, Deadline: short}, busy, ErrDeadline, 0, 0},
		"ends":                         {Limits{}.complete(), func(context.Context, func(int64)) (int, error) { return 3, mine }, mine, 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				late := 0
				value, err := watch(t.Context(), tt.limits, func(n int) { late = n }, tt.work)
				if value != tt.value || !errors.Is(err, tt.want) {
					t.Errorf("%d, %v", value, err)
				}
				time.Sleep(48 * time.Hour)
				synctest.Wait()
				if late != tt.late {
					t.Errorf("%d came late", late)
				}
			})
		})
	}
}

// TestTokens keeps a token that came later, until the configuration has another one.
func TestTokens(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens", "ekonomi.json")
	open := func(given string) *tokens {
		k, err := openTokens(file, given)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	k := open("first")
	if got, ok := k.Get(tokenOption); ok {
		t.Errorf("at first: %q", got)
	}
	k.Set("shell_type", "unix")
	k.Set(tokenOption, "second")
	for given, want := range map[string]string{"first": "second", "another": ""} {
		if got, _ := open(given).Get(tokenOption); got != want {
			t.Errorf("given %s: %q, want %q", given, got, want)
		}
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, ok := open("first").Get(tokenOption); ok {
		t.Errorf("of a damaged file: %q", got)
	}
}

// TestKindOf tells by whom and how work ended.
func TestKindOf(t *testing.T) {
	closing := errors.New("the service is closing")
	stopped, stop := context.WithCancelCause(t.Context())
	stop(closing)
	late, cancel := context.WithTimeout(t.Context(), 1)
	defer cancel()
	<-late.Done()
	for _, tt := range []struct {
		err  error
		want error
	}{
		{ended(stopped), closing},
		{ended(late), context.DeadlineExceeded},
		{fmt.Errorf("GET: %w", context.DeadlineExceeded), ErrStalled}, // a limit of the backend's own
		{&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}, ErrUnreachable},
		{&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, ErrStalled},
		{fmt.Errorf("list: %w", io.EOF), ErrCut},
		{errors.New("http: server closed idle connection"), ErrCut},
		{errors.New("ssh: handshake failed: knownhosts: key is unknown"), ErrHost},
		{rclone.ErrorObjectNotFound, iofs.ErrNotExist},
		{errors.New("out of cheese"), ErrOther},
	} {
		if got := kindOf(tt.err); !errors.Is(got, tt.want) {
			t.Errorf("%v is told as: %v, want %v", tt.err, got, tt.want)
		}
	}
}

// TestErrorsAreWhole sees to it that nothing but kinds can be unwrapped from an error, whatever the cause.
func TestErrorsAreWhole(t *testing.T) {
	r := &Remote{place: "ekonomi:ut", redact: newRedactor([]string{"hemligt"}).text}
	err := r.failure("log in", fmt.Errorf("dial: %w", errors.New("wrong password hemligt")))
	if want := "ekonomi:ut: log in: the server refused it (dial: wrong password ***)"; err.Error() != want {
		t.Errorf("%v", err)
	}
	if got := errors.Unwrap(err); !errors.Is(got, ErrOther) || errors.Unwrap(got) != nil {
		t.Errorf("%v", got)
	}
}
