package query

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"glimpse/model"
)

// selects evaluates a whole query on one image by the words of the language's
// description, term by term and without regard to cost. listing are the images
// among which names are counted.
func selects(terms []Term, s *stored, listing []stored) bool {
	if !listed(terms, s) {
		return false
	}
	for _, term := range terms {
		if term.Field.Kind == FieldIs && term.Values[0] == "duplicate" {
			uses := 0
			for i := range listing {
				if listed(terms, &listing[i]) && listing[i].img.Name == s.img.Name {
					uses++
				}
			}
			if (uses > 1 && !s.img.Name.IsEmpty()) != (term.Op == OpEqual) {
				return false
			}
			continue
		}
		if !holds(term, s) {
			return false
		}
	}
	return true
}

// listed reports whether the listings that a query chooses among have an image.
func listed(terms []Term, s *stored) bool {
	hidden, community := "no", !s.foreign || s.img.Visibility != model.VisibilityCommunity
	for _, term := range terms {
		if term.Field.Kind == FieldHidden {
			if hidden = term.Values[0]; hidden == "only" && !s.img.Hidden {
				return false
			}
		}
		if term.Field == AttributeField(model.AttrVisibility) && (term.Op == OpEqual || term.Op == OpNotEqual) {
			named := slices.Contains(term.Values, "all") || slices.Contains(term.Values, "community")
			community = community || named == (term.Op == OpEqual)
		}
	}
	return community && (hidden != "no" || !s.img.Hidden)
}

func holds(term Term, s *stored) bool {
	positive, negated := term, true
	switch term.Op {
	case OpNotEqual:
		positive.Op = OpEqual
	case OpNotContains:
		positive.Op = OpContains
	case OpNotMatches:
		positive.Op = OpMatches
	case OpUnset:
		positive.Op = OpSet
	default:
		negated = false
	}
	return holdsPositive(positive, s) != negated
}

func holdsPositive(term Term, s *stored) bool {
	img := &s.img
	switch term.Field.Kind {
	case FieldMemberStatus:
		return true
	case FieldIs:
		return slices.ContainsFunc(term.Values, func(word string) bool { return isHolds(img, word) })
	case FieldHidden:
		return map[string]bool{"both": true, "no": !img.Hidden, "only": img.Hidden}[term.Values[0]]
	case FieldTag:
		return slices.ContainsFunc(img.Tags, func(tag untrusted) bool { return textHolds(term, tag.Raw()) })
	case FieldProperty:
		return slices.ContainsFunc(img.Properties, func(p model.Property) bool {
			return p.Key.Raw() == term.Field.Property && !p.Null && textHolds(term, p.Value.Raw())
		})
	}
	attribute := term.Field.Attribute
	if !img.Has(attribute) {
		return false
	}
	if term.Op == OpSet {
		return true
	}
	switch attribute.Kind() {
	case model.KindBytes, model.KindGiB, model.KindMiB:
		number, _ := img.Number(attribute)
		return slices.ContainsFunc(term.Values, func(v string) bool { return numberHolds(term, float64(number), v) })
	case model.KindTime:
		when, _ := img.Time(attribute)
		return slices.ContainsFunc(term.Values, func(v string) bool { return dateHolds(term.Op, when, v) })
	case model.KindBool:
		return slices.Contains(term.Values, map[bool]string{true: "true", false: "false"}[img.Protected])
	}
	value, _ := img.Text(attribute)
	return textHolds(term, value.Raw()) || attribute == model.AttrVisibility && term.Op == OpEqual && term.Values[0] == "all"
}

