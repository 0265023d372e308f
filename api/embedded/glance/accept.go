package glance

import (
	"net/http"
	"strconv"
	"strings"
)

// offer is one of the forms that an error can take.
type offer uint8

const (
	offerPlain offer = iota
	offerHTML
	offerJSON
)

// best chooses the form of an error body from the Accept header. HTML wins a
// tie; a header that is missing or matches neither form gets plain text; one
// that cannot be read means anything goes, and so HTML.
func best(header http.Header) offer {
	accept := strings.Join(header.Values("Accept"), ", ")
	if strings.TrimSpace(accept) == "" {
		return offerPlain
	}
	var forHTML, forJSON preference
	for part := range strings.SplitSeq(accept, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		kind, weight, ok := mediaRange(part)
		if !ok {
			return offerHTML
		}
		forHTML.consider(kind, "text", "text/html", weight)
		forJSON.consider(kind, "application", "application/json", weight)
	}
	switch {
	case forHTML.weight <= 0 && forJSON.weight <= 0:
		return offerPlain
	case forJSON.weight > forHTML.weight:
		return offerJSON
	}
	return offerHTML
}

// preference is how much a form is wanted, by the most specific range that
// covers it (RFC 9110 §12.5.1).
type preference struct {
	precision int
	weight    float64
}

func (p *preference) consider(kind, family, full string, weight float64) {
	precision := 0
	switch kind {
	case full:
		precision = 3
	case family + "/*":
		precision = 2
	case "*/*":
		precision = 1
	}
	if precision > p.precision {
		p.precision, p.weight = precision, weight
	}
}

// mediaRange reads one range of an Accept header and its weight.
func mediaRange(part string) (kind string, weight float64, ok bool) {
	fields := strings.Split(part, ";")
	kind = strings.ToLower(strings.TrimSpace(fields[0]))
	family, name, found := strings.Cut(kind, "/")
	if !found || family == "" || name == "" || strings.ContainsAny(kind, " \t") {
		return "", 0, false
	}
	weight = 1
	for _, field := range fields[1:] {
		key, text, _ := strings.Cut(strings.TrimSpace(field), "=")
		if !strings.EqualFold(key, "q") {
			continue
		}
		number, err := strconv.ParseFloat(text, 64)
		if err != nil || number < 0 || number > 1 {
			return "", 0, false
		}
		weight = number
	}
	return kind, weight, true
}
