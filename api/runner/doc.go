// Package runner carries plans out: every step of them, several at once but one
// at a time for each image, through whatever the service and the network do
// meanwhile. It knows no terminal; what it reports are the values of
// [glimpse/model/job].
//
// For each step the image is read, the step is decided anew against what is
// there (the [glimpse/model/plan] says how), the journal is told, the request
// is sent, and the journal is told what became of it. So a step that somebody
// has already carried out costs no request, and one whose image was changed
// meanwhile is a conflict and not an overwritten change.
//
// An outage fails no step. The job waits, tries one image again after one
// second, two, and so on up to thirty or as long as the service asks, and goes
// on when that answers. A step whose request may or may not have arrived is
// not reported before its image was read.
//
// An image that alone is not answered for is no outage: it rests by itself
// while the others go on, and fails after eight attempts during which the
// service answered for something else. Where only its changes fail, and there
// is nothing left to compare them with, it fails after twelve.
package runner
