package jobs

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/plan"
	"glimpse/model/remote"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/problem"
)

// A service goes on by itself with an import, and with the image of a volume, after their
// job was cancelled: nobody follows them any more. Their rows are looked at after firstLook,
// then after twice that and so on, which is a dozen requests until lastLook.
const (
	firstLook = 2 * time.Second
	lastLook  = time.Hour
)

// leftGoingMsg says that images of jobs that have ended are to be looked at.
type leftGoingMsg struct {
	session backend.Session
	images  []model.ImageID
	wait    time.Duration
}

// leftGoingReadMsg answers with those that could be read, and those that are gone.
type leftGoingReadMsg struct {
	looked leftGoingMsg
	read   []model.Image
	gone   []model.ImageID
}

// noteGoing notes that the service may go on by itself with what a step did.
func (w *watch) noteGoing(of job.ID, step *plan.Step, result *job.Result) {
	image := result.Image(step)
	isLeft := step.Kind == plan.Import || step.Kind == plan.CreateFromVolume
	if isLeft && result.Outcome == job.Done && !image.IsEmpty() {
		w.going[of] = append(w.going[of], image)
	}
}

// followLeft looks after the images of a job that has ended until their data is there.
func (f *Feature) followLeft(of job.ID) tea.Cmd {
	images := f.watch.going[of]
	delete(f.watch.going, of)
	return f.lookAfter(leftGoingMsg{session: f.ctx.Session, images: images, wait: firstLook})
}

func (f *Feature) lookAfter(next leftGoingMsg) tea.Cmd {
	if len(next.images) == 0 || next.wait > lastLook {
		return nil
	}
	return f.ctx.After(next.wait, next)
}

// leftGoing reads the images whose data is still on its way in the list; those that are no
// more, or not in the list, need no request.
func (f *Feature) leftGoing(msg leftGoingMsg) tea.Cmd {
	if msg.session != f.ctx.Session {
		return nil
	}
	msg.images = slices.DeleteFunc(msg.images, func(id model.ImageID) bool {
		image := f.images.Find(id)
		return image == nil || !isComing(image)
	})
	if len(msg.images) == 0 {
		return nil
	}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), msg.wait)
		defer cancel()
		answer := leftGoingReadMsg{looked: msg}
		for _, id := range msg.images {
			image, err := msg.session.Image(ctx, id)
			switch {
			case err == nil:
				answer.read = append(answer.read, image)
			case problem.Of(err).Kind == remote.NotFound:
				answer.gone = append(answer.gone, id)
			}
		}
		return answer
	}
}

// leftGoingRead shows what became of the images, and looks again at those of which that is
// not known yet.
func (f *Feature) leftGoingRead(msg leftGoingReadMsg) tea.Cmd {
	if msg.looked.session != f.ctx.Session {
		return nil
	}
	for i := range msg.read {
		f.images.Renew(&msg.read[i])
		f.showInDetails(&msg.read[i])
	}
	for _, id := range msg.gone {
		f.images.Remove(id)
	}
	f.showCompared()
	next := msg.looked
	next.wait *= 2
	return f.lookAfter(next)
}

// showInDetails shows a record in every detail of its image.
func (f *Feature) showInDetails(image *model.Image) {
	for _, s := range f.ctx.Layers.Screens() {
		if shown, isDetail := s.(*detail.Screen); isDetail && shown.ID() == image.ID {
			shown.Show(image, f.ctx.Now)
		}
	}
}

// isComing reports whether data comes to an image, or is still to come: one that is queued
// is made of a volume, unless its import has ended.
func isComing(image *model.Image) bool {
	switch image.Status {
	case model.StatusQueued:
		return !image.ImportFailed()
	case model.StatusSaving, model.StatusUploading, model.StatusImporting:
		return true
	default:
		task, _ := image.Property(model.PropertyImportTask)
		return !task.IsEmpty()
	}
}
