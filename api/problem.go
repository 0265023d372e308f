package api

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"glimpse/api/clouds"
	"glimpse/model"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// Reasons by which callers tell problems apart, with errors.Is.
const (
	ErrUnauthorized = remote.Unauthorized
	ErrForbidden    = remote.Forbidden
	ErrNotFound     = remote.NotFound
	ErrMarkerGone   = remote.MarkerGone
	ErrConflict     = remote.Conflict
	ErrQuota        = remote.Quota
	ErrInvalid      = remote.Invalid
	ErrReadOnly     = remote.ReadOnly
	ErrRedirect     = remote.Redirect
	ErrNoImageAPI   = remote.NoImageAPI
	ErrProxy        = remote.Proxy
	ErrUnreachable  = remote.Unreachable
	ErrBusy         = remote.Busy
	ErrTooLarge     = remote.TooLarge
	ErrAnswer       = remote.Answer
	ErrUncertain    = remote.Uncertain
	ErrNotOffered   = remote.NotOffered
	ErrNotShared    = remote.NotShared
	ErrNoData       = remote.NoData
)

// ErrNewTokenRefused stands beside ErrUnauthorized: the identity service accepts
// the credentials, and the image service not the token that it has just
// issued. Its own connection to the identity service may be lost, which
// passes.
var ErrNewTokenRefused = errors.New("a new token is not accepted")

// Problem is a failed operation as it is told to the person at the keyboard.
// Its Error is one line of escaped text.
type Problem struct {
	// Operation says what was being done: "listing images", "deleting".
	Operation string
	// Image is the image it was done to, if one.
	Image model.ImageID
	// Status is the HTTP status of the answer, or 0 where there was none.
	Status int
	// Reason says why, in the service's own words where it gave some.
	Reason text.Untrusted
	// RequestID is the service's id of the request, to quote to its operator.
	RequestID text.Untrusted
	// Kind is one of the reasons above.
	Kind remote.Kind

	advice string
	cause  error
	// said is the service's own sentence, for comparisons; it is not shown.
	said clouds.Secret
	// retryAfter is the header of that name, as it was sent.
	retryAfter string
	// wait is what that header means, counted from the answer, and
	// maxRetryAfter where it means more; tooLong reports that.
	wait    time.Duration
	tooLong bool
	// final reports whether trying again is of no use whatever the status.
	final bool
	// arrived reports whether the request was a change and may have been
	// carried out, because it was sent and no answer says that it was not.
	arrived bool
}

// Error says what failed, on which image and why.
func (p *Problem) Error() string {
	var message strings.Builder
	message.WriteString(p.Operation)
	if !p.Image.IsEmpty() {
		message.WriteString(" image " + p.Image.Display())
	}
	if reason := p.Reason.Display(); reason != "" {
		message.WriteString(": " + reason)
	} else if p.Kind != "" {
		message.WriteString(": " + p.Kind.Error())
	}
	return message.String()
}

// Advice says what to do about it; it is empty where nothing can be said.
func (p *Problem) Advice() string {
	switch {
	case p.advice != "":
		return p.advice
	case p.Status >= 500 && p.Kind == ErrAnswer:
		return "the service failed by itself; try again later, and give the request id to the cloud's operator"
	case p.Status >= 500 && p.Kind == ErrUnreachable:
		return "a proxy answered, and the service behind it did not; try again later"
	}
	return p.Kind.Advice()
}

// Request returns the service's id of the request, or nothing.
func (p *Problem) Request() text.Untrusted { return p.RequestID }

// Unwrap returns the kind of the problem, and what it came from where the text
// of that is this program's own or the system's, such as a context's end or a
// refused connection.
func (p *Problem) Unwrap() []error {
	if p.cause == nil {
		return []error{p.Kind}
	}
	return []error{p.Kind, p.cause}
}

// refusal reports whether the service itself answered that it did not do what
// it was asked for.
func (p *Problem) refusal() bool {
	return p.isOneOf(ErrReadOnly, ErrUnauthorized, ErrForbidden, ErrNotFound, ErrConflict, ErrQuota, ErrInvalid, ErrRedirect,
		ErrProxy, ErrNoImageAPI) ||
		p.Status == http.StatusTooManyRequests || p.Status == statusLimited
}

// RetryAfter returns for how long, counted from its answer, the service asked
// to be left alone; zero if it did not, and never more than a minute, after
// which asking again costs less than believing it.
func (p *Problem) RetryAfter() time.Duration { return p.wait }

// limited reports whether the service asked for fewer requests, or for none for
// a while.
func (p *Problem) limited() bool {
	return p.Status == http.StatusTooManyRequests || p.Status == statusLimited || p.Status == http.StatusServiceUnavailable
}

func (p *Problem) isOneOf(kinds ...remote.Kind) bool { return slices.Contains(kinds, p.Kind) }

// statusLimited is what some middleware of OpenStack answers to too many
// requests, in place of 429.
const statusLimited = 498
