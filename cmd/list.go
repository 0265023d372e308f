package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
)

// listOptions are the flags of `glimpse list` beside the common ones.
type listOptions struct {
	limit   int
	watch   time.Duration
	columns string
	output  string
}

func newList(streams Streams, opts *options) *cobra.Command {
	flags := &listOptions{}
	command := &cobra.Command{
		Use:   "list",
		Short: "List images without a screen",
		Long: `List prints the images that a query finds, page by page as they arrive.

json is an array of images exactly as the service sent them, csv has a header
row, id is one id a line. Columns are attributes of the Image API and properties.
template=TEMPLATE is a Go template, in which every attribute and property is a
field; it is run once for each image, which gets a line of its own. shell and json
quote a value.

With --watch 30s it looks again every 30 seconds and prints only what changed: one
line of JSON for each image that was added, changed or removed. ctrl+c ends it.`,
		Example: `  glimpse list --query 'status=active tag=gold !os_distro'
  glimpse list --sort size:desc --limit 10 --columns id,size,owner,os_distro
  glimpse list --query 'updated<-1y hidden=both' --output csv > old.csv
  glimpse list --query 'tag=eol' --output 'template={{.id}} {{.os_distro}} {{shell .name}}'
  glimpse list --query 'status=active' --watch 30s | jq -r .change`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return listImages(command.Context(), streams, opts, flags, command.Flags().Changed)
		},
	}
	addQueryFlags(command, opts, asker{streams, opts})
	command.Flags().IntVar(&flags.limit, "limit", 0, "stop after this many images (default: all)")
	command.Flags().StringVar(&flags.columns, "columns", defaultColumns,
		"columns of table and csv: attributes, properties; servers and volumes count what was made from the image")
	command.Flags().StringVar(&flags.output, "output", "table", "table, json, csv, id or template=TEMPLATE")
	command.Flags().DurationVar(&flags.watch, "watch", 0, "print what changes, looking this often, such as 30s")
	registerCompletion(command, "output", func() []string { return outputs })
	completeFlag(command, "columns", asker{streams, opts}.keys(columnNames))
	return command
}

// columnNames are the columns that are offered beside the properties in use.
func columnNames() []string {
	names := make([]string, 0, len(model.Attributes()))
	for _, attribute := range model.Attributes() {
		if attribute.Kind() != model.KindOther {
			names = append(names, attribute.String())
		}
	}
	return append(names, query.ColumnServers, query.ColumnVolumes)
}

// leastWatch is how often the service is asked at most.
const leastWatch = time.Second

// checked returns the usage errors that the flags hold by themselves.
func (o *listOptions) checked(given func(flag string) bool) error {
	switch {
	case o.watch > 0 && (given("columns") || given("output") && o.output != "json"):
		return usage(errors.New("--watch prints what changes as JSON: it does not go with --columns or another --output"))
	case o.limit < 0:
		return usage(fmt.Errorf("--limit %d: it is a number of images", o.limit))
	case o.watch < 0 || o.watch > 0 && o.watch < leastWatch:
		return usage(fmt.Errorf("--watch %s: it is %s or more", o.watch, leastWatch))
	case o.watch > 0 && o.limit > 0:
		return usage(errors.New("--watch looks at all images of the query: it does not go with --limit"))
	}
	return nil
}

