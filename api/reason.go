package api

import (
	"fmt"
	"net/http"
	"unicode/utf8"

	"glimpse/api/clouds"
	"glimpse/api/errorbody"
	"glimpse/model/remote"
	"glimpse/model/text"
)

// maxReason is how much of a service's words an error repeats, in bytes. A
// proxy may send a megabyte.
const maxReason = 500

// sentenceIn returns the service's own sentence in the body of an error. It may
// repeat what the service was sent, and is kept like a secret: programs compare
// it, and people are shown the reason that is made of it.
func sentenceIn(body []byte) clouds.Secret { return clouds.NewSecret(errorbody.Sentence(body)) }

// reason is what a person is told of the sentence: without secrets, cut, and in
// quotation marks, because it is the service's and not this program's.
func (e *explainer) reason(status int, said clouds.Secret) text.Untrusted {
	if !said.IsSet() {
		return ownWords(fmt.Sprintf("the service answered %d %s and no more", status, http.StatusText(status)))
	}
	return text.Of(`"` + shortened(e.secrets.Redact(said.Reveal())) + `"`)
}

// shortened cuts a reason to the length that an error may have.
func shortened(reason string) string {
	if len(reason) <= maxReason {
		return reason
	}
	end := maxReason
	for end > maxReason-utf8.UTFMax && !utf8.RuneStart(reason[end]) {
		end--
	}
	return reason[:end] + "…"
}

// kindOf sorts an HTTP status.
func kindOf(status int) remote.Kind {
	switch status {
	case http.StatusUnauthorized:
		return ErrUnauthorized
	case http.StatusForbidden:
		return ErrForbidden
	case http.StatusNotFound, http.StatusGone:
		return ErrNotFound
	case http.StatusConflict:
		return ErrConflict
	case http.StatusRequestEntityTooLarge:
		return ErrQuota
	case http.StatusTooManyRequests, statusLimited, http.StatusServiceUnavailable:
		return ErrBusy
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return ErrUnreachable
	}
	switch {
	case status >= 300 && status < 400:
		return ErrRedirect
	case status >= 400 && status < 500:
		return ErrInvalid
	}
	return ErrAnswer
}
