package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/theme"
)

// App is the screen as a whole, and its only tea.Model.
type App struct {
	options Options
	theme   *theme.Theme
}

// New makes an App. Nothing is asked of the backend before Init's command
// runs.
func New(options Options) *App {
	options = options.withDefaults()
	made := theme.New(options.Theme)
	return &App{options: options, theme: &made}
}

// Init implements tea.Model.
func (a *App) Init() tea.Cmd { return nil }

// Update implements tea.Model.
func (a *App) Update(tea.Msg) (tea.Model, tea.Cmd) { return a, nil }

// View implements tea.Model.
func (a *App) View() tea.View { return tea.View{AltScreen: true} }

// Close cancels what is under way and releases the connection.
func (a *App) Close() {}
