package site

import (
	"bytes"
	"context"
	"mime"
	"slices"
	"strconv"
	"strings"

	"nyckeltal/report"
	"nyckeltal/report/pdf"
)

// fileFormat is what a report is sent as.
type fileFormat struct {
	format      report.Format
	contentType string
}

// fileFormats are those that can be made here.
func fileFormats() []fileFormat {
	all := []fileFormat{
		{report.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{report.HTML, "text/html; charset=utf-8"},
		{report.JSON, "application/json"},
		{report.TSV, "text/tab-separated-values; charset=utf-8"},
	}
	if pdf.Available() == nil {
		all = append(all, fileFormat{report.PDF, "application/pdf"})
	}
	return all
}

// reportFile sends a report as a file.
func (s *Site) reportFile(p *page) error {
	all := fileFormats()
	i := slices.IndexFunc(all, func(f fileFormat) bool { return string(f.format) == p.request.FormValue("format") })
	if i < 0 {
		return errNotFound
	}
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	definition, _, err := p.definition()
	if err != nil {
		return err
	}
	a, err := p.asked(definition, p.request.FormValue("period"))
	if err != nil {
		return err
	}
	state, err := w.State(ctx)
	if err != nil {
		return err
	}
	made, err := s.build(ctx, w, p.reader(), state, a)
	if err != nil {
		return err
	}
	data, err := s.write(ctx, made, all[i].format)
	if err != nil {
		return err
	}
	p.send(a.fileName(all[i].format), all[i].contentType, data)
	return nil
}

// fileName is what the file of a report is called.
func (a asked) fileName(format report.Format) string {
	name := a.definition.Name + "-" + a.period
	if a.part != "" {
		name += "-" + strings.NewReplacer("/", "-", "\\", "-").Replace(a.part)
	}
	return name + "." + string(format)
}

// write writes the report as a file. PDFs are printed one at a time, since each takes a browser.
func (s *Site) write(ctx context.Context, made *report.Report, format report.Format) ([]byte, error) {
	var b bytes.Buffer
	if format != report.PDF {
		err := report.Write(&b, made, format, report.Options{})
		return b.Bytes(), err
	}
	select {
	case s.printing <- struct{}{}:
		defer func() { <-s.printing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	err := report.Print(ctx, &b, made)
	return b.Bytes(), err
}

// send sends a file to be kept.
func (p *page) send(name, contentType string, data []byte) {
	h := p.writer.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = p.writer.Write(data)
}
