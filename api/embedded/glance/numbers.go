package glance

import (
	"math"
	"strconv"
	"strings"
)

func itoa(number int) string { return strconv.Itoa(number) }

// atoi reads a number of an embedded schema.
func atoi(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return number
}

// wholeNumber is the value of an integer that a schema has let through; one
// beyond 64 bits ends at the limits, which are beyond what any field takes.
func wholeNumber(v value) (int64, bool) {
	if v.kind != kindInt && v.kind != kindFloat {
		return 0, false
	}
	text := strings.TrimSuffix(v.text, ".0")
	number, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return number, true
	}
	if strings.HasPrefix(text, "-") {
		return math.MinInt64, true
	}
	return math.MaxInt64, true
}
