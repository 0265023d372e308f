package change

import (
	"fmt"
	"strings"

	"glimpse/model/plan"
)

// Group is the steps that change the same fields from the same to the same.
type Group struct {
	Kind    plan.Kind
	Changes []Change
	// Steps are indices into the plan's steps.
	Steps []int
}

// Groups returns the groups of a plan, in the order of their first steps.
func Groups(p *plan.Plan) []Group {
	var groups []Group
	known := map[string]int{}
	for i := range p.Steps {
		changes := Of(&p.Steps[i])
		var key strings.Builder
		fmt.Fprintf(&key, "%s", p.Steps[i].Kind)
		for _, one := range changes {
			fmt.Fprintf(&key, "\x00%q%t%q%t%T%#v%T%#v", one.Field, one.Removes, one.Tag, one.Before.Set, one.Before.Value, one.Before.Value, one.After.Value, one.After.Value)
		}
		at, found := known[key.String()]
		if !found {
			at = len(groups)
			known[key.String()] = at
			groups = append(groups, Group{Kind: p.Steps[i].Kind, Changes: changes})
		}
		groups[at].Steps = append(groups[at].Steps, i)
	}
	return groups
}
