package source_test

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"nyckeltal/examples/testprogram"
)

// server is a real server on loopback that serves the folder root.
type server struct {
	root    string
	address string // host:port
	// place says where root/data is, for a server, or what stands before it, at address.
	place    func(address string) string
	secrets  func(address string) map[string]string
	wrong    func(address string) map[string]string // secrets that are refused
	readOnly bool
}

const (
	goodSecret  = "r3tt-l0sen/ord&"
	wrongSecret = "fel-l0sen/ord&"
)

// start runs a server until the test ends, and returns what the expression finds in the first line of its output that it
// matches: the server is ready then.
func start(t *testing.T, ready string, cmd *exec.Cmd) []string {
	t.Helper()
	output, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = w, w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		output.Close()
	})
	var said bytes.Buffer
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		fmt.Fprintln(&said, lines.Text())
		if found := regexp.MustCompile(ready).FindStringSubmatch(lines.Text()); found != nil {
			go io.Copy(io.Discard, output) // or the server would wait for a reader
			return found
		}
	}
	t.Fatalf("%s ended: %s", cmd.Path, said.String())
	return nil
}

// freePort returns a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// newRoot makes the folder that is served, with data in it. Its path is short enough for sockets.
func newRoot(t *testing.T) string {
	t.Helper()
	root, err := os.MkdirTemp("", "served")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	if err := os.Mkdir(filepath.Join(root, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	return root
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// keyPair writes a private key and returns its public key as OpenSSH writes it.
func keyPair(t *testing.T, file string) string {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, file, string(pem.EncodeToMemory(block)))
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

// newSFTP starts OpenSSH's server, at which the current user logs in by a key. A password is refused, whatever it is.
func newSFTP(t *testing.T) *server {
	sshd := testprogram.Find(t, "sshd")
	s := &server{root: newRoot(t)}
	dir := t.TempDir()
	port := freePort(t)
	hostKey := keyPair(t, filepath.Join(dir, "host"))
	writeFile(t, filepath.Join(dir, "authorized"), keyPair(t, filepath.Join(dir, "user"))+"\n")
	writeFile(t, filepath.Join(dir, "config"), fmt.Sprintf(`
Port %s
ListenAddress 127.0.0.1
HostKey %s/host
AuthorizedKeysFile %s/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication yes
MaxStartups 100
Subsystem sftp internal-sftp
`, port, dir, dir))
	if os.Geteuid() == 0 { // which it wants for giving up its rights
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	start(t, "Server listening on", exec.Command(sshd, "-D", "-e", "-f", filepath.Join(dir, "config")))
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	s.address = "127.0.0.1:" + port
	s.place = func(address string) string {
		host, port, _ := net.SplitHostPort(address)
		writeFile(t, filepath.Join(dir, "known_hosts"), fmt.Sprintf("[%s]:%s %s\n", host, port, hostKey))
		return fmt.Sprintf(":sftp,host=%s,port=%s,user=%s,known_hosts_file=%s/known_hosts:%s", host, port, me.Username, dir, s.root)
	}
	s.secrets = func(string) map[string]string {
		return map[string]string{"key_file": filepath.Join(dir, "user")}
	}
	s.wrong = func(string) map[string]string { return map[string]string{"pass": wrongSecret} }
	return s
}

// newSMB starts Samba, which only root can do.
func newSMB(t *testing.T) *server {
	smbd, smbpasswd := testprogram.Find(t, "smbd"), testprogram.Find(t, "smbpasswd")
	if os.Geteuid() != 0 {
		t.Skip("only root can start smbd")
	}
	s := &server{root: newRoot(t)}
	dir, port := newRoot(t), freePort(t)
	config := filepath.Join(dir, "smb.conf")
	writeFile(t, config, strings.NewReplacer("DIR", dir, "PORT", port, "ROOT", s.root).Replace(`
[global]
smb ports = PORT
interfaces = 127.0.0.1
bind interfaces only = yes
disable netbios = yes
map to guest = never
security = user
passdb backend = tdbsam:DIR/passdb.tdb
private dir = DIR
lock directory = DIR
state directory = DIR
cache directory = DIR
pid directory = DIR
ncalrpc dir = DIR/rpc
load printers = no
printing = bsd
log level = 2
[served]
path = ROOT
read only = no
`))
	add := exec.Command(smbpasswd, "-c", config, "-a", "-s", "root")
	add.Stdin = strings.NewReader(goodSecret + "\n" + goodSecret + "\n")
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	start(t, "waiting for connections", exec.Command(smbd, "-F", "--no-process-group", "--debug-stdout", "-d", "2", "-s", config))
	s.address = "127.0.0.1:" + port
	s.place = func(address string) string {
		host, port, _ := net.SplitHostPort(address)
		return fmt.Sprintf(":smb,host=%s,port=%s,user=root:served", host, port)
	}
	s.secrets = func(string) map[string]string { return map[string]string{"pass": goodSecret} }
	s.wrong = func(string) map[string]string { return map[string]string{"pass": wrongSecret} }
	return s
}

// newRclone starts one of rclone's servers. It forgets folders almost at once, since tests change them behind its back; without
// any time at all its cleaning of folders that have just been made starts itself again for ever, and nothing is answered.
func newRclone(t *testing.T, kind string, flags ...string) *server {
	s := &server{root: newRoot(t)}
	rclone := filepath.Join(t.TempDir(), "rclone")
	if out, err := exec.Command("go", "build", "-o", rclone, "nyckeltal/ingest/source/internal/rcloneserver").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	arguments := append([]string{"serve", kind, s.root, "--addr", "127.0.0.1:0", "--dir-cache-time", "100us", "-v"}, flags...)
	cmd := exec.Command(rclone, arguments...)
	cmd.Env = []string{"RCLONE_CONFIG=", "HOME=" + s.root}
	s.address = start(t, `http://(127\.0\.0\.1:\d+)/`, cmd)[1]
	return s
}

func newWebDAV(t *testing.T) *server {
	s := newRclone(t, "webdav", "--user", "nyckeltal", "--pass", goodSecret)
	s.place = func(address string) string {
		return fmt.Sprintf(":webdav,url='http://%s',vendor=rclone,user=nyckeltal:", address)
	}
	s.secrets = func(string) map[string]string { return map[string]string{"pass": goodSecret} }
	s.wrong = func(string) map[string]string { return map[string]string{"pass": wrongSecret} }
	return s
}

func newS3(t *testing.T) *server {
	s := newRclone(t, "s3", "--auth-key", "nyckeltal,"+goodSecret)
	s.place = func(address string) string {
		return fmt.Sprintf(":s3,provider=Rclone,endpoint='http://%s',access_key_id=nyckeltal:", address)
	}
	s.secrets = func(string) map[string]string { return map[string]string{"secret_access_key": goodSecret} }
	s.wrong = func(string) map[string]string { return map[string]string{"secret_access_key": wrongSecret} }
	return s
}

func newHTTP(t *testing.T) *server {
	s := newRclone(t, "http", "--user", "nyckeltal", "--pass", goodSecret)
	s.readOnly = true
	s.place = func(string) string { return ":http:" }
	with := func(password string) func(string) map[string]string {
		return func(address string) map[string]string {
			return map[string]string{"url": "http://nyckeltal:" + strings.NewReplacer("/", "%2F", "&", "%26").Replace(password) + "@" + address}
		}
	}
	s.secrets, s.wrong = with(goodSecret), with(wrongSecret)
	return s
}

// newFolder is no server at all: a folder of this machine.
func newFolder(t *testing.T) *server {
	s := &server{root: newRoot(t)}
	s.place = func(string) string { return s.root }
	return s
}

// join joins a folder to a place.
func (s *server) join(address, folder string) string {
	place := s.place(address)
	if strings.HasSuffix(place, ":") {
		return place + folder
	}
	return place + "/" + folder
}
