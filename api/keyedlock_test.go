package api

import (
	"context"
	"errors"
	"testing"

	"glimpse/model"
)

func TestALockLeavesNothingOfWhoeverGaveUp(t *testing.T) {
	t.Parallel()
	var locks keyedLock
	id := model.NewImageID("a")
	unlock, err := locks.lock(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := locks.lock(impatient, id); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	unlock()
	if len(locks.held) > 0 {
		t.Errorf("%d images are held", len(locks.held))
	}
}
