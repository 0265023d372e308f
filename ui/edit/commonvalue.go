package edit

import (
	"cmp"
	"slices"
	"strconv"

	"glimpse/model"
	"glimpse/ui/format"
)

// commonValue is what several images hold in one field.
type commonValue struct {
	// values are the different values, the most frequent first.
	values []countedValue
	// holders is how many images have the field, total how many there are.
	holders, total int
	// at is where each value is, while they are gathered: of a hundred
	// thousand images each may hold another.
	at map[valueKey]int
}

// valueKey is a value: null is another than the empty text, and what is unknown
// another than both.
type valueKey struct {
	text          string
	null, unknown bool
}

// countedValue is one value, and how many images hold it.
type countedValue struct {
	valueKey
	count int
}

// add counts a value once more.
func (h *commonValue) add(text string, null bool) { h.addKey(valueKey{text: text, null: null}) }

func (h *commonValue) addKey(key valueKey) {
	h.holders++
	at, known := h.at[key]
	if known {
		h.values[at].count++
		return
	}
	if h.at == nil {
		h.at = make(map[valueKey]int)
	}
	h.at[key] = len(h.values)
	h.values = append(h.values, countedValue{valueKey: key, count: 1})
}

// sort ends the gathering, and puts the most frequent values first.
func (h *commonValue) sort() {
	h.at = nil
	slices.SortStableFunc(h.values, func(a, b countedValue) int { return cmp.Compare(b.count, a.count) })
}

// alike reports whether all images that have the field hold the same value.
func (h *commonValue) alike() bool { return len(h.values) == 1 }

// value returns the value that all images hold, or nothing.
func (h *commonValue) value() string {
	if !h.alike() {
		return ""
	}
	return h.values[0].text
}

// isUnknown reports that no image has a value that could be read.
func (h *commonValue) isUnknown() bool { return h.alike() && h.values[0].unknown }

// isNull reports whether the value that all images hold is null.
func (h *commonValue) isNull() bool { return h.alike() && h.values[0].null }

// differ says that the values differ, for the place of the value.
func (h *commonValue) differ() string { return "differs (" + format.Count(len(h.values)) + " values)" }

// holdersOf says which of the images have the field, where not all do.
func (h *commonValue) holdersOf() string {
	if h.holders == h.total || h.total == 0 {
		return ""
	}
	return "on " + format.Count(h.holders) + " of " + format.Count(h.total)
}

// addOf counts what an image holds in an attribute, by the function that makes a
// text of it.
func (h *commonValue) addOf(image *model.Image, attribute model.Attribute, text func(*model.Image, model.Attribute) (string, bool)) {
	if image.Unknown.Has(attribute) {
		h.addKey(valueKey{unknown: true})
		return
	}
	h.add(text(image, attribute))
}

func attributeText(image *model.Image, attribute model.Attribute) (text string, null bool) {
	switch attribute.Kind() {
	case model.KindBool:
		value, ok := image.Bool(attribute)
		if !ok {
			return "", true
		}
		return strconv.FormatBool(value), false
	case model.KindGiB, model.KindMiB, model.KindBytes:
		value, ok := image.Number(attribute)
		if !ok {
			return "", true
		}
		return strconv.FormatInt(value, 10), false
	default:
		value, ok := image.Text(attribute)
		return value.Raw(), !ok
	}
}

// draft is the value of a field as it is to be.
type draft struct {
	before commonValue
	after  string
	// changed reports whether it is another than before. Where the values differ,
	// an empty text leaves each as it is.
	changed bool
}

// base returns the text that editing begins with.
func (d *draft) base() string { return d.before.value() }

// text returns the text as it stands.
func (d *draft) text() string {
	if d.changed {
		return d.after
	}
	return d.base()
}

// put makes a text the value.
func (d *draft) put(text string) {
	d.after, d.changed = text, text != d.base()
}

// undo takes the change back.
func (d *draft) undo() { d.after, d.changed = "", false }
