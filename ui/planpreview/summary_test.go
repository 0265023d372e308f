package planpreview_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/planpreview"
	"glimpse/ui/uitest"
)

// builtBy plans lines of commands for images that are read into one, as a list
// reads those that it has packed.
func builtBy(t *rapid.T, lines string, images []model.Image) *plan.Plan {
	var wanted []command.Command
	for line := range strings.SplitSeq(lines, "; ") {
		read, err := command.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		wanted = append(wanted, read)
	}
	builder, err := plan.NewBuilder(wanted, len(images))
	if err != nil {
		t.Fatal(err)
	}
	var read model.Image
	tags := make([]text.Untrusted, 0, 8)
	for i := range images {
		tags = append(tags[:0], images[i].Tags...)
		read = images[i]
		read.Tags = tags
		builder.Add(&read)
	}
	return builder.Plan()
}

// summaryOf returns what the preview of a plan sums up.
func summaryOf(p *plan.Plan) string {
	content, _ := textOf(p, place(), planpreview.TextOptions{Width: 400})
	_, after, found := strings.Cut(content, "In all: ")
	if !found {
		return ""
	}
	said, _, _ := strings.Cut(after, ".\n")
	return said
}

var counted = regexp.MustCompile(`on (\d+) \((?:already|not) on (\d+)\)`)

func TestTheSummaryAddsUpInAnyOrder(t *testing.T) {
	told := 0
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{
			"tag +xx -gold", "tag -gold", "tag +gold +lts -dev", "tag +gold; tag -dev", "set min_disk=7; tag +lts -gold", "tag -gold; deactivate",
		}).Draw(t, "line")
		images := make([]model.Image, rapid.IntRange(2, 30).Draw(t, "images"))
		for i := range images {
			images[i] = uitest.Image(i)
			images[i].Status, images[i].Tags = model.StatusActive, nil
			for _, tag := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"gold", "lts", "dev", "old"}), rapid.ID).Draw(t, "tags") {
				images[i].Tags = append(images[i].Tags, text.Of(tag))
			}
			if rapid.IntRange(0, 30).Draw(t, "unknown") == 0 {
				images[i].Unknown = images[i].Unknown.With(model.AttrTags)
			}
		}
		p := builtBy(t, line, images)
		left := 0
		for _, one := range p.LeftOut {
			if one.Reason != plan.AsWanted {
				left++
			}
		}
		said := summaryOf(p)
		for _, found := range counted.FindAllStringSubmatch(said, -1) {
			told++
			on, _ := strconv.Atoi(found[1])
			not, _ := strconv.Atoi(found[2])
			if on+not != len(images)-left {
				t.Fatalf("%q of %d images, %d left out, for %q", found[0], len(images), left, line)
			}
		}
		turned := slices.Clone(images)
		slices.Reverse(turned)
		if other := summaryOf(builtBy(t, line, turned)); !slices.Equal(sorted(said), sorted(other)) {
			t.Fatalf("%q, and in the opposite order %q", said, other)
		}
	})
	if told == 0 {
		t.Error("no number was told")
	}
}

// sorted are the parts of a summary, in which the changes stand as they come.
func sorted(said string) []string {
	parts := strings.Split(said, "; ")
	slices.Sort(parts)
	return parts
}
