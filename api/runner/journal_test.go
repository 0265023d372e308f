package runner_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/api"
	"glimpse/api/journal"
	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// watched is a journal whose disk can be full, and that knows what is on it.
type watched struct {
	*journal.Writer
	mu   sync.Mutex
	full bool
	sent map[int]bool
}

func (w *watched) failing() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.full {
		return syscall.ENOSPC
	}
	return nil
}

func (w *watched) Append(record journal.Record) error {
	if err := errors.Join(w.failing(), w.Writer.Append(record)); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if send, isSend := record.(journal.Send); isSend {
		w.sent[send.Step] = true
	}
	return nil
}

func (w *watched) Repair() error { return errors.Join(w.failing(), w.Writer.Repair()) }

func (w *watched) fill(full bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.full = full
}

// inWatchedBubble runs a test whose journals are watched.
func inWatchedBubble(t *testing.T, count int, test func(t *testing.T, r *rig, w *watched)) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		w := &watched{sent: make(map[int]bool)}
		options := runner.Options{Dir: dir, Origin: here}.WithJournals(func(dir string, head journal.Head) (runner.Log, error) {
			var err error
			w.Writer, err = journal.Create(dir, head)
			return w, err
		})
		s := newService(count)
		r := &rig{Runner: runner.New(s, options), t: t, service: s, dir: dir}
		test(t, r, w)
		if err := r.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestNothingIsSentBeforeTheJournalHasIt(t *testing.T) {
	inWatchedBubble(t, 60, func(t *testing.T, r *rig, w *watched) {
		r.service.latency = 3 * time.Millisecond
		r.service.before = func(call string) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			n := slices.IndexFunc(upTo(60), func(n int) bool { return call == "Retag "+idOf(n).Raw()[:8] })
			if n >= 0 && !w.sent[n] {
				t.Errorf("%s was not in the journal", call)
			}
			return nil
		}
		if report := r.done(tagged(upTo(60)...)); report.Summary() != "60 done, 0 failed" {
			t.Errorf("got %s", report.Summary())
		}
	})
}

func TestAFullDiskPausesTheJobBeforeAnythingIsSent(t *testing.T) {
	inWatchedBubble(t, 40, func(t *testing.T, r *rig, w *watched) {
		r.service.latency = 20 * time.Millisecond
		id := r.start(tagged(upTo(40)...))
		time.Sleep(105 * time.Millisecond)
		w.fill(true)
		begun := len(r.service.made("Retag"))
		progress := r.until(id, jobs.Paused)
		if !strings.Contains(progress.Why.Raw(), syscall.ENOSPC.Error()) {
			t.Errorf("because %q", progress.Why)
		}
		time.Sleep(time.Hour)
		// Those that the journal knew of already, and nothing else.
		if sent := r.service.made("Retag"); len(sent) > begun+8 || len(sent) > len(w.sent) {
			t.Errorf("%d requests, of which %d were begun and %d told", len(sent), begun, len(w.sent))
		}
		if err := r.Resume(id); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("resumed: %v", err)
		}
		if progress, _ := r.Progress(id); progress.State != jobs.Paused || progress.Counts[jobs.Failed] > 0 {
			t.Errorf("got %+v", progress)
		}
		w.fill(false)
		if err := r.Resume(id); err != nil {
			t.Fatal(err)
		}
		if report := r.ended(id); report.Summary() != "40 done, 0 failed" || len(r.service.made("Retag")) != 40 {
			t.Errorf("%s with %d requests", report.Summary(), len(r.service.made("Retag")))
		}
	})
}

func TestAJobWhoseEndCannotBeWrittenPausesAndEndsLater(t *testing.T) {
	inWatchedBubble(t, 1, func(t *testing.T, r *rig, w *watched) {
		r.service.after = func(call string) error {
			if strings.HasPrefix(call, "Retag") {
				w.fill(true)
			}
			return nil
		}
		id := r.start(tagged(0))
		if progress := r.until(id, jobs.Paused); progress.Counts[jobs.Done] != 1 || progress.Why.IsEmpty() {
			t.Errorf("got %+v", progress)
		}
		w.fill(false)
		if err := r.Resume(id); err != nil {
			t.Fatal(err)
		}
		if report := r.ended(id); report.Summary() != "1 done, 0 failed" || !r.entry(id).Ended {
			t.Errorf("got %s", report.Summary())
		}
	})
}

