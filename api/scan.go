package api

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
	"glimpse/model/text"
)

// Services write their records in one way: of strings, whole numbers, true, false and null,
// and lists of strings. Such records are read here, in a fraction of the
// time; whatever else stands in a page is left to the readers of any JSON (readListing)
// and of what is none (mendListing). What is accepted here says the same to them.

// scanner goes over JSON of that kind.
type scanner struct {
	body []byte
	at   int
}

// scanListing reads a page, and reports whether it could.
func scanListing(body []byte, keepRaw bool, shared *interner) (page listing, ok bool) {
	s := scanner{body: body}
	if !s.take('{') {
		return listing{}, false
	}
	found := false
	for {
		key, isText := s.text()
		if !isText || !s.take(':') {
			return listing{}, false
		}
		switch string(key) {
		case `"images"`:
			if found {
				return listing{}, false
			}
			page.images, found = s.images(keepRaw, shared)
			ok = found
		case `"next"`:
			var link jsontext.Value
			link, ok = s.value()
			page.more = ok && link.Kind() == '"'
		default:
			_, ok = s.value()
		}
		switch {
		case !ok:
			return listing{}, false
		case s.take('}'):
			return page, found
		case !s.take(','):
			return listing{}, false
		}
	}
}

// images reads the array of a listing.
func (s *scanner) images(keepRaw bool, shared *interner) (images []model.Image, ok bool) {
	if !s.take('[') || s.take(']') {
		return nil, false
	}
	shared.mu.Lock()
	defer shared.mu.Unlock()
	into := imageDecoder{shared: shared}
	images = spareImages(shared.likely(len(s.body)))
	for first := s.at; s.peek() == '{'; {
		begin := s.at
		if len(images) == cap(images) {
			images = slices.Grow(images, expected(len(images), int64(begin-first), int64(len(s.body)-begin)))
		}
		images = append(images, model.Image{})
		image := &images[len(images)-1]
		if !into.scan(s, image) {
			s.at = begin
			if !into.readOne(s, image) {
				return nil, false
			}
		}
		if keepRaw {
			image.Raw = bytes.Clone(s.body[begin:s.at])
		}
		switch {
		case s.take(']'):
			shared.note(len(s.body), len(images))
			return images, true
		case !s.take(','):
			return nil, false
		}
	}
	return nil, false
}

// readOne reads a record that is any JSON.
func (d *imageDecoder) readOne(s *scanner, image *model.Image) bool {
	end := endOfValue(s.body, s.at)
	if end < 0 {
		return false
	}
	reader := newReader(s.body[s.at:end])
	*image = model.Image{}
	if d.decode(reader, image) != nil || int(reader.InputOffset()) != end-s.at {
		return false
	}
	s.at = end
	return true
}

// scan reads a record, and reports whether it could. If not, parts of it are in image.
func (d *imageDecoder) scan(s *scanner, image *model.Image) bool {
	d.reset(image)
	if !s.take('{') {
		return false
	}
	for {
		key := s.key(&d.shared.keys)
		if key == nil || !d.scanMember(s, image, key) {
			return false
		}
		switch {
		case s.take('}'):
			d.finish(image)
			return true
		case !s.take(','):
			return false
		}
	}
}

// key reads a key and the colon behind it, and returns nil where there is none. Most often
// it is the one that is expected, written as it was the last time, blanks and all.
func (s *scanner) key(keys *keyTable) *recordKey {
	s.peek()
	if expected := keys.expected(); expected != nil && expected.written != "" && s.skip(expected.written) {
		keys.last = expected
		return expected
	}
	begin := s.at
	quoted, isText := s.text()
	if !isText || !s.take(':') {
		return nil
	}
	key := keys.find(quoted)
	s.peek()
	if written := s.body[begin:s.at]; key.kept && isWritten(quoted, key.name) && string(written) != key.written {
		key.written = string(written)
	}
	return key
}

// skip steps over what is written so, if it is what follows.
func (s *scanner) skip(written string) bool {
	end := s.at + len(written)
	if end > len(s.body) || string(s.body[s.at:end]) != written {
		return false
	}
	s.at = end
	return true
}

// scanMember reads what stands under a key. A key that comes twice is left to others.
func (d *imageDecoder) scanMember(s *scanner, image *model.Image, key *recordKey) bool {
	if key.known && !d.begin(image, key.attribute) {
		return false
	}
	if key.known && key.attribute == model.AttrTags {
		return d.scanTags(s, image)
	}
	if key.isText {
		if key.value != "" && s.isText(key.value) {
			d.setPlain(image, key, text.Of(key.value))
			return true
		}
		if content, isPlain := s.plain(); isPlain {
			d.setPlain(image, key, d.plain(content, key.sharing()))
			return true
		}
	}
	value, ok := s.value()
	switch {
	case !ok:
		return false
	case key.known:
		d.setAttribute(image, key, value)
	default:
		d.setProperty(image, key, value)
	}
	return true
}

