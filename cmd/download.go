package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"glimpse/api/files"
	"glimpse/api/transfer"
	"glimpse/cmd/change"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/format"
)

func newDownload(streams Streams, opts *options) *cobra.Command {
	overwrite := false
	command := &cobra.Command{
		Use:   "download ID|NAME [FILE|-]",
		Short: "Write the data of an image into a file",
		Long: `Download writes the data of one image into a file, ID.FORMAT unless one is named,
or to stdout for "-".

The data is written to FILE.part, which is renamed to FILE when it is complete and
its hash matches. Run it again to resume a download that broke off.`,
		Example: `  glimpse download debian-12 debian-12.qcow2
  glimpse download 0b0c8f9e-5d9e-4f0a-9d55-3c3f9a5b7c11 - | qemu-img info -`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return usage(&advisedError{
					err:    errors.New("download wants an image, and a file if need be"),
					advice: "usage: glimpse " + command.Use,
				})
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			file := ""
			if len(args) > 1 {
				file = args[1]
			}
			return download(command.Context(), streams, opts, args[0], file, overwrite)
		},
	}
	command.ValidArgsFunction = asker{streams, opts}.thenFile
	command.Flags().BoolVar(&overwrite, "overwrite", false, "replace a file that is there already")
	return command
}

func download(ctx context.Context, streams Streams, opts *options, word, file string, overwrite bool) error {
	name, err := downloadTarget(streams, opts, file)
	if err != nil {
		return err
	}
	client, closeLog, err := openClient(ctx, streams, opts)
	if err != nil {
		return err
	}
	defer closeLog()
	defer client.Close()
	image, err := findImage(ctx, client, word)
	if err != nil {
		return interruptedOr(ctx, err)
	}
	meter := &job.Meter{}
	d := &transfer.Download{Source: client, Image: image, Meter: meter, Overwrite: overwrite}
	stop := showProgress(streams, meter)
	if file == "-" {
		err = d.To(ctx, streams.Out)
	} else {
		name = cmp.Or(name, plan.FileName(&image))
		err = d.ToFile(ctx, name)
	}
	stop()
	if err != nil {
		tellKept(streams, name, err)
		if errors.Is(err, fs.ErrExist) {
			err = &advisedError{err, "choose another file, or replace it with --overwrite"}
		}
		return interruptedOr(ctx, err)
	}
	if file == "-" {
		name = "stdout"
	}
	told := escapeLines(name) + ": " + format.Size(meter.Transfer(time.Now()).Done)
	if d.Checked() == transfer.SizeAndHash {
		told += ", hash checked"
	} else {
		told += ", not checked: the service has no hash of this image"
	}
	fmt.Fprintln(streams.Err, told)
	return nil
}

// downloadTarget checks, before the first request, where the data is to go.
func downloadTarget(streams Streams, opts *options, file string) (name string, err error) {
	if err := opts.checked(); err != nil {
		return "", err
	}
	if file == "-" && streams.OutIsTerminal {
		return "", usage(&advisedError{
			errors.New("image data is not for a terminal"),
			"name a file, or send the output into another command or a file",
		})
	}
	if err := opts.readConfig(streams.environment()); err != nil {
		return "", err
	}
	if name, err = expanded(file); err != nil {
		return "", err
	}
	if about, err := os.Stat(name); err == nil && about.IsDir() && file != "-" {
		return "", usage(&advisedError{fmt.Errorf("%s is a folder", name), "name the file in it"})
	}
	return name, nil
}

// tellKept says where what has arrived is kept for another try.
func tellKept(streams Streams, name string, err error) {
	about, missing := os.Stat(name + files.PartEnd)
	if name == "-" || missing != nil || errors.As(err, new(*transfer.Error)) {
		return
	}
	fmt.Fprintf(streams.Err, "%s are kept in %s; the same command goes on from there\n",
		format.Size(about.Size()), escapeLines(name+files.PartEnd))
}

// progressPause is how often a person is told how far a transfer is.
const progressPause = 250 * time.Millisecond

// showProgress keeps a line on stderr, where that is a terminal, that says how
// far a transfer is. stop removes it.
func showProgress(streams Streams, progress *job.Meter) (stop func()) {
	if !streams.ErrIsTerminal {
		return func() {}
	}
	return progressLine(streams.Err, progress, progressPause)
}

// progressLine writes the state of a transfer over itself until it is stopped.
func progressLine(out io.Writer, progress *job.Meter, pause time.Duration) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(pause)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				fmt.Fprint(out, change.ClearLine)
				return
			case now := <-ticker.C:
				state := progress.Transfer(now)
				fmt.Fprint(out, change.ClearLine+text.Escape(format.TransferLine(&state)))
			}
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}
