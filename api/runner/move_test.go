package runner_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/api"
	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// DeleteFromStore implements runner.Service.
func (s *service) DeleteFromStore(ctx context.Context, id model.ImageID, store string) error {
	return s.change(ctx, "DeleteFromStore", id, store, func(image *model.Image) {
		stores := slices.DeleteFunc(strings.Split(image.Stores.Raw(), ","), func(one string) bool { return one == store })
		image.Stores = text.Of(strings.Join(stores, ","))
	})
}

// mover moves data in memory: a hundred bytes, one every tenth of a second.
type mover struct {
	mu sync.Mutex
	// moves are what was asked for, "upload 00000003"; again has those that may
	// have been begun before.
	moves, again []string
	now, most    int
	// ends is asked when the data is there: an error is how the move ends.
	ends func(call string) error
}

// MakeOfVolume has the image with the number 1 made, unless ends says otherwise.
func (m *mover) MakeOfVolume(
	_ context.Context, step *plan.Step, known model.ImageID, again bool, _ *jobs.Meter, made func(model.ImageID),
) (text.Untrusted, error) {
	ask := func(call string) error {
		m.mu.Lock()
		m.moves = append(m.moves, call)
		m.mu.Unlock()
		if m.ends == nil {
			return nil
		}
		return m.ends(call)
	}
	if !again {
		if err := ask("make of " + step.Volume.ID.Raw()); err != nil {
			return text.Untrusted{}, err
		}
		made(idOf(1))
		known = idOf(1)
	}
	return text.Of("made"), ask("follow " + known.Raw())
}

func (m *mover) Move(ctx context.Context, step *plan.Step, _ *model.Image, again bool, meter *jobs.Meter) (text.Untrusted, error) {
	call := string(step.Kind) + " " + step.Image.Raw()[:8]
	m.mu.Lock()
	m.moves = append(m.moves, call)
	if again {
		m.again = append(m.again, call)
	}
	m.now++
	m.most = max(m.most, m.now)
	m.mu.Unlock()
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.now--
	}()
	meter.Begin(time.Now(), 100, 0)
	for range 100 {
		select {
		case <-time.After(100 * time.Millisecond):
			meter.Add(1)
		case <-ctx.Done():
			if context.Cause(ctx) == jobs.ErrCancelled {
				return text.Untrusted{}, &jobs.VerdictError{Outcome: jobs.Unsent, Reason: text.Of("given up")}
			}
			return text.Untrusted{}, context.Cause(ctx)
		}
	}
	if m.ends != nil {
		if err := m.ends(call); err != nil {
			return text.Untrusted{}, err
		}
	}
	return text.Of("all of it"), nil
}

