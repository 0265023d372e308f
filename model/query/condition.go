package query

import (
	"math"
	"regexp"
	"slices"
	"time"

	"glimpse/model"
	"glimpse/model/text"
)

// condition is a term made ready to be checked against images.
type condition struct {
	field Field
	place Evaluator
	// test reports whether an image matches; nil where only the service knows.
	test func(*model.Image) bool
	// attribute is what the field looks at; property is its key where that is
	// none.
	attribute model.Attribute
	property  string
	// certain reports whether what could be read of an attribute that is
	// otherwise unknown is enough to match: a tag that was found is there.
	certain bool
}

// check returns why [Parse] could not have returned the term, or nil.
func (t Term) check() *SyntaxError {
	info, known := infoOf(t.Field)
	switch wanted := len(t.Values); {
	case !known:
		return failf(0, "a key of the language", "the field cannot be compared")
	case !info.Accepts(t.Op):
		return failf(0, "one of "+opNames(info.Ops), "%s cannot be compared with %q", shownKey(t.Field), t.Op)
	case t.Op == OpSet || t.Op == OpUnset:
		if wanted != 0 {
			return failf(0, "no value", "%q takes a key and no value", t.Op)
		}
		return nil
	case wanted == 0, wanted > 1 && t.Op != OpEqual && t.Op != OpNotEqual:
		return failf(0, "one value", "%s has %d values", shownKey(t.Field), wanted)
	case wanted > 1 && (t.Field.Kind == FieldHidden || t.Field.Kind == FieldMemberStatus):
		return failf(0, "one value", "%s takes one value", info.Name)
	}
	for _, value := range t.Values {
		if _, mistake := checkValue(t.Field, t.Op, value); mistake != nil {
			return mistake
		}
	}
	return t.checkList()
}

// compile makes a checked term ready.
func (t Term) compile(now time.Time) condition {
	c := condition{field: t.Field, attribute: t.Field.Attribute}
	switch t.Field.Kind {
	case FieldMemberStatus:
	case FieldHidden:
		c.attribute = model.AttrHidden
		c.test = hiddenTest(hiddenMode(t.Values[0]))
		c.certain = hiddenMode(t.Values[0]) == hiddenBoth
	case FieldIs:
		c.certain = true // the test of its words sees to that
	case FieldTag:
		c.attribute, c.certain = model.AttrTags, !t.Op.isNegated()
		c.test = t.tagTest()
	case FieldProperty:
		key := t.Field.Property
		c.property = key
		c.test = t.textTest(func(img *model.Image) (text.Untrusted, bool) { return img.Property(key) })
	default:
		c.test = t.attributeTest(now)
	}
	return c
}

// isNegated reports whether the operator asks for what another one leaves out.
func (o Op) isNegated() bool {
	return o == OpNotEqual || o == OpNotContains || o == OpNotMatches || o == OpUnset
}

func (t Term) attributeTest(now time.Time) func(*model.Image) bool {
	attribute := t.Field.Attribute
	if t.Op == OpSet || t.Op == OpUnset {
		return complement(t.Op == OpUnset, func(img *model.Image) bool { return img.Has(attribute) })
	}
	switch attribute.Kind() {
	case model.KindBytes, model.KindGiB, model.KindMiB:
		wanted := t.numbers()
		return complement(t.Op == OpNotEqual, func(img *model.Image) bool {
			value, ok := img.Number(attribute)
			return ok && wanted.has(value)
		})
	case model.KindTime:
		wanted := t.seconds(now)
		return complement(t.Op == OpNotEqual, func(img *model.Image) bool {
			value, ok := img.Time(attribute)
			return ok && wanted.has(value.Unix())
		})
	case model.KindBool:
		wanted := t.Values
		return complement(t.Op == OpNotEqual, func(img *model.Image) bool {
			value, ok := img.Bool(attribute)
			return ok && slices.Contains(wanted, boolWords[value])
		})
	default:
		if t.isAllVisibilities() {
			return nil
		}
		return t.textTest(func(img *model.Image) (text.Untrusted, bool) { return img.Text(attribute) })
	}
}

var boolWords = map[bool]string{false: "false", true: "true"}

// isAllVisibilities reports whether the term asks for a listing, not for a
// visibility that images have.
func (t Term) isAllVisibilities() bool {
	return t.Field == AttributeField(model.AttrVisibility) && t.Op == OpEqual && t.Values[0] == visibilityAll
}

// complement returns the test, or what it leaves out.
func complement(negated bool, test func(*model.Image) bool) func(*model.Image) bool {
	if !negated {
		return test
	}
	return func(img *model.Image) bool { return !test(img) }
}

