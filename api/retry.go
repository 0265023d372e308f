package api

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// The rules of trying again, for every operation.
const (
	maxAttempts = 6
	baseDelay   = 200 * time.Millisecond
	maxDelay    = 10 * time.Second
	// maxRetryAfter is the longest wait that a service can impose. Beyond it
	// the person at the keyboard decides.
	maxRetryAfter = time.Minute
)

// retrier tries again what failed for a passing reason. What may be tried
// again at all is the caller's to know: every attempt is told its number, and
// one that must not be repeated blindly first finds out what the one before
// has done.
type retrier struct {
	now   func() time.Time
	sleep func(ctx context.Context, wait time.Duration) error
	// random returns a number in [0,1).
	random func() float64
	log    *slog.Logger
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

// do calls attempt, counted from 0, until it succeeds, fails for good, or has
// been called maxAttempts times. It returns the last error.
func (r *retrier) do(ctx context.Context, attempt func(ctx context.Context, n int) error) error {
	for n := 0; ; n++ {
		err := attempt(ctx, n)
		if err == nil || n+1 >= maxAttempts || !passing(err) || ctx.Err() != nil {
			return err
		}
		wait := r.backoff(n)
		if asked := retryAfter(err, r.now()); asked > 0 {
			if asked > maxRetryAfter {
				return err
			}
			wait = max(wait, asked)
		}
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

// passing tells whether an error may be gone the next time.
func passing(err error) bool {
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

// retryAfter returns how long the service asked to wait, in seconds or until
// a date (RFC 9110, section 10.2.3); zero if it did not.
func retryAfter(err error, now time.Time) time.Duration {
	var problem *Problem
	if !errors.As(err, &problem) || problem.retryAfter == "" {
		return 0
	}
	seconds, parseErr := strconv.ParseInt(problem.retryAfter, 10, 32)
	if parseErr == nil || errors.Is(parseErr, strconv.ErrRange) { // then it is the nearest number there is
		return max(0, time.Duration(seconds)*time.Second)
	}
	if when, err := http.ParseTime(problem.retryAfter); err == nil {
		return max(0, when.Sub(now))
	}
	return 0
}
