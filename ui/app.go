package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"glimpse/model"
	"glimpse/model/vocabulary"
	"glimpse/ui/columns"
	"glimpse/ui/compare"
	"glimpse/ui/connect"
	"glimpse/ui/detail"
	"glimpse/ui/dialog"
	"glimpse/ui/filter"
	"glimpse/ui/intent"
	"glimpse/ui/jobs"
	"glimpse/ui/keys"
	"glimpse/ui/list"
	"glimpse/ui/order"
	"glimpse/ui/pick"
	"glimpse/ui/prompt"
	"glimpse/ui/review"
	"glimpse/ui/theme"
	"glimpse/ui/writelog"
)

// screen is what fills the body: it acts on actions, answers with intents and
// draws itself in the room that it was given.
type screen interface {
	SetSize(width, height int)
	Act(press keys.Press) intent.Intent
	Wheel(lines int) intent.Intent
	Click(x, y int) intent.Intent
	Bindings() []keys.Group
	View() string
}

var (
	_ screen = (*list.Screen)(nil)
	_ screen = (*detail.Screen)(nil)
	_ screen = (*pick.Screen)(nil)
	_ screen = (*connect.Screen)(nil)
	_ screen = (*compare.Screen)(nil)
	_ screen = (*review.Screen)(nil)
	_ screen = (*jobs.List)(nil)
	_ screen = (*jobs.Report)(nil)
	_ screen = (*writelog.Screen)(nil)
)

// overlay is what lies over a screen and gets the keys before it.
type overlay interface {
	SetSize(width, height int)
	Act(press keys.Press) intent.Intent
	Wheel(lines int)
	Bindings() []keys.Group
	View() (lines []string, wide int)
}

var (
	_ overlay = (*dialog.Help)(nil)
	_ typist  = (*dialog.Help)(nil)
	_ overlay = (*dialog.Question)(nil)
	_ overlay = (*prompt.Prompt)(nil)
	_ overlay = (*filter.Pane)(nil)
	_ typist  = (*filter.Pane)(nil)
	_ overlay = (*order.Pane)(nil)
	_ typist  = (*order.Pane)(nil)
	_ overlay = (*dialog.Menu)(nil)
	_ overlay = (*dialog.Views)(nil)
	_ overlay = (*columns.Pane)(nil)
	_ typist  = (*columns.Pane)(nil)
	_ typist  = (*prompt.Prompt)(nil)
	_ docked  = (*prompt.Prompt)(nil)
)

// typist is an overlay in which text is typed: it gets the keys that are none
// of its bindings, and what is pasted.
type typist interface {
	Type(key tea.KeyPressMsg) intent.Intent
	Paste(text string) intent.Intent
}

// docked is an overlay that stands at the foot of the screen, in place of the
// footer, instead of in the middle.
type docked interface{ Docked() bool }

// App is the screen as a whole, and its only tea.Model. All of its state is
// read and changed by Update and View alone.
type App struct {
	options Options
	choice  theme.Choice
	theme   *theme.Theme
	now     time.Time
	// through is what the clipboard is reached through.
	through multiplexer
	areas   areas

	// layers are the screens and dialogs that are open.
	layers layers
	notice notice

	// images is the list of the session, once there is one.
	images  *list.Screen
	session Session
	about   About
	pages   Pages
	// preview is the detail beside the list, or nil.
	preview *detail.Screen
	// trail is the queries of the session, words what is in use among the
	// images that it read.
	trail trail
	words vocabulary.Vocabulary
	auto  autoRefresh
	retry reconnection
	// change is what is being prepared, watch what is known of the jobs.
	change change
	watch  watch
	// leaving is the question whether to quit in the middle of a job, warned the
	// editor whose user was told that quitting loses what was typed.
	leaving *dialog.Question
	warned  overlay

	// clouds are the configured clouds, projects those of the session, once
	// they were asked for; facts is what else is known of the session.
	clouds   []Cloud
	projects []model.Project
	facts    Facts
	factsFor string // the owners that they were read for
	// views are the saved views; searches, commands and filters the lines
	// that were typed.
	views                       []View
	searches, commands, filters history

	// target is the last connection that was tried, place that of the session.
	target, place intent.Connect
	// last is the last ticket given out; the others are those that are
	// awaited, or zero.
	last, connecting, listing, reading, extras, planning, starting ticket
	// These cancel what is under way, if anything is.
	cancelConnect, cancelProjects, cancelPage, cancelImage, cancelExtras, cancelExport context.CancelFunc
}

var _ tea.Model = (*App)(nil)

// New makes an App. Nothing is asked of the backend before Init's commands
// run.
func New(options Options) *App {
	options = options.withDefaults()
	made := theme.New(options.Theme)
	nothing := func() {}
	a := &App{
		options: options, choice: options.Theme, theme: &made, now: options.Now(),
		cancelConnect: nothing, cancelProjects: nothing, cancelPage: nothing, cancelImage: nothing,
		cancelExtras: nothing, cancelExport: nothing,
		notice: notice{expiry: expireNotice},
		auto:   autoRefresh{after: waitFor, every: options.Refresh},
		retry:  reconnection{after: waitFor},
		watch:  watch{after: waitFor},
		layers: layers{after: waitFor},
		views:  options.SavedViews,
	}
	a.searches, a.commands, a.filters = options.history("search"), options.history("command"), options.history("filter")
	a.target = intent.Connect{Cloud: options.Cloud, Region: options.Region}
	if options.Preview {
		a.preview = detail.NewPreview(a.theme)
		a.preview.NameProjects(a.projectName)
	}
	a.layers.push(connect.New(a.theme, a.startName(), true))
	return a
}

