package contract

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// nowhere is a source that passes the filters and that the kernel itself
// refuses to connect to.
const nowhere = "http://255.255.255.255/image"

// importing is the body of POST /v2/tasks for an image with these properties.
func importing(source, properties string) string {
	return fmt.Sprintf(`{"type": "import", "input": {"import_from": %q, "import_from_format": "raw", "image_properties": %s}}`, source, properties)
}

// post posts a task and returns it as the answer shows it.
func (s *space) post(name, body string) map[string]any {
	s.Helper()
	got := s.must(admin, "POST /v2/tasks", body)
	task := got.object(s)
	s.values[name], _ = task["id"].(string)
	if got.status != http.StatusCreated {
		s.Errorf("the task is answered with %d", got.status)
	}
	all(
		header("Location", s.target.ImageURL+"/v2/tasks/{"+name+"}"),
		has(`{"status": "pending", "owner": "{admin}", "message": "", "result": null, "self": "/v2/tasks/{`+name+`}", "schema": "/v2/schemas/task"}`),
		lacks("expires_at"),
	)(s, got)
	return task
}

// failed waits until a task has failed, and returns it: no source can be reached
// that both services may fetch from.
func (s *space) failed(name string) *answer {
	s.Helper()
	var got *answer
	s.poll("failure", func() any {
		got = s.must(admin, "GET /v2/tasks/{"+name+"}", "")
		return got.object(s)["status"]
	})
	return got
}

func TestTasksThatArePosted(t *testing.T) {
	s := newSpace(t)
	from := func(source string) string { return `{"type": "import", "input": {"import_from": ` + source + `}}` }
	const notValid = "The given uri is not valid. Please specify a valid uri from the following list of supported uri ['http']"
	const local = "File based imports are not allowed. Please use a non-local source of image data."
	s.check(t, []exchange{
		{"tasks are for the admin", member, "POST /v2/tasks", importing(nowhere, `{}`), 403, refused("You are not authorized to complete tasks_api_access action.")},
		{"whoever may not is told so before anything else", member, "POST /v2/tasks", `nonsense`, 403, refused("You are not authorized to complete tasks_api_access action.")},
		{"a body is wanted", admin, "POST /v2/tasks", ``, 400, refused("Body expected in request.")},
		{"of JSON", admin, "POST /v2/tasks", `nonsense`, 400, refused("Malformed JSON in request body.")},
		{"no text", admin, "POST /v2/tasks", `"type"`, 400, refused("Unexpected body type. Expected list/dict.")},
		{"a list lacks the type", admin, "POST /v2/tasks", `[]`, 400, refused("Task 'type' is required")},
		{"unless it is of the names", admin, "POST /v2/tasks", `["type", "input"]`, 500, broken()},
		{"the type is wanted", admin, "POST /v2/tasks", `{"input": {}}`, 400, refused("Task 'type' is required")},
		{"the input is wanted", admin, "POST /v2/tasks", `{"type": "import"}`, 400, refused("Task 'input' is required")},
		{"the type is one of two", admin, "POST /v2/tasks", `{"type": "export", "input": {}}`, 400, contains(`Provided object does not match schema 'task': 'export' is not one of ['import', 'api_image_import']`)},
		{"the input is an object", admin, "POST /v2/tasks", `{"type": "import", "input": "x"}`, 400, contains(`'x' is not of type 'null', 'object'`)},
		{"nothing else is given", admin, "POST /v2/tasks", `{"type": "import", "input": {}, "more": 1}`, 400, contains(`Additional properties are not allowed ('more' was unexpected)`)},
		{"no input names no source", admin, "POST /v2/tasks", `{"type": "import", "input": null}`, 400, refused("Invalid location: None")},
		{"the source is wanted", admin, "POST /v2/tasks", `{"type": "import", "input": {}}`, 400, refused("Invalid location: None")},
		{"what counts as false is no source", admin, "POST /v2/tasks", from(`0`), 400, refused("Invalid location: 0")},
		{"nor is an empty text", admin, "POST /v2/tasks", from(`""`), 400, refused("Invalid location: ")},
		{"nor an empty object", admin, "POST /v2/tasks", from(`{}`), 400, refused("Invalid location: {}")},
		{"a number breaks the service", admin, "POST /v2/tasks", from(`3`), 500, broken()},
		{"a list, too", admin, "POST /v2/tasks", from(`["http://x"]`), 500, broken()},
		{"no file is read", admin, "POST /v2/tasks", from(`"file:///etc/passwd"`), 400, refused(local)},
		{"by no name", admin, "POST /v2/tasks", from(`"filesystem:///etc/passwd"`), 400, refused(local)},
		{"the source is asked over HTTP", admin, "POST /v2/tasks", from(`"swift://x"`), 400, refused(notValid)},
		{"in small letters", admin, "POST /v2/tasks", from(`"HTTP://255.255.255.255/"`), 400, refused(notValid)},
		{"not from this machine", admin, "POST /v2/tasks", from(`"http://127.0.0.1/x"`), 400, refused("URI for legacy import task does not pass filtering: http://127.0.0.1/x")},
		{"on the usual ports", admin, "POST /v2/tasks", from(`"http://255.255.255.255:8080/x"`), 400, refused("URI for legacy import task does not pass filtering: http://255.255.255.255:8080/x")},
		{"an import without input breaks the service", admin, "POST /v2/tasks", `{"type": "api_image_import", "input": null}`, 500, broken()},
	})
}

