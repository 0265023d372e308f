package clouds

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// maxValues bounds the values of one file after its aliases are written
	// out, so that a few lines of aliases cannot fill the memory.
	maxValues = 100_000
	// maxWarnings bounds what is said about one file.
	maxWarnings = 20
	// maxDepth bounds how deep values are nested; five levels have a meaning.
	maxDepth = 100
)

// parse reads the content of a file: JSON if its name ends so, else YAML. An
// empty file is an empty value. Errors are [MalformedError].
func parse(path string, content []byte) (*value, []Warning, error) {
	at := place{file: path}
	if len(content) > maxFileBytes {
		return nil, nil, (&value{at: at}).malformed(
			fmt.Sprintf("the file is larger than %d bytes", maxFileBytes), "no cloud configuration is that long")
	}
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		at.line, at.column = invalidText(content)
		return nil, nil, (&value{at: at}).malformed("the file is not UTF-8 text", "save it as UTF-8")
	}
	var root *value
	var warnings []Warning
	var err error
	if strings.HasSuffix(path, "json") {
		root, err = parseJSON(path, content)
	} else {
		root, warnings, err = parseYAML(path, content)
	}
	if err != nil {
		return nil, nil, err
	}
	if root.kind != null && root.kind != mapping {
		return nil, nil, root.malformed(fmt.Sprintf("the file is %s, and must be a mapping", root.kind), "begin with a line `clouds:`")
	}
	return root, warnings, nil
}

// invalidText returns the line and column of the first byte that is not UTF-8.
func invalidText(content []byte) (line, column int) {
	offset := 0
	for offset < len(content) {
		r, size := utf8.DecodeRune(content[offset:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		offset += size
	}
	return position(content, offset)
}

// position returns the line and column, from 1, of an offset; the column in
// characters.
func position(content []byte, offset int) (line, column int) {
	before := content[:min(max(offset, 0), len(content))]
	line = 1 + bytes.Count(before, []byte("\n"))
	column = 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return line, column
}

// jsonReader makes values out of JSON, keeping where each was written.
type jsonReader struct {
	path    string
	content []byte
	decoder *json.Decoder
	values  int
}

func parseJSON(path string, content []byte) (*value, error) {
	reader := jsonReader{path: path, content: content, decoder: json.NewDecoder(bytes.NewReader(content))}
	reader.decoder.UseNumber()
	root, err := reader.next(0)
	if err == nil {
		end := reader.here()
		if _, more := reader.decoder.Token(); errors.Is(more, io.EOF) {
			return root, nil
		}
		err = end.malformed("something follows the end of the JSON value", "remove it")
	}
	return nil, err
}

// here stands for the place of what the decoder reads next.
func (r *jsonReader) here() *value {
	offset := int(r.decoder.InputOffset())
	rest := r.content[min(offset, len(r.content)):]
	offset += len(rest) - len(bytes.TrimLeft(rest, " \t\r\n,:"))
	at := place{file: r.path}
	at.line, at.column = position(r.content, offset)
	return &value{at: at}
}

// next reads one value.
func (r *jsonReader) next(depth int) (*value, error) {
	v := r.here()
	token, err := r.decoder.Token()
	if err != nil {
		return nil, r.wrong(err)
	}
	return v, r.fill(v, token, depth)
}

// wrong says what the decoder found wrong. Its own words may repeat a
// character of the file and are left out.
func (r *jsonReader) wrong(err error) error {
	at := r.here()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return at.malformed("the JSON ends too early", "a closing brace, bracket or quote is missing")
	}
	return at.malformed("this is not valid JSON", "look for a comma, a quote or a brace too much or too few")
}

// fill gives a value the meaning of what begins with a token.
func (r *jsonReader) fill(v *value, token json.Token, depth int) error {
	if r.values++; r.values > maxValues || depth > maxDepth {
		return v.malformed("the file holds more values, or deeper nested ones, than any configuration needs", "simplify it")
	}
	switch token := token.(type) {
	case nil:
		v.kind = null
	case bool:
		v.kind, v.truth = boolean, token
	case json.Number:
		v.kind, v.text = text, token.String()
	case string:
		v.kind, v.text = text, token
	case json.Delim:
		if token == '[' {
			v.kind = list
			return r.elements(v, depth)
		}
		v.kind = mapping
		return r.members(v, depth)
	}
	return nil
}

// elements reads a list up to its end.
func (r *jsonReader) elements(v *value, depth int) error {
	for r.decoder.More() {
		item, err := r.next(depth + 1)
		if err != nil {
			return err
		}
		v.items = append(v.items, item)
	}
	return r.end()
}

// members reads an object up to its end; the last of two equal keys counts.
func (r *jsonReader) members(v *value, depth int) error {
	for r.decoder.More() {
		key, err := r.decoder.Token()
		if err != nil {
			return r.wrong(err)
		}
		inner, err := r.next(depth + 1)
		if err != nil {
			return err
		}
		// The decoder lets nothing but a string stand for a key.
		name, _ := key.(string)
		v.table.set(name, inner)
	}
	return r.end()
}

// end reads the closing bracket or brace.
func (r *jsonReader) end() error {
	if _, err := r.decoder.Token(); err != nil {
		return r.wrong(err)
	}
	return nil
}
