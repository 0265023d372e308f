package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/model/query"
	"glimpse/ui/dialog"
	"glimpse/ui/intent"
	"glimpse/ui/prompt"
)

// View is a query with its columns under a name, kept in the configuration.
type View struct {
	// Name is what it is opened by.
	Name string
	// Number is its key after ', from 1 to 9; 0 is none.
	Number int
	Query  query.Query
	// Columns are the names of its columns; none are the usual ones.
	Columns []string
}

// Views keeps saved views. It is called from commands.
type Views interface {
	// Save keeps a view. One of the same name or number is replaced only if
	// that is asked for; otherwise the error says that there is one.
	Save(ctx context.Context, view View, replace bool) error
}

// viewSavedMsg answers the saving of a view.
type viewSavedMsg struct {
	view View
	err  error
}

// view returns a saved view by its name.
func (a *App) view(name string) (View, bool) {
	for _, view := range a.views {
		if view.Name == name {
			return view, true
		}
	}
	return View{}, false
}

// openViews shows the saved views.
func (a *App) openViews() {
	listed := make([]dialog.View, len(a.views))
	for i, view := range a.views {
		listed[i] = dialog.View{
			Name: view.Name, Number: view.Number, Columns: view.Columns,
			Query: query.Format(view.Query.Terms), Sort: query.FormatSort(view.Query.Sort),
		}
	}
	a.show(dialog.NewViews(a.theme, listed, a.options.ViewsFile))
}

// openView shows a saved view.
func (a *App) openView(wanted intent.OpenView) tea.Cmd {
	view, known := a.view(wanted.Name)
	if !known {
		return a.notice.say("there is no view called " + a.theme.Cells.ShowString(wanted.Name) + "; ' lists them, S saves one")
	}
	a.images.Choose(view.Columns)
	shown := a.notice.say("view " + a.theme.Cells.ShowString(view.Name))
	return tea.Batch(a.setQuery(view.Query, true), shown)
}

// saveView keeps what is shown as a view; without a name it asks for one.
func (a *App) saveView(wanted intent.SaveView) tea.Cmd {
	switch {
	case a.options.Views == nil:
		return a.notice.say("views cannot be saved here: there is no configuration file")
	case wanted.Name == "":
		a.askViewName()
		return nil
	}
	view, err := a.viewOf(wanted.Name)
	if err != nil {
		return a.notice.say(a.theme.Cells.ShowString(err.Error()))
	}
	if taken := a.taken(view); taken != "" && !wanted.Replace {
		again := intent.SaveView{Name: wanted.Name, Replace: true}
		a.show(dialog.NewDestructiveQuestion(a.theme, "Replace a view?", taken, again))
		return nil
	}
	return saveView(a.options.Views, view, wanted.Replace)
}

func saveView(views Views, view View, replace bool) tea.Cmd {
	return func() tea.Msg {
		return viewSavedMsg{view: view, err: views.Save(context.Background(), view, replace)}
	}
}

// taken says which saved view has the name or number of another.
func (a *App) taken(view View) string {
	for _, other := range a.views {
		switch {
		case other.Name == view.Name:
			return "There is a view called " + a.theme.Cells.ShowString(view.Name) + ". It shows: " + a.summary(other) + "."
		case other.Number == view.Number && view.Number != 0:
			return "Number " + strconv.Itoa(view.Number) + " opens " + a.theme.Cells.ShowString(other.Name) + ". It will have no number."
		}
	}
	return ""
}

// summary says in one line what a view shows.
func (a *App) summary(view View) string {
	shown := query.Format(view.Query.Terms)
	if shown == "" {
		shown = "all images"
	}
	if len(view.Query.Sort) > 0 {
		shown += ", by " + query.FormatSort(view.Query.Sort)
	}
	return a.theme.Cells.ShowString(shown)
}

// viewOf makes a view of what is shown. Its name may begin with its number.
func (a *App) viewOf(name string) (View, error) {
	view := View{Name: strings.TrimSpace(name), Query: a.images.Query(), Columns: a.images.ChosenByUser()}
	first, rest, found := strings.Cut(view.Name, " ")
	if number, err := strconv.Atoi(first); err == nil && found {
		if number < 1 || number > 9 {
			return View{}, fmt.Errorf("a view's number is from 1 to 9, not %d", number)
		}
		view.Number, view.Name = number, strings.TrimSpace(rest)
	}
	if view.Name == "" {
		return View{}, fmt.Errorf("a view needs a name")
	}
	return view, nil
}

// askViewName opens the line in which the name of a view is typed.
func (a *App) askViewName() {
	without := ""
	switch {
	case a.images.Searched() != "":
		without = ", without the search /" + a.images.Searched()
	case len(a.images.Narrowed()) > 0:
		without = ", without what narrows it"
	}
	a.show(prompt.New(a.theme, prompt.Options{
		Sign: "save view: ", Title: "Save view", Hint: "a name, after a number from 1 to 9 if a key shall open it: 3 old gold images",
		Notice: func(line string) prompt.Notice {
			view, err := a.viewOf(line)
			switch {
			case line == "":
				return prompt.Notice{Text: "keeps the filters, the order and the columns" + without}
			case err != nil:
				return prompt.Notice{Text: err.Error(), Wrong: true}
			}
			return prompt.Notice{Text: "saves: " + a.summary(view) + without}
		},
		Enter: func(line string) intent.Intent { return intent.All{intent.Close{}, intent.SaveView{Name: line}} },
	}))
}

// viewSaved takes whether a view was saved.
func (a *App) viewSaved(msg viewSavedMsg) tea.Cmd {
	if msg.err != nil {
		return a.notice.fail("the view was not saved: " + a.theme.Cells.ShowString(msg.err.Error()))
	}
	kept := make([]View, 0, len(a.views)+1)
	for _, view := range a.views {
		if view.Name == msg.view.Name {
			continue
		}
		if view.Number == msg.view.Number {
			view.Number = 0
		}
		kept = append(kept, view)
	}
	kept = append(kept, msg.view)
	a.views = kept
	said := "saved the view " + a.theme.Cells.ShowString(msg.view.Name)
	if msg.view.Number != 0 {
		said += "; '" + strconv.Itoa(msg.view.Number) + " opens it"
	}
	return a.notice.say(said)
}
