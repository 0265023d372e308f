package browse

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/ui/backend"
	"glimpse/ui/triage"
	"glimpse/ui/uictx"
)

// attention is the look for images that need it.
type attention struct {
	screen  *triage.Screen
	walk    *attentionWalk
	ticket  uictx.Ticket
	reading triage.Reading
	cancel  context.CancelFunc
}

// attentionMsg answers a page of the look for images that need attention.
type attentionMsg struct {
	ticket uictx.Ticket
	walk   *attentionWalk
	images []model.Image
	read   int
	last   bool
	err    error
}

// reasonsMsg answers why imports failed.
type reasonsMsg struct {
	screen   *triage.Screen
	failures map[model.ImageID]model.Task
}

// attentionWalk reads what the service finds by its status, and then all.
type attentionWalk struct {
	ctx    context.Context //nolint:containedctx // it is the life of the walk
	now    time.Time
	pages  []backend.Pages
	ticket uictx.Ticket
}

// openAttention looks for the images of the whole cloud that need attention.
// Those that a status tells come first, with few requests.
func (f *Feature) openAttention() tea.Cmd {
	shown := f.board()
	if shown == nil {
		_, readOnly := f.ctx.Changes()
		shown = triage.New(f.ctx.Theme, f.ctx.Now, readOnly, f.ctx.ProjectName)
		f.ctx.Layers.Base(f.ctx.Home)
		shown.ShowOutcomes(f.outcomes, f.undoable)
		f.ctx.Layers.Push(shown)
	}
	shown.Begin()
	f.attention.cancel()
	ctx, cancel := context.WithCancel(context.Background())
	f.attention = attention{screen: shown, ticket: f.ctx.Ticket(), cancel: cancel}
	walk := &attentionWalk{ctx: ctx, now: f.ctx.Now, ticket: f.attention.ticket}
	for _, line := range []string{"visibility=all hidden=both status!=active", "visibility=all hidden=both"} {
		terms, err := query.Parse(line)
		if err != nil {
			return f.ctx.Notice.Fail(err.Error())
		}
		split, err := query.Query{Terms: terms}.Split(f.ctx.Now)
		if err != nil {
			return f.ctx.Notice.Fail(err.Error())
		}
		pages := f.ctx.Session.Pages(split, f.options.PageSize)
		pages.All()
		walk.pages = append(walk.pages, pages)
	}
	all := walk.pages
	f.attention.cancel = func() {
		cancel()
		for _, pages := range all {
			pages.Close()
		}
	}
	f.attention.walk = walk
	return tea.Batch(walk.next, f.learn())
}

// board returns the screen of what needs attention, if it is open.
func (f *Feature) board() *triage.Screen {
	for _, screen := range f.ctx.Layers.Screens() {
		if shown, open := screen.(*triage.Screen); open {
			return shown
		}
	}
	return nil
}

// next reads a page, and keeps of it what needs attention.
func (w *attentionWalk) next() tea.Msg {
	page, err := w.pages[0].Next(w.ctx)
	msg := attentionMsg{ticket: w.ticket, walk: w, read: len(page.Images), last: !page.More, err: err}
	for i := range page.Images {
		if page.Images[i].NeedsAttention(w.now) != model.Well {
			msg.images = append(msg.images, page.Images[i])
		}
	}
	return msg
}

// attentionRead takes a page, and goes on with the next.
func (f *Feature) attentionRead(msg attentionMsg) tea.Cmd {
	shown := f.board()
	if msg.ticket != f.attention.ticket || shown == nil || shown != f.attention.screen {
		return nil
	}
	reading := &f.attention.reading
	reading.Err = msg.err
	if msg.err == nil && msg.last {
		msg.walk.pages = msg.walk.pages[1:]
		if reading.Done = len(msg.walk.pages) == 0; !reading.Done {
			reading.Read, msg.read = 0, 0 // they are read again among all
		}
		reading.ByStatus = true
	}
	reading.Read += msg.read
	shown.Add(msg.images, *reading)
	if msg.err != nil || reading.Done {
		return f.readReasons(shown)
	}
	return tea.Batch(msg.walk.next, f.readReasons(shown))
}

// mostReasons is of how many failed imports a look asks why they failed, and
// reasonsAtOnce how many are asked about at a time.
const (
	mostReasons   = 200
	reasonsAtOnce = 8
)

// readReasons asks why imports failed: the tasks of the images say so.
func (f *Feature) readReasons(shown *triage.Screen) tea.Cmd {
	ids := shown.Unexplained(mostReasons)
	if len(ids) == 0 {
		return nil
	}
	session, look := f.ctx.Session, f.attention.walk.ctx
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(look, factsWithin)
		defer cancel()
		msg := reasonsMsg{screen: shown, failures: make(map[model.ImageID]model.Task, len(ids))}
		var lock sync.Mutex
		var group sync.WaitGroup
		turns := make(chan struct{}, reasonsAtOnce)
		for _, id := range ids {
			group.Go(func() {
				turns <- struct{}{}
				defer func() { <-turns }()
				// What cannot be read is no failure: the record says which store it was.
				tasks, err := session.Tasks(ctx, id)
				if err != nil {
					return
				}
				var failure model.Task // none is kept
				if last := model.LastFailure(tasks); last != nil {
					failure = *last
				}
				lock.Lock()
				defer lock.Unlock()
				msg.failures[id] = failure
			})
		}
		group.Wait()
		return msg
	}
}

// followAttention ends the look once the screen was left.
func (f *Feature) followAttention() {
	if f.attention.screen == nil {
		return
	}
	if f.board() != f.attention.screen {
		f.attention.cancel()
		f.attention = attention{cancel: func() {}}
		return
	}
	f.attention.screen.SetNow(f.ctx.Now)
}
