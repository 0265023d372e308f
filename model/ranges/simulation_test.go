package ranges_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"glimpse/model/ranges"
)

// row is an image of a simulated service.
type row struct {
	place int64
	id    int
}

func byPlace(a, b row) int {
	return cmp.Or(cmp.Compare(b.place, a.place), cmp.Compare(b.id, a.id))
}

// service is a service whose listing falls by place and id.
type service struct {
	rows []row
	size int
}

// question is what a page is asked for by: behind a row, or from a place on down,
// and with no row below the end.
type question struct {
	marker *row
	before int64
	from   int64
}

func (s *service) page(q question) (page []row, more bool) {
	begin, _ := slices.BinarySearchFunc(s.rows, q.before-1, func(r row, place int64) int { return cmp.Compare(place, r.place) })
	if q.marker != nil {
		begin, _ = slices.BinarySearchFunc(s.rows, *q.marker, byPlace)
		if begin < len(s.rows) && s.rows[begin] == *q.marker {
			begin++
		}
	}
	for _, r := range s.rows[begin:] {
		if r.place < q.from || len(page) == s.size {
			break
		}
		page = append(page, r)
	}
	return page, len(page) == s.size
}

func (s *service) delete(r row) {
	if i, there := slices.BinarySearchFunc(s.rows, r, byPlace); there {
		s.rows = slices.Delete(s.rows, i, i+1)
	}
}

func (s *service) insert(r row) {
	i, there := slices.BinarySearchFunc(s.rows, r, byPlace)
	if !there {
		s.rows = slices.Insert(s.rows, i, r)
	}
}

// flight is a page on its way.
type flight struct {
	of       *ranges.Range
	asked    question
	answered bool
	rows     []row
	more     bool
}

// walk reads a service through a division.
type walk struct {
	d       *ranges.Division
	service *service
	last    map[*ranges.Range]*row
	waiting map[*ranges.Range][][]row
	flights []*flight
	out     []row
	// requests were sent, and most pages waited at a time.
	requests, most int
}

func newWalk(s *service, floor int64) *walk {
	return &walk{
		d: ranges.New(ranges.End, ranges.Beginning, floor), service: s,
		last: map[*ranges.Range]*row{}, waiting: map[*ranges.Range][][]row{},
	}
}

// start asks for pages until so many are on their way.
func (w *walk) start(readers, ahead int) {
	for len(w.flights) < readers {
		r := w.d.Next(ahead)
		if r == nil {
			return
		}
		asked := question{marker: w.last[r], before: r.Before, from: ranges.End}
		if asked.marker != nil {
			asked.from = r.From
		}
		w.flights = append(w.flights, &flight{of: r, asked: asked})
		w.requests++
	}
}

// answer has the service look at a page, arrive has it come.
func (w *walk) answer(f *flight) {
	f.rows, f.more = w.service.page(f.asked)
	f.answered = true
}

func (w *walk) arrive(f *flight) {
	w.flights = slices.DeleteFunc(w.flights, func(other *flight) bool { return other == f })
	places := make([]int64, len(f.rows))
	for i := range f.rows {
		places[i] = f.rows[i].place
	}
	if !w.d.Add(f.of, places, f.more) {
		return
	}
	var kept []row
	for _, r := range f.rows {
		if r.place >= f.of.From {
			w.last[f.of] = &r
		}
		if f.of.Holds(r.place) {
			kept = append(kept, r)
		}
	}
	if len(kept) > 0 {
		w.waiting[f.of] = append(w.waiting[f.of], kept)
		f.of.Waiting++
	}
	w.most = max(w.most, w.d.Waiting())
}

// hand hands on what is next, and reports whether there was something.
func (w *walk) hand() bool {
	for w.d.Advance() {
		continue
	}
	front := w.d.Front()
	if front.Waiting == 0 {
		return false
	}
	w.out = append(w.out, w.waiting[front][0]...)
	w.waiting[front] = w.waiting[front][1:]
	front.Waiting--
	return true
}

