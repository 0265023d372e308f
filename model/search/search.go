// Package search is the text that is searched for among images that are
// already here: which images it finds, and where in a shown text.
//
// A search is words between blanks, in any order, all of which must be found;
// a "phrase in quotes" is one word, !word must not be found, and a word
// between slashes is a regular expression (RE2, github.com/google/re2/wiki/Syntax).
// Case counts for a word that has an upper-case letter, and for no other.
//
// Words are looked for in the name, the id, the tags, the status, the
// visibility, the formats and the owner: what a list shows. Properties are what
// the query language is for.
package search

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"

	"glimpse/model"
)

// Search is a text to search for. It does not change and is safe for
// concurrent use; the zero value finds every image.
type Search struct {
	text  string
	words []word
}

// word is one thing that must be found, or must not.
type word struct {
	not    bool
	exact  string         // as typed, where case counts
	folded string         // without case; empty in a regular expression
	re     *regexp.Regexp // nil in a plain word
	// literal is a text, folded, that whatever the expression matches has in
	// it: it is looked for first, because that is a hundred times faster.
	literal string
	// hex reports whether the word could be a part of an id.
	hex bool
}

// Parse reads a search. A lone ! and an open quote are harmless: they are what
// is there while a search is typed. The error says what is wrong with a
// regular expression.
func Parse(text string) (Search, error) {
	s := Search{text: text}
	for rest := strings.TrimLeft(text, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		var w word
		if w.not = strings.HasPrefix(rest, "!"); w.not {
			rest = rest[1:]
		}
		var typed string
		var err error
		switch {
		case strings.HasPrefix(rest, `"`):
			typed, rest, _ = strings.Cut(rest[1:], `"`)
			w.plain(typed)
		case len(rest) > 1 && rest[0] == '/':
			typed, rest = pattern(rest)
			err = w.expression(typed)
		default:
			typed, rest, _ = strings.Cut(rest, " ")
			w.plain(typed)
		}
		if err != nil {
			return Search{}, err
		}
		if typed != "" {
			s.words = append(s.words, w)
		}
	}
	return s, nil
}

// pattern cuts a regular expression off: to the slash that ends the text or
// stands before a blank. While it is open, it reaches to the end.
func pattern(rest string) (typed, after string) {
	for i := 1; i < len(rest); i++ {
		if rest[i] == '/' && rest[i-1] != '\\' && (i+1 == len(rest) || rest[i+1] == ' ') {
			return rest[1:i], rest[i+1:]
		}
	}
	return rest[1:], ""
}

func (w *word) plain(typed string) {
	w.folded, w.hex = fold(typed), isHex(typed)
	if hasUpper(typed) {
		w.exact = typed
	}
}

func (w *word) expression(typed string) error {
	flags := ""
	if !hasUpper(typed) {
		flags = "(?i)"
	}
	re, err := regexp.Compile(flags + typed)
	if err != nil {
		var wrong *syntax.Error
		if errors.As(err, &wrong) {
			return errors.New("the regular expression is not finished or wrong: " + string(wrong.Code))
		}
		return err
	}
	w.re = re
	if tree, err := syntax.Parse(typed, syntax.Perl); err == nil {
		w.literal = literalIn(tree.Simplify())
	}
	return nil
}

// literalIn returns the longest text that every match of an expression holds,
// folded, or nothing.
func literalIn(tree *syntax.Regexp) string {
	switch tree.Op {
	case syntax.OpLiteral:
		return fold(string(tree.Rune))
	case syntax.OpCapture, syntax.OpPlus:
		return literalIn(tree.Sub[0])
	case syntax.OpConcat:
		longest := ""
		for _, part := range tree.Sub {
			if literal := literalIn(part); len(literal) > len(longest) {
				longest = literal
			}
		}
		return longest
	default:
		return ""
	}
}

func hasUpper(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }

// String returns the text as it was typed.
func (s *Search) String() string { return s.text }

// IsEmpty reports whether the search finds every image.
func (s *Search) IsEmpty() bool { return len(s.words) == 0 }