// setPlain gives an image the text that stands under a key.
func (d *imageDecoder) setPlain(image *model.Image, key *recordKey, content text.Untrusted) {
	if !key.known {
		d.addProperty(image, key, model.Property{Key: text.Of(key.name), Value: content})
		return
	}
	image.Null, image.Unknown = image.Null.Without(key.attribute), image.Unknown.Without(key.attribute)
	*textPlace(image, key.attribute) = content
}

func (d *imageDecoder) scanTags(s *scanner, image *model.Image) bool {
	image.Unknown = image.Unknown.Without(model.AttrTags)
	if !s.take('[') {
		return false
	}
	if s.take(']') {
		return true
	}
	for {
		if content, isPlain := s.plain(); isPlain {
			d.tags = append(d.tags, d.plain(content, &d.shared.tags))
		} else if tag, isText := s.text(); isText {
			content, _ := d.tag(tag)
			d.tags = append(d.tags, content)
		} else {
			return false
		}
		switch {
		case s.take(']'):
			return true
		case !s.take(','):
			return false
		}
	}
}

// peek returns the next byte that is no blank, or zero at the end.
func (s *scanner) peek() byte {
	for ; s.at < len(s.body); s.at++ {
		if c := s.body[s.at]; c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
	}
	return 0
}

// take steps over a byte, if it is the next.
func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

// value reads a string, a whole number, true, false or null.
func (s *scanner) value() (value jsontext.Value, ok bool) {
	c := s.peek()
	begin := s.at
	switch {
	case c == '"':
		return s.text()
	case c == 't':
		return s.word("true")
	case c == 'f':
		return s.word("false")
	case c == 'n':
		return s.word("null")
	case c == '0':
		s.at++
	case '1' <= c && c <= '9':
		for s.at < len(s.body) && '0' <= s.body[s.at] && s.body[s.at] <= '9' {
			s.at++
		}
	default:
		return nil, false
	}
	return s.body[begin:s.at], true
}

func (s *scanner) word(word string) (value jsontext.Value, ok bool) {
	begin := s.at
	return s.body[begin:min(begin+len(word), len(s.body))], s.skip(word)
}

// isText steps over a string, if it is written as a text is that has neither a backslash nor
// a quotation mark in it.
func (s *scanner) isText(plain string) bool {
	if s.peek() != '"' {
		return false
	}
	end := s.at + 1 + len(plain)
	if end >= len(s.body) || s.body[end] != '"' || string(s.body[s.at+1:end]) != plain {
		return false
	}
	s.at = end + 1
	return true
}

// plain reads a string without escapes, and returns what is between its quotation marks. It
// stays where it is if another value is next.
func (s *scanner) plain() (content []byte, ok bool) {
	if s.peek() != '"' {
		return nil, false
	}
	begin := s.at + 1
	end := endOfPlain(s.body, begin)
	if end < 0 {
		return nil, false
	}
	s.at = end + 1
	return s.body[begin:end:end], true
}

// text reads a string, with its quotation marks.
func (s *scanner) text() (quoted jsontext.Value, ok bool) {
	if s.peek() != '"' {
		return nil, false
	}
	begin := s.at
	if _, isPlain := s.plain(); isPlain {
		return s.body[begin:s.at], true
	}
	end := endOfString(s.body, begin)
	if end < 0 {
		return nil, false
	}
	if _, err := jsontext.AppendUnquote(nil, s.body[begin:end+1]); err != nil {
		return nil, false
	}
	s.at = end + 1
	return s.body[begin:s.at], true
}

// endOfPlain returns where the next quotation mark is, or -1 where an escape or a control
// character, or nothing, comes before it. It looks at eight bytes at a time.
func endOfPlain(body []byte, at int) int {
	const (
		ones   = 0x0101010101010101
		tops   = 0x80 * ones
		spaces = ' ' * ones
		quotes = '"' * ones
		slants = '\\' * ones
	)
	for ; at+8 <= len(body); at += 8 {
		eight := binary.LittleEndian.Uint64(body[at:])
		quote, slant := eight^quotes, eight^slants
		// The lowest bit that is set is that of the first byte which is none of the others.
		if found := ((eight-spaces)&^eight | (quote-ones)&^quote | (slant-ones)&^slant) & tops; found != 0 {
			at += bits.TrailingZeros64(found) / 8
			if body[at] == '"' {
				return at
			}
			return -1
		}
	}
	for ; at < len(body) && body[at] >= ' ' && body[at] != '\\'; at++ {
		if body[at] == '"' {
			return at
		}
	}
	return -1
}
