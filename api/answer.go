package api

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"glimpse/model/text"
)

// maxReason is how much of a service's words an error repeats, in bytes. A
// proxy may send a megabyte.
const maxReason = 500

// headings are the texts that Glance puts before the one that matters.
var headings = []string{
	"Access was denied to this resource.",
	"There was a conflict when trying to complete your request.",
	"The Range requested is not available.",
}

var (
	tags       = regexp.MustCompile(`(?s)<(script|style|head)\b.*?</(script|style|head)>|<[^<>]*>`)
	whitespace = regexp.MustCompile(`\s+`)
	schemaText = regexp.MustCompile(`^Provided object does not match schema '[^']*': `)
)

// reasonIn finds the service's own sentence in the body of an error: the
// message of Glance's or Keystone's JSON, or the text of a page that a proxy
// made.
func reasonIn(status int, body []byte) text.Untrusted {
	reason := jsonReason(body)
	if reason == "" {
		reason = pageReason(body)
	}
	if before, _, found := strings.Cut(reason, "\n\nFailed validating"); found {
		reason = before
	}
	reason = strings.ReplaceAll(reason, "<br />", "\n")
	reason = strings.TrimSpace(reason)
	reason = schemaText.ReplaceAllString(reason, "")
	for _, heading := range headings {
		if rest, found := strings.CutPrefix(reason, heading); found && strings.TrimSpace(rest) != "" {
			reason = strings.TrimSpace(rest)
		}
	}
	reason = strings.TrimSpace(whitespace.ReplaceAllString(reason, " "))
	if reason == "" {
		reason = fmt.Sprintf("the service answered %d %s and no more", status, http.StatusText(status))
	}
	return text.Of(shortened(reason))
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

// jsonReason reads {"message": …} of Glance and {"error": {"message": …}} of
// Keystone and of most middleware.
func jsonReason(body []byte) string {
	var glance struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &glance) == nil && glance.Message != "" {
		return glance.Message
	}
	var keystone struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &keystone) == nil {
		return keystone.Error.Message
	}
	return ""
}

// pageReason takes the words out of an HTML page or plain text. What only
// looks like JSON has none.
func pageReason(body []byte) string {
	content := strings.TrimSpace(string(body[:min(len(body), 8*maxReason)]))
	if strings.HasPrefix(content, "{") || strings.HasPrefix(content, "[") {
		return ""
	}
	if !strings.HasPrefix(content, "<") {
		return content
	}
	return html.UnescapeString(tags.ReplaceAllString(content, " "))
}

// kindOf sorts an HTTP status.
func kindOf(status int) error {
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
