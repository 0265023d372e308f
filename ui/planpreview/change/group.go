package change

import (
	"encoding/binary"
	"fmt"

	"glimpse/model/patch"
	"glimpse/model/plan"
)

// Group is the steps that change the same fields from the same to the same.
type Group struct {
	Kind    plan.Kind
	Changes []Change
	// Steps are indices into the plan's steps.
	Steps []int
}

// Grouper puts one step after the other into its group. What makes steps alike is
// compared as bytes, so that a hundred thousand of them are grouped while a person
// presses a key. The zero value has none.
type Grouper struct {
	groups []Group
	known  map[string]int
	key    []byte
}

// Add takes the next step of a plan, by its index.
func (g *Grouper) Add(index int, step *plan.Step) {
	g.key = appendStep(g.key[:0], step)
	at, found := g.known[string(g.key)]
	if !found {
		if g.known == nil {
			g.known = map[string]int{}
		}
		at = len(g.groups)
		g.known[string(g.key)] = at
		g.groups = append(g.groups, Group{Kind: step.Kind, Changes: Of(step)})
	}
	g.groups[at].Steps = append(g.groups[at].Steps, index)
}

// Groups returns the groups, in the order of their first steps.
func (g *Grouper) Groups() []Group { return g.groups }

// appendStep adds what Of says of a step. Two steps add the same exactly if
// they are to be one group.
func appendStep(key []byte, step *plan.Step) []byte {
	key = appendText(key, string(step.Kind))
	switch step.Kind {
	case plan.Update:
		for i := range step.Patch {
			operation := &step.Patch[i]
			key = appendText(key, operation.Field)
			key = appendField(key, operation.Verb != patch.Remove, operation.Value)
			key = appendShown(key, step, operation.Field)
		}
		key = appendList(key, step.Add)
		key = appendList(key, step.Remove)
	case plan.Retag:
		key = appendList(key, step.Add)
		key = appendList(key, step.Remove)
	case plan.Deactivate, plan.Reactivate:
		key = appendShown(key, step, statusField)
	case plan.Create:
		for _, field := range step.New {
			key = appendText(key, field.Name)
			key = appendField(key, field.Set, field.Value)
		}
	case plan.CreateFromVolume:
		for _, field := range volumeFields(step) {
			key = appendField(appendText(key, field.Name), field.Set, field.Value)
		}
	case plan.Share, plan.Answer:
		key = appendMembersKey(key, step.Members)
	case plan.Delete:
	case plan.Cache, plan.Uncache:
		key = appendShown(key, step, plan.CacheField)
	case plan.Relocate:
		if step.Locations != nil {
			key = appendList(appendList(key, step.Locations.Add), step.Locations.Remove)
		}
	case plan.Upload, plan.Import, plan.Download, plan.DeleteFrom:
		for _, field := range dataFields(step) {
			key = appendField(appendText(key, field.Name), true, field.Value)
		}
	}
	return key
}

// appendShown adds what a field was when it was shown.
func appendShown(key []byte, step *plan.Step, name string) []byte {
	for i := range step.Shown {
		if step.Shown[i].Name == name {
			if step.Shown[i].Unknown {
				return append(key, 2)
			}
			return appendField(append(key, 1), step.Shown[i].Set, step.Shown[i].Value)
		}
	}
	return append(key, 0)
}

func appendField(key []byte, set bool, value any) []byte {
	if !set {
		return append(key, 0)
	}
	return appendValue(append(key, 1), value)
}

// appendValue adds a value behind a letter for its type.
func appendValue(key []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(key, 'n')
	case string:
		return appendText(append(key, 's'), value)
	case bool:
		if value {
			return append(key, 'y')
		}
		return append(key, 'f')
	case int:
		return binary.AppendVarint(append(key, 'i'), int64(value))
	case int64:
		return binary.AppendVarint(append(key, 'i'), value)
	case []string:
		return appendList(append(key, 'l'), value)
	default:
		return appendText(append(key, '?'), fmt.Sprintf("%T%#v", value, value))
	}
}

func appendList(key []byte, values []string) []byte {
	key = binary.AppendVarint(key, int64(len(values)))
	for _, one := range values {
		key = appendText(key, one)
	}
	return key
}

func appendText(key []byte, text string) []byte {
	return append(binary.AppendVarint(key, int64(len(text))), text...)
}
