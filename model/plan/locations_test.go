package plan_test

import (
	"strings"
	"testing"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
)

// located gives an image a record with locations.
func located(urls ...string) func(*model.Image) {
	return func(image *model.Image) {
		image.Raw = []byte(`{"locations": [`)
		for i, url := range urls {
			if i > 0 {
				image.Raw = append(image.Raw, ',')
			}
			image.Raw = append(image.Raw, `{"url": "`+url+`", "metadata": {}}`...)
		}
		image.Raw = append(image.Raw, "]}"...)
	}
}

func TestLocationsArePlanned(t *testing.T) {
	t.Parallel()
	const head = "PATCH /v2/images/a "
	for _, test := range []struct {
		name, line string
		image      *model.Image
		want       string
	}{
		{"one more", "location +http://b", imageOf("a", located("file:///a")), head + `[{"op":"add","path":"/locations/-","value":{"metadata":{},"url":"http://b"}}]`},
		{"the first of a new image", "location +http://b", imageOf("a", queued, located()), head + `[{"op":"add","path":"/locations/-","value":{"metadata":{},"url":"http://b"}}]`},
		{"one less", "location -file:///b", imageOf("a", located("file:///a", "file:///b")), head + `[{"op":"remove","path":"/locations/1"}]`},
		{"two less", "location -http://a -http://b", imageOf("a", located("http://a", "file:///c", "http://b")), head + `[{"op":"remove","path":"/locations/2"},{"op":"remove","path":"/locations/0"}]`},
		{"the only one for another", "location -http://a +http://b", imageOf("a", located("http://a")), head + `[{"op":"add","path":"/locations/-","value":{"metadata":{},"url":"http://b"}},{"op":"remove","path":"/locations/0"}]`},
		{"only what is needed", "location +http://a +http://b", imageOf("a", located("http://a")), head + `[{"op":"add","path":"/locations/-","value":{"metadata":{},"url":"http://b"}}]`},
		{"there already", "location +http://a -http://x", imageOf("a", located("http://a")), "no_change"},
		{"the last one", "location -http://a", imageOf("a", located("http://a")), "last_location"},
		{"of a deactivated image", "location +http://b", imageOf("a", located("http://a"), status(model.StatusDeactivated)), "wrong_status"},
		{"from a queued image", "location +http://b -http://a", imageOf("a", queued, located("http://a")), "wrong_status"},
		{"unknown status", "location +http://b", imageOf("a", located("http://a"), unknown(model.AttrStatus)), "unknown_status"},
		{"hidden", "location +http://b", imageOf("a"), "this service does not show the locations of image data, and lets nobody change them"},
	} {
		planned, err := plan.Move(parsed(t, test.line), []*model.Image{test.image}, around(), nil)
		if got := movedBy(&planned, err); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
}

func TestLocationsAreDecidedAnewAndPutBack(t *testing.T) {
	t.Parallel()
	step := &plan.Step{Image: model.NewImageID("a"), Kind: plan.Relocate, Locations: &plan.Locations{Add: []string{"http://new"}, Remove: []string{"http://old"}}}
	for name, test := range map[string]struct {
		now     *model.Image
		want    plan.Decision
		reason  plan.Reason
		inverse string
	}{
		"as planned":       {imageOf("a", located("file:///a", "http://old")), plan.Send, "", `[{"op":"add","path":"/locations/-","value":{"metadata":{},"url":"http://old"}},{"op":"remove","path":"/locations/1"}]`},
		"half of it":       {imageOf("a", located("http://old", "http://new")), plan.Send, "", `[{"op":"add","path":"/locations/-","value":{"metadata":{},"url":"http://old"}}]`},
		"done by others":   {imageOf("a", located("http://new")), plan.NoChange, "", ""},
		"hidden meanwhile": {imageOf("a"), plan.NotAllowed, plan.LocationsHidden, ""},
		"importing":        {imageOf("a", located("http://old"), status(model.StatusImporting)), plan.NotAllowed, plan.WrongStatus, ""},
	} {
		got := step.Reconcile(test.now)
		inverse := ""
		if got.Inverse != nil {
			inverse = string(got.Inverse.Requests()[0].Body)
		}
		if got.Decision != test.want || got.Reason != test.reason || inverse != test.inverse {
			t.Errorf("%s: %+v, taken back by %s", name, got, inverse)
		}
	}
	// A store deletes the data with its location, and an image is not queued again.
	for line, now := range map[string]*model.Image{
		"location -rbd://a": imageOf("a", located("rbd://a", "http://b")), "location +http://b": imageOf("a", queued, located()),
	} {
		planned, err := plan.Move(parsed(t, line), []*model.Image{now}, around(), nil)
		if err != nil || len(planned.Steps) != 1 || planned.Steps[0].Reconcile(now).Inverse != nil {
			t.Errorf("%s: %+v, %v", line, planned, err)
		}
	}
}

func TestLocationsInTheWordsOfOtherClients(t *testing.T) {
	t.Parallel()
	step := plan.Step{Image: model.NewImageID("a"), Kind: plan.Relocate, Locations: &plan.Locations{Add: []string{"http://b c"}, Remove: []string{"http://d"}}}
	said := step.OpenStack("")
	for _, want := range []string{"glance location-add --url 'http://b c' a", "glance location-delete --url http://d a"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s is missing in\n%s", want, said)
		}
	}
}

func TestNoPasswordOfALocationIsKept(t *testing.T) {
	t.Parallel()
	image := imageOf("a", located("swift+https://user:secret@auth/c", "http://b"))
	planned, err := plan.Move(command.Location{Remove: []string{"http://b"}}, []*model.Image{image}, around(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var kept strings.Builder
	if err := (&plan.File{Plan: planned}).Write(&kept); err != nil || strings.Contains(kept.String(), "secret") {
		t.Errorf("kept %s, %v", kept.String(), err)
	}
}
