package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// fileVersion is the version of the format that this program writes.
const fileVersion = 1

// File is a plan that is kept, with the connection that it was made on. One that
// was saved before that was kept has no origin.
type File struct {
	// Version is that of the format; a file of before there was one has none.
	Version int     `json:"version,omitempty"`
	Origin  *Origin `json:"origin,omitempty"`
	Plan
}

// Write writes the file as JSON.
func (f *File) Write(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	kept := *f
	kept.Version = fileVersion
	return encoder.Encode(kept)
}

// ReadFile reads what Write writes, and wrote before plans had an origin.
func ReadFile(content []byte) (*File, error) {
	var read File
	if err := json.Unmarshal(content, &read); err != nil {
		return nil, fmt.Errorf("reading the plan: %w", err)
	}
	if read.Version > fileVersion {
		return nil, errors.New("reading the plan: it was saved by a later version of glimpse")
	}
	if read.Title == "" || len(read.Steps) == 0 {
		return nil, errors.New("reading the plan: it has no steps; was it saved by glimpse?")
	}
	read.CompleteFromTitle()
	return &read, nil
}

// BelongsTo reports whether the plan is about the images of a connection.
func (f *File) BelongsTo(there Origin) Belonging {
	if f.Origin == nil {
		return Perhaps
	}
	return f.Origin.BelongsTo(there)
}
