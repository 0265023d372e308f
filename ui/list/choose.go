package list

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/table"
)

// name returns what a column is called in the configuration and in commands:
// by its attribute or its property.
func (c *column) name() string {
	switch c.field.Kind {
	case query.FieldProperty:
		return c.field.Property
	case query.FieldTag:
		return model.AttrTags.String()
	case query.FieldHidden:
		return model.AttrHidden.String()
	default:
		return c.field.Attribute.String()
	}
}

// named returns the columns of a list of names: attributes of the API, and
// properties under any other name. The earlier ones get room first, once each has the
// least that it needs.
func (s *Screen) named(names []string) []column {
	columns := make([]column, 0, len(names))
	for i, name := range names {
		c := s.column(name)
		c.Rank, c.Core = i, true
		if name == model.AttrOwner.String() {
			c.Width = wholeOwner
		}
		columns = append(columns, c)
	}
	return columns
}

// wholeOwner is the width of a project's id, for the owner where it was asked for.
const wholeOwner = 32

func (s *Screen) column(name string) column {
	for _, c := range append(usual(), wide()...) {
		if c.name() == name {
			return c
		}
	}
	if query.IsUses(name) {
		return s.usesColumn(name)
	}
	attribute, known := model.AttributeNamed(name)
	if !known {
		return s.property(name)
	}
	c := column{
		Column: table.Column{Title: strings.ToUpper(strings.ReplaceAll(attribute.String(), "_", " ")), Min: 10, Width: 16},
		field:  query.AttributeField(attribute), cell: wordCell(attribute),
	}
	if attribute.Kind() == model.KindBytes {
		c.Right, c.descending, c.cell = true, true, sizeCell(attribute)
	}
	return c
}

// property returns the column of a property. Its key is foreign.
func (s *Screen) property(key string) column {
	title := s.theme.Cells.ShowString(key)
	width := max(10, min(24, s.theme.Cells.Width(title)))
	return column{
		Column: table.Column{Title: title, Min: width, Width: width},
		field:  query.PropertyField(key), cell: propertyCell(key),
	}
}

func propertyCell(key string) func(*Screen, *model.Image, int) table.Cell {
	return func(s *Screen, image *model.Image, _ int) table.Cell {
		value, set := image.Property(key)
		switch {
		case !set:
			return none(s)
		case value == text.Untrusted{}:
			return table.Cell{Text: "empty", Style: s.theme.Muted}
		}
		return table.Cell{Text: s.theme.Cells.Show(value)}
	}
}

// Choose shows columns by their names; none are the usual ones.
func (s *Screen) Choose(names []string) {
	s.chosen, s.wide = names, false
	s.rebuildColumns()
}

// Lacking says how many columns find no room, or nothing.
func (s *Screen) Lacking() string {
	missing := len(s.columns) - len(s.placed)
	if missing == 0 {
		return ""
	}
	return format.Counted(missing, "more column needs", "more columns need") + " a wider window"
}

// Chosen returns the names of the columns that the screen shows or would if
// there were room.
func (s *Screen) Chosen() []string {
	names := make([]string, 0, len(s.columns))
	for i := range s.columns {
		if !s.columns[i].added {
			names = append(names, s.columns[i].name())
		}
	}
	return names
}

// rebuildColumns makes the columns anew: the chosen ones, and those that the query
// filters or sorts by.
func (s *Screen) rebuildColumns() {
	switch {
	case s.wide:
		s.columns = wide()
	case len(s.chosen) > 0:
		s.columns = s.named(s.chosen)
	default:
		s.columns = usual()
	}
	s.rank()
	s.layoutColumns()
}

// rank puts what the query looks at before everything else but the name. Where it
// sorts by nothing the newest images come first: when they were created comes with
// the status.
func (s *Screen) rank() {
	if created := s.columnOf(query.AttributeField(model.AttrCreatedAt)); created != nil && len(s.query.Sort) == 0 {
		created.Rank = min(created.Rank, orderRank)
	}
	fields := s.askedFields()
	for i, field := range fields {
		s.require(field, i-len(fields))
	}
	if name := s.columnOf(query.AttributeField(model.AttrName)); name != nil && len(fields) > 0 {
		name.Rank, name.Min = -len(fields)-1, min(name.Min, leastName)
	}
}

// leastName is what the name is worth at least beside columns that the query looks at:
// with it one more of the usual ones has room in 80 cells.
const leastName = 22

// orderRank is the rank of the usual order: that of the status.
const orderRank = 1

// leastAsked is what a column is worth at least that the query looks at.
const leastAsked = 12

// require gives the column of a field room before others, and adds it if it is not
// among the columns.
func (s *Screen) require(field query.Field, rank int) {
	c := s.columnOf(field)
	if c == nil {
		wanted := column{field: field}
		added := s.column(wanted.name())
		added.added = true
		s.columns = append(s.columns, added)
		c = &s.columns[len(s.columns)-1]
	}
	if !c.Core {
		c.Core, c.Min = true, min(c.Min, leastAsked)
	}
	c.Rank = rank
}

// columnOf returns the column of a field, or nil.
func (s *Screen) columnOf(field query.Field) *column {
	wanted := column{field: field}
	at := slices.IndexFunc(s.columns, func(c column) bool { return c.name() == wanted.name() })
	if at < 0 {
		return nil
	}
	return &s.columns[at]
}

// askedFields returns what the query filters and sorts by, as far as it is a column.
func (s *Screen) askedFields() []query.Field {
	var fields []query.Field
	for _, key := range s.query.Sort {
		fields = append(fields, key.Field)
	}
	for _, term := range s.query.Terms {
		if slices.Contains(columnKinds, term.Field.Kind) {
			fields = append(fields, term.Field)
		}
	}
	return fields
}

var columnKinds = []query.FieldKind{query.FieldAttribute, query.FieldProperty, query.FieldTag, query.FieldHidden}

// Columns returns the names of every column there is but the properties, the
// usual ones first.
func Columns() []string {
	var names []string
	seen := map[string]bool{}
	for _, c := range append(usual(), wide()...) {
		if name := c.name(); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, attribute := range model.Attributes() {
		if name := attribute.String(); !seen[name] && attribute.Kind() != model.KindOther {
			names = append(names, name)
		}
	}
	return append(names, query.ColumnServers, query.ColumnVolumes)
}

// ChosenByUser returns the names of the columns that the user chose; none are
// the usual ones.
func (s *Screen) ChosenByUser() []string { return s.chosen }
