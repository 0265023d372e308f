package embedded

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"glimpse/api/embedded/faults"
)

// Class is what kind of resource a request was for.
type Class string

// The classes of resources. Actions, tags, members, data and tasks are parts
// of one image.
const (
	ClassToken    Class = "token"    // /v3/auth/tokens
	ClassIdentity Class = "identity" // the rest of the Identity API
	ClassVersions Class = "versions" // the versions of the Image API
	ClassImages   Class = "images"   // /v2/images
	ClassImage    Class = "image"    // /v2/images/{id}
	ClassAction   Class = "action"   // deactivate, reactivate
	ClassTag      Class = "tag"      // one tag
	ClassMember   Class = "member"   // the members, or one of them
	ClassData     Class = "data"     // file, stage, import
	ClassTask     Class = "task"     // tasks of an image, or of all
	ClassSchema   Class = "schema"   // schemas and metadata definitions
	ClassInfo     Class = "info"     // info, stores, cache
	ClassCompute  Class = "compute"  // the Compute API
	ClassStorage  Class = "storage"  // the Block Storage API
	ClassOther    Class = "other"
)

// Request is one request that the cloud got. It holds no headers and no
// bodies, and so no secrets.
type Request struct {
	Method string
	// Path and Query are as the client sent them, escapes included.
	Path, Query string
	Class       Class
	// Status is the answer's; 0 while there is none, and when it was lost to
	// a reset.
	Status int
	// Fault names the fault that was done to it, in the words of
	// faults.Parse, if any other than latency.
	Fault string
	// Began and Ended frame the time on the server; Ended is zero while the
	// request is under way.
	Began, Ended time.Time
}

// Kind is a method with a class of resources.
type Kind struct {
	Method string
	Class  Class
}

// Tally is how many requests there were of each kind.
type Tally map[Kind]int

// Of adds up the requests of a method and a class; an empty one stands for
// any.
func (t Tally) Of(method string, class Class) int {
	sum := 0
	for kind, count := range t {
		if (method == "" || kind.Method == method) && (class == "" || kind.Class == class) {
			sum += count
		}
	}
	return sum
}

// keptRequests is how many requests the log holds before it forgets the older
// half; the tally forgets nothing.
const keptRequests = 20000

type requestLog struct {
	mu    sync.Mutex
	kept  []*Request
	tally Tally
	open  int
}

func (l *requestLog) begin(r *http.Request, class Class) *Request {
	entry := &Request{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Class: class, Began: time.Now(),
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) >= keptRequests {
		l.kept = slices.Delete(l.kept, 0, keptRequests/2)
	}
	l.kept = append(l.kept, entry)
	if l.tally == nil {
		l.tally = Tally{}
	}
	l.tally[Kind{r.Method, class}]++
	l.open++
	return entry
}

func (l *requestLog) end(entry *Request, answer *recorder) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry.Status, entry.Fault, entry.Ended = answer.status, answer.met.Name, time.Now()
	if entry.Status == 0 && !answer.met.Reset {
		entry.Status = http.StatusOK // net/http sends it for a handler that says nothing
	}
	l.open--
}

// Requests returns how many requests there were, by method and class, since
// the start or the last ForgetRequests.
func (s *Server) Requests() Tally {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	return maps.Clone(s.requests.tally)
}

// RequestLog returns the latest requests, at least 10,000 if there were that
// many, in the order in which they came.
func (s *Server) RequestLog() []Request {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	list := make([]Request, len(s.requests.kept))
	for i, entry := range s.requests.kept {
		list[i] = *entry
	}
	return list
}

// ForgetRequests empties the log and the tally.
func (s *Server) ForgetRequests() {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	s.requests.kept, s.requests.tally = nil, nil
}

// recorder passes an answer on and notes its status.
type recorder struct {
	http.ResponseWriter
	status int
	met    faults.Met
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write notes the status that is meant when none is given.
func (r *recorder) Write(data []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(data)
}

// parts are the classes of an image's parts by the path below its id.
var parts = map[string]Class{
	"": ClassImage, "actions": ClassAction, "tags": ClassTag, "members": ClassMember, "tasks": ClassTask,
	"file": ClassData, "stage": ClassData, "import": ClassData,
}

// resources are the classes of what lies directly below the version.
var resources = map[string]Class{
	"tasks": ClassTask, "schemas": ClassSchema, "metadefs": ClassSchema, "info": ClassInfo, "stores": ClassInfo, "cache": ClassInfo,
	"": ClassVersions,
}

// classify returns what a request is for.
func (s *Server) classify(r *http.Request) Class {
	path := r.URL.EscapedPath()
	if under(identityPrefix, path) {
		if strings.HasPrefix(path, identityPrefix+"/v3/auth/tokens") {
			return ClassToken
		}
		return ClassIdentity
	}
	switch {
	case under(computePrefix, path):
		return ClassCompute
	case under(storagePrefix, path):
		return ClassStorage
	case !under(s.imagePrefix, path):
		return ClassOther
	}
	path = strings.TrimPrefix(strings.TrimPrefix(path, s.imagePrefix), "/")
	version, path, _ := strings.Cut(path, "/")
	if version == "" || version == "versions" {
		return ClassVersions
	}
	resource, rest, deeper := strings.Cut(path, "/")
	if resource != "images" {
		return known(resources, resource)
	}
	if !deeper {
		return ClassImages
	}
	_, rest, _ = strings.Cut(rest, "/")
	part, _, _ := strings.Cut(rest, "/")
	return known(parts, part)
}

func known(classes map[string]Class, name string) Class {
	if class, found := classes[name]; found {
		return class
	}
	return ClassOther
}
