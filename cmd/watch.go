package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/format"
)

// watching reads a query again and again, and writes what is different.
type watching struct {
	streams Streams
	client  *api.Client
	every   time.Duration
	// selection is divided for each walk: -1y is a year before that.
	selection query.Query
	size      int

	seed maphash.Seed
	// known are the images as they were told last, by what tells a change.
	known map[model.ImageID]uint64
}

// watchChange is a line of what changed.
type watchChange struct {
	Change string          `json:"change"`
	At     time.Time       `json:"at"`
	ID     model.ImageID   `json:"id"`
	Image  json.RawMessage `json:"image,omitempty"`
}

// run goes on until a signal ends it. A walk that fails is told and tried again.
func (w *watching) run(ctx context.Context) error {
	w.seed = maphash.MakeSeed()
	ticker := time.NewTicker(w.every)
	defer ticker.Stop()
	for {
		err := w.walk(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case w.known == nil || errors.Is(err, errWriting), errors.Is(err, api.ErrUnauthorized):
			return err
		case err != nil:
			report(w.streams.Err, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// errWriting is a failure of the output, after which there is nobody to tell.
var errWriting = errors.New("writing the changes")

// walk reads all images once. The first walk says nothing: it is what the later
// ones are compared with.
func (w *watching) walk(ctx context.Context) error {
	// What is made from images changes as the images do.
	w.selection.Projects.Uses = nil
	if named := w.selection.NamedProjects(); named.Uses {
		found, err := findProjects(ctx, w.client, named, nil)
		if err != nil {
			return err
		}
		w.selection.Projects = w.selection.Projects.And(found)
	}
	split, err := w.selection.Split(time.Now())
	if err != nil {
		return usage(err)
	}
	pager := w.client.Pages(split, api.PageOptions{Size: w.size, Raw: true})
	pager.All()
	defer pager.Close()
	now := make(map[model.ImageID]uint64, len(w.known))
	for more := true; more; {
		page, err := pager.Next(ctx)
		if err != nil {
			return err
		}
		for i := range page.Images {
			image := &page.Images[i]
			sum := w.fingerprint(image.Raw)
			now[image.ID] = sum
			if err := w.compare(image, sum); err != nil {
				return err
			}
		}
		more = page.More
	}
	if w.known == nil {
		fmt.Fprintf(w.streams.Err, "glimpse: watching %s\n", format.Images(len(now)))
	}
	err = w.tellRemoved(now)
	w.known = now
	return err
}

// fingerprint returns what tells a change of a record. The service keeps its tags in no
// order, and sends them as it happens.
func (w *watching) fingerprint(record []byte) (sum uint64) {
	var members map[string]json.RawMessage
	if json.Unmarshal(record, &members) != nil {
		return maphash.Bytes(w.seed, record)
	}
	for name, value := range members {
		var tags []string
		if name == model.AttrTags.String() && json.Unmarshal(value, &tags) == nil {
			slices.Sort(tags)
			value = []byte(strings.Join(tags, "\x00"))
		}
		sum += maphash.String(w.seed, name+"\x00"+string(value)) // in whatever order the members come
	}
	return sum
}

// tellRemoved prints the images that are no longer found.
func (w *watching) tellRemoved(now map[model.ImageID]uint64) error {
	for id := range w.known {
		if _, there := now[id]; !there {
			if err := w.tell(watchChange{Change: "removed", ID: id}); err != nil {
				return err
			}
		}
	}
	return nil
}

// compare prints an image that is new or different, and knows it from then on: a later
// page may fail, after which the walk begins anew.
func (w *watching) compare(image *model.Image, sum uint64) error {
	before, there := w.known[image.ID]
	if w.known == nil || there && before == sum {
		return nil
	}
	change := watchChange{Change: "added", ID: image.ID, Image: image.Raw}
	if there {
		change.Change = "changed"
	}
	w.known[image.ID] = sum
	return w.tell(change)
}

func (w *watching) tell(change watchChange) error {
	change.At = time.Now().UTC().Truncate(time.Second)
	content, err := json.Marshal(change)
	if err == nil {
		err = writeJSON(w.streams, content)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errWriting, err)
	}
	return nil
}
