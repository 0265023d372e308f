package change

import (
	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
	"glimpse/ui/theme"
)

// Change is what a step does to one field.
type Change struct {
	// Field is the attribute's name or the property's key.
	Field string
	// Before is what it was when it was shown, if Known says so, After what it
	// is to be.
	Before, After patch.Field
	Known         bool
	// Tag is a tag that is added, or removed where Removes says so; the fields
	// are empty then.
	Tag     string
	Removes bool
	IsTag   bool
	// IsMember reports whether a project becomes a member or, where Removes says so,
	// is one no longer: its id is After, what it had answered Before.
	IsMember bool
	// Created reports whether the field is one of a new image.
	Created bool
}

// Of returns what a step changes; nothing for one that deletes.
func Of(step *plan.Step) []Change {
	changes := make([]Change, 0, len(step.Patch)+len(step.Add)+len(step.Remove)+len(step.New)+1)
	switch step.Kind {
	case plan.Update:
		for _, operation := range step.Patch {
			after := patch.Field{Name: operation.Field, Set: operation.Verb != patch.Remove, Value: operation.Value}
			changes = append(changes, with(step, after))
		}
		changes = appendTags(changes, step)
	case plan.Retag:
		changes = appendTags(changes, step)
	case plan.Deactivate:
		changes = append(changes, with(step, status(model.StatusDeactivated)))
	case plan.Reactivate:
		changes = append(changes, with(step, status(model.StatusActive)))
	case plan.Create:
		for _, field := range step.New {
			changes = append(changes, Change{Field: field.Name, Created: true, After: field})
		}
	case plan.CreateFromVolume:
		for _, field := range volumeFields(step) {
			changes = append(changes, Change{Field: field.Name, Created: true, After: field})
		}
	case plan.Share, plan.Answer:
		changes = appendMembers(changes, step)
	case plan.Delete:
	case plan.Cache:
		changes = append(changes, with(step, patch.Field{Name: plan.CacheField, Set: true, Value: plan.CacheQueued}))
	case plan.Uncache:
		changes = append(changes, with(step, patch.Field{Name: plan.CacheField, Set: true, Value: plan.CacheNone}))
	case plan.Relocate:
		changes = appendLocations(changes, step.Locations)
	case plan.DeleteFrom:
		for _, field := range dataFields(step) {
			if field.Name == keptInField {
				changes = append(changes, Change{Field: field.Name, Created: true, After: field})
				continue
			}
			changes = append(changes, Change{Field: field.Name, Before: field, Known: true, After: patch.Field{Name: field.Name}})
		}
	case plan.Upload, plan.Import, plan.Download:
		for _, field := range dataFields(step) {
			changes = append(changes, Change{Field: field.Name, Created: true, After: field})
		}
	}
	return changes
}

// appendLocations adds what a step does to the locations of the data.
func appendLocations(changes []Change, wanted *plan.Locations) []Change {
	if wanted == nil {
		return changes
	}
	for _, at := range wanted.Add {
		added := patch.Field{Name: "add location", Set: true, Value: at}
		changes = append(changes, Change{Field: added.Name, Created: true, After: added})
	}
	for _, at := range wanted.Remove {
		removed := patch.Field{Name: "location", Set: true, Value: at}
		changes = append(changes, Change{Field: "location", Before: removed, Known: true, After: patch.Field{Name: "location"}})
	}
	return changes
}

func appendTags(changes []Change, step *plan.Step) []Change {
	for _, tag := range step.Add {
		changes = append(changes, Change{Field: model.AttrTags.String(), IsTag: true, Tag: tag})
	}
	for _, tag := range step.Remove {
		changes = append(changes, Change{Field: model.AttrTags.String(), IsTag: true, Tag: tag, Removes: true})
	}
	return changes
}

// statusField is the name of the field that deactivating changes.
var statusField = model.AttrStatus.String()

func status(to model.Status) patch.Field {
	return patch.Field{Name: statusField, Set: true, Value: to.Raw()}
}

// with returns a change with what the field was when it was shown.
func with(step *plan.Step, after patch.Field) Change {
	one := Change{Field: after.Name, After: after}
	for _, shown := range step.Shown {
		if shown.Name == after.Name {
			one.Before, one.Known = shown, true
		}
	}
	return one
}

// Line writes a change in one line: "visibility: private → shared", "+gold".
func Line(theme *theme.Theme, one *Change) string {
	if one.IsTag {
		return Sign(one) + Tag(theme, one.Tag)
	}
	said := Name(theme, one.Field) + ": "
	if one.IsMember {
		return said + Value(theme, one.After)
	}
	if one.Known && one.Before.Set {
		said += Value(theme, one.Before) + " " + theme.Glyphs.Arrow + " "
	}
	return said + Value(theme, one.After)
}

// Sign is + for a tag that is added and - for one that is removed.
func Sign(one *Change) string {
	if one.Removes {
		return "-"
	}
	return "+"
}
