package patch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"glimpse/model/text"
)

// UnmarshalJSON implements encoding/json.Unmarshaler: it reads what
// MarshalJSON writes.
func (o *Operation) UnmarshalJSON(content []byte) error {
	var read struct {
		Op    Verb            `json:"op"`
		Path  string          `json:"path"`
		Value json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(content, &read); err != nil {
		return err
	}
	field := unescaper.Replace(strings.TrimPrefix(read.Path, "/"))
	if Pointer(field) != read.Path {
		return fmt.Errorf("the pointer %q addresses no field of an image", text.Escape(read.Path))
	}
	*o = Operation{Verb: read.Op, Field: field}
	switch {
	case read.Op == Remove:
		return nil
	case read.Op != Add && read.Op != Replace:
		return fmt.Errorf("the Image API takes no operation %q", text.Escape(string(read.Op)))
	case len(read.Value) == 0:
		return fmt.Errorf("%s of %q has no value", read.Op, text.Escape(field))
	}
	value, err := valueOf(read.Value)
	o.Value = value
	return err
}

// unescaper reads what escaper writes; what that never writes shows by being
// written otherwise again.
var unescaper = strings.NewReplacer("~1", "/", "~0", "~")

// UnmarshalJSON implements encoding/json.Unmarshaler: numbers are integers
// again, and lists are tags.
func (f *Field) UnmarshalJSON(content []byte) error {
	var read struct {
		Name    string          `json:"name"`
		Set     bool            `json:"set"`
		Value   json.RawMessage `json:"value"`
		Unknown bool            `json:"unknown"`
	}
	if err := json.Unmarshal(content, &read); err != nil {
		return err
	}
	*f = Field{Name: read.Name, Set: read.Set, Unknown: read.Unknown}
	if !read.Set {
		return nil
	}
	value, err := valueOf(read.Value)
	f.Value = value
	return err
}

// valueOf reads a value of the types that a field has.
func valueOf(content json.RawMessage) (any, error) {
	if len(content) == 0 {
		return nil, nil //nolint:nilnil // no value is the value null
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var read any
	if err := decoder.Decode(&read); err != nil {
		return nil, err
	}
	switch value := read.(type) {
	case json.Number:
		return value.Int64()
	case []any:
		tags := make([]string, len(value))
		for i := range value {
			tag, isText := value[i].(string)
			if !isText {
				return nil, fmt.Errorf("a list holds a %T, which is no tag", value[i])
			}
			tags[i] = tag
		}
		return tags, nil
	case map[string]any:
		return nil, fmt.Errorf("an object is no value of a field")
	default:
		return value, nil
	}
}
