package query

import (
	"errors"
	"slices"
	"strings"
)

// directions are the directions of a sort key.
const directions = "asc or desc"

// ParseSort reads an order, KEY:DIR,KEY:DIR,...: the keys of the language and
// any property, in quotes if its name is odd. Without a direction it is desc,
// as in the API. Every mistake is reported, as by [Parse].
func ParseSort(line string) ([]SortKey, error) {
	var order []SortKey
	var mistakes []error
	s := &scanner{line: line}
	for more := s.skipBlanks(); more; {
		start := s.pos
		key, mistake := s.sortKey()
		if mistake == nil && slices.ContainsFunc(order, func(k SortKey) bool { return k.Field == key.Field }) {
			mistake = failf(start, "each key once", "the order has %s already", shownKey(key.Field))
		}
		if mistake != nil {
			s.skipSortKey()
			mistakes = append(mistakes, mistake.in(line, start, s.pos))
		} else {
			order = append(order, key)
		}
		if more = s.skipBlanks(); more {
			s.pos++ // the comma
			s.skipBlanks()
		}
	}
	if mistakes != nil {
		return nil, errors.Join(mistakes...)
	}
	return order, nil
}

// skipSortKey goes to the comma after a sort key that is wrong.
func (s *scanner) skipSortKey() {
	for s.pos < len(s.line) && s.line[s.pos] != ',' {
		if s.line[s.pos] == '"' {
			_, _ = s.quoted() // one mistake of the key is reported already
			continue
		}
		s.pos++
	}
}

// SplitList divides a line at its commas, but for those in quotation marks. It has one
// part at least.
func SplitList(line string) (parts []string) {
	s := &scanner{line: line}
	for {
		start := s.pos
		s.skipSortKey()
		parts = append(parts, strings.TrimSpace(line[start:s.pos]))
		if s.pos == len(line) {
			return parts
		}
		s.pos++ // the comma
	}
}

// sortKey reads one key with its direction, up to the comma or the end.
func (s *scanner) sortKey() (SortKey, *SyntaxError) {
	const keyExpected = "a key such as name:asc"
	if s.pos == len(s.line) || s.line[s.pos] == ',' || s.line[s.pos] == ':' {
		return SortKey{}, failf(s.pos, keyExpected, "a sort key is missing")
	}
	name, mistake := s.name(":,")
	if mistake != nil {
		return SortKey{}, mistake
	}
	field, mistake := name.field()
	if mistake != nil {
		return SortKey{}, mistake
	}
	if info, _ := infoOf(field); !info.Sortable {
		return SortKey{}, failf(name.offset, "a field of the image", "%s is no field of an image", info.Name)
	}
	key := SortKey{Field: field, Descending: true}
	if strings.HasPrefix(s.rest(), ":") {
		s.pos++
		direction := s.bare(",")
		switch direction.text {
		case "asc":
			key.Descending = false
		case "desc":
		default:
			return SortKey{}, failf(direction.offset, directions, "%q is no direction", direction.text)
		}
	}
	if at := s.pos; s.skipBlanks() && s.line[s.pos] != ',' {
		return SortKey{}, failf(at, "a comma between two sort keys", "the sort key ends here")
	}
	return key, nil
}

// FormatSort writes an order so that [ParseSort] reads it back, each key with
// its direction.
func FormatSort(order []SortKey) string {
	var out strings.Builder
	for i, key := range order {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(formatKey(key.Field, bareSortKey))
		out.WriteString(map[bool]string{false: ":asc", true: ":desc"}[key.Descending])
	}
	return out.String()
}
