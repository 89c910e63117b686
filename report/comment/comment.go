// Package comment reads what a controller has written about a report: one Markdown file per report and period, divided by
// headings that name the sections. It understands paragraphs, headings, lists, bold, italic, code and links; anything
// else, raw HTML above all, is a fault that names the line.
package comment

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
	"nyckeltal/report/definition"
	"nyckeltal/report/model"
)

// mostBytes is how large a file of comments may be.
const mostBytes = 1 << 20

// Comments are the comments of one report of one period. They are not changed once read.
type Comments struct {
	Opening  *model.Comment            // what stands before the first section; nil when there is nothing
	Sections map[string]*model.Comment // by the id of the section
}

// File returns the name of the file of comments within the folder of comments: minirapport/2023-11.md, or for a part of
// the organisation avdelning/Digital infrastruktur/2023-11.md. Slashes in the name of a part become hyphens. It is empty
// for a part that cannot be a folder's name.
func File(report, period, part string) string {
	if part == "" {
		return filepath.Join(report, period+".md")
	}
	folder := strings.NewReplacer("/", "-", "\\", "-", "\x00", "-").Replace(part)
	if folder == "." || folder == ".." {
		return ""
	}
	return filepath.Join(report, folder, period+".md")
}

// Read reads the comments on a report. dir is the folder of comments, period is as the report is asked for (2023-11 or
// 2025), and part is the part of the organisation, empty for the whole. Without a file there are no comments, and the
// result is nil. The faults of a file come joined; each is a *config.Problem.
func Read(dir string, def *definition.Definition, period, part string) (*Comments, error) {
	name := File(def.Name, period, part)
	if name == "" {
		return nil, nil
	}
	file := filepath.Join(dir, name)
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("comments: %w", err)
	}
	if info.Size() > mostBytes {
		return nil, &config.Problem{File: file, Message: fmt.Sprintf("the comments are %d bytes; expected at most %d", info.Size(), mostBytes)}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("comments: %w", err)
	}
	return Parse(file, data, def)
}

// heading matches the line that begins the comment on a section.
var heading = regexp.MustCompile(`(?m)^#[ \t]+(.*?)[ \t]*#*[ \t]*$`)

// Parse divides the text into the sections that its headings name, by id or by title, and reads each; file names it in
// messages. Its error joins a *config.Problem for every fault.
func Parse(file string, data []byte, def *definition.Definition) (*Comments, error) {
	data = bytes.ReplaceAll(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	if !utf8.Valid(data) {
		return nil, &config.Problem{File: file, Message: "the comments are not UTF-8: save them as UTF-8"}
	}
	c := &Comments{Sections: map[string]*model.Comment{}}
	var faults []error
	at, name := 0, ""
	take := func(end int) {
		r := reader{file: file, line: bytes.Count(data[:at], []byte("\n"))}
		found := r.read(data[at:end])
		faults = append(faults, r.faults...)
		if found == nil {
			return
		}
		if name == "" {
			c.Opening = found
		} else {
			c.Sections[name] = found
		}
	}
	for _, m := range heading.FindAllSubmatchIndex(data, -1) {
		take(m[0])
		written := string(data[m[2]:m[3]])
		at = m[1]
		id, known := section(def, written)
		line := 1 + bytes.Count(data[:m[0]], []byte("\n"))
		switch {
		case id == "":
			faults = append(faults, &config.Problem{
				File: file, Line: line, Column: 1,
				Message: fmt.Sprintf("the report %s has no section %q%s: it has %s", def.Name, written,
					match.DidYouMean(written, known), strings.Join(known, ", ")),
			})
			name = "?"
		case c.Sections[id] != nil:
			faults = append(faults, &config.Problem{
				File: file, Line: line, Column: 1,
				Message: fmt.Sprintf("the section %q has a comment already: write both under one heading", written),
			})
			fallthrough
		default:
			name = id
		}
	}
	take(len(data))
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return c, nil
}

// section returns the id of the section that the heading names, or nothing, and the ids that there are.
func section(def *definition.Definition, written string) (id string, known []string) {
	for _, s := range def.Sections {
		known = append(known, s.ID)
		names := []string{match.Fold(s.ID), match.Fold(s.Title.Swedish), match.Fold(s.Title.English)}
		if written != "" && slices.Contains(names, match.Fold(written)) {
			id = s.ID
		}
	}
	return id, known
}
