package remote

import (
	"errors"

	"glimpse/model/text"
)

// Kind is why an operation failed, whatever it was. It is an error, so that
// errors.Is tells one from another, and errors.As finds it in what was wrapped.
type Kind string

// Error says it in a few words.
func (k Kind) Error() string { return string(k) }

// The kinds of failures.
const (
	// Unauthorized: the credentials were refused, or the token has expired
	// and could not be renewed.
	Unauthorized Kind = "not authorized"
	// Forbidden: the user is known and may not do this.
	Forbidden Kind = "forbidden"
	// NotFound: there is no such image, or this project does not see it.
	NotFound Kind = "not found"
	// MarkerGone: the last image of a page has been deleted, or is no longer
	// visible, so that the page after it cannot be asked for.
	MarkerGone Kind = "the page's marker is gone"
	// Conflict: the image is in a state that does not allow the operation.
	Conflict Kind = "conflict"
	// Quota: a limit on tags, properties, members or images is reached.
	Quota Kind = "limit reached"
	// Invalid: the service does not accept the request as it stands.
	Invalid Kind = "not accepted"
	// ReadOnly: the connection is read-only, and nothing was sent.
	ReadOnly Kind = "read-only"
	// Redirect: the service pointed elsewhere, where the token must not go.
	Redirect Kind = "redirected"
	// NoImageAPI: the image endpoint leads to something that knows no images.
	NoImageAPI Kind = "no Image API"
	// Proxy: a proxy of this side refused, or its address cannot be read.
	Proxy Kind = "refused by the proxy"
	// Unreachable: there was no answer.
	Unreachable Kind = "unreachable"
	// Busy: the service asked to be left alone for a while.
	Busy Kind = "busy"
	// TooLarge: the answer passed the bound of this program.
	TooLarge Kind = "answer too large"
	// Answer: the answer is none of the Image API's.
	Answer Kind = "unexpected answer"
	// Uncertain: whether a change was carried out could not be found out.
	Uncertain Kind = "outcome unknown"
	// NotOffered: the service is one that does not have the call.
	NotOffered Kind = "not offered by this service"
	// NotShared: the image is not one that has members.
	NotShared Kind = "not shared"
	// NoData: the image has no data yet, or the service has lost it.
	NoData Kind = "no data"
)

// Advice says what to do about a failure of this kind, where nothing more is
// known of it; it is empty where nothing can be said.
func (k Kind) Advice() string { return adviceFor[k] }

var adviceFor = map[Kind]string{
	Unauthorized: "check the user, the password and the project in the cloud's configuration; " +
		"a token or an application credential may have expired",
	Forbidden: "another role or project is needed; ask the cloud's operator",
	NotFound:  "it may have been deleted, or belong to another project; refresh the list",
	Conflict:  "look at the image as it is now, and try again",
	Quota:     "remove some tags or properties first, or ask the cloud's operator to raise the limit",
	ReadOnly:  "start without --read-only to make changes",
	Redirect: "correct the endpoint in the cloud's catalogue or configuration; " +
		"redirects are not followed, so that the token stays with the cloud",
	Unreachable: "check the network, the VPN and the cloud's auth_url",
	Busy:        "wait a moment and try again",
	TooLarge:    "ask for smaller pages with --page-size",
	Answer:      "check the image endpoint of the cloud: a proxy or a login page may have answered in its place",
	Uncertain:   "read the image again before you repeat the change",
}

// Advice returns what an error says to do about it, or nothing.
func Advice(err error) string {
	var advised interface{ Advice() string }
	if !errors.As(err, &advised) {
		return ""
	}
	return advised.Advice()
}

// RequestID returns the service's id of the request that failed, or nothing.
func RequestID(err error) text.Untrusted {
	var answered interface{ Request() text.Untrusted }
	if !errors.As(err, &answered) {
		return text.Untrusted{}
	}
	return answered.Request()
}
