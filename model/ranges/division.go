// Package ranges divides a listing in the order of creation into ranges that are
// read side by side and put together in their order.
//
// Nobody knows beforehand how many images were created when. So a range is made
// of what the pages that were read say of how close images lie: where nobody is
// free to read what comes next, the rest of the nearest range that is still long is cut
// off and becomes a range of its own. What lies nearest to the beginning comes
// first, so that little waits for what goes before it.
//
// It asks nobody for anything, and is not safe for concurrent use.
package ranges

import (
	"cmp"
	"math"
	"slices"
)

// A place is where images lie in a listing: a whole number that falls from one row
// to the next, or stays. In a listing of the newest first it is the second in which
// they were created.
const (
	// Beginning and End are places that no image has.
	Beginning = math.MaxInt64
	End       = math.MinInt64
)

const (
	// piece is how many pages a range is made for. Its last page is only part of
	// one, which is what dividing costs, and what lies behind it waits meanwhile.
	piece = 4
	// spare is what of the last page is left free, because the next row is never
	// exactly where it is expected, and one too many is a page of its own.
	spare = 0.2
	// whole is how many pages are left at least of a range that is cut as long as there
	// is such a range, and long where there is none: what is cut small costs more pages
	// than it saves waiting.
	whole = 1.5 * piece
	long  = 2.5
	// Few is how many pages are read one after the other before a listing is
	// divided.
	Few = 2
)

// Range is a part of a listing: the images whose place is from From on, and before
// Before. The two ends move: what is cut off is another range's, and of what a page
// brings beyond the end, a range keeps what the next one has not begun with.
type Range struct {
	From, Before int64
	// Cut reports whether the range was cut off from another one, so that it has a
	// beginning of its own.
	Cut bool
	// Waiting is how many of its pages were read and not yet handed on; whoever
	// hands them on counts them.
	Waiting int
	// Dropped reports whether the range is no part of the listing any more.
	Dropped bool

	top     int64   // where it began when it was cut off
	at      int64   // the place of the last row that was read
	room    float64 // how far apart the rows of the last page lay; 0 is not known
	begun   bool    // it has a row
	asked   int64   // the end that the page asked for has
	reading bool
	ended   bool
}

// Holds reports whether a place belongs to the range.
func (r *Range) Holds(place int64) bool { return r.From <= place && place < r.Before }

// At returns the place of the last row that was read, or where the range begins.
func (r *Range) At() int64 { return min(r.at, r.Before-1) }

// Division is a listing that is divided.
type Division struct {
	ranges []*Range
	from   int64 // where it ends
	floor  int64
	size   int // the most rows that a page had
	pages  int
	room   float64 // how far apart the rows of the last page lay, of whichever range
	whole  bool    // it is not divided, or not any more
}

// New returns a listing that is one range yet. Beyond the floor no image is expected.
func New(from, before, floor int64) *Division {
	first := &Range{From: from, Before: before, top: before, at: before}
	return &Division{ranges: []*Range{first}, from: from, floor: floor}
}

// Whole returns a listing that is never divided, because it is in another order.
func Whole() *Division {
	d := New(End, Beginning, End)
	d.whole = true
	return d
}

// Divides reports whether enough was read for the listing to be divided.
func (d *Division) Divides() bool { return !d.whole && d.pages >= Few }

// Front returns the range whose pages are handed on next.
func (d *Division) Front() *Range { return d.ranges[0] }

// Advance leaves a front behind that has ended and of which nothing waits, and
// reports whether there was another range.
func (d *Division) Advance() bool {
	front := d.ranges[0]
	if !front.ended || front.Waiting > 0 || len(d.ranges) == 1 {
		return false
	}
	d.ranges = d.ranges[1:]
	return true
}

// Done reports whether everything was read and handed on.
func (d *Division) Done() bool {
	return !slices.ContainsFunc(d.ranges, func(r *Range) bool { return !r.ended || r.Waiting > 0 })
}

// Waiting returns how many pages were read, or are being read, beyond the one that
// is wanted next.
func (d *Division) Waiting() int {
	count := 0
	for _, r := range d.ranges {
		count += r.pages()
	}
	return count
}

// Next returns the range of which a page is to be read next, or nil: no more than
// ahead pages wait, and half as many again of those that the others wait for, so that
// much is read side by side also where more lies next than was expected. The range is
// being read until Add, or Fail, says otherwise.
func (d *Division) Next(ahead int) *Range {
	if next := d.next(ahead, whole); next != nil {
		return next
	}
	return d.next(ahead, long)
}

// next is Next where a range is cut of which so many pages are left.
func (d *Division) next(ahead int, least float64) *Range {
	total, before := d.Waiting(), 0
	for i, r := range d.ranges {
		before += r.pages()
		room := total < ahead || before < ahead/2 && total < ahead+ahead/2
		switch {
		case r.ended || !room && (i > 0 || r.Waiting > 0):
		case !r.reading:
			return r.begin()
		case room && d.Divides():
			if rest := d.cut(i, least); rest != nil {
				return rest.begin()
			}
		}
	}
	return nil
}

