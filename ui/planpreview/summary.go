package planpreview

import (
	"fmt"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/ui/format"
	"glimpse/ui/planpreview/change"
)

// mostSums is how many changes are summed up: more is nothing that anybody
// reads in one paragraph.
const mostSums = 12

// sum is one change with the number of images that it is made on.
type sum struct {
	said       string
	name       string // of the tag
	tag, takes bool
	count      int
}

// sumKey groups changes by what they make of a field, whatever it was.
type sumKey struct {
	field, tag          string
	removes, isTag, set bool
	after               any
}

func keyOf(one *change.Change) sumKey {
	key := sumKey{field: one.Field, tag: one.Tag, removes: one.Removes, isTag: one.IsTag, set: one.After.Set, after: one.After.Value}
	if many, isList := key.after.([]string); isList {
		key.after = fmt.Sprintf("%q", many)
	}
	return key
}

// gather returns the changes of all groups, each with the number of its
// images; what is added comes before what is taken, as it is read first.
func (s *Screen) gather(groups []change.Group) []*sum {
	var sums []*sum
	known := map[sumKey]*sum{}
	for i := range groups {
		for at := range groups[i].Changes {
			one := &groups[i].Changes[at]
			key := keyOf(one)
			if known[key] == nil {
				known[key] = &sum{said: s.sumLine(one), name: one.Tag, tag: one.IsTag, takes: one.Removes}
				sums = append(sums, known[key])
			}
			known[key].count += len(groups[i].Steps)
		}
	}
	slices.SortStableFunc(sums, func(a, b *sum) int {
		if a.takes == b.takes {
			return 0
		}
		return map[bool]int{false: -1, true: 1}[a.takes]
	})
	return sums
}

// sumsOf says what the changes of several groups come to, each with the number
// of its images, and of tags on how many they are already; nothing where one
// group says it all.
func (s *Screen) sumsOf(groups []change.Group) string {
	already := 0
	for _, one := range s.plan.LeftOut {
		if one.Reason == plan.AsWanted {
			already++
		}
	}
	retagged := slices.ContainsFunc(groups, func(group change.Group) bool { return group.Kind == plan.Retag })
	if len(groups) < 2 && (!retagged || already == 0) || s.plan.MovesData() {
		return "" // what is moved is told of each image
	}
	sums := s.gather(groups)
	parts := make([]string, 0, min(len(sums), mostSums)+1)
	for i, one := range sums {
		if i == mostSums {
			parts = append(parts, format.Count(len(sums)-mostSums)+" other changes")
			break
		}
		said := one.said + " on " + format.Count(one.count)
		// Where the tags of some images are not known, the numbers would not add up.
		has := s.has(groups, one)
		if one.tag && has+already > 0 && one.count+has == s.images {
			has += already
			said += map[bool]string{false: " (already on ", true: " (not on "}[one.takes] + format.Count(has) + ")"
		}
		parts = append(parts, said)
	}
	if len(parts) == 0 {
		return ""
	}
	return "In all: " + strings.Join(parts, "; ") + "."
}

// has returns on how many images of the other groups a change of a tag is not
// needed: they have the tag already, or do not have it, as far as the plan
// knows their tags.
func (s *Screen) has(groups []change.Group, one *sum) int {
	count := 0
	for i := range groups {
		if groups[i].Kind != plan.Retag || slices.ContainsFunc(groups[i].Changes, one.is) {
			continue
		}
		for _, at := range groups[i].Steps {
			for _, shown := range s.plan.Steps[at].Shown {
				tags, isList := shown.Value.([]string)
				known := isList && !shown.Unknown && shown.Name == tagsField
				if known && slices.Contains(tags, one.name) != one.takes {
					count++
				}
			}
		}
	}
	return count
}

// is reports whether a change is the one that is summed up.
func (s *sum) is(one change.Change) bool {
	return one.IsTag && one.Tag == s.name && one.Removes == s.takes
}

// tagsField is the name of the field that holds the tags.
var tagsField = model.AttrTags.String()

// sumLine writes a change without what the field was, which differs.
func (s *Screen) sumLine(one *change.Change) string {
	if one.IsTag {
		return change.Line(s.theme, one)
	}
	name := change.Name(s.theme, one.Field)
	if one.IsMember {
		return name + " " + s.theme.Cells.Cut(s.value(one.After), mostNames)
	}
	if !one.After.Set {
		return name + " removed"
	}
	return name + " " + s.theme.Glyphs.Arrow + " " + s.theme.Cells.Cut(s.value(one.After), mostNames)
}

// filled returns the groups with an image that is made, or given a signature, and the
// data that it gets as one group: it is one image.
func filled(p *plan.Plan, groups []change.Group) []change.Group {
	isMade := len(p.Steps) == 2 && p.Steps[0].Kind == plan.Create && p.Steps[1].Image == p.Steps[0].Image
	if len(groups) != 2 || !isMade && !isSignedUpload(p) {
		return groups
	}
	made := groups[0]
	made.Changes = slices.Concat(made.Changes, groups[1].Changes)
	return []change.Group{made}
}
