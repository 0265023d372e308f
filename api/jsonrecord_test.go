package api

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"glimpse/model"
	"glimpse/model/text"
)

// equal compares records of the model, in which a text counts by its bytes.
func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b text.Untrusted) bool { return a.Raw() == b.Raw() })); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func of(raw string) text.Untrusted { return text.Of(raw) }

func TestMembersAreReadWhateverElseIsInTheAnswer(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		name, body string
		want       []model.Member
	}{
		{"none", `{"members": [], "schema": "/v2/schemas/members"}`, []model.Member{}},
		{
			"one", `{"members": [{"member_id": "p", "image_id": "` + id1 + `", "status": "accepted", "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T05:04:05+02:00", "schema": "s"}]}`,
			[]model.Member{{Project: of("p"), Status: model.MemberAccepted, CreatedAt: at, UpdatedAt: at}},
		},
		{"one of an unknown status", `{"members": [{"member_id": "p", "status": "undecided"}]}`, []model.Member{{Project: of("p"), Status: model.MemberStatus{Untrusted: of("undecided")}}}},
		{"names in other cases are other names", `{"Members": 5, "members": [{"MEMBER_ID": "evil", "member_id": "p"}]}`, []model.Member{{Project: of("p")}}},
		{"of a name given twice the last value holds", `{"members": [{"member_id": "a", "member_id": "b"}]}`, []model.Member{{Project: of("b")}}},
		{"values of other types are shown as they are", `{"members": [{"member_id": 5, "status": null, "created_at": 7, "updated_at": "soon"}]}`, []model.Member{{Project: of("5")}}},
		{"what is no member is one without a name", `{"members": ["p", null, {"member_id": "q"}]}`, []model.Member{{}, {}, {Project: of("q")}}},
		{"escapes and control characters stay", `{"members": [{"member_id": "\u001b[2J\ud83d\ude00"}]}`, []model.Member{{Project: of("\x1b[2J😀")}}},
		{"after a byte order mark", "\uFEFF" + `{"members": []}`, []model.Member{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := decodeMembers(modelID(id1), []byte(test.body))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, test.want)
		})
	}
}

func TestWhatIsNoListIsAnError(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"":                             "the answer holds no list of members: it is empty",
		" \n":                          "the answer holds no list of members: it is empty",
		"<html>log in</html>":          "the answer holds no list of members: it is a web page",
		"members":                      "the answer holds no list of members: it is not well-formed JSON",
		`[]`:                           "the answer holds no list of members",
		`"members"`:                    "the answer holds no list of members",
		`{}`:                           "the answer holds no list of members",
		`{"members": null}`:            "the answer holds no list of members",
		`{"members": {"p": 1}}`:        "the answer holds no list of members",
		`{"members": [}`:               "the answer holds no list of members: it is not well-formed JSON",
		`{"members": [{"member_id": "`: io.ErrUnexpectedEOF.Error(),
		`{"members": [{}]`:             io.ErrUnexpectedEOF.Error(),
	} {
		if got, err := decodeMembers(modelID(id1), []byte(body)); err == nil || err.Error() != want || got != nil {
			t.Errorf("%q: %v, %v; want %s", body, got, err, want)
		}
	}
	if _, err := decodeMembers(modelID(id1), []byte(`{"members": [`)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("what broke off is %v", err)
	}
}

func TestTasksHaveTheTimesOfTheDatabase(t *testing.T) {
	t.Parallel()
	got, err := decodeTasks(modelID(id1), []byte(`{"tasks": [{"id": "t", "type": "api_image_import", "status": "failure", "owner": "p", "expires_at": "2026-01-04T03:04:05.000000",
		"created_at": "2026-01-02T03:04:05.000001", "updated_at": "2026-01-02T03:04:05Z", "deleted_at": null, "deleted": false, "image_id": "`+id1+`",
		"request_id": "req-1", "user_id": "u", "input": {"image_id": "`+id1+`"}, "result": null, "message": "HTTP Error 404: Not Found"},
		{"id": "u", "status": "paused", "message": null, "expires_at": null}]}`))
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	equal(t, got, []model.Task{
		{
			ID: of("t"), Type: of("api_image_import"), Status: model.TaskFailure, Owner: of("p"), Message: of("HTTP Error 404: Not Found"),
			RequestID: of("req-1"), UserID: of("u"), CreatedAt: day.Add(time.Microsecond), UpdatedAt: day, ExpiresAt: day.Add(48 * time.Hour),
		},
		{ID: of("u"), Status: model.TaskStatus{Untrusted: of("paused")}},
	})
	if !got[0].IsOver() || got[1].IsOver() {
		t.Error("a failure is an end, and what is not known is none")
	}
}

