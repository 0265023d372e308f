package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"glimpse/api/files"
)

// The bounds of the history: lines of each kind that are kept, and the size
// from which on the file is written anew without older ones.
const (
	mostLines    = 500
	longestLine  = 4096
	compactAbove = 8 << 20
)

// History is the lines that were typed in prompts, in a file to which every
// instance of the program appends. Its methods may be called from several
// goroutines and processes at once.
type History struct {
	file string
	mu   sync.Mutex
}

// NewHistory returns the history in a folder, which need not exist.
func NewHistory(folder string) *History {
	return &History{file: filepath.Join(folder, "history.jsonl")}
}

// entry is one line of the file.
type entry struct {
	Kind string `json:"kind"`
	Line string `json:"line"`
}

// Load returns the last lines of each kind, the oldest first. A file that is
// not there is empty, and a line that cannot be read is left out.
func (h *History) Load() (map[string][]string, error) {
	content, err := os.ReadFile(h.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	lines := make(map[string][]string)
	for line := range bytes.Lines(content) {
		var e entry
		if json.Unmarshal(line, &e) != nil || e.Line == "" {
			continue
		}
		kept := lines[e.Kind]
		if len(kept) > 0 && kept[len(kept)-1] == e.Line {
			continue
		}
		kept = append(kept, e.Line)
		lines[e.Kind] = kept[max(0, len(kept)-mostLines):]
	}
	return lines, nil
}

// Add appends a line. Only the user may read the file.
func (h *History) Add(kind, line string) error {
	if len(line) > longestLine {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := files.PrivateFolder(filepath.Dir(h.file)); err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	if err := h.compact(); err != nil {
		return err
	}
	encoded, err := json.Marshal(entry{Kind: kind, Line: line})
	if err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	file, err := files.Append(h.file)
	if err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	// One write: lines of several instances do not mix.
	_, err = file.Write(append(encoded, '\n'))
	return errors.Join(err, file.Close())
}

// compact writes a file that has grown too large anew.
func (h *History) compact() error {
	info, err := os.Stat(h.file)
	if err != nil || info.Size() < compactAbove {
		return nil //nolint:nilerr // what cannot be looked at cannot be too large; appending says what is wrong
	}
	lines, err := h.Load()
	if err != nil {
		return err
	}
	var content []byte
	for kind, all := range lines {
		for _, line := range all {
			encoded, err := json.Marshal(entry{Kind: kind, Line: line})
			if err != nil {
				return fmt.Errorf("writing the history: %w", err)
			}
			content = append(append(content, encoded...), '\n')
		}
	}
	return replaceFile(h.file, content)
}
