package query

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"glimpse/model"
)

// stored is an image as the service's database holds it: with parts of a
// second, and with the knowledge of whose it is.
type stored struct {
	img              model.Image
	created, updated time.Time
	foreign          bool
}

// glance is a model of the listing of Glance, written from its filter code
// and sharing nothing with the planner. Where caseless is set, it compares
// texts as MySQL's default tables do.
type glance struct {
	images   []stored
	caseless bool
}

// list answers one request, or tells why the service would refuse it.
func (g *glance) list(request Request) ([]*model.Image, error) {
	filters := map[string]string{}
	var tags []string
	length := 0
	for _, param := range request.Params {
		length += 3*len(param.Key) + 3*len(param.Value)
		if strings.ContainsFunc(param.Key+param.Value, func(r rune) bool { return r > 0xffff || r == 0 || r == 0xfffd }) {
			return nil, fmt.Errorf("%q cannot be taken", param)
		}
		if _, twice := filters[param.Key]; twice && param.Key != "tag" {
			return nil, fmt.Errorf("%s is given twice", param.Key)
		}
		if param.Key == "tag" {
			tags = append(tags, strings.TrimSpace(param.Value))
			continue
		}
		filters[param.Key] = param.Value
	}
	if length > 3*8192 {
		return nil, fmt.Errorf("the request is too long")
	}
	var found []*model.Image
	for i := range g.images {
		ok, err := g.has(&g.images[i], filters, tags)
		if err != nil {
			return nil, err
		}
		if ok {
			found = append(found, &g.images[i].img)
		}
	}
	return found, nil
}

func (g *glance) has(s *stored, filters map[string]string, tags []string) (bool, error) {
	if filters["visibility"] == "" && s.foreign && s.img.Visibility == model.VisibilityCommunity {
		return false, nil
	}
	if s.img.Hidden != (filters["os_hidden"] == "true") {
		return false, nil
	}
	for _, tag := range tags {
		if !slices.ContainsFunc(s.img.Tags, func(t untrusted) bool { return g.equal(t.Raw(), tag) }) {
			return false, nil
		}
	}
	for key, value := range filters {
		ok, err := g.filter(s, key, value)
		if !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

func (g *glance) equal(a, b string) bool {
	return a == b || g.caseless && strings.EqualFold(a, b)
}

func (g *glance) filter(s *stored, key, value string) (bool, error) {
	switch key {
	case "os_hidden", "sort", "member_status":
		return true, nil
	case "deleted", "properties", "locations", "limit", "marker", "changes-since", "":
		return false, fmt.Errorf("%s is no filter to send", key)
	case "visibility":
		return value == "all" || s.img.Visibility.Raw() == value, nil
	case "protected":
		want, err := strconv.ParseBool(value)
		return s.img.Protected == want, err
	case "created_at":
		return compareDate(s.created, value)
	case "updated_at":
		return compareDate(s.updated, value)
	case "name", "id", "status", "disk_format", "container_format":
		return g.operator(s, key, value)
	}
	base, isMin := strings.CutSuffix(key, "_min")
	base, isMax := strings.CutSuffix(base, "_max")
	if isMin || isMax {
		bound, err := strconv.ParseInt(value, 10, 64)
		number, has := s.column(base)
		if err != nil || number == nil {
			return false, fmt.Errorf("%s=%s is no range", key, value)
		}
		return has && (isMin && *number >= bound || isMax && *number <= bound), nil
	}
	if number, has := s.column(key); number != nil {
		return has && strconv.FormatInt(*number, 10) == value, nil
	}
	switch key {
	case "owner", "checksum", "os_hash_algo", "os_hash_value":
		attribute, _ := model.AttributeNamed(key)
		text, has := s.img.Text(attribute)
		return has && g.equal(text.Raw(), value), nil
	}
	for _, property := range s.img.Properties {
		if g.equal(property.Key.Raw(), key) && !property.Null && g.equal(property.Value.Raw(), value) {
			return true, nil
		}
	}
	return false, nil
}

// column returns a number of the record.
func (s *stored) column(key string) (number *int64, has bool) {
	switch key {
	case "size":
		return &s.img.Size, s.img.Has(model.AttrSize)
	case "virtual_size":
		return &s.img.VirtualSize, s.img.Has(model.AttrVirtualSize)
	case "min_disk":
		return &s.img.MinDisk, true
	case "min_ram":
		return &s.img.MinRAM, true
	}
	return nil, false
}

// operator evaluates a filter whose value may begin with an operator.
func (g *glance) operator(s *stored, key, value string) (bool, error) {
	attribute, _ := model.AttributeNamed(key)
	text, has := s.img.Text(attribute)
	operator, threshold, found := strings.Cut(value, ":")
	if !found {
		operator, threshold = "eq", value
	}
	switch operator {
	case "eq":
		return has && g.equal(text.Raw(), threshold), nil
	case "in":
		values, err := splitForQuotes(threshold)
		return has && slices.ContainsFunc(values, func(v string) bool { return g.equal(v, text.Raw()) }), err
	default:
		return false, fmt.Errorf("%s=%s: unknown operator", key, value)
	}
}

// listItem is one value of a list: in quotes, plain, or a comma alone.
var listItem = regexp.MustCompile(`"((?:[^"\\]|\\.)*)",?|([^,]+),?|,`)

// splitForQuotes takes a list apart as Glance does.
func splitForQuotes(list string) ([]string, error) {
	open := true
	for i := range len(list) {
		if list[i] != '"' || i > 0 && list[i-1] == '\\' {
			continue
		}
		if open && i > 0 && list[i-1] != ',' || !open && i+1 < len(list) && list[i+1] != ',' {
			return nil, fmt.Errorf("%s: a comma is missing", list)
		}
		open = !open
	}
	if !open {
		return nil, fmt.Errorf("%s: a quote is not closed", list)
	}
	var values []string
	for _, item := range listItem.FindAllStringSubmatch(list, -1) {
		values = append(values, item[1]+item[2])
	}
	return values, nil
}

func compareDate(when time.Time, value string) (bool, error) {
	operator, threshold, _ := strings.Cut(value, ":")
	bound, err := time.Parse(time.RFC3339, threshold)
	if err != nil {
		return false, err
	}
	switch operator {
	case "gte":
		return !when.Before(bound), nil
	case "lt":
		return when.Before(bound), nil
	default:
		return false, fmt.Errorf("%s: unexpected operator", value)
	}
}
