package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
	"glimpse/model/text"
)

// errNotImages: the answer is JSON, and no list of images.
var errNotImages = errors.New("the answer holds no list of images")

// errMalformed: the answer is no JSON.
var errMalformed = fmt.Errorf("%w: it is not well-formed JSON", errNotImages)

// listing is one answer to GET /v2/images.
type listing struct {
	images []model.Image
	// more reports whether the answer has a link to a further page. The link
	// itself is of no use: it keeps only the last of a repeated parameter.
	more bool
}

// newReader reads JSON as leniently as it can be split: a key that comes twice
// and bytes that are not UTF-8 are looked at where they stand.
func newReader(body []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(body),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// byteOrderMark is what some software puts before its UTF-8.
var byteOrderMark = []byte("\uFEFF")

// decodeListing reads a page. Only what is no listing is an error; an image that
// cannot be read is an image with faults.
func decodeListing(body []byte, keepRaw bool, shared *interner) (listing, error) {
	body = bytes.TrimPrefix(body, byteOrderMark)
	if page, ok := scanListing(body, keepRaw, shared); ok {
		return page, nil
	}
	page, err := readListing(body, keepRaw, shared)
	if errors.Is(err, errMalformed) {
		return mendListing(body, keepRaw, shared)
	}
	return page, err
}

// readListing reads a page that is JSON.
func readListing(body []byte, keepRaw bool, shared *interner) (listing, error) {
	reader := newReader(body)
	var page listing
	found := false
	if reader.PeekKind() != '{' {
		return listing{}, notJSON(reader, body)
	}
	if _, err := reader.ReadToken(); err != nil {
		return listing{}, brokenOff(err)
	}
	for reader.PeekKind() != '}' {
		key, err := reader.ReadToken()
		if err != nil {
			return listing{}, brokenOff(err)
		}
		switch key.String() {
		case "images":
			if reader.PeekKind() != '[' {
				return listing{}, notJSON(reader, body)
			}
			found = true
			page.images, err = decodeImages(reader, body, keepRaw, shared)
		case "next":
			var link jsontext.Value
			link, err = reader.ReadValue()
			page.more = err == nil && link.Kind() == '"'
		default:
			err = reader.SkipValue()
		}
		if err != nil {
			return listing{}, brokenOff(err)
		}
	}
	if !found {
		return listing{}, errNotImages
	}
	return page, nil
}

// brokenOff separates an answer that ended early, which may be whole the next
// time, from one that is no JSON.
func brokenOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return io.ErrUnexpectedEOF
	}
	return errMalformed
}

func notJSON(reader *jsontext.Decoder, body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return fmt.Errorf("%w: it is empty", errNotImages)
	}
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
		return fmt.Errorf("%w: it is a web page", errNotImages)
	}
	if err := reader.SkipValue(); err != nil {
		return brokenOff(err)
	}
	return errNotImages
}

// decodeImages reads the array of a listing.
func decodeImages(reader *jsontext.Decoder, body []byte, keepRaw bool, shared *interner) ([]model.Image, error) {
	if _, err := reader.ReadToken(); err != nil {
		return nil, err
	}
	shared.mu.Lock()
	defer shared.mu.Unlock()
	into := imageDecoder{shared: shared}
	var images []model.Image
	first := reader.InputOffset()
	for reader.PeekKind() != ']' {
		begin := reader.InputOffset()
		if len(images) == cap(images) {
			images = slices.Grow(images, expected(len(images), begin-first, int64(len(body))-begin))
		}
		images = append(images, model.Image{})
		image := &images[len(images)-1]
		if err := into.decode(reader, image); err != nil {
			return nil, err
		}
		if keepRaw {
			image.Raw = bytes.Clone(bytes.TrimLeft(body[begin:reader.InputOffset()], ", \t\r\n"))
		}
	}
	_, err := reader.ReadToken()
	return images, err
}

