package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"glimpse/api/files"
	"glimpse/model/job"
)

// ErrLive means that another process, or another part of this one, is at work
// on a journal.
var ErrLive = errors.New("the job is being carried out by another glimpse")

// errClosed is the error of a record that comes after Close.
var errClosed = errors.New("the journal is closed")

// syncFolder makes the name of a new journal last.
var syncFolder = files.SyncFolder

// file is what a writer needs of an *os.File.
type file interface {
	io.Writer
	io.Closer
	Sync() error
	Truncate(size int64) error
}

// appended is a file that is open to be appended to.
type appended struct{ *os.File }

// Truncate implements file.
func (a appended) Truncate(size int64) error { return files.Cut(a.File, size) }

// Writer appends to the journal of one job, which it holds the lock of. Its
// methods are safe for concurrent use: records that come at the same time are
// written and synced together, and one that comes alone waits for nobody.
//
// An error of the disk sticks: whatever is appended afterwards fails with it,
// until Repair.
type Writer struct {
	path string

	mu      sync.Mutex
	flushed *sync.Cond // a batch has been written, or has failed
	file    file
	// pending are the lines that are not on the disk yet: those of Append, of which
	// each worker waits for one, and those of Later, for which nobody waits.
	pending []byte
	// appended and synced count records.
	appended, synced uint64
	// size is how much of the file is known to be good.
	size int64
	// flushing reports whether a batch is being written, later whether
	// somebody is there to write what nobody waits for.
	flushing, later bool
	err             error
}

func newWriter(path string, opened file, size int64) *Writer {
	w := &Writer{path: path, file: opened, size: size}
	w.flushed = sync.NewCond(&w.mu)
	return w
}

// Create begins the journal of a job in a directory, which it makes where
// there is none, with the head on the disk. It then removes old journals of
// finished jobs but for the newest hundred. The error says that the job must
// not begin.
func Create(dir string, head Head) (*Writer, error) {
	head.Version = version
	path, err := pathOf(dir, head.ID)
	if err != nil {
		return nil, err
	}
	if err := files.PrivateFolder(dir); err != nil {
		return nil, fmt.Errorf("making the directory of the journal: %w", err)
	}
	opened, err := files.New(path)
	if err != nil {
		return nil, fmt.Errorf("making the journal: %w", err)
	}
	w := newWriter(path, appended{opened}, 0)
	if err := files.Lock(opened); err != nil {
		opened.Close()
		return nil, fmt.Errorf("locking the journal: %w", err)
	}
	err = w.Append(head)
	if err == nil {
		err = syncFolder(dir) // the file could be lost with its name
	}
	if err != nil {
		opened.Close()
		_ = os.Remove(path) // it holds nothing that counts
		return nil, err
	}
	prune(dir)
	return w, nil
}

// Resume opens the journal of a job that was left unfinished, or of which
// something is to be tried again, and returns what it holds. A torn last line
// is cut off: nothing followed from it. The error is ErrLive where the job is
// being carried out.
func Resume(dir string, id job.ID) (*Writer, *Entry, error) {
	path, err := pathOf(dir, id)
	if err != nil {
		return nil, nil, err
	}
	opened, err := files.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the journal: %w", err)
	}
	if err := files.Lock(opened); err != nil {
		opened.Close()
		if errors.Is(err, files.ErrInUse) {
			err = ErrLive
		}
		return nil, nil, fmt.Errorf("opening the journal of job %s: %w", id, err)
	}
	// Only now: whoever had the lock may have written more.
	entry, err := Read(path)
	if err == nil && entry.ID != id {
		err = fmt.Errorf("reading the journal %s: it is that of another job", filepath.Base(path))
	}
	if err != nil {
		opened.Close()
		return nil, nil, err
	}
	if err := files.Cut(opened, entry.whole); err != nil {
		opened.Close()
		return nil, nil, fmt.Errorf("cutting a torn line off the journal: %w", err)
	}
	return newWriter(path, appended{opened}, entry.whole), entry, nil
}

// Append writes a record and returns once it is on the disk.
func (w *Writer) Append(record Record) error {
	encoded, err := line(record)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	w.add(encoded)
	return w.sync(w.appended)
}

// soon is how long a record waits at most that nobody waits for: most often another one
// comes that somebody does, and one sync of the disk is enough for both.
const soon = 20 * time.Millisecond

// Later writes a record soon, without waiting for the disk: it may be lost in
// a crash, and must be one whose loss costs no more than another look at an
// image. An error is that of the next Append. After an error the record is
// kept for Repair.
func (w *Writer) Later(record Record) error {
	encoded, err := line(record)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if errors.Is(w.err, errClosed) {
		return w.err
	}
	w.add(encoded)
	if w.err == nil && !w.later {
		w.later = true
		time.AfterFunc(soon, w.catchUp)
	}
	return nil
}

func (w *Writer) add(encoded []byte) {
	w.pending = append(w.pending, encoded...)
	w.appended++
}

// catchUp writes what nobody waits for.
func (w *Writer) catchUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.later = false
	_ = w.sync(w.appended) // the error sticks
}

// sync returns once so many records are on the disk. One of those who wait
// writes for all of them. The caller has locked.
func (w *Writer) sync(count uint64) error {
	for w.synced < count && w.err == nil {
		if w.flushing {
			w.flushed.Wait()
			continue
		}
		w.flush()
	}
	if w.synced >= count {
		return nil
	}
	return w.err
}

// flush writes and syncs what is pending, unlocked meanwhile.
func (w *Writer) flush() {
	batch, count := w.pending, w.appended
	w.pending, w.flushing = nil, true
	w.mu.Unlock()
	_, err := w.file.Write(batch)
	if err == nil {
		err = w.file.Sync()
	}
	w.mu.Lock()
	w.flushing = false
	if err != nil {
		w.err = unwritten(err)
		w.pending = append(batch, w.pending...)
	} else {
		w.synced, w.size = count, w.size+int64(len(batch))
	}
	w.flushed.Broadcast()
}

// unwritten says why the journal cannot be written: the system's own reason
// first, which is what a person looks for in a line that may be cut.
func unwritten(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return fmt.Errorf("%w: the journal cannot be written (%s %s)", failed.Err, failed.Op, failed.Path)
	}
	return fmt.Errorf("the journal cannot be written: %w", err)
}

// Repair tries again after an error of the disk: what may be half written is
// cut off, and all that is pending is written.
func (w *Writer) Repair() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.flushing {
		w.flushed.Wait()
	}
	if w.err == nil || errors.Is(w.err, errClosed) {
		return w.err
	}
	if err := w.file.Truncate(w.size); err != nil {
		return fmt.Errorf("repairing the journal: %w", err)
	}
	w.err = nil
	return w.sync(w.appended)
}

// Close writes what is pending and gives the lock back. It returns the error
// that sticks; a second call does nothing.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if errors.Is(w.err, errClosed) {
		return nil
	}
	err := w.sync(w.appended)
	for w.flushing {
		w.flushed.Wait()
	}
	w.err = errClosed
	if closing := w.file.Close(); err == nil {
		err = closing
	}
	return err
}