// Haystack returns what a search looks at in an image, folded: make it once
// for an image and hand it to Match. It is appended to a buffer. Ids in
// hexadecimal are left out: they are half of it, and few words can be found in
// them.
func Haystack(buffer []byte, image *model.Image) []byte {
	each(image, func(text string) bool {
		if (text == image.ID.Raw() || text == image.Owner.Raw()) && isHex(text) {
			return true
		}
		buffer = appendFolded(buffer, text)
		buffer = append(buffer, 0)
		return true
	})
	return buffer
}

// searched are the attributes that are looked at.
var searched = model.AttributeSet(0).With(model.AttrName).With(model.AttrStatus).With(model.AttrVisibility).
	With(model.AttrDiskFormat).With(model.AttrContainerFormat).With(model.AttrTags).With(model.AttrOwner)

// each calls a function with every text that is searched, until it returns
// false.
func each(image *model.Image, do func(text string) bool) bool {
	for _, text := range [...]string{
		image.Name.Raw(), image.Status.Raw(), image.Visibility.Raw(), image.DiskFormat.Raw(), image.ContainerFormat.Raw(),
	} {
		if text != "" && !do(text) {
			return false
		}
	}
	for _, tag := range image.Tags {
		if !do(tag.Raw()) {
			return false
		}
	}
	if image.Unknown&searched != 0 && !do("unknown") { // what the list shows in its place
		return false
	}
	return do(image.ID.Raw()) && (image.Owner.IsEmpty() || do(image.Owner.Raw()))
}

// Match reports whether the search finds an image, of which haystack is the
// Haystack.
func (s *Search) Match(image *model.Image, haystack string) bool {
	for i := range s.words {
		if s.words[i].in(image, haystack) == s.words[i].not {
			return false
		}
	}
	return true
}

func (w *word) in(image *model.Image, haystack string) bool {
	switch {
	case w.re != nil:
		return w.mayMatch(image, haystack) && !each(image, func(text string) bool { return !w.re.MatchString(text) })
	case strings.Contains(haystack, w.folded), w.hex && inIDs(image, w.folded):
		return w.exact == "" || strings.Contains(image.Name.Raw(), w.exact) ||
			!each(image, func(text string) bool { return !strings.Contains(text, w.exact) })
	default:
		return false
	}
}

// MatchText reports whether one text has all that must be found, and nothing
// that must not.
func (s *Search) MatchText(text string) bool {
	folded := fold(text)
	for i := range s.words {
		w := &s.words[i]
		found := strings.Contains(folded, w.folded) && strings.Contains(text, w.exact)
		if w.re != nil {
			found = w.re.MatchString(text)
		}
		if found == w.not {
			return false
		}
	}
	return true
}

// mayMatch reports whether a text of the image has the literal of the
// expression.
func (w *word) mayMatch(image *model.Image, haystack string) bool {
	return strings.Contains(haystack, w.literal) || isHex(w.literal) && inIDs(image, w.literal)
}

// inIDs reports whether the id or the owner holds a folded text.
func inIDs(image *model.Image, folded string) bool {
	return containsFolded(image.ID.Raw(), folded) || containsFolded(image.Owner.Raw(), folded)
}

// Refines reports whether every image that the search finds is found by another
// one, too, as it is while a word grows. False says nothing.
func (s *Search) Refines(other *Search) bool {
	for i := range other.words {
		if !s.implies(&other.words[i]) {
			return false
		}
	}
	return true
}

// implies reports whether what the search finds has a word of another search.
func (s *Search) implies(old *word) bool {
	for i := range s.words {
		w := &s.words[i]
		if w.not != old.not || w.re != nil || old.re != nil {
			if w.re != nil && old.re != nil && w.not == old.not && w.re.String() == old.re.String() {
				return true
			}
			continue
		}
		stricter, looser := w, old
		if old.not {
			stricter, looser = old, w
		}
		if strings.Contains(stricter.folded, looser.folded) &&
			(looser.exact == "" || strings.Contains(stricter.exact, looser.exact)) {
			return true
		}
	}
	return false
}
