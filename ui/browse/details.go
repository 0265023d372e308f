package browse

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/detail"
	"glimpse/ui/intent"
	"glimpse/ui/list"
)

// detailsFrom is the width from which on the detail may stand beside the list.
const detailsFrom = 100

// detailsWidth returns the cells of the preview in a width: enough for a line
// of prose, and less than the list.
func detailsWidth(width int) int { return min(80, width*2/5) }

// detailsShown reports whether the preview stands beside what is seen.
func (f *Feature) detailsShown() bool {
	_, isList := f.ctx.Layers.Top().(*list.Screen)
	return f.details != nil && isList && f.room.width >= detailsFrom && !f.room.small
}

// toggleDetails opens the preview or closes it.
func (f *Feature) toggleDetails() tea.Cmd {
	if f.details != nil {
		f.details = nil
		f.arrange()
		return nil
	}
	f.openDetails()
	f.arrange()
	if f.room.width < detailsFrom {
		return f.ctx.Notice.Say("the preview opens from " + strconv.Itoa(detailsFrom) + " columns on; enter shows the detail")
	}
	return nil
}

func (f *Feature) openDetails() {
	f.details = detail.NewPreview(f.ctx.Theme)
	f.details.NameProjects(f.ctx.ProjectName)
}

// scrollDetails scrolls the preview.
func (f *Feature) scrollDetails(wanted intent.ScrollPreview) tea.Cmd {
	if !f.detailsShown() {
		return f.ctx.Notice.Say("there is no preview; p opens it")
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

func (f *Feature) arrange() {
	if f.images == nil {
		return
	}
	aside := 0
	if f.details != nil && f.room.width >= detailsFrom {
		aside = detailsWidth(f.room.width)
		f.details.SetSize(aside, f.room.body)
		aside++ // the rule between them
	}
	f.images.SetSize(f.room.width-aside, f.room.body)
	f.Follow()
}

// Follow shows in the preview what is under the cursor.
func (f *Feature) Follow() {
	f.followOverview()
	f.followAttention()
	if f.detailsShown() {
		f.details.SetImage(f.images.Current(), f.ctx.Now)
	}
}

// View draws the screen that is seen, with the details beside the list.
func (f *Feature) View() string {
	if !f.detailsShown() {
		return f.ctx.Layers.Top().View()
	}
	aside := detailsWidth(f.room.width)
	left := strings.Split(f.ctx.Layers.Top().View(), "\n")
	right := strings.Split(f.details.View(), "\n")
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
