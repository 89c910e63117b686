package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// account is somebody who asks at an address.
type account struct{ url, user, password string }

// answer is what became of a question.
type answer struct {
	bytes int64
	took  time.Duration
}

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: parallel, DisableCompression: true}}

// ask reads an answer to its end.
func (a account) ask(ctx context.Context, sql string) (answer, error) {
	began := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url+"?database=nyckeltal", strings.NewReader(sql))
	if err != nil {
		return answer{}, err
	}
	r.SetBasicAuth(a.user, a.password)
	response, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 1000))
		return answer{}, fmt.Errorf("%s: %s", sql, text)
	}
	n, err := io.Copy(io.Discard, response.Body)
	return answer{n, time.Since(began)}, err
}

// times are how long answers took.
type times []time.Duration

func (t *times) add(d time.Duration) { *t = append(*t, d) }

// at is a percentile.
func (t times) at(percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)].Round(10 * time.Microsecond)
}

// parallel is how many questions a dashboard asks at a time.
const parallel = 8

// loading is how the dashboard was answered.
type loading struct {
	queries times
	whole   times
	took    time.Duration
}

// load loads the dashboard as long as again says so, and at least once.
func load(ctx context.Context, a account, queries []string, again func(done int) bool) (*loading, error) {
	l := &loading{}
	began := time.Now()
	for done := 0; done == 0 || again(done); done++ {
		start := time.Now()
		took, err := once(ctx, a, queries)
		if err != nil {
			return nil, err
		}
		l.queries = append(l.queries, took...)
		l.whole.add(time.Since(start))
	}
	l.took = time.Since(began)
	return l, nil
}

// once asks all queries, some at a time.
func once(ctx context.Context, a account, queries []string) (times, error) {
	took := make(times, len(queries))
	wrong := make([]error, len(queries))
	next := make(chan int)
	var askers sync.WaitGroup
	for range parallel {
		askers.Go(func() {
			for i := range next {
				answer, err := a.ask(ctx, queries[i])
				took[i], wrong[i] = answer.took, err
			}
		})
	}
	for i := range queries {
		next <- i
	}
	close(next)
	askers.Wait()
	for _, err := range wrong {
		if err != nil {
			return nil, err
		}
	}
	return took, nil
}

func (l *loading) print(out io.Writer, what string) {
	fmt.Fprintf(out, "%s:\t%.1f queries a second\ta query %v, 95 %% within %v, at most %v\tthe whole %v, %d times\n", what,
		float64(len(l.queries))/l.took.Seconds(), l.queries.at(50), l.queries.at(95), l.queries.at(100), l.whole.at(50), len(l.whole))
}
