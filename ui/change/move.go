package change

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/ui/backend"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/layers"
	"glimpse/ui/planpreview"
	"glimpse/ui/problem"
	"glimpse/ui/prompt"
	"glimpse/ui/uictx"
)

// moveData plans a command that moves image data. What it does not say is asked for
// first: the file, the source, the store.
func (f *Feature) moveData(wanted intent.MoveData) tea.Cmd {
	if changes, why := f.mover(wanted.Command); changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	if waiting, waits := f.wait(func() tea.Cmd { return f.moveData(wanted) }); waits {
		return waiting
	}
	if _, open := f.ctx.Layers.Dialog().(layers.ErrorSink); !open {
		f.change = change{targets: f.ctx.Selection()}
	}
	images := f.change.targets.Images()
	if asked, asks := f.askWhatLacks(wanted.Command, images); asks {
		return asked
	}
	if _, creates := wanted.Command.(command.Create); len(images) == 0 && !creates {
		return f.ctx.Notice.Say("there is no image whose data could be moved")
	}
	return f.lookAround(wanted, images)
}

// askWhatLacks asks for what a command does not say, if it lacks anything.
func (f *Feature) askWhatLacks(wanted command.Command, images []*model.Image) (asked tea.Cmd, asks bool) {
	switch read := wanted.(type) {
	case command.Upload:
		if read.File == "" {
			return f.askFile(len(images) == 0), true
		}
	case command.Import:
		if read.IsEmpty() {
			return f.askSource(images), true
		}
	case command.Download:
		if read.File == "" && len(images) > 0 {
			return f.askTarget(images), true
		}
	case command.DeleteFrom:
		if read.Store == "" {
			return f.askStore(images), true
		}
	}
	return nil, false
}

// mover returns what carries out a command, or says why there is nothing. A
// download changes nothing, so that a connection that only reads is enough.
func (f *Feature) mover(wanted command.Command) (backend.Changes, string) {
	if _, downloads := wanted.(command.Download); downloads {
		return f.ctx.Record()
	}
	return f.ctx.Changes()
}

// askFile asks for the file that is uploaded: to the image, or as a new one.
func (f *Feature) askFile(isNew bool) tea.Cmd {
	title, hint := "Upload", "the file with the data, such as debian-13.qcow2"
	if isNew {
		title, hint = "New image of a file", "the file that becomes an image, such as debian-13.qcow2"
	}
	options := prompt.FileOptions{Sign: "upload file: ", Title: title, Hint: hint, Folders: &f.ctx.Folders}
	f.ctx.Layers.Show(prompt.NewFile(f.ctx.Theme, options, func(file string) intent.Intent {
		if isNew {
			return intent.MoveData{Command: command.Create{File: file}}
		}
		return intent.MoveData{Command: command.Upload{File: file}}
	}))
	return f.ctx.Do(f.ctx.Folders.Needs(""))
}

// askSource asks from where data is to come in. Where there is no image, a file
// becomes one.
func (f *Feature) askSource(images []*model.Image) tea.Cmd {
	if len(images) == 0 {
		return f.askFile(true)
	}
	f.ctx.Layers.Show(dialog.NewMenu(f.ctx.Theme, "Image data in", f.sources(images)).Renewing(func() []dialog.Item {
		return f.sources(images)
	}))
	return f.ctx.Do(intent.ReadFacts{})
}

// sources are from where the data of images may come in, as far as is known.
func (f *Feature) sources(images []*model.Image) []dialog.Item {
	waits, copies := "", ""
	if !slices.ContainsFunc(images, hasStatus(model.StatusQueued)) {
		waits = "only a queued image takes data"
	}
	switch {
	case !slices.ContainsFunc(images, hasStatus(model.StatusActive)):
		copies = "only the data of an active image is copied"
	case f.hasOneStore():
		copies = "the service has one store"
	}
	line := func(start string) intent.Intent { return intent.TypeCommand{Start: start} }
	return []dialog.Item{
		{
			Key: "f", Label: "file", Text: "upload a file of this machine", Why: waits,
			Intent: intent.MoveData{Command: command.Upload{}},
		},
		{Key: "u", Label: "URL", Text: "the service fetches it from a URL", Why: waits, Intent: line("import ")},
		{Key: "s", Label: "store", Text: "copy the data into another store", Why: copies, Intent: line("import store:")},
		{Key: "r", Label: "region", Text: "from the image service of another region", Why: waits, Intent: line("import region:")},
		{Key: "n", Label: "new image", Text: "make a new image of a file", Intent: f.newOf()},
		{Key: "v", Label: "volume", Text: "make a new image of a volume", Intent: line("create volume=")},
	}
}

// hasOneStore reports whether the service is known to have one store that takes data.
func (f *Feature) hasOneStore() bool {
	writable := 0
	for i := range f.ctx.Facts.Stores {
		if !f.ctx.Facts.Stores[i].ReadOnly {
			writable++
		}
	}
	return writable == 1
}

