// Package errorbody reads why a request was refused out of the body of the
// answer, whoever wrote it: a service of OpenStack, or a gateway, a proxy or a
// load balancer before it. Each has a shape of its own.
//
// What is returned is still the sender's: it has to be escaped, and cut.
package errorbody

import (
	"strings"

	"glimpse/model/lazy"
)

// mostBytes is how much of a body is read. A proxy may send a megabyte, whose
// first words are those that count.
const mostBytes = 64 << 10

// Sentence returns the sentence of an error's body, on one line. It is found in
//
//   - JSON, under the names that the services use for it, at any depth: Glance's
//     {"message": …}, Keystone's {"error": {"message": …}}, Nova's
//     {"badRequest": {"message": …}} and any other fault of one name, Neutron's
//     {"NeutronError": …}, the {"faultstring": …} of WSME, the
//     {"errors": [{"title": …, "detail": …}]} of Placement, RFC 9457
//     (application/problem+json) and what gateways make of them;
//   - XML, under the same names;
//   - an HTML page, as the text that one would see;
//   - everything else, as it stands: also JSON in which no sentence is found.
//
// It is empty only where the body holds nothing to be read.
func Sentence(body []byte) string {
	content := string(body[:min(len(body), mostBytes)])
	content = strings.TrimSpace(strings.TrimPrefix(content, "\uFEFF"))
	if isMarkup(content) {
		return Tidy(fromMarkup(content))
	}
	if found := Tidy(fromJSON(content)); found != "" {
		return found
	}
	return Tidy(content)
}

// headings are the texts that Glance puts before the one that matters.
var headings = []string{
	"Access was denied to this resource.",
	"There was a conflict when trying to complete your request.",
	"The Range requested is not available.",
	"The request returned a 413 Request Entity Too Large. This generally means that rate limiting or a quota threshold was breached. " +
		"The response body:",
}

var (
	lineBreak  = lazy.Regexp(`(?i)<br\s*/?>`)
	schemaText = lazy.Regexp(`^Provided object does not match schema '[^']*': `)
)

// Tidy takes away what says nothing to a person: line breaks, headings, and the
// schema that jsonschema repeats after its sentence. It is also for what a service
// says of a failure elsewhere than in the body of an error, such as in a task.
func Tidy(sentence string) string {
	sentence, _, _ = strings.Cut(sentence, "\n\nFailed validating")
	sentence = lineBreak().ReplaceAllString(sentence, "\n")
	sentence = strings.Join(strings.Fields(sentence), " ")
	sentence = schemaText().ReplaceAllString(sentence, "")
	for _, heading := range headings {
		if rest, found := strings.CutPrefix(sentence, heading+" "); found {
			sentence = rest
		}
	}
	return sentence
}
