package ranges

import "time"

const (
	// slow is how much longer a page takes, over the least that one took, where
	// the service has too many readers; brisk is where it may have one more.
	slow, brisk = 2.5, 1.5
	// weight is what the last page counts for in the mean.
	weight = 0.3
)

// Pace says how many pages are read at once: as many as are allowed, fewer as soon
// as the service takes longer for them, or says that it has too much to do.
type Pace struct {
	// Bearable is how much longer a page may take in any case.
	Bearable time.Duration

	most, now int
	// least is what a page took at least, mean what pages take that were asked for
	// at the present pace: of the answers since it changed, those after the late ones.
	least, mean time.Duration
	since, late int
}

// NewPace begins with as many readers as are allowed, one at least.
func NewPace(most int) *Pace {
	most = max(1, most)
	return &Pace{Bearable: 50 * time.Millisecond, most: most, now: most}
}

// Readers returns how many pages may be read at once.
func (p *Pace) Readers() int { return p.now }

// Answered takes how long a whole page took.
func (p *Pace) Answered(took time.Duration) {
	if p.least == 0 || took < p.least {
		p.least = took
	}
	if p.since++; p.since <= p.late {
		return
	}
	if p.mean == 0 {
		p.mean = took
	}
	p.mean += time.Duration(weight * float64(took-p.mean))
	switch ratio, told := float64(p.mean)/float64(p.least), p.since-p.late; {
	case told >= 2*p.now && ratio > slow && p.mean-p.least > p.Bearable && p.now > 1:
		p.change(p.now - 1)
	case told >= p.now && ratio < brisk && p.now < p.most:
		p.change(p.now + 1)
	}
}

// change goes on with so many readers. What took long at the pace before says nothing of
// this one: a short burden would keep a single reader for a dozen pages.
func (p *Pace) change(readers int) {
	p.late, p.now = p.now, readers
	p.mean, p.since = 0, 0
}

// Refused takes that the service has too much to do: from then on half as many
// readers are allowed.
func (p *Pace) Refused() {
	p.most = max(1, p.now/2)
	p.change(p.most)
}
