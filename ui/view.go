package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/ui/action"
	"glimpse/ui/dialog"
	"glimpse/ui/header"
	"glimpse/ui/layers"
	"glimpse/ui/table"
	"glimpse/ui/textwidth"
)

// View implements tea.Model. It reads and never changes anything.
func (a *App) View() tea.View {
	view := tea.View{Content: a.content(), AltScreen: true}
	// Which key it was, not only which letter: on a keyboard with another
	// script ctrl and a letter is a command all the same.
	view.KeyboardEnhancements.ReportAlternateKeys = true
	if !a.options.NoMouse {
		view.MouseMode = tea.MouseModeCellMotion
	}
	return view
}

func (a *App) content() string {
	switch {
	case a.areas.width == 0 || a.areas.height == 0:
		return ""
	case a.areas.small:
		return a.tooSmall()
	}
	lines := make([]string, 0, 6)
	head := header.Header{Context: a.Context, Width: a.areas.width, Jobs: a.jobs.Bars(a.areas.width), Connecting: a.clouds.Connecting()}
	lines = append(lines, head.Identity(), head.Subject())
	if a.areas.roomy {
		lines = append(lines, "")
	}
	lines = append(lines, a.browse.View(), a.message(), a.footer())
	content := strings.Join(lines, "\n")
	for _, one := range a.Layers.Dialogs() {
		content = a.overlaid(content, one)
	}
	if a.choice.ASCII || a.choice.Wide {
		content = asciiKeys.Replace(content)
	}
	return content
}

// overlaid draws a dialog over what is behind it, which is dimmed between the
// cloud's name above and the message and the keys below. Where text is typed at the
// foot, the screen is what it is typed for.
func (a *App) overlaid(content string, front layers.Dialog) string {
	lines, wide := front.View()
	if at, ok := front.(layers.BottomDocked); ok && at.Docked() {
		return dialog.Below(content, lines)
	}
	behind := strings.Split(content, "\n")
	for i := 1; i < len(behind)-2; i++ {
		behind[i] = a.Theme.Muted.Render(ansi.Strip(behind[i]))
	}
	return dialog.Over(a.Theme.Cells, strings.Join(behind, "\n"), lines, wide, a.areas.width, a.areas.height-1)
}

// message draws what there is to tell, in one line: with the key that shows all
// of it where that line has no room.
func (a *App) message() string {
	text, failed := a.Notice.Text()
	if text == "" {
		return ""
	}
	style := a.Theme.Warn
	if failed {
		style = a.Theme.Bad
	}
	if table.Cells(a.Theme.Cells, []table.Piece{{Text: " "}, {Text: text}}) < a.areas.width {
		return table.Line(a.Theme.Cells, a.areas.width, []table.Piece{{Text: " "}, {Text: text, Style: style}}, nil)
	}
	hint := []table.Piece{
		{Text: a.options.Keys.Everywhere(action.Message).Display(), Style: a.Theme.Key},
		{Text: " shows all of it", Style: a.Theme.Muted},
	}
	room := a.areas.width - table.Cells(a.Theme.Cells, hint) - 4
	return table.Line(a.Theme.Cells, a.areas.width, []table.Piece{{Text: " "}, {Text: a.Theme.Cells.Cut(text, room), Style: style}}, hint)
}

// asciiKeys replaces the signs by which keys are written, for terminals that
// do not show them. Everything else has its glyphs from the theme.
var asciiKeys = strings.NewReplacer("↓", "v", "↑", "^", "←", "<", "→", ">", "…", "-")

// tooSmall says what size is needed, as far as that fits.
func (a *App) tooSmall() string {
	measurer, times := a.Theme.Cells, a.Theme.Glyphs.Times
	size := func(width, height int) string { return strconv.Itoa(width) + times + strconv.Itoa(height) }
	lines := []string{
		"glimpse needs " + size(minWidth, minHeight),
		"this is " + size(a.areas.width, a.areas.height),
		a.quits(),
	}
	lines = lines[:min(len(lines), a.areas.height)]
	for i := range lines {
		lines[i] = measurer.Cut(lines[i], a.areas.width)
	}
	return strings.Join(lines, "\n")
}

// quits says how the program is left from a screen that is too small for
// anything else, the question that comes before it included.
func (a *App) quits() string {
	key := "ctrl+c"
	if leave, bound := action.Find(a.bindings(), action.Leave); bound && len(leave.Keys) > 0 {
		key = leave.Display()
	}
	editor := a.Layers.Unsaved()
	question, asked := a.Layers.Dialog().(*dialog.Question)
	switch typed := editor != nil; {
	case typed && a.warned == editor:
		return "typed text is lost; " + key + " again quits"
	case asked && question == a.leaving:
		return "a job goes on; " + key + " again quits"
	case typed || a.Busy():
		return key + " asks first"
	default:
		return key + " quits"
	}
}

// footer shows the keys that matter here, as many as there is room for.
func (a *App) footer() string {
	if !a.Layers.TakesKeys(a.Now) {
		return a.Theme.Muted.Render(a.Theme.Cells.Cut(" this question has just opened; its keys work in a moment", a.areas.width-1))
	}
	measurer := a.Theme.Cells
	var out strings.Builder
	for i, binding := range action.Fitting(a.bindings(), a.areas.width, func(binding action.Binding) int {
		return 3 + measurer.Width(binding.Footer()) + measurer.Width(binding.Label)
	}) {
		out.WriteString(textwidth.Blank(1 + min(i, 1)))
		a.Theme.Key.Write(&out, binding.Footer())
		a.Theme.Muted.Write(&out, " "+binding.Label)
	}
	return out.String()
}
