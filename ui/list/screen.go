// Package list is the screen with the table of images: it draws the rows that
// are visible, moves the cursor, says what is loaded, and asks for pages ahead
// of the cursor.
package list

import (
	"slices"
	"strconv"
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/list"
	"glimpse/model/query"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/table"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// aheadScreens is how many screens of rows are kept loaded below the visible
// ones, so that paging down does not wait.
const aheadScreens = 2

// leadWidth are the cells before the first column: a mark, a sign, what is special
// about who may use the image, and a blank.
const leadWidth = 6

// mostCompared is how many images are compared at once.
const mostCompared = 20

// Screen is the list of the images of one query.
type Screen struct {
	theme *theme.Theme
	list  list.List
	now   time.Time

	query query.Query
	split query.Split
	place string // where the images are, in words

	wide    bool
	columns []column
	chosen  []string // the columns that the user chose, by name
	placed  []table.Placed
	// versioned reports whether a column shows the versions of distributions.
	versioned bool

	// searched is the text that is searched for, searchErr why it cannot be.
	searched  string
	searchErr error
	// all says that every page is being read, then what is asked for after
	// that, in order.
	all  bool
	then intent.All
	// before is the order that holds until the one under way is made.
	before asked
	// settled is what is asked for once nothing is under way any more.
	settled []func() intent.Intent
	// outcomes are what jobs do to the images, undoable whether the last one can be
	// undone, and readOnly why nothing can be changed here, if nothing can.
	outcomes map[model.ImageID]job.Outcome
	undoable bool
	readOnly string
	// uses is what was made from the images, once it was asked for.
	uses *uses.Found
	// names returns the name of a project, as far as it is known.
	names func(id text.Untrusted) text.Untrusted
	// project is the id of the user's own project, if it is known.
	project text.Untrusted
	// administers reports whether the user is known to be an administrator.
	administers bool
	// recalled is the query that is being answered from memory, or nil.
	recalled *asked
	// awaited is the image that gets the cursor once it is loaded, if the user has not
	// moved by then.
	awaited model.ImageID
	// still reports whether the user has not moved since every page was asked for.
	still bool
	// made is an image of which is told if it is not in the list.
	made made
	// unseen is such an image that was not in the list: another query goes to it.
	unseen model.ImageID
	// again says when what failed is tried again by itself, if it is.
	again string

	width, height int
	window        listview.Window
}

// New makes the screen of a cloud's images. where names the cloud, escaped.
func New(theme *theme.Theme, where string) *Screen {
	return &Screen{theme: theme, columns: usual(), place: where}
}

// Replace shows a newer record of an image, Remove takes it out.
func (s *Screen) Replace(image *model.Image) { s.list.Replace(image) }

// Renew is Replace for a record of which the user knows why it says something else.
func (s *Screen) Renew(image *model.Image) { s.list.Renew(image) }

// Settle shows an image as one that nothing was done to.
func (s *Screen) Settle(id model.ImageID) { s.list.Settle(id) }

// Remove takes an image out that the service no longer has.
func (s *Screen) Remove(id model.ImageID) {
	s.list.Remove(id)
	s.fitWindow()
}

// SetNow sets the time that ages are counted from.
func (s *Screen) SetNow(now time.Time) { s.now = now }

// SetSize gives the screen its room. It returns what is to be read next: a
// taller screen may want another page.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.layoutColumns()
}

// More asks for the next page if the cursor is near the end of what is
// loaded.
func (s *Screen) More() intent.Intent { return s.more() }

func (s *Screen) more() intent.Intent {
	fetch, needed := s.list.NextFetch(s.window.Last(), aheadScreens*max(1, s.window.Height))
	switch {
	case needed:
		fetch.All = fetch.All || s.all
	case s.all:
		fetch, needed = s.list.Rest()
	}
	if !needed {
		return nil
	}
	return intent.Fetch{Fetch: fetch}
}