// expected returns how many more images there may be room for, after so many in so many
// bytes, in those that are left.
func expected(images int, read, left int64) int {
	if read == 0 {
		return 1
	}
	return 1 + int(int64(images)*left/read)
}

// decodeImage reads the answer to GET /v2/images/{id}, to a create or to a
// patch.
func decodeImage(body []byte, shared *interner) (model.Image, error) {
	body = bytes.TrimPrefix(body, byteOrderMark)
	reader := newReader(body)
	if reader.PeekKind() != '{' {
		return model.Image{}, notJSON(reader, body)
	}
	shared.mu.Lock()
	defer shared.mu.Unlock()
	into := imageDecoder{shared: shared}
	var image model.Image
	err := into.decode(reader, &image)
	switch {
	case err == nil:
		image.Raw = bytes.Clone(bytes.TrimSpace(body[:reader.InputOffset()]))
	case errors.Is(brokenOff(err), errMalformed):
		record := bytes.TrimSpace(body)
		if end := endOfValue(record, 0); end < 0 {
			return model.Image{}, io.ErrUnexpectedEOF
		}
		image.Raw = into.mend(record, &image)
	default:
		return model.Image{}, brokenOff(err)
	}
	if image.ID.IsEmpty() {
		return image, fmt.Errorf("%w: it is no image", errNotImages)
	}
	return image, nil
}

// What is known of the attributes before a record is read: those that every
// record has are unknown until they are met, the others null.
var (
	unknownAtFirst = model.AlwaysSent()
	nullAtFirst    = allAttributes &^ unknownAtFirst
)

var allAttributes = func() (set model.AttributeSet) {
	for _, attribute := range model.Attributes() {
		set = set.With(attribute)
	}
	return set
}()

// imageDecoder reads one image after another, by exact key. What an image has for itself
// lies beside that of a few others, so that an image costs less than an allocation and
// keeps little of the page alive.
type imageDecoder struct {
	shared   *interner
	texts    textBlock
	unquoted []byte // a text that is written with escapes
	// properties and tags are those of the record under way, and the slabs are where
	// images keep theirs.
	properties   []model.Property
	propertySlab slab[model.Property]
	tags         []text.Untrusted
	tagSlab      slab[text.Untrusted]
	// compared says that the properties of the record under way are told apart by their
	// names: not all of their keys are kept. places finds them once there are many.
	compared bool
	places   map[string]int
	// met are the attributes of the record under way, twice those that came
	// more than once.
	met, twice model.AttributeSet
}

// decode reads the next value of the reader as an image. The error is one of
// the JSON itself.
func (d *imageDecoder) decode(reader *jsontext.Decoder, image *model.Image) error {
	if reader.PeekKind() != '{' {
		if err := reader.SkipValue(); err != nil {
			return err
		}
		noRecord(image, "the record is no JSON object")
		return nil
	}
	d.reset(image)
	if _, err := reader.ReadToken(); err != nil {
		return err
	}
	for reader.PeekKind() != '}' {
		quoted, err := reader.ReadValue()
		if err != nil {
			return err
		}
		key := d.shared.keys.find(quoted)
		if key.known {
			err = d.attribute(reader, image, key)
		} else {
			err = d.property(reader, image, key)
		}
		if err != nil {
			return err
		}
	}
	if _, err := reader.ReadToken(); err != nil {
		return err
	}
	d.finish(image)
	return nil
}

// reset begins another record.
func (d *imageDecoder) reset(image *model.Image) {
	image.Null, image.Unknown = nullAtFirst, unknownAtFirst
	d.properties, d.tags = d.properties[:0], d.tags[:0]
	d.places, d.compared = nil, false
	d.shared.keys.begin()
	d.met, d.twice = 0, 0
}

// noRecord is an image of which nothing is known.
func noRecord(image *model.Image, why string) {
	image.Null, image.Unknown = 0, allAttributes
	image.Faults = append(image.Faults, model.Fault{Reason: why})
}
