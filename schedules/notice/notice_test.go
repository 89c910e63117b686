package notice_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"nyckeltal/schedules/notice"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var night = time.Date(2023, 11, 30, 2, 30, 0, 0, time.UTC)

// catcher is a channel that keeps what it is sent.
type catcher struct {
	name  string
	sent  []notice.Message
	fault error
}

func (c *catcher) Name() string { return c.name }

func (c *catcher) Send(_ context.Context, m notice.Message) error {
	if c.fault == nil {
		c.sent = append(c.sent, m)
	}
	return c.fault
}

func (c *catcher) last() string {
	if len(c.sent) == 0 {
		return ""
	}
	m := c.sent[len(c.sent)-1]
	return m.Subject + "\n" + m.Text()
}

func newNotifier(t testing.TB, language, file string, channels ...notice.Channel) *notice.Notifier {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	n, err := notice.New(notice.Options{Channels: channels, Organisation: "Intraservice", Language: language, Zone: zone, File: file})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func failed(job string, trouble bool) notice.Item {
	return notice.Item{Topic: notice.Runs, Job: job, Title: "Huvudbok", Trouble: trouble, Cause: notice.CauseSource, At: night}
}

func flush(t testing.TB, n *notice.Notifier, now time.Time) int {
	t.Helper()
	sent, err := n.Flush(context.Background(), now)
	if err != nil {
		t.Error(err)
	}
	return sent
}

// TestTexts holds a whole message in both languages.
func TestTexts(t *testing.T) {
	tests := map[string][2]string{
		"sv": {`nyckeltal Intraservice: nya problem: 3, avklarade: 0
Misslyckade körningar
- Huvudbok (huvudbok), körningen 2023-11-30 03:30: källan svarar inte eller nekar

Sena leveranser
- lon, 2023-11, skulle ha kommit senast 2023-12-05

Avvisade rader
- lon: 12 rader, körningen 2023-11-30 03:30

Mer: nyckeltal runs, nyckeltal deliveries, nyckeltal rejects.
`, `nyckeltal Intraservice: nya problem: 0, avklarade: 3
Fungerar igen
- Huvudbok (huvudbok), körningen 2023-12-01 03:30

Har kommit
- lon, 2023-11

Inga avvisade rader längre
- lon, körningen 2023-12-01 03:30

Mer: nyckeltal runs, nyckeltal deliveries, nyckeltal rejects.
`},
		"en": {`nyckeltal Intraservice: new problems: 3, over: 0
Failed runs
- Huvudbok (huvudbok), run of 2023-11-30 03:30: the source does not answer, or refuses

Late deliveries
- lon, 2023-11, was due by 2023-12-05

Refused rows
- lon: 12 rows, run of 2023-11-30 03:30

More: nyckeltal runs, nyckeltal deliveries, nyckeltal rejects.
`, `nyckeltal Intraservice: new problems: 0, over: 3
Works again
- Huvudbok (huvudbok), run of 2023-12-01 03:30

Has come
- lon, 2023-11

No refused rows any more
- lon, run of 2023-12-01 03:30

More: nyckeltal runs, nyckeltal deliveries, nyckeltal rejects.
`},
	}
	for language, want := range tests {
		c := &catcher{}
		n := newNotifier(t, language, "", c)
		items := []notice.Item{
			failed("huvudbok", true),
			{Topic: notice.Deliveries, Job: "lon", Period: 202311, Trouble: true, At: time.Date(2023, 12, 5, 23, 0, 0, 0, time.UTC)},
			{Topic: notice.Rejects, Job: "lon", Trouble: true, Count: 12, At: night},
		}
		n.Tell(night, items...)
		flush(t, n, night.Add(notice.Gather))
		if got := c.last(); got != want[0] {
			t.Errorf("got  %s\nwant %s", got, want[0])
		}
		for i := range items {
			items[i].Trouble, items[i].At = false, night.AddDate(0, 0, 1)
		}
		n.Tell(night.AddDate(0, 0, 1), items...)
		flush(t, n, night.AddDate(0, 0, 2))
		if got := c.last(); got != want[1] {
			t.Errorf("got  %s\nwant %s", got, want[1])
		}
	}
}

// TestOnceForEachChange tells a trouble that lasts once, and one that comes and goes before it was told not at all.
func TestOnceForEachChange(t *testing.T) {
	c := &catcher{}
	n := newNotifier(t, "sv", "", c)
	now := night
	step := func(want int, items ...notice.Item) {
		t.Helper()
		n.Tell(now, items...)
		now = now.Add(notice.Interval)
		if sent := flush(t, n, now); sent != want {
			t.Errorf("%s: %d messages, want %d", now.Format("15:04"), sent, want)
		}
	}
	step(0, failed("bok", false))
	step(1, failed("bok", true))
	step(0, failed("bok", true))
	step(0)
	step(1, failed("bok", false))
	step(0, failed("bok", false))
	step(0, failed("bok", true), failed("bok", false))
	step(1, failed("bok", true), failed("lon", true))
	if len(c.sent) != 3 || len(c.sent[2].Sections[0].Lines) != 2 {
		t.Errorf("%+v", c.sent)
	}
}

func TestGatherAndInterval(t *testing.T) {
	c := &catcher{}
	n := newNotifier(t, "sv", "", c)
	n.Tell(night, failed("bok", true))
	if flush(t, n, night.Add(notice.Gather-time.Second)) != 0 {
		t.Error("sent before more could come")
	}
	n.Tell(night.Add(time.Minute), failed("lon", true))
	if flush(t, n, night.Add(notice.Gather)) != 1 || len(c.sent[0].Sections[0].Lines) != 2 {
		t.Errorf("%+v", c.sent)
	}
	n.Tell(night.Add(notice.Gather), failed("lon", false))
	if flush(t, n, night.Add(2*notice.Gather)) != 0 {
		t.Error("two messages within the interval")
	}
	if sent, err := n.FlushAll(t.Context(), night.Add(2*notice.Gather)); sent != 1 || err != nil {
		t.Error(sent, err)
	}
	n.Tell(night.Add(time.Hour), failed("lon", true))
	if flush(t, n, night.Add(-time.Hour)) != 1 {
		t.Error("a clock that was put back holds it up")
	}
}

// TestFailingChannel keeps what one channel could not send, and repeats nothing by the other.
func TestFailingChannel(t *testing.T) {
	good, bad := &catcher{name: "good"}, &catcher{name: "bad", fault: errors.New("no answer")}
	n := newNotifier(t, "sv", "", good, bad)
	n.Tell(night, failed("bok", true))
	if sent, err := n.Flush(t.Context(), night.Add(notice.Gather)); sent != 1 || err == nil || !strings.Contains(err.Error(), "notice by bad: no answer") {
		t.Error(sent, err)
	}
	if sent, err := n.Flush(t.Context(), night.Add(notice.Gather+time.Minute)); sent != 0 || err != nil {
		t.Error("tried again at once", sent, err)
	}
	bad.fault = nil
	if flush(t, n, night.Add(time.Hour)) != 1 || len(good.sent) != 1 || len(bad.sent) != 1 {
		t.Errorf("%d and %d", len(good.sent), len(bad.sent))
	}
}

// TestRestart remembers what was told.
func TestRestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "notices.json")
	c := &catcher{name: "mail"}
	n := newNotifier(t, "sv", file, c)
	n.Tell(night, failed("bok", true))
	flush(t, n, night.Add(notice.Gather))
	n = newNotifier(t, "sv", file, c)
	n.Tell(night.Add(time.Hour), failed("bok", true))
	if flush(t, n, night.Add(2*time.Hour)) != 0 {
		t.Error("told again")
	}
	n.Tell(night.Add(2*time.Hour), failed("bok", false))
	if flush(t, n, night.Add(3*time.Hour)) != 1 {
		t.Error("the recovery was not told")
	}
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := notice.New(notice.Options{File: file}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Error(err)
	}
}

