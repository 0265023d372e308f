package ui

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/ui/intent"
)

// textEditedMsg answers the person's own editor.
type textEditedMsg struct {
	done func(string)
	text string
	err  error
}

// editText hands the terminal to the person's own editor.
func (a *App) editText(wanted intent.EditText) tea.Cmd {
	if a.options.TextEditor == nil {
		return a.notice.say("there is no editor here; set EDITOR or VISUAL")
	}
	command, end, err := a.options.TextEditor.Begin(wanted.Name, wanted.Text)
	if err != nil {
		return a.notice.fail("the editor was not started: " + a.theme.Cells.ShowString(err.Error()))
	}
	return withOwnTitle(tea.ExecProcess(command, func(err error) tea.Msg {
		text, err := end(err)
		return textEditedMsg{done: wanted.Done, text: text, err: err}
	}))
}

// textEdited takes the edited text.
func (a *App) textEdited(msg textEditedMsg) tea.Cmd {
	if msg.err != nil {
		return a.notice.fail("the text stays as it was: " + a.theme.Cells.ShowString(msg.err.Error()))
	}
	msg.done(msg.text)
	return nil
}
