package query

import (
	"strconv"
	"strings"
	"time"
)

// span is the time that a written date stands for, as long as it is written:
// "2024" is the whole year. Start belongs to it, end does not; both are whole
// seconds in UTC.
type span struct{ start, end time.Time }

// dateLayouts are the ways to write a date without a time of day, with the
// years, months and days that each stands for.
var dateLayouts = []struct {
	layout              string
	years, months, days int
}{
	{"2006", 1, 0, 0},
	{"2006-01", 0, 1, 0},
	{"2006-01-02", 0, 0, 1},
	{"20060102", 0, 0, 1},
}

// clockLayouts are the ways to write a time of day, with the time that each
// stands for.
var clockLayouts = []struct {
	layout string
	length time.Duration
}{
	{"15", time.Hour},
	{"15:04", time.Minute},
	{"1504", time.Minute},
	{"15:04:05", time.Second},
	{"150405", time.Second},
}

// zoneLayouts are the ways to write an offset from UTC; without one it is UTC.
var zoneLayouts = []string{"", "Z07:00", "Z0700", "Z07"}

// parseSpan reads an ISO 8601 date, or date and time of day.
func parseSpan(value string) (span, bool) {
	if strings.ContainsAny(value, ".,") {
		return span{}, false // package time would take a fraction of a second
	}
	for _, date := range dateLayouts {
		if start, err := time.Parse(date.layout, value); err == nil {
			return inCalendar(span{start, start.AddDate(date.years, date.months, date.days)})
		}
	}
	value = strings.ToUpper(value)
	if day, clock, found := strings.Cut(value, " "); found {
		value = day + "T" + clock
	}
	for _, date := range []string{"2006-01-02T", "20060102T"} {
		for _, clock := range clockLayouts {
			for _, zone := range zoneLayouts {
				if start, err := time.Parse(date+clock.layout+zone, value); err == nil {
					start = start.UTC()
					return inCalendar(span{start, start.Add(clock.length)})
				}
			}
		}
	}
	return span{}, false
}

// inCalendar refuses what is before the year 1, which time.Time can hold and
// no calendar has.
func inCalendar(s span) (span, bool) { return s, s.start.Year() >= 1 }

// ageUnits are the units of relative dates, with how many of them make the
// thousand years that an age may reach back.
var ageUnits = []struct {
	name          string
	months        int
	length        time.Duration
	inAThousandYs int64
}{
	{"y", 12, 0, 1000},
	{"mo", 1, 0, 12_000},
	{"w", 0, 7 * 24 * time.Hour, 52_178},
	{"d", 0, 24 * time.Hour, 365_250},
	{"h", 0, time.Hour, 8_766_000},
	{"min", 0, time.Minute, 525_960_000},
	{"s", 0, time.Second, 31_557_600_000},
}

const ageUnitNames = "one of y, mo, w, d, h, min, s"

// age is a relative date: so many months and seconds before now.
type age struct {
	months  int
	seconds int64
}

// parseAge reads a relative date such as "-14d".
func parseAge(value string) (age, *SyntaxError) {
	name := strings.TrimLeft(value[1:], "0123456789")
	digits := value[1 : len(value)-len(name)]
	if digits == "" {
		return age{}, failf(0, hintTime, "%q is no date and no age", value)
	}
	unitOffset := len(value) - len(name)
	switch name {
	case "m":
		return age{}, failf(unitOffset, "min for minutes or mo for months", `"m" may mean minutes or months`)
	case "":
		return age{}, failf(unitOffset, ageUnitNames, "the age %q has no unit", value)
	}
	for _, unit := range ageUnits {
		if unit.name != name {
			continue
		}
		count, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || count > unit.inAThousandYs {
			return age{}, failf(0, "at most a thousand years", "%q is too long ago", value)
		}
		return age{months: int(count) * unit.months, seconds: count * int64(unit.length/time.Second)}, nil
	}
	return age{}, failf(unitOffset, ageUnitNames, "%q is no unit of time", name)
}

// before returns the second that lies so far before now.
func (a age) before(now time.Time) span {
	now = now.UTC().Truncate(time.Second)
	if a.months != 0 {
		now = monthsBefore(now, a.months)
	}
	start := now.Add(-time.Duration(a.seconds%86_400)*time.Second).AddDate(0, 0, -int(a.seconds/86_400))
	return span{start, start.Add(time.Second)}
}

// monthsBefore goes back by whole months and keeps the day of the month, or
// takes the last day of a shorter month: a month before the 31st of March is
// the last of February, not the 3rd of March.
func monthsBefore(t time.Time, months int) time.Time {
	first := time.Date(t.Year(), t.Month(), 1, t.Hour(), t.Minute(), t.Second(), 0, time.UTC).AddDate(0, -months, 0)
	lastDay := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), lastDay)-1)
}

// checkDate returns what is wrong with the value of a date.
func checkDate(key, value string) *SyntaxError {
	if strings.HasPrefix(value, "-") {
		_, mistake := parseAge(value)
		return mistake
	}
	for prefix, sign := range map[string]string{"gt:": ">", "gte:": ">=", "lt:": "<", "lte:": "<=", "eq:": "=", "neq:": "!="} {
		if rest, found := strings.CutPrefix(value, prefix); found {
			return failf(0, key+sign+rest, "%q is how the API writes it", prefix)
		}
	}
	if _, ok := parseSpan(value); !ok {
		return failf(0, hintTime, "%q is no date", value)
	}
	return nil
}

// spanOf returns the time that a checked value stands for.
func spanOf(value string, now time.Time) span {
	if strings.HasPrefix(value, "-") {
		back, _ := parseAge(value)
		return back.before(now)
	}
	s, _ := parseSpan(value)
	return s
}
