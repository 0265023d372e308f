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
	until := func(want uint64) {
		for end := time.Now().Add(time.Minute); percent() != want && time.Now().Before(end); {
			runtime.GC()
		}
	}
	for range 3 {
		runtime.GC()
	}
	expect("while little is in use", 100)
	much := make([]byte, 2*little)
	until(tidy)
	expect("once much is in use", tidy)
	runtime.KeepAlive(much)
	c.Large(true)
	expect("while something large is under way", hasty)
	// What ended before it is collected only now.
	c.tidy()
	expect("while the next is under way", hasty)
	c.Large(false)
	until(tidy)
	expect("once it has ended", tidy)
}
