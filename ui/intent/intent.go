// Package intent holds what a screen may ask of the program. A screen changes
// nothing but itself: it returns an intent, and the root carries it out.
package intent

import (
	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
)

// CopyItem is one thing that can be copied.
type CopyItem struct {
	// Key chooses it, Label says what it is.
	Key, Label string
	// Text is what goes to the clipboard: plain, or escaped where it could act
	// (text.Untrusted.Clipboard).
	Text string
	// Why says why it cannot be copied just now.
	Why string
}

// Intent is one thing that a screen asks for. A nil Intent asks for nothing.
type Intent interface{ intent() }

type (
	// Fetch asks for a page of the list.
	Fetch struct{ Fetch list.Fetch }
	// SetSort asks for the same filters in another order.
	SetSort struct {
		Keys []query.SortKey
		// Anyway says that the user knows that every image has to be read.
		Anyway bool
	}
	// OpenImage asks for the detail of an image.
	OpenImage struct{ Image *model.Image }
	// ReadImage asks for an image anew.
	ReadImage struct{ ID model.ImageID }
	// SetTerms asks for other filters in the same order.
	SetTerms struct{ Terms []query.Term }
	// SetQuery asks for other filters and another order.
	SetQuery struct {
		Query query.Query
		// Anyway says that the user knows that every image has to be read.
		Anyway bool
	}
	// Search narrows what is loaded to what a text finds.
	Search struct {
		Text string
		// Done says that the text is no longer being typed.
		Done bool
	}
	// Step asks for the query shown before (-1) or after (1).
	Step struct{ By int }
	// LoadAll asks for every page of the query, and then for something else.
	LoadAll struct{ Then Intent }
	// MarkShown asks to mark every image that is shown.
	MarkShown struct{}
	// Export asks to write what is listed to a file.
	Export struct{ Format, File string }
	// Write asks to write a file with what was chosen for it, whatever is shown
	// by then.
	Write struct {
		File string
		// To writes it and returns what is told before its name. It is called
		// from a command, and fails with an fs.ErrExist where there is such a
		// file and it is not to be replaced.
		To func(replace bool) (said string, err error)
		// Failed is what is told where it cannot be written, before the reason.
		Failed string
		// Replace says that the user knows that the file is there.
		Replace bool
	}
	// Duplicates asks for the images whose name is used more than once.
	Duplicates struct{}
	// ClearFilters asks for all images, without filters or search.
	ClearFilters struct{}
	// TypeSearch asks for the line in which a search is typed.
	TypeSearch struct{ Start string }
	// TypeCommand asks for the line in which a command is typed.
	TypeCommand struct{ Start string }
	// Run asks to carry out a line of commands.
	Run struct{ Line string }
	// OpenFilter asks for the filter pane.
	OpenFilter struct{}
	// OpenSort asks for the sort pane.
	OpenSort struct{}
	// OpenColumns asks for the choice of columns.
	OpenColumns struct{}
	// SetColumns asks for columns, by their names; none are the usual ones.
	SetColumns struct{ Names []string }
	// OpenViews asks for the choice of a saved view.
	OpenViews struct{}
	// OpenView asks for a saved view.
	OpenView struct{ Name string }
	// SaveView asks to save what is shown as a view; without a name, for the
	// line in which the name is typed.
	SaveView struct {
		// Name may begin with the number that opens it.
		Name string
		// Replace says that the user knows that there is such a view.
		Replace bool
	}
	// CopyFrom asks for the menu of what can be copied of images.
	CopyFrom struct{ Images []*model.Image }
	// OpenCopy asks for the menu of what can be copied.
	OpenCopy struct{ Items []CopyItem }
	// OpenCompare asks for two images beside each other.
	OpenCompare struct{ A, B *model.Image }
	// TogglePreview asks for the detail beside the list, or for its end.
	TogglePreview struct{}
	// ScrollPreview scrolls the detail beside the list.
	ScrollPreview struct{ Lines int }
	// Neighbour asks for the image after (1) or before (-1) in the list.
	Neighbour struct{ By int }
	// Copy asks for text to be put on the clipboard.
	Copy struct {
		Text string
		// What says what it is, for the notice.
		What string
	}
	// Connect asks to connect to a cloud, in a region or in the only one, to
	// work in the project of the configuration or in another one, by its id.
	Connect struct {
		Cloud, Region, Project string
		// Anyway says that the user knows that a job is under way.
		Anyway bool
	}
	// Reconnect asks for what failed while connecting, again.
	Reconnect struct{}
	// PickCloud asks for the choice of a cloud.
	PickCloud struct{}
	// PickProject asks for the choice of a project of the cloud, or for the
	// only one of a name or an id.
	PickProject struct{ Name string }
	// PickRegion asks for the choice of a region of the cloud.
	PickRegion struct{}
	// ReadClouds asks for the clouds to choose from.
	ReadClouds struct{}
	// ReadProjects asks for the projects to choose from.
	ReadProjects struct{}
	// Close asks to leave the screen or dialog.
	Close struct{}
	// Quit asks to leave the program. Anyway says that the user knows that a
	// job is under way.
	Quit struct{ Anyway bool }
	// Tell asks for a notice in the footer.
	Tell struct{ Text string }
	// All asks for several things, in order.
	All []Intent
)

func (Fetch) intent()         {}
func (SetSort) intent()       {}
func (SetTerms) intent()      {}
func (SetQuery) intent()      {}
func (Search) intent()        {}
func (Step) intent()          {}
func (MarkShown) intent()     {}
func (Export) intent()        {}
func (Write) intent()         {}
func (Duplicates) intent()    {}
func (ClearFilters) intent()  {}
func (LoadAll) intent()       {}
func (TypeSearch) intent()    {}
func (TypeCommand) intent()   {}
func (Run) intent()           {}
func (OpenFilter) intent()    {}
func (OpenSort) intent()      {}
func (OpenColumns) intent()   {}
func (SetColumns) intent()    {}
func (OpenViews) intent()     {}
func (OpenView) intent()      {}
func (SaveView) intent()      {}
func (CopyFrom) intent()      {}
func (OpenCopy) intent()      {}
func (OpenCompare) intent()   {}
func (TogglePreview) intent() {}
func (ScrollPreview) intent() {}
func (Neighbour) intent()     {}
func (OpenImage) intent()     {}
func (ReadImage) intent()     {}
func (Copy) intent()          {}
func (Connect) intent()       {}
func (Reconnect) intent()     {}
func (PickCloud) intent()     {}
func (PickProject) intent()   {}
func (PickRegion) intent()    {}
func (ReadClouds) intent()    {}
func (ReadProjects) intent()  {}
func (Close) intent()         {}
func (Quit) intent()          {}
func (Tell) intent()          {}
func (All) intent()           {}