// startName returns the name of the cloud to connect to at the start, or
// nothing while it is not known which.
func (a *App) startName() string {
	if a.options.Pick {
		return ""
	}
	return a.cloudName(a.options.Cloud)
}

// cloudName returns what a cloud is called on screen.
func (a *App) cloudName(cloud string) string {
	if cloud == "" {
		return "the cloud of the OS_* variables"
	}
	return a.theme.Cells.ShowString(cloud)
}

// Init implements tea.Model.
func (a *App) Init() tea.Cmd {
	begin := a.connect
	if a.options.Pick {
		begin = func() tea.Cmd { return a.askClouds(true) }
	}
	return tea.Batch(setUpTerminal(), a.auto.set(a.options.Refresh), begin())
}

// Update implements tea.Model. It routes each message to the one method that
// handles it.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	a.tick(a.options.Now())
	cmd := a.route(msg)
	opened := a.openWaiting()
	a.follow()
	return a, tea.Batch(cmd, opened)
}

// route hands a message of the user or the terminal on, answer one of a
// command.
func (a *App) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return a.key(msg)
	case tea.PasteMsg:
		return a.paste(msg)
	case tea.MouseWheelMsg:
		return a.wheel(msg)
	case tea.MouseClickMsg:
		return a.click(msg)
	case tea.WindowSizeMsg:
		return a.resize(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		a.choice.Light = !msg.IsDark()
		a.restyle()
	case tea.ColorProfileMsg:
		a.choice.Depth = depthOf(msg.Profile)
		a.restyle()
	case tea.EnvMsg:
		a.through = multiplexerOf(msg)
	case tea.ModeReportMsg:
		a.modeReported(msg)
	default:
		return a.answer(msg)
	}
	return nil
}

// answer hands the answer of a command to what waits for it.
func (a *App) answer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case cloudsMsg:
		return a.cloudsListed(msg)
	case connectedMsg:
		return a.connected(msg)
	case projectsMsg:
		return a.projectsRead(msg)
	case projectsFoundMsg:
		return a.projectsFound(msg)
	case factsMsg:
		a.factsRead(msg)
	case pageMsg:
		return a.pageRead(msg)
	case imageMsg:
		a.imageRead(msg)
	case noticeExpiredMsg:
		a.notice.expire(msg.id)
	case retryDueMsg:
		return a.retryDue(msg)
	case refreshDueMsg:
		return a.refreshDue(msg)
	case extrasMsg:
		return a.extrasRead(msg)
	case fileWrittenMsg:
		return a.fileWritten(msg)
	case viewSavedMsg:
		return a.viewSaved(msg)
	case plannedMsg:
		return a.planned(msg)
	case startedMsg:
		return a.started(msg)
	case jobsDueMsg:
		return a.jobsDue(msg)
	case drivenMsg:
		return a.driven(msg)
	case textEditedMsg:
		return a.textEdited(msg)
	case unfinishedMsg:
		return a.unfinished(msg)
	case leftMsg:
		return a.restPlanned(msg)
	}
	return nil
}

// tick sets the time that ages are counted from. No timer does: an idle
// screen stays as it is.
func (a *App) tick(now time.Time) {
	a.now = now
	if a.images != nil {
		a.images.SetNow(now)
	}
	if timed, ok := a.layers.dialog().(interface{ SetNow(now time.Time) }); ok {
		timed.SetNow(now)
	}
}

// depthOf returns how many colours a profile of the terminal has.
func depthOf(profile colorprofile.Profile) theme.Depth {
	switch {
	case profile < colorprofile.ANSI:
		return theme.DepthNone
	case profile < colorprofile.ANSI256:
		return theme.Depth16
	default:
		return theme.DepthFull
	}
}

// modeReported follows the renderer, which counts cells by grapheme clusters
// from the moment on that the terminal says that it can (mode 2027).
func (a *App) modeReported(msg tea.ModeReportMsg) {
	granted := msg.Value == ansi.ModeSet || msg.Value == ansi.ModeReset || msg.Value == ansi.ModePermanentlySet
	if msg.Mode == ansi.ModeUnicodeCore && granted {
		a.choice.Grapheme = true
		a.restyle()
	}
}

// restyle makes the theme anew; what was drawn in the old one is drawn again.
func (a *App) restyle() {
	*a.theme = theme.New(a.choice)
	a.arrange()
}

// resize gives everything its new room.
func (a *App) resize(width, height int) tea.Cmd {
	a.areas = layout(width, height)
	a.arrange()
	if a.images != nil {
		return a.do(a.images.More())
	}
	return nil
}

// top returns the screen that is seen.
func (a *App) top() screen { return a.layers.screen() }

// push puts a screen on top.
func (a *App) push(s screen) {
	a.layers.push(s)
	a.arrange()
}

// Close cancels what is under way and releases the connection. The App must
// not be used after it.
func (a *App) Close() {
	a.cancelConnect()
	a.cancelProjects()
	a.cancelPage()
	a.cancelImage()
	a.cancelExtras()
	a.cancelExport()
	if a.session != nil {
		a.session.Close()
		a.session = nil
	}
}
