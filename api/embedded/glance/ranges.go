package glance

import (
	"cmp"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// span is a part of the data, to is the first byte behind it.
type span struct{ from, to int64 }

var (
	rangePattern        = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i:bytes) *= *(\d*) *- *(\d*)`) })
	contentRangePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^bytes (?:(\d+)-(\d+)|[*])/(?:(\d+)|[*])`) })
)

// brokenRange is where the real service runs into a number that is not there,
// below the part of it that makes an error of that.
func brokenRange() error { return &statusError{code: http.StatusInternalServerError, bare: true} }

func badRange(text string) error {
	return detailed(http.StatusRequestedRangeNotSatisfiable, text)
}

// readRange reads the part that is asked for, nil for all of it. Of several
// parts none is sent. That a request's Content-Range counts as well is older
// than Range.
func readRange(header http.Header, size *int64) (*span, error) {
	if _, given := header["Range"]; given {
		return readByteRange(header.Get("Range"), size)
	}
	if _, given := header["Content-Range"]; given {
		return readContentRange(header.Get("Content-Range"), size)
	}
	return nil, nil //nolint:nilnil // no range is no error
}

func badStart(header string, size int64) error {
	return badRange("Invalid start position in " + header + " header. Start position MUST be in the inclusive range " + inclusive(size))
}

func inclusive(size int64) string { return "[0, " + strconv.FormatInt(size-1, 10) + "]." }

func readByteRange(text string, size *int64) (*span, error) {
	if strings.Contains(text, ",") {
		return nil, badRequest("Requests with multiple ranges are not supported in Glance. You may make multiple " +
			"single-range requests instead.")
	}
	found := rangePattern().FindStringSubmatch(text)
	if found == nil {
		return nil, badRange("Invalid Range header.")
	}
	from, hasFrom := readNumber(found[1])
	to, hasTo := readNumber(found[2])
	switch {
	case hasFrom && hasTo && from > to:
		return nil, badRange("Invalid Range header.")
	case size == nil || !hasFrom && !hasTo:
		return nil, brokenRange()
	case !hasFrom && (to > 0 || *size > 0):
		return &span{from: *size - min(*size, cmp.Or(to, *size)), to: *size}, nil // the last 0 bytes are all of them
	case from >= *size:
		return nil, badStart("Range", *size)
	case !hasTo || to >= *size:
		return &span{from: from, to: *size}, nil
	}
	return &span{from: from, to: to + 1}, nil
}

func readContentRange(text string, size *int64) (*span, error) {
	found := contentRangePattern().FindStringSubmatch(text)
	if found == nil {
		return nil, badRange("Invalid Content-Range header.")
	}
	from, hasFrom := readNumber(found[1])
	last, _ := readNumber(found[2])
	whole, hasWhole := readNumber(found[3])
	if hasFrom && (from > last || hasWhole && last >= whole) {
		return nil, badRange("Invalid Content-Range header.")
	}
	switch {
	case size == nil || !hasFrom:
		return nil, brokenRange()
	case !hasWhole && last >= *size:
		return nil, badRange("Invalid stop position in Content-Range header. The stop position MUST be in the inclusive range " +
			inclusive(*size))
	case from >= *size:
		return nil, badStart("Content-Range", *size)
	}
	// A length that is a lie makes the real service promise bytes that never
	// come; here the part ends with the data.
	return &span{from: from, to: min(last+1, *size)}, nil
}

func readNumber(text string) (number int64, given bool) {
	if text == "" {
		return 0, false
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		number = 1 << 62 // beyond the end of any data
	}
	return number, true
}
