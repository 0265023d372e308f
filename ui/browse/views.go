package browse

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/action"
	"glimpse/ui/backend"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/prompt"
)

// viewSavedMsg answers the saving of a view.
type viewSavedMsg struct {
	view backend.View
	err  error
}

// view returns a saved view by its name.
func (f *Feature) view(name string) (backend.View, bool) {
	for _, view := range f.views {
		if view.Name == name {
			return view, true
		}
	}
	return backend.View{}, false
}

// openViews shows the saved views.
func (f *Feature) openViews() {
	listed := make([]dialog.View, len(f.views))
	for i, view := range f.views {
		listed[i] = dialog.View{
			Name: view.Name, Number: view.Number, Columns: view.Columns,
			Query: query.Format(view.Query.Terms), Sort: query.FormatSort(view.Query.Sort),
		}
	}
	f.ctx.Layers.Show(dialog.NewViews(f.ctx.Theme, listed, f.options.ViewsFile))
}

// openView shows a saved view.
func (f *Feature) openView(wanted intent.OpenView) tea.Cmd {
	view, known := f.view(wanted.Name)
	if !known {
		return f.ctx.Notice.Say("there is no view called " + f.ctx.DisplayString(wanted.Name) + "; " +
			f.ctx.Theme.Keys.For("list", action.Views) + " lists them, " + f.ctx.Theme.Keys.For("list", action.SaveView) + " saves one")
	}
	columns := f.choose(view.Columns)
	shown := f.ctx.Notice.Say("view " + f.ctx.DisplayString(view.Name))
	return tea.Batch(columns, f.setQuery(view.Query), shown)
}

// saveView keeps what is shown as a view; without a name it asks for one.
func (f *Feature) saveView(wanted intent.SaveView) tea.Cmd {
	switch {
	case f.options.Views == nil:
		return f.ctx.Notice.Say("views cannot be saved here: there is no configuration file")
	case wanted.Name == "":
		f.askViewName()
		return nil
	}
	view, err := f.viewOf(wanted.Name)
	if err != nil {
		return f.ctx.Notice.Say(f.ctx.DisplayString(err.Error()))
	}
	if taken := f.taken(view); taken != "" && !wanted.Replace {
		again := intent.SaveView{Name: wanted.Name, Replace: true}
		f.ctx.Layers.Show(dialog.NewDestructiveQuestion(f.ctx.Theme, "Replace a view?", taken, again))
		return nil
	}
	return saveView(f.options.Views, view, wanted.Replace)
}

func saveView(views backend.Views, view backend.View, replace bool) tea.Cmd {
	return func() tea.Msg {
		return viewSavedMsg{view: view, err: views.Save(context.Background(), view, replace)}
	}
}

// taken says which saved view has the name or number of another.
func (f *Feature) taken(view backend.View) string {
	for _, other := range f.views {
		switch {
		case other.Name == view.Name:
			return "There is a view called " + f.ctx.DisplayString(view.Name) + ". It shows: " + f.summary(other) + "."
		case other.Number == view.Number && view.Number != 0:
			return "Number " + strconv.Itoa(view.Number) + " opens " + f.ctx.DisplayString(other.Name) + ". It will have no number."
		}
	}
	return ""
}

// summary says in one line what a view shows.
func (f *Feature) summary(view backend.View) string {
	shown := query.Format(view.Query.Terms)
	if shown == "" {
		shown = "all images"
	}
	if len(view.Query.Sort) > 0 {
		shown += ", by " + query.FormatSort(view.Query.Sort)
	}
	return f.ctx.DisplayString(shown)
}

// viewOf makes a view of what is shown. Its name may begin with its number.
func (f *Feature) viewOf(name string) (backend.View, error) {
	view := backend.View{Name: strings.TrimSpace(name), Query: f.images.Query(), Columns: f.images.ChosenByUser()}
	first, rest, found := strings.Cut(view.Name, " ")
	if number, err := strconv.Atoi(first); err == nil && found {
		if number < 1 || number > 9 {
			return backend.View{}, fmt.Errorf("a view's number is from 1 to 9, not %d", number)
		}
		view.Number, view.Name = number, strings.TrimSpace(rest)
	}
	if view.Name == "" {
		return backend.View{}, fmt.Errorf("a view needs a name")
	}
	return view, nil
}

// askViewName opens the line in which the name of a view is typed.
func (f *Feature) askViewName() {
	without := ""
	switch {
	case f.images.Searched() != "":
		without = ", without the search /" + f.images.Searched()
	case len(f.images.Narrowed()) > 0:
		without = ", without what narrows it"
	}
	f.ctx.Layers.Show(prompt.New(f.ctx.Theme, prompt.Options{
		Sign: "save view: ", Title: "Save view", Hint: "name, or \"3 name\" to open it with '3",
		Notice: func(line string) prompt.Notice {
			view, err := f.viewOf(line)
			switch {
			case line == "":
				return prompt.Notice{Text: "keeps the filters, the order and the columns" + without}
			case err != nil:
				return prompt.Notice{Text: err.Error(), Wrong: true}
			}
			return prompt.Notice{Text: "saves: " + f.summary(view) + without}
		},
		Enter: func(line string) intent.Intent { return intent.All{intent.Close{}, intent.SaveView{Name: line}} },
	}))
}

// viewSaved takes whether a view was saved.
func (f *Feature) viewSaved(msg viewSavedMsg) tea.Cmd {
	if msg.err != nil {
		return f.ctx.Failed("the view was not saved", msg.err)
	}
	kept := make([]backend.View, 0, len(f.views)+1)
	for _, view := range f.views {
		if view.Name == msg.view.Name {
			continue
		}
		if view.Number == msg.view.Number {
			view.Number = 0
		}
		kept = append(kept, view)
	}
	kept = append(kept, msg.view)
	f.views = kept
	said := "saved the view " + f.ctx.DisplayString(msg.view.Name)
	if msg.view.Number != 0 {
		said += "; '" + strconv.Itoa(msg.view.Number) + " opens it"
	}
	return f.ctx.Notice.Say(said)
}
