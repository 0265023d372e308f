package api

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Some services and gateways send a value as another JSON type than the API
// says. What can mean one thing only is read as that. A date without a time of
// day, seconds since 1970 or a number in place of a name could mean several
// things, and are not.

// content returns what a scalar says: the text of a string, without blanks
// around it, or a number as it is written.
func content(value jsontext.Value) string {
	switch value.Kind() {
	case '0':
		return string(value)
	case '"':
		if plain := plainString(value); plain != nil {
			return strings.TrimSpace(string(plain))
		}
		unquoted, err := jsontext.AppendUnquote(nil, value)
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(unquoted))
	default:
		return ""
	}
}

// readAmount reads a number of bytes, GiB or MiB: a whole number that is not
// negative, also where it is written with a fraction of zero, with an exponent
// or as a string.
func readAmount(value jsontext.Value) (number int64, ok bool) {
	if value.Kind() == '0' {
		if number, err := strconv.ParseInt(string(value), 10, 64); err == nil {
			return number, number >= 0
		}
	}
	mantissa, exponent, scaled := strings.Cut(strings.ToLower(content(value)), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if strings.Trim(fraction, "0") != "" {
		return 0, false
	}
	number, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || number < 0 {
		return 0, false
	}
	if !scaled {
		return number, true
	}
	tens, err := strconv.ParseUint(exponent, 10, 8)
	for ; err == nil && tens > 0 && number > 0; tens-- {
		if number > math.MaxInt64/10 {
			return 0, false
		}
		number *= 10
	}
	return number, err == nil
}

// readFlag reads true and false, and the words and numbers that OpenStack's own
// services take for them (oslo.utils, bool_from_string).
func readFlag(value jsontext.Value) (is, ok bool) {
	if kind := value.Kind(); kind == 't' || kind == 'f' {
		return kind == 't', true
	}
	switch strings.ToLower(content(value)) {
	case "true", "t", "yes", "y", "on", "1":
		return true, true
	case "false", "f", "no", "n", "off", "0":
		return false, true
	default:
		return false, false
	}
}

// timeLayouts are the ways in which a moment is written. Without a zone it is
// UTC, in which the service keeps its times.
var timeLayouts = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05",
	"2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z0700",
}

// readMoment reads a moment, in UTC. Parts of a second may follow each layout.
func readMoment(value jsontext.Value) (when time.Time, ok bool) {
	if value.Kind() != '"' {
		return time.Time{}, false
	}
	if plain := plainString(value); plain != nil && when.UnmarshalText(plain) == nil {
		return when.UTC(), true
	}
	written := strings.ToUpper(content(value))
	for _, layout := range timeLayouts {
		if when, err := time.Parse(layout, written); err == nil {
			return when.UTC(), true
		}
	}
	return time.Time{}, false
}
