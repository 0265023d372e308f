package list

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/format"
)

// Chip is one term of the query as the header shows it.
type Chip struct {
	Text string
	// Local reports whether the service does not evaluate the term, or not alone.
	Local bool
}

// Chips returns the terms of the query in their order.
func (s *Screen) Chips() []Chip {
	chips := make([]Chip, 0, len(s.split.Terms))
	for _, term := range s.split.Terms {
		chips = append(chips, Chip{Text: s.termText(term), Local: term.Evaluator != query.Server})
	}
	return chips
}

// termText writes a term as it is read, with the names of projects that are known in place
// of their ids.
func (s *Screen) termText(term query.EvaluatedTerm) string {
	shown := term.Term
	if shown.Field == query.AttributeField(model.AttrOwner) && s.names != nil {
		shown.Values = slices.Clone(shown.Values)
		for i, id := range shown.Values {
			if name := s.names(text.Of(id)); !name.IsEmpty() {
				shown.Values[i] = name.Raw()
			}
		}
	}
	return s.theme.Cells.ShowString(query.Format([]query.Term{shown}))
}

// Order returns the order in words: the keys that the list is sorted by, and
// whether this side sorts.
func (s *Screen) Order() (order string, local bool) {
	if s.list.Narrowing().Duplicates != list.NoDuplicates {
		return "in groups", false
	}
	if len(s.query.Sort) == 0 {
		return "newest first", false
	}
	keys := make([]string, len(s.query.Sort))
	for i, key := range s.query.Sort {
		arrow := s.theme.Glyphs.Ascending
		if key.Descending {
			arrow = s.theme.Glyphs.Descending
		}
		keys[i] = s.theme.Cells.ShowString(SortName(key)) + " " + arrow
	}
	return "by " + strings.Join(keys, ", "), s.split.SortLocal
}

// IsUsualOrder reports whether the list is in the order that nobody asked for.
func (s *Screen) IsUsualOrder() bool {
	return len(s.query.Sort) == 0 && s.list.Narrowing().Duplicates == list.NoDuplicates
}

// shownBy returns the key that the rows that are shown are in order of: names
// that are used more than once stand together whatever the query's order is.
func (s *Screen) shownBy() query.SortKey {
	switch s.list.Narrowing().Duplicates {
	case list.SameName:
		return query.SortKey{Field: query.AttributeField(model.AttrName)}
	case list.SameChecksum:
		return query.SortKey{Field: query.AttributeField(model.AttrHashValue)}
	case list.NoDuplicates:
	}
	return s.primary()
}

// SortName returns the name of what a key sorts by, as the query language
// writes it. A property's name is foreign.
func SortName(key query.SortKey) string {
	key.Descending = false
	return strings.TrimSuffix(query.FormatSort([]query.SortKey{key}), ":asc")
}

// CountBytes returns what may be said of the bytes of the images, behind the
// count, or nothing while not all of them are loaded.
func (s *Screen) CountBytes() string {
	by := s.list.Narrowing()
	if s.list.Renewing() || !by.IsZero() || !s.list.Count().Complete {
		return ""
	}
	return format.Size(s.list.Bytes())
}

// CountText returns what may honestly be said of the number of images.
func (s *Screen) CountText() string {
	count := s.list.Count()
	by := s.list.Narrowing()
	switch {
	case s.list.Renewing():
		return ""
	case len(s.list.Groups()) > 0 && count.Complete:
		return s.shareText()
	case !by.IsZero() && count.Complete:
		return format.Count(count.Shown) + s.soFar() + " of " + format.Images(count.Listed)
	case !by.IsZero():
		return format.Count(count.Shown) + s.soFar() + " of " + format.Count(count.Listed) + " loaded, more"
	case count.Complete:
		return s.counted(count.Listed)
	case count.Read > count.Listed:
		return format.Count(count.Listed) + " of " + format.Count(count.Read) + " loaded match, more"
	case count.Read < count.Listed && s.Busy():
		return format.Count(count.Read) + " of " + format.Count(count.Listed) + " read again"
	default:
		return format.Count(count.Listed) + " loaded, more"
	}
}

// Doing returns what is under way, in words, or nothing.
func (s *Screen) Doing() string {
	switch {
	case s.list.Pending() != list.Nothing:
		return s.walking()
	case !s.list.Loading():
		return ""
	case s.list.Renewing():
		return "reading images"
	case s.all:
		return "reading all images"
	case s.split.SortLocal:
		return "reading all images to sort them"
	default:
		return "reading more"
	}
}
