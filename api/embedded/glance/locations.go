package glance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// linksBefore counts the places in the store of the web before one.
func (r *Record) linksBefore(at int) int {
	count := 0
	for _, store := range r.Stores[:at] {
		if store == webStore {
			count++
		}
	}
	return count
}

// locations are the URLs of the data of an image, one for each of its Stores.
func (s *Service) locations(r *Record) []string {
	urls := make([]string, len(r.Stores))
	for i, store := range r.Stores {
		if links := r.linksBefore(i); store == webStore && links < len(r.Links) {
			urls[i] = r.Links[links]
		} else if one := s.place(store); one != nil {
			urls[i] = "file://" + one.folder + "/" + r.ID
		}
	}
	return urls
}

// appendLocations appends where the data of an image is. Of a deactivated one, admins
// alone are told.
func (s *Service) appendLocations(out []byte, r *Record, admin bool) []byte {
	out = append(out, `, "locations": [`...)
	if !admin && r.Status == statusDeactivated {
		return append(out, ']')
	}
	for i, at := range s.locations(r) {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendText(append(out, `{"url": `...), at)
		out = append(appendText(append(out, `, "metadata": {"store": `...), r.Stores[i]), "}}"...)
	}
	return append(out, ']')
}

// applyLocations does one operation on the locations of an image.
func (c *call) applyLocations(draft, stored *Record, one change) error {
	if one.op == "replace" && len(one.value.items) == 0 {
		return detailed(http.StatusForbidden, "Cannot set locations to empty list.")
	}
	rule, check := ruleSetLocation, c.enforce
	if one.op == "remove" {
		rule, check = ruleDeleteLocation, c.enforceOwned
	}
	if err := check(rule, stored); err != nil {
		return err
	}
	mayChange := draft.Status == statusActive || draft.Status == statusQueued && one.op != "remove"
	switch {
	case !c.s.options.Extras && one.op == "replace":
		return forbidden("It's not allowed to update locations if locations are invisible.")
	case !c.s.options.Extras:
		return forbidden("It's not allowed to " + one.op + " locations if locations are invisible.")
	case !mayChange:
		return conflict("It's not allowed to " + one.op + " locations if image status is " + draft.Status + ".")
	case one.op == "add":
		return c.addLocation(draft, one)
	case one.op == "remove":
		return c.removeLocation(draft, one.path[1])
	default:
		return c.replaceLocations(draft, one)
	}
}

// addLocation adds a place in the web. Where it stands in the list the database does
// not keep: it is the last.
func (c *call) addLocation(draft *Record, one change) error {
	if _, err := strconv.ParseUint(one.path[1], 10, 31); err != nil && one.path[1] != "-" {
		return badRequest("Invalid position for adding a location.")
	}
	at, _ := one.value.dict.get("url")
	size, ok := c.s.measure(c.r.Context(), at.text)
	switch {
	case !ok:
		return badRequest("Invalid location")
	case slices.Contains(draft.Links, at.text):
		return badRequest("The location " + at.text + " already exists")
	}
	draft.Stores = append(slices.Clone(draft.Stores), webStore)
	draft.Links = append(slices.Clone(draft.Links), at.text)
	if orZero(draft.Size) == 0 {
		draft.Size = &size
	}
	draft.Status = statusActive
	return nil
}

func (c *call) removeLocation(draft *Record, position string) error {
	if len(draft.Stores) == 1 {
		return detailed(http.StatusForbidden, "Cannot remove last location in the image.")
	}
	at, err := strconv.Atoi(position)
	if position == "-" {
		at, err = len(draft.Stores)-1, nil
	}
	if err != nil || at < 0 || at >= len(draft.Stores) {
		return badRequest("Invalid position for removing a location.")
	}
	draft.removeStore(at)
	return nil
}

// replaceLocations gives an image without any its locations.
func (c *call) replaceLocations(draft *Record, one change) error {
	if len(draft.Stores) > 0 {
		return badRequest("Original locations is not empty")
	}
	for _, item := range one.value.items {
		if err := c.addLocation(draft, change{path: []string{"", "-"}, value: item}); err != nil {
			return err
		}
	}
	return nil
}

// webTimeout bounds how long a place in the web may take to answer.
const webTimeout = 5 * time.Second

// measure asks a place in the web how much data it has, and reports whether it has any.
// As the real service is configured in the tests, it may be on this machine.
func (s *Service) measure(ctx context.Context, at string) (size int64, ok bool) {
	if parsed, err := url.Parse(at); err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return 0, false
	}
	response, err := askWeb(ctx, http.MethodHead, at, webTimeout)
	if err != nil {
		return 0, false
	}
	defer response.Body.Close()
	return response.ContentLength, response.StatusCode == http.StatusOK && response.ContentLength > 0
}

// thisMachine is where the web may be as well with the extras, as the real service is
// configured for the tests.
const thisMachine = "127.0.0.1"

// fetchNear opens a source, which may be on this machine.
func fetchNear(ctx context.Context, uri string) (io.ReadCloser, error) {
	response, err := askWeb(ctx, http.MethodGet, uri, 0)
	if err != nil {
		return nil, err
	}
	return found(response, uri)
}

// askWeb sends a request to a place in the web; a timeout of 0 is none.
func askWeb(ctx context.Context, method, at string, timeout time.Duration) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, at, http.NoBody)
	if err != nil {
		return nil, err
	}
	client := nearby()
	client.Timeout = timeout
	return client.Do(request)
}

// nearby is a client for the web, of which this machine is part.
func nearby() *http.Client {
	dialer := &net.Dialer{Timeout: webTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		host, _, err := net.SplitHostPort(address)
		if err != nil || host != thisMachine && !foreign(host) {
			return fmt.Errorf("address %s is not allowed as a location", address)
		}
		return nil
	}}
	return &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// errNoWeb means that a place in the web does not give its data.
var errNoWeb = errors.New("the location gives no data")

// fromWeb reads the data of an image that only the web has.
func fromWeb(ctx context.Context, r *Record) ([]byte, error) {
	response, err := askWeb(ctx, http.MethodGet, r.Links[0], webTimeout)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errNoWeb
	}
	return io.ReadAll(io.LimitReader(response.Body, orZero(r.Size)))
}
