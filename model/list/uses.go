package list

import (
	"strings"

	"glimpse/model"
)

// nameUses counts how many images of the service have each name, where the query
// asks for that. The zero value counts none.
type nameUses struct {
	// belongs reports whether an image belongs to the list by the uses of its
	// name; nil takes every one.
	belongs func(uses int) bool
	// counting are the names that the walk has met, before those of the last walk
	// that came to its end, by which a refresh judges until it does.
	counting, before map[string]int
	// listed is how many images belong.
	listed int
	bytes  int64
}

func (u *nameUses) count(image *model.Image) {
	if u.belongs == nil || image.Name.IsEmpty() {
		return
	}
	if u.counting == nil {
		u.counting = make(map[string]int)
	}
	if name := image.Name.Raw(); u.counting[name] > 0 {
		u.counting[name]++
	} else {
		u.counting[strings.Clone(name)] = 1
	}
}

// belongs reports whether an image belongs to the list as far as that depends on
// other images.
func (l *List) belongs(e *entry) bool {
	if l.uses.belongs == nil {
		return true
	}
	name := l.store.listed(e.record).Name.Raw()
	return l.uses.belongs(max(l.uses.counting[name], l.uses.before[name]))
}

// countListed finds out how many images belong.
func (l *List) countListed() {
	if l.uses.belongs == nil {
		return
	}
	l.uses.listed, l.uses.bytes = 0, 0
	for _, rows := range [][]*entry{l.rows, l.old} {
		for _, e := range rows {
			if l.belongs(e) {
				l.uses.listed++
				l.uses.bytes += e.bytes()
			}
		}
	}
}