// timeOf reads everything with requests of which each takes a time of about 1, more or
// less by a part of it, and returns how long that took.
func (w *walk) timeOf(readers int, random *rand.Rand, jitter float64) (now float64) {
	due := map[*flight]float64{}
	for !w.d.Done() {
		w.start(readers, 4*readers)
		var next *flight
		for _, f := range w.flights {
			if _, known := due[f]; !known {
				w.answer(f)
				due[f] = now + 1 + jitter*(random.Float64()-0.5)
			}
			if next == nil || due[f] < due[next] {
				next = f
			}
		}
		if next != nil {
			now = due[next]
			w.arrive(next)
		}
		for w.hand() {
			continue
		}
	}
	return now
}

// spread makes rows whose places are like those of a real cloud in some way.
var spreads = map[string]func(random *rand.Rand, n int) []int64{
	"evenly": func(random *rand.Rand, n int) []int64 {
		return times(n, func(int) int64 { return 1_500_000_000 + random.Int64N(200_000_000) })
	},
	"more and more": func(random *rand.Rand, n int) []int64 {
		return times(n, func(int) int64 { return 1_700_000_000 - int64(2e8*math.Pow(random.Float64(), 1.7)) })
	},
	"ten times as many each year": func(random *rand.Rand, n int) []int64 {
		return times(n, func(int) int64 { return 1_700_000_000 - int64(31_536_000*random.ExpFloat64()/2.3) })
	},
	"in a nightly burst": func(random *rand.Rand, n int) []int64 {
		return times(n, func(int) int64 { return 1_500_000_000 + 86_400*random.Int64N(900) + random.Int64N(600) })
	},
	"a few bursts of thousands": func(random *rand.Rand, n int) []int64 {
		return times(n, func(i int) int64 {
			if i%2 == 0 {
				return 1_500_000_000 + random.Int64N(200_000_000)
			}
			return 1_600_000_000 + 7_000_000*random.Int64N(8) + random.Int64N(900)
		})
	},
	"with years of nothing": func(random *rand.Rand, n int) []int64 {
		return times(n, func(int) int64 { return 1_400_000_000 + 90_000_000*random.Int64N(4) + random.Int64N(3_000_000) })
	},
	"several a second": func(random *rand.Rand, n int) []int64 {
		return times(n, func(int) int64 { return 1_700_000_000 + random.Int64N(int64(n)/5+1) })
	},
}

func times(n int, place func(i int) int64) []int64 {
	places := make([]int64, n)
	for i := range places {
		places[i] = place(i)
	}
	return places
}

func serviceOf(places []int64, size int) *service {
	s := &service{size: size}
	for i, place := range places {
		s.rows = append(s.rows, row{place: place, id: i})
	}
	slices.SortFunc(s.rows, byPlace)
	return s
}

// uneven is what part of the time listings may take whose images lie in heaps: of about
// a page each night, so that every border is in a gap of a page's length; or of many
// pages, which a border among the others says nothing of.
var uneven = map[string]float64{"in a nightly burst": 0.38, "a few bursts of thousands": 0.38}

func TestFourReadersTakeAboutAThirdOfTheTimeHoweverImagesLie(t *testing.T) {
	t.Parallel()
	for name, spread := range spreads {
		for _, shape := range []struct{ images, size int }{{100_000, 1000}, {100_000, 100}, {10_000, 100}} {
			s := serviceOf(spread(rand.New(rand.NewPCG(1, 2)), shape.images), shape.size)
			w := newWalk(s, 0)
			took, one := w.timeOf(4, rand.New(rand.NewPCG(3, 4)), 0.5), float64(shape.images/shape.size+1)
			t.Logf("%-28s %6d/%4d: %.3f of the time, %.3f of the requests, %d waited", name, shape.images, shape.size,
				took/one, float64(w.requests)/one, w.most)
			if !slices.Equal(w.out, s.rows) {
				t.Errorf("%s: %d rows of %d, or not in their order", name, len(w.out), len(s.rows))
			}
			most, uneven := uneven[name]
			if !uneven {
				most = 0.34
			}
			if ratio := took / one; ratio > most {
				t.Errorf("%s, %d in pages of %d: %.3f of the time", name, shape.images, shape.size, ratio)
			}
			if w.most > 24 {
				t.Errorf("%s: %d pages waited", name, w.most)
			}
		}
	}
}

