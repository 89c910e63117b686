package remote_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nyckeltal/ingest/source/remote"
)

// file writes a file of a test.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rclone.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestIs(t *testing.T) {
	for place, want := range map[string]bool{
		"inbox": false, "./inbox": false, "/srv/in:box": false, "ekonomi/ut:x": false, "": false, "två mappar/här": false,
		"ekonomi:": true, "ekonomi:ut/2023": true, ":sftp,host=x:ut": true, ":sftp": true, "löner öst:ut": true,
	} {
		if got := remote.Is(place); got != want {
			t.Errorf("%q is a remote: %v", place, got)
		}
	}
}

const conf = `
[ekonomi]
type = webdav
url = https://moln.stad.example/dav
user = nyckeltal
pass = hemligt
[osaker]
type = sftp
host = sftp.stad.example
[program]
type = sftp
ssh = ssh -i key host
known_hosts_file = known_hosts
[fil]
type = drive
[tom]
host = x
`

func TestCheck(t *testing.T) {
	known := file(t, conf)
	const sftp = ":sftp,host=h,known_hosts_file=known_hosts"
	tests := []struct {
		place   string
		secrets []string
		file    string
		key     string // of what is said
		says    string
	}{
		{place: "ekonomi:ut"},
		{place: "ekonomi,user=annan:ut"},
		{place: sftp + ":ut"},
		{place: sftp + ":ut", secrets: []string{"pass"}},
		{place: ":s3,provider=Minio,endpoint='https://s3.stad.example',access_key_id=AK:bucket/ut", secrets: []string{"secret_access_key"}},
		{place: ":azureblob,account=stad:container", secrets: []string{"key"}},
		{place: ":onedrive,drive_id=x,drive_type=documentLibrary:ut", secrets: []string{"token"}},
		{place: ":http,url='https://filer.stad.example':ut"},
		{place: ":smb,host=fil1,user=nyckeltal,domain=STAD:share/ut", secrets: []string{"pass"}},
		{place: "ekonom:ut", key: "path", says: `did you mean "ekonomi"`},
		{place: "tom:ut", key: "path", says: "has no type"},
		{place: "fil:ut", key: "path", says: `no kind of remote "drive"`},
		{place: ":sfpt,host=h:ut", key: "path", says: `did you mean "sftp"`},
		{place: ":local:ut", key: "path", says: "without :local:"},
		{place: "ekonomi:ut", file: "missing.conf", key: "config", says: "does not exist"},
		{place: "ekonomi:ut", file: file(t, "RCLONE_ENCRYPT_V0:\nAAAA"), key: "config", says: "encrypted"},
		{place: sftp + ",hots=h:ut", key: "path", says: `no option "hots" (did you mean "host"?)`},
		{place: sftp + ",pass=hemligt:ut", key: "path", says: "pass is a secret"},
		{place: ":azureblob,key=hemligt:c", key: "path", says: "key is a secret"},
		{place: ":http,url='https://u:hemligt@filer.stad.example':ut", key: "path", says: "url holds a password"},
		{place: ":http,url='https://filer.stad.example/?sig=hemligt':ut", key: "path", says: "url holds a password"},
		{place: sftp + ",ssh='rm -rf':ut", key: "path", says: "run a program"},
		{place: "program:ut", key: "config", says: "run a program"},
		{place: ":webdav,url=x:ut", secrets: []string{"bearer_token_command"}, key: "secrets.bearer_token_command", says: "run a program"},
		{place: ":webdav,url=x:ut", secrets: []string{"pas"}, key: "secrets.pas", says: `did you mean "pass"`},
		{place: ":sftp,host=h:ut", key: "path", says: "ssh-keyscan"},
		{place: ":sftp,host=h,known_hosts_file=none:ut", key: "path", says: "ssh-keyscan"},
		{place: "osaker:ut", key: "path", says: "ssh-keyscan"},
		{place: ":sftp,host=h", key: "path", says: "it is no place"},
		{place: ":sftp,override.log_level=DEBUG,known_hosts_file=x:ut", key: "path", says: "no option"},
	}
	for _, tt := range tests {
		c := remote.Config{Place: tt.place, File: known, Base: "/srv/home", Secrets: map[string]string{}}
		if tt.file != "" {
			c.File = tt.file
		}
		for _, name := range tt.secrets {
			c.Secrets[name] = "hemligt"
		}
		_, err := remote.Check(c)
		var wrong *remote.ConfigError
		switch {
		case tt.says == "" && err != nil:
			t.Errorf("%s: %v", tt.place, err)
		case tt.says != "" && (!errors.As(err, &wrong) || wrong.Key != tt.key || !strings.Contains(err.Error(), tt.says)):
			t.Errorf("%s: %v; want %s to say %q", tt.place, err, tt.key, tt.says)
		case err != nil && strings.Contains(err.Error(), "hemligt"):
			t.Errorf("it shows a secret: %v", err)
		}
	}
}
