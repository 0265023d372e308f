package query

import (
	"cmp"
	"maps"
	"slices"

	"glimpse/model"
	"glimpse/model/text"
	"glimpse/model/uses"
)

// Projects say what a value of owner stands for where it is the name of a
// project: the service knows owners by their ids alone. They say as well what the
// projects have made from images. The zero value knows no name and no use.
type Projects struct {
	// IDs are the ids of the projects that are named in full, by what was
	// typed. An id stands for itself.
	IDs map[string]string
	// Names are names of projects by their ids: those in which a term looks for
	// a part. Nil says that they are not known.
	Names map[string]text.Untrusted
	// Own is the id of the project that the user works in, for is=mine. Empty
	// says that it is not known.
	Own string
	// Uses is what was made from images, for is=unused. Nil says that nobody asked.
	Uses *uses.Found
}

// And returns what both know; the other counts where they differ.
func (p Projects) And(other Projects) Projects {
	return Projects{
		IDs: joined(p.IDs, other.IDs), Names: joined(p.Names, other.Names),
		Own: cmp.Or(other.Own, p.Own), Uses: cmp.Or(other.Uses, p.Uses),
	}
}

func joined[V any](a, b map[string]V) map[string]V {
	switch {
	case len(b) == 0 && a != nil:
		return a
	case a == nil:
		return b
	}
	both := maps.Clone(a)
	maps.Copy(both, b)
	return both
}

// NamedProjects are the projects that a query names, to be looked up before
// the service is asked.
type NamedProjects struct {
	// Names are the values that are compared whole and do not look like an id.
	Names []string
	// Parts reports whether a term looks for a part of a name, which takes the
	// names of all projects.
	Parts bool
	// Own reports whether a term asks for the user's own project.
	Own bool
	// Uses reports whether a term asks what was made from images.
	Uses bool
	// Seen are the ids of names that whoever asks has met, good for those of which the
	// identity service tells this user of no project.
	Seen map[string]string
}

// IsEmpty reports whether nothing is to be looked up.
func (n NamedProjects) IsEmpty() bool { return len(n.Names) == 0 && !n.Parts && !n.Own && !n.Uses }

// NamedProjects returns which projects are to be looked up before the query is
// split: those that q.Projects does not know.
func (q Query) NamedProjects() NamedProjects {
	var named NamedProjects
	for _, term := range q.Terms {
		switch {
		case term.Field.Kind == FieldIs:
			named.Own = named.Own || q.Projects.Own == "" && slices.Contains(term.Values, isMine)
			named.Uses = named.Uses || q.Projects.Uses == nil && term.asksUses()
		case term.Field != ownerField:
		case looksForPart(term):
			named.Parts = named.Parts || q.Projects.Names == nil
		default:
			named.Names = q.Projects.unknown(named.Names, term.Values)
		}
	}
	return named
}

// unknown adds to names those of some values that may name a project that is
// not known.
func (p Projects) unknown(names, values []string) []string {
	for _, value := range values {
		if _, known := p.IDs[value]; !known && IsProjectName(value) && !slices.Contains(names, value) {
			names = append(names, value)
		}
	}
	return names
}

// IsProjectName reports whether a value of owner may be the name of a project:
// no name looks like an id, and none is empty.
func IsProjectName(value string) bool { return value != "" && !model.IsProjectID(value) }

var ownerField = AttributeField(model.AttrOwner)

// named returns the term as the service understands it: with the ids of the
// projects that it names.
func (p Projects) named(term Term) Term {
	if term.Field.Kind == FieldIs {
		return p.plain(term)
	}
	if term.Field != ownerField || term.Op != OpEqual && term.Op != OpNotEqual {
		return term
	}
	values := make([]string, 0, len(term.Values))
	for _, value := range term.Values {
		if id, known := p.IDs[value]; known {
			value = id
		}
		if !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	term.Values = values
	return term
}

// partTest returns the test of a term that looks for a part of the owner: in
// the id, and in the name of the project where that is known.
func (p Projects) partTest(term Term) func(*model.Image) bool {
	accepts, negated := term.texts()
	return complement(negated, func(img *model.Image) bool {
		owner, ok := img.Text(model.AttrOwner)
		if !ok {
			return false
		}
		name, known := p.Names[owner.Raw()]
		return accepts(owner.Raw()) || known && accepts(name.Raw())
	})
}

// looksForPart reports whether a term looks for a part of the owner.
func looksForPart(term Term) bool {
	if term.Field != ownerField {
		return false
	}
	switch term.Op {
	case OpContains, OpNotContains, OpMatches, OpNotMatches:
		return true
	default:
		return false
	}
}
