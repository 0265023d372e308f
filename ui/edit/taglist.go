package edit

import (
	"cmp"
	"slices"
	"strings"

	"glimpse/model/command"
)

// want is what is to become of a tag.
type want uint8

const (
	asItIs want = iota
	toAdd
	toRemove
)

// tag is one tag: how many of the images have it, and what is to become of it.
type tag struct {
	name string
	on   int
	want want
}

// tagSet is the tags of images, those that may be given to them, and what is
// to become of each.
type tagSet struct {
	holders holders
	// tags are the ones that were typed, then those of the images, the most
	// frequent first, then others that are in use.
	tags []tag
	// typed is how many of them were typed.
	typed int
	// most is the largest number of tags that an image would have; stale says
	// that it is to be counted again.
	most  int
	stale bool
}

func newTagSet(held holders, inUse []string) tagSet {
	s := tagSet{holders: held, stale: true}
	for name, on := range held.of {
		s.tags = append(s.tags, tag{name: name, on: len(on)})
	}
	slices.SortFunc(s.tags, func(a, b tag) int {
		return cmp.Or(cmp.Compare(b.on, a.on), cmp.Compare(a.name, b.name))
	})
	for _, name := range inUse {
		if len(held.of[name]) == 0 {
			s.tags = append(s.tags, tag{name: name})
		}
	}
	return s
}

// find returns where a tag is, or -1.
func (s *tagSet) find(name string) int {
	return slices.IndexFunc(s.tags, func(each tag) bool { return each.name == name })
}

// total is how many images there are.
func (s *tagSet) total() int { return len(s.holders.counts) }

// onAll reports whether every image has a tag.
func (s *tagSet) onAll(at int) bool { return s.total() > 0 && s.tags[at].on == s.total() }

// choices are what may become of a tag, in the order in which they are gone
// through.
func (s *tagSet) choices(at int) []want {
	switch {
	case s.tags[at].on == 0:
		return []want{asItIs, toAdd}
	case s.onAll(at):
		return []want{asItIs, toRemove}
	default:
		return []want{asItIs, toAdd, toRemove}
	}
}

// set decides what is to become of a tag.
func (s *tagSet) set(at int, wanted want) {
	s.tags[at].want, s.stale = wanted, true
}

// toggle goes to the next of what may become of a tag.
func (s *tagSet) toggle(at int) {
	choices := s.choices(at)
	s.set(at, choices[(slices.Index(choices, s.tags[at].want)+1)%len(choices)])
}

// add asks for a tag on every image. It returns where the tag is.
func (s *tagSet) add(name string) int {
	at := s.find(name)
	if at < 0 {
		s.tags = slices.Insert(s.tags, s.typed, tag{name: name})
		at = s.typed
		s.typed++
	} else if s.tags[at].on == 0 && at >= s.typed {
		// What was typed stands where it can be seen.
		moved := s.tags[at]
		s.tags = slices.Insert(slices.Delete(s.tags, at, at+1), s.typed, moved)
		at = s.typed
		s.typed++
	}
	wanted := toAdd
	if s.onAll(at) {
		wanted = asItIs
	}
	s.set(at, wanted)
	return at
}

// remove asks for a tag on no image. It returns where the tag is, or -1 if no
// image has it and none was to get it.
func (s *tagSet) remove(name string) int {
	at := s.find(name)
	switch {
	case at < 0, s.tags[at].on == 0 && s.tags[at].want == asItIs:
		return -1
	case s.tags[at].on == 0:
		s.set(at, asItIs)
	default:
		s.set(at, toRemove)
	}
	return at
}

// wanted lists the tags of which the same is to become.
func (s *tagSet) wanted(what want) []string {
	var names []string
	for _, each := range s.tags {
		if each.want == what {
			names = append(names, each.name)
		}
	}
	return names
}

// changes is how many tags are to be added or removed.
func (s *tagSet) changes() int {
	count := 0
	for _, each := range s.tags {
		if each.want != asItIs {
			count++
		}
	}
	return count
}

// command is what is to be changed.
func (s *tagSet) command() command.Tag {
	return command.Tag{Add: s.wanted(toAdd), Remove: s.wanted(toRemove)}
}

// fullest returns the largest number of tags that an image would have.
func (s *tagSet) fullest() int {
	if s.stale {
		s.most, s.stale = s.holders.fullest(s.wanted(toAdd), s.wanted(toRemove)), false
	}
	return s.most
}

// holding returns the tags that hold a text, whatever its case; those that
// begin with it come first where first is set.
func (s *tagSet) holding(text string, first bool) []int {
	text = strings.ToLower(text)
	var begins, holds []int
	for at := range s.tags {
		switch lower := strings.ToLower(s.tags[at].name); {
		case first && strings.HasPrefix(lower, text):
			begins = append(begins, at)
		case strings.Contains(lower, text):
			holds = append(holds, at)
		}
	}
	return append(begins, holds...)
}
