package dialog

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// View is a saved view, as the list of them shows it. Its texts are escaped
// when drawn.
type View struct {
	// Name is what it is opened by.
	Name string
	// Number is its key, from 1 to 9; 0 is none.
	Number int
	// Query and Sort are its filters and its order as they are typed; empty
	// are all images, and the newest first.
	Query, Sort string
	// Columns are the names of its columns; none are the usual ones.
	Columns []string
}

// Views lists the saved views: those with a number first, in the order of the
// numbers. A number opens its view at once.
type Views struct {
	theme *theme.Theme
	views []View
	file  string

	narrowing     narrowing
	found         []int // which views hold the words
	rows          listview.List
	width, height int
}

// NewViews makes the list. file is where views are kept, for whoever wants to
// edit them there; it may be empty.
func NewViews(theme *theme.Theme, views []View, file string) *Views {
	v := &Views{theme: theme, views: slices.Clone(views), file: file, narrowing: newNarrowing(theme)}
	slices.SortStableFunc(v.views, func(a, b View) int { return place(a) - place(b) })
	v.find()
	return v
}

// place puts views without a number last.
func place(view View) int {
	if view.Number < 1 || view.Number > 9 {
		return 10
	}
	return view.Number
}

// find lists the views that hold the words.
func (v *Views) find() {
	v.found = v.found[:0]
	for i, view := range v.views {
		if v.narrowing.finds(strings.Join([]string{view.Name, view.Query, view.Sort, strings.Join(view.Columns, " ")}, " ")) {
			v.found = append(v.found, i)
		}
	}
	v.resize()
}

// SetSize gives the dialog the size of the terminal without the line of messages.
func (v *Views) SetSize(width, height int) {
	v.width, v.height = width, height
	v.resize()
}

const (
	// factLines are the lines that say what the view under the cursor is, and
	// the rule above them.
	factLines = 4
	// mostViewsWide is how wide the list is at most.
	mostViewsWide = 100
)

// fixed are the lines that are no view: the frame, the facts, the footer of
// the screen and its first line.
func (v *Views) fixed() int {
	fixed := 2 + factLines + 2
	if v.narrowing.shown() {
		fixed += searchLines
	}
	return fixed
}

func (v *Views) resize() {
	v.rows.Resize(len(v.found), max(1, min(len(v.views), v.height-v.fixed())))
}

// Type takes a key that is no binding: a character of the words to look for.
func (v *Views) Type(key tea.KeyPressMsg) intent.Intent {
	if v.narrowing.typing {
		v.narrowing.typed(key)
		v.rows.MoveTo(0)
		v.find()
		return nil
	}
	if len(key.Text) == 1 && key.Text >= "1" && key.Text <= "9" {
		return intent.Notify{Text: "no view has the number " + key.Text + "; " + v.theme.Keys.For("list", action.SaveView) +
			" saves what is shown as one, under \"" + key.Text + " NAME\""}
	}
	return intent.Notify{Text: "that does nothing here; the keys stand below"}
}

// Paste takes a text that was pasted, and looks for it.
func (v *Views) Paste(text string) intent.Intent {
	if len(v.views) == 0 {
		return intent.Notify{Text: "there is no view to look for"}
	}
	v.narrowing.paste(text)
	v.rows.MoveTo(0)
	v.find()
	return nil
}

// Act carries out an action and returns what is asked for.
func (v *Views) Act(press action.Press) intent.Intent {
	if press.Action == action.Enter && len(v.found) == 1 {
		return v.open(v.found[0])
	}
	if v.narrowing.act(press.Action) {
		v.find()
		return nil
	}
	switch press.Action {
	case action.Choose:
		if len(v.found) > 0 {
			return v.open(v.found[v.rows.Cursor()])
		}
	case action.Pick:
		if _, at := v.numbered(); press.Nth < len(at) {
			return v.open(at[press.Nth])
		}
	case action.SaveView:
		return intent.All{intent.Close{}, intent.SaveView{}}
	case action.Back, action.Leave:
		return intent.Close{}
	default:
		v.rows.Act(press.Action)
	}
	return nil
}

func (v *Views) open(at int) intent.Intent {
	return intent.All{intent.Close{}, intent.OpenView{Name: v.views[at].Name}}
}

// numbered returns the numbers in use, each once, and the views that they
// open.
func (v *Views) numbered() (numbers []string, at []int) {
	for i, view := range v.views {
		number := strconv.Itoa(view.Number)
		if place(view) < 10 && !slices.Contains(numbers, number) {
			numbers, at = append(numbers, number), append(at, i)
		}
	}
	return numbers, at
}

// Wheel moves the cursor.
func (v *Views) Wheel(lines int) { v.rows.Move(lines) }

