package ui_test

import (
	"testing"

	made "glimpse/model/uses"
	"glimpse/ui/uitest"
)

func TestADeletionSaysWhatWasMadeOfTheImage(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	image := uitest.Image(1).ID
	found := made.Of(
		made.Answer{Reach: made.Everywhere, Uses: []made.Use{{Image: image}, {Image: image}}},
		made.Answer{Gap: made.Gap{Lack: made.Refused, Status: 403}},
	)
	f.stub.set(func() { f.stub.uses = &found })
	f.Keys("j", "D")
	f.shows("2 servers use it; volumes are not known: the block storage service", "refused (403).")
	f.Keys("esc", "L")
	f.hides("servers use it")
}
