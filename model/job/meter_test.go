package job_test

import (
	"testing"
	"time"

	"glimpse/model/job"
	"glimpse/model/text"
)

func TestAMeterTellsRateAndTimeLeft(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_700_000_000, 0)
	var m job.Meter
	if now := m.Transfer(at); now.Begun || now.Rate != 0 {
		t.Errorf("before it has begun: %+v", now)
	}
	m.Begin(at, 1000, 400) // the rest of what is here
	m.Add(100)
	m.Tell(text.Of("copying"))
	if now := m.Transfer(at.Add(2 * time.Second)); now.Rate != 50 || now.Left != 0 || !now.Early {
		t.Errorf("after two seconds it tells %+v", now)
	}
	now := m.Transfer(at.Add(4 * time.Second))
	if percent, known := now.Percent(); !known || percent != 50 || now.Rate != 25 || now.Left != 20*time.Second || now.Doing.Raw() != "copying" {
		t.Errorf("got %+v, %d %%", now, percent)
	}
	if now := m.Transfer(at.Add(-time.Hour)); now.Rate != 0 || now.Left != 0 { // the clock was set back
		t.Errorf("got %+v", now)
	}
	m.Begin(at, -1, 0)
	now = m.Transfer(at.Add(time.Second))
	if _, known := now.Percent(); known || now.Left != 0 {
		t.Errorf("of no known size: %+v", now)
	}
	var none *job.Meter
	none.Begin(at, 1, 0)
	none.Add(1)
	none.Tell(text.Of("x"))
	if now := none.Transfer(at); now.Begun {
		t.Errorf("nothing tells %+v", now)
	}
}

func TestTheTransfersOfAJobAddUp(t *testing.T) {
	t.Parallel()
	p := job.Progress{Transfers: []job.Transfer{
		{Begun: true, Done: 10, Total: 100, Rate: 5}, {Total: 1000}, {Begun: true, Done: 30, Total: 50, Rate: 5, Doing: text.Of("x")},
	}}
	p.Total, p.Sizes = 5, map[job.Outcome]int64{job.Sending: 150, job.Waiting: 50, job.Done: 100, job.Failed: 20, job.Unsent: 30}
	if sum := p.Moving(); sum.Done != 160 || sum.Total != 350 || sum.Rate != 10 || sum.Left != 19*time.Second || sum.Doing.Raw() != "x" {
		t.Errorf("of the whole job: %+v", sum)
	}
	p.Transfers[0].Early = true
	if sum := p.Moving(); sum.Left != 19*time.Second {
		t.Errorf("where one of two has begun just now: %+v", sum)
	}
	p.Transfers[2].Early = true
	if sum := p.Moving(); sum.Left != 0 || sum.Rate != 10 {
		t.Errorf("where all have begun just now: %+v", sum)
	}
	p.Sizes = nil
	if sum := p.Moving(); sum.Total >= 0 || sum.Done != 40 || sum.Left != 0 {
		t.Errorf("where the job does not know how much it is: %+v", sum)
	}
	p.Total, p.Transfers = 1, p.Transfers[2:]
	if sum := p.Moving(); sum.Done != 30 || sum.Total != 50 {
		t.Errorf("of a single one that tells its size: %+v", sum)
	}
	p.Transfers[0].Total = -1
	if sum := p.Moving(); sum.Total >= 0 || sum.Done != 30 {
		t.Errorf("of a single one that does not: %+v", sum)
	}
}

func TestTheTimeLeftIsToldOnceItMeansSomething(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		worked      time.Duration
		done, total float64
		early       bool
	}{
		{2 * time.Second, 90, 100, true}, {3 * time.Second, 2, 100, false}, {14 * time.Second, 1, 100, true}, {15 * time.Second, 1, 100, false},
	} {
		if got := job.IsEarly(test.worked, test.done, test.total); got != test.early {
			t.Errorf("%+v: %v", test, got)
		}
	}
}
