package glance

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// isoPattern are the forms of ISO 8601 that Python's iso8601 package reads: a
// year alone, a date with or without dashes, and a time behind a T or a
// space, each part but the hour optional.
var isoPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`^(\d{4})(?:(?:-(\d{1,2})|(\d{2}))(?:(?:-(\d{1,2})|(\d{2}))` +
			`(?:[ T](\d{2})(?::?(\d{2}))?(?::?(\d{1,2})(?:[.,](\d+))?)?(Z|[-+]\d{2}:?(?:\d{2})?)?)?)?)?\n?$`)
})

// parseTime reads a time in UTC, which is also what a time without a zone is
// taken for; digits behind the microsecond are cut off.
func parseTime(text string) (time.Time, bool) {
	found := isoPattern().FindStringSubmatch(text)
	// A year and a month without a dash would read like a shortened date.
	if found == nil || found[3] != "" && found[4] == "" && found[5] == "" {
		return time.Time{}, false
	}
	year, month, day := atoi(found[1]), atoi(cmp.Or(found[2], found[3], "1")), atoi(cmp.Or(found[4], found[5], "1"))
	hour, minute, second := atoi(found[6]), atoi(found[7]), atoi(found[8])
	micro := atoi((found[9] + "000000")[:6])
	at := time.Date(year, time.Month(month), day, hour, minute, second, micro*int(time.Microsecond), time.UTC)
	// What is out of range moves the time on, and so shows in what it is.
	fits := year > 0 && at.Month() == time.Month(month) && at.Day() == day && at.Hour() == hour && at.Minute() == minute &&
		at.Second() == second
	offset, ok := zoneOffset(found[10])
	if !fits || !ok {
		return time.Time{}, false
	}
	return at.Add(-offset), true
}

func zoneOffset(zone string) (time.Duration, bool) {
	if zone == "" || zone == "Z" {
		return 0, true
	}
	digits := strings.ReplaceAll(zone[1:], ":", "")
	hours, err := strconv.Atoi(digits[:2])
	minutes := 0
	if err == nil && len(digits) == 4 {
		minutes, err = strconv.Atoi(digits[2:])
	}
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if err != nil || offset >= 24*time.Hour {
		return 0, false
	}
	if zone[0] == '-' {
		offset = -offset
	}
	return offset, true
}
