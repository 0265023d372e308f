package main

import (
	"fmt"
	"math"
	"strings"
)

// The folders whose benchmarks are run.
const (
	inCmd      = "./cmd"
	inUI       = "./ui"
	inList     = "./model/list"
	inContract = "./api/contract"
	inRunner   = "./api/runner"
)

const twoRequests = "^TestTheFirstRowsOnScreenTakeTwoRequests$"

var measurements = []measurement{
	{inCmd, twoRequests, 0},
	{inCmd, "^BenchmarkScreenFirstFrame$", 10},
	{inCmd, "^BenchmarkScreenFirstRows$", 10},
	{inCmd, "^BenchmarkScreenBytes$/^200x50$", 1},
	{inCmd, "^BenchmarkScreenMemory$", 1},
	{inUI, "^BenchmarkKey$/^(move|page|busy)$", 200},
	{inUI, "^BenchmarkAnyKeyDuring$", 5},
	{inList, "^BenchmarkSearchKeystroke$", 20},
	{inContract, "^BenchmarkRead$", 3},
	{inContract, "^BenchmarkLoadAll$", 3},
	{inContract, "^BenchmarkTransferBesideCurl$", 3},
	{inCmd, "^BenchmarkTransferMemory$", 1},
	{inRunner, "^BenchmarkThroughput$", 3},
}

// budget is one line of the table.
type budget struct {
	what, asked string
	// measured returns the figure as it is shown, and whether it is within the
	// budget.
	measured func(r reading) (figure string, met bool)
}

var budgets = []budget{
	{"requests before the first rows", "2: token, first page", func(r reading) (string, bool) {
		_, passed := r.results[twoRequests]
		return "2", passed
	}},
	{"first rows on screen, over the same two requests made with curl", "≤ 1.15 × and 25 ms, with 100 and 100,000 images", firstRows},
	{"cursor move, no scroll, 200×50", "≤ 550 bytes", atMost(inCmd, "ScreenBytes/200x50", "B/move", 550, "%.0f bytes")},
	{"scroll by one row, 200×50", "≤ 560 bytes", atMost(inCmd, "ScreenBytes/200x50", "B/scroll", 560, "%.0f bytes")},
	{"idle 10 s", "0 bytes", func(r reading) (string, bool) {
		written, processor := r.figure(inCmd, "ScreenBytes/200x50", "B/idle-10s"), r.figure(inCmd, "ScreenBytes/200x50", "%-idle")
		return fmt.Sprintf("%.0f bytes, %.1f %% of a processor", written, processor), written == 0
	}},
	{"one key (update and view) with 100,000 loaded", "≤ 0.5 ms, and no more than with 100", oneKey},
	{"any key while something large is under way", "≤ 16 ms", func(r reading) (string, bool) {
		worst, where := r.largest(inUI, "AnyKeyDuring/", "worst-ms")
		return fmt.Sprintf("%.1f ms (%s)", worst, strings.ReplaceAll(where, "_", " ")), worst <= 16
	}},
	{"search keystroke over 100,000 loaded", "words ≤ 10 ms; the first screen of a regular expression ≤ 16 ms", keystroke},
	{"preview of one tag on 100,000 images", "≤ 0.3 s from key to frame", atMost(inUI, "AnyKeyDuring/preview_of_a_tag", "whole-ms", 300, "%.0f ms")},
	{"memory with 100,000 loaded", "≤ 80 MiB resident", atMost(inCmd, "ScreenMemory", "MiB-resident", 80, "%.0f MiB")},
	{
		"reading 100,000 images, processor time over that of encoding/json decoding the same pages once", "≤ 0.5 ×",
		atMost(inContract, "Read", "x-attributes", 0.5, "%.2f ×"),
	},
	{
		"loading all of 100,000 images, 40 ms a request, a service that answers four at once",
		"≤ 0.35 of the time of one page after the other", atMost(inContract, "LoadAll", "of-the-time", 0.35, "%.2f"),
	},
	{"tagging 500 images, 20 ms a request, 8 at once", "≤ 1.15 × the ideal, at most 560 requests", tagging},
	{
		"upload and download of 1 GiB over loopback, hashed on the way", "≥ 0.9 of curl's throughput, ≤ 40 MiB resident",
		transfers,
	},
	{"start to first painted frame, terminal that answers no query", "≤ 60 ms", atMost(inCmd, "ScreenFirstFrame", "ms-median", 60, "%.0f ms")},
}

