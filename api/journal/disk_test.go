package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"glimpse/model/job"
)

// disk is a file whose writing can fail, or wait.
type disk struct {
	mu      sync.Mutex
	content []byte
	syncs   int
	// room is how many bytes more it takes; negative is without end.
	room int
	// syncError fails the next sync.
	syncError error
	// gate, if set, is taken from at each sync.
	gate chan struct{}
}

func (d *disk) Write(content []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.room >= 0 && len(content) > d.room {
		d.content = append(d.content, content[:d.room]...)
		written := d.room
		d.room = 0
		return written, syscall.ENOSPC
	}
	if d.room >= 0 {
		d.room -= len(content)
	}
	d.content = append(d.content, content...)
	return len(content), nil
}

func (d *disk) Sync() error {
	if d.gate != nil {
		<-d.gate
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.syncs++
	err := d.syncError
	d.syncError = nil
	return err
}

func (d *disk) Truncate(size int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.content = d.content[:size]
	return nil
}

func (d *disk) Close() error { return nil }

func (d *disk) lines() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return bytes.Count(d.content, []byte("\n"))
}

func TestAFullDiskSticksUntilItIsRepaired(t *testing.T) {
	t.Parallel()
	d := &disk{room: -1}
	w := newWriter("", d, 0)
	mustAppend(t, w, headWithVersion(1), Send{Step: 0})
	d.room = 10 // not enough for a line: half of it is written
	if err := w.Append(Send{Step: 1}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	d.room = 1000 // and there is room again, which is no reason to go on
	if err := w.Append(Send{Step: 1}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	if err := w.Later(Result{Step: 0, Outcome: job.Done}); err != nil {
		t.Fatal(err)
	}
	if err := w.Repair(); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, w, Result{Step: 1, Outcome: job.Done}, End{})
	entry, err := parse(d.content)
	if err != nil || entry.Faults != 0 || entry.Unfinished().Left != 0 || !entry.Ended {
		t.Errorf("%v: %s", err, d.content)
	}
}

func TestADiskThatIsStillFullIsNotRepaired(t *testing.T) {
	t.Parallel()
	d := &disk{room: 10}
	w := newWriter("", d, 0)
	if err := w.Append(headOf(1)); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	if err := w.Repair(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	if err := w.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	if err := w.Append(Drop{}); !errors.Is(err, errClosed) {
		t.Errorf("after the end: %v", err)
	}
	if err := w.Later(Drop{}); !errors.Is(err, errClosed) {
		t.Errorf("after the end: %v", err)
	}
}

func TestAnErrorOfALaterRecordIsThatOfTheNextOne(t *testing.T) {
	t.Parallel()
	d := &disk{room: -1, gate: make(chan struct{}, 1), syncError: syscall.EIO}
	w := newWriter("", d, 0)
	if err := w.Later(headOf(1)); err != nil {
		t.Fatal(err)
	}
	d.gate <- struct{}{}
	w.mu.Lock()
	for w.err == nil {
		w.flushed.Wait()
	}
	w.mu.Unlock()
	if err := w.Append(Send{}); !errors.Is(err, syscall.EIO) {
		t.Errorf("got %v", err)
	}
}

func TestAppendReturnsOnceTheRecordIsSynced(t *testing.T) {
	t.Parallel()
	d := &disk{room: -1, gate: make(chan struct{})}
	w := newWriter("", d, 0)
	returned := make(chan error, 1)
	go func() { returned <- w.Append(Send{}) }()
	for d.lines() == 0 {
		runtime.Gosched()
	}
	select {
	case err := <-returned:
		t.Errorf("it returned before the sync: %v", err)
	default:
	}
	d.gate <- struct{}{}
	if err := <-returned; err != nil || d.syncs != 1 {
		t.Errorf("%d syncs, %v", d.syncs, err)
	}
}

func TestRecordsThatComeTogetherShareOneSync(t *testing.T) {
	t.Parallel()
	d := &disk{room: -1, gate: make(chan struct{})}
	w := newWriter("", d, 0)
	const together = 20
	var waiting sync.WaitGroup
	for i := range together {
		waiting.Go(func() { _ = w.Append(Send{Step: i}) })
	}
	// The first is being synced; when all others are pending, it may end.
	for {
		w.mu.Lock()
		pending := w.appended
		w.mu.Unlock()
		if pending == together {
			break
		}
		runtime.Gosched()
	}
	close(d.gate)
	waiting.Wait()
	if d.lines() != together || d.syncs > 3 {
		t.Errorf("%d lines with %d syncs", d.lines(), d.syncs)
	}
}

// TestTheNameOfAJournalLastsBeforeAnythingIsSent: a crash of the system could
// take a file whose folder is not synced, with all that was synced in it.
func TestTheNameOfAJournalLastsBeforeAnythingIsSent(t *testing.T) { //nolint:paralleltest // it stands in for the disk
	defer func(before func(string) error) { syncFolder = before }(syncFolder)
	dir := filepath.Join(t.TempDir(), "journal")
	var heads []string
	syncFolder = func(folder string) error {
		if folder != dir {
			t.Errorf("%s was synced", folder)
		}
		entries, _ := os.ReadDir(folder)
		for _, entry := range entries {
			content, _ := os.ReadFile(filepath.Join(folder, entry.Name()))
			heads = append(heads, string(content))
		}
		return nil
	}
	create(t, dir, headOf(1))
	if len(heads) != 1 || !strings.Contains(heads[0], `"type":"head"`) {
		t.Errorf("the folder was synced when it held %q", heads)
	}
	syncFolder = func(string) error { return syscall.EIO }
	head := headOf(1)
	if _, err := Create(dir, head); !errors.Is(err, syscall.EIO) {
		t.Errorf("got %v", err)
	}
	if _, err := Load(dir, head.ID); err == nil {
		t.Error("a journal is left of a job that must not begin")
	}
}

func TestADirectoryThatCannotBeWrittenIsTold(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(file, headOf(1)); err == nil {
		t.Error("a file is taken for a directory")
	}
	if _, err := Unfinished(file, home); err == nil {
		t.Error("a file is read as a directory")
	}
	if os.Getuid() == 0 {
		return // for whom every directory can be written
	}
	locked := t.TempDir()
	if err := os.Chmod(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(locked, headOf(1)); err == nil {
		t.Error("a directory without the right to write is written")
	}
}
