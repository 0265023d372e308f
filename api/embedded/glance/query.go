package glance

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// param is one parameter of a query.
type param struct{ key, value string }

// params is a query with its repetitions, as WebOb's MultiDict holds it: one
// that is repeated is found by its last value and taken out by its first.
type params []param

// parseQuery reads a query as Python's parse_qsl does, which forgives bad
// escapes; ok is false when it is no UTF-8.
func parseQuery(raw string) (out params, ok bool) {
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		key, text, _ := strings.Cut(part, "=")
		p := param{key: unquote(key), value: unquote(text)}
		if !utf8.ValidString(p.key) || !utf8.ValidString(p.value) {
			return nil, false
		}
		out = append(out, p)
	}
	return out, true
}

// unquote decodes a query's escapes and leaves those alone that are none.
func unquote(text string) string {
	if !strings.ContainsAny(text, "%+") {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '+':
			out = append(out, ' ')
		case text[i] == '%' && i+2 < len(text) && hexDigit(text[i+1]) >= 0 && hexDigit(text[i+2]) >= 0:
			out = append(out, byte(hexDigit(text[i+1])<<4|hexDigit(text[i+2])))
			i += 2
		default:
			out = append(out, text[i])
		}
	}
	return string(out)
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// get returns the last value of a parameter.
func (p params) get(key string) (string, bool) {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i].key == key {
			return p[i].value, true
		}
	}
	return "", false
}

// pop takes out the first value of a parameter.
func (p *params) pop(key string) (string, bool) {
	for i, one := range *p {
		if one.key == key {
			*p = slices.Delete(*p, i, i+1)
			return one.value, true
		}
	}
	return "", false
}

// drop takes out all values of a parameter.
func (p *params) drop(key string) {
	*p = slices.DeleteFunc(*p, func(one param) bool { return one.key == key })
}

// collapse leaves each parameter once, in its first place, with its last
// value: what a Python dict makes of a MultiDict. The links to the first and
// the next page are made of this, which is how repeated tags get lost there.
func (p params) collapse() params {
	var out params
	for _, one := range p {
		if slices.ContainsFunc(out, func(known param) bool { return known.key == one.key }) {
			continue
		}
		last, _ := p.get(one.key)
		out = append(out, param{key: one.key, value: last})
	}
	return out
}

// encode writes a query as Python's urlencode does.
func (p params) encode() string {
	var out strings.Builder
	for i, one := range p {
		if i > 0 {
			out.WriteByte('&')
		}
		out.WriteString(quote(one.key) + "=" + quote(one.value))
	}
	return out.String()
}

// quote escapes all but letters, digits and "_.-~", a space as a plus: the
// rules of url.QueryEscape are the same.
func quote(text string) string { return url.QueryEscape(text) }

// links are the addresses of the first and of the next page of a collection;
// next is empty when marker is.
func (p params) links(path, marker string) (first, next string) {
	kept := p.collapse()
	kept.drop("marker")
	first = path
	if len(kept) > 0 {
		first += "?" + kept.encode()
	}
	if marker != "" {
		next = path + "?" + append(kept, param{key: "marker", value: marker}).encode()
	}
	return first, next
}

// isUUID reports whether a text is what oslo.utils takes for a UUID, wherever
// its hyphens are.
func isUUID(text string) bool {
	text = strings.ReplaceAll(strings.Trim(text, "{}"), "-", "")
	return len(text) == 32 && strings.IndexFunc(text, func(r rune) bool { return r > 'f' || hexDigit(byte(r)) < 0 }) < 0
}
