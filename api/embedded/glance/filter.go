package glance

import (
	"slices"
	"strings"
	"time"
)

// filter reports whether an image passes one condition of a list request.
type filter func(*Record) bool

func nothing(*Record) bool { return false }

// compileFilters turns what is left of the query into conditions. Whatever is
// no attribute of the image table is taken for a custom property.
func (c *call) compileFilters(l *listing, given params, tags []string, tagged bool) error {
	hidden, protected, err := readFlags(&given)
	if err != nil {
		return err
	}
	if !c.s.allowed(&c.who, ruleGetImages, ownTarget(&c.who)) {
		return refused(ruleGetImages)
	}
	l.add(func(r *Record) bool { return r.Hidden == hidden && r.Status != statusKilled })
	if protected != nil {
		l.add(func(r *Record) bool { return r.Protected == *protected })
	}
	if err := l.takeOut(&given, tags, tagged); err != nil {
		return err
	}
	given = given.collapse()
	for _, p := range given {
		if err := l.addSpecial(p); err != nil {
			return err
		}
	}
	for _, p := range given {
		if special(p.key) {
			continue
		}
		if err := l.addEqual(p); err != nil {
			return err
		}
	}
	return nil
}

// takeOut handles the filters that the real service takes out of the query
// before it looks at the others; where they are repeated, the rest stays.
func (l *listing) takeOut(given *params, tags []string, tagged bool) error {
	given.drop("deleted")
	if visibility, ok := given.pop("visibility"); ok {
		l.scope.visibility = &visibility
	}
	for _, key := range []string{"checksum", "os_hash_value"} {
		if text, ok := given.pop(key); ok {
			l.add(equals(columns[key], text))
		}
	}
	if _, ok := given.get("properties"); ok {
		return broken()
	}
	if _, ok := given.get("changes-since"); ok {
		return broken()
	}
	if tagged {
		given.drop("tags")
	} else if word, ok := given.pop("tags"); ok {
		// A word where a list is expected is a list of its characters.
		for _, r := range runes(word) {
			tags = append(tags, string(r))
		}
	}
	if len(tags) > 0 {
		l.add(func(r *Record) bool {
			return !slices.ContainsFunc(tags, func(tag string) bool { return !slices.Contains(r.Tags, tag) })
		})
	}
	return nil
}

func (l *listing) add(f filter) { l.filters = append(l.filters, f) }

// passes reports whether the listing holds an image.
func (l *listing) passes(r *Record) bool {
	if r.Deleted() || !l.scope.lists(r) {
		return false
	}
	for _, f := range l.filters {
		if !f(r) {
			return false
		}
	}
	return true
}

// readFlags takes out the two filters that are true or false.
func readFlags(given *params) (hidden bool, protected *bool, err error) {
	const wanted = "Invalid value '%s' for '%f' filter. Valid values are 'true' or 'false'."
	wrong := func(text, name string) error {
		return badRequest(strings.NewReplacer("%s", text, "%f", name).Replace(wanted))
	}
	if text, ok := given.get("os_hidden"); ok {
		text = strings.ToLower(text)
		if text != "true" && text != "false" {
			return false, nil, wrong(text, "os_hidden")
		}
		hidden = text == "true"
		given.drop("os_hidden")
	}
	if text, ok := given.get("protected"); ok {
		if text != "true" && text != "false" {
			return false, nil, wrong(text, "protected")
		}
		flag := text == "true"
		protected = &flag
		given.drop("protected")
	}
	return hidden, protected, nil
}

func ranged(key string) bool { return strings.HasSuffix(key, "_min") || strings.HasSuffix(key, "_max") }

// operated reports whether a filter's value may begin with an operator.
func operated(key string) bool {
	switch key {
	case "name", "id", "status", "container_format", "disk_format":
		return true
	}
	return false
}

func special(key string) bool {
	return ranged(key) || key == "created_at" || key == "updated_at" || operated(key)
}

func (l *listing) addSpecial(p param) error {
	switch {
	case ranged(p.key):
		return l.addRange(p)
	case p.key == "created_at" || p.key == "updated_at":
		return l.addTime(p)
	case operated(p.key):
		return l.addOperated(p)
	}
	return nil
}

