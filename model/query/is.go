package query

import (
	"slices"
	"time"

	"glimpse/model"
	"glimpse/model/uses"
)

// The words of is.
const (
	isFailed    = "failed"
	isStuck     = "stuck"
	isAttention = "attention"
	isDuplicate = "duplicate"
	isMine      = "mine"
	isSnapshot  = "snapshot"
	isUnused    = "unused"
)

var isWords = []string{isFailed, isStuck, isAttention, isDuplicate, isMine, isSnapshot, isUnused}

// plain returns a term that asks for one word of is as one that the service
// understands, where there is such a term.
func (p Projects) plain(term Term) Term {
	switch {
	case len(term.Values) != 1:
	case term.Values[0] == isMine && p.Own != "":
		return Term{Field: ownerField, Op: term.Op, Values: []string{p.Own}}
	case term.Values[0] == isMine:
	case term.Values[0] == isSnapshot:
		return Term{Field: PropertyField(model.PropertyImageType), Op: term.Op, Values: []string{model.ImageTypeSnapshot}}
	}
	return term
}

// CountsNames reports whether the term asks how many images have an image's name,
// which the image alone cannot answer.
func (t Term) CountsNames() bool {
	return t.Field.Kind == FieldIs && slices.Contains(t.Values, isDuplicate)
}

// asksUses reports whether the term asks what was made from images, which other
// services know.
func (t Term) asksUses() bool { return t.Field.Kind == FieldIs && slices.Contains(t.Values, isUnused) }

// isTest tests words of is, of which any may hold. Of a record that could not be
// read in full, none can be said not to hold, and nothing of what is not known.
func (t Term) isTest(now time.Time, projects Projects) func(*model.Image) bool {
	if t.CountsNames() {
		return nil
	}
	words, negated, asksUses := t.Values, t.Op == OpNotEqual, t.asksUses()
	return func(img *model.Image) bool {
		if slices.ContainsFunc(words, func(word string) bool { return is(img, word, now, projects.Own) }) {
			return !negated
		}
		known := !img.IsIncomplete()
		if asksUses {
			unused, told := projects.unused(img)
			if unused {
				return !negated
			}
			known = known && told
		}
		return negated && known
	}
}

// unused reports whether nothing was made from an image, and whether that is known.
func (p Projects) unused(img *model.Image) (unused, known bool) {
	if p.Uses == nil {
		return false, false
	}
	return p.Uses.Unused(uses.ImageOf(img), p.Own)
}

func is(img *model.Image, word string, now time.Time, own string) bool {
	switch word {
	case isFailed:
		return img.IsFailed()
	case isStuck:
		return img.IsStuck(now)
	case isAttention:
		return img.NeedsAttention(now) != model.Well
	case isSnapshot:
		return img.IsSnapshot()
	case isMine:
		return own != "" && img.Owner.Raw() == own
	default:
		return false
	}
}

// isStuck reports whether the term asks for the images that are stuck alone.
func (t Term) isStuck() bool {
	return t.Field.Kind == FieldIs && t.Op == OpEqual && len(t.Values) == 1 && t.Values[0] == isStuck
}

// stuck asks for the statuses in which an image can be stuck, unless another
// term has asked for some.
func (p *planner) stuck(placed *EvaluatedTerm) {
	key := model.AttrStatus.String()
	statuses, _ := serviceList([]string{
		model.StatusQueued.Raw(), model.StatusSaving.Raw(), model.StatusUploading.Raw(), model.StatusImporting.Raw(),
	})
	if !p.sent[key] && p.send(key, statuses) {
		placed.Evaluator, placed.Why = Narrowed, whyStuck
	}
}

// rule finds out what the terms ask of how often a name is used.
func (s *Split) rule(terms []Term) {
	var wanted, unwanted bool
	for _, term := range terms {
		if term.CountsNames() {
			wanted, unwanted = wanted || term.Op == OpEqual, unwanted || term.Op == OpNotEqual
		}
	}
	if wanted || unwanted {
		s.Uses = func(uses int) bool { return (!wanted || uses > 1) && (!unwanted || uses <= 1) }
	}
}

// turnedRound returns a term that names what is not wanted of a closed set as
// one that names what is, unless that would be nothing.
func (t Term) turnedRound() Term {
	words := visibilities()
	switch {
	case t.Op != OpNotEqual || t.Field.Kind != FieldAttribute:
		return t
	case t.Field.Attribute == model.AttrStatus:
		words = statusWords()
	case t.Field.Attribute != model.AttrVisibility:
		return t
	}
	others := slices.DeleteFunc(words, func(word string) bool { return slices.Contains(t.Values, word) })
	if len(others) > 0 {
		t.Op, t.Values = OpEqual, others
	}
	return t
}

// visibilities are those that an image may have.
func visibilities() []string {
	return slices.DeleteFunc(visibilityWords(), func(word string) bool { return word == visibilityAll })
}