func TestStoresTellTheirFlagsInWords(t *testing.T) {
	t.Parallel()
	got, err := decodeStores([]byte(`{"stores": [{"id": "ceph", "description": "fast", "default": "true"}, {"id": "web", "read-only": "true", "default": "false"},
		{"id": "new", "default": true, "read-only": false}, {"id": "odd", "default": 1, "read-only": null, "description": ["a"]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, got, []model.Store{
		{ID: of("ceph"), Description: of("fast"), Default: true},
		{ID: of("web"), ReadOnly: true},
		{ID: of("new"), Default: true},
		{ID: of("odd"), Description: of(`["a"]`)},
	})
}

func TestTheSchemaIsReadAsFarAsItCanBe(t *testing.T) {
	t.Parallel()
	number := func(n int64) *int64 { return &n }
	schema := func(field string) string { return `{"name": "image", "properties": {"x": ` + field + `}}` }
	tests := []struct {
		name, body string
		want       model.Schema
	}{
		{"no property", `{"properties": {}}`, model.Schema{Fields: []model.SchemaField{}}},
		{
			"in the service's order, with everything", `{"properties": {"name": {"type": ["null", "string"], "maxLength": 255, "description": "a name"},
				"disk_format": {"type": ["null", "string"], "enum": [null, "raw", "gpt"]}, "size": {"type": "integer", "readOnly": true, "minimum": 0, "maximum": 9223372036854775807},
				"tags": {"type": "array", "items": {"type": "string", "maxLength": 255}}, "kernel_id": {"type": ["null", "string"], "pattern": "^x$", "is_base": false}},
				"additionalProperties": {"type": "string"}}`,
			model.Schema{Additional: model.AdditionalStrings, Fields: []model.SchemaField{
				{Name: of("name"), Description: of("a name"), Types: []text.Untrusted{of("string")}, Nullable: true, MaxLength: 255},
				{Name: of("disk_format"), Types: []text.Untrusted{of("string")}, Nullable: true, Values: []text.Untrusted{of("raw"), of("gpt")}},
				{Name: of("size"), Types: []text.Untrusted{of("integer")}, ReadOnly: true, Minimum: number(0), Maximum: number(9223372036854775807)},
				{Name: of("tags"), Types: []text.Untrusted{of("array")}, ItemMaxLength: 255},
				{Name: of("kernel_id"), Types: []text.Untrusted{of("string")}, Nullable: true, Pattern: of("^x$"), Property: true},
			}},
		},
		{"null must be allowed by both", schema(`{"type": "string", "enum": [null, "a"]}`), model.Schema{Fields: []model.SchemaField{{Name: of("x"), Types: []text.Untrusted{of("string")}, Values: []text.Untrusted{of("a")}}}}},
		{"null among the values alone", schema(`{"enum": [null, "a"]}`), model.Schema{Fields: []model.SchemaField{{Name: of("x"), Nullable: true, Values: []text.Untrusted{of("a")}}}}},
		{"the word null among the values is a word", schema(`{"enum": ["null", "a"]}`), model.Schema{Fields: []model.SchemaField{{Name: of("x"), Values: []text.Untrusted{of("null"), of("a")}}}}},
		{"numbers among the values", schema(`{"enum": [1, 2.5]}`), model.Schema{Fields: []model.SchemaField{{Name: of("x"), Values: []text.Untrusted{of("1"), of("2.5")}}}}},
		{"what cannot be read says nothing", schema(`{"type": 5, "enum": "raw", "maxLength": "255", "minimum": 1.5, "readOnly": 1, "items": []}`), model.Schema{Fields: []model.SchemaField{{Name: of("x")}}}},
		{"a length below nothing is none", schema(`{"maxLength": -1}`), model.Schema{Fields: []model.SchemaField{{Name: of("x")}}}},
		{"a property that is no object", schema(`true`), model.Schema{Fields: []model.SchemaField{{Name: of("x")}}}},
		{"no other property", `{"properties": {}, "additionalProperties": false}`, model.Schema{Fields: []model.SchemaField{}, Additional: model.AdditionalNone}},
		{"any other property", `{"properties": {}, "additionalProperties": {"type": ["string", "null"]}}`, model.Schema{Fields: []model.SchemaField{}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := decodeSchema([]byte(test.body))
			if err != nil {
				t.Fatal(err)
			}
			equal(t, got, test.want)
		})
	}
	for _, body := range []string{`{}`, `[]`, `{"properties": []}`, `<html>`} {
		if _, err := decodeSchema([]byte(body)); err == nil || !strings.HasPrefix(err.Error(), "the answer holds no schema of images") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestProjectsAreReadWithWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	got, cut, err := decodeProjects([]byte(`{"projects": [{"id": "1", "name": "demo", "domain_id": "default", "description": "d", "enabled": true},
		{"id": "2", "name": "off", "domain_id": null, "enabled": false}, {"id": "3"}], "links": {"next": null}}`))
	if err != nil || cut {
		t.Fatal(cut, err)
	}
	equal(t, got, []model.Project{
		{ID: of("1"), Name: of("demo"), DomainID: of("default"), Description: of("d"), Enabled: true}, {ID: of("2"), Name: of("off")}, {ID: of("3"), Enabled: true},
	})
	for _, body := range []string{`{"projects": [], "truncated": true}`, `{"projects": [], "links": {"next": "http://id/v3/projects?marker=1"}}`} {
		if _, cut, err := decodeProjects([]byte(body)); !cut || err != nil {
			t.Errorf("%s is cut: %v, %v", body, cut, err)
		}
	}
}

// Whatever a service answers, reading it ends, and invents nothing.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"members": [{"member_id": "p", "status": "accepted", "created_at": "2026-01-02T03:04:05Z"}]}`,
		`{"tasks": [{"id": "t", "created_at": "2026-01-02T03:04:05.000001", "expires_at": null}]}`,
		`{"stores": [{"id": "fs", "default": "true"}]}`,
		`{"properties": {"a": {"type": ["null", "string"], "enum": [null, "x"], "maxLength": 5, "items": {"maxLength": 1}}}, "additionalProperties": {"type": "string"}}`,
		`{"projects": [{"id": "p", "name": "\ud800", "enabled": false}], "links": {"next": "x"}, "truncated": 1}`,
		"{\"members\": [{\"member_id\": \"\xff\"}]}", `{"tasks": [[[[`, `{"":`, "\uFEFF{}", `{"members": [{"a": {"b": [1, {"c": "d"}]}}]} trailing`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		objects := strings.Count(string(body), "{")
		if members, err := decodeMembers(modelID(id1), body); err == nil && len(members) > len(body) {
			t.Errorf("%d members of %d bytes", len(members), len(body))
		}
		tasks, err := decodeTasks(modelID(id1), body)
		for _, task := range tasks {
			if !task.CreatedAt.IsZero() && task.CreatedAt.Location() != time.UTC {
				t.Errorf("a time is in %v", task.CreatedAt.Location())
			}
		}
		if err != nil && tasks != nil {
			t.Errorf("%d tasks beside %v", len(tasks), err)
		}
		if stores, err := decodeStores(body); err == nil && len(stores) > len(body) {
			t.Errorf("%d stores of %d bytes", len(stores), len(body))
		}
		if schema, err := decodeSchema(body); err == nil && objects < 2 {
			t.Errorf("a schema of %d fields without two objects", len(schema.Fields))
		}
		if _, _, err := decodeProjects(body); err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
	})
}
