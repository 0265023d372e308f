package api

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
	"glimpse/model/text"
)

// span is a piece of an imageDecoder's arena, or a shared string.
type span struct {
	begin, end int32
	shared     string
}

type propertySpan struct {
	key   *recordKey
	value span
	null  bool
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
func (d *imageDecoder) text(quoted jsontext.Value, under *recordKey) (kept span, whole bool) {
	if content := plainString(quoted); content != nil {
		return d.plain(content, under), true
	}
	begin := len(d.arena)
	unquoted, err := jsontext.AppendUnquote(d.arena, quoted)
	if under != nil && under.mayBeShared() {
		under.missed++
		if shared, found := d.shared.lookup(unquoted[begin:]); found {
			under.missed = 0
			return span{shared: shared}, err == nil
		}
	}
	d.arena = unquoted
	return span{begin: int32(begin), end: int32(len(d.arena))}, err == nil
}

// plain takes a string that is written without escapes.
func (d *imageDecoder) plain(content []byte, under *recordKey) span {
	if under != nil && under.value != "" && under.value == string(content) {
		return span{shared: under.value}
	}
	if under != nil && under.mayBeShared() {
		under.missed++
		if shared, found := d.shared.lookup(content); found {
			under.remember(shared)
			return span{shared: shared}
		}
	}
	return d.verbatim(content)
}

// finish turns the spans into strings. What an image does not share with
// others is one string for its attributes and tags and another one for its
// properties, so that a list may keep the one and let go of the other.
func (d *imageDecoder) finish(image *model.Image) {
	d.own = d.own[:0]
	for i := range d.texts {
		d.keep(&d.texts[i])
	}
	for i := range d.tags {
		d.keep(&d.tags[i])
	}
	own := string(d.own)
	for i, attribute := range textAttributes {
		if d.texts[i] == (span{}) {
			continue
		}
		if place, isText := placeOf(image, attribute).(*text.Untrusted); isText {
			*place = d.texts[i].in(own)
		}
	}
	if len(d.tags) > 0 {
		image.Tags = make([]text.Untrusted, len(d.tags))
		for i := range d.tags {
			image.Tags[i] = d.tags[i].in(own)
		}
	}
	d.finishProperties(image)
	if image.ID.IsEmpty() {
		image.Unknown = image.Unknown.With(model.AttrID)
		image.Faults = append(image.Faults, model.Fault{Reason: "the record has no id"})
	}
}

func (d *imageDecoder) finishProperties(image *model.Image) {
	if len(d.properties) == 0 {
		return
	}
	d.own = d.own[:0]
	for i := range d.properties {
		d.keep(&d.properties[i].value)
	}
	own := string(d.own)
	image.Properties = make([]model.Property, len(d.properties))
	for i, property := range d.properties {
		image.Properties[i] = model.Property{Key: text.Of(property.key.name), Value: property.value.in(own), Null: property.null}
	}
}

// keep moves a text that is not shared from the arena to the image's own.
func (d *imageDecoder) keep(s *span) {
	if s.shared != "" {
		return
	}
	begin := len(d.own)
	d.own = append(d.own, d.arena[s.begin:s.end]...)
	s.begin, s.end = int32(begin), int32(len(d.own))
}

func (s span) in(own string) text.Untrusted {
	if s.shared != "" {
		return text.Of(s.shared)
	}
	return text.Of(own[s.begin:s.end])
}
