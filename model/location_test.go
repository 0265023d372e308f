package model_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/text"
)

func TestLocationsAreReadFromTheRecord(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]struct {
		urls  []string
		shown bool
	}{
		``:                                     {nil, false},
		`{"id": "a"}`:                          {nil, false},
		`{"Locations": [{"url": "http://a"}]}`: {nil, false},
		`{"locations": null}`:                  {nil, true},
		`{"locations": "x"}`:                   {nil, false},
		`{"locations": []}`:                    {nil, true},
		`{"locations": [{"url": "rbd://f/p/i/s", "metadata": {"store": "ceph"}}, {"URL": "x", "url": 5}]}`: {[]string{"rbd://f/p/i/s ceph", " "}, true},
	} {
		image := model.Image{Raw: []byte(raw)}
		locations, shown := image.Locations()
		if shown != want.shown || len(locations) != len(want.urls) {
			t.Errorf("%s: %v, %t", raw, locations, shown)
			continue
		}
		for i, one := range locations {
			if got := one.URL.Raw() + " " + one.Store.Raw(); got != want.urls[i] {
				t.Errorf("%s: %q", raw, got)
			}
		}
	}
}

func TestAPasswordInALocationIsNotShown(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"file:///var/lib/glance/images/a":                "file:///var/lib/glance/images/a",
		"swift+https://a%3Ab:secret@auth/v3/container/a": "swift+https://a%3Ab:xxxxx@auth/v3/container/a",
		"http://user@host/a":                             "http://user@host/a",
		"http://%zz:secret@host":                         "a URL that cannot be read",
	} {
		location := model.Location{URL: text.Of(url)}
		if got := location.Shown().Raw(); got != want {
			t.Errorf("%s is shown as %s", url, got)
		}
	}
}
