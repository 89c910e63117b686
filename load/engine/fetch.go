package engine

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// ErrNoNPM is wrapped when the program npm, which fetches the library, is not installed.
var ErrNoNPM = errors.New("npm is not installed")

// fetch gets the npm package and unpacks the library into the store. The store's lock must be held.
func (s libraryStore) fetch(ctx context.Context, progress io.Writer) error {
	temp, err := os.MkdirTemp(s.dir, "fetch.*.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)

	fmt.Fprintf(progress, "Fetching the ClickHouse engine, once per machine (%s, about 170 MB) …\n", s.pin.pack)
	pack, err := npmPack(ctx, s.pin.pack, temp)
	if err != nil {
		return err
	}
	fmt.Fprintf(progress, "Unpacking and checking it (%d MB) …\n", s.pin.size/1_000_000)
	library := filepath.Join(temp, libraryFile)
	if err := s.pin.unpack(pack, library); err != nil {
		return fmt.Errorf("unpack %s: %w", s.pin.pack, err)
	}
	if err := publish(library, s.path()); err != nil {
		return err
	}
	fmt.Fprintf(progress, "The engine's library is ready: %s\n", s.path())
	return nil
}

// npmPack lets npm download a package, with the user's own registry and proxy settings, and returns its file.
func npmPack(ctx context.Context, pack, dir string) (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", ErrNoNPM
	}
	cmd := exec.CommandContext(ctx, npm, "pack", pack, "--pack-destination", dir, "--silent", "--fetch-retries=1")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("npm pack %s: %w: %s", pack, err, lastLines(stderr.String(), 3))
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(files) != 1 {
		return "", fmt.Errorf("npm pack %s left %d packages in %s, not one", pack, len(files), dir)
	}
	return files[0], nil
}

// lastLines returns the last n lines that are not blank, on one line.
func lastLines(text string, n int) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	return strings.Join(lines[max(0, len(lines)-n):], "; ")
}

// unpack writes the library of the package to path, synced to disk. The package is checked as a whole; what a
// package with another checksum unpacks to is not kept.
func (p libraryPin) unpack(pack, path string) (err error) {
	file, err := os.Open(pack)
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha512.New()
	hashed := io.TeeReader(file, hash)
	zipped, err := gzip.NewReader(hashed)
	if err != nil {
		return err
	}
	if err := p.unpackMember(tar.NewReader(zipped), path); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, hashed); err != nil {
		return err
	}
	if sum := base64.StdEncoding.EncodeToString(hash.Sum(nil)); sum != p.sha512 {
		return fmt.Errorf("%w: SHA-512 %s instead of %s", ErrDamaged, sum, p.sha512)
	}
	return nil
}

func (p libraryPin) unpackMember(archive *tar.Reader, path string) error {
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("%w: it has no %s", ErrDamaged, p.member)
		}
		if err != nil {
			return err
		}
		if header.Name != p.member {
			continue
		}
		if header.Size != p.size {
			return fmt.Errorf("%w: %s has %d bytes instead of %d", ErrDamaged, p.member, header.Size, p.size)
		}
		return writeSynced(path, archive)
	}
}

func writeSynced(path string, content io.Reader) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := io.Copy(file, content); err != nil {
		return err
	}
	return file.Sync()
}
