package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/job"
	"glimpse/ui/dialog"
	"glimpse/ui/human"
	"glimpse/ui/intent"
)

// textEditedMsg answers the person's own editor.
type textEditedMsg struct {
	done func(string)
	text string
	err  error
}

// unfinishedMsg answers which jobs an earlier run left.
type unfinishedMsg struct {
	session Session
	jobs    []job.Unfinished
	err     error
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
	return tea.ExecProcess(command, func(err error) tea.Msg {
		text, readErr := end()
		if err == nil {
			err = readErr
		}
		return textEditedMsg{done: wanted.Done, text: text, err: err}
	})
}

// textEdited takes the edited text.
func (a *App) textEdited(msg textEditedMsg) tea.Cmd {
	if msg.err != nil {
		return a.notice.fail("the text stays as it was: " + a.theme.Cells.ShowString(msg.err.Error()))
	}
	msg.done(msg.text)
	return nil
}

// lookForUnfinished asks for the jobs that an earlier run left on this cloud.
func (a *App) lookForUnfinished() tea.Cmd {
	changes, _ := a.changes()
	if changes == nil {
		return nil
	}
	session := a.session
	return func() tea.Msg {
		left, err := changes.Unfinished()
		return unfinishedMsg{session: session, jobs: left, err: err}
	}
}

// unfinished offers to finish the newest of the jobs that an earlier run left.
func (a *App) unfinished(msg unfinishedMsg) tea.Cmd {
	switch {
	case msg.session != a.session:
		return nil
	case len(msg.jobs) == 0 && msg.err != nil:
		return a.notice.fail("a journal cannot be read: " + a.theme.Cells.ShowString(msg.err.Error()))
	case len(msg.jobs) == 0:
		return nil
	case a.overlay != nil:
		return a.notice.say("an earlier job is not finished; it is asked about at the next start")
	}
	a.offerUnfinished(&msg.jobs[0], len(msg.jobs)-1)
	return nil
}

// offerUnfinished offers to finish a job of an earlier run, or to drop it.
func (a *App) offerUnfinished(left *job.Unfinished, others int) {
	title := a.theme.Cells.ShowString(left.Title)
	what := fmt.Sprintf("%s, begun %s: %s of %s are left.",
		title, human.Age(a.now, left.Started), human.Count(left.Left), imageCount(left.Total))
	if left.Unsure > 0 {
		what += fmt.Sprintf(" Of %s it is not known whether the request arrived; that is found out first.", human.Count(left.Unsure))
	}
	if others > 0 {
		what += fmt.Sprintf(" %s more can be decided on after this one.", human.Count(others))
	}
	a.show(dialog.NewMenu(a.theme, "An earlier job is not finished", []dialog.Item{
		{
			Key: "y", Label: "finish it", Text: "each image is read again before it is changed",
			Intent: intent.FinishJob{ID: left.ID, Title: left.Title},
		},
		{
			Key: "n", Label: "drop it", Text: "what is done stays done, the rest is left alone",
			Intent: intent.DropJob{ID: left.ID, Title: left.Title},
		},
	}).Asking(what, "decide later", intent.Tell{Text: "the job stays unfinished; the next start on this cloud asks again"}))
}
