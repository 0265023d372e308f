package memory

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

// percent returns the garbage that may lie.
func percent() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// The percentage is of the whole process, so these are one test.
func TestGarbageLiesForLongerWhileSomethingLargeIsUnderWay(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	c := Tidy()
	expect := func(when string, want uint64) {
		t.Helper()
		if got := percent(); got != want {
			t.Errorf("%s: %d percent, want %d", when, got, want)
		}
	}
	expect("at first", tidy)
	c.Large(true)
	expect("while something large is under way", hasty)
	// What ended before it is collected only now.
	c.tidy()
	expect("while the next is under way", hasty)
	c.Large(false)
	for end := time.Now().Add(time.Minute); percent() == hasty && time.Now().Before(end); {
		runtime.Gosched()
	}
	expect("once it has ended", tidy)
}
