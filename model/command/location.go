package command

import (
	"net/url"
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
	add, remove, wrong := plusMinus(argument, "a URL", "URL", fitsLocation)
	if wrong != nil {
		return nil, wrong
	}
	if len(add)+len(remove) == 0 {
		return nil, faultAt(len(argument), "+URL to add one, -URL to remove one", "the location is missing")
	}
	return Location{Add: add, Remove: remove}, nil
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
