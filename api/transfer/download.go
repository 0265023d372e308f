package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"syscall"
	"time"

	"glimpse/api"
	"glimpse/api/files"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/text"
)

// Source is what of a connection a download needs.
type Source interface {
	Data(ctx context.Context, id model.ImageID, from int64) (*api.Data, error)
}

// Download is the data of an image on its way here.
type Download struct {
	Source Source
	Image  model.Image
	// Meter, which may be nil, is told how far it is.
	Meter *job.Meter
	// Overwrite replaces a file that is there, and begins a part anew that is
	// not the beginning of this image.
	Overwrite bool

	sum  hash.Hash // nil where there is none to check
	want expected
}

// Checked says what was compared of what was downloaded.
func (d *Download) Checked() Checked {
	if d.sum == nil {
		return Size
	}
	return SizeAndHash
}

// readingAgain is what is done while a file is hashed that is here already.
var readingAgain = text.Of("reading what is here already")

// mostIdle is how many times in a row a connection may break without a byte.
const mostIdle = 5

// prepare finds out whether there is data, and how it is checked.
func (d *Download) prepare() error {
	switch d.Image.Status {
	case model.StatusQueued, model.StatusSaving, model.StatusUploading, model.StatusImporting:
		return &Error{
			reason: fmt.Sprintf("image %s has no data yet: it is %s", d.Image.ID.Raw(), d.Image.Status.Raw()),
			advice: "try again once it is active",
		}
	}
	d.sum = nil
	if want, known := hashOf(&d.Image); known {
		d.sum, d.want = hashes[want.algorithm](), want
	}
	return nil
}

// about says of which data a part is.
func (d *Download) about() []byte {
	about, _ := json.Marshal(map[string]any{ // of texts and numbers, which never fails
		"id": d.Image.ID.Raw(), "size": d.Image.Size, "os_hash_algo": d.Image.HashAlgorithm.Raw(),
		"os_hash_value": d.Image.HashValue.Raw(), "checksum": d.Image.Checksum.Raw(),
	})
	return append(about, '\n')
}

// ToFile writes the data into a file, by way of NAME.part beside it. The file
// gets its name when it is whole and its hash fits.
func (d *Download) ToFile(ctx context.Context, name string) error {
	if err := d.prepare(); err != nil {
		return err
	}
	whole := files.Whole{Name: name, Mode: files.Shared, Replace: d.Overwrite}
	part, err := whole.OpenPart(d.about(), false)
	if d.Overwrite && errors.Is(err, files.ErrOtherPart) {
		part, err = whole.OpenPart(d.about(), true)
	}
	if err != nil {
		return partProblem(name, err)
	}
	err = d.fill(ctx, part)
	switch {
	case errors.Is(err, errWrongHash):
		return errors.Join(&Error{
			reason: fmt.Sprintf("%s does not have the hash of the image: it stays as %s", name, part.Name()),
			advice: "download it again; if it stays so, the service's data is damaged", cause: err,
		}, part.Spoil())
	case err != nil:
		return errors.Join(d.broken(part, err), part.Keep())
	}
	if err := part.Finish(); err != nil {
		return partProblem(name, err)
	}
	return nil
}

// partProblem says why a file cannot be begun, or put in its place.
func partProblem(name string, err error) error {
	switch {
	case errors.Is(err, files.ErrOtherPart):
		return &Error{
			reason: fmt.Sprintf("%s is there already, and is not the beginning of this image", name+files.PartEnd),
			advice: "move it away, choose another file, or have it replaced", cause: err,
		}
	case errors.Is(err, files.ErrInUse):
		return &Error{
			reason: name + files.PartEnd + " is being written by another process", advice: "wait for it, or choose another file",
			cause: err,
		}
	case errors.Is(err, fs.ErrExist):
		return &Error{reason: name + " is there already", advice: "choose another file, or have it replaced", cause: err}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return &Error{
			reason: fmt.Sprintf("the folder of %s cannot be written in", name), advice: "choose a file in another folder",
			cause: err,
		}
	case errors.Is(err, fs.ErrNotExist):
		return &Error{reason: fmt.Sprintf("there is no folder for %s", name), advice: "make it first, or choose another file", cause: err}
	}
	return err
}