func hasStatus(status model.Status) func(*model.Image) bool {
	return func(image *model.Image) bool { return image.Status == status || image.Unknown.Has(model.AttrStatus) }
}

// newOf asks for the line that makes a new image of a file.
func (f *Feature) newOf() intent.Intent { return intent.TypeCommand{Start: "create file="} }

// askTarget asks where a download goes: into a file for one image, and a folder
// for several.
func (f *Feature) askTarget(images []*model.Image) tea.Cmd {
	options := prompt.FileOptions{
		Sign: "download to: ", Title: "Download", Hint: "a file, or a folder", Start: plan.ProposedName(images[0]), Folders: &f.ctx.Folders,
	}
	if len(images) > 1 {
		options.Hint, options.Start = "a folder: each image gets a file of its own", "."
	}
	f.ctx.Layers.Show(prompt.NewFile(f.ctx.Theme, options, func(file string) intent.Intent {
		return intent.MoveData{Command: command.Download{File: file}}
	}))
	return f.ctx.Do(f.ctx.Folders.Needs(options.Start))
}

// askStore asks from which store data is to be deleted, of those that have it.
func (f *Feature) askStore(images []*model.Image) tea.Cmd {
	var stores []string
	for _, image := range images {
		for store := range strings.SplitSeq(image.Stores.Raw(), ",") {
			if store = strings.TrimSpace(store); store != "" && !slices.Contains(stores, store) {
				stores = append(stores, store)
			}
		}
	}
	if len(stores) == 0 {
		return f.ctx.Notice.Say("the service does not tell in which stores the data is")
	}
	items := make([]dialog.Item, len(stores))
	for i, store := range stores {
		items[i] = dialog.Item{Label: store, Intent: intent.MoveData{Command: command.DeleteFrom{Store: store}}}
	}
	f.ctx.Layers.Show(dialog.NewMenu(f.ctx.Theme, "Delete the data from", items))
	return nil
}

// dataPlannedMsg answers a plan that moves data.
type dataPlannedMsg struct {
	ticket uictx.Ticket
	wanted intent.MoveData
	// editor is the form that asked for it, from the screen that was seen.
	editor layers.ErrorSink
	from   layers.Screen
	plan   plan.Plan
	err    error
}

// lookAround has found out what has to be known before data is moved, and the plan
// made.
func (f *Feature) lookAround(wanted intent.MoveData, images []*model.Image) tea.Cmd {
	changes, why := f.mover(wanted.Command)
	if changes == nil {
		return f.ctx.Notice.Fail(why)
	}
	f.planning = f.ctx.Ticket()
	editor, _ := f.ctx.Layers.Dialog().(layers.ErrorSink)
	msg := dataPlannedMsg{ticket: f.planning, wanted: wanted, editor: editor, from: f.ctx.Layers.Top()}
	ctx, meter, watch := f.watchSigning(wanted.Command)
	return tea.Batch(watch, func() tea.Msg {
		msg.plan, msg.err = changes.PlanData(ctx, wanted.Command, images, wanted.Replace, meter)
		return msg
	})
}

// dataPlanned takes a plan that moves data, or asks whether the files that are
// there are to be replaced.
func (f *Feature) dataPlanned(msg dataPlannedMsg) tea.Cmd {
	if msg.ticket != f.planning {
		return nil
	}
	f.planning = 0
	f.endSigning()
	front, _ := f.ctx.Layers.Dialog().(layers.ErrorSink)
	isAtForm := msg.editor != nil && front == msg.editor
	switch {
	case !isAtForm && f.ctx.Layers.WentOn(msg.from):
		return f.ctx.Notice.Say("nothing was opened, for you went on to something else: ask for it again")
	case errors.Is(msg.err, fs.ErrExist) && !msg.wanted.Replace:
		again := msg.wanted
		again.Replace = true
		said := f.ctx.DisplayString(msg.err.Error())
		said = strings.ToUpper(said[:1]) + said[1:] + "."
		return f.ctx.Offer(dialog.NewDestructiveQuestion(f.ctx.Theme, "Replace a file?", said, again), msg.from)
	case msg.err != nil:
		return f.tellUnplanned(msg.editor, msg.err)
	case msg.plan.IsEmpty():
		return f.tell(msg.editor, "nothing to send: "+planpreview.WhyEmpty(f.ctx.Theme, &msg.plan, f.statusOfOne()))
	}
	return f.showPlan(&msg.plan)
}

// tellUnplanned says why data is not moved, in the form that asked for it, if one
// did.
func (f *Feature) tellUnplanned(editor layers.ErrorSink, err error) tea.Cmd {
	if editor == nil {
		return f.ctx.Failed("nothing is sent", err)
	}
	return f.tell(editor, f.ctx.DisplayString(problem.Message("nothing is sent", err)))
}
