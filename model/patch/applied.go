package patch

import (
	"slices"

	"glimpse/model"
	"glimpse/model/text"
)

// Applied reports whether an image already is what the patch would make of it.
// After a lost reply this is how to find out whether the patch arrived.
func (p Patch) Applied(image *model.Image) bool {
	// Of two operations on one field the later one holds.
	for i, operation := range p {
		overridden := slices.ContainsFunc(p[i+1:], func(later Operation) bool { return later.Field == operation.Field })
		if !overridden && !operation.applied(image) {
			return false
		}
	}
	return true
}

func (o Operation) applied(image *model.Image) bool {
	attribute, isAttribute := model.AttributeNamed(o.Field)
	switch {
	case o.Verb == Remove:
		_, found := property(image, o.Field)
		return !isAttribute && !found
	case !isAttribute:
		has, found := property(image, o.Field)
		wanted, isText := o.Value.(string)
		return found && (isText && !has.Null && has.Value.Raw() == wanted || o.Value == nil && has.Null)
	case attribute == model.AttrTags:
		wanted, ok := o.Value.([]string)
		return ok && !image.Unknown.Has(attribute) && sameTags(image.Tags, wanted)
	}
	return holds(image, attribute, o.Value)
}

// property finds a property, also one that is null.
func property(image *model.Image, key string) (model.Property, bool) {
	for _, has := range image.Properties {
		if has.Key.Raw() == key {
			return has, true
		}
	}
	return model.Property{}, false
}

func holds(image *model.Image, attribute model.Attribute, value any) bool {
	switch wanted := value.(type) {
	case nil:
		return image.Null.Has(attribute)
	case string:
		has, ok := image.Text(attribute)
		return ok && has.Raw() == wanted
	case bool:
		has, ok := image.Bool(attribute)
		return ok && has == wanted
	case int:
		has, ok := image.Number(attribute)
		return ok && has == int64(wanted)
	case int64:
		has, ok := image.Number(attribute)
		return ok && has == wanted
	}
	return false
}

// sameTags compares tags as the set that they are.
func sameTags(has []text.Untrusted, wanted []string) bool {
	left := make([]string, len(has))
	for i := range has {
		left[i] = has[i].Raw()
	}
	return equalSets(left, wanted)
}

func equalSets(left, right []string) bool {
	left, right = slices.Sorted(slices.Values(left)), slices.Sorted(slices.Values(right))
	return slices.Equal(slices.Compact(left), slices.Compact(right))
}