// broken is what to say of a download that ended early.
func (d *Download) broken(part *files.Part, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) {
		return &Error{
			reason: fmt.Sprintf("%s cannot grow: the disk is full", part.Name()),
			advice: "make room and download it again: it goes on from where it stopped", cause: err,
		}
	}
	return err
}

// fill brings a part to its end.
func (d *Download) fill(ctx context.Context, part *files.Part) error {
	if err := d.makeRoom(part); err != nil {
		return err
	}
	contents, err := part.Contents()
	if err != nil {
		return err
	}
	if d.sum != nil {
		if part.Begun > 0 {
			d.Meter.Tell(readingAgain)
		}
		if _, err := io.Copy(d.sum, &counted{ctx: ctx, from: contents}); err != nil {
			return fmt.Errorf("reading %s: %w", part.Name(), err)
		}
		d.Meter.Tell(text.Untrusted{})
	} else if err := part.Cut(part.Begun); err != nil {
		return err
	}
	return d.pass(ctx, part, part.Begun)
}

// makeRoom drops a part that is larger than the image, and finds out whether the rest
// has room on the disk.
func (d *Download) makeRoom(part *files.Part) error {
	if !d.Image.Has(model.AttrSize) {
		return nil
	}
	if part.Begun > d.Image.Size {
		if err := part.Cut(0); err != nil {
			return err
		}
		part.Begun = 0
	}
	if free, known := part.Free(); known && free < d.Image.Size-part.Begun {
		return noRoom(d.Image.Size-part.Begun, free)
	}
	return nil
}

// To writes the data to a stream. That its hash does not fit is only known once
// it was written.
func (d *Download) To(ctx context.Context, out io.Writer) error {
	if err := d.prepare(); err != nil {
		return err
	}
	err := d.pass(ctx, out, 0)
	if errors.Is(err, errWrongHash) {
		return &Error{
			reason: "what was written does not have the hash of the image", advice: "do not use it; download it again", cause: err,
		}
	}
	return err
}

var errWrongHash = errors.New("the hash does not fit")

// pass writes the data from an offset on, over as many connections as it takes,
// and checks the whole.
func (d *Download) pass(ctx context.Context, out io.Writer, from int64) error {
	total := int64(-1)
	if d.Image.Has(model.AttrSize) {
		total = d.Image.Size
	}
	d.Meter.Begin(time.Now(), total, from)
	for idle := 0; total < 0 || from < total; idle++ {
		at, readErr, err := d.once(ctx, out, from)
		switch {
		case err != nil:
			return err
		case readErr == nil && (total < 0 || at >= total):
			return d.check(at, total)
		case readErr == nil:
			readErr = &Error{reason: fmt.Sprintf("image %s ended after %d of %d bytes", d.Image.ID.Raw(), at, total)}
		}
		if at > from {
			idle = 0
		}
		if from = at; idle >= mostIdle || !rest(ctx, idle) {
			return readErr
		}
	}
	return d.check(from, total)
}

// The waits between connections: the first after one that gave some data.
const (
	firstRest = 100 * time.Millisecond
	mostRest  = 5 * time.Second
)

// rest waits before the next connection, and reports whether there is to be one.
func rest(ctx context.Context, idle int) bool {
	timer := time.NewTimer(min(mostRest, firstRest<<min(idle, 10)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// check compares the hash of all the data.
func (d *Download) check(size, total int64) error {
	if total >= 0 && size != total || d.sum != nil && !d.want.fits(d.sum) {
		return errWrongHash
	}
	return nil
}

// once writes what one connection gives. readErr is why that broke off, at how
// far the data is then.
func (d *Download) once(ctx context.Context, out io.Writer, from int64) (at int64, readErr, err error) {
	data, err := d.Source.Data(ctx, d.Image.ID, from)
	if err != nil {
		return from, nil, err
	}
	defer func() { _ = data.Close() }()
	if data.From > from {
		return from, nil, fmt.Errorf("downloading image %s: the service began at byte %d in place of %d", d.Image.ID.Raw(), data.From, from)
	}
	// A store that can only begin at the beginning sends again what is here.
	if _, err := io.CopyN(io.Discard, data, from-data.From); err != nil {
		return from, err, nil
	}
	s := newStream(data, d.sum)
	at = from
	readErr, err = s.passTo(out, func(bytes int) {
		at += int64(bytes)
		d.Meter.Add(bytes)
	})
	_ = data.Close()
	s.close()
	return at, readErr, err
}
