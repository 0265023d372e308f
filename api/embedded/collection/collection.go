// Package collection is what the embedded Compute and Block Storage services
// have in common: a token that says who asks, errors in one form, versions in
// one header, and lists that are read page by page.
package collection

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Identity is whom a token speaks for.
type Identity struct {
	// ProjectID is the project that the token is scoped to.
	ProjectID string
	// Admin is set for who has the role admin there, Member for who has the role member.
	Admin, Member bool
}

// Authenticate returns whom a token speaks for; ok is false for one that is
// not accepted. It must be safe for concurrent use.
type Authenticate func(token string) (who Identity, ok bool)

// Error is an answer other than success.
type Error struct {
	// Status is the HTTP status, Message what the body says.
	Status  int
	Message string
}

// Error implements error.
func (e *Error) Error() string { return strconv.Itoa(e.Status) + " " + e.Message }

// faults are the names that both services give their errors.
var faults = map[int]string{
	http.StatusBadRequest: "badRequest", http.StatusUnauthorized: "unauthorized", http.StatusForbidden: "forbidden",
	http.StatusNotFound: "itemNotFound", http.StatusMethodNotAllowed: "badMethod",
}

// write sends the error. That of a token comes from the layer in front of the
// services, in another form.
func (e *Error) write(w http.ResponseWriter) {
	name, known := faults[e.Status]
	if !known {
		name = "computeFault" // so they are called in the Block Storage service too
	}
	said := map[string]any{"code": e.Status, "message": e.Message}
	if e.Status == http.StatusUnauthorized {
		name, said["title"] = "error", "Unauthorized"
	}
	Reply(w, e.Status, map[string]any{name: said})
}

// NotFound is the answer to a path or an id that there is not.
func NotFound(message string) error { return &Error{http.StatusNotFound, message} }

// BadRequest is the answer to what cannot be read.
func BadRequest(message string) error { return &Error{http.StatusBadRequest, message} }

// Forbidden is the answer where a rule of the policy does not let the user
// through.
func Forbidden(rule string) error {
	return &Error{http.StatusForbidden, "Policy doesn't allow " + rule + " to be performed."}
}

// Reply answers with a value as JSON.
func Reply(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic("collection: an answer that is no JSON: " + err.Error()) // made of strings, numbers and times alone
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client is gone, nothing is left to be told
}

// Versions are the microversions that a service has.
type Versions struct {
	// Service is the word of the header, compute or volume.
	Service string
	// Most is the newest minor version, Least the oldest, Major what stands
	// before both.
	Major, Least, Most int
}

const versionHeader = "OpenStack-API-Version"

// Asked returns the minor version that a request asks for, the oldest where it
// asks for none, and writes it into the answer.
func (v Versions) Asked(w http.ResponseWriter, r *http.Request) (int, error) {
	minor := v.Least
	for _, asked := range strings.Split(r.Header.Get(versionHeader), ",") {
		version, mine := strings.CutPrefix(strings.TrimSpace(asked), v.Service+" ")
		if !mine {
			continue
		}
		if version == "latest" {
			minor = v.Most
			continue
		}
		major, rest, _ := strings.Cut(version, ".")
		number, err := strconv.Atoi(rest)
		if err != nil || major != strconv.Itoa(v.Major) || number < v.Least || number > v.Most {
			return 0, &Error{http.StatusNotAcceptable, fmt.Sprintf(
				"Version %s is not supported by the API. Minimum is %[2]d.%[3]d and maximum is %[2]d.%[4]d.",
				version, v.Major, v.Least, v.Most)}
		}
		minor = number
	}
	w.Header().Set(versionHeader, fmt.Sprintf("%s %d.%d", v.Service, v.Major, minor))
	w.Header().Set("Vary", versionHeader)
	return minor, nil
}

// Serve answers a request by what answer returns: nil where it has answered by
// itself.
func Serve(w http.ResponseWriter, r *http.Request, known Authenticate, answer func(who Identity) error) {
	w.Header().Set("X-Openstack-Request-Id", "req-"+randomUUID())
	who, ok := Identity{}, false
	if token := r.Header.Get("X-Auth-Token"); token != "" && known != nil {
		who, ok = known(token)
	}
	err := error(&Error{http.StatusUnauthorized, "The request you have made requires authentication."})
	if ok {
		err = answer(who)
	}
	var told *Error
	if errors.As(err, &told) {
		told.write(w)
	}
}

// randomUUID returns a random UUID (RFC 9562, version 4).
func randomUUID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails, by its documentation
	raw[6], raw[8] = raw[6]&0x0f|0x40, raw[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:])
}

// most is how many records both services give in one page.
const most = 1000

// Page is the part of a list that is asked for.
type Page struct {
	// Limit is how many records the page may have, 0 to the most.
	Limit int
	// Marker is the id of the last record of the page before, if any.
	Marker string
}

// ReadPage returns which page a query asks for. It fails where the limit is no
// number.
func ReadPage(query url.Values) (Page, error) {
	page := Page{Limit: most, Marker: query.Get("marker")}
	if !query.Has("limit") {
		return page, nil
	}
	limit, err := strconv.ParseUint(query.Get("limit"), 10, 31)
	if err != nil {
		return Page{}, BadRequest("limit param must be an integer")
	}
	page.Limit = min(int(limit), most)
	return page, nil
}

// Cut returns the records of a page, and whether others may follow: as the real
// services do, it says so of every page that is full. ok is false where the list
// has no record with the marker's id.
func Cut[T any](list []T, page Page, id func(T) string) (part []T, more, ok bool) {
	if page.Marker != "" {
		at := slices.IndexFunc(list, func(record T) bool { return id(record) == page.Marker })
		if at < 0 {
			return nil, false, false
		}
		list = list[at+1:]
	}
	part = list[:min(page.Limit, len(list))]
	return part, len(part) > 0 && len(part) == page.Limit, true
}

// Link is an address in an answer.
type Link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
}

// Next returns the link to the page after the one that ends with a record.
func Next(r *http.Request, last string) []Link {
	query := r.URL.Query()
	query.Set("marker", last)
	return []Link{{"next", "http://" + r.Host + r.URL.Path + "?" + query.Encode()}}
}

// IsTrue reports whether a parameter says yes, in the words that both services
// take.
func IsTrue(value string) bool {
	return slices.Contains([]string{"1", "t", "true", "on", "y", "yes"}, strings.ToLower(value))
}

// Time writes a time as the Compute service does.
func Time(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05Z") }
