package list

import (
	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/format"
)

// AreAnswered returns what the project has answered for every image of the query, a word
// of the Image API, or nothing where the query does not ask for that.
func (s *Screen) AreAnswered() string {
	for _, term := range s.query.Terms {
		if term.Field.Kind == query.FieldMemberStatus && term.Op == query.OpEqual && term.Values[0] != "all" {
			return term.Values[0]
		}
	}
	return ""
}

// arePending reports whether the images wait for an answer of the project.
func (s *Screen) arePending() bool { return s.AreAnswered() == model.MemberPending.Raw() }

// SetAdministers takes whether the user is known to be an administrator, for whom the
// service lists shares whatever was answered.
func (s *Screen) SetAdministers(administers bool) { s.administers = administers }

// counted returns a number of images with the word for what they are.
func (s *Screen) counted(n int) string {
	if s.arePending() && !s.administers {
		return format.Counted(n, "pending share", "pending shares")
	}
	return format.Images(n)
}
