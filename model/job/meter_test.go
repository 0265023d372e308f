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
	now := m.Transfer(at.Add(2 * time.Second))
	if percent, known := now.Percent(); !known || percent != 50 || now.Rate != 50 || now.Left != 10*time.Second || now.Doing.Raw() != "copying" {
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
	if sum := p.Moving(); sum.Done != 40 || sum.Total != 150 || sum.Rate != 10 || sum.Left != 11*time.Second || sum.Doing.Raw() != "x" {
		t.Errorf("got %+v", sum)
	}
	p.Transfers = append(p.Transfers, job.Transfer{Begun: true, Done: 1, Total: -1})
	if sum := p.Moving(); sum.Total >= 0 || sum.Done != 41 {
		t.Errorf("got %+v", sum)
	}
}
