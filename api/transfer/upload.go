package transfer

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"sync"
	"time"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/remote"
)

// Sink is what of a connection an upload needs.
type Sink interface {
	Upload(ctx context.Context, id model.ImageID, data io.Reader, size int64, stage bool) error
	Image(ctx context.Context, id model.ImageID) (model.Image, error)
}

// Upload is the data of a file on its way to an image that has none.
type Upload struct {
	Sink  Sink
	Local *Local
	Image model.ImageID
	// Meter, which may be nil, is told how far it is.
	Meter *job.Meter
}

// How long the service may take to make up its mind about data, and how often
// it is asked.
const (
	settleWithin = 10 * time.Minute
	settlePause  = time.Second
	// afterwards is how long the state of the image is asked for once the
	// upload was given up.
	afterwards = 5 * time.Second
)

// Run sends the data once, reads what became of the image, and compares size
// and hash. Where it fails the error says what the image is now.
func (u *Upload) Run(ctx context.Context) (model.Image, Checked, error) {
	sum, sendErr := u.send(ctx, false)
	if isLeft(ctx) {
		return model.Image{}, 0, context.Cause(ctx)
	}
	image, err := u.settled(ctx, sendErr)
	if err != nil {
		return image, 0, u.unknown(sendErr, err)
	}
	if sendErr != nil && ctx.Err() == nil && errors.Is(sendErr, api.ErrConflict) {
		return image, 0, sendErr // it had data before
	}
	return u.outcome(ctx, &image, sum, sendErr)
}

// isLeft reports whether the program ends, and leaves the rest to a later run.
func isLeft(ctx context.Context) bool {
	return ctx.Err() != nil && !errors.Is(context.Cause(ctx), job.ErrCancelled) && errors.Is(ctx.Err(), context.Canceled)
}

// untilLeft returns a context that ends with the program, and not with a job that is
// cancelled.
func untilLeft(ctx context.Context) (left context.Context, stop func()) {
	left, end := context.WithCancelCause(context.WithoutCancel(ctx))
	leave := func() {
		if isLeft(ctx) {
			end(context.Cause(ctx))
		}
	}
	leave()
	detach := context.AfterFunc(ctx, leave)
	return left, func() { detach(); end(nil) }
}

// send sends the data, or stages it, and returns its hash.
func (u *Upload) send(ctx context.Context, stage bool) (sum hash.Hash, err error) {
	if _, err := u.Local.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("reading %s: %w", u.Local.Name, err)
	}
	sum = sha512.New()
	source := newStream(io.LimitReader(u.Local.file, u.Local.Size), sum)
	u.Meter.Begin(time.Now(), u.Local.Size, 0)
	body := &blocks{stream: source, meter: u.Meter}
	err = u.Sink.Upload(ctx, u.Image, body, u.Local.Size, stage)
	source.close()
	if failed := body.failure(); failed != nil {
		err = failed
	}
	return sum, err
}

// outcome returns what an image is that is no longer being given data.
func (u *Upload) outcome(ctx context.Context, image *model.Image, sum hash.Hash, sendErr error) (model.Image, Checked, error) {
	switch image.Status {
	case model.StatusActive, model.StatusDeactivated:
		checked, err := u.compare(ctx, image, sum, sendErr)
		return *image, checked, err
	case model.StatusQueued:
		return *image, 0, u.notArrived(image, sendErr)
	}
	return *image, 0, &Error{
		reason: fmt.Sprintf("the image is %s: whether its data arrived is not known", image.Status.Raw()),
		advice: "look at it again later", cause: sendErr,
	}
}

// Again finds out what became of an earlier upload of the file: whether the image
// has the data, or still waits for it.
func (u *Upload) Again(ctx context.Context) (image model.Image, checked Checked, waits bool, err error) {
	image, err = u.settled(ctx, nil)
	switch {
	case err != nil:
		return image, 0, false, err
	case image.Status == model.StatusQueued:
		return image, 0, true, nil
	}
	image, checked, err = u.outcome(ctx, &image, nil, nil)
	return image, checked, false, err
}

// settled reads the image once it is no longer being given data. After a link
// that broke the service may only be about to notice that data was to come, so
// that an image which waits for it is looked at twice. A program that ends is not held
// up, and a job that is cancelled for a few seconds at most.
func (u *Upload) settled(ctx context.Context, sendErr error) (model.Image, error) {
	looks := 1
	if sendErr != nil && !refused(sendErr) {
		looks++
	}
	left, stop := untilLeft(ctx)
	defer stop()
	asking, giveUp := context.WithCancel(left)
	defer giveUp()
	limit := time.AfterFunc(settleWithin, giveUp)
	defer limit.Stop()
	defer context.AfterFunc(ctx, func() { limit.Reset(afterwards) })()
	tick := time.NewTicker(settlePause)
	defer tick.Stop()
	for {
		image, err := u.Sink.Image(asking, u.Image)
		if image.Status == model.StatusQueued {
			looks--
		}
		if err != nil || image.Status != model.StatusSaving && (image.Status != model.StatusQueued || looks <= 0) {
			return image, err
		}
		select {
		case <-asking.Done():
			return image, nil
		case <-tick.C:
		}
	}
}

