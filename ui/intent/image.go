package intent

import (
	"strings"

	"glimpse/model"
	"glimpse/model/list"
)

// ForImage is what is asked of the part that shows one image, or a few beside
// each other.
type ForImage interface {
	Intent
	toImage()
}

type image struct{}

func (image) intent()  {}
func (image) toImage() {}

type (
	// OpenImage asks for the detail of an image.
	OpenImage struct {
		image
		Image *model.Image
	}
	// ReadImage asks anew for the image that is seen in detail.
	ReadImage struct{ image }
	// Neighbour asks for the image after (1) or before (-1) in the list.
	Neighbour struct {
		image
		By int
	}
	// OpenCompare asks for a few images beside each other.
	OpenCompare struct {
		image
		Images []*model.Image
	}
	// OpenUses asks for what uses the images that a change would be about.
	OpenUses struct{ image }
	// ReadUses asks for the same anew.
	ReadUses struct{ image }
	// CopyFrom asks for the menu of what can be copied of images.
	CopyFrom struct {
		image
		Images list.Selection
	}
	// OpenCopy asks for the menu of what can be copied.
	OpenCopy struct {
		image
		Items []CopyItem
	}
	// Copy asks for text to be put on the clipboard.
	Copy struct {
		image
		Text string
		// Pieces make the text where it may be long; Text is then empty.
		Pieces *Pieces
		// What says what it is, for the notice.
		What string
	}
)

// Pieces make a long text, one after the other, so that no key waits for it.
type Pieces struct {
	Count int
	// Piece returns one of them; they are asked for in order.
	Piece func(i int) string
}

// Start returns how the text begins, in at most a number of bytes.
func (p *Pieces) Start(most int) string {
	var start strings.Builder
	for i := 0; i < p.Count && start.Len() < most; i++ {
		start.WriteString(p.Piece(i))
	}
	return strings.ToValidUTF8(start.String()[:min(most, start.Len())], "")
}

// CopyItem is one thing that can be copied.
type CopyItem struct {
	// Key chooses it, Label says what it is.
	Key, Label string
	// Text is what goes to the clipboard: plain, or escaped where it could act
	// (text.Untrusted.Clipboard).
	Text string
	// Pieces make the text where it may be long; Text is then empty.
	Pieces *Pieces
	// Why says why it cannot be copied just now.
	Why string
}
