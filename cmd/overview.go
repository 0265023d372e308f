package cmd

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/overview"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/backend"
)

func newOverview(streams Streams, opts *options) *cobra.Command {
	var by, output string
	command := &cobra.Command{
		Use:   "overview",
		Short: "Count images and add their sizes up, by a key",
		Long: `Overview counts the images that a query finds and adds their sizes up, by one
key or, within that, by a second one.

The keys are ` + strings.Join(overviewKeys(), ", ") + `,
any other attribute of the Image API, and any property.`,
		Example: `  glimpse overview --by owner
  glimpse overview --by distribution,os_version --query 'visibility=public'
  glimpse overview --by age --query 'is=snapshot' --output csv`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return countImages(command.Context(), streams, opts, by, output)
		},
	}
	command.Flags().StringVar(&opts.query, "query", "", "which images, such as 'status=active tag=gold name~ubuntu'")
	command.Flags().IntVar(&opts.pageSize, "page-size", 0, "images to ask for at a time, 1 to 1000")
	command.Flags().StringVar(&by, "by", "status", "key, or two: KEY,KEY")
	command.Flags().StringVar(&output, "output", "table", "table, json or csv")
	completeFlag(command, "query", asker{streams, opts}.query)
	completeFlag(command, "by", asker{streams, opts}.keys(overviewKeys))
	registerCompletion(command, "output", func() []string { return overviewOutputs })
	return command
}

var overviewOutputs = []string{"table", "json", "csv"}

func overviewKeys() []string {
	names := make([]string, 0, len(overview.Keys()))
	for _, key := range overview.Keys() {
		names = append(names, key.Name())
	}
	return names
}

func countImages(ctx context.Context, streams Streams, opts *options, by, output string) error {
	selection, split, err := opts.prepare(streams)
	if err != nil {
		return err
	}
	first, second, err := overview.ParseKeys(by)
	if err != nil {
		return usage(fmt.Errorf("--by: %s", text.Escape(err.Error())))
	}
	write, known := overviewWriters[output]
	if !known {
		return usage(fmt.Errorf("--output %q is not a format; use one of %s", output, strings.Join(overviewOutputs, ", ")))
	}
	client, closeLog, err := openClient(ctx, streams, opts)
	if err != nil {
		return err
	}
	defer closeLog()
	defer client.Close()
	if named := selection.NamedProjects(); !named.IsEmpty() {
		if split, err = splitWithProjects(ctx, client, &selection, named); err != nil {
			return err
		}
	}
	split.SortLocal = false // the order of what is counted does not matter
	counting := overview.New(first, second, time.Now())
	walk := newWalk(client, &split, api.PageOptions{Size: opts.pageSize})
	walk.writer, walk.faults = counter{counting}, io.Discard
	if err := walk.run(ctx); err != nil {
		return err
	}
	content := backend.Overview{By: first, Within: second, Total: counting.Total(), Groups: counting.Groups(overview.ByImages)}
	if content.Names, err = client.ProjectNames(ctx, ownersOf(content)); err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	out := bufio.NewWriter(streams.Out)
	if err := write(out, content, streams.OutIsTerminal); err != nil {
		return err
	}
	return out.Flush()
}

// counter counts images where others write them.
type counter struct{ counting *overview.Overview }

func (c counter) page(images []model.Image) error {
	for i := range images {
		c.counting.Add(&images[i])
	}
	return nil
}

func (counter) end() error { return nil }

// ownersOf returns the ids of the projects that are values of an overview.
func ownersOf(content backend.Overview) []text.Untrusted {
	var owners []text.Untrusted
	for _, group := range content.Groups {
		if content.By.IsOwner() && !group.Value.IsEmpty() {
			owners = append(owners, group.Value)
		}
		for _, inner := range group.Within {
			if content.Within.IsOwner() && !inner.Value.IsEmpty() {
				owners = append(owners, inner.Value)
			}
		}
	}
	return owners
}

// overviewWriters write an overview. escape says that a terminal reads it.
var overviewWriters = map[string]func(out io.Writer, content backend.Overview, escape bool) error{
	"table": overviewTable, "json": overviewJSON, "csv": overviewCSV,
}

// notSet stands for the images without a value.
const notSet = "(not set)"

// shownValue returns a value for a person.
func shownValue(content *backend.Overview, key overview.Key, group *overview.Group) string {
	switch {
	case group.Unknown:
		return "(" + unknown + ")"
	case group.Unset:
		return notSet
	case group.Value.IsEmpty():
		return "(empty)"
	case key.IsOwner() && !content.Names[group.Value.Raw()].IsEmpty():
		return content.Names[group.Value.Raw()].Display()
	}
	return group.Value.Display()
}