// reading finds figures among results.
type reading struct{ results results }

// figure returns a figure of a benchmark; one that was not measured is none, and
// within no budget.
func (r reading) figure(folder, benchmark, unit string) float64 {
	if figure, measured := r.results[folder+" Benchmark"+benchmark][unit]; measured {
		return figure
	}
	return math.NaN()
}

// largest returns the largest figure of several benchmarks, and what the last part
// of its name is.
func (r reading) largest(folder, prefix, unit string) (figure float64, where string) {
	figure = math.NaN()
	for name, figures := range r.results {
		rest, is := strings.CutPrefix(name, folder+" Benchmark"+prefix)
		if found, measured := figures[unit]; is && measured && !(found <= figure) {
			figure, where = found, rest
		}
	}
	return figure, where
}

// atMost is a budget of one figure.
func atMost(folder, benchmark, unit string, most float64, format string) func(r reading) (string, bool) {
	return func(r reading) (string, bool) {
		figure := r.figure(folder, benchmark, unit)
		return fmt.Sprintf(format, figure), figure <= most
	}
}

func firstRows(r reading) (string, bool) {
	sizes := []string{"100", "100000"}
	says, met := make([]string, 0, len(sizes)), true
	for _, images := range sizes {
		benchmark := "ScreenFirstRows/" + images
		rows, curl := r.figure(inCmd, benchmark, "ms-rows"), r.figure(inCmd, benchmark, "ms-curl")
		met = met && rows <= 1.15*curl+25
		says = append(says, fmt.Sprintf("%.0f ms beside %.0f", rows, curl))
	}
	return strings.Join(says, "; "), met
}

func oneKey(r reading) (string, bool) {
	const nanoseconds = 1e6
	few, many := 0.0, 0.0
	for _, key := range []string{"move", "page", "busy"} {
		few = max(few, r.figure(inUI, "Key/"+key+"/100", "ns/op")/nanoseconds)
		many = max(many, r.figure(inUI, "Key/"+key+"/100000", "ns/op")/nanoseconds)
	}
	// Two runs of the same differ by some percent.
	const apart = 1.1
	return fmt.Sprintf("%.2f ms; %.2f with 100", many, few), many <= 0.5 && many <= apart*few
}

func keystroke(r reading) (string, bool) {
	words := 0.0
	for _, line := range []string{"u", "ubuntu_7.11", "zzzz", "!server", "Server"} {
		words = max(words, r.figure(inList, "SearchKeystroke/"+line+"/100000", "ns/op")/1e6)
	}
	expression := r.figure(inUI, "AnyKeyDuring/regular_expression", "worst-ms")
	return fmt.Sprintf("%.1f ms; %.1f ms", words, expression), words <= 10 && expression <= 16
}

func transfers(r reading) (string, bool) {
	of := func(ratio string) float64 { return r.figure(inContract, "TransferBesideCurl", ratio) }
	up, down := of("up/curl"), of("down/curl")
	memory := max(r.figure(inCmd, "TransferMemory", "MiB-up"), r.figure(inCmd, "TransferMemory", "MiB-down"))
	return fmt.Sprintf("%.2f and %.2f, where SHA-512 alone makes %.2f (down, %.2f of curl with sha512sum behind it); %.0f MiB",
		up, down, of("hash/curl"), of("down/curl+sha512sum"), memory), min(up, down) >= 0.9 && memory <= 40
}

func tagging(r reading) (string, bool) {
	ideal, bare := r.figure(inRunner, "Throughput", "x-ideal"), r.figure(inRunner, "Throughput", "x-bare")
	requests := r.figure(inRunner, "Throughput", "requests")
	return fmt.Sprintf("%.2f × (%.2f of the same requests in a bare loop), %.0f requests", ideal, bare, requests), ideal <= 1.15 && requests <= 560
}
