package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/transform"
	"nyckeltal/transform/mapping"
)

var update = flag.Bool("update", false, "write the golden files of testdata/draft anew")

const (
	sampleHome = "../../examples/intraservice"
	realHome   = "../../examples/realdata"
	realFiles  = "../../../shared/realdata"
)

// drafted writes a draft for a file and decodes it.
func drafted(t *testing.T, file string) (text string, job *home.Job) {
	t.Helper()
	var out bytes.Buffer
	if err := writeDraft(t.Context(), &out, file, bookFlags{}, draftFlags{}); err != nil {
		t.Fatal(err)
	}
	job = &home.Job{}
	if err := config.Decode("draft.yaml", out.Bytes(), job); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return out.String(), job
}

// jobOf returns the job of a home whose pattern the name of the file follows.
func jobOf(t *testing.T, dir, file string) *home.Job {
	t.Helper()
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := h.Jobs()
	if err != nil {
		t.Fatal(err)
	}
	for _, job := range jobs {
		if _, ok := job.Files().Match(filepath.Base(file)); ok {
			return job
		}
	}
	t.Fatalf("no job of %s takes %s", dir, file)
	return nil
}

// mapBy maps a file by a job, without codes to look up.
func mapBy(t *testing.T, job *home.Job, file string) transform.Summary {
	t.Helper()
	captures, ok := job.Files().Match(filepath.Base(file))
	if !ok {
		t.Fatalf("%s does not follow %s", file, job.From.Pattern)
	}
	book, err := workbook.Open(file, workbook.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	m := schedules.Mapping{
		Job: job, Book: book, File: source.File{Name: filepath.Base(file), Captures: captures}, Key: []byte("a key of the tests"),
	}
	summary, err := schedules.Map(t.Context(), m, &rejects{}, func() {})
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// prepared puts a draft into a home of its own, as a person would, and reads it as a job.
func prepared(t *testing.T, text string) *home.Job {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "jobs"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"nyckeltal.yaml": "organisation: {name: Test}\n", "jobs/draft.yaml": text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := h.Jobs()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return jobs[0]
}

// agreement counts the columns of a mapping that a draft fills from the same place.
func agreement(draft, written *mapping.Mapping) (same, all int, differing []string) {
	for name, want := range written.Columns {
		all++
		got, ok := draft.Columns[name]
		if ok && alike(got, want) {
			same++
			continue
		}
		differing = append(differing, name)
	}
	if written.Across != nil {
		all++
		if draft.Across != nil && draft.Across.Headings.Months == written.Across.Headings.Months && draft.Across.Value == written.Across.Value {
			same++
		} else {
			differing = append(differing, "across")
		}
	}
	slices.Sort(differing)
	return same, all, differing
}

// alike tells whether two columns come from the same place; the constants that codes are given are a matter of taste.
func alike(got, want mapping.Column) bool {
	if got.Unit != want.Unit && want.Unit != "" || max(got.Sign, 0) != max(want.Sign, 0) && want.Sign != 0 || got.Derive != want.Derive {
		return false
	}
	for _, heading := range got.Heading {
		if slices.Contains(want.Heading, heading) {
			return true
		}
	}
	return len(got.Heading)+len(want.Heading) == 0 && (got.Constant != "") == (want.Constant != "") && got.Capture == want.Capture &&
		got.Sheet == want.Sheet && got.File == want.File && got.Column == want.Column
}

// incomplete tells whether a draft says that the dataset needs something more.
func incomplete(text string) bool { return strings.Contains(text, "the dataset needs it") }

// sampleFiles lists the workbooks of the sample organisation.
func sampleFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(sampleHome, "inbox", "*", "*.xlsx"))
	if err != nil || len(files) == 0 {
		t.Fatal("no workbooks", err)
	}
	return files
}

