package ranges_test

import (
	"testing"
	"time"

	"glimpse/model/ranges"
)

// answers has a service answer pages that so many readers ask for, of which it works at
// some at once, each in so much time.
func answers(p *ranges.Pace, pages, atOnce int, each time.Duration) {
	for range pages {
		p.Answered(each * time.Duration(max(1, (p.Readers()+atOnce-1)/atOnce)))
	}
}

func TestPace(t *testing.T) {
	t.Parallel()
	const each = 40 * time.Millisecond
	tests := []struct {
		name string
		does func(p *ranges.Pace)
		want int
	}{
		{"a service that answers four at once has four readers", func(p *ranges.Pace) { answers(p, 100, 4, each) }, 4},
		{"one that answers two at once keeps four: each waits once", func(p *ranges.Pace) { answers(p, 100, 2, each) }, 4},
		{"one that answers one after the other has two", func(p *ranges.Pace) {
			p.Answered(each) // the first page was read alone
			answers(p, 100, 1, each)
		}, 2},
		{"one that becomes slow has one", func(p *ranges.Pace) {
			answers(p, 20, 4, each)
			answers(p, 60, 4, 10*each)
		}, 1},
		{"one that is brisk again has four again", func(p *ranges.Pace) {
			answers(p, 20, 4, each)
			answers(p, 60, 4, 10*each)
			answers(p, 60, 4, each)
		}, 4},
		{"a few milliseconds are nobody's burden", func(p *ranges.Pace) {
			answers(p, 20, 4, time.Millisecond)
			answers(p, 60, 4, 10*time.Millisecond)
		}, 4},
		{"a refusal halves them, for good", func(p *ranges.Pace) {
			answers(p, 20, 4, each)
			p.Refused()
			answers(p, 100, 4, each)
		}, 2},
		{"three refusals leave one", func(p *ranges.Pace) {
			for range 3 {
				p.Refused()
			}
		}, 1},
	}
	for _, test := range tests {
		p := ranges.NewPace(4)
		if test.does(p); p.Readers() != test.want {
			t.Errorf("%s: %d readers, want %d", test.name, p.Readers(), test.want)
		}
	}
	p := ranges.NewPace(2)
	p.Answered(each)
	for range 4 {
		p.Answered(7 * each)
	}
	if p.Readers() != 1 {
		t.Fatalf("%d readers of a service that is burdened, want 1", p.Readers())
	}
	answers(p, 4, 2, each)
	if p.Readers() != 2 {
		t.Errorf("%d readers four pages after a short burden, want 2", p.Readers())
	}
	if got := ranges.NewPace(0).Readers(); got != 1 {
		t.Errorf("%d readers where none is allowed", got)
	}
}