// addTime adds a comparison with a time, to the microsecond.
func (l *listing) addTime(p param) error {
	operator, text := splitOperator(p.value)
	at, ok := parseTime(text)
	if !ok {
		return badRequest(`Bad "` + p.key + `" query filter format. Use ISO 8601 DateTime notation.`)
	}
	column := func(r *Record) time.Time { return r.CreatedAt }
	if p.key == "updated_at" {
		column = func(r *Record) time.Time { return r.UpdatedAt }
	}
	holds := map[string]func(order int) bool{
		"gt":  func(order int) bool { return order > 0 },
		"gte": func(order int) bool { return order >= 0 },
		"lt":  func(order int) bool { return order < 0 },
		"lte": func(order int) bool { return order <= 0 },
		"eq":  func(order int) bool { return order == 0 },
		"neq": func(order int) bool { return order != 0 },
	}[operator]
	if holds == nil {
		return badRequest("Unable to filter on a unknown operator.")
	}
	l.add(func(r *Record) bool { return holds(column(r).Compare(at)) })
	return nil
}

// addOperated adds a filter on one of the columns that know eq: and in:.
func (l *listing) addOperated(p param) error {
	operator, text := splitOperator(p.value)
	column := columns[p.key]
	switch operator {
	case "eq":
		l.add(equals(column, text))
	case "in":
		list, err := splitList(text)
		if err != nil {
			return err
		}
		l.add(func(r *Record) bool {
			value := column.text(r)
			return value != nil && slices.Contains(list, *value)
		})
	default:
		return badRequest("Unable to filter by unknown operator '" + operator + "'.")
	}
	return nil
}

// addEqual adds a filter by equality, on a column or on a custom property.
func (l *listing) addEqual(p param) error {
	switch p.key {
	case "locations", "members", "tags", "properties":
		return broken() // a relation, which cannot be compared with a text
	}
	if notColumns[p.key] {
		l.add(nothing)
		return nil
	}
	if column, ok := columns[p.key]; ok {
		l.add(equals(column, p.value))
		return nil
	}
	l.add(func(r *Record) bool {
		for i := range r.Properties {
			if r.Properties[i].Key == p.key {
				return !r.Properties[i].Null && r.Properties[i].Value == p.value
			}
		}
		return false
	})
	return nil
}

// splitOperator splits a filter's value at its first colon, unless the whole
// of it is a time.
func splitOperator(text string) (operator, rest string) {
	left, right, found := strings.Cut(text, ":")
	if !found {
		return "eq", text
	}
	if _, ok := parseTime(text); ok {
		return "eq", text
	}
	return left, right
}

// checkQuotes checks that quotes open behind a comma and close before one.
func checkQuotes(text string) error {
	wrong := func(why string) error { return badRequest("Invalid filter value " + text + ". " + why) }
	closed := true
	for i := range len(text) {
		if text[i] != '"' || i > 0 && text[i-1] == '\\' {
			continue
		}
		if closed && i > 0 && text[i-1] != ',' {
			return wrong("There is no comma before opening quotation mark.")
		}
		if !closed && i+1 != len(text) && text[i+1] != ',' {
			return wrong("There is no comma after closing quotation mark.")
		}
		closed = !closed
	}
	if !closed {
		return wrong("The quote is not closed.")
	}
	return nil
}

// splitList splits the value of in: at its commas; one inside quotes does not
// count, and a backslash keeps the character behind it, and itself.
func splitList(text string) ([]string, error) {
	if err := checkQuotes(text); err != nil {
		return nil, err
	}
	var out []string
	for len(text) > 0 {
		if text[0] == '"' {
			if end := closing(text); end > 0 {
				out = append(out, text[1:end])
				text = strings.TrimPrefix(text[end+1:], ",")
				continue
			}
		}
		item, rest, _ := strings.Cut(text, ",")
		out, text = append(out, item), rest
	}
	return out, nil
}

// closing finds the quote that ends the one a text begins with.
func closing(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}
