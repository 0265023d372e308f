package edit

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/text"
)

// TestASurveyCountsAsOneByOne compares the counts of a survey with those of a walk
// over the images.
func TestASurveyCountsAsOneByOne(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "c", "d"}
	rapid.Check(t, func(t *rapid.T) {
		have := rapid.SliceOfN(rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID[string]), 1, 9).Draw(t, "have")
		images := make([]*model.Image, len(have))
		for i, tags := range have {
			images[i] = &model.Image{ID: model.NewImageID(strconv.Itoa(i))}
			for _, tag := range tags {
				images[i].Tags = append(images[i].Tags, text.Of(tag))
				images[i].Properties = append(images[i].Properties, model.Property{Key: text.Of(tag), Value: text.Of("x")})
			}
		}
		survey := NewSurvey(list.Select(images...))
		for !survey.Step(2) {
			continue
		}
		wanted := rapid.Permutation(names).Draw(t, "wanted")
		add, remove := wanted[:rapid.IntRange(0, 2).Draw(t, "add")], wanted[2:2+rapid.IntRange(0, 2).Draw(t, "remove")]
		most, both := 0, 0
		for _, tags := range have {
			count := len(tags)
			for _, name := range add {
				if !slices.Contains(tags, name) {
					count++
				}
			}
			for _, name := range remove {
				if slices.Contains(tags, name) {
					count--
				}
			}
			most = max(most, count)
			if slices.Contains(tags, "a") && slices.Contains(tags, "b") {
				both++
			}
		}
		for _, held := range []holders{survey.tags, survey.properties} {
			if got := held.fullest(add, remove); got != most {
				t.Fatalf("the fullest of %q with %q and without %q has %d, want %d", have, add, remove, got, most)
			}
			if got := held.both("a", "b"); got != both {
				t.Fatalf("%d of %q have both, want %d", got, have, both)
			}
		}
	})
}
