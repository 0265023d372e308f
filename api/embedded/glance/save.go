package glance

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

const noImage = "No image found with ID "

// maxInt is the largest value of min_disk and min_ram.
const maxInt = 1<<31 - 1

// maxIDLength is the width of the id column; a longer id is never looked up.
const maxIDLength = 36

// lookup finds an image by id as the caller may see it.
func (c *call) lookup(id string) (*Record, error) {
	r := c.s.store.get(id)
	if r == nil || len(id) > maxIDLength || r.Deleted() || !visible(&c.who, r) {
		return nil, notFound(noImage + id)
	}
	return r, nil
}

// pause waits for SaveDelay, between a read and the write that follows it.
func (s *Service) pause() {
	if s.options.SaveDelay > 0 {
		<-time.After(s.options.SaveDelay)
	}
}

// importLock is the property that marks an import under way. Saving an image
// neither sets nor removes it.
const importLock = "os_glance_import_task"

// saving is how an image is to be saved.
type saving struct {
	// from is the status that the stored image must have, if any.
	from string
	// withData saves Data, Stores and Links too, which a change of the record alone
	// leaves as they are.
	withData bool
}

// save stores an image that was read before, as a whole: whatever was changed
// in between is lost, as it is in the real service, which has no versions.
// The new time of the last change is put into the draft.
func (c *call) save(draft *Record, how saving) error {
	if err := plainBase(draft); err != nil {
		return err
	}
	c.s.pause()
	now := c.s.now()
	err := c.s.store.change(draft.ID, func(r *Record) (bool, error) {
		if err := c.checkSave(r, draft, how.from); err != nil {
			return false, err
		}
		tags := r.Tags
		overwrite(r, draft, how.withData)
		r.UpdatedAt = now
		if !visible(&c.who, r) {
			return false, invisible(draft.ID)
		}
		// The record is stored by now; a tag may still fail.
		kept, err := c.s.setTags(tags, draft.Tags)
		r.Tags = kept
		return true, err
	})
	if err == nil {
		draft.UpdatedAt = now
	}
	return err
}

// checkSave returns why the database refuses to put a draft in the place of a
// record.
func (c *call) checkSave(r, draft *Record, from string) error {
	if r.Deleted() && !c.who.Admin() {
		return notFound(noImage + draft.ID)
	}
	if !visible(&c.who, r) {
		return invisible(draft.ID)
	}
	if !mutable(&c.who, r) {
		return forbidden(notOwner)
	}
	if err := inRange(draft); err != nil {
		return err
	}
	if from != "" && r.Status != from {
		return conflict("cannot transition from " + r.Status + " to " + draft.Status + " in update (wanted from_state=" + from + ")")
	}
	return nil
}

func invisible(id string) error {
	return forbidden("Forbidding request, image " + id + " not visible")
}

// overwrite copies into r what a save stores. What stands in tables of its
// own stays: shares, tasks, and the mark of an import.
func overwrite(r, draft *Record, withData bool) {
	former := *r
	*r = *draft
	r.ID, r.CreatedAt, r.DeletedAt = former.ID, former.CreatedAt, former.DeletedAt
	r.Members, r.Tasks = former.Members, former.Tasks
	if !withData {
		r.Data, r.Stores, r.Links = former.Data, former.Stores, former.Links
	}
	if draft.Owner != nil && *draft.Owner == "" {
		r.Owner = nil
	}
	r.Properties = slices.DeleteFunc(slices.Clone(draft.Properties), func(p Property) bool { return p.Key == importLock })
	for _, p := range former.Properties {
		if p.Key == importLock {
			r.Properties = append(r.Properties, p)
		}
	}
}

// inRange checks the columns that are 32 bits wide.
func inRange(r *Record) error {
	for _, column := range []struct {
		name  string
		value int64
	}{{"min_disk", r.MinDisk}, {"min_ram", r.MinRAM}} {
		if column.value > maxInt {
			return badRequest("'" + column.name + "' value out of range, must not exceed " + strconv.Itoa(maxInt) + ".")
		}
	}
	return nil
}

// plainBase refuses characters beyond the basic plane, which databases of
// three-byte UTF-8 cannot hold, everywhere but in tags, and lone surrogates.
func plainBase(r *Record) error {
	for _, column := range []struct {
		name string
		text *string
	}{
		{"name", r.Name}, {"owner", r.Owner}, {"disk_format", r.DiskFormat}, {"container_format", r.ContainerFormat},
	} {
		if column.text != nil && beyondBase(*column.text) {
			return badRequest(title(column.name) + " can't contain 4 byte unicode characters.")
		}
	}
	for _, p := range r.Properties {
		if beyondBase(p.Key) {
			return badRequest("Property names can't contain 4 byte unicode.")
		}
		if beyondBase(p.Value) {
			return badRequest(title(p.Key) + " can't contain 4 byte unicode characters.")
		}
	}
	if !storableRecord(r) {
		return broken()
	}
	return nil
}

func storableRecord(r *Record) bool {
	for _, text := range []*string{r.Name, r.Owner} {
		if text != nil && !storable(*text) {
			return false
		}
	}
	return !slices.ContainsFunc(r.Properties, func(p Property) bool { return !storable(p.Key) || !storable(p.Value) })
}

func beyondBase(text string) bool {
	for _, r := range text {
		if r > 0xffff {
			return true
		}
	}
	return false
}

// setTags adds the wanted tags to those there are and takes away the others,
// one after the other: a tag that cannot be stored ends it halfway.
func (s *Service) setTags(former, wanted []string) ([]string, error) {
	kept := slices.Clone(former)
	for _, tag := range wanted {
		if slices.Contains(kept, tag) {
			continue
		}
		if beyondBase(tag) {
			return s.shuffle(kept), badRequest("Param values can't contain 4 byte unicode.")
		}
		if !storable(tag) {
			return s.shuffle(kept), broken()
		}
		kept = append(kept, tag)
	}
	kept = slices.DeleteFunc(kept, func(tag string) bool { return !slices.Contains(wanted, tag) })
	return s.shuffle(kept), nil
}

// shuffle brings a set of tags into the order in which they are shown, which
// is arbitrary, and takes repeated ones out.
func (s *Service) shuffle(tags []string) []string {
	out := slices.Clone(tags)
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.scatter(a), s.scatter(b)), cmp.Compare(a, b))
	})
	return slices.Compact(out)
}

// scatter is a hash of a text that depends on the seed (FNV-1a).
func (s *Service) scatter(text string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	hash := uint64(offset) ^ s.options.Seed
	for i := range len(text) {
		hash = (hash ^ uint64(text[i])) * prime
	}
	return hash
}
