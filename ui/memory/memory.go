// Package memory says how much garbage may lie before it is collected.
package memory

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// The garbage that may lie, in percent of what is in use. What is loaded is packed into
// few pieces, so that collecting often costs little, and a hundred thousand images fit
// into 80 MiB. But whoever leaves garbage while it is collected has to help, and a key
// would wait for that where something large is under way.
const (
	tidy  = 20
	hasty = 200
)

// little is so much in use, in bytes, that its garbage is not worth collecting often: a
// start would collect five times before its first rows.
const little = 8 << 20

// Collector collects the garbage of the process, of which there is one. It may be used
// from several goroutines.
type Collector struct {
	lock  sync.Mutex
	large bool
}

// Tidy returns a Collector that lets little garbage lie as soon as there is much in
// use; until then it lies as the runtime has it.
func Tidy() *Collector {
	c := &Collector{}
	c.watch()
	return c
}

// watch looks after the next collection whether much is in use. It waits for an object
// to be collected that nobody has.
func (c *Collector) watch() {
	type unused struct{ c *Collector } // one with a pointer shares its place with no other
	runtime.AddCleanup(&unused{c}, (*Collector).collected, c)
}

func (c *Collector) collected() {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Uint64() < little {
		c.watch()
		return
	}
	c.letLittleLie()
}

// Large lets more garbage lie while something large is under way, and has it collected
// beside what goes on once that has ended.
func (c *Collector) Large(underWay bool) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.large = underWay
	if underWay {
		debug.SetGCPercent(hasty)
		return
	}
	go c.tidy()
}

// tidy collects what something large has left, and only then lets less lie: the other
// way round everyone would have to help at once.
func (c *Collector) tidy() {
	runtime.GC()
	c.letLittleLie()
}

func (c *Collector) letLittleLie() {
	c.lock.Lock()
	defer c.lock.Unlock()
	if !c.large {
		debug.SetGCPercent(tidy)
	}
}
