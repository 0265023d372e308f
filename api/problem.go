package api

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"glimpse/api/clouds"
	"glimpse/model"
	"glimpse/model/text"
)

// Reasons by which callers tell problems apart, with errors.Is.
var (
	// ErrUnauthorized: the credentials were refused, or the token has expired
	// and could not be renewed.
	ErrUnauthorized = errors.New("not authorized")
	// ErrNewTokenRefused, beside ErrUnauthorized: the identity service accepts
	// the credentials, and the image service not the token that it has just
	// issued. Its own connection to the identity service may be lost, which
	// passes.
	ErrNewTokenRefused = errors.New("a new token is not accepted")
	// ErrForbidden: the user is known and may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound: there is no such image, or this project does not see it.
	ErrNotFound = errors.New("not found")
	// ErrMarkerGone: the last image of a page has been deleted, or is no
	// longer visible, so that the page after it cannot be asked for.
	ErrMarkerGone = errors.New("the page's marker is gone")
	// ErrConflict: the image is in a state that does not allow the operation.
	ErrConflict = errors.New("conflict")
	// ErrQuota: a limit on tags, properties, members or images is reached.
	ErrQuota = errors.New("limit reached")
	// ErrInvalid: the service does not accept the request as it stands.
	ErrInvalid = errors.New("not accepted")
	// ErrReadOnly: the connection is read-only, and nothing was sent.
	ErrReadOnly = errors.New("read-only")
	// ErrRedirect: the service pointed elsewhere, where the token must not go.
	ErrRedirect = errors.New("redirected")
	// ErrNoImageAPI: the image endpoint leads to something that knows no images.
	ErrNoImageAPI = errors.New("no Image API")
	// ErrProxy: a proxy of this side refused, or its address cannot be read.
	ErrProxy = errors.New("refused by the proxy")
	// ErrUnreachable: there was no answer.
	ErrUnreachable = errors.New("unreachable")
	// ErrBusy: the service asked to be left alone for a while.
	ErrBusy = errors.New("busy")
	// ErrTooLarge: the answer passed the bound of this program.
	ErrTooLarge = errors.New("answer too large")
	// ErrAnswer: the answer is none of the Image API's.
	ErrAnswer = errors.New("unexpected answer")
	// ErrUncertain: whether a change was carried out could not be found out.
	ErrUncertain = errors.New("outcome unknown")
)

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
	Kind error

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
	} else if p.Kind != nil {
		message.WriteString(": " + p.Kind.Error())
	}
	return message.String()
}

// Sentence is Error, under the name by which the screen asks for it.
func (p *Problem) Sentence() string { return p.Error() }

// Advice says what to do about it; it is empty where nothing can be said.
func (p *Problem) Advice() string {
	switch {
	case p.advice != "":
		return p.advice
	case p.Status >= 500 && errors.Is(p.Kind, ErrAnswer):
		return "the service failed by itself; try again later, and give the request id to the cloud's operator"
	case p.Status >= 500 && errors.Is(p.Kind, ErrUnreachable):
		return "a proxy answered, and the service behind it did not; try again later"
	}
	return adviceFor[p.Kind]
}

// Request returns the service's id of the request, or nothing.
func (p *Problem) Request() text.Untrusted { return p.RequestID }

// Is reports whether the problem is of a kind.
func (p *Problem) Is(target error) bool { return p.Kind == target }

// Unwrap returns what the problem came from where its text is this program's
// own or the system's, such as a context's end or a refused connection.
func (p *Problem) Unwrap() error { return p.cause }

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

func (p *Problem) isOneOf(kinds ...error) bool { return slices.Contains(kinds, p.Kind) }

// statusLimited is what some middleware of OpenStack answers to too many
// requests, in place of 429.
const statusLimited = 498

var adviceFor = map[error]string{
	ErrUnauthorized: "check the user, the password and the project in the cloud's configuration; " +
		"a token or an application credential may have expired",
	ErrForbidden: "another role or project is needed; ask the cloud's operator",
	ErrNotFound:  "it may have been deleted, or belong to another project; refresh the list",
	ErrConflict:  "look at the image as it is now, and try again",
	ErrQuota:     "remove some tags or properties first, or ask the cloud's operator to raise the limit",
	ErrReadOnly:  "start without --read-only to make changes",
	ErrRedirect: "correct the endpoint in the cloud's catalogue or configuration; " +
		"redirects are not followed, so that the token stays with the cloud",
	ErrUnreachable: "check the network, the VPN and the cloud's auth_url",
	ErrBusy:        "wait a moment and try again",
	ErrTooLarge:    "ask for smaller pages with --page-size",
	ErrAnswer:      "check the image endpoint of the cloud: a proxy or a login page may have answered in its place",
	ErrUncertain:   "read the image again before you repeat the change",
}
