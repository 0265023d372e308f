// Package clipboard makes what can be copied of images: their ids, names and
// records, and the commands that read them elsewhere. Everything is quoted for
// where it goes; what could act on a terminal is copied as its escaped form.
package clipboard

import (
	"net/url"
	"strings"

	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/intent"
)

// Place is where images are, for the commands.
type Place struct {
	// Cloud is the name in clouds.yaml; empty is the OS_* environment.
	Cloud string
	// Endpoint is the URL of the image service, with or without /v2.
	Endpoint string
	// OpenKey is the key that opens an image, by which its record is read.
	OpenKey string
}

// Value is one value of an image that a cursor is on.
type Value struct {
	Label string
	Value text.Untrusted
}

// Items returns what can be copied of images, which must be at least one.
// value is what the cursor is on, and may be nil.
func Items(images list.Selection, place Place, value *Value) []intent.CopyItem {
	var items []intent.CopyItem
	if value != nil && images.Len() == 1 {
		items = append(items, intent.CopyItem{Key: "v", Label: value.Label, Text: value.Value.Clipboard()})
	}
	if images.Len() > 1 {
		items = append(items, ofMany(images, place)...)
		if value != nil {
			items = append(items, intent.CopyItem{Key: "u", Label: value.Label, Text: value.Value.Clipboard()})
		}
		return items
	}
	image := images.Image(0)
	record := intent.CopyItem{Key: "j", Label: "JSON", Text: text.Of(string(image.Raw)).Clipboard()}
	if len(image.Raw) == 0 {
		record.Why = "open the image first (" + place.OpenKey + ")"
	}
	return append(items,
		intent.CopyItem{Key: "i", Label: "id", Text: image.ID.Clipboard()},
		intent.CopyItem{Key: "n", Label: "name", Text: image.Name.Clipboard()},
		record,
		intent.CopyItem{Key: "o", Label: "openstack command", Text: place.openstack() + " image show " + image.ID.ShellArgument()},
		intent.CopyItem{Key: "c", Label: "curl command", Text: place.curl(image.ID)},
	)
}

func ofMany(images list.Selection, place Place) []intent.CopyItem {
	var reader list.Reader
	lines := func(of func(*model.Image) string) *intent.Pieces {
		return &intent.Pieces{Count: images.Len(), Piece: func(i int) string {
			line := of(reader.Read(&images, i))
			if i > 0 {
				line = "\n" + line
			}
			return line
		}}
	}
	count := format.Count(images.Len())
	return []intent.CopyItem{
		{Key: "i", Label: count + " ids", Pieces: lines(func(i *model.Image) string { return i.ID.Clipboard() })},
		{Key: "n", Label: count + " names", Pieces: lines(func(i *model.Image) string { return i.Name.Clipboard() })},
		{Key: "o", Label: count + " openstack commands", Pieces: lines(func(i *model.Image) string {
			return place.openstack() + " image show " + i.ID.ShellArgument()
		})},
		{Key: "c", Label: count + " curl commands", Pieces: lines(func(i *model.Image) string { return place.curl(i.ID) })},
	}
}

// openstack returns the beginning of a command of the openstack client.
func (p Place) openstack() string {
	if p.Cloud == "" {
		return "openstack"
	}
	return "openstack --os-cloud " + text.Of(p.Cloud).Shell()
}

// curl returns the command that reads an image. The token stays a variable. An
// id is any text that its creator chose: escaped as a segment of a path, it
// cannot lead curl elsewhere, nor be taken for one of its patterns.
func (p Place) curl(id model.ImageID) string {
	address := strings.TrimSuffix(strings.TrimSuffix(p.Endpoint, "/"), "/v2") + "/v2/images/" + url.PathEscape(id.Raw())
	return `curl -H "X-Auth-Token: $OS_TOKEN" ` + text.Of(address).Shell()
}
