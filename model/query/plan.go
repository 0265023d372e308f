package query

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"glimpse/model"
)

const (
	// maxEncoded is how many bytes the encoded parameters may have. Glance
	// answers 414 to a request line beyond 8192 bytes; the rest is left for
	// the method, a path with a prefix, limit and marker.
	maxEncoded = 6_900
	// maxJoins is how many tags and properties are sent. The service joins a
	// table for each, and MySQL joins 61 at most, some of which Glance needs
	// for itself.
	maxJoins = 40
)

// planner decides what is sent.
type planner struct {
	split  *Split
	now    time.Time
	params []Param
	sent   map[string]bool // keys of the parameters
	room   int             // bytes left for parameters
	joins  int
	// listing is the mode of hidden that is asked for, visibilities those of
	// which each is a listing of its own.
	listing      string
	visibilities []string
	// ranged are the attributes whose bounds are planned.
	ranged map[model.Attribute]bool
}

func newPlanner(split *Split, now time.Time) *planner {
	return &planner{split: split, now: now, sent: map[string]bool{}, room: maxEncoded, ranged: map[model.Attribute]bool{}}
}

// filters places every term, in their order; what only narrows comes last.
func (p *planner) filters() {
	p.visibility()
	for i := range p.split.Terms {
		placed := &p.split.Terms[i]
		switch field := placed.asked.Field; {
		case field == AttributeField(model.AttrVisibility):
		case field.Kind == FieldHidden:
			p.hidden(placed)
		case field.Kind == FieldMemberStatus:
			p.once(placed, "member_status", placed.Term.Values[0])
		case p.split.Uses != nil:
			placed.local(whyNames)
		case field.Kind == FieldAttribute && isRange(field.Attribute):
			if !p.ranged[field.Attribute] {
				p.ranged[field.Attribute] = true
				p.bounds(field)
			}
		default:
			p.equality(placed)
		}
	}
	for i := range p.split.Terms {
		if placed := &p.split.Terms[i]; placed.asked.isStuck() && p.split.Uses == nil {
			p.stuck(placed)
		}
	}
}

// local leaves a term to this side.
func (p *EvaluatedTerm) local(why string) { p.Evaluator, p.Why = Local, why }

// send adds a parameter if there is room for it.
func (p *planner) send(key, value string) bool {
	size := encodedLen(key) + encodedLen(value) + len("&=")
	if size > p.room {
		return false
	}
	p.room -= size
	p.sent[key] = true
	p.params = append(p.params, Param{key, value})
	return true
}

// once sends a parameter that the service takes a single time.
func (p *planner) once(placed *EvaluatedTerm, key, value string) {
	switch {
	case p.sent[key] && slices.Contains(p.params, Param{key, value}):
		placed.Evaluator = Server
	case p.sent[key]:
		placed.local(whySecond)
	case !p.send(key, value):
		placed.local(whyTooLong)
	}
}

// equality places a term on a text, a word, true or false, a tag or a
// property.
func (p *planner) equality(placed *EvaluatedTerm) {
	term := placed.asked.turnedRound()
	if why := notAsked(term); why != "" {
		placed.local(why)
		return
	}
	value := term.Values[0]
	switch field := term.Field; {
	case field.Kind == FieldTag:
		p.tag(placed, value)
	case field.Kind == FieldProperty:
		p.property(placed, field.Property, value)
	case takesLists(field.Attribute):
		p.operator(placed, term)
	default:
		p.once(placed, field.Attribute.String(), value)
	}
}

// property sends a property, which the service takes once.
func (p *planner) property(placed *EvaluatedTerm, key, value string) {
	if p.sent[key] {
		p.once(placed, key, value)
		return
	}
	p.joined(placed, key, value)
}

// tag sends a tag; the service wants all of those that it is sent.
func (p *planner) tag(placed *EvaluatedTerm, tag string) {
	blank := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	switch {
	case tag == "":
		placed.local(whyNoFilter)
	case strings.TrimFunc(tag, blank) != tag:
		placed.local(whyTagBlanks)
	case slices.Contains(p.params, Param{"tag", tag}):
		placed.Evaluator = Server
	default:
		p.joined(placed, "tag", tag)
	}
}

// joined sends a tag or a property, for which the service joins a table.
func (p *planner) joined(placed *EvaluatedTerm, key, value string) {
	switch {
	case p.joins == maxJoins:
		placed.local(whyTooMany)
	case !p.send(key, value):
		placed.local(whyTooLong)
	default:
		p.joins++
	}
}

// operator sends an equality of an attribute in whose values the service reads
// operators. A colon anywhere would be taken for the end of one, so names
// always have theirs.
func (p *planner) operator(placed *EvaluatedTerm, term Term) {
	key, values := term.Field.Attribute.String(), term.Values
	if len(values) > 1 {
		list, ok := serviceList(values)
		if !ok {
			placed.local(whyListQuote)
			return
		}
		p.once(placed, key, list)
		return
	}
	value := values[0]
	if placed.Term.Field.Attribute == model.AttrName || strings.Contains(value, ":") {
		value = "eq:" + value
	}
	p.once(placed, key, value)
}

// visibility chooses the listings: those of the visibilities that all terms
// leave, or all if a term asks for all. The service leaves other projects'
// community images out of its default listing.
func (p *planner) visibility() {
	left, wantsAll, named := visibilities(), false, false
	for i := range p.split.Terms {
		placed := &p.split.Terms[i]
		term := placed.Term.turnedRound()
		if term.Field != AttributeField(model.AttrVisibility) {
			continue
		}
		both := slices.DeleteFunc(slices.Clone(left), func(word string) bool { return !slices.Contains(term.Values, word) })
		switch {
		case term.isAllVisibilities():
			wantsAll = true
		case term.Op != OpEqual:
			placed.local(notAsked(term))
		case p.split.Uses != nil:
			wantsAll = wantsAll || slices.Contains(term.Values, model.VisibilityCommunity.Raw())
			placed.local(whyNames)
		case len(both) == 0:
			placed.local(whySecond)
		default:
			left, named = both, true
		}
	}
	switch key := model.AttrVisibility.String(); {
	case named && len(left) == 1:
		p.send(key, left[0])
	case named && len(left) < len(visibilities()):
		p.visibilities = left
		p.room -= encodedLen(key) + len("&=community")
	case named || wantsAll:
		p.send(key, visibilityAll)
	}
}

// hidden chooses between the two listings that the service has, of shown and
// of hidden images; it gives both only one after the other.
func (p *planner) hidden(placed *EvaluatedTerm) {
	wanted := hiddenMode(placed.Term.Values[0])
	switch {
	case p.listing == "" || p.listing == hiddenBoth:
		p.listing = wanted
	case wanted != hiddenBoth && wanted != p.listing:
		placed.local(whySecond)
	}
}

// requests returns the listings to ask for.
func (p *planner) requests(sorting []Param) []Request {
	listings := [][]Param{p.params}
	if len(p.visibilities) > 0 {
		listings = make([][]Param, 0, len(p.visibilities))
		for _, word := range p.visibilities {
			listings = append(listings, slices.Concat([]Param{{model.AttrVisibility.String(), word}}, p.params))
		}
	}
	var requests []Request
	for _, params := range listings {
		shown := Request{Params: slices.Concat(params, sorting)}
		hidden := Request{Params: slices.Concat(params, sorting, []Param{{model.AttrHidden.String(), "true"}})}
		switch p.listing {
		case hiddenOnly:
			requests = append(requests, hidden)
		case hiddenBoth:
			requests = append(requests, shown, hidden)
		default:
			requests = append(requests, shown)
		}
	}
	return requests
}
