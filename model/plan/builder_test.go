package plan_test

import (
	"reflect"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// What steps have in common they share. A plan of many images must be what the
// plans of each of them are, one after the other, and carrying out one of its
// steps must change no other.
func TestAPlanOfManyIsThatOfEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wanted := commands.Draw(t, "command")
		some := several(t)
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

// A list of packed images is read into one image, whose tags stand in one place.
func TestAPlanOfImagesThatAreReadIntoOneKnowsTheTagsOfEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wanted := commands.Draw(t, "command")
		some := several(t)
		builder, err := plan.NewBuilder([]command.Command{wanted}, len(some))
		if err != nil {
			t.Skip("nothing is planned")
		}
		var all []*model.Image
		var read model.Image
		tags := make([]text.Untrusted, 0, 16)
		for i := range some {
			all = append(all, &some[i])
			tags = append(tags[:0], some[i].Tags...)
			read = some[i]
			read.Tags = tags
			builder.Add(&read)
		}
		want, err := plan.Compose([]command.Command{wanted}, all, nil)
		if err != nil {
			t.Skip("nothing is planned")
		}
		if got := *builder.Plan(); !reflect.DeepEqual(got, want) {
			t.Fatalf("read into one\n%+v\neach by itself\n%+v", got, want)
		}
	})
}

// several are images, each with an id of its own.
func several(t *rapid.T) []model.Image {
	some := rapid.SliceOfN(images, 0, 12).Draw(t, "images")
	for i := range some {
		some[i].ID = model.NewImageID(strconv.Itoa(i))
	}
	return some
}

// The steps of many images come in their order, whatever room there was at first.
func TestAPlanOfManyThousandsKeepsTheirOrder(t *testing.T) {
	t.Parallel()
	const images = 20_000
	for _, lines := range [][]string{{"hide"}, {"hide", "deactivate"}} {
		var wanted []command.Command
		for _, line := range lines {
			wanted = append(wanted, parsed(t, line))
		}
		builder, err := plan.NewBuilder(wanted, images)
		if err != nil {
			t.Fatal(err)
		}
		for i := range images {
			if steps := builder.Add(imageOf(strconv.Itoa(i))); steps != len(wanted) {
				t.Fatalf("image %d has %d steps", i, steps)
			}
		}
		steps := builder.Plan().Steps
		if len(steps) != images*len(wanted) {
			t.Fatalf("%d steps", len(steps))
		}
		for at := range steps {
			if want := strconv.Itoa(at / len(wanted)); steps[at].Image.Raw() != want {
				t.Fatalf("step %d is of image %s, want %s", at, steps[at].Image.Raw(), want)
			}
		}
	}
}