// pages returns how many pages of the range were read and wait, or are being read.
func (r *Range) pages() int {
	if r.reading {
		return r.Waiting + 1
	}
	return r.Waiting
}

func (r *Range) begin() *Range {
	r.reading, r.asked = true, r.From
	if r.Cut && r.at == r.top {
		r.asked = End // its first page is asked for by where it begins
	}
	return r
}

// cut makes a range of its own of what is left of one, if that is enough.
func (d *Division) cut(i int, least float64) *Range {
	r := d.ranges[i]
	if d.room == 0 {
		return nil // nothing was read yet
	}
	at, end := min(r.at, r.Before), max(r.From, d.floor)
	page := d.roomOf(r) * float64(d.size)
	left := (float64(at) - float64(end)) / page
	if left < least {
		return nil
	}
	border := at - max(1, int64((math.Floor(min(piece, left/2))-spare)*page))
	if border <= end || border >= r.Before {
		return nil
	}
	rest := &Range{From: r.From, Before: border, Cut: true, top: border, at: border}
	r.From = border
	d.ranges = slices.Insert(d.ranges, i+1, rest)
	return rest
}

// Add takes a page of a range: the places of its rows, and whether the service has
// more behind them. It returns false where the page does not count: the service
// does not keep to the order, or to where the range begins, and then the listing is
// read from its front on, undivided; or the range was dropped.
func (d *Division) Add(r *Range, places []int64, more bool) bool {
	r.reading = false
	if !r.Dropped && !r.plausible(places) {
		d.whole = true
		d.fold(max(1, slices.Index(d.ranges, r)))
	}
	if r.Dropped {
		return false
	}
	d.pages++
	d.size = max(d.size, len(places))
	if len(places) > 0 {
		d.moveTo(r, places)
	}
	// Up to there, everything that was asked for has come.
	border := max(r.asked, min(r.at, Beginning-1)+1)
	if !more {
		border = r.asked
	}
	if border <= r.From {
		r.ended = true
		d.extend(r, border)
	}
	if slices.ContainsFunc(places, r.Holds) {
		r.begun = true
	}
	return true
}

// moveTo takes how far a page leads, and how far apart its rows lie. The first page
// of a range that was cut off begins somewhere in a gap: they lie that far apart at
// least.
func (d *Division) moveTo(r *Range, places []int64) {
	first, last := places[0], places[len(places)-1]
	begins := r.Cut && r.at == r.top
	if r.at != Beginning && last < r.at {
		first = r.at // what lies before the page is empty
	}
	r.at = last
	room := float64(max(1, first-last)) / float64(len(places))
	if begins && room < d.roomOf(r) {
		return
	}
	r.room, d.room = room, room
}

// roomOf returns how far apart the rows of a range are expected to lie: as those of its
// own last page, or where there is none, of the last page of all. More pages know less:
// what they tell is of other times.
func (d *Division) roomOf(r *Range) float64 { return cmp.Or(r.room, d.room) }

// End takes that a page had nothing new, although the service says that there is
// more.
func (d *Division) End(r *Range) { r.ended = true }

// plausible reports whether a page is in the order, and begins where it was asked
// to.
func (r *Range) plausible(places []int64) bool {
	if r.Cut && len(places) > 0 && places[0] >= r.top {
		return false
	}
	return slices.IsSortedFunc(places, func(a, b int64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
}

// extend lets a range keep what its page has beyond its end, down to a border, as
// far as the ranges behind it have nothing yet.
func (d *Division) extend(r *Range, border int64) {
	for i := slices.Index(d.ranges, r) + 1; border < r.From && i < len(d.ranges); {
		next := d.ranges[i]
		switch {
		case next.begun:
			return
		case border > next.From:
			r.From, next.Before = border, border
		default:
			r.From, next.Dropped = next.From, true
			d.ranges = slices.Delete(d.ranges, i, i+1)
		}
	}
}

// Fail takes that a page of a range could not be read. It returns true for the
// front, whose page is wanted now. Of any other range, and of those behind it,
// nothing is kept: they are read when their turn comes. for good says that
// dividing is no use; a page of the front that was asked for with an end is then asked
// for without one.
func (d *Division) Fail(r *Range, forGood bool) bool {
	r.reading = false
	if r.Dropped {
		return false
	}
	i := slices.Index(d.ranges, r)
	if i == 0 && (!forGood || r.asked == d.from) {
		return true
	}
	d.whole = d.whole || forGood
	d.fold(max(1, i))
	return false
}

// GiveUp takes that nobody waits for a page of a range any more.
func (d *Division) GiveUp(r *Range) { r.reading = false }

// fold gives what the ranges from one on have to the one before them.
func (d *Division) fold(i int) {
	if i >= len(d.ranges) {
		return
	}
	for _, r := range d.ranges[i:] {
		r.Dropped = true
	}
	d.ranges = d.ranges[:i]
	last := d.ranges[i-1]
	last.From, last.ended = d.from, false
}
