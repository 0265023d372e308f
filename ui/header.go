package ui

import (
	"slices"
	"strconv"

	"glimpse/model/job"
	"glimpse/ui/jobs"
	"glimpse/ui/list"
)

// identityLine says on which cloud the user is, and as whom; at its right
// what is under way and what is out of the ordinary.
func (a *App) identityLine() string {
	var right []span
	right = append(right, a.jobsUnderWay()...)
	if doing := a.doing(); doing != "" {
		right = append(right, span{doing + a.Theme.Glyphs.Ellipsis, a.Theme.Busy})
	}
	right = append(right, a.alerts(len(right) > 0)...)
	left := a.identity(true)
	if a.cells(left)+2+a.cells(right) > a.areas.width-1 {
		left = a.identity(false)
	}
	return a.line(left, right)
}

// identity names the cloud, project, user and region, with a label before
// each where there is room.
func (a *App) identity(labels bool) []span {
	out := []span{{" glimpse ", a.Theme.Brand}}
	if a.Session == nil {
		return out
	}
	out = append(out, span{text: "  "}, span{a.CloudName(a.About.Cloud), a.Theme.Strong})
	if a.About.Color != "" {
		// The cloud's colour, with the cloud's name in it: colour alone says
		// nothing on a terminal without.
		out[len(out)-1] = span{" " + a.CloudName(a.About.Cloud) + " ", a.Theme.Flag(a.About.Color)}
	}
	show := a.Theme.Cells.Show
	if !labels {
		who := show(a.About.User) + "@" + show(a.About.Project)
		return append(out, span{text: "  " + who}, span{text: "  " + show(a.About.Region)})
	}
	for _, part := range []struct{ label, value string }{
		{"project", show(a.About.Project)}, {"user", show(a.About.User)}, {"region", show(a.About.Region)},
	} {
		if part.value != "" {
			out = append(out, span{"   " + part.label + " ", a.Theme.Muted}, span{text: part.value})
		}
	}
	return out
}

// jobsUnderWay draws a bar for each job under way, as far as there is room, and
// says how far the one is that was begun last. The report of a job says so itself.
func (a *App) jobsUnderWay() []span {
	const bar, words = 6, 24
	under := a.jobs.UnderWay()
	if report, open := a.Layers.Top().(*jobs.Report); open {
		under = slices.DeleteFunc(slices.Clone(under), func(p *job.Progress) bool { return p.ID == report.ID() })
	}
	if len(under) == 0 {
		return nil
	}
	room := a.areas.width * 2 / 5
	newest := under[len(under)-1]
	under = under[len(under)-max(1, min(len(under), (room-words)/(bar+1))):]
	var out []span
	for _, progress := range under {
		for _, piece := range jobs.Bar(a.Theme, progress, bar) {
			out = append(out, span{piece.Text, piece.Style})
		}
		out = append(out, span{text: " "})
	}
	badge, style := jobs.Badge(a.Theme, newest, room-len(under)*(bar+1), a.Now)
	return append(out, span{badge, style}, span{text: " "})
}

// cells returns the cells that spans take.
func (a *App) cells(spans []span) int {
	taken := 0
	for _, piece := range spans {
		taken += a.Theme.Cells.Width(piece.text)
	}
	return taken
}

// alerts are the states of the connection that a user must not overlook.
func (a *App) alerts(follows bool) []span {
	var alerts []span
	add := func(text string) {
		if follows {
			alerts = append(alerts, span{text: " "})
		}
		alerts = append(alerts, span{" " + text + " ", a.Theme.Alert})
		follows = true
	}
	if a.Session != nil && a.About.ReadOnly {
		add("read-only")
	}
	if a.Session != nil && a.About.Insecure {
		add("TLS not verified")
	}
	if a.Session != nil && a.About.PlainHTTP {
		add("images over plain HTTP")
	}
	if a.Layers.Waiting() > 0 {
		add("a question waits")
	}
	return alerts
}

