package transfer

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/dustin/go-humanize"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/diskformat"
	"glimpse/model/remote"
)

// Local is a file of this side whose data is to go to the service.
type Local struct {
	Name string
	Size int64
	// Info is what its header says.
	Info diskformat.Info

	file  *os.File
	about fs.FileInfo
}

// OpenLocal opens a file to be uploaded, and reads its header. The error is one
// sentence about a file that cannot be.
func OpenLocal(name string) (*Local, error) {
	file, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{reason: "there is no file " + name, advice: "check the path", cause: err}
	case errors.Is(err, fs.ErrPermission):
		return nil, &Error{reason: name + " cannot be read", advice: "check its permissions", cause: err}
	case err != nil:
		return nil, fmt.Errorf("opening %s: %w", name, err)
	}
	local := &Local{Name: name, file: file}
	if err := local.read(); err != nil {
		file.Close()
		return nil, err
	}
	return local, nil
}

func (l *Local) read() (err error) {
	if l.about, err = l.file.Stat(); err != nil {
		return fmt.Errorf("reading %s: %w", l.Name, err)
	}
	l.Size = l.about.Size()
	switch {
	case l.about.IsDir():
		return &Error{reason: l.Name + " is a folder", advice: "name a file in it"}
	case !l.about.Mode().IsRegular():
		return &Error{reason: l.Name + " is no file whose size is known", advice: "write it to a file first"}
	case l.Size == 0:
		return &Error{reason: l.Name + " is empty", advice: "the service would take it for a complete image of size 0"}
	}
	if l.Info, err = diskformat.Read(l.file, l.Size); err != nil {
		return fmt.Errorf("reading %s: %w", l.Name, err)
	}
	return nil
}

// Close closes the file.
func (l *Local) Close() error { return l.file.Close() }

// Fits checks the file against what is declared of its image, and against the
// limits of the project, before anything is sent.
func (l *Local) Fits(container, disk string, minDisk int64, quotas []model.Quota) error {
	if problem := l.Info.Problem(container, disk, minDisk); problem != "" {
		return &Error{reason: l.Name + ": " + problem}
	}
	for i := range quotas {
		if room, limited := quotas[i].Room(); limited && quotas[i].Resource == model.QuotaSize && room < l.Size {
			return &Error{
				reason: fmt.Sprintf("%s has %s, and the quota of this project has room for %s",
					l.Name, humanize.IBytes(uint64(l.Size)), humanize.IBytes(uint64(room))),
				advice: "delete images that are no longer used, or ask the cloud's operator to raise the limit",
			}
		}
	}
	return nil
}

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
	// Progress, which may be nil, is told how far it is.
	Progress *Progress
}

// How long the service may take to make up its mind about data, and how often
// it is asked.
const (
	settleWithin = 10 * time.Minute
	settlePause  = time.Second
	// afterwards is how long the state of the image is asked for once the
	// upload was given up.
	afterwards = 10 * time.Second
)

// Run sends the data once, reads what became of the image, and compares size
// and hash. Where it fails the error says what the image is now.
func (u *Upload) Run(ctx context.Context) (model.Image, error) {
	if u.Progress == nil {
		u.Progress = &Progress{}
	}
	if _, err := u.Local.file.Seek(0, io.SeekStart); err != nil {
		return model.Image{}, fmt.Errorf("reading %s: %w", u.Local.Name, err)
	}
	sum := sha512.New()
	source := newStream(io.LimitReader(u.Local.file, u.Local.Size), sum)
	u.Progress.begin(time.Now(), u.Local.Size, 0)
	body := &blocks{stream: source, progress: u.Progress}
	sendErr := u.Sink.Upload(ctx, u.Image, body, u.Local.Size, false)
	source.close()
	if failed := body.failure(); failed != nil {
		sendErr = failed
	}
	image, err := u.settled(ctx, sendErr)
	if err != nil {
		return image, u.unknown(sendErr, err)
	}
	if sendErr != nil && ctx.Err() == nil && errors.Is(sendErr, api.ErrConflict) {
		return image, sendErr // it had data before
	}
	switch image.Status {
	case model.StatusActive, model.StatusDeactivated:
		return image, u.compare(&image, hex.EncodeToString(sum.Sum(nil)), sendErr)
	case model.StatusQueued:
		return image, u.again(sendErr)
	}
	return image, &Error{
		reason: fmt.Sprintf("image %s is %s: whether its data arrived is not known", u.Image.Raw(), image.Status.Raw()),
		advice: "look at it again later; if it becomes queued, run the upload again with id=" + u.Image.Raw(), cause: sendErr,
	}
}