// layoutColumns lays the columns out anew.
func (s *Screen) layoutColumns() {
	columns := make([]table.Column, len(s.columns))
	for i := range s.columns {
		columns[i] = s.columns[i].Column
	}
	s.placed = table.Layout(columns, s.width-leadWidth-1)
	s.versioned = slices.ContainsFunc(s.placed, func(placed table.Placed) bool {
		return s.columns[placed.Index].name() == propertyVersion
	})
	s.fitWindow()
}

// fitWindow keeps the cursor in sight.
func (s *Screen) fitWindow() {
	s.window.Height = max(0, s.height-1)
	if s.failedBelow() {
		s.window.Height = max(0, s.window.Height-1)
	}
	s.scrollToCursor()
}

// failedBelow reports whether a failure is told below the rows, which stay.
func (s *Screen) failedBelow() bool { return s.list.Err() != nil && s.list.Len() > 0 }

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	if by := s.window.Distance(press.Action, s.list.Len()); by != 0 {
		return s.move(by)
	}
	return s.act(press)
}

func (s *Screen) act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Open:
		if image := s.list.Current(); image != nil {
			return intent.OpenImage{Image: image}
		}
	case action.SortBy:
		return s.sortBy(press.Nth)
	case action.Wide:
		return s.ToggleWide()
	case action.Refresh:
		return s.Refresh()
	case action.Back:
		return s.back()
	case action.Leave:
		return intent.Quit{}
	case action.Copy:
		return intent.CopyFrom{Images: s.Selection()}
	default:
		if asked, ok := asks[press.Action]; ok {
			return asked
		}
		if asked := intent.Changing(press.Action, s.anyTarget); asked != nil {
			return asked
		}
		return s.actOnMarks(press)
	}
	return nil
}

// asks are the actions that the root carries out.
var asks = map[action.ID]intent.Intent{
	action.Search:       intent.TypeSearch{},
	action.Filter:       intent.OpenFilter{},
	action.ClearFilters: intent.ClearFilters{},
	action.Sort:         intent.OpenSort{},
	action.Columns:      intent.OpenColumns{},
	action.Details:      intent.ToggleDetails{},
	action.DetailsUp:    intent.ScrollDetails{Lines: -detailLines},
	action.DetailsDown:  intent.ScrollDetails{Lines: detailLines},
	action.SaveView:     intent.SaveView{},
	action.Earlier:      intent.QueryHistory{By: -1},
	action.Later:        intent.QueryHistory{By: 1},
}

// detailLines is how far one key scrolls the details.
const detailLines = 5

func (s *Screen) move(by int) intent.Intent {
	s.awaited, s.still = model.ImageID{}, false
	s.list.MoveTo(s.list.Cursor() + by)
	s.fitWindow()
	return s.more()
}

// Busy reports whether images are being read, or could not be.
func (s *Screen) Busy() bool { return s.list.Loading() || s.list.Err() != nil }

// Refresh reads the images again, or what failed.
func (s *Screen) Refresh() intent.Intent {
	if fetch, failed := s.list.Retry(); failed {
		s.fitWindow()
		return intent.Fetch{Fetch: fetch}
	}
	s.made.read = true
	return intent.Fetch{Fetch: s.list.Refresh(), Anew: true}
}

// ToggleWide shows more columns, or the usual ones again.
func (s *Screen) ToggleWide() intent.Intent {
	s.wide = !s.wide
	s.rebuildColumns()
	if lacking := s.Lacking(); s.wide && lacking != "" {
		return intent.Notify{Text: lacking}
	}
	return nil
}

// sortBy sorts by the nth column that is shown, and by the same again in the
// other direction.
func (s *Screen) sortBy(nth int) intent.Intent {
	if nth >= len(s.placed) {
		return intent.Notify{Text: "there is no column " + strconv.Itoa(nth+1) + "; the last is " + strconv.Itoa(len(s.placed))}
	}
	column := s.columns[s.placed[nth].Index]
	if column.used {
		return intent.Notify{Text: "the list cannot be sorted by what uses the images; is=unused finds those that nothing uses"}
	}
	key := query.SortKey{Field: column.field, Descending: column.descending}
	if current := s.primary(); current.Field == key.Field {
		key.Descending = !current.Descending
	}
	return intent.SetSort{Keys: []query.SortKey{key}}
}

