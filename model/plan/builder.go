package plan

import (
	"encoding/binary"
	"slices"
	"strconv"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
)

// Builder makes a plan of commands image by image, so that a hundred thousand of
// them keep nobody waiting. What it keeps of an image are its texts; the image may
// be used for the next.
type Builder struct {
	plan    Plan
	changes []change
	// known are the images that were added, by their places.
	known map[model.ImageID]int
	added int
	// room brings the memory for all steps, once it is there.
	room chan []Step
}

// firstSteps is for how many steps memory is there at once. That for a hundred
// thousand takes longer than a key may wait, so it is made beside.
const firstSteps = 1 << 13

// NewBuilder begins a plan of commands for so many images. The errors are those
// of [Compose], which makes a plan at once.
func NewBuilder(wanted []command.Command, images int) (*Builder, error) {
	b := &Builder{plan: Plan{Title: TitleOf(wanted)}}
	if len(wanted) == 1 {
		b.plan.Command = command.Line{Command: wanted[0]}
	}
	var err error
	if b.changes, err = changesOf(wanted); err != nil {
		return nil, err
	}
	b.plan.Steps, b.known = make([]Step, 0, min(images, firstSteps)), make(map[model.ImageID]int, min(images, firstSteps))
	if images > firstSteps {
		b.room = make(chan []Step, 1)
		go func() { b.room <- make([]Step, 0, images) }()
	}
	return b, nil
}

// grow makes room for as many steps as an image may have.
func (b *Builder) grow() {
	if b.room != nil && len(b.plan.Steps)+len(b.changes) > cap(b.plan.Steps) {
		b.plan.Steps, b.room = append(<-b.room, b.plan.Steps...), nil
	}
}

// Add plans what the commands do to an image, and returns how many steps that
// are: none where the image is left out. An image that is named twice is planned
// once.
func (b *Builder) Add(image *model.Image) (steps int) {
	b.added++
	if image.ID.IsEmpty() || image.IsCutShort() {
		b.plan.leaveOut(image, Unreadable)
		return 0
	}
	if _, twice := b.known[image.ID]; twice {
		return 0
	}
	b.known[image.ID] = b.added - 1
	b.grow()
	before := len(b.plan.Steps)
	if why := b.add(image); why != "" {
		b.plan.Steps = b.plan.Steps[:before]
		b.plan.leaveOut(image, why)
	}
	return len(b.plan.Steps) - before
}

// add adds the steps of an image, or says why it is to be left out.
func (b *Builder) add(image *model.Image) Reason {
	if len(b.changes) > 1 {
		steps, why := compose(image, b.changes)
		b.plan.Steps = append(b.plan.Steps, steps...)
		return why
	}
	// It is completed where it stays, so that nothing is copied.
	b.plan.Steps = append(b.plan.Steps, stepOf(image))
	return b.changes[0](image, &b.plan.Steps[len(b.plan.Steps)-1])
}

// Index returns which of the images that were added has an id, counted from 0.
func (b *Builder) Index(id model.ImageID) (index int, known bool) {
	index, known = b.known[id]
	return index, known
}

// Plan returns the plan of the images that were added. The Builder goes on with
// the same plan.
func (b *Builder) Plan() *Plan { return &b.plan }

// shared are lists of one field that steps have in common: many images were the
// same before.
type shared struct {
	fields map[any][]patch.Field
	// lists are those of tags, by the tags written one after the other in key.
	lists map[string][]patch.Field
	key   []byte
}

func newShared() *shared {
	return &shared{fields: map[any][]patch.Field{}, lists: map[string][]patch.Field{}}
}

// mostShared bounds them: where most images differ, nothing is won.
const mostShared = 1024

// of returns a list of one field, which no step may change.
func (s *shared) of(field patch.Field) []patch.Field {
	if _, isList := field.Value.([]string); isList {
		return []patch.Field{field}
	}
	known, found := s.fields[field]
	if !found {
		known = only(field)
		if len(s.fields) < mostShared {
			s.fields[field] = known
		}
	}
	return known
}

// tags returns the list of the field of tags of an image. Lists are told apart by
// what they hold: the place of one may hold those of the next image.
func (s *shared) tags(image *model.Image) []patch.Field {
	s.key = strconv.AppendBool(s.key[:0], image.Unknown.Has(model.AttrTags))
	for i := range image.Tags {
		tag := image.Tags[i].Raw()
		s.key = append(binary.AppendUvarint(s.key, uint64(len(tag))), tag...)
	}
	known, found := s.lists[string(s.key)]
	if !found {
		known = only(patch.FieldOf(image, model.AttrTags.String()))
		if len(s.lists) < mostShared {
			s.lists[string(s.key)] = known
		}
	}
	return known
}

// only returns a list of one field, without room at the end: what is added to it
// is another list.
func only(field patch.Field) []patch.Field { return slices.Clip([]patch.Field{field}) }
