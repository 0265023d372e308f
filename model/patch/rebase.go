package patch

import "glimpse/model"

// result is the field as an operation makes it.
func (o Operation) result() Field {
	if o.Verb == Remove {
		return Field{Name: o.Field}
	}
	return Field{Name: o.Field, Set: true, Value: o.Value}
}

// Fields returns what each field of the patch holds afterwards.
func (p Patch) Fields() []Field {
	fields := make([]Field, len(p))
	for i, operation := range p {
		fields[i] = operation.result()
	}
	return fields
}

// Needed returns the operations that change something about an image, in their
// order: the smallest patch that does what all of them do. Of several on one
// field only the last one counts.
func (p Patch) Needed(image *model.Image) Patch {
	needed, _ := p.Rebase(nil, image)
	return needed
}

// Rebase returns the operations that are still needed on an image as it is
// now, and those that would write over what others changed after the fields
// were shown. A field that is not among the shown ones, or was shown as
// unknown, is written whatever it holds; one that was known and no longer is
// may have been changed.
func (p Patch) Rebase(shown []Field, now *model.Image) (needed Patch, conflicts []Conflict) {
	for i, operation := range p {
		if p[i+1:].touches(operation.Field) {
			continue
		}
		theirs, yours := FieldOf(now, operation.Field), operation.result()
		if theirs.Equal(yours) {
			continue
		}
		before, known := fieldNamed(shown, operation.Field)
		if known && !before.Unknown && !theirs.Equal(before) {
			conflicts = append(conflicts, Conflict{Name: operation.Field, Shown: before, Theirs: theirs, Yours: yours})
			continue
		}
		needed = append(needed, operation)
	}
	return needed, conflicts
}

func (p Patch) touches(field string) bool {
	for _, operation := range p {
		if operation.Field == field {
			return true
		}
	}
	return false
}

func fieldNamed(fields []Field, name string) (Field, bool) {
	for _, field := range fields {
		if field.Name == name {
			return field, true
		}
	}
	return Field{}, false
}

// Inverse returns the patch that makes of the fields what they are on an image
// now, once this patch was applied to it. There is none, and it returns nil,
// where one of them is unknown.
func (p Patch) Inverse(now *model.Image) Patch {
	inverse := make(Patch, 0, len(p))
	for i, operation := range p {
		if p[:i].touches(operation.Field) {
			continue
		}
		before := FieldOf(now, operation.Field)
		if before.Unknown {
			return nil
		}
		inverse = append(inverse, to(before))
	}
	return inverse
}

// to is the operation that makes a field so.
func to(field Field) Operation {
	attribute, isAttribute := model.AttributeNamed(field.Name)
	switch tags, isList := field.Value.([]string); {
	case isAttribute && attribute == model.AttrTags && isList:
		return SetTags(tags)
	case isAttribute:
		return SetAttribute(attribute, field.Value)
	case !field.Set:
		return RemoveProperty(field.Name)
	default:
		return Operation{Verb: Add, Field: field.Name, Value: field.Value}
	}
}
