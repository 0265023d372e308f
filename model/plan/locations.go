package plan

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// Relocate adds locations to those of the data of an image, and removes others.
const Relocate Kind = "locations"

// Locations is what Relocate does: the URLs that it adds and removes, none of which
// is in both. What is as wanted when a step's turn comes is not sent.
type Locations struct {
	Add    []string `json:"add,omitempty"`
	Remove []string `json:"remove,omitempty"`
	// At are the places of those to be removed in the list of the image, as it was shown.
	// The URLs of the others, which may have passwords in them, are not kept.
	At []int `json:"at,omitempty"`
}

// OfLocations reports whether a step is about the locations of its image, which only
// the record that is read by itself has.
func (s *Step) OfLocations() bool { return s.Kind == Relocate }

// locations returns what a step does to locations, of one that was kept without it
// nothing.
func (s *Step) locations() *Locations {
	if s.Locations == nil {
		return &Locations{}
	}
	return s.Locations
}

// relocates plans a change of the locations of images, which have their Raw records.
func relocates(wanted command.Location, images []*model.Image) (change, error) {
	if !slices.ContainsFunc(images, showsLocations) {
		return nil, unfit("the cloud's operator has to set show_multiple_locations",
			"this service does not show the locations of image data, and lets nobody change them")
	}
	return func(image *model.Image, step *Step) Reason {
		step.Kind, step.Locations = Relocate, &Locations{Add: wanted.Add, Remove: wanted.Remove}
		left, why := step.relocated(image)
		step.Locations = left
		return why
	}, nil
}

func showsLocations(image *model.Image) bool {
	_, shown := image.Locations()
	return shown
}

// relocated returns what is left to be done to the locations of an image, or why
// nothing is.
func (s *Step) relocated(now *model.Image) (*Locations, Reason) {
	has, shown := now.Locations()
	wanted, left := s.locations(), &Locations{}
	isThere := func(at string) bool {
		return slices.ContainsFunc(has, func(one model.Location) bool { return one.URL.Raw() == at })
	}
	for i := range has {
		if slices.Contains(wanted.Remove, has[i].URL.Raw()) {
			left.At = append(left.At, i)
		}
	}
	left.Remove = slices.DeleteFunc(slices.Clone(wanted.Remove), func(at string) bool { return !isThere(at) })
	left.Add = slices.DeleteFunc(slices.Clone(wanted.Add), isThere)
	switch {
	case !shown:
		return left, LocationsHidden
	case now.Unknown.Has(model.AttrStatus):
		return left, UnknownStatus
	case len(left.Add)+len(left.Remove) == 0:
		return left, AsWanted
	case now.Status != model.StatusActive && (now.Status != model.StatusQueued || len(left.Remove) > 0):
		return left, WrongStatus
	case len(has)-len(left.At)+len(left.Add) == 0:
		return left, LastLocation
	default:
		return left, ""
	}
}

// reconcileLocations decides about a change of locations.
func (s *Step) reconcileLocations(now *model.Image) Reconciled {
	left := *s
	var why Reason
	left.Locations, why = s.relocated(now)
	switch why {
	case "":
	case AsWanted:
		return Reconciled{Decision: NoChange}
	case WrongStatus:
		return notAllowed(why, now.Status.Raw())
	default:
		return notAllowed(why, "")
	}
	return Reconciled{Step: left, Inverse: left.restored(now)}
}

// restored is the step that takes a change of locations back; nil where nothing does: a
// store deletes the data with its location, and an image that was queued is not queued
// again.
func (s *Step) restored(now *model.Image) *Step {
	changes := s.locations()
	if now.Status == model.StatusQueued || s.DeletesData() {
		return nil
	}
	has, _ := now.Locations()
	back := &Locations{Add: changes.Remove, Remove: changes.Add}
	for i := range changes.Add {
		back.At = append(back.At, len(has)-len(changes.At)+i)
	}
	return &Step{Image: s.Image, Name: s.Name, Kind: Relocate, Locations: back}
}

// DeletesData reports whether a step removes locations whose store then deletes the
// data. What lies in the web stays there.
func (s *Step) DeletesData() bool {
	return slices.ContainsFunc(s.locations().Remove, func(at string) bool {
		return !strings.HasPrefix(at, "http://") && !strings.HasPrefix(at, "https://")
	})
}

// locationRequest is the request of a step about locations.
func (s *Step) locationRequest(path string) Request {
	changes := s.locations()
	return Request{Method: "PATCH", Path: path, MediaType: patch.MediaType, Body: patch.Locations(changes.Add, changes.At)}
}

// openStackLocations says what does the same, which openstack cannot.
func (s *Step) openStackLocations(id string) []string {
	var lines []string
	for _, one := range []struct {
		verb string
		urls []string
	}{{"location-add", s.locations().Add}, {"location-delete", s.locations().Remove}} {
		for _, at := range one.urls {
			lines = append(lines, "# openstack cannot change locations: glance "+one.verb+" --url "+text.Of(at).Shell()+" "+id)
		}
	}
	return lines
}