// moving runs a test with a runner that moves data of queued images.
func moving(t *testing.T, count int, test func(t *testing.T, r *rig, m *mover)) {
	t.Helper()
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s, m := newService(count), &mover{}
		for id, image := range s.images {
			image.Status, image.DiskFormat, image.ContainerFormat = model.StatusQueued, text.Of("raw"), text.Of("bare")
			s.images[id] = image
		}
		r := &rig{Runner: runner.New(s, runner.Options{Dir: dir, Origin: here, Transfers: m}), t: t, service: s, dir: dir}
		test(t, r, m)
		if err := r.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// moves is a plan that uploads to images, or downloads them.
func moves(kind plan.Kind, images ...int) plan.Plan {
	p := plan.Plan{Title: string(kind)}
	for _, n := range images {
		p.Steps = append(p.Steps, plan.Step{
			Image: idOf(n), Name: text.Of(fmt.Sprint("image ", n)), Kind: kind, Data: &plan.Data{File: fmt.Sprint("/data/", n), Size: 100},
		})
	}
	return p
}

func TestDataIsMovedTwoImagesAtATimeWithProgress(t *testing.T) {
	moving(t, 5, func(t *testing.T, r *rig, m *mover) {
		begun := time.Now()
		one, two := r.start(moves(plan.Upload, 0, 1, 2)), r.start(moves(plan.Upload, 3, 4))
		time.Sleep(5*time.Second + 50*time.Millisecond)
		progress, _ := r.Progress(one)
		other, _ := r.Progress(two)
		if len(progress.Transfers)+len(other.Transfers) < 2 {
			t.Fatalf("under way: %+v, %+v", progress.Transfers, other.Transfers)
		}
		sum := progress.Moving()
		both := other.Moving()
		if sum.Done+both.Done != 100 || sum.Rate+both.Rate < 19 || sum.Rate+both.Rate > 20 {
			t.Errorf("half way: %+v, %+v", sum, both)
		}
		for _, id := range []jobs.ID{one, two} {
			report := r.ended(id)
			if report.Counts[jobs.Done] != report.Total || report.Results[0].Reason.Raw() != "all of it" || len(report.Transfers) != 0 {
				t.Errorf("got %+v", report)
			}
		}
		if m.most != 2 || time.Since(begun) > 31*time.Second {
			t.Errorf("%d at once, %v in all", m.most, time.Since(begun))
		}
	})
}

func TestACancelledUploadEndsAtOnceAndSaysSo(t *testing.T) {
	moving(t, 3, func(t *testing.T, r *rig, m *mover) {
		id := r.start(moves(plan.Upload, 0, 1, 2))
		time.Sleep(3 * time.Second)
		if err := r.Cancel(id); err != nil {
			t.Fatal(err)
		}
		report := r.ended(id)
		if report.Counts[jobs.Unsent] != 3 || report.Results[0].Reason.Raw() != "given up" || len(m.moves) != 2 {
			t.Errorf("got %+v after %v", report.Results, m.moves)
		}
		// What was cut off is begun anew by whoever wants that.
		if err := r.Retry(id); err != nil {
			t.Fatal(err)
		}
		if report = r.ended(id); report.Counts[jobs.Done] != 3 || len(m.moves) != 5 || len(m.again) != 2 {
			t.Errorf("got %v after %v, %v", report.Counts, m.moves, m.again)
		}
	})
}

// TestACancelledImportThatMayBeUnderWayIsLookedAt cancels in an outage after the service
// was asked: it may be at it, which its image tells.
func TestACancelledImportThatMayBeUnderWayIsLookedAt(t *testing.T) {
	moving(t, 1, func(t *testing.T, r *rig, m *mover) {
		m.ends = func(string) error { return problem(api.ErrUnreachable, 0) }
		p := moves(plan.Import, 0)
		p.Steps[0].Data = &plan.Data{Method: plan.WebDownload, URL: "https://example.org/x"}
		id := r.start(p)
		time.Sleep(10*time.Second + 50*time.Millisecond)
		if err := r.Cancel(id); err != nil {
			t.Fatal(err)
		}
		report := r.ended(id)
		if len(m.moves) != 2 || len(m.again) != 1 || report.Results[0].Reason.Raw() != "given up" {
			t.Errorf("got %+v after %v", report.Results, m.moves)
		}
	})
}

func TestAnUploadIsNeverSentAgainByItself(t *testing.T) {
	moving(t, 2, func(t *testing.T, r *rig, m *mover) {
		m.ends = func(string) error {
			return &jobs.VerdictError{Outcome: jobs.Failed, Reason: text.Of("still queued"), Cause: problem(api.ErrUnreachable, 0)}
		}
		report := r.done(moves(plan.Upload, 0, 1))
		if report.Counts[jobs.Failed] != 2 || len(m.moves) != 2 || report.Results[0].Reason.Raw() != "still queued" {
			t.Errorf("got %+v after %v", report.Results, m.moves)
		}
	})
}

func TestADownloadGoesOnAfterAnOutage(t *testing.T) {
	moving(t, 1, func(t *testing.T, r *rig, m *mover) {
		s := r.service.images[idOf(0)]
		s.Status = model.StatusActive
		r.service.images[idOf(0)] = s
		fails := 3
		m.ends = func(string) error {
			if fails--; fails >= 0 {
				return problem(api.ErrUnreachable, 0)
			}
			return nil
		}
		report := r.done(moves(plan.Download, 0))
		if report.Counts[jobs.Done] != 1 || len(m.moves) != 4 || len(m.again) != 0 || len(r.Writes()) != 0 {
			t.Errorf("got %+v after %v, %v; %d writes", report.Results, m.moves, m.again, len(r.Writes()))
		}
	})
}

func TestWhatWasCutOffByTheEndOfTheProgramIsOfferedAgain(t *testing.T) {
	moving(t, 2, func(t *testing.T, r *rig, m *mover) {
		s := r.service.images[idOf(1)]
		s.Status = model.StatusActive
		r.service.images[idOf(1)] = s
		p := moves(plan.Upload, 0)
		p.Steps = append(p.Steps, moves(plan.Download, 1).Steps...)
		id := r.start(p)
		time.Sleep(3 * time.Second)
		begun := time.Now()
		if err := r.Drain(t.Context()); err != nil || time.Since(begun) > time.Second {
			t.Fatalf("%v after %v", err, time.Since(begun))
		}
		next := runner.New(r.service, runner.Options{Dir: r.dir, Origin: here, Transfers: m})
		defer func() { _ = next.Drain(context.WithoutCancel(t.Context())) }()
		left, err := next.Unfinished()
		if err != nil || len(left) != 1 || left[0].Left != 2 {
			t.Fatalf("left %+v, %v", left, err)
		}
		rest, err := next.Left(id)
		if err != nil || len(rest.Steps) != 2 || rest.Steps[0].Data.File != "/data/0" {
			t.Fatalf("the rest is %+v, %v", rest, err)
		}
		if err := next.Finish(id); err != nil {
			t.Fatal(err)
		}
		other := &rig{Runner: next, t: t, service: r.service, dir: r.dir}
		report := other.ended(id)
		if report.Counts[jobs.Done] != 2 || !slices.Equal(m.again, []string{"upload 00000000"}) {
			t.Errorf("got %+v after %v, %v", report.Results, m.moves, m.again)
		}
	})
}

func TestDataIsDecidedOnTheImageAsItIs(t *testing.T) {
	moving(t, 3, func(t *testing.T, r *rig, m *mover) {
		s := r.service.images[idOf(0)]
		s.Status = model.StatusActive
		r.service.images[idOf(0)] = s
		delete(r.service.images, idOf(1))
		report := r.done(moves(plan.Upload, 0, 1, 2))
		if got := outcomes(report); !slices.Equal(got, []jobs.Outcome{jobs.Refused, jobs.Gone, jobs.Done}) || report.Results[0].Code != plan.WrongStatus {
			t.Errorf("got %+v", report.Results)
		}
		if !slices.Equal(m.moves, []string{"upload 00000002"}) {
			t.Errorf("moved %v", m.moves)
		}
	})
}

func TestARefusalOfDataIsOne(t *testing.T) {
	moving(t, 1, func(t *testing.T, r *rig, m *mover) {
		m.ends = func(string) error {
			return &jobs.VerdictError{Outcome: jobs.Refused, Reason: text.Of("no"), Status: 403, Cause: problem(api.ErrForbidden, 403)}
		}
		report := r.done(moves(plan.Upload, 0))
		if result := &report.Results[0]; result.Outcome != jobs.Refused || !result.IsForbidden() || result.RequestID.Raw() != "req-1" {
			t.Errorf("got %+v", result)
		}
	})
}

// TestAnImageWithoutItsDataIsUndoneAsOne: the upload that was refused is of the image that
// is deleted, and not left out beside it.
func TestAnImageWithoutItsDataIsUndoneAsOne(t *testing.T) {
	moving(t, 0, func(t *testing.T, r *rig, m *mover) {
		m.ends = func(string) error {
			return &jobs.VerdictError{Outcome: jobs.Refused, Reason: text.Of("no"), Status: 400}
		}
		p := moves(plan.Upload, 0)
		p.Steps = append([]plan.Step{{Image: idOf(0), Kind: plan.Create, Name: text.Of("made")}}, p.Steps...)
		id := r.start(p)
		report := r.ended(id)
		if got := outcomes(report); !slices.Equal(got, []jobs.Outcome{jobs.Done, jobs.Refused}) {
			t.Fatalf("got %v", got)
		}
		undo, err := r.Undo(id)
		if err != nil || len(undo.Steps) != 1 || undo.Steps[0].Kind != plan.Delete || len(undo.LeftOut) != 0 {
			t.Errorf("undone by %+v, %v", undo, err)
		}
	})
}

func TestDataIsDeletedFromOneStoreAndCopiedBack(t *testing.T) {
	moving(t, 1, func(t *testing.T, r *rig, m *mover) {
		s := r.service.images[idOf(0)]
		s.Status, s.Stores = model.StatusActive, text.Of("fs,ceph")
		r.service.images[idOf(0)] = s
		p := plan.Plan{Title: "delete-from ceph", Steps: []plan.Step{
			{Image: idOf(0), Kind: plan.DeleteFrom, Data: &plan.Data{Stores: []string{"ceph"}}},
		}}
		id := r.start(p)
		if report := r.ended(id); report.Counts[jobs.Done] != 1 || r.service.image(0).Stores.Raw() != "fs" {
			t.Errorf("got %+v, in %s", report.Results, r.service.image(0).Stores.Raw())
		}
		undo, err := r.Undo(id)
		if err != nil || len(undo.Steps) != 1 || undo.Steps[0].Data.Method != plan.CopyImage {
			t.Fatalf("undone by %+v, %v", undo, err)
		}
		if report := r.done(undo); report.Counts[jobs.Done] != 1 || !slices.Equal(m.moves, []string{"import 00000000"}) {
			t.Errorf("got %+v after %v", report.Results, m.moves)
		}
	})
}

func TestWithoutTransfersNoDataIsMoved(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		report := r.done(moves(plan.Download, 0))
		if report.Counts[jobs.Failed] != 1 {
			t.Errorf("got %+v", report.Results)
		}
	})
}
