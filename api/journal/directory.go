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
	"regexp"
	"slices"
	"strings"
	"time"

	"glimpse/model/job"
	"glimpse/model/text"
)

// keep is how many journals of finished jobs stay, for undoing and for
// looking things up.
const keep = 100

const extension = ".jsonl"

// names are those of jobs: the time of the start in UTC, and a few random
// digits for those that start at the same time.
var names = regexp.MustCompile(`^\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{6}$`)

// NewID names a job that starts now.
func NewID(now time.Time) job.ID {
	var random [3]byte
	_, _ = rand.Read(random[:]) // it never fails
	return job.ID(now.UTC().Format("20060102T150405.000Z") + "-" + hex.EncodeToString(random[:]))
}

// pathOf is where the journal of a job is. A name that is none of a job's
// could be a path elsewhere.
func pathOf(dir string, id job.ID) (string, error) {
	if !names.MatchString(string(id)) {
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
		if isJournal && entry.Type().IsRegular() && names.MatchString(name) {
			ids = append(ids, job.ID(name))
		}
	}
	slices.Reverse(ids) // they were in order
	return ids, nil
}

// Unfinished returns the jobs on the images of a connection that were left
// before every image had its outcome, the newest first; not those that are
// being carried out. Files that cannot be read are told in the error, and
// the others are returned with it.
func Unfinished(dir string, origin Origin) ([]*Entry, error) {
	ids, err := list(dir)
	var found []*Entry
	for _, id := range ids {
		path := filepath.Join(dir, string(id)+extension)
		about, aboutErr := look(path)
		if aboutErr != nil {
			if !about.neverBegun {
				err = errors.Join(err, aboutErr)
			}
			continue
		}
		if about.finished || about.live || !about.head.SameImages(origin) {
			continue
		}
		entry, readErr := Read(path)
		if readErr != nil {
			err = errors.Join(err, readErr)
			continue
		}
		found = append(found, entry)
	}
	return found, err
}

// ErrNone is that there is no such job.
var ErrNone = errors.New("there is no finished job on these images")

// Last returns the newest finished job on the images of a connection, ErrNone
// where there is none.
func Last(dir string, origin Origin) (*Entry, error) {
	ids, err := list(dir)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		path := filepath.Join(dir, string(id)+extension)
		about, err := look(path)
		if err == nil && about.finished && about.head.SameImages(origin) {
			return Read(path)
		}
	}
	return nil, ErrNone
}

// Load reads the journal of a job.
func Load(dir string, id job.ID) (*Entry, error) {
	path, err := pathOf(dir, id)
	if err != nil {
		return nil, err
	}
	return Read(path)
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
	head struct {
		Version int `json:"version"`
		Origin
	}
	finished, live bool
	// neverBegun tells that not even the head is whole.
	neverBegun bool
}

// tailSize is how much of a file's end is searched for its last line, which is
// short where the job is finished.
const tailSize = 16 << 10

// look reads the first and the last line of a journal.
func look(path string) (glance, error) {
	var found glance
	opened, err := os.Open(path)
	if err != nil {
		return found, fmt.Errorf("reading the journal: %w", err)
	}
	defer opened.Close()
	found.live = isLive(opened)
	info, err := opened.Stat()
	if err != nil {
		return found, fmt.Errorf("reading the journal: %w", err)
	}
	tail := make([]byte, min(info.Size(), tailSize))
	if _, err := opened.ReadAt(tail, info.Size()-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return found, fmt.Errorf("reading the journal: %w", err)
	}
	if whole := bytes.LastIndexByte(tail, '\n'); whole >= 0 {
		last := tail[bytes.LastIndexByte(tail[:whole], '\n')+1 : whole]
		kind, err := kindOf(last)
		found.finished = err == nil && (kind == End{}.kind() || kind == Drop{}.kind())
	} else {
		found.neverBegun = info.Size() <= tailSize
	}
	if found.neverBegun {
		return found, fmt.Errorf("reading the journal %s: %w", filepath.Base(path), ErrForeign)
	}
	if err := json.NewDecoder(opened).Decode(&found.head); err != nil || found.head.Version != version {
		return found, fmt.Errorf("reading the journal %s: %w", filepath.Base(path), ErrForeign)
	}
	return found, nil
}

// prune removes the oldest journals of finished jobs. What cannot be removed
// stays: it harms nobody.
func prune(dir string) {
	ids, err := list(dir)
	if err != nil || len(ids) <= keep {
		return
	}
	kept := 0
	for _, id := range ids {
		path := filepath.Join(dir, string(id)+extension)
		about, err := look(path)
		if err != nil || !about.finished || about.live {
			continue
		}
		if kept++; kept > keep {
			_ = os.Remove(path)
		}
	}
}
