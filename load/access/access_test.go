package access_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"nyckeltal/load"
	"nyckeltal/load/access"
)

func file(t *testing.T) string {
	t.Helper()
	return t.TempDir() + "/state/users.json"
}

func TestAccounts(t *testing.T) {
	path := file(t)
	s := access.NewStore(path)
	if users, err := s.Users(); err != nil || len(users) != 0 {
		t.Errorf("%v %v", users, err)
	}
	if _, err := s.Verify(t.Context(), "anna", "correct horse"); !errors.Is(err, access.ErrDenied) {
		t.Errorf("without a file: %v", err)
	}
	if err := s.Add(t.Context(), "anna", access.Auditor, "correct horse"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is remembered
		if u, err := s.Verify(t.Context(), "anna", "correct horse"); err != nil || u.Name != "anna" || u.Role != access.Auditor || u.Added.IsZero() {
			t.Errorf("%+v %v", u, err)
		}
	}
	var exists *access.ExistsError
	if err := s.Add(t.Context(), "anna", access.Admin, "correct horse"); !errors.As(err, &exists) {
		t.Errorf("again: %v", err)
	}
	var unknown *access.UnknownError
	if err := s.Remove(t.Context(), "bo"); !errors.As(err, &unknown) {
		t.Errorf("remove nobody: %v", err)
	}
	if err := s.SetPassword(t.Context(), "bo", "correct horse"); !errors.As(err, &unknown) {
		t.Errorf("password of nobody: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "horse") || !strings.Contains(string(text), `"$argon2id$v=19$m=19456,t=2,p=1$`) {
		t.Errorf("%s %v", text, err)
	}
}

// TestRolesAreThoseOfTheWarehouse expects that whoever can be added can see something, and the other way round.
func TestRolesAreThoseOfTheWarehouse(t *testing.T) {
	var names []string
	for _, r := range access.Roles() {
		names = append(names, string(r))
	}
	if !slices.Equal(names, load.Roles()) {
		t.Errorf("accounts have the roles %v, the warehouse %v", names, load.Roles())
	}
}

func TestRefusals(t *testing.T) {
	s := access.NewStore(file(t))
	for _, c := range []struct{ name, role, password, want string }{
		{"", "analyst", "correct horse", "expected a name"},
		{"a:b", "analyst", "correct horse", "expected a name"},
		{strings.Repeat("a", 65), "analyst", "correct horse", "expected a name"},
		{"åsa", "analyst", "correct horse", "expected a name"},
		{"anna", "analist", "correct horse", `expected the role analyst, auditor, admin, found "analist" (did you mean "analyst"?)`},
		{"anna", "analyst", "123456789", "at least 10 characters, found 9"},
		{"anna", "analyst", "åäöåäöåäö", "at least 10 characters, found 9"},
		{"anna", "analyst", strings.Repeat("x", 257), "at most 256"},
		{"anna", "analyst", "correct\x00horse", "control characters"},
		{"anna", "analyst", "correct\xffhorse", "no UTF-8"},
	} {
		err := s.Add(t.Context(), c.name, access.Role(c.role), c.password)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), c.password) {
			t.Errorf("%q %q: %v, want %s", c.name, c.role, err, c.want)
		}
	}
}

// TestChangesAreSeen has one program write and another one read.
func TestChangesAreSeen(t *testing.T) {
	path := file(t)
	writer, reader := access.NewStore(path), access.NewStore(path)
	expect := func(password string, right bool) {
		t.Helper()
		if _, err := reader.Verify(t.Context(), "anna", password); (err == nil) != right || err != nil && !errors.Is(err, access.ErrDenied) {
			t.Errorf("%s: %v, want right %v", password, err, right)
		}
	}
	expect("first password", false)
	must(t, writer.Add(t.Context(), "anna", access.Analyst, "first password"))
	expect("first password", true)
	must(t, writer.SetPassword(t.Context(), "anna", "other password"))
	expect("first password", false)
	expect("other password", true)
	must(t, writer.Remove(t.Context(), "anna"))
	expect("other password", false)
}

func TestDamagedFiles(t *testing.T) {
	const good = `"$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5"`
	for _, c := range []struct{ text, want string }{
		{`{"version": 1, "users": [`, "cannot be read"},
		{`{"version": 2}`, "has version 2, and this program knows 1"},
		{`{"version": 1, "users": [{"name": "a b", "role": "admin", "password": ` + good + `}]}`, "expected a name"},
		{`{"version": 1, "users": [{"name": "a", "role": "root", "password": ` + good + `}]}`, "expected the role"},
		{`{"version": 1, "users": [{"name": "a", "role": "admin", "password": "secret"}]}`, "no argon2id hash"},
		{`{"version": 1, "users": [{"name": "a", "role": "admin", "password": "$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5"}]}`, "no argon2id hash"},
		{`{"version": 1, "users": [{"name": "a", "role": "admin", "password": "$argon2id$v=19$m=8,t=0,p=0$c2FsdHNhbHQ$a2V5a2V5"}]}`, "no argon2id hash"},
	} {
		path := t.TempDir() + "/users.json"
		must(t, os.WriteFile(path, []byte(c.text), 0o600))
		s := access.NewStore(path)
		_, listed := s.Users()
		_, verified := s.Verify(t.Context(), "a", "correct horse")
		for _, err := range []error{listed, verified, s.Add(t.Context(), "anna", access.Admin, "correct horse")} {
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v, want %s", c.text, err, c.want)
			}
		}
		if text, _ := os.ReadFile(path); string(text) != c.text {
			t.Errorf("a file that cannot be read was changed: %s", text)
		}
	}
}

// TestWritersDoNotLoseEachOthersWork has several writers, each with a store of its own, as processes have.
func TestWritersDoNotLoseEachOthersWork(t *testing.T) {
	defer access.CheapHashes()()
	path := file(t)
	var wait sync.WaitGroup
	const writers, each = 4, 5
	for w := range writers {
		wait.Go(func() {
			s := access.NewStore(path)
			for i := range each {
				if err := s.Add(t.Context(), fmt.Sprintf("user%d.%d", w, i), access.Analyst, "correct horse"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Go(func() { // a reader sees one state or another, never half of one
		for range 100 {
			if _, err := access.NewStore(path).Users(); err != nil {
				t.Error(err)
			}
		}
	})
	wait.Wait()
	users, err := access.NewStore(path).Users()
	if err != nil || len(users) != writers*each || !slices.IsSortedFunc(users, func(a, b access.User) int { return strings.Compare(a.Name, b.Name) }) {
		t.Errorf("%d users, %v", len(users), err)
	}
	text, err := os.ReadFile(path)
	if err != nil || !json.Valid(text) {
		t.Errorf("%s %v", text, err)
	}
}

// TestAccountsBehaveLikeAMap adds, changes and removes at random, and compares with a map.
func TestAccountsBehaveLikeAMap(t *testing.T) {
	defer access.CheapHashes()()
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		path := fmt.Sprintf("%s/%d.json", dir, runs)
		reader := access.NewStore(path)
		model := map[string]string{}
		names := rapid.SampledFrom([]string{"anna", "bo", "c@stad.example"})
		passwords := rapid.SampledFrom([]string{"first password", "other password"})
		for range rapid.IntRange(1, 8).Draw(r, "steps") {
			name, password := names.Draw(r, "name"), passwords.Draw(r, "password")
			_, known := model[name]
			var err error
			s := access.NewStore(path)
			switch step := rapid.SampledFrom([]string{"add", "password", "remove"}).Draw(r, "step"); step {
			case "add":
				if err = s.Add(context.Background(), name, access.Analyst, password); !known {
					model[name] = password
				}
				known = !known
			case "password":
				if err = s.SetPassword(context.Background(), name, password); known {
					model[name] = password
				}
			case "remove":
				err = s.Remove(context.Background(), name)
				delete(model, name)
			}
			if (err == nil) != known {
				r.Fatalf("%s: %v", name, err)
			}
			if _, err := reader.Verify(context.Background(), name, password); (err == nil) != (model[name] == password) {
				r.Fatalf("verify %s: %v, the model has %v", name, err, model)
			}
		}
		users, err := reader.Users()
		if err != nil || len(users) != len(model) {
			r.Fatalf("%v %v, want %v", users, err, slices.Collect(maps.Keys(model)))
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkVerify tells what a request pays once its password has been right.
func BenchmarkVerify(b *testing.B) {
	s := access.NewStore(b.TempDir() + "/users.json")
	if err := s.Add(b.Context(), "anna", access.Analyst, "correct horse"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Verify(b.Context(), "anna", "correct horse"); err != nil {
			b.Fatal(err)
		}
	}
}