// textTest tests one text of the image.
func (t Term) textTest(get func(*model.Image) (text.Untrusted, bool)) func(*model.Image) bool {
	if t.Op == OpSet || t.Op == OpUnset {
		return complement(t.Op == OpUnset, func(img *model.Image) bool {
			_, ok := get(img)
			return ok
		})
	}
	accepts, negated := t.texts()
	return complement(negated, func(img *model.Image) bool {
		value, ok := get(img)
		return ok && accepts(value.Raw())
	})
}

// tagTest tests the tags of the image: any one of them may match.
func (t Term) tagTest() func(*model.Image) bool {
	if t.Op == OpSet || t.Op == OpUnset {
		return complement(t.Op == OpUnset, func(img *model.Image) bool { return len(img.Tags) > 0 })
	}
	accepts, negated := t.texts()
	return complement(negated, func(img *model.Image) bool {
		for i := range img.Tags {
			if accepts(img.Tags[i].Raw()) {
				return true
			}
		}
		return false
	})
}

// texts returns which texts the term's values accept, and whether the term is
// the complement of that.
func (t Term) texts() (accepts func(string) bool, negated bool) {
	switch t.Op {
	case OpContains, OpNotContains:
		wanted := newNeedle(t.Values[0])
		return wanted.in, t.Op == OpNotContains
	case OpMatches, OpNotMatches:
		return regexp.MustCompile(t.Values[0]).MatchString, t.Op == OpNotMatches
	default:
		if len(t.Values) == 1 {
			wanted := t.Values[0]
			return func(value string) bool { return value == wanted }, t.Op == OpNotEqual
		}
		wanted := make(map[string]bool, len(t.Values))
		for _, value := range t.Values {
			wanted[value] = true
		}
		return func(value string) bool { return wanted[value] }, t.Op == OpNotEqual
	}
}

func hiddenTest(mode string) func(*model.Image) bool {
	switch mode {
	case hiddenOnly:
		return func(img *model.Image) bool { return img.Hidden }
	case hiddenNo:
		return func(img *model.Image) bool { return !img.Hidden }
	default:
		return func(*model.Image) bool { return true }
	}
}

// interval holds the whole numbers from min to max, both included. It is empty
// where min is beyond max.
type interval struct{ min, max int64 }

// intervals is a set of whole numbers: the values that a number or a date, in
// seconds, may have.
type intervals []interval

func (set intervals) has(value int64) bool {
	for _, i := range set {
		if i.min <= value && value <= i.max {
			return true
		}
	}
	return false
}

// hull returns the smallest and the largest number of the set; none reports
// whether the set is empty.
func (set intervals) hull() (hull interval, none bool) {
	hull = interval{math.MaxInt64, math.MinInt64}
	for _, i := range set {
		if i.min <= i.max {
			hull.min, hull.max = min(hull.min, i.min), max(hull.max, i.max)
		}
	}
	return hull, hull.min > hull.max
}

// ordered returns the numbers that stand in the order of op to a value, which
// is itself the interval from first to last.
func ordered(op Op, value interval) interval {
	whole := interval{math.MinInt64, math.MaxInt64}
	switch op {
	case OpGreaterOrEqual:
		whole.min = value.min
	case OpGreater:
		if value.max == math.MaxInt64 {
			return interval{1, 0}
		}
		whole.min = value.max + 1
	case OpLess:
		whole.max = value.min - 1
	case OpLessOrEqual:
		whole.max = value.max
	default:
		return value
	}
	return whole
}

// numbers returns the numbers, in the API's unit, that the term asks for, or
// leaves out for [OpNotEqual].
func (t Term) numbers() intervals {
	set := make(intervals, 0, len(t.Values))
	unit := nativeUnit(t.Field.Attribute)
	for _, value := range t.Values {
		bytes, _, _ := parseSize(value, unit, "")
		// Between two whole units there is an empty interval: nothing equals
		// it, and the order is still right on both sides.
		quotient, remainder := bytes/unit, bytes%unit
		exact := interval{quotient, quotient}
		if remainder != 0 {
			exact.min = quotient + 1
		}
		set = append(set, ordered(t.Op, exact))
	}
	return set
}

// seconds returns the times, in Unix seconds, that the term asks for, or
// leaves out for [OpNotEqual].
func (t Term) seconds(now time.Time) intervals {
	set := make(intervals, 0, len(t.Values))
	for _, value := range t.Values {
		when := spanOf(value, now)
		set = append(set, ordered(t.Op, interval{when.start.Unix(), when.end.Unix() - 1}))
	}
	return set
}
