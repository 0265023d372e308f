package change

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/record"
	"glimpse/ui/format"
)

// recordFile is what the file is called that a record is edited in.
const recordFile = "image.yaml"

// draft is the record of an image that is edited as a whole.
type draft struct {
	// image is the image as it was when the draft was begun; its ID is empty where
	// there is no draft.
	image model.Image
	// text is the document as it was typed last.
	text string
}

// recordEditedMsg answers the person's own editor.
type recordEditedMsg struct {
	draft draft
	text  string
	err   error
}

// editRecord hands the terminal to the person's own editor, with the whole image. What
// was typed before and not sent is there again.
func (f *Feature) editRecord() tea.Cmd {
	if changes, why := f.ctx.Changes(); changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	if waiting, waits := f.wait(f.editRecord); waits {
		return waiting
	}
	targets := f.ctx.Selection()
	switch {
	case f.textEditor == nil:
		return f.ctx.Notice.Say("there is no editor here; set EDITOR or VISUAL")
	case targets.Len() == 0:
		return f.ctx.Notice.Say("there is no image to change")
	case targets.Len() > 1:
		return f.ctx.Notice.Say("your editor takes one image; " + format.Count(targets.Len()) + " are marked")
	}
	f.change = change{targets: targets}
	image := targets.Image(0)
	if f.draft.image.ID != image.ID {
		f.draft = draft{image: *image, text: record.Write(image)}
	}
	return f.editDraft()
}

// editDraft opens the draft in the editor.
func (f *Feature) editDraft() tea.Cmd {
	edited := f.draft
	command, end, err := f.textEditor.BeginDocument(recordFile, edited.text)
	if err != nil {
		return f.ctx.Failed("the editor was not started", err)
	}
	return f.ctx.LendTerminal(tea.ExecProcess(command, func(err error) tea.Msg {
		text, err := end(err)
		return recordEditedMsg{draft: edited, text: text, err: err}
	}))
}

// recordEdited plans what was edited. Where something is wrong with it, the editor is
// opened again with the mistakes at their lines, unless it was closed as it was.
func (f *Feature) recordEdited(msg recordEditedMsg) tea.Cmd {
	if msg.draft.image.ID != f.draft.image.ID {
		return nil // the session is another one
	}
	if msg.err != nil {
		return f.ctx.Failed("the image stays as it was", msg.err)
	}
	commands, mistakes := record.Read(&msg.draft.image, msg.text)
	switch {
	case len(mistakes) > 0:
		f.draft.text = record.Annotate(msg.text, mistakes)
		if record.Bare(msg.text) == record.Bare(msg.draft.text) {
			return f.ctx.Notice.Fail("nothing was planned: " + f.ctx.DisplayString(mistakes[0].String()) + "; what you typed is kept")
		}
		return f.editDraft()
	case len(commands) == 0:
		f.draft = draft{}
		return f.ctx.Notice.Say("nothing to send: no change was made")
	}
	f.draft.text = record.Bare(msg.text)
	return f.planChange(commands)
}
