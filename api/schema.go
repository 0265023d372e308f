package api

import (
	"context"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"glimpse/model"
	"glimpse/model/text"
)

// ImageSchema reads what the service says of the attributes of an image: the
// formats and other words to choose from, lengths, and what cannot be changed
// (GET /v2/schemas/image, a JSON Schema). It stays the same while the service
// runs, and is asked for once.
func (c *Client) ImageSchema(ctx context.Context) (model.Schema, error) {
	if known := c.learned.schema.Load(); known != nil {
		return *known, nil
	}
	request := call{
		operation: "reading the schema of images", method: http.MethodGet, path: "/v2/schemas/image",
		accept: []int{http.StatusOK},
	}
	var schema model.Schema
	err := c.read(ctx, request, func(body []byte) (err error) {
		schema, err = decodeSchema(body)
		return err
	})
	if err == nil {
		c.learned.schema.Store(&schema)
	}
	return schema, err
}

// decodeSchema reads a schema. What of it cannot be read says nothing, and so
// allows everything: the service checks what it is sent by itself.
func decodeSchema(body []byte) (model.Schema, error) {
	const what = "schema of images"
	all, err := decodeRecord(body, what)
	if err != nil {
		return model.Schema{}, err
	}
	if all["properties"].Kind() != '{' {
		return model.Schema{}, &missingError{what}
	}
	members := membersOf(all["properties"])
	schema := model.Schema{Fields: make([]model.SchemaField, len(members)), Additional: additional(all["additionalProperties"])}
	for i, m := range members {
		schema.Fields[i] = schemaField(m.name, recordOf(m.value))
	}
	return schema, nil
}

// missingError reports that an answer is not what was asked for.
type missingError struct{ what string }

func (e *missingError) Error() string { return "the answer holds no " + e.what }

func additional(value jsontext.Value) model.AdditionalProperties {
	switch {
	case value.Kind() == 'f':
		return model.AdditionalNone
	case value.Kind() == '{' && recordOf(value).text("type").Raw() == "string":
		return model.AdditionalStrings
	}
	return model.AdditionalAny
}

func schemaField(name string, r record) model.SchemaField {
	field := model.SchemaField{
		Name: text.Of(name), Description: r.text("description"), Pattern: r.text("pattern"),
		ReadOnly: r.flag("readOnly"),
		// Glance marks with is_base false what is no attribute of its own.
		Property: r["is_base"].Kind() == 'f',
	}
	for _, word := range oneOrMany(r["type"]) {
		if name := textOf(word); name.Raw() == "null" {
			field.Nullable = true
		} else {
			field.Types = append(field.Types, name)
		}
	}
	values, _ := r.list("enum")
	nullable := false
	for _, value := range values {
		if value.Kind() == 'n' {
			nullable = true
		} else {
			field.Values = append(field.Values, textOf(value))
		}
	}
	// Both the type and the values have to allow null, where both are given.
	switch {
	case len(values) == 0:
	case r["type"].Kind() == jsontext.KindInvalid:
		field.Nullable = nullable
	default:
		field.Nullable = field.Nullable && nullable
	}
	field.MaxLength, field.ItemMaxLength = maxLength(r), maxLength(recordOf(r["items"]))
	field.Minimum, field.Maximum = bound(r, "minimum"), bound(r, "maximum")
	return field
}

// oneOrMany makes a list of a value that may stand alone.
func oneOrMany(value jsontext.Value) []jsontext.Value {
	if value.Kind() == '"' {
		return []jsontext.Value{value}
	}
	return elementsOf(value)
}

func maxLength(r record) int64 {
	length, _ := r.number("maxLength")
	return max(0, length)
}

func bound(r record, name string) *int64 {
	if number, found := r.number(name); found {
		return &number
	}
	return nil
}
