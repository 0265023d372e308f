package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"glimpse/api"
	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/plan"
)

// perform sends the request of a step, and returns the image as it then is: as
// the service answers it now, or else as the change makes it of what was read.
func (r *Runner) perform(ctx context.Context, planned *plan.Step, read reading, now time.Time) (written reading, err error) {
	switch planned.Kind {
	case plan.Update:
		answer, err := r.service.Update(ctx, planned.Image, planned.Patch)
		return reading{&answer, now}, err
	case plan.Create:
		answer, err := r.service.Create(ctx, newImage(planned))
		return reading{&answer, now}, err
	case plan.Delete:
		return reading{}, r.service.Delete(ctx, planned.Image)
	case plan.DeleteFrom:
		return reading{}, r.deleteFrom(ctx, planned)
	case plan.Relocate:
		if planned.Locations == nil {
			return reading{}, errors.New("the plan does not say which locations")
		}
		answer, err := r.service.ChangeLocations(ctx, planned.Image, planned.Locations.Add, planned.Locations.Remove)
		return reading{&answer, now}, err
	case plan.Retag:
		err = r.service.Retag(ctx, read.image, planned.Add, planned.Remove)
	case plan.Deactivate:
		err = r.service.Deactivate(ctx, planned.Image)
	case plan.Cache, plan.Uncache:
		err = r.performCache(ctx, planned)
	case plan.Reactivate:
		err = r.service.Reactivate(ctx, planned.Image)
	case plan.Share, plan.Answer:
		if planned.WantsMembers() {
			return reading{}, r.performMembers(ctx, planned)
		}
		fallthrough
	default:
		err = fmt.Errorf("a step of kind %q cannot be carried out", planned.Kind)
	}
	if err != nil {
		return reading{}, err
	}
	after, _ := planned.After(read.image)
	return reading{&after, read.at}, nil
}

// deleteFrom deletes the data of an image from stores, one after the other.
func (r *Runner) deleteFrom(ctx context.Context, planned *plan.Step) error {
	if planned.Data == nil {
		return errors.New("the plan does not say from which store")
	}
	for _, store := range planned.Data.Stores {
		if err := r.service.DeleteFromStore(ctx, planned.Image, store); err != nil {
			return err
		}
	}
	return nil
}

// newImage is the record of Create in the client's terms.
func newImage(planned *plan.Step) api.NewImage {
	wanted := api.NewImage{
		ID: planned.Image, Attributes: make(map[model.Attribute]any), Properties: make(map[string]string),
	}
	for _, field := range planned.New {
		attribute, isAttribute := model.AttributeNamed(field.Name)
		tags, isList := field.Value.([]string)
		value, isText := field.Value.(string)
		switch {
		case !field.Set:
		case attribute == model.AttrTags && isList:
			wanted.Tags = tags
		case isAttribute:
			wanted.Attributes[attribute] = field.Value
		case isText:
			wanted.Properties[field.Name] = value
		}
	}
	return wanted
}

// describe says in a line what is sent. It is for people: the tags of a step
// may take several requests, and the client chooses them.
func describe(planned *plan.Step) string {
	path := "/v2/images/" + planned.Image.Raw()
	switch planned.Kind {
	case plan.Update:
		return "PATCH " + path + " " + document(planned.Patch)
	case plan.Retag:
		var changes []string
		for _, tag := range planned.Add {
			changes = append(changes, "+"+tag)
		}
		for _, tag := range planned.Remove {
			changes = append(changes, "-"+tag)
		}
		return "tags of " + path + ": " + strings.Join(changes, " ")
	case plan.Delete:
		return "DELETE " + path
	case plan.Create:
		fields := make(map[string]any, len(planned.New))
		for _, field := range planned.New {
			fields[field.Name] = field.Value
		}
		return "POST /v2/images " + document(fields)
	case plan.Share, plan.Answer:
		return describeMembers(planned)
	case plan.Upload, plan.Import, plan.Download, plan.DeleteFrom, plan.Cache, plan.Uncache, plan.Relocate, plan.CreateFromVolume:
		return describeData(planned)
	default:
		return "POST " + path + "/actions/" + string(planned.Kind)
	}
}

func document[T patch.Patch | map[string]any](content T) string {
	encoded, err := json.Marshal(content)
	if err != nil {
		return "(" + err.Error() + ")"
	}
	return string(encoded)
}

// describeData says in a line how data is moved.
func describeData(planned *plan.Step) string {
	requests := planned.Requests()
	lines := make([]string, len(requests))
	for i, request := range requests {
		lines[i] = request.Method + " " + request.Path
		switch {
		case request.File != "" && planned.Kind == plan.Download:
			lines[i] += " into " + request.File
		case request.File != "":
			lines[i] += " from " + request.File
		case len(request.Body) > 0:
			lines[i] += " " + string(request.Body)
		}
	}
	return strings.Join(lines, ", ")
}
