package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/format"
	"glimpse/ui/usedby"
)

func newShow(streams Streams, opts *options) *cobra.Command {
	output := ""
	command := &cobra.Command{
		Use:   "show ID|NAME...",
		Short: "Show images with all that is known of them",
		Long: `Show prints all attributes and properties of images, given by ids or names, hidden
ones among them. A name that several images have is an error that tells their ids.

json is each image exactly as the service sent it, one a line.`,
		Example: `  glimpse show debian-13-genericcloud
  glimpse show --output json 8f66a763-ca34-4c85-9b3a-ccf28c1224b5 | jq -r .os_hash_value`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || slices.Contains(args, "") {
				return usage(errors.New("show takes the ids or the names of images"))
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			return showImages(command.Context(), streams, opts, output, args)
		},
	}
	command.ValidArgsFunction = asker{streams, opts}.images
	command.Flags().StringVar(&output, "output", "text", "text or json")
	registerCompletion(command, "output", func() []string { return []string{"text", "json"} })
	return command
}

// showImages finds all images before it prints the first.
func showImages(ctx context.Context, streams Streams, opts *options, output string, args []string) error {
	if output != "text" && output != "json" {
		return usage(fmt.Errorf("--output %q is not a format; use text or json", output))
	}
	if err := cmp.Or(opts.checked(), opts.readConfig(streams.environment())); err != nil {
		return err
	}
	client, closeLog, err := openClient(ctx, streams, opts)
	if err != nil {
		return err
	}
	defer closeLog()
	defer client.Close()
	images := make([]model.Image, len(args))
	for i, said := range args {
		if images[i], err = findImage(ctx, client, said); err != nil {
			return err
		}
	}
	for i := range images {
		switch {
		case output == "json":
			err = writeJSON(streams, images[i].Raw)
		case i > 0:
			_, err = fmt.Fprint(streams.Out, "\n"+described(ctx, client, &images[i]))
		default:
			_, err = fmt.Fprint(streams.Out, described(ctx, client, &images[i]))
		}
		if err != nil {
			return fmt.Errorf("writing the image: %w", err)
		}
	}
	return nil
}

// described writes an image for people: attributes, properties, members.
func described(ctx context.Context, client *api.Client, image *model.Image) string {
	var rows [][]string
	row := func(name, value string) { rows = append(rows, []string{text.Escape(name), text.Escape(value)}) }
	var members []model.Member
	if image.Visibility == model.VisibilityShared {
		members, _ = client.Members(ctx, image.ID) // only some may see them
	}
	ids := make([]text.Untrusted, 1, 1+len(members))
	ids[0] = image.Owner
	for _, member := range members {
		ids = append(ids, member.Project)
	}
	names, _ := client.ProjectNames(ctx, ids) // a name that cannot be had stays an id
	project := func(id text.Untrusted) string {
		if name := names[id.Raw()]; !name.IsEmpty() {
			return name.Raw() + " (" + id.Raw() + ")"
		}
		return id.Raw()
	}
	for _, attribute := range model.Attributes() {
		if attribute.Kind() == model.KindOther {
			continue
		}
		shown := column{name: attribute.String(), attribute: attribute}
		switch value, isNumber := image.Number(attribute); {
		case attribute == model.AttrOwner && !image.Owner.IsEmpty():
			row(shown.name, project(image.Owner))
		case attribute.Kind() == model.KindBytes && isNumber:
			row(shown.name, format.ExactSize(value))
		default:
			row(shown.name, shown.exact(image))
		}
	}
	for _, property := range image.Properties {
		row(property.Key.Raw(), property.Value.Raw())
	}
	for _, member := range members {
		row("member", project(member.Project)+" "+member.Status.Raw())
	}
	row("used by", usesOf(ctx, client, image))
	const widest = 32
	return inColumns(rows, []int{min(widest, widths(rows, 2)[0])})
}

// usesOf says what uses an image, as far as the services that know answer in time.
func usesOf(ctx context.Context, client *api.Client, image *model.Image) string {
	ctx, cancel := context.WithTimeout(ctx, usesWithin)
	defer cancel()
	found := client.Uses(ctx, image.ID)
	return usedby.Of(&found, []uses.Image{uses.ImageOf(image)}, client.About().ProjectID.Raw()).Text
}
