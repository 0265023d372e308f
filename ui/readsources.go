package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/backend"
	"glimpse/ui/format"
)

// sources are the images of another region, which are read while the id of one is typed.
type sources struct {
	// session is the one that was asked about a region, known is what it has answered.
	session backend.Session
	region  string
	known   []command.KnownSource
}

// sourcesReadMsg answers the reading of the images of another region.
type sourcesReadMsg struct {
	session backend.Session
	region  string
	images  []model.Image
}

// readSources reads the images of another region, once for a line. Where they cannot be
// read none are offered.
func (a *App) readSources(region string) tea.Cmd {
	session := a.Session
	if session == nil || a.sources.session == session && a.sources.region == region {
		return nil
	}
	a.sources = sources{session: session, region: region}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), volumesWithin)
		defer cancel()
		found, _ := session.ImagesOfRegion(ctx, region) // the command says what is wrong
		return sourcesReadMsg{session: session, region: region, images: found}
	}
}

// sourcesRead takes the images of another region, and says so to what is being typed into.
func (a *App) sourcesRead(msg sourcesReadMsg) {
	if msg.session != a.Session || msg.region != a.sources.region {
		return
	}
	a.sources.known = make([]command.KnownSource, len(msg.images))
	for i := range msg.images {
		image := &msg.images[i]
		one := command.KnownSource{ID: image.ID.Raw(), Name: image.Name.Raw()}
		if image.Has(model.AttrSize) {
			one.Help = format.Size(image.Size)
		}
		a.sources.known[i] = one
	}
	if dialog, offers := a.Layers.Dialog().(interface{ Learned() }); offers {
		dialog.Learned()
	}
}

// offered are the images as they are offered in a line that names their region.
func (s *sources) offered(line string) []command.KnownSource {
	if region, wanted := command.WantsSources(line); !wanted || region != s.region {
		return nil
	}
	return s.known
}