// primary returns the key that the list is sorted by before all others.
// Without one the service lists the newest first.
func (s *Screen) primary() query.SortKey {
	if len(s.query.Sort) == 0 {
		return query.SortKey{Field: query.AttributeField(model.AttrCreatedAt), Descending: true}
	}
	return s.query.Sort[0]
}

// Wheel moves the cursor by lines.
func (s *Screen) Wheel(lines int) intent.Intent { return s.move(lines) }

// Click takes a click at a cell of the screen: on a title it sorts, on a row
// it moves the cursor there, and on the row under the cursor it opens it.
func (s *Screen) Click(x, y int) intent.Intent {
	if s.list.Len() == 0 {
		return nil
	}
	if y == 0 {
		if at := table.At(s.placed, x-leadWidth); at >= 0 {
			return s.sortBy(at)
		}
		return nil
	}
	line, ok := s.window.RowAt(y-1, s.lines())
	row, heads := s.rowAt(line)
	switch {
	case !ok || heads != nil:
		return nil
	case row == s.list.Cursor():
		return s.act(action.Press{Action: action.Open})
	}
	return s.move(row - s.list.Cursor())
}

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	noImage := ""
	if s.list.Current() == nil {
		noImage = "there is no image under the cursor"
	}
	own := action.List().Disable(action.Open, noImage).Disable(action.SortBy, noImage)
	if s.list.Count().Complete {
		own = own.Disable(action.LoadAll, "all images of the query are loaded")
	}
	marks := action.Marks().Disable(action.Mark, noImage).Disable(action.MarkRange, noImage).
		Disable(action.MarkAll, noImage).Disable(action.MarkInvert, noImage).
		Disable(action.MarkOlder, s.whyNoOlder())
	everywhere := action.Everywhere().Disable(action.Back, s.whyNoBack())
	if _, _, ranging := s.list.Range(); ranging {
		everywhere = everywhere.Relabel(action.Back, "cancel", "give up the range that was begun")
		marks = marks.Relabel(action.MarkRange, "mark range", "mark the images from where the range began to the cursor")
	}
	marked, _ := s.list.MarkedCount()
	if marked == 0 {
		nothing := "nothing is marked; " + s.theme.Keys.For("marks", action.Mark) + " marks"
		marks = marks.Disable(action.MarkNone, nothing)
		if !s.list.Narrowing().Marked {
			marks = marks.Disable(action.OnlyMarked, nothing)
		}
	}
	look := action.Look().Disable(action.Copy, noImage)
	if marked < 2 || marked > mostCompared {
		look = look.Disable(action.Compare,
			"mark 2 to "+strconv.Itoa(mostCompared)+" images to compare them; "+format.Counted(marked, "is", "are")+" marked")
	}
	if s.list.Err() != nil {
		everywhere = everywhere.Relabel(action.Refresh, "try again", "try again what failed")
	}
	return action.Prefer([]action.Group{own, marks, s.changes(noImage), look, action.Written(), action.Moving(), everywhere}, s.likely()...)
}

// whyNoBack says why there is nothing that esc could end, or nothing.
func (s *Screen) whyNoBack() string {
	_, _, ranging := s.list.Range()
	by := s.list.Narrowing()
	if ranging || s.all || s.searched != "" || !by.IsZero() {
		return ""
	}
	return "no search to end; " + s.theme.Keys.For("list", action.Earlier) + " goes to the query before, " +
		s.theme.Keys.For("everywhere", action.Leave) + " quits"
}

// Current returns the image under the cursor, or nil.
func (s *Screen) Current() *model.Image { return s.list.Current() }

// Neighbour moves the cursor to the row after (1) or before (-1) and returns
// its image; nil if there is none.
func (s *Screen) Neighbour(by int) (*model.Image, intent.Intent) {
	to := s.list.Cursor() + by
	if to < 0 || to >= s.list.Len() {
		return nil, nil
	}
	asked := s.move(by)
	return s.list.Current(), asked
}
