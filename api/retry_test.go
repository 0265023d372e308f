package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"testing"
	"time"

	"glimpse/api/clouds"
)

// counting is a retrier whose waits are noted and take no time.
func counting(random float64) (*retrier, *[]time.Duration) {
	waits := new([]time.Duration)
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	retry := newRetrier(func() time.Time { return now })
	retry.random = func() float64 { return random }
	retry.sleep = func(_ context.Context, wait time.Duration) error {
		*waits = append(*waits, wait)
		return nil
	}
	return retry, waits
}

func TestWhatIsTriedAgainAndHowOften(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		err  error
		want int
	}{
		{"no answer", &Problem{Kind: ErrUnreachable}, maxAttempts},
		{"an answer that broke off", &Problem{Kind: ErrUnreachable, Status: 200}, maxAttempts},
		{"429", &Problem{Kind: ErrBusy, Status: 429}, maxAttempts},
		{"498", &Problem{Kind: ErrBusy, Status: 498}, maxAttempts},
		{"502", &Problem{Kind: ErrUnreachable, Status: 502}, maxAttempts},
		{"503", &Problem{Kind: ErrBusy, Status: 503}, maxAttempts},
		{"504", &Problem{Kind: ErrUnreachable, Status: 504}, maxAttempts},
		{"500", &Problem{Kind: ErrAnswer, Status: 500}, 1},
		{"400", &Problem{Kind: ErrInvalid, Status: 400}, 1},
		{"401", &Problem{Kind: ErrUnauthorized, Status: 401}, 1},
		{"403", &Problem{Kind: ErrForbidden, Status: 403}, 1},
		{"404", &Problem{Kind: ErrNotFound, Status: 404}, 1},
		{"409", &Problem{Kind: ErrConflict, Status: 409}, 1},
		{"413", &Problem{Kind: ErrQuota, Status: 413}, 1},
		{"302", &Problem{Kind: ErrRedirect, Status: 302}, 1},
		{"a web page", &Problem{Kind: ErrAnswer, Status: 200}, 1},
		{"too large", &Problem{Kind: ErrTooLarge}, 1},
		{"read-only", &Problem{Kind: ErrReadOnly}, 1},
		{"what is final", &Problem{Kind: ErrUnreachable, final: true}, 1},
		{"any other error", errors.New("x"), 1},
		{"the context's end", context.Canceled, 1},
		{"success", nil, 1},
	}
	for _, test := range tests {
		retry, _ := counting(0.5)
		calls := 0
		err := retry.do(t.Context(), func(context.Context) error {
			calls++
			return test.err
		})
		if calls != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: %d attempts, want %d; %v", test.name, calls, test.want, err)
		}
	}
}

