// Package format writes sizes and times the way people read them: short in a
// list, exact in detail.
package format

import (
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
)

// Size returns a number of bytes in the nearest binary unit: "2.1 GiB".
func Size(bytes int64) string {
	if bytes < 0 {
		return strconv.FormatInt(bytes, 10) + " B"
	}
	return humanize.IBytes(uint64(bytes))
}

// ExactSize returns a number of bytes in the nearest binary unit and to the
// byte.
func ExactSize(bytes int64) string {
	if bytes < 1024 {
		return humanize.Comma(bytes) + " bytes"
	}
	return Size(bytes) + " (" + humanize.Comma(bytes) + " bytes)"
}

// Count returns a number with separators: "1,204".
func Count(n int) string { return humanize.Comma(int64(n)) }

// The lengths that ages are told in. A month and a year are those of the mean
// Gregorian calendar, rounded to hours.
const (
	day   = 24 * time.Hour
	week  = 7 * day
	month = 730 * time.Hour
	year  = 8766 * time.Hour
)

var units = []struct {
	length time.Duration
	short  string
	long   string
	until  time.Duration
}{
	{time.Second, "s", "second", time.Minute},
	{time.Minute, "min", "minute", time.Hour},
	{time.Hour, "h", "hour", 2 * day},
	{day, "d", "day", 2 * week},
	{week, "wk", "week", 2 * month},
	{month, "mo", "month", 2 * year},
	{year, "y", "year", 1<<63 - 1},
}

// Age returns how long ago a time is: "3 weeks ago". What lies ahead by more
// than clocks differ is "in 3 weeks".
func Age(now, then time.Time) string {
	n, unit, future := age(now, then)
	if unit < 0 {
		return "now"
	}
	word := units[unit].long
	if n != 1 {
		word += "s"
	}
	return framed(strconv.FormatInt(n, 10)+" "+word, future)
}

// ShortAge returns Age in at most nine cells: "3wk ago", "in 12min". Less than a minute is
// "now": a column whose seconds count would be drawn anew with every key.
func ShortAge(now, then time.Time) string {
	n, unit, future := age(now, then)
	if unit < 0 || now.Sub(then).Abs() < time.Minute {
		return "now"
	}
	return framed(strconv.FormatInt(n, 10)+units[unit].short, future)
}

func framed(length string, future bool) string {
	if future {
		return "in " + length
	}
	return length + " ago"
}

// age returns how many of which unit lie between two times, and no unit for
// less than a second, or a minute ahead.
func age(now, then time.Time) (n int64, unit int, future bool) {
	past := now.Sub(then)
	if past < 0 {
		future, past = true, then.Sub(now)
	}
	if past < time.Second || future && past < time.Minute {
		return 0, -1, false
	}
	for i := range units {
		if past < units[i].until {
			return int64(past / units[i].length), i, future
		}
	}
	return int64(past / year), len(units) - 1, future
}

// Duration returns a length of time in the largest units that say it exactly,
// such as "30s" or "5m".
func Duration(d time.Duration) string {
	shown := d.String()
	if strings.HasSuffix(shown, "m0s") {
		shown = strings.TrimSuffix(shown, "0s")
	}
	if strings.HasSuffix(shown, "h0m") {
		shown = strings.TrimSuffix(shown, "0m")
	}
	return shown
}

// Time returns a time to the second, in UTC.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// Counted writes a number with the word for what is counted: of one, or of many.
func Counted(count int, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return Count(count) + " " + many
}

// Images writes a number of images in words.
func Images(count int) string { return Counted(count, "image", "images") }
