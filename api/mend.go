package api

import (
	"bytes"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
	"glimpse/model/text"
)

// An image with something in it that is no JSON (NaN, a raw control character,
// a number that breaks off) is one image that cannot be read in full, and no
// page that cannot be read at all. Such a page is split by its brackets, commas
// and quotation marks alone, and each record is read for itself.

// mendListing reads a page that is no JSON, if it can be split into records.
func mendListing(body []byte, keepRaw bool, shared *interner) (page listing, err error) {
	members, end, err := splitObject(bytes.TrimLeft(body, blanks))
	if err != nil || end < 0 {
		return listing{}, orMalformed(err)
	}
	found := false
	for _, member := range members {
		switch string(plainString(member.name)) {
		case "images":
			records, err := splitArray(member.value)
			if err != nil {
				return listing{}, err
			}
			found, page.images = true, mendImages(records, keepRaw, shared)
		case "next":
			page.more = member.value.Kind() == '"'
		}
	}
	if !found {
		return listing{}, errNotImages
	}
	return page, nil
}

func orMalformed(err error) error {
	if err != nil {
		return err
	}
	return errMalformed
}

func mendImages(records []jsontext.Value, keepRaw bool, shared *interner) []model.Image {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	into := imageDecoder{shared: shared}
	images := make([]model.Image, len(records))
	for i, record := range records {
		raw := into.mend(record, &images[i])
		if keepRaw {
			images[i].Raw = raw
		}
	}
	return images
}

// mend reads one record, which may be no JSON, and returns it as JSON: what
// cannot be read stands in it as a string.
func (d *imageDecoder) mend(record jsontext.Value, image *model.Image) (mended []byte) {
	if isJSON(record) && d.decode(newReader(record), image) == nil {
		return bytes.Clone(record)
	}
	*image = model.Image{}
	members, end, err := splitObject(record)
	if record.Kind() != '{' || err != nil {
		noRecord(image, "the record is no JSON")
		return quoted(record)
	}
	d.reset(image)
	mended = append(mended, '{')
	for i, one := range members {
		if i > 0 {
			mended = append(mended, ',')
		}
		name, wasName := mendValue(one.name)
		value, was := mendValue(one.value)
		d.member(image, name, value, one.value, max(was, wasName))
		mended = append(append(append(mended, name...), ':'), value...)
	}
	if end < 0 {
		image.Faults = append(image.Faults, model.Fault{Reason: "the rest of the record is no JSON"})
	}
	d.finish(image)
	return append(mended, '}')
}

// member takes one member of a record that is no JSON.
func (d *imageDecoder) member(image *model.Image, name, value, written jsontext.Value, was condition) {
	key := d.shared.keys.find(name)
	attribute, known := key.attribute, key.known
	wrong := ""
	switch was {
	case sound:
	case escaped:
		wrong = "it holds a raw control character"
	case broken:
		wrong = fmt.Sprintf("it is no JSON value: %.40s", written)
	}
	switch {
	case known && was == broken:
		if d.begin(image, attribute) {
			d.unreadable(image, attribute, wrong)
		}
		return
	case known && attribute == model.AttrTags:
		_ = d.tagList(newReader(value), image) // the value is JSON
	case known:
		if d.begin(image, attribute) {
			d.setAttribute(image, key, value)
		}
	case was == broken:
		d.addProperty(image, key, model.Property{Key: text.Of(key.name), Value: d.verbatim(written)})
	default:
		d.setProperty(image, key, value)
	}
	switch {
	case wrong == "":
	case known:
		image.Faults = append(image.Faults, model.Fault{Field: text.Of(attribute.String()), Reason: wrong})
	default:
		d.faulty(image, key, wrong)
	}
}

// condition is what had to be done to a value, the worst last.
type condition uint8

const (
	sound   condition = iota
	escaped           // raw control characters were escaped, which says the same
	broken            // it is no JSON, and stands as a string
)

// mendValue returns a value that is JSON.
func mendValue(value jsontext.Value) (jsontext.Value, condition) {
	if isJSON(value) {
		return value, sound
	}
	if mended := escapeControls(value); isJSON(mended) {
		return mended, escaped
	}
	return quoted(value), broken
}

