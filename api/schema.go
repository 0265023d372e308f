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
// runs.
func (c *Client) ImageSchema(ctx context.Context) (model.Schema, error) {
	request := call{
		operation: "reading the schema of images", method: http.MethodGet, path: "/v2/schemas/image",
		accept: []int{http.StatusOK},
	}
	var schema model.Schema
	err := c.read(ctx, request, func(body []byte) (err error) {
		schema, err = decodeSchema(body)
		return err
	})
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

// missingError tells that an answer is not what was asked for.
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
	field.Types, field.Nullable = words(oneOrMany(r["type"]))
	values, _ := r.list("enum")
	var nullable bool
	field.Values, nullable = words(values)
	// Both the type and the values have to allow null, where both are given.
	switch {
	case len(values) == 0:
	case r["type"].Kind() == jsontext.KindInvalid:
		field.Nullable = nullable
	default:
		field.Nullable = field.Nullable && nullable
	}
	field.MaxLength, _ = r.number("maxLength")
	field.ItemMaxLength, _ = recordOf(r["items"]).number("maxLength")
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

// words returns the texts of a list and whether null is among it, as the value
// or, for types, as the word.
func words(list []jsontext.Value) (texts []text.Untrusted, null bool) {
	for _, value := range list {
		word := textOf(value)
		if value.Kind() == 'n' || word.Raw() == "null" {
			null = true
			continue
		}
		texts = append(texts, word)
	}
	return texts, null
}

func bound(r record, name string) *int64 {
	if number, found := r.number(name); found {
		return &number
	}
	return nil
}
