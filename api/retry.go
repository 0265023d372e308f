package api

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"glimpse/model/text"
)

// The rules of trying again, for every operation.
const (
	maxAttempts = 6
	baseDelay   = 200 * time.Millisecond
	maxDelay    = 10 * time.Second
	// maxRetryAfter is the longest wait that a service can impose. Where it
	// asks for more, the person at the keyboard decides, and a job asks again
	// after that time.
	maxRetryAfter = time.Minute
)

// retrier tries again what failed for a passing reason. What may be tried
// again at all is the caller's to know: an attempt that must not be repeated
// blindly first finds out what the one before has done.
type retrier struct {
	now   func() time.Time
	sleep func(ctx context.Context, wait time.Duration) error
	// random returns a number in [0,1).
	random func() float64
	log    *slog.Logger

	mu sync.Mutex
	// until is when the service wants to hear of this client again.
	until time.Time
}

func newRetrier(now func() time.Time) *retrier {
	return &retrier{now: now, sleep: sleep, random: rand.Float64, log: slog.New(slog.DiscardHandler)}
}

// sleep waits, or returns early with the reason why the context ended.
func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// attemptsKey is the context's key for a number of attempts.
type attemptsKey struct{}

// WithAttempts returns a context whose calls are tried so many times at most,
// and never more than six. It is for a caller who has other work meanwhile, and
// comes back to what failed.
func WithAttempts(ctx context.Context, most int) context.Context {
	return context.WithValue(ctx, attemptsKey{}, most)
}

// attemptsOf is how often a call is tried at most.
func attemptsOf(ctx context.Context) int {
	if most, limited := ctx.Value(attemptsKey{}).(int); limited {
		return max(1, min(most, maxAttempts))
	}
	return maxAttempts
}

// do calls attempt until it succeeds, fails for good, or has been called as often
// as the context and maxAttempts allow. It returns the last error.
func (r *retrier) do(ctx context.Context, attempt func(ctx context.Context) error) error {
	for n := 0; ; n++ {
		err := attempt(ctx)
		if err == nil || n+1 >= attemptsOf(ctx) || !isTransient(err) || ctx.Err() != nil {
			return err
		}
		if waitsTooLong(err) {
			return err
		}
		wait := max(r.backoff(n), retryAfterOf(err))
		r.log.Info("trying again", "attempt", n+2, "wait", wait.Round(time.Millisecond).String(), "after", err.Error())
		if err := r.sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// backoff is a random wait between nothing and a bound that doubles with each
// attempt ("full jitter"): clients that failed together do not come back
// together.
func (r *retrier) backoff(n int) time.Duration {
	bound := min(maxDelay, baseDelay<<n)
	return time.Duration(r.random() * float64(bound))
}

// isTransient reports whether an error may be gone the next time.
func isTransient(err error) bool {
	var problem *Problem
	if !errors.As(err, &problem) || problem.final {
		return false
	}
	switch problem.Status {
	case 0:
		return errors.Is(problem.Kind, ErrUnreachable)
	case http.StatusTooManyRequests, statusLimited, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	// The answer began well and broke off.
	return errors.Is(problem.Kind, ErrUnreachable)
}

// waitIfThrottled waits until the service wants to hear of this client again. All calls
// wait together: a service that has had too much of one of them has had too
// much of all.
func (r *retrier) waitIfThrottled(ctx context.Context) error {
	for waited := (time.Time{}); ; {
		r.mu.Lock()
		until := r.until
		r.mu.Unlock()
		wait := until.Sub(r.now())
		if wait <= 0 || !until.After(waited) {
			return nil
		}
		if err := r.sleep(ctx, wait); err != nil {
			return err
		}
		waited = until
	}
}

// applyRetryAfter remembers for all calls how long the service asked to be left alone. A
// time that is longer than maxRetryAfter holds nobody up: the calls that are
// told so fail and say how long it is, and whoever asks again waits for no
// more than maxRetryAfter.
func (r *retrier) applyRetryAfter(err error) {
	var problem *Problem
	if !errors.As(err, &problem) || !problem.limited() {
		return
	}
	now := r.now()
	asked := waitIn(problem.retryAfter, now)
	problem.wait = min(asked, maxRetryAfter)
	switch {
	case asked > maxRetryAfter:
		problem.tooLong = true
		problem.Reason = text.Of(problem.Reason.Raw() + " (it asks to be left alone for " + spelled(asked) + ")")
	case asked > 0:
		r.mu.Lock()
		if until := now.Add(asked); until.After(r.until) {
			r.until = until
		}
		r.mu.Unlock()
	}
}

// spelled is a long wait in the units that a person thinks in. Beyond a week
// the number is a mistake of the service, and of no use.
func spelled(wait time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case wait > 7*day:
		return "more than a week"
	case wait >= 2*day:
		return strconv.Itoa(int(wait/day)) + " days"
	case wait >= 2*time.Hour:
		return strconv.Itoa(int(wait/time.Hour)) + " hours"
	case wait >= 2*time.Minute:
		return strconv.Itoa(int(wait/time.Minute)) + " minutes"
	}
	return strconv.Itoa(int(wait/time.Second)) + " seconds"
}

// waitsTooLong reports whether the service asked for a wait that no call obeys.
func waitsTooLong(err error) bool {
	var problem *Problem
	return errors.As(err, &problem) && problem.tooLong
}

// retryAfterOf returns how long the service asked to wait, maxRetryAfter at
// most; zero if it did not.
func retryAfterOf(err error) time.Duration {
	var problem *Problem
	if !errors.As(err, &problem) {
		return 0
	}
	return problem.wait
}

// waitIn reads a header Retry-After, which holds seconds or a date (RFC 9110,
// section 10.2.3).
func waitIn(header string, now time.Time) time.Duration {
	seconds, err := strconv.ParseInt(strings.TrimSpace(header), 10, 32)
	if err == nil || errors.Is(err, strconv.ErrRange) { // then it is the nearest number there is
		return max(0, time.Duration(seconds)*time.Second)
	}
	if when, err := http.ParseTime(header); err == nil {
		return max(0, when.Sub(now))
	}
	return 0
}