func TestWhatBecomesOfATask(t *testing.T) {
	s := newSpace(t)
	s.image("id", admin, `{}`)
	key, own, _ := strings.Cut(s.values["mine"], "=")
	mine := fmt.Sprintf("%q: %q", key, own)
	const internal = `{"status": "failure", "message": "Task failed due to Internal Error", "result": null}`
	for i, test := range []struct{ name, body, want string }{
		{"a source that cannot be reached", importing(nowhere, `{`+mine+`, "name": "gone", "container_format": "bare"}`), internal},
		{"a protected image", importing(nowhere, `{`+mine+`, "name": "stays", "protected": true, "owner": "somebody"}`), internal},
		{"no properties", importing(nowhere, `null`), internal},
		{"a list of properties", importing(nowhere, `[]`), internal},
		{"a property that nobody sets", importing(nowhere, `{`+mine+`, "status": "active"}`), internal},
		{"no format", `{"type": "import", "input": {"import_from": "` + nowhere + `"}}`, `{"status": "failure", "message": "Input does not contain 'import_from_format' field"}`},
		{"no properties at all", `{"type": "import", "input": {"import_from": "` + nowhere + `", "import_from_format": "raw"}}`, `{"status": "failure", "message": "Input does not contain 'image_properties' field"}`},
		{"an import of nothing", `{"type": "api_image_import", "input": {}}`, `{"status": "failure", "message": "Input to api_image_import task is empty."}`},
		{"an import of no image", `{"type": "api_image_import", "input": {"a": 1}}`, `{"status": "failure", "message": "Missing required 'image_id' field"}`},
	} {
		name := fmt.Sprint("task", i)
		s.post(name, test.body)
		got := s.failed(name)
		t.Run(test.name, func(t *testing.T) {
			in := s.in(t)
			all(has(test.want), has(`{"id": "{`+name+`}", "owner": "{admin}"}`), lacks("image_id"))(in, got)
			if got.object(in)["expires_at"] == nil {
				t.Errorf("a task that has ended does not expire: %s", got.body)
			}
		})
	}
	stays := s.must(admin, "GET /v2/images?visibility=all&{mine}&name=stays", "").object(s)["images"].([]any)
	if len(stays) == 1 {
		id := stays[0].(map[string]any)["id"].(string)
		s.Cleanup(func() { s.remove(id) })
	}
	naming := s.post("named", `{"type": "api_image_import", "input": {"image_id": "{id}"}}`)
	if naming["image_id"] != s.values["id"] {
		t.Errorf("the task that names an image is %v", naming)
	}
	s.check(t, []exchange{
		{"what could not be filled is removed", admin, "GET /v2/images?visibility=all&{mine}&name=gone", "", 200, finds()},
		{"but for what is protected", admin, "GET /v2/images?visibility=all&{mine}&name=stays", "", 200, contains(`"status": "queued"`)},
		{"whose owner is the one that was named", admin, "GET /v2/images?visibility=all&{mine}&name=stays", "", 200, contains(`"owner": "somebody"`)},
		{"a task that names an image is among its tasks", admin, "GET /v2/images/{id}/tasks", "", 200, contains(`"id": "{named}", "type": "api_image_import"`)},
	})
}

