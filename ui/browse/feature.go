// Package browse is the part of the screen that lists images: which ones the
// service is asked for, page by page, the queries before and after, the panes in
// which they are chosen, saved views, exports, and the details of the image under the cursor.
package browse

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/backend"
	"glimpse/ui/detail"
	"glimpse/ui/intent"
	"glimpse/ui/list"
	"glimpse/ui/uictx"
	"glimpse/ui/widget/lineedit"
	"glimpse/ui/work"
)

// Options are what a Feature is made with.
type Options struct {
	// Query is what the list begins with, Columns are its columns.
	Query    query.Query
	Columns  []string
	PageSize int
	// Details and Wide are how the list looks at first.
	Details, Wide bool
	// Refresh is how often the list is refreshed by itself; zero is never.
	Refresh time.Duration
	// SavedViews are the views at the start, Views keeps new ones; nil keeps
	// none. ViewsFile is where they are kept.
	SavedViews []backend.View
	Views      backend.Views
	ViewsFile  string
	// Filters are the filters typed before.
	Filters lineedit.History
}

// Feature lists images.
type Feature struct {
	ctx     *uictx.Context
	options Options

	// images is the list of the session, once there is one, and pages what its
	// next page comes from.
	images *list.Screen
	pages  backend.Pages
	// details stand beside the list or under it, or are nil. divided says that the
	// room is divided between the two.
	details *detail.Screen
	room    room
	divided bool
	history queryHistory
	memory  memory
	sorting sorting
	auto    autoRefresh
	retry   reconnection
	views   []backend.View
	// factsFor are the owners that the facts were read for.
	factsFor string
	// usesFor is the list for which it was asked what was made from images.
	usesFor *list.Screen
	// outcomes are what jobs do to images, undoable whether the last job can be undone.
	outcomes map[model.ImageID]job.Outcome
	undoable bool
	// walking is what the list goes on with.
	walking *work.Task

	counting  counting
	attention attention
	matching  matching

	cancelPage, cancelExport, cancelSurvey context.CancelFunc
}

// room is what the list and the details share.
type room struct {
	width, body int
	small       bool
}

// New makes a Feature; nothing is asked of anybody yet.
func New(ctx *uictx.Context, options Options) *Feature {
	nothing := func() {}
	f := &Feature{ctx: ctx, options: options, views: options.SavedViews, cancelPage: nothing, cancelExport: nothing, cancelSurvey: nothing}
	f.attention.cancel = nothing
	if options.Details {
		f.openDetails()
	}
	return f
}

// Start begins what goes on by itself.
func (f *Feature) Start() tea.Cmd { return f.setEvery(f.options.Refresh) }

// Images returns the list of the session, or nil.
func (f *Feature) Images() *list.Screen { return f.images }

// Views returns the saved views.
func (f *Feature) Views() []backend.View { return f.views }

// Question returns what the list of a session begins with. Another project or
// region of the same cloud keeps what is asked and how it is shown.
func (f *Feature) Question(about *backend.About) (start query.Query, columns []string) {
	if f.images != nil && about.Cloud == f.ctx.About.Cloud {
		return f.images.Query(), f.images.ChosenByUser()
	}
	start, columns = f.options.Query, f.options.Columns
	if about.Start != nil {
		start = *about.Start
	}
	if len(about.Columns) > 0 {
		columns = about.Columns
	}
	return start, columns
}

// Begin lists the images of a new session, and makes the list the home of the
// screen.
func (f *Feature) Begin(start query.Query, columns []string) tea.Cmd {
	f.endWalk()
	f.cancelExport()
	f.cancelSurvey()
	f.factsFor, f.memory, f.sorting = "", memory{}, sorting{}
	f.outcomes, f.undoable = nil, false
	f.counting = counting{last: f.counting.last}
	f.history.begin(start)
	f.images = list.New(f.ctx.Theme, f.ctx.CloudName(f.ctx.About.Cloud))
	f.images.SetNow(f.ctx.Now)
	f.images.NameProjects(f.ctx.ProjectName)
	f.images.SetProject(f.ctx.About.ProjectID)
	f.images.SetAdministers(f.administers())
	if f.details != nil {
		f.setProjectOfDetails()
	}
	f.images.Choose(columns)
	_, why := f.ctx.Changes()
	f.images.SetReadOnly(why)
	if f.options.Wide {
		f.images.ToggleWide()
	}
	f.ctx.Home = f.images
	f.ctx.Layers.Reset(f.images)
	f.arrange()
	start = f.ctx.WithIDs(start)
	split, err := start.Split(f.ctx.Now)
	if err != nil {
		return f.ctx.Failed("no image is listed", err)
	}
	return f.ctx.Do(f.images.Begin(start, split))
}

