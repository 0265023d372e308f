package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"glimpse/api/transfer"
	"glimpse/cmd/change"
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/query"
	"glimpse/ui/format"
)

func newUpload(streams Streams, opts *options) *cobra.Command {
	return &cobra.Command{
		Use:   "upload FILE [KEY=VALUE...]",
		Short: "Make an image of a file",
		Long: `Upload makes an image and sends the data of a file to it. Its attributes, tags and
properties are given as KEY=VALUE; disk_format is what the file's header says, the
name is the file's, and container_format is bare, unless others are given. With
id=ID the data goes to an image that is there and has none.

Before anything is sent, the file's format and the size of its disk are held against
disk_format and min_disk, and the quota of the project is looked at. Size and hash
are compared afterwards. An upload that broke off is not sent again by itself: the
image stays queued, and id=ID sends the file to it from its beginning.

The id of the image is printed.`,
		Example: `  glimpse upload debian-13.qcow2 name=debian-13 os_distro=debian tag=gold
  glimpse upload disk.raw id=0b0c8f9e-5d9e-4f0a-9d55-3c3f9a5b7c11`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 0 || args[0] == "" {
				return usage(&advisedError{errors.New("upload wants a file"), "usage: glimpse " + command.Use})
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			return upload(command.Context(), streams, opts, args[0], args[1:])
		},
	}
}

// upload checks everything that can be checked before the first request.
func upload(ctx context.Context, streams Streams, opts *options, name string, pairs []string) error {
	if opts.readOnly {
		return usage(errors.New("--read-only: nothing can be uploaded"))
	}
	id, pairs := cutID(pairs)
	wanted, err := command.NewImage(pairs)
	if err != nil {
		return usage(err)
	}
	if id != "" && (!change.IsID(id) || len(pairs) > 0) {
		return usage(&advisedError{
			fmt.Errorf("id=%s is to be the id of an image that is there, and takes nothing else", id),
			"change the image itself with `glimpse change`",
		})
	}
	if name, err = expanded(name); err != nil {
		return err
	}
	file, err := transfer.OpenLocal(name)
	if err != nil {
		return usage(err)
	}
	defer func() { _ = file.Close() }()
	if id == "" {
		complete(&wanted, file)
		if err := fits(file, &wanted, nil); err != nil {
			return usage(err)
		}
	}
	flags := &sending{yes: true, expect: -1, output: "text"}
	return flags.carry(ctx, streams, opts, false, func(s *changing) (change.Ending, error) {
		return s.upload(streams, file, id, &wanted)
	})
}

// cutID takes id=ID out of pairs.
func cutID(pairs []string) (id string, others []string) {
	for _, pair := range pairs {
		if given, isID := strings.CutPrefix(pair, "id="); isID && id == "" {
			id = given
		} else {
			others = append(others, pair)
		}
	}
	return id, others
}

// attributeIn returns the value that an attribute of a new image is given.
func attributeIn(wanted *command.Create, attribute model.Attribute) any {
	for _, given := range wanted.Attributes {
		if given.Field == query.AttributeField(attribute) {
			return given.Value
		}
	}
	return nil
}

// complete gives a new image what a file tells, where nothing else was said.
func complete(wanted *command.Create, file *transfer.Local) {
	name := filepath.Base(file.Name)
	for attribute, value := range map[model.Attribute]string{
		model.AttrName:            strings.TrimSuffix(name, filepath.Ext(name)),
		model.AttrDiskFormat:      file.Info.Format,
		model.AttrContainerFormat: "bare",
	} {
		if attributeIn(wanted, attribute) == nil {
			wanted.Attributes = append(wanted.Attributes, command.Assignment{Field: query.AttributeField(attribute), Value: value})
		}
	}
}

// fits holds a file against what a new image declares.
func fits(file *transfer.Local, wanted *command.Create, quotas []model.Quota) error {
	container, _ := attributeIn(wanted, model.AttrContainerFormat).(string)
	disk, _ := attributeIn(wanted, model.AttrDiskFormat).(string)
	minDisk, _ := attributeIn(wanted, model.AttrMinDisk).(int64)
	return file.Fits(container, disk, minDisk, quotas)
}

// upload makes the record, or finds it, and sends the data.
func (s *changing) upload(streams Streams, file *transfer.Local, id string, wanted *command.Create) (change.Ending, error) {
	quotas, err := s.client.Usage(s.ctx)
	if err != nil {
		return change.Failed, err
	}
	if id != "" {
		err = s.waits(file, id, quotas)
	} else if err = fits(file, wanted, quotas); err == nil {
		id, err = s.create(wanted)
	}
	if err != nil {
		return change.Failed, err
	}
	u := &transfer.Upload{Sink: s.client, Local: file, Image: model.NewImageID(id), Progress: &transfer.Progress{}}
	stop := showProgress(streams, u.Progress)
	image, err := u.Run(s.ctx)
	stop()
	switch {
	case err != nil && s.ctx.Err() != nil:
		return change.Interrupted, err
	case err != nil:
		return change.Failed, err
	}
	fmt.Fprintln(streams.Out, image.ID.Display())
	fmt.Fprintf(streams.Err, "%s: %s, size and hash checked\n", escapeLines(file.Name), format.ExactSize(image.Size))
	return change.Done, nil
}

// waits checks that an image is one that the data of a file may go to.
func (s *changing) waits(file *transfer.Local, id string, quotas []model.Quota) error {
	image, err := s.client.Image(s.ctx, model.NewImageID(id))
	switch {
	case err != nil:
		return err
	case image.Status != model.StatusQueued:
		return &advisedError{fmt.Errorf("image %s takes no data: it is %s", id, image.Status.Raw()), "only a queued image does"}
	}
	return file.Fits(image.ContainerFormat.Raw(), image.DiskFormat.Raw(), image.MinDisk, quotas)
}

// create makes the record of an image by a job, so that it is in the journal.
func (s *changing) create(wanted *command.Create) (id string, err error) {
	named, err := s.withProjects([]command.Command{*wanted})
	if err != nil {
		return "", err
	}
	id = s.changes.NewID()
	planned, err := plan.Compose(named, nil, func() string { return id })
	if err != nil {
		return "", err
	}
	s.run.Out = io.Discard
	ending, err := s.run.Finish(s.ctx, &planned, func() (job.ID, error) { return s.changes.Start(&planned) })
	if err == nil && ending != change.Done {
		err = errors.New("the image could not be created")
	}
	return id, err
}
