package runner_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"glimpse/model"
	jobs "glimpse/model/job"
	"glimpse/model/plan"
)

// ChangeLocations implements runner.Service.
func (s *service) ChangeLocations(ctx context.Context, id model.ImageID, add, remove []string) (got model.Image, err error) {
	err = s.change(ctx, "ChangeLocations", id, "", func(image *model.Image) {
		locations, _ := image.Locations()
		urls := slices.Clone(add)
		for _, one := range locations {
			if !slices.Contains(remove, one.URL.Raw()) {
				urls = append(urls, one.URL.Raw())
			}
		}
		image.Raw = locatedAt(urls...)
		got = *image
	})
	return got, err
}

// locatedAt is the record of an image with locations.
func locatedAt(urls ...string) []byte {
	locations := make([]map[string]string, len(urls))
	for i, url := range urls {
		locations[i] = map[string]string{"url": url}
	}
	raw, _ := json.Marshal(map[string]any{"locations": locations})
	return raw
}

func TestLocationsAreChangedAndPutBack(t *testing.T) {
	inBubble(t, 5, func(t *testing.T, r *rig) {
		p := plan.Plan{Title: "location +http://new -http://old"}
		for i := range 5 {
			image := r.service.images[idOf(i)]
			image.Raw = locatedAt("file:///a", "http://old")
			r.service.images[idOf(i)] = image
			p.Steps = append(p.Steps, plan.Step{
				Image: idOf(i), Kind: plan.Relocate, Locations: &plan.Locations{Add: []string{"http://new"}, Remove: []string{"http://old"}},
			})
		}
		id := r.start(p)
		if report := r.ended(id); report.Counts[jobs.Done] != 5 {
			t.Errorf("got %+v", report.Results)
		}
		if after := r.service.image(0); string(after.Raw) != string(locatedAt("http://new", "file:///a")) {
			t.Errorf("the record is %s", after.Raw)
		}
		// Records of a listing have no locations.
		if len(r.service.listings) > 0 {
			t.Errorf("listed %v", r.service.listings)
		}
		undo, err := r.Undo(id)
		if err != nil {
			t.Fatal(err)
		}
		if report := r.done(undo); report.Counts[jobs.Done] != 5 || string(r.service.images[idOf(4)].Raw) != string(locatedAt("http://old", "file:///a")) {
			t.Errorf("got %+v", report.Results)
		}
	})
}