// Handle takes the answer of a command, and reports whether it was one of its
// own.
func (f *Feature) Handle(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case pageMsg:
		return f.pageRead(msg), true
	case attentionMsg:
		return f.attentionRead(msg), true
	case reasonsMsg:
		msg.screen.Explain(msg.failures)
		return nil, true
	case countedMsg:
		return f.counted(msg), true
	case quotaMsg:
		msg.shown.ShowQuotas(msg.quotas)
		return nil, true
	case usesMsg:
		return f.usesRead(msg), true
	case factsMsg:
		f.factsRead(msg)
		return nil, true
	case retryDueMsg:
		return f.retryDue(msg), true
	case refreshDueMsg:
		return f.refreshDue(msg), true
	case viewSavedMsg:
		return f.viewSaved(msg), true
	case surveyedMsg:
		f.surveyed(msg)
		return nil, true
	case matchedMsg:
		f.matched(msg)
		return nil, true
	}
	return nil, false
}

// Find returns an image of the list, or of those that need attention, or nil.
func (f *Feature) Find(id model.ImageID) *model.Image {
	if image := f.images.Find(id); image != nil {
		return image
	}
	if board := f.board(); board != nil {
		return board.Find(id)
	}
	return nil
}

// Replace takes a newer record of an image.
func (f *Feature) Replace(image *model.Image) {
	f.images.Replace(image)
	f.memory.replace(image)
	if board := f.board(); board != nil {
		board.Replace(image)
	}
}

// Renew takes a newer record of an image that a job has changed.
func (f *Feature) Renew(image *model.Image) {
	f.images.Renew(image)
	f.memory.replace(image)
	if board := f.board(); board != nil {
		board.Renew(image)
	}
}

// Remove takes an image out of the list that is there no more.
func (f *Feature) Remove(id model.ImageID) {
	f.images.Remove(id)
	f.memory.remove(id)
	if board := f.board(); board != nil {
		board.Remove(id)
	}
}

// Settle takes the sign off an image that is as it was before.
func (f *Feature) Settle(id model.ImageID) { f.images.Settle(id) }

// ShowOutcomes shows what jobs do to images, and whether the last one can be undone.
func (f *Feature) ShowOutcomes(outcomes map[model.ImageID]job.Outcome, undoable bool) {
	f.outcomes, f.undoable = outcomes, undoable
	f.images.ShowOutcomes(outcomes, undoable)
	if board := f.board(); board != nil {
		board.ShowOutcomes(outcomes, undoable)
	}
}

// Await gives an image that was made the cursor once it is loaded, and tells if the
// list does not have it when it was read anew.
func (f *Feature) Await(id model.ImageID, name text.Untrusted) { f.images.Await(id, name) }

// Refresh reads the list anew.
func (f *Feature) Refresh() tea.Cmd { return f.ctx.Do(f.images.Refresh()) }

// Neighbour returns the image after (1) or before (-1) in the list, where the
// cursor goes, or nil; and asks for what that takes.
func (f *Feature) Neighbour(by int) (*model.Image, intent.Intent) { return f.images.Neighbour(by) }

// Marked returns the ids of the marked images.
func (f *Feature) Marked() []model.ImageID { return f.images.Marked() }

// MarkWhere marks the loaded images that belong to a query.
func (f *Feature) MarkWhere(terms []query.Term) tea.Cmd {
	return f.markWhere(f.ctx.WithIDs(query.Query{Terms: terms, Projects: f.images.Query().Projects}))
}

func (f *Feature) markWhere(wanted query.Query) tea.Cmd {
	if named := wanted.NamedProjects(); !named.IsEmpty() {
		return f.ctx.FindProjects(named, f.ctx.Words.Values(uictx.OwnerField), func(found query.Projects) tea.Cmd {
			wanted.Projects = wanted.Projects.And(found)
			return f.markWhere(wanted)
		})
	}
	split, err := wanted.Split(f.ctx.Now)
	if err != nil {
		return f.ctx.Notice.Fail(f.ctx.DisplayString(err.Error()))
	}
	return f.ctx.Do(f.images.MarkWhere(split.Match))
}

// Pending asks for what is shared with the project and not answered.
func (f *Feature) Pending() intent.Intent {
	members := f.ctx.Theme.Keys.For("change", action.EditMembers)
	said := "shares that wait for an answer: :accept or :reject answers, or " + members
	if f.administers() {
		said = "administrators see all shares: " + members + " shows who has not answered, :accept PROJECT answers"
	}
	return intent.All{intent.SetTerms{Terms: f.pending()}, intent.Notify{Text: said}}
}

// administers reports whether the user is known to be an administrator: the service lists
// for one what is shared with anybody, whoever has answered.
func (f *Feature) administers() bool {
	return len(f.ctx.About.Roles) > 0 && f.ctx.About.MayAdminister()
}

// Close cancels what is under way.
func (f *Feature) Close() {
	f.endWalk()
	f.cancelSurvey()
	f.cancelExport()
	f.attention.cancel()
}
