package api

import (
	"hash/maphash"
	"sync"

	"glimpse/model"
)

// The size of the table of shared strings, and the longest that it takes.
// Statuses, formats, owners, keys, tags and common values are few and short.
const (
	internSlots     = 8192
	longestInterned = 64
)

// interner keeps one copy of strings that many images have in common. It is a
// cache: a string is taken at its second sight, so that what is unique, such
// as a build number, displaces nothing and costs nothing. The holder of mu may
// call lookup, and use keys.
type interner struct {
	mu    sync.Mutex
	seed  maphash.Seed
	slots [internSlots]internSlot
	keys  keyTable
	tags  recordKey // what all tags stand under
	// recordSize is how many bytes a record of the last listing took.
	recordSize int
}

type internSlot struct {
	hash  uint64 // of the string seen last
	value string // the string that is shared
}

// note takes how many records a listing of so many bytes had.
func (in *interner) note(size, records int) { in.recordSize = size / records }

// likely returns how many records a listing of so many bytes has, and some more. It is
// none where that is not known, and never more than there can be of real ones.
func (in *interner) likely(size int) int {
	const smallest = 512
	if in.recordSize == 0 {
		return 0
	}
	return size/max(smallest, in.recordSize)*17/16 + 1
}

func newInterner() *interner { return &interner{seed: maphash.MakeSeed()} }

// lookup returns the shared copy of a string, if there is one.
func (in *interner) lookup(content []byte) (string, bool) {
	if len(content) == 0 || len(content) > longestInterned {
		return "", false
	}
	hash := maphash.Bytes(in.seed, content)
	// Two frequent strings in one slot would keep each other out: each has a
	// second one.
	first, second := &in.slots[hash%internSlots], &in.slots[hash>>32%internSlots]
	switch {
	case first.value == string(content):
		return first.value, true
	case second.value == string(content):
		return second.value, true
	case first.hash == hash:
		first.value = string(content)
		return first.value, true
	case second.hash == hash:
		second.value = string(content)
		return second.value, true
	case first.value != "" && second.value == "":
		second.hash = hash
	default:
		first.hash = hash
	}
	return "", false
}

// sparePages are pages whose images were copied elsewhere: the next page is read into one
// of them.
var sparePages sync.Pool

// spareImages returns an empty page with room for so many images.
func spareImages(count int) []model.Image {
	if page, ok := sparePages.Get().(*[]model.Image); ok && cap(*page) >= count {
		return *page
	}
	return make([]model.Image, 0, count)
}

// reuseImages gives a page away. Nothing may refer to it any more.
func reuseImages(page []model.Image) {
	clear(page)
	page = page[:0]
	sparePages.Put(&page)
}
