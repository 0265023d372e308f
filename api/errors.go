package api

import (
	"fmt"
	"strings"

	"glimpse/model/text"
)

// ChooseRegionError tells that the catalogue has the image service in several
// regions and none was chosen.
type ChooseRegionError struct {
	Cloud   string
	Regions []string
}

// Error lists the regions.
func (e *ChooseRegionError) Error() string {
	return fmt.Sprintf("cloud %s has images in several regions: %s", text.Escape(e.Cloud), escapedList(e.Regions))
}

// Advice says how to choose one.
func (e *ChooseRegionError) Advice() string { return "choose one with --region" }

// EndpointError tells that the catalogue has no image endpoint of the kind
// that was asked for.
type EndpointError struct {
	Cloud, Region, Interface string
	// Regions and Interfaces are what the catalogue has instead.
	Regions, Interfaces []string
}

// Error says what was looked for and what there is.
func (e *EndpointError) Error() string {
	cloud := text.Escape(e.Cloud)
	switch {
	case len(e.Interfaces) == 0:
		return fmt.Sprintf("cloud %s has no image service in its catalogue", cloud)
	case e.Region != "" && len(e.Regions) > 0:
		return fmt.Sprintf("cloud %s has no %s image endpoint in region %s; it has one in %s",
			cloud, text.Escape(e.Interface), text.Escape(e.Region), escapedList(e.Regions))
	}
	return fmt.Sprintf("cloud %s has no %s image endpoint; it has %s", cloud, text.Escape(e.Interface), escapedList(e.Interfaces))
}

// Advice says what to change.
func (e *EndpointError) Advice() string {
	switch {
	case len(e.Interfaces) == 0:
		return "the project may have no access to it; otherwise set image_endpoint_override in clouds.yaml"
	case e.Region != "" && len(e.Regions) > 0:
		return "choose another --region"
	}
	return "choose another --interface"
}

func escapedList(names []string) string {
	shown := make([]string, len(names))
	for i, name := range names {
		shown[i] = text.Escape(name)
	}
	return strings.Join(shown, ", ")
}
