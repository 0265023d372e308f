package plan_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/plan"
)

// What steps have in common they share. A plan of many images must be what the
// plans of each of them are, one after the other, and carrying out one of its
// steps must change no other.
func TestAPlanOfManyIsThatOfEach(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wanted := commands.Draw(t, "command")
		some := rapid.SliceOfNDistinct(images, 0, 12, func(image model.Image) model.ImageID { return image.ID }).Draw(t, "images")
		var all []*model.Image
		for i := range some {
			// As a list keeps them: equal tags from one place.
			for j := range i {
				if reflect.DeepEqual(some[i].Tags, some[j].Tags) {
					some[i].Tags = some[j].Tags
				}
			}
			all = append(all, &some[i])
		}
		got, err := plan.New(wanted, all, noID)
		if err != nil {
			t.Skip("nothing is planned")
		}
		want := plan.Plan{Title: got.Title, Command: got.Command, Steps: []plan.Step{}}
		for _, image := range all {
			one, err := plan.New(wanted, []*model.Image{image}, noID)
			if err != nil {
				t.Fatal(err)
			}
			want.Steps, want.LeftOut = append(want.Steps, one.Steps...), append(want.LeftOut, one.LeftOut...)
		}
		for i := range got.Steps {
			_, _ = got.Steps[i].After(all[0])
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("together\n%+v\none by one\n%+v", got, want)
		}
	})
}
