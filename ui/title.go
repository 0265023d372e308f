package ui

import (
	tea "charm.land/bubbletea/v2"
)

// windowTitle is fixed: a terminal's title is no place for what a service
// says.
const windowTitle = "glimpse"

// takeTitle has the terminal put its title on a stack (XTWINOPS) and show that
// of the program; giveTitleBack takes it from there. A terminal without a stack
// is left with no title, which the shell's next prompt sets. Bubble Tea's own
// WindowTitle only ever leaves none.
const (
	takeTitle     = "\x1b[22;0t" + "\x1b]2;" + windowTitle + "\x07"
	giveTitleBack = "\x1b]2;\x07" + "\x1b[23;0t"
)

// withOwnTitle gives the terminal its title back for as long as a command
// leaves the terminal to something else.
func withOwnTitle(leave tea.Cmd) tea.Cmd {
	return tea.Sequence(tea.Raw(giveTitleBack), leave, tea.Raw(takeTitle))
}

// suspend puts the program to the background, with the terminal's own title.
// The program takes it again when it is told that it is back, or that it did
// not leave.
func suspend() tea.Cmd { return tea.Sequence(tea.Raw(giveTitleBack), tea.Suspend) }
