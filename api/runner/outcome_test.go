package runner_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"glimpse/api"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

func TestEveryOutcomeOfAStep(t *testing.T) {
	t.Parallel()
	retag := tagged(0).Steps[0]
	rename := plan.Step{
		Image: idOf(0), Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrName, "new")},
		Shown: []patch.Field{{Name: "name", Set: true, Value: "image 0"}},
	}
	deletion := plan.Step{
		Image: idOf(0), Kind: plan.Delete, Shown: []patch.Field{
			{Name: "name", Set: true, Value: "image 0"}, {Name: "protected", Set: true, Value: false},
		},
	}
	creation := plan.Step{Image: idOf(7), Kind: plan.Create, New: []patch.Field{
		{Name: "name", Set: true, Value: "made"}, {Name: "tags", Set: true, Value: []string{"a"}},
	}}
	active := []patch.Field{{Name: "status", Set: true, Value: "active"}}
	inactive := []patch.Field{{Name: "status", Set: true, Value: "deactivated"}}
	tests := []struct {
		name  string
		step  plan.Step
		given func(s *service)
		want  jobs.Outcome
		calls []string
	}{
		{"a tag is added", retag, nil, jobs.Done, []string{"Image", "Retag"}},
		{"the name is changed", rename, nil, jobs.Done, []string{"Image", "Update"}},
		{"an image is deleted", deletion, nil, jobs.Done, []string{"Image", "Delete"}},
		{"an image is created", creation, nil, jobs.Done, []string{"Create"}},
		{"an image is deactivated", plan.Step{Image: idOf(0), Kind: plan.Deactivate, Shown: active}, nil, jobs.Done, []string{"Image", "Deactivate"}},
		{"an image is reactivated", plan.Step{Image: idOf(0), Kind: plan.Reactivate, Shown: inactive}, func(s *service) {
			image := s.images[idOf(0)]
			image.Status = model.StatusDeactivated
			s.images[idOf(0)] = image
		}, jobs.Done, []string{"Image", "Reactivate"}},
		{"the tag is there", retag, func(s *service) {
			image := s.images[idOf(0)]
			image.Tags = []text.Untrusted{text.Of("gold")}
			s.images[idOf(0)] = image
		}, jobs.NoChange, []string{"Image"}},
		{"the image is gone", retag, func(s *service) { clear(s.images) }, jobs.Gone, []string{"Image"}},
		{"the image to delete is gone", deletion, func(s *service) { clear(s.images) }, jobs.Gone, []string{"Image"}},
		{"the image goes while it is changed", retag, func(s *service) { s.before = once("Retag", problem(api.ErrNotFound, 404)) }, jobs.Gone, []string{"Image", "Retag"}},
		{"the image goes while it is deleted", deletion, func(s *service) { s.before = once("Delete", problem(api.ErrNotFound, 404)) }, jobs.Gone, []string{"Image", "Delete"}},
		{"somebody has renamed it", rename, func(s *service) {
			image := s.images[idOf(0)]
			image.Name = text.Of("theirs")
			s.images[idOf(0)] = image
		}, jobs.Conflict, []string{"Image"}},
		{"it is not allowed", retag, func(s *service) { s.before = once("Retag", problem(api.ErrForbidden, 403)) }, jobs.Refused, []string{"Image", "Retag"}},
		{"reading it is not allowed", retag, func(s *service) { s.before = once("Image", problem(api.ErrForbidden, 403)) }, jobs.Refused, []string{"Image"}},
		{"it is not accepted", rename, func(s *service) { s.before = once("Update", problem(api.ErrInvalid, 400)) }, jobs.Refused, []string{"Image", "Update"}},
		{"the state does not allow it", deletion, func(s *service) { s.before = once("Delete", problem(api.ErrConflict, 409)) }, jobs.Refused, []string{"Image", "Delete"}},
		{"the limit is reached", retag, func(s *service) { s.before = once("Retag", problem(api.ErrQuota, 413)) }, jobs.Refused, []string{"Image", "Retag"}},
		{"the connection is read-only", retag, func(s *service) { s.before = once("Retag", problem(api.ErrReadOnly, 0)) }, jobs.Refused, []string{"Image", "Retag"}},
		{"the id of a new image is taken", creation, func(s *service) { s.before = once("Create", problem(api.ErrConflict, 409)) }, jobs.Refused, []string{"Create"}},
		{"the service points elsewhere", retag, func(s *service) { s.before = once("Image", problem(api.ErrRedirect, 302)) }, jobs.Failed, []string{"Image"}},
		{"something else goes wrong", retag, func(s *service) { s.before = once("Retag", errOther) }, jobs.Failed, []string{"Image", "Retag"}},
		{"the kind is unknown", plan.Step{Image: idOf(0), Kind: "other"}, nil, jobs.Failed, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, 1, func(t *testing.T, r *rig) {
				if test.given != nil {
					test.given(r.service)
				}
				report := r.done(plan.Plan{Title: "test", Steps: []plan.Step{test.step}})
				result := report.Results[0]
				if result.Outcome != test.want || report.Counts[test.want] != 1 || report.Finished() != 1 {
					t.Errorf("got %+v", result)
				}
				if isForbidden := strings.HasSuffix(test.name, "is not allowed"); isForbidden != (result.Status == http.StatusForbidden) {
					t.Errorf("the status is %d", result.Status)
				}
				if slices.Contains([]jobs.Outcome{jobs.Refused, jobs.Failed}, test.want) && result.Reason.IsEmpty() {
					t.Error("no reason is told")
				}
				var calls []string
				for _, call := range r.service.made("") {
					calls = append(calls, call[:len(call)-9])
				}
				if test.calls != nil && !slices.Equal(calls, test.calls) {
					t.Errorf("called %v", calls)
				}
				entry := r.entry(report.ID)
				if entry.Steps[0].Outcome != test.want || entry.Steps[0].Reason != result.Reason ||
					entry.Steps[0].Status != result.Status || !entry.Ended || entry.Summary != report.Summary() {
					t.Errorf("the journal has %+v", entry)
				}
				if sent := len(r.Writes()); sent != len(calls)-len(r.service.made("Image")) && test.calls != nil {
					t.Errorf("%d writes are told", sent)
				}
			})
		})
	}
}

