package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"glimpse/ui/backend"
	"glimpse/ui/browse"
	"glimpse/ui/change"
	"glimpse/ui/clouds"
	"glimpse/ui/dialog"
	"glimpse/ui/image"
	"glimpse/ui/jobs"
	"glimpse/ui/layers"
	"glimpse/ui/notice"
	"glimpse/ui/own"
	"glimpse/ui/terminal"
	"glimpse/ui/theme"
	"glimpse/ui/uictx"
	"glimpse/ui/widget/lineedit"
)

// App is the screen as a whole, and its only tea.Model: the shell in which the
// features of the program live. It decides who gets a key and what is drawn
// where; what is done is the features' own. All of its state is read and changed
// by Update and View alone.
type App struct {
	// Context is what the features share with each other and with the shell.
	*uictx.Context
	options Options
	choice  theme.Choice
	areas   areas

	clouds *clouds.Feature
	browse *browse.Feature
	image  *image.Feature
	change *change.Feature
	jobs   *jobs.Feature
	own    *own.Feature

	// volumes are known while one is named in a line.
	volumes volumes
	sources sources
	// searches and commands are the lines that were typed.
	searches, commands lineedit.History
	// leaving is the question whether to quit in the middle of a job, warned the
	// editor whose user was told that quitting loses what was typed.
	leaving *dialog.Question
	warned  layers.Dialog
}

var _ tea.Model = (*App)(nil)

// New makes an App. Nothing is asked of the backend before Init's commands
// run.
func New(options Options) *App {
	options = options.withDefaults()
	choice := options.Theme
	choice.Keys = options.Keys
	made := theme.New(choice)
	a := &App{
		Context: &uictx.Context{Theme: &made, Now: options.Now(), After: after},
		options: options, choice: choice,
		searches: options.history("search"), commands: options.history("command"),
	}
	a.Do, a.LendTerminal = a.do, terminal.WithOwnTitle
	a.Work.Clock, a.Work.Large = options.Now, options.Large
	a.Notice.After = func(wait time.Duration, msg tea.Msg) tea.Cmd { return a.After(wait, msg) }
	a.browse = browse.New(a.Context, browse.Options{
		Query: options.Query, Columns: options.Columns, PageSize: options.PageSize, Details: options.Details, Wide: options.Wide,
		Refresh: options.Refresh, SavedViews: options.SavedViews, Views: options.Views, ViewsFile: options.ViewsFile,
		Filters: options.history("filter"),
	})
	a.image = image.New(a.Context, a.browse, options.Tmux)
	a.jobs = jobs.New(a.Context, a.browse)
	a.change = change.New(a.Context, a.browse, a.jobs, options.TextEditor)
	a.clouds = clouds.New(a.Context, clouds.Options{
		Backend: options.Backend, Cloud: options.Cloud, Region: options.Region, Pick: options.Pick, Jobs: a.jobs, Enter: a.enter,
	})
	a.own = own.New(a.Context, options.Keys, options.Shell, a.clouds.Place)
	a.Layers.Push(a.clouds.FirstScreen())
	return a
}

func after(wait time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(wait, func(time.Time) tea.Msg { return msg })
}

// enter begins with a new session in place of the one before: every feature
// forgets what it knew of that.
func (a *App) enter(session backend.Session, about backend.About) (tea.Cmd, error) {
	start, columns := a.browse.Question(&about)
	if _, err := start.Split(a.Now); err != nil {
		return nil, err
	}
	a.Begin(session, about)
	a.Layers.ForgetWaiting()
	a.image.Close()
	a.change.Begin()
	return tea.Batch(a.browse.Begin(start, columns), a.jobs.Begin()), nil
}

// Init implements tea.Model.
func (a *App) Init() tea.Cmd {
	return tea.Batch(setUpTerminal(), a.browse.Start(), a.clouds.Start())
}

// setUpTerminal asks the terminal two things: its background, and whether it
// can show a frame at once (DECRQM for mode 2026), which Bubble Tea does not
// ask over SSH. Nothing waits for the answers.
func setUpTerminal() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, tea.Raw(ansi.RequestModeSynchronizedOutput))
}

// Update implements tea.Model. It routes each message to the one method that
// handles it.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	a.tick(a.options.Now())
	cmd := tea.Batch(a.route(msg), a.OpenWaiting(), a.browse.Continue(), a.browse.Follow())
	a.tellTime()
	return a, cmd
}

// route hands a message of the user or the terminal on, and the answer of a
// command to the feature that waits for it.
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
	case tea.ModeReportMsg:
		a.modeReported(msg)
	case notice.ExpiredMsg:
		a.Notice.Expire(msg.ID)
	case uictx.ProjectsFoundMsg:
		return a.ProjectsFound(msg)
	case fileWrittenMsg:
		return a.fileWritten(msg)
	case folderReadMsg:
		a.folderRead(msg)
	case volumesReadMsg:
		a.volumesRead(msg)
	case sourcesReadMsg:
		a.sourcesRead(msg)
	case terminal.WideMsg:
		a.choice.Wide = true
		a.restyle()
	case tea.ResumeMsg:
		return tea.Raw(terminal.TakeTitle)
	case terminal.NoShellMsg:
		said := a.Notice.Say("no shell to go back to: this program was not started from one; ctrl+c quits")
		return tea.Batch(tea.Raw(terminal.TakeTitle), said)
	default:
		return a.answer(msg)
	}
	return nil
}

// answer hands the answer of a command to the feature that waits for it.
func (a *App) answer(msg tea.Msg) tea.Cmd {
	for _, handle := range []func(tea.Msg) (tea.Cmd, bool){
		a.Work.Handle, a.browse.Handle, a.jobs.Handle, a.image.Handle, a.change.Handle, a.clouds.Handle, a.own.Handle,
	} {
		if cmd, handled := handle(msg); handled {
			return cmd
		}
	}
	return nil
}

// tick sets the time that ages are counted from. No timer does: an idle
// screen stays as it is.
func (a *App) tick(now time.Time) {
	a.Now = now
	if images := a.browse.Images(); images != nil {
		images.SetNow(now)
	}
	if timed, ok := a.Layers.Dialog().(interface{ SetNow(now time.Time) }); ok {
		timed.SetNow(now)
	}
}

// tellTime gives the time to the screen in front, which may have come there just now and
// shows ages as of then.
func (a *App) tellTime() {
	if timed, ok := a.Layers.Top().(interface{ SetNow(now time.Time) }); ok {
		timed.SetNow(a.Now)
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
	*a.Theme = theme.New(a.choice)
	a.arrange()
}

// resize gives everything its new room.
func (a *App) resize(width, height int) tea.Cmd {
	a.areas = layout(width, height)
	a.arrange()
	if images := a.browse.Images(); images != nil {
		return a.do(images.More())
	}
	return nil
}

// arrange gives the screens, the dialogs and the details their room.
func (a *App) arrange() {
	a.Layers.Resize(a.areas.width, a.areas.height, a.areas.body)
	a.browse.Resize(a.areas.width, a.areas.body, a.areas.small)
}

// Busy reports whether a job is under way.
func (a *App) Busy() bool { return a.jobs.Current() != nil }

// Hurry ends what the program waits for before it can end: the person's own
// editor.
func (a *App) Hurry() {
	if editor := a.options.TextEditor; editor != nil {
		editor.Stop()
	}
}

// Close cancels what is under way and releases the connection. The App must
// not be used after it.
func (a *App) Close() {
	a.browse.Close()
	a.image.Close()
	a.clouds.Close()
}
