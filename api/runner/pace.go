package runner

import "time"

// window is over how many seconds the rate of a job is told.
const window = 10

// pace counts images by second, for the rate over the last ones.
type pace struct {
	since   time.Time // of the work; zero while there is none
	seconds [window]struct {
		second int64
		count  int
	}
}

// begin starts counting anew, end stops it.
func (p *pace) begin(now time.Time) { *p = pace{since: now} }

func (p *pace) end() { *p = pace{} }

func (p *pace) note(now time.Time) {
	bucket := &p.seconds[int(now.Unix())%window]
	if bucket.second != now.Unix() {
		bucket.second, bucket.count = now.Unix(), 0
	}
	bucket.count++
}

// rate is in images a second; 0 where too little was done to tell.
func (p *pace) rate(now time.Time) float64 {
	worked := now.Sub(p.since)
	if p.since.IsZero() || worked < time.Second {
		return 0
	}
	count := 0
	for _, bucket := range p.seconds {
		if bucket.second > now.Unix()-window {
			count += bucket.count
		}
	}
	// The second that is not over yet is part of the window.
	covered := min(worked, window*time.Second-time.Second+time.Duration(now.Nanosecond()))
	return float64(count) / covered.Seconds()
}
