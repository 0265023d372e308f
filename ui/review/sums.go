package review

import (
	"fmt"
	"slices"
	"strings"

	"glimpse/model/plan"
	"glimpse/ui/human"
	"glimpse/ui/review/change"
)

// mostSums is how many changes are summed up: more is nothing that anybody
// reads in one paragraph.
const mostSums = 12

// sum is one change with the number of images that it is made on.
type sum struct {
	said       string
	tag, takes bool
	count      int
}

// sumsOf says what the changes of several groups come to, each with the number
// of its images, and of tags on how many they are already; nothing where one
// group says it all.
func (s *Screen) sumsOf(groups []change.Group) string {
	already, retagged := 0, 0
	for _, one := range s.plan.LeftOut {
		if one.Reason == plan.NoChange {
			already++
		}
	}
	var sums []*sum
	known := map[string]*sum{}
	for i := range groups {
		if groups[i].Kind == plan.Retag {
			retagged += len(groups[i].Steps)
		}
		for at := range groups[i].Changes {
			one := &groups[i].Changes[at]
			key := fmt.Sprintf("%q%q%t%t%T%v", one.Field, one.Tag, one.Removes, one.After.Set, one.After.Value, one.After.Value)
			if known[key] == nil {
				known[key] = &sum{said: s.sumLine(one), tag: one.IsTag, takes: one.Removes}
				sums = append(sums, known[key])
			}
			known[key].count += len(groups[i].Steps)
		}
	}
	if len(groups) < 2 && (retagged == 0 || already == 0) {
		return ""
	}
	// What is added is read first.
	slices.SortStableFunc(sums, func(a, b *sum) int {
		if a.takes == b.takes {
			return 0
		}
		return map[bool]int{false: -1, true: 1}[a.takes]
	})
	parts := make([]string, 0, min(len(sums), mostSums)+1)
	for i, one := range sums {
		if i == mostSums {
			parts = append(parts, human.Count(len(sums)-mostSums)+" other changes")
			break
		}
		said := one.said + " on " + human.Count(one.count)
		if has := retagged + already - one.count; one.tag && has > 0 {
			said += map[bool]string{false: " (already on ", true: " (not on "}[one.takes] + human.Count(has) + ")"
		}
		parts = append(parts, said)
	}
	if len(parts) == 0 {
		return ""
	}
	return "In all: " + strings.Join(parts, "; ") + "."
}

// sumLine writes a change without what the field was, which differs.
func (s *Screen) sumLine(one *change.Change) string {
	if one.IsTag {
		return change.Line(s.look, one)
	}
	name := change.Name(s.look, one.Field)
	if !one.After.Set {
		return name + " removed"
	}
	return name + " " + s.look.Glyphs.Arrow + " " + s.look.Cells.Cut(change.Value(s.look, one.After), mostNames)
}
