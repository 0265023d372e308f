// Package api is the client layer between glimpse and an OpenStack cloud: it
// logs in through the Identity API v3 and speaks the Image API v2, on top of
// gophercloud.
//
// What gophercloud leaves open is settled here, once: every call can be
// cancelled and has a deadline, no redirect is followed, the token goes to the
// image endpoint's origin and nowhere else, an expired token is renewed once
// for everybody, failures are retried by what the operation allows, answers
// are decoded image by image so that an odd one costs one row and not the
// page, and pages are asked for by the full query and the last id.
//
// All methods of [Client] may be called from several goroutines at once.
// Their errors are [*Problem] values, the context's own error where the
// caller gave up, or an error of the configuration; no error holds a secret,
// and what a service said is escaped in all of them.
package api