func overviewTable(out io.Writer, content backend.Overview, _ bool) error {
	rows := [][]string{{strings.ToUpper(text.Escape(content.By.Name())), "IMAGES", "BYTES"}}
	add := func(indent string, key overview.Key, group *overview.Group) {
		rows = append(rows, []string{
			indent + shownValue(&content, key, group), humanize.Comma(int64(group.Images)), humanize.IBytes(uint64(max(0, group.Bytes))),
		})
	}
	for i := range content.Groups {
		add("", content.By, &content.Groups[i])
		for j := range content.Groups[i].Within {
			add("  ", content.Within, &content.Groups[i].Within[j])
		}
	}
	add("", overview.Key{}, &overview.Group{Value: text.Of("total"), Count: content.Total})
	needed := widths(rows, len(rows[0]))
	for _, row := range rows {
		for i := range row[1:] { // numbers stand on the right
			row[i+1] = fmt.Sprintf("%*s", needed[i+1], row[i+1])
		}
	}
	_, err := io.WriteString(out, inColumns(rows, needed))
	return err
}

// overviewRow is one group as JSON has it.
type overviewRow struct {
	// Value is null where there is none.
	Value  *string       `json:"value"`
	Name   string        `json:"name,omitempty"`
	Images int           `json:"images"`
	Bytes  int64         `json:"bytes"`
	Query  string        `json:"query,omitempty"`
	Groups []overviewRow `json:"groups,omitempty"`
}

func rowsOf(content *backend.Overview, key overview.Key, groups []overview.Group) []overviewRow {
	rows := make([]overviewRow, len(groups))
	for i := range groups {
		group := &groups[i]
		rows[i] = overviewRow{Images: group.Images, Bytes: group.Bytes, Query: query.Format(group.Terms)}
		if !group.Unset && !group.Unknown {
			value := group.Value.Raw()
			rows[i].Value = &value
			if key.IsOwner() {
				rows[i].Name = content.Names[value].Raw()
			}
		}
		if len(group.Within) > 0 {
			rows[i].Groups = rowsOf(content, content.Within, group.Within)
		}
	}
	return rows
}

func overviewJSON(out io.Writer, content backend.Overview, escape bool) error {
	by := []string{content.By.Name()}
	if !content.Within.IsZero() {
		by = append(by, content.Within.Name())
	}
	encoded, err := json.MarshalIndent(struct {
		By     []string      `json:"by"`
		Images int           `json:"images"`
		Bytes  int64         `json:"bytes"`
		Groups []overviewRow `json:"groups"`
	}{by, content.Total.Images, content.Total.Bytes, rowsOf(&content, content.By, content.Groups)}, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the overview: %w", err)
	}
	return writeJSONTo(out, encoded, escape)
}

func overviewCSV(out io.Writer, content backend.Overview, escape bool) error {
	writer := csv.NewWriter(out)
	write := func(cells []string, more ...string) {
		cells = slices.Concat(cells, more)
		for i := range cells {
			if escape {
				cells[i] = text.Escape(cells[i])
			}
		}
		writer.Write(cells) //nolint:errcheck // csv.Writer keeps the error for Error
	}
	header := csvHeading(content.By)
	if !content.Within.IsZero() {
		header = append(header, csvHeading(content.Within)...)
	}
	write(header, "images", "bytes")
	for i := range content.Groups {
		group := &content.Groups[i]
		cells := csvCells(&content, content.By, group)
		if content.Within.IsZero() {
			write(cells, strconv.Itoa(group.Images), strconv.FormatInt(group.Bytes, 10))
		}
		for j := range group.Within {
			inner := &group.Within[j]
			both := slices.Concat(cells, csvCells(&content, content.Within, inner))
			write(both, strconv.Itoa(inner.Images), strconv.FormatInt(inner.Bytes, 10))
		}
	}
	writer.Flush()
	return writer.Error()
}

func csvHeading(key overview.Key) []string {
	if key.IsOwner() {
		return []string{key.Name(), "owner_name"}
	}
	return []string{key.Name()}
}

// csvCells returns the value of a group as it is; where there is none, nothing.
func csvCells(content *backend.Overview, key overview.Key, group *overview.Group) []string {
	cells := []string{group.Value.Raw()}
	if group.Unknown {
		cells[0] = unknown
	}
	if key.IsOwner() {
		cells = append(cells, content.Names[group.Value.Raw()].Raw())
	}
	return cells
}

// ExportOverview implements backend.Session.
func (s *session) ExportOverview(content backend.Overview, format, file string, replace bool) error {
	write, known := overviewWriters[format]
	if !known {
		return fmt.Errorf("%q is not a format; use one of json, csv", format)
	}
	return wholeFile(file, replace, func(out io.Writer) error { return write(out, content, false) })
}
