package contract

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"glimpse/api"
	"glimpse/model"
)

// TestTheClientReadsSomeImagesAtOnce asks for more images by their ids than one
// request line has room for.
func TestTheClientReadsSomeImagesAtOnce(t *testing.T) {
	s := newSpace(t)
	c := theTarget.client(t, member, api.Options{})
	var want []string
	var ids []model.ImageID
	ask := func(id model.ImageID) { ids = append(ids, id) }
	for name, attributes := range map[string]map[model.Attribute]any{
		"plain": {}, "hidden": {model.AttrHidden: true}, "community": {model.AttrVisibility: "community"},
	} {
		attributes[model.AttrName] = name
		image := created(t, s, c, api.NewImage{Attributes: attributes, Tags: []string{"a tag"}})
		want = append(want, image.ID.Raw())
		ask(image.ID)
		for range 120 {
			ask(model.NewImageID(uuid.NewString())) // of no image
		}
	}
	ask(model.NewImageID("none, of these"))
	found, err := c.Images(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range found {
		got = append(got, found[i].ID.Raw())
		if !found[i].HasTag("a tag") {
			t.Errorf("%+v has no tag", found[i])
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("of %d asked for, got %v, want %v", len(ids), got, want)
	}
	if none, err := c.Images(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("for no id: %v, %v", none, err)
	}
}
