package api

import (
	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
)

// mostKeys is how many keys are known at a time: of attributes and of the properties of
// a cloud, which are some hundred where it has many.
const mostKeys = 1024

// recentValues is how many texts under a key are found without asking for the shared
// ones: it is a power of two.
const recentValues = 16

// recordKey is a key of a record. Those of records are the same again and again, and so
// is what often stands under them: what was learned of a key saves looking for it.
type recordKey struct {
	name      string // without escapes
	attribute model.Attribute
	known     bool // it is that of an attribute
	isText    bool // what stands under it is kept as a text
	// kept says that records with this key find it here again, by the same bytes. One
	// that is written with escapes, or that is one too many, is made for one record.
	kept bool
	// written is how it was written last, and what is behind it up to what stands under it.
	written string
	// next is the key that came behind it last.
	next *recordKey
	// value is the last text under the key that images have in common, where it is
	// written as it is.
	value string
	// recent are others, each of which has its place by a few of its bytes.
	recent [recentValues]string
	// missed is how many texts in a row no other image had, and asked how many there were.
	missed, asked uint
	// met is the number of the record that had it last.
	met uint64
}

// keyTable are the keys that were met. The zero value has none.
type keyTable struct {
	byName map[string]*recordKey
	// first is the key that records begin with, and last the one that was met last, nil
	// at the beginning of a record.
	first, last *recordKey
	// record is the number of the record under way.
	record uint64
}

// begin begins another record.
func (t *keyTable) begin() {
	t.record++
	t.last = nil
	if len(t.byName) >= mostKeys {
		*t = keyTable{record: t.record}
	}
}

// next returns where the key is kept that follows, if it is the one that followed the
// last time.
func (t *keyTable) next() **recordKey {
	if t.last == nil {
		return &t.first
	}
	return &t.last.next
}

// expected returns the key that is likely to follow, or nil.
func (t *keyTable) expected() *recordKey { return *t.next() }

// find returns a key. Most often it is the one that is expected.
func (t *keyTable) find(quoted jsontext.Value) *recordKey {
	next := t.next()
	key := *next
	if key == nil || !isWritten(quoted, key.name) {
		if key = t.look(quoted); key.kept {
			*next = key
		}
	}
	t.last = key
	return key
}

func (t *keyTable) look(quoted jsontext.Value) *recordKey {
	plain := plainString(quoted)
	if plain == nil {
		unquoted, _ := jsontext.AppendUnquote(nil, quoted)
		return newKey(string(unquoted))
	}
	if key := t.byName[string(plain)]; key != nil {
		return key
	}
	key := newKey(string(plain))
	if key.kept = len(t.byName) < mostKeys && len(plain) <= longestInterned; key.kept {
		if t.byName == nil {
			t.byName = make(map[string]*recordKey)
		}
		t.byName[key.name] = key
	}
	return key
}

func newKey(name string) *recordKey {
	key := &recordKey{name: name}
	key.attribute, key.known = model.AttributeNamed(name)
	key.isText = !key.known || textPlace(&model.Image{}, key.attribute) != nil
	return key
}

// isWritten reports whether a JSON string says a text that has no backslash and is
// written as it is.
func isWritten(quoted jsontext.Value, plain string) bool {
	return len(quoted) == len(plain)+2 && string(quoted[1:len(quoted)-1]) == plain
}

// sharing returns the key, or nil where each image has a text of its own under it.
func (k *recordKey) sharing() *recordKey {
	if k.known && !commonText.Has(k.attribute) {
		return nil
	}
	return k
}

// mayBeShared reports whether a text under the key is looked for among the shared ones. Of
// a key under which each image has its own every eighth is.
func (k *recordKey) mayBeShared() bool {
	const unique = 32
	k.asked++
	return k.missed < unique || k.asked%8 == 0
}

// place returns where a text that is not empty may be among the recent ones.
func (k *recordKey) place(content []byte) *string {
	mixed := int(content[0]) + 3*int(content[len(content)-1]) + 5*int(content[len(content)/2]) + len(content)
	return &k.recent[mixed%recentValues]
}

// recall returns the shared copy of a text that is not empty, if it is a recent one.
func (k *recordKey) recall(content []byte) (shared string, found bool) {
	shared = *k.place(content)
	if shared != string(content) {
		return "", false
	}
	k.missed = 0
	k.value = shared
	return shared, true
}

// remember takes a text that stood under the key, written as it is, and is shared. It is
// not empty.
func (k *recordKey) remember(shared string) {
	k.missed = 0
	k.value = shared
	*k.place([]byte(shared)) = shared
}
