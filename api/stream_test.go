package api

import (
	"slices"
	"testing"

	"glimpse/model"
	"glimpse/model/text"
)

// pageOf returns images with the numbers from first to last as their ids; 0
// stands for a record without an id.
func pageOf(numbers ...int) []model.Image {
	images := make([]model.Image, len(numbers))
	for i, number := range numbers {
		if number > 0 {
			images[i].ID = model.ImageID{Untrusted: text.Of(imageID(number))}
		}
	}
	return images
}

func numbered(first, last int) (numbers []int) {
	for number := first; number <= last; number++ {
		numbers = append(numbers, number)
	}
	return numbers
}

// TestTheTrailHasEachImageWithTheRowsThatLeadToIt states the whole trail: an
// image too few, or a row too many, makes a walk read pages again, or leave
// rows out, only where several images vanish at the right moment.
func TestTheTrailHasEachImageWithTheRowsThatLeadToIt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		pages [][]int
		// want are the numbers of the images, which are their rows as well
		// where every record has an id.
		want []int
	}{
		{"one image", [][]int{{1}}, []int{1}},
		{"two: the last and the first", [][]int{{1, 2}}, []int{1, 2}},
		{"three", [][]int{numbered(1, 3)}, []int{2, 3}},
		{"four: the first is at a distance that doubled", [][]int{numbered(1, 4)}, []int{1, 3, 4}},
		{"eight", [][]int{numbered(1, 8)}, []int{1, 5, 7, 8}},
		{"of a page before, the last", [][]int{numbered(1, 4), numbered(5, 8)}, []int{4, 5, 7, 8}},
		{"of three pages", [][]int{numbered(1, 2), numbered(3, 4), numbered(5, 6)}, []int{2, 4, 5, 6}},
		{"a page of one after others", [][]int{numbered(1, 4), {5}}, []int{4, 5}},
		{"no step is a record without an id, which is a row all the same", [][]int{{1, 2, 3, 0}}, []int{1, 3}},
		{"a page without any id leads on from the page before", [][]int{numbered(1, 2), {0, 0}, {5, 6}}, []int{2, 5, 6}},
		{"an empty page", [][]int{numbered(1, 2), {}}, []int{1, 2}},
	}
	for _, test := range tests {
		var s stream
		rows := 0
		for _, page := range test.pages {
			s.remember(pageOf(page...))
			rows += len(page)
		}
		var want []step
		for _, number := range test.want {
			want = append(want, step{id: model.NewImageID(imageID(number)), rows: number})
		}
		if !slices.Equal(s.trail, want) || s.rows != rows {
			t.Errorf("%s: after %d rows the trail is %v, want %v", test.name, s.rows, s.trail, want)
		}
	}
}

func TestALongTrailKeepsSomeOfItsBeginning(t *testing.T) {
	t.Parallel()
	var s stream
	for page := range 2 * trailLength {
		s.remember(pageOf(2*page+1, 2*page+2))
		for i, at := range s.trail {
			if at.id != model.NewImageID(imageID(at.rows)) || i > 0 && s.trail[i-1].rows >= at.rows {
				t.Fatalf("after %d pages the trail is %v", page+1, s.trail)
			}
		}
		if last := s.trail[len(s.trail)-1]; last.rows != 2*page+2 || len(s.trail) > trailLength+2 {
			t.Fatalf("after %d pages %d are kept, the last at row %d", page+1, len(s.trail), last.rows)
		}
	}
	if s.trail[0].rows > trailLength {
		t.Errorf("the earliest step is at row %d", s.trail[0].rows)
	}
}
