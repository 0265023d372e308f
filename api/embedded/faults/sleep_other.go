//go:build !linux

package faults

import (
	"context"
	"time"
)

// sleep waits, and reports whether the context is still alive.
func sleep(ctx context.Context, delay time.Duration) bool { return sleepByTimer(ctx, delay) }
