package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"glimpse/ui/detail"
	"glimpse/ui/intent"
	"glimpse/ui/list"
)

// previewFrom is the width from which on the detail may stand beside the list.
const previewFrom = 100

// previewWidth returns the cells of the preview in a width: enough for a line
// of prose, and less than the list.
func previewWidth(width int) int { return min(80, width*2/5) }

// previewShown tells whether the preview stands beside what is seen.
func (a *App) previewShown() bool {
	_, isList := a.top().(*list.Screen)
	return a.preview != nil && isList && a.areas.width >= previewFrom && !a.areas.small
}

// togglePreview opens the preview or closes it.
func (a *App) togglePreview() tea.Cmd {
	if a.preview != nil {
		a.preview = nil
		a.arrange()
		return nil
	}
	a.preview = detail.NewPreview(a.theme)
	a.preview.NameProjects(a.projectName)
	a.arrange()
	if a.areas.width < previewFrom {
		return a.notice.say("the preview opens from " + strconv.Itoa(previewFrom) + " columns on; enter shows the detail")
	}
	return nil
}

// scrollPreview scrolls the preview.
func (a *App) scrollPreview(wanted intent.ScrollPreview) tea.Cmd {
	if !a.previewShown() {
		return a.notice.say("there is no preview; p opens it")
	}
	a.preview.Scroll(wanted.Lines)
	return nil
}

// arrange gives the screens and the preview their room.
func (a *App) arrange() {
	for _, open := range a.layers.open {
		if open.screen != nil {
			open.screen.SetSize(a.areas.width, a.areas.body)
		} else {
			open.dialog.SetSize(a.areas.width, a.areas.height)
		}
	}
	if a.images != nil && a.preview != nil && a.areas.width >= previewFrom {
		aside := previewWidth(a.areas.width)
		a.images.SetSize(a.areas.width-aside-1, a.areas.body)
		a.preview.SetSize(aside, a.areas.body)
	}
	a.follow()
}

// follow shows in the preview what is under the cursor.
func (a *App) follow() {
	if a.previewShown() {
		a.preview.SetImage(a.images.Current(), a.now)
	}
}

// body draws the screen that is seen, with the preview beside it.
func (a *App) body() string {
	if !a.previewShown() {
		return a.top().View()
	}
	aside := previewWidth(a.areas.width)
	left := strings.Split(a.top().View(), "\n")
	right := strings.Split(a.preview.View(), "\n")
	rule := a.theme.Muted.Render(a.theme.Glyphs.Frame.Left)
	var out strings.Builder
	out.Grow(len(left) * (a.areas.width + 64))
	for i, line := range left {
		if i > 0 {
			out.WriteByte('\n')
		}
		padded, _ := a.theme.Cells.Split(line, a.areas.width-aside-1)
		out.WriteString(padded)
		out.WriteString(rule)
		if i < len(right) {
			out.WriteString(right[i])
		}
	}
	return out.String()
}
