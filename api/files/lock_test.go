package files

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// twice opens one file two times, as two programs would.
func twice(t *testing.T) (one, other *os.File) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	one, err := New(name)
	if err != nil {
		t.Fatal(err)
	}
	if other, err = Open(name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { one.Close(); other.Close() })
	return one, other
}

func TestALockIsHeldUntilItsFileIsClosed(t *testing.T) {
	t.Parallel()
	one, other := twice(t)
	if IsLocked(other) {
		t.Error("nobody is at work on it")
	}
	if err := Lock(one); err != nil {
		t.Fatal(err)
	}
	if !IsLocked(other) {
		t.Error("somebody is at work on it")
	}
	if err := Lock(other); !errors.Is(err, ErrInUse) {
		t.Errorf("a second lock: %v", err)
	}
	if content, err := os.ReadFile(one.Name()); err != nil {
		t.Errorf("it cannot be read: %q, %v", content, err)
	}
	one.Close()
	if err := Lock(other); err != nil {
		t.Errorf("once it is closed: %v", err)
	}
}

// TestWhoLooksRefusesNobody takes the lock while others look whether it is taken: it
// used to be refused then.
func TestWhoLooksRefusesNobody(t *testing.T) { //nolint:paralleltest // it stands in for waiting
	defer func(before func()) { untilLooked = before }(untilLooked)
	for _, test := range []struct {
		name  string
		waits int // until who looks has looked
		want  error
	}{
		{"at once", 1, nil},
		{"in the end", mostLooks - 1, nil},
		{"never", mostLooks + 1, ErrInUse},
	} {
		t.Run(test.name, func(t *testing.T) {
			one, other := twice(t)
			if err := tryLock(other, shared); err != nil {
				t.Fatal(err)
			}
			waits := 0
			untilLooked = func() {
				if waits++; waits == test.waits {
					if err := unlock(other); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := Lock(one); !errors.Is(err, test.want) || waits != min(test.waits, mostLooks) {
				t.Errorf("it waited %d times: %v", waits, err)
			}
		})
	}
}

func TestAFileThatIsAppendedToIsCut(t *testing.T) {
	t.Parallel()
	one, _ := twice(t)
	_, err := one.WriteString("0123456789")
	err = errors.Join(err, Cut(one, 4))
	if _, wrote := one.WriteString("x"); wrote != nil || err != nil {
		t.Fatal(err, wrote)
	}
	if got, err := os.ReadFile(one.Name()); string(got) != "0123x" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
