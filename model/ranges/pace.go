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
	// least is what a page took at least, mean what pages take now, since how
	// many answers there were since the last change.
	least, mean time.Duration
	since       int
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
	if p.mean == 0 {
		p.mean = took
	}
	p.mean += time.Duration(weight * float64(took-p.mean))
	if p.since++; p.since < 2*p.now {
		return // of those that were asked for at the pace before
	}
	switch ratio := float64(p.mean) / float64(p.least); {
	case ratio > slow && p.mean-p.least > p.Bearable && p.now > 1:
		p.now--
	case ratio < brisk && p.now < p.most:
		p.now++
	default:
		return
	}
	p.since = 0
}

// Refused takes that the service has too much to do: from then on half as many
// readers are allowed.
func (p *Pace) Refused() {
	p.most = max(1, p.now/2)
	p.now = p.most
	p.since = 0
}