func TestAJobThatAnotherGlimpseCarriesOutIsLeftAlone(t *testing.T) {
	inBubble(t, 40, func(t *testing.T, r *rig) {
		r.service.latency = 20 * time.Millisecond
		id := r.start(tagged(upTo(40)...))
		other := runner.New(r.service, runner.Options{Dir: r.dir, Origin: here})
		if left, err := other.Unfinished(); len(left) != 0 || err != nil {
			t.Errorf("it is offered: %v, %v", left, err)
		}
		if err := other.Finish(id); !errors.Is(err, journal.ErrLive) {
			t.Errorf("finished: %v", err)
		}
		if err := other.Drop(id); !errors.Is(err, journal.ErrLive) {
			t.Errorf("dropped: %v", err)
		}
		if _, err := other.Undo(id); !errors.Is(err, runner.ErrState) {
			t.Errorf("undone: %v", err)
		}
		if report := r.ended(id); report.Summary() != "40 done, 0 failed" || len(r.service.made("Retag")) != 40 {
			t.Errorf("%s with %d requests", report.Summary(), len(r.service.made("Retag")))
		}
		if err := other.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestAJobIsUndoneAndDoneAgain(t *testing.T) {
	inBubble(t, 4, func(t *testing.T, r *rig) {
		r.service.before = once("Retag 00000001", problem(api.ErrForbidden, 403))
		p := tagged(0, 1, 2, 2)
		p.Steps[3].Add, p.Steps[3].Remove = []string{"silver"}, []string{"gold"}
		p.Steps = append(p.Steps, plan.Step{Image: idOf(3), Kind: plan.Delete})
		first := r.done(p)
		undo, err := r.Undo("")
		if err != nil || len(undo.Steps) != 3 || len(undo.LeftOut) != 2 || undo.LeftOut[0].Reason != plan.NotDone || undo.LeftOut[1].Reason != plan.NoInverse {
			t.Fatalf("got %+v, %v", undo, err)
		}
		// The images come as in the job, and of each the last is taken back first.
		var order []model.ImageID
		for i := range undo.Steps {
			order = append(order, undo.Steps[i].Image)
		}
		if !slices.Equal(order, []model.ImageID{idOf(0), idOf(2), idOf(2)}) {
			t.Errorf("the order is %v", order)
		}
		if undo.Steps[1].Add[0] != "gold" || undo.Steps[1].Remove[0] != "silver" {
			t.Errorf("of image 2 first %+v", undo.Steps[1])
		}
		second := r.done(undo)
		for n := range 3 {
			if got := r.service.tags(n); !slices.Equal(got, []string{"old"}) {
				t.Errorf("image %d has %v", n, got)
			}
		}
		again, err := r.Undo(second.ID)
		if err != nil || len(again.Steps) != 3 || again.Steps[2].Add[0] != "silver" {
			t.Fatalf("got %+v, %v", again, err)
		}
		r.done(again)
		if got := r.service.tags(2); !slices.Equal(got, []string{"old", "silver"}) {
			t.Errorf("got %v", got)
		}
		if _, err := r.Undo("20000101T000000.000Z-aaaaaa"); !errors.Is(err, journal.ErrNone) || first.ID == second.ID {
			t.Errorf("got %v", err)
		}
	})
}

// A damaged line may have held how an image was, which is not the same as a change that
// nothing takes back.
func TestAnUndoSaysThatTheJournalLostHowAnImageWas(t *testing.T) {
	inBubble(t, 4, func(t *testing.T, r *rig) {
		p := tagged(0, 1)
		p.Steps = append(p.Steps, plan.Step{Image: idOf(2), Kind: plan.Delete})
		id := r.done(p).ID
		file := filepath.Join(r.dir, string(id)+".jsonl")
		written, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(written), "\n")
		for _, lost := range []string{`{"type":"send","step":1,`, `{"type":"result","step":1,`} {
			at := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, lost) })
			lines[at] = "{\n"
			if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600); err != nil {
				t.Fatal(err)
			}
			undo, err := runner.New(r.service, runner.Options{Dir: r.dir, Origin: here}).Undo(id)
			if err != nil || len(undo.Steps) != 1 || len(undo.LeftOut) != 2 {
				t.Fatalf("without %s: got %+v, %v", lost, undo, err)
			}
			if undo.LeftOut[0].Reason != plan.Unrecorded || undo.LeftOut[1].Reason != plan.NoInverse {
				t.Errorf("without %s: left out %+v", lost, undo.LeftOut)
			}
		}
	})
}

