package glance

import (
	"net/http"
	"slices"
)

var (
	memberSchema = lazySchema("member")
	taskSchema   = lazySchema("task")
)

// shownSchema is a schema resource: its path below schemas and its document.
type shownSchema struct {
	path     string
	document value
}

// dictOf makes an object of keys and values in turn; a value is a text or a
// value.
func dictOf(pairs ...any) value {
	out := value{kind: kindDict, dict: newDict()}
	for pair := range slices.Chunk(pairs, 2) {
		key, _ := pair[0].(string)
		switch v := pair[len(pair)-1].(type) {
		case string:
			out.dict.set(key, stringValue(v))
		case value:
			out.dict.set(key, v)
		}
	}
	return out
}

func listOf(items ...value) value { return value{kind: kindList, items: items} }

func textType() value { return dictOf("type", "string") }

// collection is the schema of a list of things.
func collection(name string, item value) value {
	items := dictOf("type", "array", "items", item)
	return dictOf(
		"name", name,
		"properties", dictOf(name, items, "first", textType(), "next", textType(), "schema", textType()),
		"links", listOf(
			dictOf("rel", "first", "href", "{first}"),
			dictOf("rel", "next", "href", "{next}"),
			dictOf("rel", "describedby", "href", "{schema}"),
		),
	)
}

// smallCollection is the schema of a list that comes in one piece.
func smallCollection(name string, item value) value {
	return dictOf(
		"name", name,
		"properties", dictOf(name, dictOf("type", "array", "items", item), "schema", textType()),
		"links", listOf(dictOf("rel", "describedby", "href", "{schema}")),
	)
}

// minimal is a schema without what it says of further members.
func minimal(document value) value {
	out := value{kind: kindDict, dict: newDict()}
	for _, key := range document.dict.keys {
		if slices.Contains([]string{"name", "properties", "definitions", "required"}, key) {
			out.dict.set(key, document.dict.values[key])
		}
	}
	return out
}

// without returns an object without some members.
func (v value) without(keys ...string) value {
	out := value{kind: kindDict, dict: newDict()}
	for _, key := range v.dict.keys {
		if !slices.Contains(keys, key) {
			out.dict.set(key, v.dict.values[key])
		}
	}
	return out
}

func shownSchemas() []shownSchema {
	task := minimal(taskSchema().root)
	properties := task.dict.values["properties"]
	stub := dictOf("name", "task", "properties", properties.without("input", "result", "message"))
	return slices.Concat([]shownSchema{
		{"image", imageSchema().root},
		{"images", collection("images", imageSchema().root)},
		{"member", minimal(memberSchema().root)},
		{"members", smallCollection("members", minimal(memberSchema().root))},
		{"task", task},
		{"tasks", smallCollection("tasks", stub)},
	}, metadefSchemas())
}

// schemaRoutes are the documents under /v2/schemas.
func schemaRoutes() []route {
	schemas := shownSchemas()
	routes := make([]route, 0, len(schemas))
	for _, shown := range schemas {
		body := appendValue(nil, shown.document)
		show := func(c *call) error { return c.json(http.StatusOK, body) }
		found := without(show)
		if shown.path == "task" || shown.path == "tasks" {
			found = with(show)
		}
		routes = append(routes, on("schemas/"+shown.path, get, methods{get: found}))
	}
	return routes
}
