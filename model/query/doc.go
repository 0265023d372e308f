// Package query is the query language of the program: one line of filters and
// one of sort keys, how they are read and written, which part of them the
// Image API evaluates, and the evaluation of the rest on this side.
//
// [Parse] reads a line into terms, [Format] writes terms as the one canonical
// line. [Query.Split] decides for every term whether the service can answer it
// (GET /v2/images) and gives the requests to make; [Split.Match] then checks
// each image that arrives, and [Split.Compare] orders them.
//
// Nothing here reads the clock, the network or a file: relative dates are
// fixed at the time that the caller passes. Parsed terms and a Split are plain
// values that do not change, so they may be used from several goroutines.
package query
