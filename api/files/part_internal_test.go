package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestAPartThatBecameTheFileMeanwhileIsLeft finishes a part just when another
// one has opened it, and waits for its lock.
func TestAPartThatBecameTheFileMeanwhileIsLeft(t *testing.T) {
	for name, replace := range map[string]bool{"the file stays": false, "the file is replaced": true} {
		t.Run(name, func(t *testing.T) {
			whole := Whole{Name: filepath.Join(t.TempDir(), "a.raw"), Mode: Shared, Replace: replace}
			first, err := whole.OpenPart([]byte("image 1"), false)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(first, "whole"); err != nil {
				t.Fatal(err)
			}
			defer func(before func(*os.File) error) { lockPart = before }(lockPart)
			lockPart = func(file *os.File) error {
				lockPart = Lock
				if err := first.Finish(); err != nil {
					t.Fatal(err)
				}
				return Lock(file)
			}
			second, err := whole.OpenPart([]byte("image 2"), true)
			if got, _ := os.ReadFile(whole.Name); string(got) != "whole" {
				t.Errorf("the finished file holds %q", got)
			}
			if !replace {
				if !errors.Is(err, fs.ErrExist) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || second.Begun != 0 {
				t.Fatalf("%v, or it goes on with the finished file", err)
			}
			if _, err := io.WriteString(second, "other"); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(whole.Name); string(got) != "whole" {
				t.Errorf("the finished file holds %q", got)
			}
			if err := second.Finish(); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(whole.Name); string(got) != "other" {
				t.Errorf("the file holds %q", got)
			}
		})
	}
}
