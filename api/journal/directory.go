package journal

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"glimpse/api/files"
	"glimpse/model/job"
	"glimpse/model/lazy"
	"glimpse/model/plan"
	"glimpse/model/text"
)

// keep is how many journals of finished jobs stay, for undoing and for
// looking things up.
const keep = 100

const extension = ".jsonl"

// names are those of jobs: the time of the start in UTC, and a few random
// digits for those that start at the same time.
var names = lazy.Regexp(`^\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{6}$`)

// NewID names a job that starts now.
func NewID(now time.Time) job.ID {
	var random [3]byte
	_, _ = rand.Read(random[:]) // it never fails
	return job.ID(now.UTC().Format("20060102T150405.000Z") + "-" + hex.EncodeToString(random[:]))
}

// pathOf is where the journal of a job is. A name that is none of a job's
// could be a path elsewhere.
func pathOf(dir string, id job.ID) (string, error) {
	if !names().MatchString(string(id)) {
		return "", fmt.Errorf("%q is not the name of a job", text.Escape(string(id)))
	}
	return filepath.Join(dir, string(id)+extension), nil
}

// list returns the names of the jobs that have a file, the newest first.
// Other files are not looked at. Where there is no directory there are none.
func list(dir string) ([]job.ID, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the directory of the journals: %w", err)
	}
	var ids []job.ID
	for _, entry := range entries {
		name, isJournal := strings.CutSuffix(entry.Name(), extension)
		if isJournal && entry.Type().IsRegular() && names().MatchString(name) {
			ids = append(ids, job.ID(name))
		}
	}
	slices.Reverse(ids) // they were in order
	return ids, nil
}

// Unfinished returns the jobs on the images of a connection that were left
// before every image had its outcome, the newest first; not those that are
// being carried out. Those that may be of other images are among them, and are
// marked so. Files that cannot be read are told in the error, and the others are
// returned with it; one that is damaged is told of once and kept aside.
func Unfinished(dir string, origin Origin) ([]job.Unfinished, error) {
	ids, err := list(dir)
	var found []job.Unfinished
	for _, id := range ids {
		path := filepath.Join(dir, string(id)+extension)
		about, aboutErr := look(path)
		if aboutErr != nil {
			if !about.neverBegun {
				err = errors.Join(err, setAside(path, about, aboutErr))
			}
			continue
		}
		if about.finished || about.live || about.head.BelongsTo(origin) == plan.Elsewhere {
			continue
		}
		entry, readErr := Read(path)
		if readErr != nil {
			err = errors.Join(err, setAside(path, about, readErr))
			continue
		}
		if belongs := entry.BelongsTo(origin); belongs != plan.Elsewhere { // it may have been adopted since
			left := entry.Unfinished()
			left.Perhaps = belongs == plan.Perhaps
			found = append(found, left)
		}
	}
	return found, err
}

// setAside gives a damaged journal a name under which it is not looked at any
// more, and says where it is.
func setAside(path string, about glance, err error) error {
	if !errors.Is(err, ErrDamaged) || about.live {
		return err
	}
	if moved := files.SetAside(path); moved != nil {
		return errors.Join(err, moved)
	}
	return fmt.Errorf("%w; what it sent is not known. It is kept as %s", err, path+files.Aside)
}

// ErrNone means that there is no such job.
var ErrNone = errors.New("there is no finished job on these images")

// Finished returns the finished jobs on the images of a connection, the newest
// first, as the first and the last line of their journals tell of them.
func Finished(dir string, origin Origin) ([]job.Earlier, error) {
	ids, err := list(dir)
	var found []job.Earlier
	for _, id := range ids {
		about, aboutErr := look(filepath.Join(dir, string(id)+extension))
		if aboutErr != nil || !about.finished {
			continue // Unfinished lists those that cannot be read
		}
		if belongs := about.belongsTo(origin); belongs != plan.Elsewhere {
			images, name := about.images()
			found = append(found, job.Earlier{
				Images: images, Name: name,
				ID: id, Title: about.head.Title, Started: about.head.Started, Ended: about.end.At, Summary: about.end.Summary,
				Undoable: about.undoable(), Perhaps: belongs == plan.Perhaps,
			})
		}
	}
	return found, err
}

// Known is a job that has a journal, whatever it is about.
type Known struct {
	ID       job.ID
	Title    string
	Finished bool
}

// All returns every job that has a journal which can be read, the newest first,
// as the first and the last line tell of them.
func All(dir string) ([]Known, error) {
	ids, err := list(dir)
	known := make([]Known, 0, len(ids))
	for _, id := range ids {
		if about, err := look(filepath.Join(dir, string(id)+extension)); err == nil {
			known = append(known, Known{ID: id, Title: about.head.Title, Finished: about.finished})
		}
	}
	return known, err
}

// Load reads the journal of a job.
func Load(dir string, id job.ID) (*Entry, error) {
	path, err := pathOf(dir, id)
	if err != nil {
		return nil, err
	}
	return Read(path)
}

