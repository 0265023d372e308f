package plan

import (
	"errors"
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
)

// Compose plans several commands on each of the images, in their order, as one
// change: what all of them together make of an image. Attributes, properties and
// tags are one step of it, and so one patch; a change of the status and the
// deletion are steps behind that. An image that one of the commands cannot
// change is left out of all.
//
// The error is of a command that plans nothing, of one behind a deletion, and of
// a new image among others.
func Compose(wanted []command.Command, images []*model.Image, newID func() string) (Plan, error) {
	if len(wanted) == 1 {
		if creates, ok := wanted[0].(command.Create); ok {
			return Plan{
				Title: TitleOf(wanted), Command: command.Line{Command: creates}, Steps: []Step{create(creates, newID)},
			}, nil
		}
	}
	builder, err := NewBuilder(wanted, len(images))
	if err != nil {
		return Plan{}, err
	}
	for _, image := range images {
		builder.Add(image)
	}
	return *builder.Plan(), nil
}

// TitleOf is the title of a plan of commands: their lines. That of several is no
// line of a command: the name of the next one stands in it without a sign.
func TitleOf(wanted []command.Command) string {
	lines := make([]string, len(wanted))
	for i, one := range wanted {
		lines[i] = command.Format(one)
	}
	return strings.Join(lines, "; ")
}

func changesOf(wanted []command.Command) ([]change, error) {
	if len(wanted) == 0 {
		return nil, errors.New("nothing is to be changed")
	}
	changes := make([]change, len(wanted))
	for i, one := range wanted {
		switch one.(type) {
		case command.Create:
			return nil, errors.New("create makes an image by itself, and goes with no other command")
		case command.Transfer:
			return nil, errors.New("what moves image data goes with no other command")
		case command.Delete:
			if i < len(wanted)-1 {
				return nil, errors.New("delete comes last: nothing can be done to an image after it")
			}
		}
		var err error
		if changes[i], err = changeOf(one); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// composition is what the commands so far make of one image.
type composition struct {
	now         model.Image
	patch       patch.Patch
	add, remove []string
	members     []Step
	deletes     *Step
}

// compose returns the steps of one image, or why it is left out.
func compose(image *model.Image, changes []change) ([]Step, Reason) {
	all := composition{now: *image}
	for _, one := range changes {
		step := stepOf(image)
		switch why := one(&all.now, &step); why {
		case "":
			all.take(&step)
		case AsWanted:
		default:
			return nil, why
		}
	}
	if len(all.members) > 0 && !mayHaveMembers(&all.now) && !mayHaveMembers(image) {
		return nil, NotShared
	}
	steps := all.steps(image)
	if len(steps) == 0 {
		return nil, AsWanted
	}
	return steps, ""
}

// take adds what a command does to the image.
func (c *composition) take(step *Step) {
	c.patch = append(c.patch, step.Patch...)
	c.add, c.remove = merged(c.add, step.Add, step.Remove), merged(c.remove, step.Remove, step.Add)
	switch {
	case step.Kind == Delete:
		c.deletes = step
		return
	case step.ofMembers():
		c.members = joined(c.members, *step)
		return
	}
	c.now, _ = step.After(&c.now)
}

// merged adds tags to others, and takes those away that the command does the
// opposite with.
func merged(tags, more, less []string) []string {
	kept := slices.DeleteFunc(slices.Clone(tags), func(tag string) bool {
		return slices.Contains(less, tag) || slices.Contains(more, tag)
	})
	return append(kept, more...)
}

// steps returns what is to be done to the image as it is.
func (c *composition) steps(image *model.Image) []Step {
	var steps []Step
	step := stepOf(image)
	step.Kind, step.Patch = Update, c.patch.Needed(image)
	for _, operation := range step.Patch {
		step.Shown = append(step.Shown, patch.FieldOf(image, operation.Field))
	}
	step.Add, step.Remove = tagChanges(image, c.add, c.remove)
	if len(step.Add)+len(step.Remove) > 0 {
		step.Shown = append(step.Shown, patch.FieldOf(image, model.AttrTags.String()))
	}
	switch {
	case len(step.Patch) > 0:
		steps = append(steps, step)
	case len(step.Add)+len(step.Remove) > 0:
		step.Kind = Retag
		steps = append(steps, step)
	}
	if c.now.Status != image.Status {
		step := stepOf(image)
		kind := Deactivate
		if c.now.Status == model.StatusActive {
			kind = Reactivate
		}
		act(kind)(image, &step)
		steps = append(steps, step)
	}
	if mayHaveMembers(image) {
		// Before the image perhaps no longer is shared.
		steps = slices.Concat(c.members, steps)
	} else {
		steps = append(steps, c.members...)
	}
	if c.deletes != nil {
		steps = append(steps, *c.deletes)
	}
	return steps
}

// Images returns how many images the plan changes. An image may have several
// steps.
func (p *Plan) Images() int {
	images := make(map[model.ImageID]struct{}, len(p.Steps))
	for i := range p.Steps {
		images[p.Steps[i].Image] = struct{}{}
	}
	return len(images)
}
