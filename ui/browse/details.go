package browse

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/action"
	"glimpse/ui/box"
	"glimpse/ui/detail"
	"glimpse/ui/intent"
	"glimpse/ui/list"
)

// besideFrom is the width from which on the details stand beside the list; where
// there is less, they stand under it.
const besideFrom = 100

// leastAbove are the lines that the list keeps above the details: its heading, a
// line for a failure, and at least eight rows.
const leastAbove = 10

// detailsWidth returns the cells of the details beside the list: enough for a line
// of prose, and less than the list.
func detailsWidth(width int) int { return min(80, width*2/5) }

// under reports whether the details stand under the list.
func (r room) under() bool { return r.width < besideFrom }

// listHeight returns the lines of the list that has the details under it.
func (r room) listHeight() int { return max(leastAbove, (r.body-1)/2) }

// detailsShown reports whether the details of an image stand by what is seen.
func (f *Feature) detailsShown() bool {
	_, isList := f.ctx.Layers.Top().(*list.Screen)
	return f.details != nil && isList && f.divided && !f.room.small
}

// toggleDetails opens the details or closes them.
func (f *Feature) toggleDetails() {
	if f.details == nil {
		f.openDetails()
	} else {
		f.details = nil
	}
	f.arrange()
}

func (f *Feature) openDetails() {
	f.details = detail.NewBeside(f.ctx.Theme)
	f.details.NameProjects(f.ctx.ProjectName)
	f.setProjectOfDetails()
}

func (f *Feature) setProjectOfDetails() {
	f.details.SetProject(f.ctx.About.ProjectID.Raw(), f.ctx.MayAdminister())
}

// scrollDetails scrolls the details.
func (f *Feature) scrollDetails(wanted intent.ScrollDetails) tea.Cmd {
	if !f.detailsShown() {
		return f.ctx.Notice.Say("the details are not open; " + f.ctx.Theme.Keys.For("look", action.Details) + " opens them")
	}
	f.details.Scroll(wanted.Lines)
	return nil
}

// Resize gives the list and the details their room, after the stack has given
// every screen its own.
func (f *Feature) Resize(width, body int, small bool) {
	f.room = room{width: width, body: body, small: small}
	f.arrange()
}

// arrange divides the room between the list and the details. Without an image
// there is nothing to put under the list, which then has all of the room.
func (f *Feature) arrange() {
	if f.images == nil {
		return
	}
	width, height := f.room.width, f.room.body
	f.divided = f.details != nil && (!f.room.under() || f.images.Current() != nil)
	switch {
	case !f.divided:
	case f.room.under():
		height = f.room.listHeight()
		f.details.SetSize(width, f.room.body-height-1) // the rule between them
	default:
		aside := detailsWidth(width)
		f.details.SetSize(aside, height)
		width -= aside + 1
	}
	f.images.SetSize(width, height)
	f.show()
}

// Follow shows the details of what is under the cursor, and has the other screens
// follow the list.
func (f *Feature) Follow() tea.Cmd {
	cmd := f.followOverview()
	f.followAttention()
	if f.details != nil && f.images != nil && f.room.under() && f.divided != (f.images.Current() != nil) {
		f.arrange()
	}
	f.show()
	return tea.Batch(cmd, f.survey(), f.countMatches())
}

func (f *Feature) show() {
	if f.detailsShown() {
		f.details.SetImage(f.images.Current(), f.ctx.Now)
	}
}

// View draws the screen that is seen, with the details beside the list or under it.
func (f *Feature) View() string {
	seen := f.ctx.Layers.Top().View()
	switch {
	case !f.detailsShown():
		return seen
	case f.room.under():
		return seen + "\n" + f.rule() + "\n" + f.details.View()
	default:
		return f.beside(seen)
	}
}

// rule draws the line between the list and the details under it, which says
// whether there is more of these.
func (f *Feature) rule() string {
	theme := f.ctx.Theme
	titles := []box.Title{{At: 3, Room: 20, Text: "Details", Style: theme.Accent}}
	if more := theme.Glyphs.More(f.details.More()); more != "" {
		wide := theme.Cells.Width(more) + 2
		titles = append(titles, box.Title{At: f.room.width - wide - 3, Room: wide, Text: more, Style: theme.Muted})
	}
	return box.Rule(theme, f.room.width, titles...)
}

func (f *Feature) beside(seen string) string {
	aside := detailsWidth(f.room.width)
	left, right := strings.Split(seen, "\n"), strings.Split(f.details.View(), "\n")
	rule := f.ctx.Theme.Muted.Render(f.ctx.Theme.Glyphs.Frame.Left)
	var out strings.Builder
	out.Grow(len(left) * (f.room.width + 64))
	for i, line := range left {
		if i > 0 {
			out.WriteByte('\n')
		}
		padded, _ := f.ctx.Theme.Cells.Split(line, f.room.width-aside-1)
		out.WriteString(padded)
		out.WriteString(rule)
		if i < len(right) {
			out.WriteString(right[i])
		}
	}
	return out.String()
}
