// Package faults makes a service go wrong: what shall happen to how many of its
// requests is a line of text, and a seed decides to which. The embedded cloud
// serves behind it, and the proxy of the tests does the same effects.
package faults

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Faults is what goes wrong with a cloud. The zero value is nothing.
type Faults struct {
	groups [groupCount]groupFaults
	// tokenLife is 0 unless the faults set it.
	tokenLife time.Duration
}

// TokenLife is how long new tokens are good for; 0 where that was not said.
func (f *Faults) TokenLife() time.Duration { return f.tokenLife }

// Delay is waited before each request for which no latency was given.
func (f *Faults) Delay(latency time.Duration) {
	for g := range f.groups {
		if _, set := f.groups[g].set["latency"]; !set {
			f.groups[g].latency = span{latency, latency}
		}
	}
}

// Group is the requests that faults treat alike.
type Group int

// The groups: the Identity service, and what reads or changes something in the
// Image service.
const (
	Identity Group = iota
	Read
	Write
	groupCount
)

// groupFaults is what goes wrong with one group of requests.
type groupFaults struct {
	latency span
	chances []chance
	// retryAfter is sent with 429 and 503, in seconds or as a date.
	retryAfter time.Duration
	retryDate  bool
	retrySet   bool
	// set holds where each name was set, to refuse a second time.
	set map[string]int
}

// span is a duration, or a range of durations with both ends included.
type span struct{ from, to time.Duration }

// chance is one fault with its probability, 0 to 1.
type chance struct {
	fault fault
	share float64
}

// fault is one way in which a request goes wrong.
type fault struct {
	effect effect
	status int
	// after says that the service does its work before its answer is lost.
	after bool
}

type effect int

const (
	effectNone effect = iota
	effectPage
	effectToken
	effectReset
	effectTruncate
	effectPortal
)

// SpecError says what is wrong with a specification of faults, and where.
type SpecError struct {
	// Spec is the whole specification, Position the number of the character,
	// counted from 1, where it stops making sense.
	Spec     string
	Position int
	// Expected says what would have made sense there.
	Expected string
}

// Error points at the position and shows what is there.
func (e *SpecError) Error() string {
	rest := string([]rune(e.Spec)[e.Position-1:])
	there, _, _ := strings.Cut(rest, ",")
	if there == "" {
		return fmt.Sprintf("expected %s at position %d", e.Expected, e.Position)
	}
	return fmt.Sprintf("expected %s at position %d, not %q", e.Expected, e.Position, there)
}

// faultNames are the names that a specification may use, for its errors.
const faultNames = "latency, 401, 429, 500, 502, 503, 504, 500-after (502-, 503-, 504-after), retry-after, retry-after-date, " +
	"reset-before, reset-after, truncate, html or token-life"

// Parse reads what shall go wrong. The grammar, in which blanks around
// an item are ignored and the empty text is nothing:
//
//	faults     = item *( "," item )
//	item       = name "=" value [ "@" scope ]
//	scope      = "all" | "identity" | "image" | "read" | "write"
//
//	latency            DURATION or DURATION-DURATION: waited before each request
//	503                PERCENT: not served; a proxy's HTML page instead. Also 500, 502, 504, 429
//	503-after          PERCENT: served, then the page instead of the answer. Also 500, 502, 504
//	401                PERCENT: served as if the token had just expired
//	retry-after        DURATION in whole seconds: the header of every 429 and 503 page
//	retry-after-date   the same, given as a date
//	reset-before       PERCENT: the connection is reset, nothing is served
//	reset-after        PERCENT: served, then the connection is reset without an answer
//	truncate           PERCENT: served, and half the body sent under its full Content-Length
//	html               PERCENT: not served; a login page with status 200, as a captive portal sends
//	token-life         DURATION: how long new tokens are good for; has no scope
//
// DURATION is as in time.ParseDuration, PERCENT a decimal number from 0% to
// 100%. At most one fault other than latency befalls a request, so the
// percentages that concern a request add up to 100% at most. Scope read is
// the Image service's GET and HEAD, write the rest of it, image both; identity
// is the Identity service. Without a scope, latency, 503 and the Retry-After
// headers concern all, everything else the Image service. An error is a
// *SpecError.
func Parse(spec string) (Faults, error) {
	var f Faults
	if strings.TrimSpace(spec) == "" {
		return f, nil
	}
	p := specParser{spec: spec, faults: &f}
	at := 0
	for item := range strings.SplitSeq(spec, ",") {
		if err := p.item(item, at); err != nil {
			return Faults{}, err
		}
		at += len(item) + 1
	}
	return f, nil
}

type specParser struct {
	spec   string
	faults *Faults
	// lifeSet is set when the life of tokens has been given.
	lifeSet bool
}

// expected makes the error for the byte at an offset.
func (p *specParser) expected(at int, what string) error {
	return &SpecError{Spec: p.spec, Position: len([]rune(p.spec[:at])) + 1, Expected: what}
}

