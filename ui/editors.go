package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/intent"
)

// edit asks for a change in the line of commands.
func (a *App) edit(wanted intent.Edit) tea.Cmd {
	command := map[intent.Editor]string{
		intent.EditAttributes: "set ", intent.EditTags: "tag ", intent.EditProperties: "property ", intent.NewImage: "create ",
	}[wanted.Editor]
	return a.typeCommand(intent.TypeCommand{Start: command})
}
