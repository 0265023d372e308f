package change

import (
	tea "charm.land/bubbletea/v2"

	"glimpse/model/definition"
	"glimpse/ui/edit"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
)

var _ layers.ErrorSink = (*edit.Pane)(nil)

// edit opens the form of the images that a change is about, as they are shown
// now.
func (f *Feature) edit(wanted intent.Edit) tea.Cmd {
	if changes, why := f.ctx.Changes(); changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	if waiting, waits := f.wait(func() tea.Cmd { return f.edit(wanted) }); waits {
		return waiting
	}
	f.change = change{targets: f.ctx.Selection()}
	if f.change.targets.Len() == 0 {
		return f.ctx.Notice.Say("there is no image to change")
	}
	survey := edit.NewSurvey(f.change.targets)
	return f.prepare("reading the images", survey, func() tea.Cmd {
		form := edit.New(f.ctx.Theme, survey, f.known(), wanted.Tab)
		f.ctx.Layers.Show(form)
		return tea.Batch(f.ctx.Do(intent.ReadFacts{}), f.ctx.Do(form.Needs()))
	})
}

// newImage opens the form of a new image.
func (f *Feature) newImage() tea.Cmd {
	if changes, why := f.ctx.Changes(); changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	f.change = change{}
	f.ctx.Folders.Begin()
	f.ctx.Layers.Show(edit.NewImage(f.ctx.Theme, f.known()))
	return tea.Batch(f.ctx.Do(intent.ReadFacts{}), f.ctx.Do(f.ctx.Folders.Needs("")))
}

// known is what the forms offer and tell.
func (f *Feature) known() edit.Known {
	return edit.Known{
		NoAdmin: !f.ctx.MayAdminister(),
		Tags:    f.ctx.Tags(), Properties: f.ctx.Properties(), Values: f.ctx.Values, Schema: &f.ctx.Facts.Schema,
		Folders: &f.ctx.Folders, Project: f.ctx.OtherNameOf, Definitions: func() *definition.Catalogue { return f.ctx.Definitions },
	}
}

// textEditedMsg answers the person's own editor.
type textEditedMsg struct {
	done func(string)
	text string
	err  error
}

// editText hands the terminal to the person's own editor.
func (f *Feature) editText(wanted intent.EditText) tea.Cmd {
	if f.textEditor == nil {
		return f.ctx.Notice.Say("there is no editor here; set EDITOR or VISUAL")
	}
	command, end, err := f.textEditor.Begin(wanted.Name, wanted.Text)
	if err != nil {
		return f.ctx.Failed("the editor was not started", err)
	}
	return f.ctx.LendTerminal(tea.ExecProcess(command, func(err error) tea.Msg {
		text, err := end(err)
		return textEditedMsg{done: wanted.Done, text: text, err: err}
	}))
}

// textEdited takes the edited text.
func (f *Feature) textEdited(msg textEditedMsg) tea.Cmd {
	if msg.err != nil {
		return f.ctx.Failed("the text stays as it was", msg.err)
	}
	msg.done(msg.text)
	return nil
}
