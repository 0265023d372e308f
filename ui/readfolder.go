package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model/command"
	"glimpse/ui/folders"
	"glimpse/ui/intent"
	"glimpse/ui/prompt"
)

// folderReadMsg answers the reading of a folder of this machine.
type folderReadMsg struct {
	folder  string
	entries []folders.Entry
}

// readFolder reads a folder beside Update. One that cannot be read offers nothing.
func (a *App) readFolder(folder string) tea.Cmd {
	files := a.options.Files
	if files == nil {
		return nil
	}
	return func() tea.Msg {
		entries, _ := files.List(folder) // the file is looked at when it is named
		return folderReadMsg{folder: folder, entries: entries}
	}
}

// folderRead takes what a folder holds, and says so to what is being typed into.
func (a *App) folderRead(msg folderReadMsg) {
	a.Folders.Learn(msg.folder, msg.entries)
	if dialog, offers := a.Layers.Dialog().(interface{ Learned() }); offers {
		dialog.Learned()
	}
}

// fileNames returns how the name of a file in a line of commands may go on.
func (a *App) fileNames(line string, cursor int) []prompt.Candidate {
	part, found := command.FileAt(line, cursor)
	if !found {
		return nil
	}
	names := a.Folders.Names(part.Typed)
	out := make([]prompt.Candidate, len(names))
	for i, name := range names {
		c := part.Completion(name)
		out[i] = prompt.Candidate{Text: c.Text, Start: c.Start, End: c.End}
	}
	return out
}

// needs asks for what a line of commands is completed with: the folder of the name of a
// file, the volumes of the project.
func (a *App) needs(line string) intent.Intent {
	if command.WantsVolumes(line) {
		return intent.ReadVolumes{}
	}
	if region, wanted := command.WantsSources(line); wanted {
		return intent.ReadSources{Region: region}
	}
	if part, found := command.FileAt(line, len(line)); found {
		return a.Folders.Needs(part.Typed)
	}
	return nil
}