// Adopt notes that a job belongs to a connection.
func Adopt(dir string, id job.ID, origin Origin, now time.Time) error {
	w, entry, err := Resume(dir, id)
	if err != nil {
		return err
	}
	if entry.BelongsTo(origin) == plan.Perhaps {
		err = w.Append(Adoption{At: now, Origin: origin})
		switch { // the last line says whether a job is finished
		case err == nil && entry.Ended:
			err = w.Append(End{At: entry.EndedAt, Summary: entry.Summary})
		case err == nil && entry.Dropped:
			err = w.Append(Drop{At: entry.EndedAt})
		}
	}
	return errors.Join(err, w.Close())
}

// Discard marks a job as one whose rest is to be left undone. The error is
// ErrLive where it is being carried out.
func Discard(dir string, id job.ID, now time.Time) error {
	w, entry, err := Resume(dir, id)
	if err != nil {
		return err
	}
	if !entry.Finished() {
		err = w.Append(Drop{At: now})
	}
	return errors.Join(err, w.Close())
}

// glance is what can be told of a journal without reading all of it.
type glance struct {
	path string
	head struct {
		Type    string    `json:"type"`
		Version int       `json:"version"`
		Title   string    `json:"title"`
		Started time.Time `json:"started"`
		Origin
		Plan glancedPlan `json:"plan"`
	}
	// end is the last line where the job is finished.
	end            End
	finished, live bool
	// neverBegun reports whether the head is torn, so that nothing was sent.
	neverBegun bool
}

// belongsTo reports whether the job is about the images of a connection.
func (g *glance) belongsTo(origin Origin) plan.Belonging {
	belongs := g.head.BelongsTo(origin)
	if belongs != plan.Perhaps {
		return belongs
	}
	if entry, err := Read(g.path); err == nil {
		return entry.BelongsTo(origin) // it may have been adopted since
	}
	return belongs
}

// tailSize is how much of a file's end is searched for its last line, which is
// short where the job is finished.
const tailSize = 16 << 10

// look reads the first and the last line of a journal.
func look(path string) (glance, error) {
	found := glance{path: path}
	opened, err := os.Open(path)
	if err != nil {
		return found, fmt.Errorf("reading the journal: %w", err)
	}
	defer opened.Close()
	found.live = files.IsLocked(opened)
	info, err := opened.Stat()
	if err != nil {
		return found, fmt.Errorf("reading the journal: %w", err)
	}
	tail := make([]byte, min(info.Size(), tailSize))
	if _, err := opened.ReadAt(tail, info.Size()-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return found, fmt.Errorf("reading the journal: %w", err)
	}
	whole := bytes.LastIndexByte(tail, '\n')
	if whole >= 0 {
		found.readEnd(tail[bytes.LastIndexByte(tail[:whole], '\n')+1 : whole])
	}
	if err := found.readHead(opened, whole < 0 && info.Size() <= tailSize); err != nil {
		return found, fmt.Errorf("reading the journal %s: %w", filepath.Base(path), err)
	}
	return found, nil
}

// readEnd takes the last line, if it finishes the job.
func (g *glance) readEnd(last []byte) {
	record, err := decode(last)
	if err != nil {
		return
	}
	switch record := record.(type) {
	case End:
		g.end, g.finished = record, true
	case Drop:
		g.end, g.finished = End{At: record.At, Summary: "dropped"}, true
	}
}

// readHead takes the head. The error says that there is none.
func (g *glance) readHead(from io.Reader, torn bool) error {
	err := json.NewDecoder(from).Decode(&g.head)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), torn && err == nil:
		// The program ended while it wrote the very first line, or before.
		g.neverBegun = true
		return ErrForeign
	case err != nil, g.head.Type != Head{}.kind():
		return ErrDamaged
	case g.head.Version != version:
		return ErrForeign
	}
	return nil
}

// prune removes the oldest journals of finished jobs. What cannot be removed
// stays: it harms nobody.
func prune(dir string) {
	ids, err := list(dir)
	if err != nil || len(ids) <= keep {
		return
	}
	folder, err := os.OpenRoot(dir) // which Windows removes an open file from
	if err != nil {
		return
	}
	defer func() { _ = folder.Close() }()
	kept := 0
	for _, id := range ids {
		name := string(id) + extension
		about, err := look(filepath.Join(dir, name))
		if err != nil || !about.finished || about.live {
			continue
		}
		if kept++; kept > keep {
			removeFinished(folder, name)
		}
	}
}

// removeFinished removes a journal if its job is finished and nobody is at work on it:
// with its lock, because another program could go on with the job meanwhile.
func removeFinished(folder *os.Root, name string) {
	opened, err := folder.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer opened.Close()
	if err := files.Lock(opened); err != nil {
		return
	}
	// Only now: whoever had the lock may have written more.
	if about, err := look(filepath.Join(folder.Name(), name)); err == nil && about.finished {
		_ = folder.Remove(name)
	}
}
