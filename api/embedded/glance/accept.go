package glance

import (
	"net/http"
	"strconv"
	"strings"
)

// Media types of the answers.
const (
	typeHTML  = "text/html"
	typeJSON  = "application/json"
	typePlain = "text/plain"
)

// best chooses among the types on offer by the Accept header (RFC 9110
// §12.5.1); of those wanted alike, the first. It returns "" when none is
// wanted or no header was sent. A header that cannot be read means that
// anything goes.
func best(header http.Header, offers ...string) string {
	accept := strings.Join(header.Values("Accept"), ", ")
	if strings.TrimSpace(accept) == "" {
		return ""
	}
	wanted := make([]preference, len(offers))
	for part := range strings.SplitSeq(accept, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		kind, weight, ok := mediaRange(part)
		if !ok {
			return offers[0]
		}
		for i, offer := range offers {
			wanted[i].consider(kind, offer, weight)
		}
	}
	found, most := "", 0.0
	for i, offer := range offers {
		if wanted[i].weight > most {
			found, most = offer, wanted[i].weight
		}
	}
	return found
}

// preference is how much a type is wanted, by the most specific range that
// covers it.
type preference struct {
	precision int
	weight    float64
}

func (p *preference) consider(kind, offer string, weight float64) {
	family, _, _ := strings.Cut(offer, "/")
	precision := 0
	switch kind {
	case offer:
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
