// Package image is the part of the screen that shows one image, or a few beside
// each other, and copies what is known of them.
package image

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/ui/backend"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/terminal"
	"glimpse/ui/uictx"
)

// Images are the images of the list.
type Images interface {
	// Find returns an image of the list, or nil.
	Find(id model.ImageID) *model.Image
	// Replace takes a newer record of an image, Remove that it is there no
	// more.
	Replace(image *model.Image)
	Remove(id model.ImageID)
	// Neighbour returns the image after (1) or before (-1) the cursor, which
	// goes there, or nil; and what is to be asked for then.
	Neighbour(by int) (*model.Image, intent.Intent)
}

// Feature shows images.
type Feature struct {
	ctx    *uictx.Context
	images Images
	tmux   backend.Tmux

	// through is what the clipboard is reached through.
	through terminal.Multiplexer

	awaited map[layers.Screen]*awaited
}

// New makes a Feature. tmux is what copies go through; nil is none that can be
// asked.
func New(ctx *uictx.Context, images Images, tmux backend.Tmux) *Feature {
	return &Feature{ctx: ctx, images: images, tmux: tmux, awaited: make(map[layers.Screen]*awaited)}
}

// Handle takes the answer of a command, and reports whether it was one of its
// own.
func (f *Feature) Handle(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case imageMsg:
		f.imageRead(msg)
	case extrasMsg:
		f.extrasRead(msg)
	case usesMsg:
		f.usesRead(msg)
	case copiedMsg:
		return f.copied(msg), true
	case joinedMsg:
		return f.copy(msg.wanted), true
	case tea.EnvMsg:
		f.through = terminal.MultiplexerOf(msg)
	default:
		return nil, false
	}
	return nil, true
}
