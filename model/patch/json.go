package patch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
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
	field, found := strings.CutPrefix(read.Path, "/")
	if !found || strings.Contains(field, "/") {
		return fmt.Errorf("the pointer %q addresses no field of an image", read.Path)
	}
	switch read.Op {
	case Add, Replace, Remove:
	default:
		return fmt.Errorf("the Image API takes no operation %q", read.Op)
	}
	value, err := valueOf(read.Value)
	*o = Operation{Verb: read.Op, Field: unescaper.Replace(field), Value: value}
	return err
}

var unescaper = strings.NewReplacer("~1", "/", "~0", "~")

// UnmarshalJSON implements encoding/json.Unmarshaler: numbers are integers
// again, and lists are tags.
func (f *Field) UnmarshalJSON(content []byte) error {
	var read struct {
		Name  string          `json:"name"`
		Set   bool            `json:"set"`
		Value json.RawMessage `json:"value"`
	}
	if err := json.Unmarshal(content, &read); err != nil {
		return err
	}
	value, err := valueOf(read.Value)
	*f = Field{Name: read.Name, Set: read.Set, Value: value}
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
				return nil, fmt.Errorf("a list holds %v, which is no tag", value[i])
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