// Bindings returns what the keys do while the list is shown.
func (v *Views) Bindings() []action.Group {
	everywhere := action.Everywhere().Only(action.Back, action.Leave, action.Quit).
		Relabel(action.Leave, "", "close the views").Relabel(action.Back, "close", "close the views")
	save := action.List().Only(action.SaveView).Relabel(action.SaveView, "save what is shown", "save filters, order and columns as a view")
	switch {
	case v.narrowing.typing:
		return []action.Group{
			action.Narrowing().Relabel(action.Enter, "open or keep", "open the only view that was found, or go on to those that were"),
			everywhere.Only(action.Back, action.Quit).Relabel(action.Back, "clear", "clear the words, and show every view again"),
		}
	case len(v.views) == 0:
		return []action.Group{save, everywhere}
	case v.narrowing.shown():
		everywhere = everywhere.Relabel(action.Back, "show all", "clear the words, and show every view again")
	}
	numbers, _ := v.numbered()
	own := action.SavedViews(numbers)
	if len(v.found) == 0 {
		own = own.Disable(action.Choose, "no view holds these words; esc shows every view again")
	}
	searching := action.Searchable()
	if len(v.views) <= v.rows.Height() && !v.narrowing.shown() {
		searching = searching.Relabel(action.Search, "", searching.Bindings[0].Help)
	}
	return []action.Group{own, searching, action.Moving().Relabel(action.Bottom, "", "to the last"), save, everywhere}
}

// View returns the lines of the dialog and the cells that each takes.
func (v *Views) View() (lines []string, wide int) {
	width := max(20, box.Width(v.width, mostViewsWide)-box.Sides)
	if len(v.views) == 0 {
		return box.Draw(v.theme, "Saved views", v.none(width), width), width + box.Sides
	}
	rows := make([]string, 0, v.rows.Height()+factLines+searchLines)
	if v.narrowing.shown() {
		note := format.Count(len(v.found)) + " of " + format.Count(len(v.views))
		rows = append(rows, v.narrowing.row(width, note), box.Rule(v.theme, width))
	}
	names := 0
	for _, view := range v.views {
		names = max(names, v.theme.Cells.Width(v.theme.Cells.ShowString(view.Name)))
	}
	first, end := v.rows.Visible()
	for i := first; i < end; i++ {
		rows = append(rows, v.row(i, min(names, width*2/5), width))
	}
	if len(v.found) == 0 {
		rows = append(rows, box.NewRow(v.theme, width).Put(v.theme.Muted, "no view holds these words; esc shows every view again").String())
	}
	for i := max(1, end-first); i < v.rows.Height(); i++ {
		rows = append(rows, box.NewRow(v.theme, width).String())
	}
	title := "Saved views"
	if more := v.theme.Glyphs.More(v.rows.More()); more != "" {
		title += " " + v.theme.Glyphs.Dot + " " + format.Count(len(v.found)) + ", " + more
	}
	return box.Draw(v.theme, title, append(rows, v.facts(width)...), width), width + box.Sides
}

// row draws a view: its number, its name, and what it asks for.
func (v *Views) row(i, names, width int) string {
	measurer, view := v.theme.Cells, v.views[v.found[i]]
	number := " "
	if place(view) < 10 {
		number = strconv.Itoa(view.Number)
	}
	name, asked := measurer.Left(measurer.ShowString(view.Name), names), measurer.ShowString(queryOf(view))
	if i == v.rows.Cursor() {
		line := " " + number + "  " + name + "  " + asked
		return v.theme.Cursor.Render(measurer.Left(line, width))
	}
	return box.NewRow(v.theme, width).Put(v.theme.Key, " "+number+"  ").Put(v.theme.Text, name).
		Put(v.theme.Muted, "  "+asked).String()
}

func queryOf(view View) string {
	if view.Query == "" {
		return "all images"
	}
	return view.Query
}

// facts says what the view under the cursor is, each part on a line.
func (v *Views) facts(width int) []string {
	rows := make([]string, 0, factLines)
	rows = append(rows, box.Rule(v.theme, width))
	parts := [][2]string{{"Filter", ""}, {"Order", ""}, {"Columns", ""}}
	if len(v.found) > 0 {
		view := v.views[v.found[v.rows.Cursor()]]
		parts[0][1], parts[1][1], parts[2][1] = queryOf(view), "newest first", "the usual ones"
		if view.Sort != "" {
			parts[1][1] = view.Sort
		}
		if len(view.Columns) > 0 {
			parts[2][1] = strings.Join(view.Columns, ", ")
		}
	}
	const labels = 9
	for _, part := range parts {
		rows = append(rows, box.NewRow(v.theme, width).Put(v.theme.Muted, part[0]).To(labels).
			Put(v.theme.Text, v.theme.Cells.ShowString(part[1])).String())
	}
	return rows
}

// none says how to save a view.
func (v *Views) none(width int) []string {
	text := "There are no saved views. " + v.theme.Keys.For("list", action.SaveView) +
		" saves what is shown as one: its filters, its order and its columns. " +
		"A number before the name, such as \"3 old gold images\", is the key that opens it."
	if v.file != "" {
		text += "\nThey are kept in " + v.theme.Cells.ShowString(v.file)
	}
	rows := []string{box.NewRow(v.theme, width).String()}
	for _, line := range v.theme.Cells.Wrap(text, width) {
		rows = append(rows, box.NewRow(v.theme, width).Put(v.theme.Text, line).String())
	}
	// A path may be long without end.
	if most := max(3, v.height-5); len(rows) > most {
		rows = append(rows[:most-1], box.NewRow(v.theme, width).Put(v.theme.Muted, v.theme.Glyphs.Ellipsis).String())
	}
	return append(rows, box.NewRow(v.theme, width).String())
}