// Whatever order pages come in, whichever fail or are given up, and whatever is made
// and deleted meanwhile: each row that was there all the time comes once, every row
// in its place, and none that was not asked for by then.
func TestPagesInAnyOrderFailuresAndChurnLoseNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		size := rapid.IntRange(1, 12).Draw(t, "page")
		name := rapid.SampledFrom([]string{"evenly", "more and more", "in a nightly burst", "a few bursts of thousands", "several a second"}).Draw(t, "spread")
		places := spreads[name](random, rapid.IntRange(0, 400).Draw(t, "images"))
		if coarse := rapid.SampledFrom([]int64{1, 1_000_000}).Draw(t, "coarse"); coarse > 1 {
			for i := range places {
				places[i] = places[i] / coarse // many at one place
			}
		}
		s := serviceOf(places, size)
		w := newWalk(s, rapid.SampledFrom([]int64{0, -1 << 40}).Draw(t, "floor"))
		readers := rapid.IntRange(1, 5).Draw(t, "readers")
		always := slices.Clone(s.rows)
		ever := map[row]bool{}
		for _, r := range s.rows {
			ever[r] = true
		}
		newest := int64(1_800_000_000)
		for steps := 0; !w.d.Done(); steps++ {
			if steps > 40_000 {
				t.Fatal("it has no end")
			}
			w.start(readers, 4*readers)
			switch chance := random.IntN(20); {
			case chance == 0:
				newest += random.Int64N(3)
				s.insert(row{place: newest, id: 1_000_000 + steps})
			case chance == 1 && len(s.rows) > 0:
				gone := s.rows[random.IntN(len(s.rows))]
				s.delete(gone)
				always = slices.DeleteFunc(always, func(r row) bool { return r == gone })
			case chance == 2:
				w.hand()
			case len(w.flights) > 0:
				w.advance(random)
			}
			if random.IntN(3) == 0 || len(w.flights) == 0 {
				w.hand()
			}
		}
		for w.hand() {
			continue
		}
		if !slices.IsSortedFunc(w.out, byPlace) || len(slices.Compact(slices.Clone(w.out))) != len(w.out) {
			t.Fatalf("%v are not in their order, or not once each", w.out)
		}
		seen := map[row]bool{}
		for _, r := range w.out {
			seen[r] = true
		}
		for _, r := range always {
			if !seen[r] {
				t.Fatalf("%v was there all the time and did not come", r)
			}
		}
		if w.most > 4*readers+2*readers {
			t.Fatalf("%d pages waited for %d readers", w.most, readers)
		}
	})
}

// advance has something happen to a page that is on its way.
func (w *walk) advance(random *rand.Rand) {
	f := w.flights[random.IntN(len(w.flights))]
	switch chance := random.IntN(40); {
	case chance == 0:
		w.flights = slices.DeleteFunc(w.flights, func(other *flight) bool { return other == f })
		w.d.Fail(f.of, random.IntN(20) == 0)
	case chance == 1:
		w.flights = slices.DeleteFunc(w.flights, func(other *flight) bool { return other == f })
		w.d.GiveUp(f.of)
	case !f.answered:
		w.answer(f)
	default:
		w.arrive(f)
	}
}

// A service that does not know the filter by time, or sorts by something else, is
// read to its end all the same.
func TestAServiceWithoutTheFilterOrTheOrderIsReadUndivided(t *testing.T) {
	t.Parallel()
	rows := make([]int64, 300)
	for i := range rows {
		rows[i] = int64(10_000 - 10*i)
	}
	unsorted := slices.Clone(rows)
	slices.Reverse(unsorted[200:])
	for name, served := range map[string][]int64{"no filter": rows, "no order": unsorted} {
		d := ranges.New(ranges.End, ranges.Beginning, 0)
		positions := map[*ranges.Range]int{}
		var out []int64
		for steps := 0; !d.Done() && steps < 1000; steps++ {
			for _, r := range []*ranges.Range{d.Next(8), d.Next(8)} {
				if r == nil {
					continue
				}
				begin := positions[r]
				end := min(len(served), begin+10)
				if !d.Add(r, served[begin:end], end < len(served)) {
					continue
				}
				positions[r] = end
				for _, place := range served[begin:end] {
					if r.Holds(place) {
						out = append(out, place)
					}
				}
			}
			for d.Advance() {
				continue
			}
		}
		if name == "no filter" && !slices.Equal(out, served) {
			t.Errorf("%s: %d of %d rows", name, len(out), len(served))
		}
		if name == "no order" && len(out) != len(served) {
			t.Errorf("%s: %d of %d rows", name, len(out), len(served))
		}
	}
}