func TestLongMessages(t *testing.T) {
	c := &catcher{}
	n := newNotifier(t, "sv", "", c)
	for i := range 500 {
		n.Tell(night, failed(fmt.Sprintf("jobb-%03d", i), true))
	}
	flush(t, n, night.Add(time.Hour))
	if lines := c.sent[0].Sections[0].Lines; len(lines) != 41 || lines[40] != "och 460 till" || !strings.Contains(c.sent[0].Subject, "nya problem: 500") {
		t.Errorf("%d lines, %q, %q", len(lines), lines[len(lines)-1], c.sent[0].Subject)
	}
}

// TestNoPersonalNumbersAndNoLineBreaks looks at names that hold what does not belong there.
func TestNoPersonalNumbersAndNoLineBreaks(t *testing.T) {
	c := &catcher{}
	n := newNotifier(t, "sv", "", c)
	n.Tell(night, notice.Item{Topic: notice.Deliveries, Job: "lon", Title: "Lön\r\nBcc: x@y", Source: "lon/19811218-9876", Trouble: true, Period: 202311, At: night})
	flush(t, n, night.Add(time.Hour))
	text := c.last()
	if strings.Contains(text, "9876") || strings.Contains(text, "\r") || strings.Contains(text, "\nBcc") || !strings.Contains(text, "[personal number]") {
		t.Error(text)
	}
}

// TestTheLastWordIsRight expects, whatever was told when, that what people have read adds up to how things stand.
func TestTheLastWordIsRight(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := &catcher{}
		n := newNotifier(t, "en", "", c)
		now, stand := night, map[string]bool{}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			job := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "job")
			stand[job] = rapid.Bool().Draw(rt, "trouble")
			n.Tell(now, failed(job, stand[job]))
			c.fault = rapid.SampledFrom([]error{nil, nil, errors.New("no answer")}).Draw(rt, "fault")
			now = now.Add(time.Duration(rapid.IntRange(0, 3600).Draw(rt, "seconds")) * time.Second)
			_, _ = n.Flush(context.Background(), now)
		}
		c.fault = nil
		_, _ = n.FlushAll(context.Background(), now)
		read := map[string]bool{}
		for _, m := range c.sent {
			for _, s := range m.Sections {
				for _, line := range s.Lines {
					job := line[len("Huvudbok (") : len("Huvudbok (")+1]
					trouble := s.Heading == "Failed runs"
					if read[job] == trouble {
						rt.Errorf("told twice: %s %v", job, trouble)
					}
					read[job] = trouble
				}
			}
		}
		for job, trouble := range stand {
			if read[job] != trouble {
				rt.Errorf("people think of %s: %v, and it is %v", job, read[job], trouble)
			}
		}
	})
}
