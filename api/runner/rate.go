package runner

import "time"

// rateWindow is over how many seconds the rate of a job is told.
const rateWindow = 10

// rate counts images by second, for the rate over the last ones.
type rate struct {
	since   time.Time // of the work; zero while there is none
	seconds [rateWindow]struct {
		second int64
		count  int
	}
}

// begin starts counting anew, end stops it.
func (p *rate) begin(now time.Time) { *p = rate{since: now} }

func (p *rate) end() { *p = rate{} }

func (p *rate) note(now time.Time) {
	bucket := &p.seconds[int(now.Unix())%rateWindow]
	if bucket.second != now.Unix() {
		bucket.second, bucket.count = now.Unix(), 0
	}
	bucket.count++
}

// worked is how long the work has gone on.
func (p *rate) worked(now time.Time) time.Duration {
	if p.since.IsZero() {
		return 0
	}
	return now.Sub(p.since)
}

// perSecond is in images a second; 0 where too little was done to tell.
func (p *rate) perSecond(now time.Time) float64 {
	worked := p.worked(now)
	if worked < time.Second {
		return 0
	}
	count := 0
	for _, bucket := range p.seconds {
		if bucket.second > now.Unix()-rateWindow {
			count += bucket.count
		}
	}
	// The second that is not over yet is part of the window.
	covered := min(worked, rateWindow*time.Second-time.Second+time.Duration(now.Nanosecond()))
	return float64(count) / covered.Seconds()
}