// isHolds says what a word of is means.
func isHolds(img *model.Image, word string) bool {
	property := func(key string) string {
		for _, p := range img.Properties {
			if p.Key.Raw() == key && !p.Null {
				return p.Value.Raw()
			}
		}
		return ""
	}
	failed := property("os_glance_failed_import") != "" || img.Status == model.StatusKilled
	stuck := map[string]time.Duration{
		"saving": 24 * time.Hour, "importing": 24 * time.Hour, "uploading": 24 * time.Hour, "queued": 7 * 24 * time.Hour,
	}[img.Status.Raw()]
	since := img.UpdatedAt
	if img.Status == model.StatusQueued {
		since = img.CreatedAt
	}
	isStuck := stuck > 0 && !since.IsZero() && since.Add(stuck).Before(testNow)
	return map[string]bool{
		"failed": failed, "stuck": isStuck, "mine": img.Owner.Raw() == ownProject, "snapshot": property("image_type") == "snapshot",
		"attention": failed || isStuck || img.Status == model.StatusDeactivated || img.Status == model.StatusPendingDelete,
	}[word]
}

// ownProject is whose images are mine.
const ownProject = "a"

func textHolds(term Term, value string) bool {
	switch term.Op {
	case OpSet:
		return true
	case OpContains:
		fold := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "\u212a", "k")) }
		return strings.Contains(fold(value), fold(term.Values[0]))
	case OpMatches:
		return regexp.MustCompile(term.Values[0]).MatchString(value)
	default:
		return slices.Contains(term.Values, value)
	}
}

// numberHolds compares bytes as floating point numbers, which hold exactly all
// that these tests use.
func numberHolds(term Term, number float64, value string) bool {
	native := map[model.Kind]float64{model.KindBytes: 1, model.KindGiB: 1 << 30, model.KindMiB: 1 << 20}[term.Field.Attribute.Kind()]
	wanted := map[string]float64{
		"1kB": 1000, "1KiB": 1024, "1GiB": 1 << 30, "3GB": 3e9, "1.5KiB": 1536, "2B": 2, "3GiB": 3 << 30,
		"0": 0, "1": native, "2": 2 * native, "1000": 1000 * native, "1024": 1024 * native, "2147483648": 2147483648 * native,
	}[value]
	number *= native
	return map[Op]bool{
		OpEqual: number == wanted, OpLess: number < wanted, OpLessOrEqual: number <= wanted,
		OpGreater: number > wanted, OpGreaterOrEqual: number >= wanted,
	}[term.Op]
}

// dateHolds compares the shown second with the first and the last second of
// what is written, both as text, which sorts like time.
func dateHolds(op Op, when time.Time, value string) bool {
	edges := map[string][2]string{
		"2023":                      {"2023-01-01T00:00:00", "2023-12-31T23:59:59"},
		"2024":                      {"2024-01-01T00:00:00", "2024-12-31T23:59:59"},
		"2024-01":                   {"2024-01-01T00:00:00", "2024-01-31T23:59:59"},
		"20240201":                  {"2024-02-01T00:00:00", "2024-02-01T23:59:59"},
		"2024-02-29":                {"2024-02-29T00:00:00", "2024-02-29T23:59:59"},
		"2024-02-29T10:30":          {"2024-02-29T10:30:00", "2024-02-29T10:30:59"},
		"2024-02-29T10:30:00Z":      {"2024-02-29T10:30:00", "2024-02-29T10:30:00"},
		"2024-02-29T12:30:00+02:00": {"2024-02-29T10:30:00", "2024-02-29T10:30:00"},
		"-1d":                       {"2026-03-30T12:30:45", "2026-03-30T12:30:45"},
		"-1y":                       {"2025-03-31T12:30:45", "2025-03-31T12:30:45"},
		"9999":                      {"9999-01-01T00:00:00", "9999-12-31T23:59:59"},
		"0001":                      {"0001-01-01T00:00:00", "0001-12-31T23:59:59"},
	}[value]
	shown := when.UTC().Format("2006-01-02T15:04:05")
	return map[Op]bool{
		OpEqual: edges[0] <= shown && shown <= edges[1], OpLess: shown < edges[0], OpLessOrEqual: shown <= edges[1],
		OpGreater: shown > edges[1], OpGreaterOrEqual: shown >= edges[0],
	}[op]
}