func isJSON(value jsontext.Value) bool {
	return value.IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// quoted returns a text as a JSON string; what is no UTF-8 in it is replaced.
func quoted(written []byte) jsontext.Value {
	out, _ := jsontext.AppendQuote(nil, bytes.ToValidUTF8(written, []byte("\uFFFD")))
	return out
}

// escapeControls escapes the control characters within strings.
func escapeControls(value jsontext.Value) jsontext.Value {
	var out jsontext.Value
	inString := false
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case inString && c == '\\' && i+1 < len(value):
			out = append(out, c, value[i+1])
			i++
			continue
		case inString && c < ' ':
			out = fmt.Appendf(out, `\u%04x`, c)
			continue
		case c == '"':
			inString = !inString
		}
		out = append(out, value[i])
	}
	return out
}

// blanks are what JSON allows between its tokens.
const blanks = " \t\r\n"

// written is a member of an object as it stands there.
type written struct{ name, value jsontext.Value }

// splitObject splits an object into its members. end is where it ends, or -1
// where it cannot be split any further than the members that are returned. The
// error is of an object that breaks off.
func splitObject(object []byte) (members []written, end int, err error) {
	if len(object) == 0 || object[0] != '{' {
		return nil, -1, nil
	}
	for at := 1; ; {
		at = afterBlanks(object, at)
		switch {
		case at == len(object):
			return members, -1, io.ErrUnexpectedEOF
		case object[at] == '}':
			return members, at + 1, nil
		case object[at] != '"':
			return members, -1, nil
		}
		nameEnd := endOfValue(object, at)
		colon := afterBlanks(object, max(0, nameEnd))
		if nameEnd < 0 || colon == len(object) {
			return members, -1, io.ErrUnexpectedEOF
		}
		if object[colon] != ':' {
			return members, -1, nil
		}
		begin := afterBlanks(object, colon+1)
		valueEnd := endOfValue(object, begin)
		if valueEnd < 0 {
			return members, -1, io.ErrUnexpectedEOF
		}
		members = append(members, written{object[at:nameEnd], bytes.TrimRight(object[begin:valueEnd], blanks)})
		at = afterBlanks(object, valueEnd)
		switch {
		case at == len(object):
			return members, -1, io.ErrUnexpectedEOF
		case object[at] == ',':
			at++
		case object[at] != '}':
			return members, -1, nil
		}
	}
}

// splitArray splits an array into its elements.
func splitArray(array []byte) (elements []jsontext.Value, err error) {
	if len(array) == 0 || array[0] != '[' {
		return nil, errNotImages
	}
	for at := 1; ; {
		at = afterBlanks(array, at)
		if at < len(array) && array[at] == ']' {
			return elements, nil
		}
		end := endOfValue(array, at)
		if end < 0 {
			return nil, io.ErrUnexpectedEOF
		}
		elements = append(elements, bytes.TrimRight(array[at:end], blanks))
		at = afterBlanks(array, end)
		switch {
		case at == len(array):
			return nil, io.ErrUnexpectedEOF
		case array[at] == ',':
			at++
		case array[at] != ']':
			return nil, errMalformed
		}
	}
}

func afterBlanks(body []byte, at int) int {
	return len(body) - len(bytes.TrimLeft(body[at:], blanks))
}

// endOfValue returns where a value ends that begins at a place: a string behind
// its quotation mark, an object or array behind its last bracket, and anything
// else before the next comma or bracket. It is negative where that is missing.
func endOfValue(body []byte, at int) int {
	depth := 0
	for i := at; i < len(body); i++ {
		char := body[i]
		if depth == 0 && (char == ',' || char == ']' || char == '}') {
			return i
		}
		switch char {
		case '"':
			if i = endOfString(body, i); i < 0 {
				return -1
			}
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return -1
}

// endOfString returns where the quotation mark is that ends a string.
func endOfString(body []byte, at int) int {
	for i := at + 1; i < len(body); i++ {
		switch body[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}
