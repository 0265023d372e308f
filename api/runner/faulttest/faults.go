package faulttest

import (
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// Fault is one way in which a request goes wrong.
type Fault string

// The faults. Those "after" are done once the service has carried the request
// out, so that its answer alone is lost.
const (
	None        Fault = ""
	Busy        Fault = "503"
	BusyLater   Fault = "503 with Retry-After"
	Limited     Fault = "429"
	TimedOut    Fault = "504 after"
	ResetBefore Fault = "reset before"
	ResetAfter  Fault = "reset after"
	Moved       Fault = "redirect"
	Refused     Fault = "401"
	// Down is the reset of a total outage, to tell it from the others.
	Down Fault = "outage"
)

// Share is how many of the requests meet a fault, from 0 to 1.
type Share struct {
	Fault Fault
	Share float64
}

// Faults say what goes wrong on the way. The zero value is nothing.
type Faults struct {
	// Seed decides which request meets what. It does so by the request's method
	// and address, and by how often it came before, so that the same seed does
	// the same whatever the order in which several requests arrive.
	Seed uint64
	// Latency is waited before every request.
	Latency time.Duration
	// Shares are of all requests, or of those that change something.
	Shares, Writes []Share
	// Within is among how many bytes a fault of data has its place.
	Within int64
	// Of limits the faults to requests of this path; empty is all.
	Of *regexp.Regexp
	// RetryAfter is how many seconds BusyLater and Limited ask for.
	RetryAfter int
	// MovedTo and MovedBy are where Moved points to, and with which status.
	MovedTo string
	MovedBy int
}

// of returns what befalls a request that came so often before.
func (f *Faults) of(r *http.Request, before int) Fault {
	if f.Of != nil && !f.Of.MatchString(r.URL.Path) {
		return None
	}
	shares := f.Shares
	if f.Writes != nil && changes(r.Method) {
		shares = f.Writes
	}
	sum := fnv.New64a()
	_, _ = io.WriteString(sum, r.Method+" "+r.URL.RequestURI()+" "+strconv.Itoa(before))
	at := rand.New(rand.NewPCG(f.Seed, sum.Sum64())).Float64()
	for _, s := range shares {
		if at < s.Share {
			return s.Fault
		}
		at -= s.Share
	}
	return None
}

// place is where a fault of data has its place.
func (f *Faults) place(r *http.Request, number int) int64 {
	sum := fnv.New64a()
	_, _ = io.WriteString(sum, "place "+r.Method+strconv.Itoa(number))
	return rand.New(rand.NewPCG(f.Seed, sum.Sum64())).Int64N(max(1, f.Within))
}

// after reports whether the service carries the request out all the same.
func (f Fault) after() bool { return f == TimedOut || f == ResetAfter }

func changes(method string) bool { return method != http.MethodGet && method != http.MethodHead }