// listImages checks everything that can be checked before the first request, and
// then streams.
func listImages(ctx context.Context, streams Streams, opts *options, flags *listOptions, given func(flag string) bool) error {
	selection, split, err := opts.prepare(streams)
	if err != nil {
		return err
	}
	if err := flags.checked(given); err != nil {
		return err
	}
	columns, err := parseColumns(flags.columns)
	if err != nil {
		return usage(err)
	}
	writer, err := newImageWriter(flags.output, columns, streams.Out, streams.OutIsTerminal)
	if err != nil {
		return err
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
	if flags.watch > 0 {
		return (&watching{streams: streams, client: client, every: flags.watch, selection: selection, size: opts.pageSize}).run(ctx)
	}
	askUses(ctx, client, columns)
	walk := newWalk(client, &split, api.PageOptions{Size: pageSizeFor(opts, flags, &split), Raw: flags.output == "json"})
	walk.limit, walk.writer, walk.faults = flags.limit, writer, streams.Err
	if err := walk.run(ctx); err != nil {
		return err
	}
	return writer.end()
}

// prepare reads the configuration and the query, and checks what can be checked
// before the first request.
func (o *options) prepare(streams Streams) (selection query.Query, split query.Split, err error) {
	if err = o.checked(); err != nil {
		return selection, split, err
	}
	if err = o.readConfig(streams.environment()); err != nil {
		return selection, split, err
	}
	if selection, err = o.selection(); err != nil {
		return selection, split, err
	}
	if split, err = selection.Split(time.Now()); err != nil {
		return selection, split, usage(err)
	}
	return selection, split, nil
}

// openClient connects, with the log that the flags name.
func openClient(ctx context.Context, streams Streams, opts *options) (client *api.Client, closeLog func(), err error) {
	log, logFile, err := openLog(opts.logFile, opts.secrets)
	if err != nil {
		return nil, nil, err
	}
	closeLog = func() { logFile.Close() }
	if client, err = connect(ctx, streams, opts, log); err != nil {
		closeLog()
		return nil, nil, err
	}
	return client, closeLog, nil
}

// splitWithProjects looks up the projects that a query names, and splits it again.
func splitWithProjects(
	ctx context.Context, client *api.Client, selection *query.Query, named query.NamedProjects,
) (split query.Split, err error) {
	if selection.Projects, err = findProjects(ctx, client, named, nil); err != nil {
		return split, err
	}
	if split, err = selection.Split(time.Now()); err != nil {
		return split, usage(err)
	}
	return split, nil
}

// pageSizeFor asks for no more images than will be printed, where the service
// alone decides which those are.
func pageSizeFor(opts *options, flags *listOptions, split *query.Split) int {
	size := opts.pageSize
	if size == 0 {
		size = maxPageSize
	}
	if flags.limit > 0 && !split.IsLocal() {
		size = min(size, flags.limit)
	}
	return size
}

// walk is one pass over the pages of a query.
type walk struct {
	pager  *api.Pager
	split  *query.Split
	limit  int // 0 for all
	writer imageWriter
	faults io.Writer
}

func newWalk(client *api.Client, split *query.Split, options api.PageOptions) *walk {
	return &walk{pager: client.Pages(*split, options), split: split}
}

func (w *walk) run(ctx context.Context) error {
	defer w.pager.Close()
	if w.limit == 0 || w.split.SortLocal {
		w.pager.All()
	}
	if w.split.SortLocal {
		return w.sorted(ctx)
	}
	return w.stream(ctx)
}

// stream prints each page as it arrives.
func (w *walk) stream(ctx context.Context) error {
	printed := 0
	for {
		page, err := w.next(ctx)
		if err != nil {
			return err
		}
		images := page.Images
		if w.limit > 0 {
			images = images[:min(len(images), w.limit-printed)]
		}
		printed += len(images)
		if len(images) > 0 {
			if err := w.write(images); err != nil {
				return err
			}
		}
		if !page.More || w.limit > 0 && printed >= w.limit {
			return nil
		}
	}
}

// sorted reads every page before it prints the first image: the order is one
// that the service cannot give. With a limit it holds no more than twice that many
// and a page.
func (w *walk) sorted(ctx context.Context) error {
	order := func(a, b model.Image) int { return w.split.Compare(&a, &b) }
	var images []model.Image
	for more := true; more; {
		page, err := w.next(ctx)
		if err != nil {
			return err
		}
		images = append(images, page.Images...)
		more = page.More
		if w.limit > 0 && len(images) > 2*w.limit {
			slices.SortStableFunc(images, order)
			images = slices.Clone(images[:w.limit])
		}
	}
	slices.SortStableFunc(images, order)
	if w.limit > 0 {
		images = images[:min(len(images), w.limit)]
	}
	for page := range slices.Chunk(images, maxPageSize) {
		if err := w.write(page); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) next(ctx context.Context) (model.Page, error) {
	page, err := w.pager.Next(ctx)
	if err != nil && ctx.Err() != nil {
		return model.Page{}, context.Cause(ctx)
	}
	return page, err
}

// write prints images, and tells of those whose record could not be read in
// full.
func (w *walk) write(images []model.Image) error {
	for i := range images {
		for _, fault := range images[i].Faults {
			fmt.Fprintf(w.faults, "glimpse: warning: image %s: %s %s\n",
				images[i].ID.Display(), fault.Field.Display(), text.Escape(fault.Reason))
		}
	}
	err := w.writer.page(images)
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("writing the list: %w", err)
	}
	return err
}
