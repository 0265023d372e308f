package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/ui/backend"
	"glimpse/ui/format"
)

// volumes are those of the project, which are read while the name of one is typed.
type volumes struct {
	// session is the one that was asked, known is what it has answered.
	session backend.Session
	known   []model.Volume
}

// volumesReadMsg answers the reading of the volumes of the project.
type volumesReadMsg struct {
	session backend.Session
	volumes []model.Volume
}

// volumesWithin is how long reading the volumes may take.
const volumesWithin = time.Minute

// readVolumes reads the volumes of the project, once for a line. Where they cannot be
// read none are offered.
func (a *App) readVolumes() tea.Cmd {
	session := a.Session
	if session == nil || a.volumes.session == session {
		return nil
	}
	a.volumes = volumes{session: session}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), volumesWithin)
		defer cancel()
		found, _ := session.Volumes(ctx) // the command says what is wrong
		return volumesReadMsg{session: session, volumes: found}
	}
}

// volumesRead takes the volumes of the project, and says so to what is being typed into.
func (a *App) volumesRead(msg volumesReadMsg) {
	if msg.session != a.Session {
		return
	}
	a.volumes.known = msg.volumes
	if dialog, offers := a.Layers.Dialog().(interface{ Learned() }); offers {
		dialog.Learned()
	}
}

// offered are the volumes as they are offered: by name, or by id where that says which,
// those that are free first.
func (v *volumes) offered() []command.KnownVolume {
	called := map[string]int{}
	for i := range v.known {
		called[v.known[i].Name.Raw()]++
	}
	var free, others []command.KnownVolume
	for i := range v.known {
		volume := &v.known[i]
		one := command.KnownVolume{
			Word: volume.Name.Raw(), Help: format.Size(volume.Size<<30) + ", " + volume.Status.Display(),
		}
		if one.Word == "" || called[one.Word] > 1 {
			one.Word = volume.ID.Raw()
		}
		if volume.Status.Raw() == model.VolumeAvailable {
			free = append(free, one)
		} else {
			others = append(others, one)
		}
	}
	return append(free, others...)
}
