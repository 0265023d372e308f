package glance

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// listing is a list request, read but not yet run.
type listing struct {
	scope   scope
	limit   int
	marker  *string
	sort    []sortKey
	filters []filter
	// overflow is set when a number does not fit the database, which is
	// noticed last of all.
	overflow bool
}

// readListing reads the query of a list request in the order in which the
// real service does, so that of several faults the same one is told.
func (c *call) readListing(query params) (*listing, error) {
	given := slices.Clone(query)
	marker, hasMarker := given.pop("marker")
	status, hasStatus := given.pop("member_status")
	if !hasStatus {
		status = memberAccepted
	}
	var tags []string
	for {
		tag, ok := given.pop("tag")
		if !ok {
			break
		}
		tags = append(tags, strip(tag))
	}
	if err := checkOddFilters(given, status); err != nil {
		return nil, err
	}
	l := &listing{scope: scope{who: &c.who, admin: c.who.Admin(), memberStatus: status}}
	if hasMarker {
		l.marker = &marker
	}
	var err error
	if l.limit, err = c.popLimit(&given); err != nil {
		return nil, err
	}
	tagged := len(tags) > 0
	keys, dirs, err := readSort(&given)
	if err != nil {
		return nil, err
	}
	l.sort = completeSort(keys, dirs)
	if err := c.compileFilters(l, given, tags, tagged); err != nil {
		return nil, err
	}
	return l, nil
}

func checkOddFilters(given params, status string) error {
	switch visibility, _ := given.get("visibility"); visibility {
	case "", "community", "public", "private", "shared", "all":
	default:
		return badRequest("Invalid visibility value: " + visibility)
	}
	if since, _ := given.get("changes-since"); since != "" {
		return badRequest(`The "changes-since" filter is no longer available on v2.`)
	}
	switch status {
	case memberPending, memberAccepted, memberRejected, "all":
		return nil
	}
	return badRequest("Invalid status: " + status)
}

// popLimit takes the page size out of the query.
func (c *call) popLimit(given *params) (int, error) {
	limit := c.s.options.LimitDefault
	if text, ok := given.pop("limit"); ok {
		var err error
		if limit, err = readLimit(text, c.s.options.LimitMax); err != nil {
			return 0, err
		}
	}
	return min(limit, c.s.options.LimitMax), nil
}

func readLimit(text string, most int) (int, error) {
	digits, ok := pythonInt(text)
	if !ok {
		return 0, badRequest("limit param must be an integer")
	}
	if strings.HasPrefix(digits, "-") {
		return 0, badRequest("limit param must be positive")
	}
	number, err := strconv.Atoi(digits)
	if errors.Is(err, strconv.ErrRange) {
		number = most // the cap is lower in any case
	}
	return number, nil
}

// sortKey is one column to sort by.
type sortKey struct {
	name string
	desc bool
}

var sortable = []string{"name", "status", "container_format", "disk_format", "size", "id", "created_at", "updated_at"}

func checkSortKey(key string) error {
	if slices.Contains(sortable, key) {
		return nil
	}
	return badRequest("Invalid sort key: " + key + ". It must be one of the following: " + strings.Join(sortable, ", ") + ".")
}

func checkSortDir(dir string) error {
	if dir == "asc" || dir == "desc" {
		return nil
	}
	return badRequest("Invalid sort direction: " + dir)
}

// readSort takes the sorting parameters out of the query, in either syntax.
func readSort(given *params) (keys, dirs []string, err error) {
	if sorting, ok := given.pop("sort"); ok {
		_, hasKey := given.get("sort_key")
		_, hasDir := given.get("sort_dir")
		if hasKey || hasDir {
			return nil, nil, badRequest("Old and new sorting syntax cannot be combined")
		}
		return parseSort(sorting)
	}
	if keys, err = popAll(given, "sort_key", checkSortKey); err != nil {
		return nil, nil, err
	}
	if dirs, err = popAll(given, "sort_dir", checkSortDir); err != nil {
		return nil, nil, err
	}
	if len(dirs) > 1 && len(dirs) != len(keys) {
		return nil, nil, badRequest("Number of sort dirs does not match the number of sort keys")
	}
	return keys, dirs, nil
}

// parseSort reads the newer syntax: key:dir,key:dir.
func parseSort(sorting string) (keys, dirs []string, err error) {
	for part := range strings.SplitSeq(strip(sorting), ",") {
		key, dir, _ := strings.Cut(part, ":")
		if dir == "" {
			dir = "desc"
		}
		key, dir = strip(key), strip(dir)
		if err := checkSortKey(key); err != nil {
			return nil, nil, err
		}
		if err := checkSortDir(dir); err != nil {
			return nil, nil, err
		}
		keys, dirs = append(keys, key), append(dirs, dir)
	}
	return keys, dirs, nil
}

func popAll(given *params, key string, check func(string) error) ([]string, error) {
	var out []string
	for {
		text, ok := given.pop(key)
		if !ok {
			return out, nil
		}
		text = strip(text)
		if err := check(text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
}

// completeSort adds the ties: creation and id, in the one direction that was
// given for all, or else descending.
func completeSort(keys, dirs []string) []sortKey {
	if len(keys) == 0 {
		keys = []string{"created_at"}
	}
	if len(dirs) == 0 {
		dirs = []string{"desc"}
	}
	rest := "desc"
	if len(dirs) == 1 {
		rest = dirs[0]
	}
	var out []sortKey
	for i, key := range keys {
		dir := rest
		if i < len(dirs) {
			dir = dirs[i]
		}
		out = append(out, sortKey{name: key, desc: dir == "desc"})
	}
	for _, tie := range []string{"created_at", "id"} {
		if !slices.Contains(keys, tie) {
			out = append(out, sortKey{name: tie, desc: rest == "desc"})
		}
	}
	return out
}
