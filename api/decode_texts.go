package api

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
	"glimpse/model/text"
)

// What images have for themselves lies together for some images: one that is kept keeps
// what lies beside it, which is why there is room for few.
const (
	textBlockSize = 2048 // for the texts of about six images
	slabSize      = 64   // for the properties of about six, or the tags of more
)

// textBlock makes strings that lie one behind another.
type textBlock struct{ block strings.Builder }

// keep returns a text as a string.
func (b *textBlock) keep(written []byte) string {
	if len(written) > textBlockSize/4 {
		return string(written)
	}
	if len(written) > b.block.Cap()-b.block.Len() {
		b.block.Reset()
		b.block.Grow(textBlockSize)
	}
	begin := b.block.Len()
	b.block.Write(written)
	return b.block.String()[begin:]
}

// slab makes slices that lie one behind another.
type slab[T any] struct{ room []T }

// keep returns a copy of a slice, which is nil if there is nothing in it.
func (s *slab[T]) keep(some []T) []T {
	if len(some) == 0 {
		return nil
	}
	if len(some) > cap(s.room)-len(s.room) {
		s.room = make([]T, 0, max(slabSize, len(some)))
	}
	begin := len(s.room)
	s.room = append(s.room, some...)
	return s.room[begin:len(s.room):len(s.room)]
}

// plainString returns what is between the quotes of a JSON string without
// escapes, or nil. The empty string is not nil.
func plainString(quoted jsontext.Value) []byte {
	if len(quoted) < 2 || bytes.IndexByte(quoted, '\\') >= 0 {
		return nil
	}
	return quoted[1 : len(quoted)-1 : len(quoted)-1]
}

// text takes a JSON string. Where images may have it in common, under is the key that it
// stands under, and it is shared. whole reports whether all of it could be kept.
func (d *imageDecoder) text(quoted jsontext.Value, under *recordKey) (kept text.Untrusted, whole bool) {
	if content := plainString(quoted); content != nil {
		return d.plain(content, under), true
	}
	unquoted, err := jsontext.AppendUnquote(d.unquoted[:0], quoted)
	d.unquoted = unquoted
	if under != nil && under.mayBeShared() {
		under.missed++
		if shared, found := d.shared.lookup(unquoted); found {
			under.missed = 0
			return text.Of(shared), err == nil
		}
	}
	return d.verbatim(unquoted), err == nil
}

// plain takes a string that is written without escapes.
func (d *imageDecoder) plain(content []byte, under *recordKey) text.Untrusted {
	if under == nil || len(content) == 0 {
		return d.verbatim(content)
	}
	if shared, found := under.recall(content); found {
		return text.Of(shared)
	}
	if under.mayBeShared() {
		under.missed++
		if shared, found := d.shared.lookup(content); found {
			under.remember(shared)
			return text.Of(shared)
		}
	}
	return d.verbatim(content)
}

// finish ends a record.
func (d *imageDecoder) finish(image *model.Image) {
	image.Tags, image.Properties = d.tagSlab.keep(d.tags), d.propertySlab.keep(d.properties)
	if image.ID.IsEmpty() {
		image.Unknown = image.Unknown.With(model.AttrID)
		image.Faults = append(image.Faults, model.Fault{Reason: "the record has no id"})
	}
}