// TestDraftsOfTheSample drafts a job for every workbook of the sample organisation and compares it with the job that was
// written by hand: the dataset, the sheets and headings, and where the columns come from. The drafts map their workbooks.
func TestDraftsOfTheSample(t *testing.T) {
	same, all := 0, 0
	for _, file := range sampleFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, _ := drafted(t, file)
			written := jobOf(t, sampleHome, file)
			if incomplete(text) {
				t.Fatalf("the draft is not complete:\n%s", text)
			}
			job := prepared(t, text)
			if job.Dataset != written.Dataset {
				t.Fatalf("dataset %s, want %s", job.Dataset, written.Dataset)
			}
			n, of, differing := agreement(&job.Mapping, &written.Mapping)
			same, all = same+n, all+of
			if len(differing) > 0 {
				t.Logf("differs in %v", differing)
			}
			got, want := mapBy(t, job, file), mapBy(t, written, file)
			if diff := cmp.Diff(places(want), places(got)); diff != "" {
				t.Errorf("sheets and headings (-written +draft):\n%s", diff)
			}
			if 50*got.Rejected > got.Rows || got.Mapped != want.Mapped {
				t.Errorf("%d rows mapped and %d refused, by hand %d and %d", got.Mapped, got.Rejected, want.Mapped, want.Rejected)
			}
		})
	}
	share := float64(same) / float64(all)
	t.Logf("%d of %d columns as written by hand: %.1f %%", same, all, 100*share)
	if share < 0.97 {
		t.Errorf("%.1f %% of the columns are as written by hand", 100*share)
	}
}

// places says which sheets were mapped, and in which row their headings are.
func places(s transform.Summary) []string {
	var list []string
	for _, sheet := range s.Sheets {
		list = append(list, fmt.Sprintf("%s %d", sheet.Name, sheet.Heading))
	}
	return list
}

// TestDraftsOfRealFiles drafts a job for every real file that is there.
func TestDraftsOfRealFiles(t *testing.T) {
	entries, err := os.ReadDir(realFiles)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real files are not part of the project")
	}
	if err != nil {
		t.Fatal(err)
	}
	same, all := 0, 0
	for _, entry := range entries {
		file := filepath.Join(realFiles, entry.Name())
		if ext := filepath.Ext(file); ext != ".csv" && ext != ".xlsx" {
			continue
		}
		t.Run(entry.Name(), func(t *testing.T) {
			text, job := drafted(t, file)
			written := jobOf(t, realHome, file)
			n, of, differing := agreement(&job.Mapping, &written.Mapping)
			same, all = same+n, all+of
			t.Logf("%d of %d columns; differs in %v", n, of, differing)
			if job.Dataset != written.Dataset {
				t.Errorf("dataset %s, want %s", job.Dataset, written.Dataset)
			}
			if incomplete(text) {
				return
			}
			got, want := mapBy(t, prepared(t, text), file), mapBy(t, written, file)
			if diff := cmp.Diff(places(want), places(got)); diff != "" {
				t.Errorf("sheets and headings (-written +draft):\n%s", diff)
			}
		})
	}
	t.Logf("%d of %d columns as written by hand", same, all)
	if 10*same < 7*all {
		t.Errorf("%d of %d columns are as written by hand", same, all)
	}
}

// TestDraftGolden compares three drafts with those that were read and approved.
func TestDraftGolden(t *testing.T) {
	for _, file := range []string{"ekonomi/budget_2023_v1.xlsx", "hr/lon_2023-11.xlsx", "volymer/volymer_ekonomi.xlsx"} {
		text, _ := drafted(t, filepath.Join(sampleHome, "inbox", file))
		golden := filepath.Join("testdata", "draft", strings.TrimSuffix(filepath.Base(file), ".xlsx")+".yaml")
		if *update {
			if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), text); diff != "" {
			t.Errorf("%s (-want +got); if it is meant to differ, run go test ./cmd/nyckeltal -run TestDraftGolden -update:\n%s", golden, diff)
		}
	}
}