// settled reads the image once it is no longer being given data. After a link
// that broke the service may only be about to notice that data was to come, so
// that an image which waits for it is looked at twice.
func (u *Upload) settled(ctx context.Context, sendErr error) (model.Image, error) {
	within := settleWithin
	if ctx.Err() != nil {
		within = afterwards
	}
	looks := 1
	if sendErr != nil && !refused(sendErr) {
		looks++
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
	defer cancel()
	tick := time.NewTicker(settlePause)
	defer tick.Stop()
	for {
		image, err := u.Sink.Image(ctx, u.Image)
		if image.Status == model.StatusQueued {
			looks--
		}
		if err != nil || image.Status != model.StatusSaving && (image.Status != model.StatusQueued || looks <= 0) {
			return image, err
		}
		select {
		case <-ctx.Done():
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
		advice: "look at it again later; if it is queued, run the upload again with id=" + u.Image.Raw(), cause: errors.Join(err, sendErr),
	}
}

// again is the error where the image still waits for its data.
func (u *Upload) again(sendErr error) error {
	if sendErr == nil {
		sendErr = errors.New("the service dropped the data")
	}
	reason := fmt.Sprintf("the data of image %s did not arrive: %v", u.Image.Raw(), sendErr)
	if errors.Is(sendErr, context.Canceled) {
		reason = "the upload was given up"
	}
	advice := fmt.Sprintf("the image is there and waits for it: run the upload again with id=%s, or delete it", u.Image.Raw())
	if own := remote.Advice(sendErr); own != "" && errors.Is(sendErr, api.ErrInvalid) {
		advice = own
	}
	return &Error{reason: reason, advice: advice, cause: sendErr}
}

// compare holds the image against what was sent.
func (u *Upload) compare(image *model.Image, sent string, sendErr error) error {
	damaged := func(how string) error {
		return &Error{
			reason: fmt.Sprintf("image %s has other data than %s: %s", u.Image.Raw(), u.Local.Name, how),
			advice: "do not use it: delete it and upload again", cause: sendErr,
		}
	}
	if image.Has(model.AttrSize) && image.Size != u.Local.Size {
		return damaged(fmt.Sprintf("it has %d bytes in place of %d", image.Size, u.Local.Size))
	}
	if now, err := u.Local.file.Stat(); err == nil && (now.Size() != u.Local.Size || !now.ModTime().Equal(u.Local.about.ModTime())) {
		return &Error{
			reason: u.Local.Name + " was changed while it was sent", advice: "delete the image and upload again", cause: sendErr,
		}
	}
	want := image.HashValue.Raw()
	if algorithm := image.HashAlgorithm.Raw(); algorithm != "sha512" && want != "" && hashes[algorithm] != nil {
		other := hashes[algorithm]()
		if _, err := io.Copy(other, io.NewSectionReader(u.Local.file, 0, u.Local.Size)); err != nil {
			return fmt.Errorf("reading %s: %w", u.Local.Name, err)
		}
		sent = hex.EncodeToString(other.Sum(nil))
	} else if algorithm != "sha512" {
		want = "" // a hash that is not known here
	}
	if want != "" && !strings.EqualFold(want, sent) {
		return damaged("its hash is another")
	}
	return nil
}

// blocks gives the blocks of a stream to a reader, which may still read when
// nobody waits for it any more.
type blocks struct {
	stream   *stream
	progress *Progress

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
	b.progress.done.Add(int64(n))
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
