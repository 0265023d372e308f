package query

import (
	"cmp"
	"slices"
	"strings"

	"glimpse/model"
)

// serviceSortKeys are the attributes that the service sorts by (sort_key of
// GET /v2/images).
var serviceSortKeys = []model.Attribute{
	model.AttrName, model.AttrStatus, model.AttrContainerFormat, model.AttrDiskFormat,
	model.AttrSize, model.AttrID, model.AttrCreatedAt, model.AttrUpdatedAt,
}

// Why the order is made on this side, as clauses for the user.
const (
	whyNoSort   = "the service does not sort by "
	whyNullSort = "the service loses or repeats images that have none when it sorts by "
	whySortLong = "the request would be too long for the service"
)

// sort returns the parameter for an order, and keeps room for it. No order is
// the service's own.
func (p *planner) sort(order []SortKey) []Param {
	if len(order) == 0 {
		return nil
	}
	var written []string
	for _, key := range order {
		if key.Field.Kind != FieldAttribute || !slices.Contains(serviceSortKeys, key.Field.Attribute) {
			return nil
		}
		direction := ":asc"
		if key.Descending {
			direction = ":desc"
		}
		written = append(written, key.Field.Attribute.String()+direction)
	}
	value := strings.Join(written, ",")
	p.room -= encodedLen(value) + len("&sort=")
	return []Param{{"sort", value}}
}

// sortPlace reports whether the order must be made on this side, and why. Names
// and sizes may be null, and the service then loses images between pages or
// sends the same ones for ever; it may sort by them only where a filter leaves
// those images out.
func (p *planner) sortPlace(order []SortKey) (local bool, why string) {
	for _, key := range order {
		name := shownKey(key.Field)
		switch attribute := key.Field.Attribute; {
		case key.Field.Kind != FieldAttribute, !slices.Contains(serviceSortKeys, attribute):
			return true, whyNoSort + name
		case attribute == model.AttrName && !p.sent["name"],
			attribute == model.AttrSize && !p.sent["size"] && !p.sent["size_min"] && !p.sent["size_max"]:
			return true, whyNullSort + name
		}
	}
	return false, ""
}

// withTieBreaks adds created_at and id to an order as the service does: in the
// direction of the only key, or descending.
func withTieBreaks(order []SortKey) []SortKey {
	descending := len(order) != 1 || order[0].Descending
	whole := slices.Clone(order)
	for _, attribute := range []model.Attribute{model.AttrCreatedAt, model.AttrID} {
		field := AttributeField(attribute)
		if !slices.ContainsFunc(order, func(key SortKey) bool { return key.Field == field }) {
			whole = append(whole, SortKey{Field: field, Descending: descending})
		}
	}
	return whole
}

// Compare orders two images by the whole order: negative where a comes first,
// positive where b does, and zero only where their ids are equal as well. As
// in the service, null comes before every value, texts are compared byte by
// byte, and ties are broken by created_at and id. Tags are compared by their
// number. What is unknown comes last in either direction, so that nobody takes
// it for the smallest. It does not allocate and is safe for concurrent use.
//
// The service orders times by parts of a second that it does not show, so
// within one second its order may differ.
func (s *Split) Compare(a, b *model.Image) int {
	for i := range s.Sort {
		if (a.Unknown | b.Unknown) != 0 {
			if order := compareUnknown(s.Sort[i].Field, a, b); order != 0 {
				return order
			}
		}
		order := compareField(s.Sort[i].Field, a, b)
		if order == 0 {
			continue
		}
		if s.Sort[i].Descending {
			return -order
		}
		return order
	}
	return 0
}

// compareUnknown puts an image whose field is unknown behind one whose is not.
func compareUnknown(field Field, a, b *model.Image) int {
	attribute, is := attributeOf(field)
	if !is {
		return 0
	}
	return compareBool(a.Unknown.Has(attribute), true, b.Unknown.Has(attribute), true)
}

// compareField compares two images in one field, ascending.
func compareField(field Field, a, b *model.Image) int {
	switch field.Kind {
	case FieldTag:
		return cmp.Compare(len(a.Tags), len(b.Tags))
	case FieldHidden:
		return compareBool(a.Hidden, true, b.Hidden, true)
	case FieldProperty:
		valueA, okA := a.Property(field.Property)
		valueB, okB := b.Property(field.Property)
		return compareNull(okA, okB, strings.Compare(valueA.Raw(), valueB.Raw()))
	default:
		return compareAttribute(field.Attribute, a, b)
	}
}

func compareAttribute(attribute model.Attribute, a, b *model.Image) int {
	switch attribute.Kind() {
	case model.KindBytes, model.KindGiB, model.KindMiB:
		valueA, okA := a.Number(attribute)
		valueB, okB := b.Number(attribute)
		return compareNull(okA, okB, cmp.Compare(valueA, valueB))
	case model.KindTime:
		valueA, okA := a.Time(attribute)
		valueB, okB := b.Time(attribute)
		return compareNull(okA, okB, valueA.Compare(valueB))
	case model.KindBool:
		valueA, okA := a.Bool(attribute)
		valueB, okB := b.Bool(attribute)
		return compareBool(valueA, okA, valueB, okB)
	default:
		valueA, okA := a.Text(attribute)
		valueB, okB := b.Text(attribute)
		return compareNull(okA, okB, strings.Compare(valueA.Raw(), valueB.Raw()))
	}
}

// compareNull gives the order of two values of which one or both may be null.
func compareNull(okA, okB bool, order int) int {
	switch {
	case okA && okB:
		return order
	case okA:
		return 1
	case okB:
		return -1
	default:
		return 0
	}
}

func compareBool(a, okA, b, okB bool) int {
	order := 0
	switch {
	case a && !b:
		order = 1
	case !a && b:
		order = -1
	}
	return compareNull(okA, okB, order)
}
