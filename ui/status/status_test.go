package status_test

import (
	"testing"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/ui/status"
	"glimpse/ui/theme"
)

func TestAFailedImportIsSeenFromTheStatus(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Name: theme.Dark})
	property := func(key string) []model.Property { return []model.Property{{Key: text.Of(key), Value: text.Of("fs")}} }
	for _, test := range []struct {
		name  string
		image model.Image
		want  string
	}{
		{"active", model.Image{Status: model.StatusActive}, theme.Glyphs.Active},
		{"a copy that failed", model.Image{Status: model.StatusActive, Properties: property(model.PropertyFailedImport)}, theme.Glyphs.Fault},
		{"queued", model.Image{Status: model.StatusQueued}, theme.Glyphs.Queued},
		{"an import that failed", model.Image{Status: model.StatusQueued, Properties: property(model.PropertyFailedImport)}, theme.Glyphs.Fault},
		{"one that broke off", model.Image{Status: model.StatusQueued, Properties: property(model.PropertyImportingToStores)}, theme.Glyphs.Fault},
		{"under way", model.Image{Status: model.StatusImporting, Properties: property(model.PropertyImportingToStores)}, theme.Glyphs.Pending},
	} {
		if shape, _ := status.Mark(&theme, &test.image); shape != test.want {
			t.Errorf("%s: %q, not %q", test.name, shape, test.want)
		}
	}
}