func TestWaitsGrowAndAreRandom(t *testing.T) {
	t.Parallel()
	for _, random := range []float64{0, 0.25, 0.9999} {
		retry, waits := counting(random)
		_ = retry.do(t.Context(), func(context.Context) error { return &Problem{Kind: ErrUnreachable} })
		bound := 200 * time.Millisecond
		for i, wait := range *waits {
			if want := time.Duration(random * float64(bound)); wait != want {
				t.Errorf("wait %d with %v: %v, want %v", i, random, wait, want)
			}
			bound = min(2*bound, 10*time.Second)
		}
		if len(*waits) != maxAttempts-1 {
			t.Errorf("%d waits", len(*waits))
		}
	}
	retry, _ := counting(1)
	for n := range 20 {
		if wait := retry.backoff(n); wait < 0 || wait > maxDelay {
			t.Errorf("after attempt %d: %v", n, wait)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		header   string
		wait     time.Duration
		attempts int
	}{
		{"2", 2 * time.Second, maxAttempts},
		{"0", 0, maxAttempts},
		{"-5", 0, maxAttempts},
		{"60", time.Minute, maxAttempts},
		{"61", 0, 1},
		{"86400", 0, 1},
		{"9223372036854775808", 0, 1}, // 2⁶³
		{"99999999999999999999", 0, 1},
		{"-99999999999999999999", 0, maxAttempts},
		{" 2 ", 2 * time.Second, maxAttempts},
		{"1e9", 0, maxAttempts},
		{"Thu, 01 Jan 2026 12:00:07 GMT", 7 * time.Second, maxAttempts},
		{"Thu, 01 Jan 2026 11:00:00 GMT", 0, maxAttempts},
		{"Fri, 02 Jan 2026 12:00:00 GMT", 0, 1},
		{"Fri, 31 Dec 9999 23:59:59 GMT", 0, 1},
		{"soon", 0, maxAttempts},
		{"", 0, maxAttempts},
	}
	for _, test := range tests {
		retry, waits := counting(0)
		attempts := 0
		_ = retry.do(t.Context(), func(context.Context) error {
			attempts++
			problem := &Problem{Kind: ErrBusy, Status: http.StatusTooManyRequests, retryAfter: test.header}
			retry.applyRetryAfter(problem)
			if asked := problem.RetryAfter(); asked < 0 || asked > maxRetryAfter {
				t.Errorf("%q: a job would wait %v", test.header, asked)
			}
			return problem
		})
		if attempts != test.attempts {
			t.Errorf("%q: %d attempts", test.header, attempts)
		}
		for _, wait := range *waits {
			if wait != test.wait {
				t.Errorf("%q: waited %v", test.header, wait)
			}
		}
	}
}

func TestTheEndOfTheContextEndsAWait(t *testing.T) {
	t.Parallel()
	reason := errors.New("another query")
	ctx, cancel := context.WithCancelCause(t.Context())
	retry := newRetrier(time.Now)
	err := retry.do(ctx, func(context.Context) error {
		time.AfterFunc(time.Millisecond, func() { cancel(reason) })
		return &Problem{Kind: ErrBusy, Status: 503, wait: 30 * time.Second}
	})
	if !errors.Is(err, reason) {
		t.Errorf("got %v", err)
	}
}

func TestNoCallSendsMoreThanSixRequests(t *testing.T) {
	t.Parallel()
	for _, status := range []int{429, 503, 502, 504, 0} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			f := newFakeCloud(t, func(w http.ResponseWriter, _ *http.Request) {
				if status == 0 {
					hangUp(w)
					return
				}
				w.WriteHeader(status)
			})
			client := f.connect(t, Options{})
			_, err := client.Image(t.Context(), modelID(id1))
			var problem *Problem
			most := maxAttempts
			if status == 0 {
				most++ // net/http itself repeats a read whose kept connection ended
			}
			if got := f.count("GET"); got > most || !errors.As(err, &problem) || problem.Status != status {
				t.Errorf("%d requests, %v", got, err)
			}
		})
	}
}

func TestACloudThatIsNotThere(t *testing.T) {
	t.Parallel()
	cloud := newFakeCloud(t, showOne).cloud()
	cloud.AuthURL = "http://" + nowhere + "/v3"
	_, err := connect(t.Context(), cloud, Options{}.withDefaults(), atOnce())
	var problem *Problem
	if !errors.As(err, &problem) || !errors.Is(err, ErrUnreachable) || problem.Advice() == "" {
		t.Errorf("got %v", err)
	}
	if _, err := Connect(t.Context(), clouds.Cloud{Name: "x", AuthURL: "ftp://user:" + secretPassword + "@host"}, Options{}); err == nil {
		t.Error("an ftp URL is accepted")
	}
}

func TestACallerCanAskForFewerAttempts(t *testing.T) {
	t.Parallel()
	for most, want := range map[int]int{-1: 1, 0: 1, 1: 1, 3: 3, maxAttempts + 1: maxAttempts} {
		retry, _ := counting(0.5)
		attempts := 0
		_ = retry.do(WithAttempts(t.Context(), most), func(context.Context) error {
			attempts++
			return &Problem{Kind: ErrBusy, Status: 503}
		})
		if attempts != want {
			t.Errorf("asked for %d, it was tried %d times, want %d", most, attempts, want)
		}
	}
}
