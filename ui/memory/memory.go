// Package memory says how much garbage may lie before it is collected.
package memory

import (
	"runtime"
	"runtime/debug"
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

// Collector collects the garbage of the process, of which there is one. It may be used
// from several goroutines.
type Collector struct {
	lock  sync.Mutex
	large bool
}

// Tidy returns a Collector that lets little garbage lie from now on.
func Tidy() *Collector {
	debug.SetGCPercent(tidy)
	return &Collector{}
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
	c.lock.Lock()
	defer c.lock.Unlock()
	if !c.large {
		debug.SetGCPercent(tidy)
	}
}