// doing returns what is under way, in words, or nothing.
func (a *App) doing() string {
	if doing := a.Work.Doing(); doing != "" {
		return doing
	}
	if working, ok := a.Layers.Top().(interface{ Doing() string }); ok {
		if doing := working.Doing(); doing != "" {
			return doing
		}
	}
	if a.clouds.Connecting() {
		return "connecting"
	}
	return ""
}

// subjectLine says what the screen shows: the query and the count, or the
// image.
func (a *App) subjectLine() string {
	switch top := a.Layers.Top().(type) {
	case *list.Screen:
		return a.queryLine(top)
	case titled:
		return a.imageLine(top)
	default:
		return ""
	}
}

// leastChips is the room that the query keeps before the bytes are left out.
const leastChips = 16

// queryLine says which images are listed, in which order, how many of them there
// are and are marked, and what they take.
func (a *App) queryLine(images *list.Screen) string {
	order, local := images.Order()
	orderStyle := a.Theme.Muted
	if local {
		order, orderStyle = order+" (local)", a.Theme.Local
	}
	dot := span{" " + a.Theme.Glyphs.Dot + " ", a.Theme.Muted}
	said := func(bytes bool) []span {
		var right []span
		if marks := images.MarkText(); marks != "" {
			right = append(right, span{marks, a.Theme.Warn}, dot)
			if bytes {
				right = append(right, span{images.MarkBytes(), a.Theme.Warn}, dot)
			}
		}
		right = append(right, span{order, orderStyle})
		if count := images.CountText(); count != "" {
			right = append(right, dot, span{count, a.Theme.Strong})
		}
		if size := images.CountBytes(); bytes && size != "" {
			right = append(right, dot, span{size, a.Theme.Strong})
		}
		return right
	}
	right := said(true)
	if a.cells(right) > a.areas.width-leastChips {
		right = said(false)
	}
	return a.line(a.chips(images.Chips(), a.areas.width-a.cells(right)-4), right)
}

// chips draws the terms of the query, whole ones only but for the first, and
// says how many found no room.
func (a *App) chips(chips []list.Chip, room int) []span {
	narrowed := a.browse.Images().Narrowed()
	if len(chips) == 0 && len(narrowed) == 0 {
		return []span{{" all images", a.Theme.Muted}}
	}
	for _, part := range narrowed {
		chips = append(chips, list.Chip{Text: part, Narrows: true})
	}
	out := []span{{text: " "}}
	for i, chip := range chips {
		style, label := a.Theme.Server, chip.Text
		switch {
		case chip.Narrows:
			style = a.Theme.Warn
		case chip.Local:
			style, label = a.Theme.Local, chip.Text+" (local)"
		}
		more := "+" + strconv.Itoa(len(chips)-i-1)
		needed := a.cells(out) + a.Theme.Cells.Width(label)
		if i < len(chips)-1 {
			needed += 2 + len(more)
		}
		if needed > room && i > 0 {
			return append(out, span{"+" + strconv.Itoa(len(chips)-i), a.Theme.Muted})
		}
		if needed > room {
			label = a.Theme.Cells.Cut(label, room-a.cells(out)-2-len(more))
		}
		out = append(out, span{label, style}, span{text: "  "})
	}
	return out
}

// titled is a screen with a title that may scroll.
type titled interface {
	Title() string
	Position() string
}

// mostParent is how much is shown of the title of a screen beneath.
const mostParent = 28

// imageLine says what is seen and on what it lies.
func (a *App) imageLine(image titled) string {
	next := " " + a.Theme.Glyphs.Pointer + " "
	way := " images" + next
	screens := a.Layers.Screens()
	for _, beneath := range screens[:len(screens)-1] {
		if parent, ok := beneath.(titled); ok && parent.Title() != "" {
			way += a.Theme.Cells.Cut(parent.Title(), mostParent) + next
		}
	}
	left := []span{{way, a.Theme.Muted}, {image.Title(), a.Theme.Strong}}
	var right []span
	if position := image.Position(); position != "" {
		right = append(right, span{position, a.Theme.Muted})
	}
	return a.line(left, right)
}
