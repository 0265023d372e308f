package ui_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/text"
	made "glimpse/model/uses"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/uitest"
)

// usesOf are two servers and a volume of the second image, and a server of the
// third.
func usesOf(volumes made.Answer) *made.Found {
	second, third := uitest.Image(1).ID, uitest.Image(2).ID
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	servers := made.Answer{Reach: made.Everywhere, Uses: []made.Use{
		{Image: second, ID: text.Of("5e7e7e11-0000-4000-8000-000000000001"), Name: text.Of("web-1"), Status: text.Of("ACTIVE"), Project: text.Of("p1"), CreatedAt: at},
		{Image: second, ID: text.Of("5e7e7e11-0000-4000-8000-000000000002"), Name: text.Of("web-2\x1b[31m"), Status: text.Of("ERROR"), Project: text.Of("p2"), CreatedAt: at},
		{Image: third, ID: text.Of("5e7e7e11-0000-4000-8000-000000000003"), Name: text.Of("db-1"), Status: text.Of("SHUTOFF"), Project: text.Of("p1")},
	}}
	if volumes.Reach != made.Nowhere {
		volumes.Uses = []made.Use{{
			Image: second, ID: text.Of("0b10c000-0000-4000-8000-000000000001"), Status: text.Of("in-use"), Project: text.Of("p1"),
			Server: text.Of("5e7e7e11-0000-4000-8000-000000000009"), CreatedAt: at,
		}}
	}
	found := made.Of(servers, volumes)
	return &found
}

func TestADeletionSaysWhatWasMadeOfTheImage(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.stub.set(func() { f.stub.uses = usesOf(made.Answer{Gap: made.Gap{Lack: made.Refused, Status: 403}}) })
	f.Keys("j", "D")
	f.shows("2 servers use it; volumes are not known: the block storage service", "refused (403).")
	f.Keys("esc", "L")
	f.hides("servers use it")
}

func TestUsesAreListed(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.stub.set(func() { f.stub.uses = usesOf(made.Answer{Reach: made.Everywhere}) })
	f.Keys("j", "space", "space")
	f.command("uses")
	f.shows("3 servers and 1 volume use them.", "web-2␛[31m", "of server 5e7e")
	f.Keys("y")
	f.shows("id of the server")
	f.Keys("esc", "enter")
	f.shows("Used by", "2 servers and 1 volume use it.", "server ACTIVE", "volume in-use")
	f.Keys("esc", "esc")
	f.shows("2 marked")
}

func TestNothingUsesTheImage(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.command("uses")
	f.shows("Nothing is known to use it", "No server or volume uses it.")
	f.stub.set(func() { f.stub.uses = usesOf(made.Answer{Reach: made.Everywhere}) })
	f.Keys("ctrl+r")
	f.shows("Nothing is known to use it")
	f.Keys("esc")
}

func TestColumnsCountWhatUsesTheImages(t *testing.T) {
	t.Parallel()
	f := changing(t, 6)
	f.stub.set(func() { f.stub.uses = usesOf(made.Answer{Gap: made.Gap{Lack: made.Absent}}) })
	asked := f.stub.calls.Load()
	f.command("columns name,servers,volumes")
	f.shows("SERVERS", "VOLUMES", "unknown")
	if now := f.stub.calls.Load(); now != asked+1 {
		t.Errorf("%d calls for the columns, want 1", now-asked)
	}
	f.Keys("2")
	f.shows("cannot be sorted by what uses")
}

// Columns that were asked for share what room there is; those that find none are told of.
func TestChosenColumnsShareTheRoom(t *testing.T) {
	t.Parallel()
	d := start(t, options(newStub(6)), 80, 24)
	enters(d, "columns name,owner,size,servers,volumes")
	shows(t, d, "NAME", "OWNER", "SIZE", "SERVERS", "VOLUMES")
	hides(t, d, "wider window")
	enters(d, "columns name,id,owner,size,servers,volumes,checksum,created")
	shows(t, d, "more columns need a wider window")
}

// A view of images that are all loaded asks the image service for nothing.
func TestAViewOfLoadedImagesCountsWhatUsesThem(t *testing.T) {
	t.Parallel()
	s := newStub(6)
	s.uses = usesOf(made.Answer{Reach: made.Everywhere})
	o := options(s)
	o.SavedViews = []backend.View{{Name: "used", Number: 1, Query: parse(t, "", "name:asc"), Columns: []string{"name", "servers", "volumes"}}}
	d := start(t, o, 120, 40)
	d.Keys("'", "1")
	shows(t, d, "SERVERS", "VOLUMES")
	hides(t, d, "…")
}

// What uses the images is asked for also where all images are loaded, which need no page.
func TestUnusedImagesAreFoundAmongThoseThatAreLoaded(t *testing.T) {
	t.Parallel()
	s := newStub(6)
	s.uses = usesOf(made.Answer{Reach: made.Everywhere})
	d := start(t, options(s), 120, 40)
	shows(t, d, "6 images")
	enters(d, "filter is=unused")
	shows(t, d, "is=unused (local)", "4 images")
	hides(t, d, "asking what uses")
	enters(d, "filter is!=unused")
	shows(t, d, "2 images")
}

func TestTheOverviewSaysWhatTheProjectUsesOfItsQuota(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, func(s *stub) {
		s.quotas = []model.Quota{
			{Resource: model.QuotaCount, Limit: 1200, Used: 6},
			{Resource: model.QuotaSize, Limit: 1024, Used: 1536},
			{Resource: model.QuotaStaged, Limit: 5},
			{Resource: model.QuotaUploading, Limit: -1, Used: 3},
			{Resource: text.Of("odd\x1b[31m"), Limit: 2, Used: 1},
		}
	})
	f.Keys("o")
	f.shows("Your project's quota: images 6 of 1,200, image data 1.5 GiB of 1.0 GiB (over), odd␛[31m 1 of 2")
	f.hides("uploads")
	f.hides("staged")
	f.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	f.shows("Your project's quota: images 6 of 1,200,\n", "    image data 1.5 GiB of 1.0 GiB (over), odd␛[31m 1 of 2\n", "VALUE")
}

func TestTheDetailSaysWhatTheCacheHas(t *testing.T) {
	t.Parallel()
	f := changing(t, 6, func(s *stub) {
		s.extras = &detail.Extras{Cache: &model.Cache{
			Cached: []model.CachedImage{{ID: uitest.Image(0).ID, Hits: 1204}}, Queued: []model.ImageID{uitest.Image(1).ID},
		}}
	})
	f.Keys("enter")
	f.Keys("G")
	f.shows("Image cache", "cached, served 1,204 times")
	f.Keys("esc", "j", "enter", "G")
	f.shows("queued: it is cached")
	f.stub.set(func() {
		f.stub.extras.Cache = &model.Cache{Cached: []model.CachedImage{{ID: uitest.Image(2).ID, LastAccessed: uitest.Now.Add(-time.Second)}}}
	})
	f.Keys("esc", "j", "enter", "G")
	f.shows("cached, not served from there yet")
	f.hides(" times, last", "1 second ago")
}
