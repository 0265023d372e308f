package command

import (
	"net/url"
	"slices"
	"unicode/utf8"

	"glimpse/model"
)

// Location adds locations to those of the data of images, and removes others, by their
// URLs. None is in both.
type Location struct{ Add, Remove []string }

func (Location) command()  {}
func (Location) change()   {}
func (Location) transfer() {}

// location reads +URL -URL ...
func location(argument string) (Command, error) {
	var out Location
	s := &scanner{line: argument}
	for s.skipBlanks() {
		sign, said, wrong := s.signed("a URL", "URL")
		if wrong == nil {
			wrong = fitsLocation(said)
		}
		if wrong != nil {
			return nil, wrong
		}
		to, other := &out.Add, out.Remove
		if sign == '-' {
			to, other = &out.Remove, out.Add
		}
		switch {
		case slices.Contains(other, said.text):
			return nil, faultAt(said.offset, "one of the two", "%s is both added and removed", shown(said.text))
		case !slices.Contains(*to, said.text):
			*to = append(*to, said.text)
		}
	}
	if len(out.Add)+len(out.Remove) == 0 {
		return nil, faultAt(len(argument), "+URL to add one, -URL to remove one", "the location is missing")
	}
	return out, nil
}

// fitsLocation checks what can be no location.
func fitsLocation(said piece) *fault {
	parsed, err := url.Parse(said.text)
	switch {
	case err != nil || parsed.Scheme == "" || parsed.Host == "" && parsed.Path == "":
		return faultAt(said.offset, "a URL, such as https://host/debian-13.qcow2", "%s is no URL", shown(said.text))
	case utf8.RuneCountInString(said.text) > model.MostLocationURL:
		return faultAt(said.offset, "a shorter one", "the URL has more than %d characters", model.MostLocationURL)
	case hasPassword(said.text):
		return faultAt(said.offset, "a URL without one", "the password in the URL would be kept, here and by the service")
	}
	return nil
}
