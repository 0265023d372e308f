package glance

import (
	"cmp"
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// column is one column of the image table, which is either text or a number;
// nil is NULL, which no comparison finds.
type column struct {
	text   func(*Record) *string
	number func(*Record) *int64
	// time is set for the columns that hold a time: the database keeps it as
	// text, which is greater than any number.
	time bool
}

func textColumn(get func(*Record) *string) column  { return column{text: get} }
func numberColumn(get func(*Record) *int64) column { return column{number: get} }

func flagColumn(get func(*Record) bool) column {
	return column{number: func(r *Record) *int64 {
		number := int64(0)
		if get(r) {
			number = 1
		}
		return &number
	}}
}

var columns = map[string]column{
	"id":               textColumn(func(r *Record) *string { return &r.ID }),
	"name":             textColumn(func(r *Record) *string { return r.Name }),
	"status":           textColumn(func(r *Record) *string { return &r.Status }),
	"visibility":       textColumn(func(r *Record) *string { return &r.Visibility }),
	"disk_format":      textColumn(func(r *Record) *string { return r.DiskFormat }),
	"container_format": textColumn(func(r *Record) *string { return r.ContainerFormat }),
	"checksum":         textColumn(func(r *Record) *string { return r.Checksum }),
	"os_hash_algo":     textColumn(func(r *Record) *string { return r.HashAlgo }),
	"os_hash_value":    textColumn(func(r *Record) *string { return r.HashValue }),
	"owner":            textColumn(func(r *Record) *string { return r.Owner }),
	"size":             numberColumn(func(r *Record) *int64 { return r.Size }),
	"virtual_size":     numberColumn(func(r *Record) *int64 { return r.VirtualSize }),
	"min_disk":         numberColumn(func(r *Record) *int64 { return &r.MinDisk }),
	"min_ram":          numberColumn(func(r *Record) *int64 { return &r.MinRAM }),
	"protected":        flagColumn(func(r *Record) bool { return r.Protected }),
	"os_hidden":        flagColumn(func(r *Record) bool { return r.Hidden }),
	"deleted":          flagColumn(func(*Record) bool { return false }),
	"deleted_at":       textColumn(func(*Record) *string { return nil }),
	"created_at":       {time: true},
	"updated_at":       {time: true},
}

// notColumns are names that the image class has for other things; compared
// with a text they are never equal.
var notColumns = map[string]bool{
	"delete": true, "get": true, "items": true, "iteritems": true, "keys": true, "metadata": true, "registry": true,
	"save": true, "to_dict": true, "update": true, "values": true, "next": true,
}

// equals compares a column with a text as SQLite does: a number column takes
// every text that reads as the same number.
func equals(c column, text string) filter {
	if c.number == nil {
		return func(r *Record) bool {
			value := c.text(r)
			return value != nil && *value == text
		}
	}
	whole, fraction, ok := sqliteNumber(text)
	if !ok {
		return nothing
	}
	return func(r *Record) bool {
		value := c.number(r)
		return value != nil && (whole != nil && *value == *whole || whole == nil && float64(*value) == fraction)
	}
}

var numberPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t\n\v\f\r]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[ \t\n\v\f\r]*$`)
})

// sqliteNumber reads a text as a number column does, as a whole number where
// it is one.
func sqliteNumber(text string) (whole *int64, fraction float64, ok bool) {
	if !numberPattern().MatchString(text) {
		return nil, 0, false
	}
	text = strings.TrimPrefix(strings.TrimSpace(text), "+")
	if number, err := strconv.ParseInt(text, 10, 64); err == nil {
		return &number, 0, true
	}
	fraction, _ = strconv.ParseFloat(text, 64) // out of range is an infinity and equal to nothing
	if fraction == math.Trunc(fraction) && math.Abs(fraction) < 1<<53 {
		number := int64(fraction)
		return &number, 0, true
	}
	return nil, fraction, true
}

// addRange adds an inclusive bound on a column. A name that is none is a bug
// in the real service.
func (l *listing) addRange(p param) error {
	digits, ok := pythonInt(p.value)
	if !ok {
		return badRequest("Unable to filter on a range with a non-numeric value.")
	}
	name, lower := strings.CutSuffix(p.key, "_min")
	if !lower {
		name = strings.TrimSuffix(p.key, "_max")
	}
	bounded, known := columns[name]
	if !known {
		return broken()
	}
	bound, err := strconv.ParseInt(digits, 10, 64)
	l.overflow = l.overflow || errors.Is(err, strconv.ErrRange)
	within := func(order int) bool { return lower && order >= 0 || !lower && order <= 0 }
	switch {
	case bounded.time:
		if !lower {
			l.add(nothing)
		}
	case bounded.number != nil:
		l.add(func(r *Record) bool {
			value := bounded.number(r)
			return value != nil && within(cmp.Compare(*value, bound))
		})
	default:
		l.add(func(r *Record) bool {
			value := bounded.text(r)
			return value != nil && within(strings.Compare(*value, digits))
		})
	}
	return nil
}
