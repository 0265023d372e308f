package runner_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"glimpse/api/runner"
	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// keeping runs a test with a runner that keeps records, before a service that notes when
// an image was changed, as Glance does.
func keeping(t *testing.T, count int, test func(t *testing.T, r *rig)) {
	t.Helper()
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newService(count)
		s.changing = func(image *model.Image) { image.UpdatedAt = time.Now() }
		r := &rig{Runner: runner.New(s, runner.Options{Dir: dir, Origin: here, KeepRecords: true}), t: t, service: s, dir: dir}
		defer func() {
			if err := r.Drain(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		test(t, r)
	})
}

// recorded checks that the records are those of the service, and returns their images.
func (r *rig) recorded(most int) (all []int) {
	r.t.Helper()
	records := r.Records(most)
	for i := range records {
		n := slices.IndexFunc(upTo(len(r.service.images)), func(n int) bool { return idOf(n) == records[i].ID })
		if now := r.service.image(n); !now.UpdatedAt.Equal(records[i].UpdatedAt) || len(now.Tags) != len(records[i].Tags) || now.Name != records[i].Name {
			r.t.Errorf("the record of image %d is %+v, and the service has %+v", n, records[i], now)
		}
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

func TestAfterAJobItsRecordsAreThoseOfTheService(t *testing.T) {
	rename := func(n int) plan.Step {
		return plan.Step{
			Image: idOf(n), Kind: plan.Update, Patch: patch.Patch{patch.SetAttribute(model.AttrName, "new")},
			Shown: []patch.Field{{Name: "name", Set: true, Value: "image"}},
		}
	}
	for _, test := range []struct {
		name string
		plan plan.Plan
	}{
		{"tags, whose answers have no record", tagged(0, 1, 2)},
		{"an action, whose answer has none", plan.Plan{Steps: []plan.Step{{Image: idOf(0), Kind: plan.Deactivate}, {Image: idOf(1), Kind: plan.Deactivate}, {Image: idOf(2), Kind: plan.Deactivate}}}},
		{"patches, and others change the images since", plan.Plan{Steps: []plan.Step{rename(0), rename(1), rename(2)}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			keeping(t, 4, func(t *testing.T, r *rig) {
				others := 0
				r.service.after = func(call string) error {
					r.service.mu.Lock()
					defer r.service.mu.Unlock()
					if image := r.service.images[idOf(1)]; others == 0 && call == "Update 00000001" {
						others++
						image.Tags = append(slices.Clone(image.Tags), text.Of("theirs"))
						r.service.images[idOf(1)] = image
					}
					return nil
				}
				for _, n := range upTo(3) {
					image := r.service.images[idOf(n)]
					image.Name = text.Of("image")
					r.service.images[idOf(n)] = image
				}
				time.Sleep(time.Hour)
				r.done(test.plan)
				if got := r.recorded(100); !slices.Equal(got, []int{0, 1, 2}) {
					t.Errorf("there are records of %v", got)
				}
				if again := r.Records(100); len(again) != 0 {
					t.Errorf("%d records are told twice", len(again))
				}
			})
		})
	}
}

func TestRecordsAreTakenInPortions(t *testing.T) {
	keeping(t, 10, func(t *testing.T, r *rig) {
		r.done(tagged(upTo(10)...))
		got := append(append(r.recorded(4), r.recorded(4)...), r.recorded(4)...)
		if slices.Sort(got); !slices.Equal(got, upTo(10)) {
			t.Errorf("got records of %v", got)
		}
	})
}

// What nothing was sent for was read all the same, and says what the list does not know.
func TestWhatIsAsWantedHasARecordToo(t *testing.T) {
	keeping(t, 2, func(t *testing.T, r *rig) {
		image := r.service.images[idOf(1)]
		image.Tags = append(slices.Clone(image.Tags), text.Of("gold"))
		r.service.images[idOf(1)] = image
		report := r.done(tagged(1))
		if report.Results[0].Outcome != jobs.NoChange {
			t.Fatalf("got %+v", report.Results[0])
		}
		if got := r.recorded(100); !slices.Equal(got, []int{1}) {
			t.Errorf("there are records of %v", got)
		}
	})
}

func TestRecordsAreKeptForWhoeverTakesThem(t *testing.T) {
	inBubble(t, 3, func(t *testing.T, r *rig) {
		r.done(tagged(upTo(3)...))
		if records := r.Records(100); len(records) != 0 {
			t.Errorf("%d records are kept", len(records))
		}
	})
}
