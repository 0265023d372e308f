package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"glimpse/api/transfer"
	"glimpse/cmd/change"
	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
)

func newUpload(streams Streams, opts *options) *cobra.Command {
	return &cobra.Command{
		Use:   "upload FILE [KEY=VALUE...]",
		Short: "Make an image of a file",
		Long: `Upload makes an image and sends the data of a file to it. Its attributes, tags and
properties are given as KEY=VALUE; disk_format is what the file's header says, the
name is the file's, and container_format is bare, unless others are given. With
id=ID the data goes to an image that is there and has none.

With sign-key=FILE and sign-cert=UUID the data is signed: FILE holds a private RSA
key, and UUID is its certificate in the cloud's key manager. The image gets the four
properties by which the image service, and later the compute service, verify it.

Before anything is sent, the file's format and the size of its disk are checked
against disk_format and min_disk, and against the project's quota. Size and hash are
compared afterwards. An upload that broke off is not repeated by itself: the image
stays queued, and id=ID sends the file to it from the beginning (signed anew, if the
signature is asked for again).

The id of the image is printed.`,
		Example: `  glimpse upload debian-13.qcow2 name=debian-13 os_distro=debian tag=gold
  glimpse upload disk.raw id=0b0c8f9e-5d9e-4f0a-9d55-3c3f9a5b7c11
  glimpse upload disk.raw sign-key=key.pem sign-cert=7c3bcb8e-7a4b-4a2e-8f0c-5d1e3b6a9f20`,
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
	wanted, err := readUpload(id, pairs)
	if err != nil {
		return usage(err)
	}
	if name, err = expanded(name); err != nil {
		return err
	}
	file, err := transfer.OpenLocal(name)
	if err != nil {
		return usage(err)
	}
	_ = file.Close() // it was opened to say what is wrong with it before the first request
	wanted.File = name
	if id == "" {
		around := &plan.Around{File: file.Known()}
		if _, err := plan.Move(wanted, nil, around, func() string { return "" }); err != nil {
			return usage(err)
		}
	}
	flags := &sending{yes: true, expect: -1, output: "text"}
	return flags.carry(ctx, streams, opts, false, func(s *changing) (change.Ending, error) {
		if id != "" {
			return s.uploadTo(streams, command.Upload{File: file.Name, Sign: wanted.Sign}, id)
		}
		named, err := s.withProjects([]command.Command{wanted})
		if err != nil {
			return change.Failed, err
		}
		return s.upload(streams, file.Name, named[0], nil)
	})
}

// readUpload reads what is said of the image that a file goes to, and looks at the key
// that signs it. With an id the image is there.
func readUpload(id string, pairs []string) (command.Create, error) {
	wanted, err := command.NewImage(pairs)
	if err != nil {
		return wanted, err
	}
	said := wanted
	said.Sign = command.Sign{}
	if id != "" && (!change.IsID(id) || !said.IsEmpty()) {
		return wanted, &advisedError{
			fmt.Errorf("id=%s is to be the id of an image that is there, and takes nothing else but a signature", id),
			"change the image itself with `glimpse change`",
		}
	}
	if wanted.Sign.Key, err = expanded(wanted.Sign.Key); err != nil {
		return wanted, err
	}
	return wanted, transfer.CheckKey(wanted.Sign)
}

// warnOfKey says that others can read the key that signs what a plan sends.
func warnOfKey(streams Streams, planned *plan.Plan) {
	if data := planned.Steps[len(planned.Steps)-1].Data; data != nil && data.KeyExposed {
		fmt.Fprintf(streams.Err, "glimpse: warning: other users can read the private key %s; chmod 600 keeps it yours\n",
			escapeLines(data.SignedWith))
	}
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

// uploadTo sends the data to an image that waits for it.
func (s *changing) uploadTo(streams Streams, wanted command.Upload, id string) (change.Ending, error) {
	image, err := s.client.Image(s.ctx, model.NewImageID(id))
	if err != nil {
		return change.Failed, err
	}
	return s.upload(streams, wanted.File, wanted, []*model.Image{&image})
}

// upload plans the upload and has it carried out as a job, which makes the record
// where there is no image.
func (s *changing) upload(streams Streams, name string, wanted command.Command, images []*model.Image) (change.Ending, error) {
	planned, err := s.planData(wanted, images)
	switch {
	case err != nil:
		return change.Failed, err
	case planned.IsEmpty():
		return change.Failed, &advisedError{
			fmt.Errorf("image %s takes no data: it is %s", images[0].ID.Display(), images[0].Status.Display()), "only a queued image does",
		}
	}
	warnOfKey(streams, &planned)
	s.run.Out = streams.Err // the id alone goes to stdout
	var begun job.ID
	ending, err := s.run.Finish(s.ctx, &planned, func() (job.ID, error) {
		begun, err = s.changes.Start(&planned)
		return begun, err
	})
	report, known := s.changes.Report(begun)
	if !known {
		return ending, err
	}
	last := &report.Results[len(report.Results)-1]
	if last.Outcome == job.Done {
		fmt.Fprintln(streams.Out, planned.Steps[0].Image.Display())
		fmt.Fprintf(streams.Err, "%s: %s\n", escapeLines(name), last.Reason.Display())
		return ending, err
	}
	if made := report.Results[0].Outcome; err == nil && (images != nil || made == job.Done) {
		id := planned.Steps[0].Image.Display()
		err = &advisedError{
			fmt.Errorf("%s did not become the data of image %s", name, id),
			fmt.Sprintf("if the image is still queued, `glimpse upload %s id=%s` sends it again", text.ShellQuote(name), id),
		}
	}
	return ending, err
}
