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

// cased ends what an image has for itself where a letter of it is in upper case.
const cased = "\x01"

// AppendOwn appends what a search looks at in an image that few others have, folded:
// the name, the tags and the owner. It is made once, and looked at with each key.
// Ids in hexadecimal are left out: they are half of it, and few words can be found
// in them.
func AppendOwn(buffer []byte, image *model.Image) []byte {
	hasCase := false
	eachOwn(image, func(text string) bool {
		hasCase = hasCase || hasUpper(text)
		if text != image.ID.Raw() && text != image.Owner.Raw() || !isHex(text) {
			buffer = append(appendFolded(buffer, text), 0)
		}
		return true
	})
	if hasCase {
		buffer = append(buffer, cased...)
	}
	return buffer
}

// searched are the attributes that are looked at.
var searched = model.AttributeSet(0).With(model.AttrName).With(model.AttrStatus).With(model.AttrVisibility).
	With(model.AttrDiskFormat).With(model.AttrContainerFormat).With(model.AttrTags).With(model.AttrOwner)

// eachOwn calls a function with every text that is searched and that few images
// have, until it returns false.
func eachOwn(image *model.Image, do func(text string) bool) bool {
	if !image.Name.IsEmpty() && !do(image.Name.Raw()) {
		return false
	}
	for _, tag := range image.Tags {
		if !do(tag.Raw()) {
			return false
		}
	}
	return do(image.ID.Raw()) && (image.Owner.IsEmpty() || do(image.Owner.Raw()))
}

// eachCommon does so with those that many images have, and with what the list shows
// where something is unknown.
func eachCommon(image *model.Image, do func(text string) bool) bool {
	for _, text := range [...]string{
		image.Status.Raw(), image.Visibility.Raw(), image.DiskFormat.Raw(), image.ContainerFormat.Raw(),
	} {
		if text != "" && !do(text) {
			return false
		}
	}
	return image.Unknown&searched == 0 || do("unknown")
}

// Common says which words of a search are found in what an image has in common with
// many: its status, visibility and formats. It is found out once for all of those.
type Common uint64

// mostCommon is how many words a Common tells of.
const mostCommon = 64

// Common returns which words are found in the status, the visibility and the formats
// of an image.
func (s *Search) Common(image *model.Image) (found Common) {
	for i := range min(len(s.words), mostCommon) {
		if s.words[i].inCommon(image) {
			found |= 1 << i
		}
	}
	return found
}

// Match reports whether the search finds an image, of which own is what AppendOwn
// appends. The image itself is asked for only where that does not decide, which is
// seldom.
func (s *Search) Match(common Common, own string, image func() *model.Image) bool {
	for i := range s.words {
		w := &s.words[i]
		found := common>>i&1 != 0 || w.inOwn(own, image) || i >= mostCommon && w.inCommon(image())
		if found == w.not {
			return false
		}
	}
	return true
}

func (w *word) inCommon(image *model.Image) bool {
	return !eachCommon(image, func(text string) bool { return !w.in(text) })
}

func (w *word) inOwn(own string, image func() *model.Image) bool {
	switch {
	case w.re != nil:
		return mayHave(own, w.literal, isHex(w.literal), image) && !eachOwn(image(), func(text string) bool { return !w.in(text) })
	case w.exact != "":
		return strings.HasSuffix(own, cased) && mayHave(own, w.folded, w.hex, image) &&
			!eachOwn(image(), func(text string) bool { return !w.in(text) })
	default:
		return mayHave(own, w.folded, w.hex, image)
	}
}

// in reports whether a word is found in one text.
func (w *word) in(text string) bool {
	switch {
	case w.re != nil:
		return w.re.MatchString(text)
	case w.exact != "":
		return strings.Contains(text, w.exact)
	default:
		return strings.Contains(fold(text), w.folded)
	}
}

// mayHave reports whether a folded text is in what an image has for itself, or, where
// it could be a part of an id, in one of those.
func mayHave(own, folded string, hex bool, image func() *model.Image) bool {
	return strings.Contains(own, folded) || hex && inIDs(image(), folded)
}

// MatchText reports whether one text has all that must be found, and nothing
// that must not.
func (s *Search) MatchText(text string) bool {
	for i := range s.words {
		if w := &s.words[i]; w.in(text) == w.not {
			return false
		}
	}
	return true
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
