package ui_test

import "testing"

// A job does not wait behind the pages that completion reads of the whole cloud.
func TestAJobEndsTheSurveyThatCompletionHasBegun(t *testing.T) {
	t.Parallel()
	f := changing(t, 2000)
	f.Hold = true
	f.Keys(":")
	f.types("tag +g")
	survey := f.Held
	f.Held, f.Hold = nil, false
	f.Keys("esc", "x", "ctrl+s")
	f.started(1)
	asked := f.stub.canceled.Load()
	f.Held = survey
	f.Release()
	if ended := f.stub.canceled.Load() - asked; ended != 1 {
		t.Errorf("%d readings of the cloud were ended", ended)
	}
}
