package image_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/image"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/uictx"
	"glimpse/ui/uitest"
)

// session answers what is asked about one image, unless it is no longer asked for.
type session struct{ backend.Session }

func (session) Image(ctx context.Context, id model.ImageID) (model.Image, error) {
	return model.Image{ID: id, Name: text.Of("read")}, ctx.Err()
}

func (session) Extras(context.Context, *model.Image) detail.Extras { return detail.Extras{} }

func (session) Changes() backend.Changes { return nil }

func (session) Uses(context.Context, ...model.ImageID) uses.Found { return uses.Found{} }

// images is a list without images.
type images struct{ image.Images }

func (images) Find(model.ImageID) *model.Image { return nil }
func (images) Replace(*model.Image)            {}

// An image that is opened from a report, say, leaves what the one beneath waits for.
func TestAnImageAboveAnotherLeavesItsAnswers(t *testing.T) {
	t.Parallel()
	drawn := theme.New(theme.Choice{})
	shared := &uictx.Context{Theme: &drawn, Session: session{}, Now: uitest.Now}
	shared.Layers.Resize(120, 40, 38)
	feature := image.New(shared, images{}, nil)
	answer := func(cmd tea.Cmd) {
		batch, _ := cmd().(tea.BatchMsg)
		for _, each := range batch {
			feature.Handle(each())
		}
	}
	lower, upper := uitest.Image(0), uitest.Image(1)
	first := feature.Do(intent.OpenImage{Image: &lower})
	answer(feature.Do(intent.OpenImage{Image: &upper}))
	answer(first)
	for _, screen := range shared.Layers.Screens() {
		shown, _ := screen.(*detail.Screen)
		if shown.Title() != "read" || shown.Doing() != "" || strings.Contains(shown.View(), "being read") {
			t.Errorf("%s waits for its record, %q:\n%s", shown.Title(), shown.Doing(), shown.View())
		}
	}
}
