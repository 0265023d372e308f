package query

import (
	"strings"
	"unicode"

	"glimpse/model/text"
)

// Format writes terms as the canonical line: [Parse] reads the same terms
// back, and formatting them again gives the same line. The line holds nothing
// but printable characters, odd ones being escaped, so it is fit for a
// terminal and for the clipboard as it is.
func Format(terms []Term) string {
	var out strings.Builder
	for i, term := range terms {
		if i > 0 {
			out.WriteByte(' ')
		}
		term.write(&out)
	}
	return out.String()
}

// String returns the term as [Format] writes it.
func (t Term) String() string { return Format([]Term{t}) }

func (t Term) write(out *strings.Builder) {
	switch {
	case t.Field.Kind == FieldTag && t.Op == OpUnset:
		out.WriteString("tags=none")
		return
	case t.Field.Kind == FieldTag && t.Op == OpSet:
		out.WriteString("tags!=none")
		return
	case t.Op == OpUnset || t.Op == OpSet:
		out.WriteString(t.Op.String())
		out.WriteString(formatKey(t.Field, bareKey))
		return
	case !t.Word:
		out.WriteString(formatKey(t.Field, bareKey))
		out.WriteString(t.Op.String())
	}
	if len(t.Values) > 1 {
		out.WriteString("in:")
	}
	for i, value := range t.Values {
		if i > 0 {
			out.WriteByte(',')
		}
		t.writeValue(out, value)
	}
}

func (t Term) writeValue(out *strings.Builder, value string) {
	isBare := bareValue
	switch t.Op {
	case OpMatches, OpNotMatches:
		writePattern(out, value)
		return
	case OpContains, OpNotContains:
		isBare = bareText
		if t.Word {
			isBare = bareWord
		}
	default:
	}
	if isBare(value) {
		out.WriteString(value)
		return
	}
	quote(out, value)
}

// writePattern writes a regular expression between slashes and escapes the
// slashes in it.
func writePattern(out *strings.Builder, pattern string) {
	out.WriteByte('/')
	for i := 0; i < len(pattern); i++ {
		switch {
		case pattern[i] == '\\' && i+1 < len(pattern):
			out.WriteByte('\\')
			i++
		case pattern[i] == '/':
			out.WriteByte('\\')
		}
		out.WriteByte(pattern[i])
	}
	out.WriteByte('/')
}

// formatKey writes the key of a field; isBare says whether a property's key
// may stand without quotes.
func formatKey(field Field, isBare func(string) bool) string {
	if field.Kind != FieldProperty {
		info, _ := infoOf(field)
		return info.Name
	}
	if isBare(field.Property) {
		return field.Property
	}
	var out strings.Builder
	quote(&out, field.Property)
	return out.String()
}

// shownKey is a key for a message.
func shownKey(field Field) string { return formatKey(field, bareKey) }

// plain reports whether a text may stand without quotes: it is one word that is
// shown as it is.
func plain(value string) bool {
	return value != "" && text.Escape(value) == value && !strings.ContainsAny(value, `",`) &&
		!strings.ContainsFunc(value, unicode.IsSpace)
}

func bareValue(value string) bool {
	return plain(value) && !strings.ContainsAny(value[:1], operatorSigns) && !strings.HasPrefix(value, "in:")
}

func bareText(value string) bool { return bareValue(value) && value[0] != '/' }

func bareWord(value string) bool {
	return plain(value) && !strings.ContainsAny(value, operatorSigns) && !strings.ContainsAny(value[:1], "?/") &&
		notAWord(piece{text: value}) == nil
}

func bareKey(key string) bool {
	if !plain(key) || strings.ContainsAny(key, operatorSigns) || strings.ContainsAny(key[:1], "?/") {
		return false
	}
	_, mistake := resolveKey(key, 0)
	_, known := keyBySpelling[key]
	return mistake == nil && !known
}

func bareSortKey(key string) bool { return bareKey(key) && !strings.Contains(key, ":") }