// item reads one item that starts at an offset.
func (p *specParser) item(text string, at int) error {
	trimmed := strings.TrimLeft(text, " \t")
	at += len(text) - len(trimmed)
	trimmed = strings.TrimRight(trimmed, " \t")
	name, rest, hasValue := strings.Cut(trimmed, "=")
	if !slices.Contains(allFaults, name) {
		return p.expected(at, faultNames)
	}
	valueAt := at + len(name) + 1
	if !hasValue {
		return p.expected(valueAt-1, "= after "+name)
	}
	value, scope, hasScope := strings.Cut(rest, "@")
	groups := defaultGroups(name)
	if hasScope {
		var known bool
		if groups, known = scopes[scope]; !known || name == "token-life" {
			what := "all, identity, image, read or write"
			if name == "token-life" {
				what, valueAt = "no scope for token-life", valueAt-1
			}
			return p.expected(valueAt+len(value)+1, what)
		}
	}
	return p.set(name, value, at, valueAt, groups)
}

// set applies an item whose parts are known.
func (p *specParser) set(name, value string, at, valueAt int, groups []Group) error {
	if name == "token-life" {
		life, err := time.ParseDuration(value)
		switch {
		case p.lifeSet:
			return p.expected(at, "token-life only once")
		case err != nil || life <= 0:
			return p.expected(valueAt, "a duration above 0 such as 3s")
		}
		p.faults.tokenLife, p.lifeSet = life, true
		return nil
	}
	change, err := p.read(name, value, valueAt)
	if err != nil {
		return err
	}
	for _, g := range groups {
		target := &p.faults.groups[g]
		if target.set == nil {
			target.set = map[string]int{}
		}
		key := strings.TrimSuffix(name, "-date")
		if _, twice := target.set[key]; twice {
			return p.expected(at, key+" only once for "+groupNames[g])
		}
		target.set[key] = at
		change(target)
		total := 0.0
		for _, c := range target.chances {
			total += c.share
		}
		if total > 1+1e-9 {
			return p.expected(valueAt, fmt.Sprintf("percentages for %s that add up to 100%% at most, not %.4g%%", groupNames[g], total*100))
		}
	}
	return nil
}

// read turns a value into the change that it makes to a group.
func (p *specParser) read(name, value string, at int) (func(*groupFaults), error) {
	switch name {
	case "latency":
		latency, ok := parseSpan(value)
		if !ok {
			return nil, p.expected(at, "a duration such as 40ms, or a range such as 20ms-80ms")
		}
		return func(g *groupFaults) { g.latency = latency }, nil
	case "retry-after", "retry-after-date":
		wait, err := time.ParseDuration(value)
		if err != nil || wait < 0 || wait%time.Second != 0 {
			return nil, p.expected(at, "a duration of whole seconds such as 2s")
		}
		return func(g *groupFaults) { g.retryAfter, g.retryDate, g.retrySet = wait, name == "retry-after-date", true }, nil
	}
	number, isPercent := strings.CutSuffix(value, "%")
	percent, err := strconv.ParseFloat(number, 64)
	if !isPercent || err != nil || percent > 100 || strings.Trim(number, "0123456789.") != "" {
		return nil, p.expected(at, "a percentage from 0% to 100% such as 2.5%")
	}
	return func(g *groupFaults) { g.chances = append(g.chances, chance{faultOf(name), percent / 100}) }, nil
}

func parseSpan(value string) (span, bool) {
	from, to, isRange := strings.Cut(value, "-")
	low, err := time.ParseDuration(from)
	if err != nil || low < 0 {
		return span{}, false
	}
	if !isRange {
		return span{low, low}, true
	}
	high, err := time.ParseDuration(to)
	if err != nil || high < low {
		return span{}, false
	}
	return span{low, high}, true
}

var allFaults = []string{
	"latency", "401", "429", "500", "502", "503", "504", "500-after", "502-after", "503-after", "504-after", "retry-after",
	"retry-after-date", "reset-before", "reset-after", "truncate", "html", "token-life",
}

var (
	everywhere = []Group{Identity, Read, Write}
	imageOnly  = []Group{Read, Write}
	scopes     = map[string][]Group{
		"all": everywhere, "identity": {Identity}, "image": imageOnly, "read": {Read}, "write": {Write},
	}
	groupNames = [groupCount]string{"the Identity service", "reads", "writes"}
)

func defaultGroups(name string) []Group {
	switch name {
	case "latency", "503", "retry-after", "retry-after-date":
		return everywhere
	}
	return imageOnly
}

// faultOf returns the fault of a name that takes a percentage.
func faultOf(name string) fault {
	switch name {
	case "401":
		return fault{effect: effectToken, status: http.StatusUnauthorized}
	case "reset-before":
		return fault{effect: effectReset}
	case "reset-after":
		return fault{effect: effectReset, after: true}
	case "truncate":
		return fault{effect: effectTruncate, after: true}
	case "html":
		return fault{effect: effectPortal, status: http.StatusOK}
	}
	number, after := strings.CutSuffix(name, "-after")
	status, _ := strconv.Atoi(number) // allFaults has numbers only
	return fault{effect: effectPage, status: status, after: after}
}

// String is the fault's name in a specification.
func (f fault) String() string {
	suffix := ""
	if f.after {
		suffix = "-after"
	}
	switch f.effect {
	case effectNone:
		return ""
	case effectReset:
		if !f.after {
			suffix = "-before"
		}
		return "reset" + suffix
	case effectTruncate:
		return "truncate"
	case effectPortal:
		return "html"
	default:
		return strconv.Itoa(f.status) + suffix
	}
}
