package inuse

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"glimpse/api/files"
)

// mostBytes is how large a file is that is read at all.
const mostBytes = 8 << 20

// Cache keeps words in files of a folder, one for each cloud, each for a while.
type Cache struct {
	Folder string
	Now    func() time.Time
}

// kept is a file.
type kept struct {
	Until time.Time `json:"until"`
	Words Words     `json:"words"`
}

// file names the file of a cloud, which is described by parts that are no secrets.
func (c Cache) file(cloud []string) string {
	sum := sha256.Sum256([]byte(strings.Join(cloud, "\x00")))
	return filepath.Join(c.Folder, hex.EncodeToString(sum[:12])+".json")
}

// Get returns what is kept of a cloud, and whether that still holds.
func (c Cache) Get(cloud ...string) (Words, bool) {
	file, err := files.Open(c.file(cloud))
	if err != nil {
		return Words{}, false
	}
	defer file.Close()
	var k kept
	content, err := io.ReadAll(io.LimitReader(file, mostBytes))
	if err != nil || json.Unmarshal(content, &k) != nil || !c.Now().Before(k.Until) {
		return Words{}, false
	}
	return k.Words, true
}

// Put keeps the words of a cloud for a while. What has been there for longer than any
// file holds goes.
func (c Cache) Put(words Words, holds time.Duration, cloud ...string) error {
	if err := files.PrivateFolder(c.Folder); err != nil {
		return fmt.Errorf("keeping the words of a cloud: %w", err)
	}
	c.clear()
	content, err := json.Marshal(kept{c.Now().Add(holds), words})
	if err == nil {
		err = files.Whole{Name: c.file(cloud), Mode: files.Private, Replace: true}.Write(func(out io.Writer) error {
			_, err := out.Write(content)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("keeping the words of a cloud: %w", err)
	}
	return nil
}

// longest is how long a file lies around at most, once another is written.
const longest = time.Hour

// clear removes files that no longer hold. What cannot be removed stays.
func (c Cache) clear() {
	names, _ := filepath.Glob(filepath.Join(c.Folder, "*.json"))
	for _, name := range names {
		if about, err := os.Lstat(name); err == nil && c.Now().Sub(about.ModTime()) > longest {
			os.Remove(name) //nolint:errcheck // it is read no more in any case
		}
	}
}