func TestWhatIsInDoubtIsTakenBackAsWell(t *testing.T) {
	inBubble(t, 4, func(t *testing.T, r *rig) {
		r.service.before = func(call string) error {
			if call == "Retag 00000000" || call == "Retag 00000001" {
				return problem(api.ErrQuota, 413)
			}
			return nil
		}
		p := tagged(0, 1, 2)
		p.Steps[0].Add = []string{"gold", "silver"} // of which one may have been added
		r.done(p)
		undo, err := r.Undo("")
		if err != nil || len(undo.Steps) != 2 || undo.Steps[0].Image != idOf(0) || len(undo.LeftOut) != 1 || undo.LeftOut[0].Image != idOf(1) {
			t.Fatalf("got %+v, %v", undo, err)
		}
		if report := r.done(undo); report.Summary() != "1 done, 1 no change, 0 failed" {
			t.Errorf("got %s", report.Summary())
		}
		// So is a request that was not heard of again, of a job that was dropped.
		head := journal.Head{ID: journal.NewID(time.Now().Add(time.Hour)), Origin: here, Plan: tagged(2, 3)}
		w, err := journal.Create(r.dir, head)
		if err != nil {
			t.Fatal(err)
		}
		inverse := plan.Step{Image: idOf(2), Kind: plan.Retag, Remove: []string{"gold"}}
		if err := errors.Join(w.Append(journal.Send{Step: 0, Inverse: &inverse}), w.Append(journal.Drop{}), w.Close()); err != nil {
			t.Fatal(err)
		}
		if undo, err := r.Undo(""); err != nil || len(undo.Steps) != 1 || len(undo.LeftOut) != 1 {
			t.Errorf("got %+v, %v", undo, err)
		}
	})
}

// What somebody else did between two attempts is not taken back.
func TestTheWayBackIsOfWhatTheJobItselfDid(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		r.service.before = func() func(string) error {
			busy := once("Retag", problem(api.ErrBusy, 503))
			return func(call string) error {
				err := busy(call)
				if err != nil {
					r.service.mu.Lock()
					image := r.service.images[idOf(0)]
					image.Tags = append(slices.Clone(image.Tags), image.Tags[0])
					image.Tags[1] = text.Of("gold")
					r.service.images[idOf(0)] = image
					r.service.mu.Unlock()
				}
				return err
			}
		}()
		step := tagged(0)
		step.Steps[0].Add = []string{"gold", "silver"}
		report := r.done(step)
		inverse, kept := report.Results[0].Inverse, r.entry(report.ID).Steps[0].Inverse
		if inverse == nil || !slices.Equal(inverse.Remove, []string{"silver"}) || kept == nil || !slices.Equal(kept.Remove, []string{"silver"}) {
			t.Errorf("the way back is %+v, in the journal %+v", inverse, kept)
		}
	})
}

// A request of which a part was carried out is taken back as a whole.
func TestTheWayBackIsOfAllThatTheJobDid(t *testing.T) {
	inBubble(t, 1, func(t *testing.T, r *rig) {
		lost := once("Retag", problem(api.ErrUncertain, 504))
		r.service.before = func(call string) error {
			err := lost(call)
			if err != nil {
				r.service.mu.Lock()
				image := r.service.images[idOf(0)]
				image.Tags = append(slices.Clone(image.Tags), text.Of("gold"))
				r.service.images[idOf(0)] = image
				r.service.mu.Unlock()
			}
			return err
		}
		step := tagged(0)
		step.Steps[0].Add = []string{"gold", "silver"}
		report := r.done(step)
		inverse, kept := report.Results[0].Inverse, r.entry(report.ID).Steps[0].Inverse
		if inverse == nil || !slices.Equal(inverse.Remove, []string{"gold", "silver"}) || kept == nil || !slices.Equal(kept.Remove, inverse.Remove) {
			t.Errorf("the way back is %+v, in the journal %+v", inverse, kept)
		}
	})
}
