package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// exchange is a request and the answer that the service gives to it.
type exchange struct {
	// name is a sentence on what is shown.
	name string
	as   account
	// send is as in space.send, with the body beside it.
	send, body string
	status     int
	// want is checked after the status; it may be nil.
	want expectation
}

// expectation is a check of an answer.
type expectation func(s *space, a *answer)

// check sends the exchanges one after the other, each as a subtest.
func (s *space) check(t *testing.T, exchanges []exchange) {
	t.Helper()
	for _, e := range exchanges {
		t.Run(e.name, func(t *testing.T) { s.in(t).exchange(e) })
	}
}

// checkFresh does so, each with a new image {id} that as made from attributes.
func (s *space) checkFresh(t *testing.T, as account, attributes string, exchanges []exchange) {
	t.Helper()
	for _, e := range exchanges {
		t.Run(e.name, func(t *testing.T) {
			own := s.fork(t)
			own.image("id", as, attributes)
			own.exchange(e)
		})
	}
}

func (s *space) exchange(e exchange) {
	s.Helper()
	got := s.send(e.as, e.send, e.body)
	if got.status != e.status {
		s.Fatalf("%.300s %.300s\nanswered %d %.2000s\nwant %d", s.expand(e.send), e.body, got.status, got.body, e.status)
	}
	if got.status == http.StatusNoContent && len(got.body) > 0 {
		s.Errorf("204 with body %q", got.body)
	}
	if e.want != nil {
		e.want(s, got)
	}
}

// all checks several expectations.
func all(wanted ...expectation) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		for _, want := range wanted {
			want(s, a)
		}
	}
}

// fault expects an error in JSON with exactly this message.
func fault(message string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		if got := a.header.Get("Content-Type"); got != "application/json" {
			s.Errorf("Content-Type is %q, want application/json", got)
		}
		reason := http.StatusText(a.status)
		if a.status == http.StatusRequestedRangeNotSatisfiable { // as Python's WebOb has it
			reason = "Request Range Not Satisfiable"
		}
		want := map[string]any{"message": s.expand(message), "code": fmt.Sprintf("%d %s", a.status, reason), "title": reason}
		if got := a.object(s); !reflect.DeepEqual(got, want) {
			s.Errorf("the error is\n%q\nwant\n%q", got, want)
		}
		hasID := strings.HasPrefix(a.header.Get("X-Openstack-Request-Id"), "req-")
		if hasID == (a.status == http.StatusUnauthorized) {
			s.Errorf("a %d with X-Openstack-Request-Id %q", a.status, a.header.Get("X-Openstack-Request-Id"))
		}
	}
}

// The layouts in which Glance puts an explanation into the message of an error.
func refused(text string) expectation { return fault(text + "<br /><br />\n\n\n") }

func denied(text string) expectation {
	return fault("Access was denied to this resource.<br /><br />\n" + text + "\n\n")
}

func conflict(text string) expectation {
	return fault("There was a conflict when trying to complete your request.<br /><br />\n" + text + "\n\n")
}

func unsatisfiable(text string) expectation {
	return fault("The Range requested is not available.<br /><br />\n" + text + "\n\n")
}

// noRoute is the answer of the router, before any controller.
func noRoute() expectation { return refused("The resource could not be found.") }

// wrongMethod names the methods that are allowed.
func wrongMethod(method, allow string) expectation {
	return all(fault("The method "+method+" is not allowed for this resource. <br /><br />\n"), header("Allow", allow))
}

// broken is the answer where Glance itself fails.
func broken() expectation {
	return refused("The server has either erred or is incapable of performing the requested operation.")
}

// schemaSays expects the refusal of the image schema, up to the first empty
// line: what follows quotes the schema in Python's notation.
func schemaSays(text string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		message, _ := a.object(s)["message"].(string)
		first, rest, _ := strings.Cut(message, "\n\n")
		if want := "Provided object does not match schema 'image': " + s.expand(text); first != want {
			s.Errorf("the schema says\n%q\nwant\n%q", first, want)
		}
		if !strings.HasPrefix(rest, "Failed validating ") || !strings.HasSuffix(rest, "<br /><br />\n\n\n") {
			s.Errorf("what follows is %q", rest)
		}
	}
}

// header expects one header to have this value.
func header(name, value string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		if got := strings.Join(a.header.Values(name), " | "); got != s.expand(value) {
			s.Errorf("%s is %q, want %q", name, got, s.expand(value))
		}
	}
}

// text expects exactly this body.
func text(body string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		if string(a.body) != s.expand(body) {
			s.Errorf("the body is\n%q\nwant\n%q", a.body, s.expand(body))
		}
	}
}

// contains expects the body to have this text in it.
func contains(part string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		if !strings.Contains(string(a.body), s.expand(part)) {
			s.Errorf("the body\n%s\nlacks\n%s", a.body, s.expand(part))
		}
	}
}

// has expects an object with at least these keys and values.
func has(want string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		var wanted map[string]any
		if err := json.Unmarshal([]byte(s.expand(want)), &wanted); err != nil {
			s.Fatalf("%s: %v", want, err)
		}
		got := a.object(s)
		for key, value := range wanted {
			actual, ok := got[key]
			if tags, isList := actual.([]any); isList && key == "tags" {
				actual = sortedTags(tags)
			}
			if !ok || !reflect.DeepEqual(actual, value) {
				s.Errorf("%q is %#v (present: %t), want %#v", key, actual, ok, value)
			}
		}
	}
}

// sortedTags puts tags, or another set, into an order: the services give sets in
// none.
func sortedTags(tags []any) []any {
	sorted := slices.Clone(tags)
	slices.SortFunc(sorted, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return sorted
}

// lacks expects an object without these keys.
func lacks(keys ...string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		got := a.object(s)
		for _, key := range keys {
			if value, ok := got[s.expand(key)]; ok {
				s.Errorf("%q is there: %#v", key, value)
			}
		}
	}
}

// names returns the names of a list of images; null is <null>.
func names(s *space, a *answer) []string {
	s.Helper()
	images, ok := a.object(s)["images"].([]any)
	if !ok {
		s.Fatalf("the answer has no images: %s", a.body)
	}
	found := make([]string, 0, len(images))
	for _, image := range images {
		name, ok := image.(map[string]any)["name"].(string)
		if !ok {
			name = "<null>"
		}
		found = append(found, name)
	}
	return found
}

// lists expects images of these names, in this order.
func lists(want ...string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		if got := names(s, a); !slices.Equal(got, want) {
			s.Errorf("listed %q, want %q", got, want)
		}
	}
}

// finds expects images of these names, in any order.
func finds(want ...string) expectation {
	return func(s *space, a *answer) {
		s.Helper()
		got := names(s, a)
		slices.Sort(got)
		wanted := slices.Sorted(slices.Values(want))
		if !slices.Equal(got, wanted) {
			s.Errorf("found %q, want %q", got, wanted)
		}
	}
}
