package errorbody

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// names are the members under which a sentence stands, in lower case, the most
// telling first. A sentence may be a list or an object in which it is to be
// found again.
var names = []string{
	"message", "msg", "error_msg", "error_message", "errormessage", "faultstring",
	"detail", "details", "errors", "error_description", "description", "explanation", "reason",
	"error", "fault", "title", "text", "value", "exception",
}

// The bounds of a search: deeper and longer bodies are no error that somebody
// wrote.
const (
	mostDepth     = 16
	mostSentences = 5
)

// fromJSON returns the sentence of a JSON text, or nothing.
func fromJSON(content string) string {
	var value any
	if json.Unmarshal([]byte(content), &value) != nil {
		return ""
	}
	return sentenceIn(value, 0)
}

func sentenceIn(value any, depth int) string {
	if depth > mostDepth {
		return ""
	}
	switch value := value.(type) {
	case string:
		return sentenceInString(value, depth)
	case []any:
		return sentencesIn(value, depth)
	case map[string]any:
		return sentenceInObject(value, depth)
	}
	return ""
}

// sentenceInString returns a string, or the sentence of the JSON or the page
// that it holds, as Ironic's error_message does.
func sentenceInString(value string, depth int) string {
	trimmed := strings.TrimSpace(value)
	switch {
	case strings.HasPrefix(trimmed, "{"):
		var inner any
		if json.Unmarshal([]byte(trimmed), &inner) == nil {
			if found := sentenceIn(inner, depth+1); found != "" {
				return found
			}
		}
	case isMarkup(trimmed):
		if found := fromMarkup(trimmed); found != "" {
			return found
		}
	}
	return trimmed
}

// sentencesIn joins the sentences of a list, each once.
func sentencesIn(list []any, depth int) string {
	var found []string
	for _, element := range list {
		one := sentenceIn(element, depth+1)
		if one != "" && !slices.Contains(found, one) && len(found) < mostSentences {
			found = append(found, one)
		}
	}
	return strings.Join(found, "; ")
}

func sentenceInObject(object map[string]any, depth int) string {
	members := make(map[string]any, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		members[strings.ToLower(name)] = object[name]
	}
	// An error that is an object says more than the words beside it.
	if _, isText := members["error"].(string); !isText {
		if found := sentenceIn(members["error"], depth+1); found != "" {
			return found
		}
	}
	for _, name := range names {
		found := sentenceIn(members[name], depth+1)
		if found == "" {
			continue
		}
		detail, _ := members["detail"].(string)
		if detail = strings.TrimSpace(detail); name == "message" && !strings.Contains(found, detail) {
			found = joined(found, detail)
		}
		return found
	}
	return sentenceInFault(members, depth)
}

// sentenceInFault reads the form of a fault: one member, whose name is the kind
// of the fault.
func sentenceInFault(members map[string]any, depth int) string {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		_, isText := members[name].(string)
		if isText && len(members) > 1 {
			continue
		}
		if found := sentenceIn(members[name], depth+1); found != "" {
			return found
		}
	}
	return ""
}
