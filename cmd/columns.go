package cmd

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/model/uses"
)

// defaultColumns ends with the name: it is what varies most in length, and
// last it can be whole without pushing anything out of line.
const defaultColumns = "id,status,visibility,size,updated_at,name"

// column is one column of the table and CSV outputs: an attribute of the API
// or, under any other name, a property.
type column struct {
	name      string
	attribute model.Attribute
	property  bool
	// found is what uses the images, of a column that shows that.
	found *uses.Found
}

// parseColumns reads a comma separated list of attributes and properties. A
// name in double quotes may be one that looks like a mistake.
func parseColumns(list string) ([]column, error) {
	reader := csv.NewReader(strings.NewReader(list))
	names, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("--columns %q is not a comma separated list of names", list)
	}
	columns := make([]column, 0, len(names))
	for _, name := range names {
		if name == "" {
			return nil, errors.New("--columns has an empty name in it")
		}
		meant, wrong := query.ColumnName(name, strings.Contains(list, `"`+name+`"`))
		if wrong != nil {
			return nil, fmt.Errorf("--columns: %s; use %s", text.Escape(wrong.Problem), wrong.Expected)
		}
		columns = append(columns, columnNamed(meant))
	}
	return columns, nil
}

// askUses asks once what uses the images, where one of the columns shows that.
func askUses(ctx context.Context, client *api.Client, columns []column) {
	if !slices.ContainsFunc(columns, func(c column) bool { return query.IsUses(c.name) }) {
		return
	}
	found := client.Uses(ctx)
	for i := range columns {
		columns[i].found = &found
	}
}

// used returns how many servers or volumes were made from an image, or that this is
// not known.
func (c column) used(img *model.Image) string {
	servers, volumes := c.found.Count(img.ID)
	count, answer := servers, &c.found.Servers
	if c.name == query.ColumnVolumes {
		count, answer = volumes, &c.found.Volumes
	}
	if answer.Reach == uses.Nowhere {
		return unknown
	}
	return strconv.Itoa(count)
}

// columnNamed returns the column of an attribute or a property.
func columnNamed(name string) column {
	attribute, known := model.AttributeNamed(name)
	return column{name: name, attribute: attribute, property: !known}
}

// unknown stands for a value that could not be read: an empty cell is null.
const unknown = "unknown"

// exact returns the value for a machine: the original text, bytes, UTC times
// as the API writes them. What is null or not set is empty.
func (c column) exact(img *model.Image) string {
	switch {
	case c.found != nil && query.IsUses(c.name):
		return c.used(img)
	case c.property:
		value, _ := img.Property(c.name)
		return value.Raw()
	}
	if img.Unknown.Has(c.attribute) && (c.attribute != model.AttrTags || len(img.Tags) == 0) {
		return unknown
	}
	if value, ok := img.Text(c.attribute); ok {
		return value.Raw()
	}
	if value, ok := img.Number(c.attribute); ok {
		return strconv.FormatInt(value, 10)
	}
	if value, ok := img.Time(c.attribute); ok {
		return value.UTC().Format(time.RFC3339)
	}
	if value, ok := img.Bool(c.attribute); ok {
		return strconv.FormatBool(value)
	}
	if c.attribute == model.AttrTags {
		return joinTags(img.Tags)
	}
	return ""
}

// shown returns the value for a person: sizes and times short, text escaped.
func (c column) shown(img *model.Image) string {
	if !c.property {
		switch c.attribute.Kind() {
		case model.KindBytes:
			if value, ok := img.Number(c.attribute); ok && value >= 0 {
				return humanize.IBytes(uint64(value))
			}
		case model.KindTime:
			if value, ok := img.Time(c.attribute); ok {
				return value.UTC().Format("2006-01-02 15:04")
			}
		default:
		}
	}
	return text.Escape(c.exact(img))
}

// joinTags writes tags as one value: separated by commas, those that hold a
// comma, a quote or an outer blank in double quotes.
func joinTags(tags []text.Untrusted) string {
	parts := make([]string, len(tags))
	for i, tag := range tags {
		parts[i] = tag.Raw()
		if parts[i] == "" || strings.ContainsAny(parts[i], `",`) || strings.TrimSpace(parts[i]) != parts[i] {
			parts[i] = `"` + strings.ReplaceAll(parts[i], `"`, `\"`) + `"`
		}
	}
	return strings.Join(parts, ",")
}
