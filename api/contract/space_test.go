package contract

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// space is what one test has to itself: its images, found by the query {mine},
// and the values of the placeholders in its requests and expectations.
//
//	{mine}                        a query that selects the images of this space
//	{admin} {demo} {other}        the ids of the projects
//	{none}                        an id that no image has
//	{name}                        the id of the image that was made under that name
type space struct {
	testing.TB

	target *target
	values map[string]string
}

// newSpace is on the target of the run. It also lets the test run beside others.
func newSpace(t *testing.T) *space {
	t.Helper()
	t.Parallel()
	return spaceOn(t, theTarget)
}

// spaceOn is a space on any target.
func spaceOn(t *testing.T, on *target) *space {
	t.Helper()
	s := &space{TB: t, target: on, values: map[string]string{
		"mine": "contract=" + uuid.NewString(),
		"none": uuid.NewString(),
	}}
	for who, project := range projects {
		s.values[project] = on.logins[who].ProjectID
	}
	return s
}

// in is the same space for a subtest.
func (s *space) in(t *testing.T) *space {
	return &space{TB: t, target: s.target, values: s.values}
}

// fork is the space for a subtest with placeholders of its own; {mine} stays.
func (s *space) fork(t *testing.T) *space {
	child := &space{TB: t, target: s.target, values: map[string]string{}}
	for name, value := range s.values {
		child.values[name] = value
	}
	return child
}

var placeholder = regexp.MustCompile(`\{[a-z]+[0-9]*\}`)

// expand fills the placeholders in.
func (s *space) expand(text string) string {
	s.Helper()
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		value, ok := s.values[strings.Trim(found, "{}")]
		if !ok {
			s.Fatalf("%q has the unknown placeholder %s", text, found)
		}
		return value
	})
}

// answer is what the service said.
type answer struct {
	status int
	header http.Header
	body   []byte
	length int64
}

// object decodes a body that must be a JSON object.
func (a *answer) object(tb testing.TB) map[string]any {
	tb.Helper()
	var decoded map[string]any
	if err := json.Unmarshal(a.body, &decoded); err != nil {
		tb.Fatalf("the body is no JSON object: %v\n%s", err, a.body)
	}
	return decoded
}

// contentTypes are sent with a body unless the request names another.
var contentTypes = []struct{ prefix, value string }{
	{"PATCH /v2/images/", "application/openstack-images-v2.1-json-patch"},
	{"PUT /v2/images/", "application/octet-stream"},
	{"", "application/json"},
}

// send sends a request as an account and returns the answer. The request is
// "METHOD path", with identity: before a path of Keystone's and second: before one of the
// second region's Glance, and may go on with lines of headers; "Name:" alone removes a
// header that would be sent otherwise.
func (s *space) send(as account, request, body string) *answer {
	s.Helper()
	lines := strings.Split(s.expand(request), "\n")
	method, path, ok := strings.Cut(lines[0], " ")
	if !ok {
		s.Fatalf("%q is no request", request)
	}
	address := s.target.ImageURL + path
	if rest, found := strings.CutPrefix(path, "identity:"); found {
		address = s.target.AuthURL + rest
	}
	if rest, found := strings.CutPrefix(path, "second:"); found {
		address = s.target.SecondURL + rest
	}
	made, err := http.NewRequestWithContext(s.Context(), method, address, nil)
	if err != nil {
		s.Fatalf("make the request %q: %v", lines[0], err)
	}
	made.Header.Set("Accept", "application/json")
	if as != nobody {
		made.Header.Set("X-Auth-Token", s.target.logins[as].Token)
	}
	if body != "" {
		text, bare := []byte(s.expand(body)), strings.Replace(lines[0], "second:", "", 1)
		made.Body, made.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
		for _, kind := range contentTypes {
			if strings.HasPrefix(bare, kind.prefix) && (kind.prefix != "PUT /v2/images/" || strings.HasSuffix(path, "/file") || strings.HasSuffix(path, "/stage")) {
				made.Header.Set("Content-Type", kind.value)
				break
			}
		}
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		made.Header[http.CanonicalHeaderKey(name)] = []string{strings.TrimSpace(value)}
		if strings.TrimSpace(value) == "" {
			delete(made.Header, http.CanonicalHeaderKey(name))
		}
	}
	response, err := httpClient.Do(made)
	if err != nil {
		s.Fatalf("%s: %v", lines[0], err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.Fatalf("read the answer to %s: %v", lines[0], err)
	}
	return &answer{status: response.StatusCode, header: response.Header, body: text, length: response.ContentLength}
}

// must sends a request whose success the test takes for granted.
func (s *space) must(as account, request, body string) *answer {
	s.Helper()
	got := s.send(as, request, body)
	if got.status < 200 || got.status > 299 {
		s.Fatalf("%s %s: %d %s", s.expand(request), body, got.status, got.body)
	}
	return got
}

// image makes an image of the space; its id is the placeholder of that name.
// It is removed when the test ends.
func (s *space) image(name string, as account, attributes string) string {
	s.Helper()
	var record map[string]any
	if err := json.Unmarshal([]byte(s.expand(attributes)), &record); err != nil {
		s.Fatalf("attributes of %s: %v", name, err)
	}
	key, value, _ := strings.Cut(s.values["mine"], "=")
	record[key] = value
	body, err := json.Marshal(record)
	if err != nil {
		s.Fatal(err)
	}
	id := s.must(as, "POST /v2/images", string(body)).object(s)["id"].(string)
	s.values[name] = id
	s.Cleanup(func() { s.remove(id) })
	return id
}

// remove deletes an image, protected or not, gone or not. It is for cleaning
// up, when the context of the test is over.
func (s *space) remove(id string) {
	for _, step := range []struct{ method, path, body string }{
		{http.MethodPatch, "", `[{"op": "replace", "path": "/protected", "value": false}]`},
		{http.MethodDelete, "", ""},
	} {
		request, err := http.NewRequest(step.method, s.target.ImageURL+"/v2/images/"+id+step.path, strings.NewReader(step.body))
		if err != nil {
			s.Errorf("remove image %s: %v", id, err)
			return
		}
		request.Header.Set("X-Auth-Token", s.target.logins[admin].Token)
		request.Header.Set("Content-Type", contentTypes[0].value)
		if step.body == "" {
			request.Body = http.NoBody
		}
		response, err := httpClient.Do(request)
		if err != nil {
			s.Errorf("remove image %s: %v", id, err)
			return
		}
		response.Body.Close()
		if response.StatusCode >= 500 {
			s.Errorf("remove image %s: %s", id, response.Status)
		}
	}
}

// active makes an image with the given image data, formats raw and bare.
func (s *space) active(name string, as account, attributes, data string) string {
	s.Helper()
	formats := `{"disk_format": "raw", "container_format": "bare"`
	if rest := strings.TrimPrefix(strings.TrimSpace(attributes), "{"); rest != "}" {
		formats += ", " + rest
	} else {
		formats += "}"
	}
	id := s.image(name, as, formats)
	s.upload(as, id, data)
	return id
}

// upload stores image data; an empty text is stored, too.
func (s *space) upload(as account, id, data string) {
	s.Helper()
	request := "PUT /v2/images/" + id + "/file\nContent-Type: application/octet-stream"
	if got := s.send(as, request, data); got.status != http.StatusNoContent {
		s.Fatalf("%s: %d %s", request, got.status, got.body)
	}
}