func TestAConflictShowsTheirsAndOurs(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		image := r.service.images[idOf(0)]
		image.Name = text.Of("theirs")
		r.service.images[idOf(0)] = image
		report := r.done(plan.Plan{Steps: []plan.Step{{
			Image: idOf(0), Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrName, "ours")},
			Shown: []patch.Field{{Name: "name", Set: true, Value: "before"}},
		}}})
		conflicts := report.Results[0].Conflicts
		if len(conflicts) != 1 || conflicts[0].Theirs.Value != "theirs" || conflicts[0].Shown.Value != "before" {
			t.Errorf("got %+v", conflicts)
		}
		if kept := r.entry(report.ID).Steps[0].Conflicts; len(kept) != 1 || kept[0].Theirs.Value != "theirs" {
			t.Errorf("the journal has %+v", kept)
		}
	})
}

func TestTheServicesSentenceAndRequestAreTold(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.before = once("Retag", problem(api.ErrForbidden, 403))
		report := r.done(tagged(0))
		result := report.Results[0]
		if result.Reason.Raw() != "because I say so" || result.RequestID.Raw() != "req-1" || result.At.IsZero() {
			t.Errorf("got %+v", result)
		}
		writes := r.Writes()
		if len(writes) != 1 || writes[0].Outcome != jobs.Refused || writes[0].RequestID.Raw() != "req-1" || writes[0].Image != idOf(0) || writes[0].Job != report.ID {
			t.Errorf("writes %+v", writes)
		}
		if request := writes[0].Request.Raw(); request != "tags of /v2/images/"+idOf(0).Raw()+": +gold" {
			t.Errorf("request %q", request)
		}
	})
}

func TestAnEmptyPlanIsNotStarted(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		if _, err := r.Start(plan.Plan{}); err == nil {
			t.Error("an empty plan is started")
		}
	})
}

func TestAFaultOfThisProgramFailsTheStepAndPausesTheJob(t *testing.T) {
	for _, thrown := range []any{"secret-Geheim", errors.New("secret-Geheim"), 7} {
		t.Run("", func(t *testing.T) {
			inBubble(t, 12, func(t *testing.T, r *rig) {
				r.service.before = func(call string) error {
					if call == "Retag 00000003" {
						panic(thrown)
					}
					return nil
				}
				id := r.start(tagged(upTo(12)...))
				progress := r.until(id, jobs.Paused)
				if why := progress.Why.Raw(); why == "" || strings.Contains(why, "Geheim") {
					t.Errorf("the reason is %q", why)
				}
				if err := r.Resume(id); err != nil {
					t.Fatal(err)
				}
				report := r.ended(id)
				if report.Results[3].Outcome != jobs.Failed || report.Counts[jobs.Done] != 11 || strings.Contains(report.Results[3].Reason.Raw(), "Geheim") {
					t.Errorf("got %+v", report.Progress)
				}
			})
		})
	}
}