// refused reports whether the service itself answered that it takes no data.
func refused(err error) bool {
	var problem *api.Problem
	return errors.As(err, &problem) && problem.Status >= 400 && problem.Status < 500
}

// unknown is the error where the image could not be read after the upload.
func (u *Upload) unknown(sendErr, err error) error {
	if errors.Is(err, api.ErrNotFound) {
		return &Error{reason: fmt.Sprintf("image %s was deleted while its data was sent", u.Image.Raw()), cause: err}
	}
	return &Error{
		reason: fmt.Sprintf("whether the data of image %s arrived is not known: %v", u.Image.Raw(), err),
		advice: "look at it again later; if it is queued, upload the file again", cause: errors.Join(err, sendErr),
	}
}

// notArrived is the error where the image still waits for its data.
func (u *Upload) notArrived(image *model.Image, sendErr error) error {
	if sendErr == nil {
		sendErr = errors.New("the service dropped the data")
	}
	still := "; the image is still " + image.Status.Raw()
	reason := fmt.Sprintf("the data did not arrive: %v", sendErr) + still
	if errors.Is(sendErr, context.Canceled) {
		reason = "the upload was given up" + still
	}
	advice := "upload the file again, or delete the image"
	if own := remote.Advice(sendErr); own != "" && (errors.Is(sendErr, api.ErrInvalid) || errors.Is(sendErr, api.ErrQuota)) {
		advice = own
	}
	return &Error{reason: reason, advice: advice, cause: sendErr}
}

// Checked is what of data was compared with what the service says of it.
type Checked uint8

const (
	_ Checked = iota
	// Size is that it has as many bytes. The service has no hash that is known.
	Size
	// SizeAndHash is that its hash is the same too.
	SizeAndHash
)

// compare holds the image against what was sent, of which sum is the SHA-512, or
// nil where only the file can tell. That is read to its end also of a job that is
// cancelled, so that the data which has arrived is told, but not at the end of the program.
func (u *Upload) compare(ctx context.Context, image *model.Image, sum hash.Hash, sendErr error) (Checked, error) {
	damaged := func(how string) error {
		return &Error{
			reason: fmt.Sprintf("image %s has other data than %s: %s", u.Image.Raw(), u.Local.Name, how),
			advice: "do not use it: delete it and upload again", cause: sendErr,
		}
	}
	if image.Has(model.AttrSize) && image.Size != u.Local.Size {
		return 0, damaged(fmt.Sprintf("it has %d bytes in place of %d", image.Size, u.Local.Size))
	}
	if u.Local.changed() {
		return 0, &Error{
			reason: u.Local.Name + " was changed while it was sent", advice: "delete the image and upload again", cause: sendErr,
		}
	}
	want, known := hashOf(image)
	switch {
	case !known:
		return Size, nil
	case sum == nil || want.algorithm != "sha512":
		u.Meter.Tell(readingAgain)
		sum = hashes[want.algorithm]()
		ctx, stop := untilLeft(ctx)
		defer stop()
		if _, err := io.Copy(sum, &counted{ctx: ctx, from: io.NewSectionReader(u.Local.file, 0, u.Local.Size)}); err != nil {
			return 0, fmt.Errorf("reading %s: %w", u.Local.Name, err)
		}
	}
	if !want.fits(sum) {
		return 0, damaged("its hash is another")
	}
	return SizeAndHash, nil
}

// expected is the hash that a service says data has.
type expected struct{ algorithm, value string }

// hashOf returns the hash of an image, the better one of two, if it has one that is
// known here.
func hashOf(image *model.Image) (expected, bool) {
	if algorithm := image.HashAlgorithm.Raw(); hashes[algorithm] != nil && !image.HashValue.IsEmpty() {
		return expected{algorithm, image.HashValue.Raw()}, true
	}
	return expected{"md5", image.Checksum.Raw()}, !image.Checksum.IsEmpty()
}

// fits reports whether data has the hash.
func (e expected) fits(sum hash.Hash) bool {
	return strings.EqualFold(e.value, hex.EncodeToString(sum.Sum(nil)))
}

// blocks gives the blocks of a stream to a reader, which may still read when
// nobody waits for it any more.
type blocks struct {
	stream *stream
	meter  *job.Meter

	mu     sync.Mutex
	now    *block
	left   []byte
	failed error // of the file
}

// Read implements io.Reader.
func (b *blocks) Read(out []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.left) == 0 {
		if b.now != nil && b.now.err != nil {
			return 0, b.end()
		}
		if b.now != nil {
			b.stream.done(b.now)
		}
		b.now = b.stream.next()
		if b.left = b.now.content; len(b.left) == 0 && b.now.err != nil {
			return 0, b.end()
		}
	}
	n := copy(out, b.left)
	b.left = b.left[n:]
	b.meter.Add(n)
	return n, nil
}

func (b *blocks) end() error {
	if b.now.err != io.EOF && b.now != stopped { //nolint:errorlint // a reader returns io.EOF itself
		b.failed = b.now.err
	}
	return b.now.err
}

func (b *blocks) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failed
}
