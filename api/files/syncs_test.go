package files

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A large file goes to the disk while it is written, one part of it at a time, and
// what the disk says of any part is not lost.
func TestALargePartIsSyncedOnItsWay(t *testing.T) { //nolint:paralleltest // it stands in for the disk
	defer func(before func(*os.File) error) { syncFile = before }(syncFile)
	gone := errors.New("the disk is gone")
	for name, fails := range map[string]int{"all is well": 0, "the first fails": 1, "the second fails": 2, "the last fails": 3} {
		t.Run(name, func(t *testing.T) {
			begun, syncing := 0, make(chan struct{})
			syncFile = func(*os.File) error {
				begun++
				failing := begun == fails // before the test may go on
				if begun < 3 {
					<-syncing
				}
				if failing {
					return gone
				}
				return nil
			}
			part, err := Whole{Name: filepath.Join(t.TempDir(), "a.raw"), Mode: Shared}.OpenPart([]byte("image 1"), false)
			if err != nil {
				t.Fatal(err)
			}
			block := make([]byte, 1<<20)
			write := func(bytes int) {
				for range bytes / len(block) {
					if _, err := part.Write(block); err != nil {
						t.Fatal(err)
					}
				}
			}
			write(3 * syncEvery) // during the first sync, which the test holds
			syncing <- struct{}{}
			if err := part.syncs.wait(); errors.Is(err, gone) != (fails == 1) {
				t.Fatalf("the first sync: %v", err)
			}
			if fails == 1 {
				return
			}
			write(syncEvery)
			close(syncing)
			err = part.Finish()
			if errors.Is(err, gone) != (fails > 0) || fails == 0 && err != nil {
				t.Errorf("got %v", err)
			}
			if begun != 3 {
				t.Errorf("%d syncs, want one in the meantime for each that was over, and the last", begun)
			}
		})
	}
}
