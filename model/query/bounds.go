package query

import (
	"math"
	"strconv"
	"time"

	"glimpse/model"
)

func isRange(attribute model.Attribute) bool {
	switch attribute.Kind() {
	case model.KindBytes, model.KindGiB, model.KindMiB, model.KindTime:
		return true
	default:
		return false
	}
}

// bounds sends the bounds of one number or date, and places all terms on it.
func (p *planner) bounds(field Field) {
	var asked []rangeTerm
	for i := range p.split.Terms {
		placed := &p.split.Terms[i]
		if placed.Term.Field != field {
			continue
		}
		switch placed.Term.Op {
		case OpNotEqual:
			placed.local(whyNegated)
		case OpSet, OpUnset:
			placed.local(whyPresence)
		default:
			asked = append(asked, p.rangeTerm(placed))
		}
	}
	if field.Attribute.Kind() == model.KindTime {
		p.dateBound(field.Attribute.String(), asked)
	} else {
		p.numberBounds(field.Attribute, asked)
	}
}

// rangeTerm is a term that can be asked for as bounds.
type rangeTerm struct {
	*EvaluatedTerm
	hull interval
	none bool // nothing can match
	many bool // the hull is wider than what the term asks for
}

func (r rangeTerm) hasMin() bool { return r.hull.min != math.MinInt64 }
func (r rangeTerm) hasMax() bool { return r.hull.max != math.MaxInt64 }

func (p *planner) rangeTerm(placed *EvaluatedTerm) rangeTerm {
	var set intervals
	if placed.Term.Field.Attribute.Kind() == model.KindTime {
		set = placed.Term.seconds(p.now)
	} else {
		set = placed.Term.numbers()
	}
	hull, none := set.hull()
	return rangeTerm{EvaluatedTerm: placed, hull: hull, none: none, many: len(set) > 1}
}

// numberBounds sends KEY=N, KEY_min=N and KEY_max=N, each once: the bounds
// that are nearest, which hold the others.
func (p *planner) numberBounds(attribute model.Attribute, asked []rangeTerm) {
	key := attribute.String()
	whole := interval{math.MinInt64, math.MaxInt64}
	for _, r := range asked {
		switch {
		case r.none:
			r.local(whyNever)
		case r.Term.Op == OpEqual && !r.many:
			p.number(r.EvaluatedTerm, attribute, r.hull.min)
		default:
			whole.min, whole.max = max(whole.min, r.hull.min), min(whole.max, r.hull.max)
		}
	}
	hasMin := whole.min != math.MinInt64 && p.send(key+"_min", strconv.FormatInt(whole.min, 10))
	hasMax := whole.max != math.MaxInt64 && p.send(key+"_max", strconv.FormatInt(whole.max, 10))
	for _, r := range asked {
		switch {
		case r.none, r.Term.Op == OpEqual && !r.many:
		case r.hasMin() && !hasMin, r.hasMax() && !hasMax:
			r.local(whyTooLong)
		case r.many:
			r.Evaluator, r.Why = Narrowed, whyManyValues
		}
	}
}

// number sends an exact number; the service keeps min_disk and min_ram in 32
// bits, and some databases fail on more.
func (p *planner) number(placed *EvaluatedTerm, attribute model.Attribute, value int64) {
	if attribute.Kind() != model.KindBytes && value > math.MaxInt32 {
		placed.local(whyNever)
		return
	}
	p.once(placed, attribute.String(), strconv.FormatInt(value, 10))
}

// dateBound sends one bound of a date, for of two the service would take the
// last: the lower one if there is one, because what is asked about is more
// often recent than old. The service keeps parts of a second and shows whole
// ones; only "gte" and "lt" of a whole second mean the same for both.
func (p *planner) dateBound(key string, asked []rangeTerm) {
	whole := interval{math.MinInt64, math.MaxInt64}
	for _, r := range asked {
		whole.min, whole.max = max(whole.min, r.hull.min), min(whole.max, r.hull.max)
	}
	sentMin := whole.min != math.MinInt64 && p.date(key, "gte:", whole.min)
	sentMax := !sentMin && whole.max != math.MaxInt64 && p.date(key, "lt:", whole.max+1)
	for _, r := range asked {
		r.placeDate(sentMin, sentMax)
	}
}

// placeDate places a term on a date, of which the lower or the upper bound, or
// none, was sent.
func (r rangeTerm) placeDate(sentMin, sentMax bool) {
	asksMin, asksMax := r.hasMin(), r.hasMax()
	switch narrows := asksMin && sentMin || asksMax && sentMax; {
	case !narrows && (sentMin || sentMax):
		r.local(whySecondDate)
	case !narrows:
		r.local(whyDate)
	case r.many:
		r.Evaluator, r.Why = Narrowed, whyManyValues
	case asksMin && !sentMin || asksMax && !sentMax:
		r.Evaluator, r.Why = Narrowed, whyOneDate
	}
}

// date sends a bound that the service's databases can compare with: MySQL's
// times begin with the year 1000, and a year has four digits.
func (p *planner) date(key, operator string, seconds int64) bool {
	when := time.Unix(seconds, 0).UTC()
	if when.Year() < 1000 || when.Year() > 9999 {
		return false
	}
	return p.send(key, operator+when.Format("2006-01-02T15:04:05Z"))
}
