// Package intent holds what a screen may ask of the program. A screen changes
// nothing but itself: it returns an intent, and the root carries it out.
package intent

import (
	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
)

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
	// Copy asks for text to be put on the clipboard.
	Copy struct {
		Text string
		// What says what it is, for the notice.
		What string
	}
	// Connect asks to connect to a cloud, in a region or in the only one.
	Connect struct{ Cloud, Region string }
	// Reconnect asks for what failed while connecting, again.
	Reconnect struct{}
	// PickCloud asks for the choice of a cloud.
	PickCloud struct{}
	// Close asks to leave the screen or dialog.
	Close struct{}
	// Quit asks to leave the program.
	Quit struct{}
	// Tell asks for a notice in the footer.
	Tell struct{ Text string }
	// All asks for several things, in order.
	All []Intent
)

func (Fetch) intent()     {}
func (SetSort) intent()   {}
func (OpenImage) intent() {}
func (ReadImage) intent() {}
func (Copy) intent()      {}
func (Connect) intent()   {}
func (Reconnect) intent() {}
func (PickCloud) intent() {}
func (Close) intent()     {}
func (Quit) intent()      {}
func (Tell) intent()      {}
func (All) intent()       {}