func TestTheListOfTasks(t *testing.T) {
	s := newSpace(t)
	s.values["image"] = uuid.NewString()
	for _, name := range []string{"a", "b", "c"} {
		s.post(name, `{"type": "import", "input": {"image_id": "{image}", "import_from": "`+nowhere+`"}}`)
		s.failed(name)
	}
	const list = "GET /v2/tasks?image_id={image}"
	ids := func(want ...string) expectation {
		return func(s *space, a *answer) {
			s.Helper()
			found := []string{}
			for _, task := range a.object(s)["tasks"].([]any) {
				found = append(found, task.(map[string]any)["id"].(string))
			}
			for i := range want {
				want[i] = s.expand(want[i])
			}
			if !slices.Equal(found, want) {
				s.Errorf("the tasks are %q, want %q", found, want)
			}
		}
	}
	sorted := []string{s.values["a"], s.values["b"], s.values["c"]}
	slices.Sort(sorted)
	s.check(t, []exchange{
		{"the newest are first", admin, list, "", 200, all(ids("{c}", "{b}", "{a}"), has(`{"first": "/v2/tasks?image_id={image}", "schema": "/v2/schemas/tasks"}`), lacks("next"))},
		{"or the oldest", admin, list + "&sort_dir=asc", "", 200, ids("{a}", "{b}", "{c}")},
		{"by another key first", admin, list + "&sort_key=status&sort_dir=asc", "", 200, ids("{a}", "{b}", "{c}")},
		{"by a key that tells them not apart", admin, list + "&sort_key=owner", "", 200, ids("{c}", "{b}", "{a}")},
		{"by no other key", admin, list + "&sort_key=bogus", "", 400, refused("Sort key supplied was not valid.")},
		{"upwards or downwards", admin, list + "&sort_dir=up", "", 400, refused("Invalid sort direction: up")},
		{"page by page", admin, list + "&limit=2", "", 200, all(ids("{c}", "{b}"), has(`{"next": "/v2/tasks?image_id={image}&limit=2&marker={b}"}`))},
		{"from a marker on", admin, list + "&limit=2&marker={b}", "", 200, all(ids("{a}"), lacks("next"))},
		{"the first of two limits counts", admin, list + "&limit=1&limit=2", "", 200, ids("{c}")},
		{"none of none", admin, list + "&limit=0", "", 200, all(ids(), lacks("next"))},
		{"no negative number", admin, list + "&limit=-1", "", 400, refused("limit param must be positive")},
		{"a number", admin, list + "&limit=x", "", 400, refused("limit param must be an integer")},
		{"a marker is a UUID", admin, list + "&marker=x", "", 400, refused("Invalid marker format")},
		{"of a task", admin, list + "&marker={none}", "", 400, refused("Task with the given id {none} was not found")},
		{"of one type", admin, list + "&type=import&limit=1", "", 200, ids("{c}")},
		{"which is the only one to ask for", admin, list + "&type=api_image_import", "", 400, refused("Invalid type value: api_image_import")},
		{"of a status", admin, list + "&status=success", "", 200, ids()},
		{"that there is", admin, list + "&status=lost", "", 400, refused("Invalid status value: lost")},
		{"of an owner", admin, list + "&owner={demo}", "", 200, ids()},
		{"and what is no column counts for nothing", admin, list + "&bogus=1&limit=1", "", 200, ids("{c}")},
		{"in short", admin, list, "", 200, func(s *space, a *answer) {
			for _, key := range []string{"input", "message", "result", "image_id", "request_id", "user_id"} {
				if task := a.object(s)["tasks"].([]any)[0].(map[string]any); task[key] != nil {
					s.Errorf("a list shows %s: %v", key, task)
				}
			}
		}},
		{"one is shown to no member", member, "GET /v2/tasks/{a}", "", 403, refused("You are not authorized to complete tasks_api_access action.")},
		{"whether there is one or not", member, "GET /v2/tasks/{none}", "", 403, refused("You are not authorized to complete tasks_api_access action.")},
		{"what there is not is not found", admin, "GET /v2/tasks/{none}", "", 404, refused("Could not find task {none}")},
		{"none is deleted", admin, "DELETE /v2/tasks/{a}", "", 405, header("Allow", "GET")},
		{"nor changed", admin, "PATCH /v2/tasks/{a}", `{}`, 405, header("Allow", "GET, DELETE")},
	})
}

func TestTheSchemasOfTasks(t *testing.T) {
	s := newSpace(t)
	described := func(of func(map[string]any) map[string]any, want string) expectation {
		return func(s *space, a *answer) {
			s.Helper()
			found := []string{}
			for key := range of(a.object(s))["properties"].(map[string]any) {
				found = append(found, key)
			}
			slices.Sort(found)
			if !slices.Equal(found, strings.Fields(want)) {
				s.Errorf("the schema describes %q, want %q", found, want)
			}
		}
	}
	itself := func(schema map[string]any) map[string]any { return schema }
	items := func(schema map[string]any) map[string]any {
		return schema["properties"].(map[string]any)["tasks"].(map[string]any)["items"].(map[string]any)
	}
	s.check(t, []exchange{
		{"a task has these attributes", member, "GET /v2/schemas/task", "", 200, described(itself, "created_at expires_at id image_id input message owner request_id result schema self status type updated_at user_id")},
		{"one of a list has fewer", member, "GET /v2/schemas/tasks", "", 200, described(items, "created_at expires_at id image_id owner request_id schema self status type updated_at user_id")},
	})
}
