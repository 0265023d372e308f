package terminal

import tea "charm.land/bubbletea/v2"

// windowTitle is fixed: a terminal's title is no place for what a service
// says.
const windowTitle = "glimpse"

// TakeTitle has the terminal put its title on a stack (XTWINOPS) and show that
// of the program; GiveTitleBack takes it from there. A terminal without a stack
// is left with no title, which the shell's next prompt sets. Bubble Tea's own
// WindowTitle only ever leaves none.
const (
	TakeTitle     = "\x1b[22;0t" + "\x1b]2;" + windowTitle + "\x07"
	GiveTitleBack = "\x1b]2;\x07" + "\x1b[23;0t"
)

// WithOwnTitle gives the terminal its title back for as long as a command
// leaves the terminal to something else.
func WithOwnTitle(leave tea.Cmd) tea.Cmd {
	return tea.Sequence(tea.Raw(GiveTitleBack), leave, tea.Raw(TakeTitle))
}

// Suspend puts the program to the background, with the terminal's own title.
// The program takes it again when it is told that it is back, or that it did
// not leave.
func Suspend() tea.Cmd { return tea.Sequence(tea.Raw(GiveTitleBack), tea.Suspend) }
