// Package header draws the two lines at the head of the screen: on which cloud the
// user is and what is under way, and what the screen below shows.
package header

import (
	"slices"
	"strconv"
	"strings"

	"glimpse/ui/list"
	"glimpse/ui/table"
	"glimpse/ui/theme"
	"glimpse/ui/uictx"
)

// Header is what the lines are drawn from.
type Header struct {
	*uictx.Context
	Width int
	// Jobs are the bars of the jobs under way, Connecting reports whether a
	// connection is being made.
	Jobs       []table.Piece
	Connecting bool
}

// Identity says on which cloud the user is, and as whom; at its right
// what is under way and what is out of the ordinary.
func (h *Header) Identity() string {
	right := slices.Clone(h.Jobs)
	if doing := h.doing(); doing != "" {
		right = append(right, table.Piece{Text: doing + h.Theme.Glyphs.Ellipsis, Style: h.Theme.Busy})
	}
	right = append(right, h.alerts(len(right) > 0)...)
	var left []table.Piece
	for _, detail := range []detail{withRoles, labelled, short} {
		left = h.identity(detail)
		if table.Cells(h.Theme.Cells, left)+2+table.Cells(h.Theme.Cells, right) <= h.Width-1 {
			break
		}
	}
	return table.Line(h.Theme.Cells, h.Width, left, right)
}

// detail is how much is said of the connection.
type detail int

const (
	short detail = iota
	labelled
	withRoles
)

// identity names the cloud, project, user and region, with a label before each and
// the user's roles where there is room.
func (h *Header) identity(detail detail) []table.Piece {
	out := []table.Piece{{Text: " glimpse ", Style: h.Theme.Brand}}
	if h.Session == nil {
		return out
	}
	out = append(out, table.Piece{Text: "  "}, table.Piece{Text: h.CloudName(h.About.Cloud), Style: h.Theme.Strong})
	if h.About.Color != "" {
		// The cloud's colour, with the cloud's name in it: colour alone says
		// nothing on a terminal without.
		out[len(out)-1] = table.Piece{Text: " " + h.CloudName(h.About.Cloud) + " ", Style: h.Theme.Flag(h.About.Color)}
	}
	show := h.Theme.Cells.Show
	if detail == short {
		who := show(h.About.User) + "@" + show(h.About.Project)
		return append(out, table.Piece{Text: "  " + who}, table.Piece{Text: "  " + show(h.About.Region)})
	}
	var roles []string
	for _, role := range h.About.Roles {
		if detail == withRoles {
			roles = append(roles, show(role))
		}
	}
	for _, part := range []struct{ label, value string }{
		{"project", show(h.About.Project)},
		{"user", show(h.About.User)},
		{"roles", strings.Join(roles, ", ")},
		{"region", show(h.About.Region)},
	} {
		if part.value != "" {
			out = append(out, table.Piece{Text: "   " + part.label + " ", Style: h.Theme.Muted}, table.Piece{Text: part.value})
		}
	}
	return out
}

// alerts are the states of the connection that a user must not overlook.
func (h *Header) alerts(follows bool) []table.Piece {
	var alerts []table.Piece
	add := func(text string) {
		if follows {
			alerts = append(alerts, table.Piece{Text: " "})
		}
		alerts = append(alerts, table.Piece{Text: " " + text + " ", Style: h.Theme.Alert})
		follows = true
	}
	if h.Session != nil && h.About.ReadOnly {
		add("read-only")
	}
	if h.Session != nil && h.About.Insecure {
		add("TLS not verified")
	}
	if h.Session != nil && h.About.PlainHTTP {
		add("images over plain HTTP")
	}
	if h.Layers.Waiting() > 0 {
		add("a question waits")
	}
	return alerts
}

// doing returns what is under way, in words, or nothing.
func (h *Header) doing() string {
	if doing := h.Work.Doing(); doing != "" {
		return doing
	}
	if working, ok := h.Layers.Top().(interface{ Doing() string }); ok {
		if doing := working.Doing(); doing != "" {
			return doing
		}
	}
	if h.Connecting {
		return "connecting"
	}
	return ""
}

// Subject says what the screen shows: the query and the count, or the
// image.
func (h *Header) Subject() string {
	switch top := h.Layers.Top().(type) {
	case *list.Screen:
		return h.queryLine(top)
	case titled:
		return h.imageLine(top)
	default:
		return ""
	}
}

// queryLine says which images are listed, in which order, how many of them there
// are and are marked, and what they take. What narrows the list comes first: the usual
// order, which the arrow of its column shows as well, and the bytes are left out before
// a term is.
func (h *Header) queryLine(images *list.Screen) string {
	terms := h.terms(images.Chips(), images.Narrowed())
	var right []table.Piece
	room := 0
	for _, said := range []told{{usual: true, bytes: true}, {bytes: true}, {}} {
		right = h.said(images, said)
		room = h.Width - table.Cells(h.Theme.Cells, right) - 4
		if h.cells(terms) <= room {
			break
		}
	}
	return table.Line(h.Theme.Cells, h.Width, h.chips(terms, room), right)
}

// told is what is said of a list beside its query.
type told struct {
	// usual is the order, where it is the usual one, bytes what the images take.
	usual, bytes bool
}

// said returns the order of a list, how many images it has and are marked, and what they
// take.
func (h *Header) said(images *list.Screen, what told) []table.Piece {
	var right []table.Piece
	add := func(text string, style theme.Style) {
		if text == "" {
			return
		}
		if len(right) > 0 {
			right = append(right, table.Piece{Text: " " + h.Theme.Glyphs.Dot + " ", Style: h.Theme.Muted})
		}
		right = append(right, table.Piece{Text: text, Style: style})
	}
	marks := images.MarkText()
	add(marks, h.Theme.Warn)
	if what.bytes && marks != "" {
		add(images.MarkBytes(), h.Theme.Warn)
	}
	switch order, local := images.Order(); {
	case local:
		add(order+" (local)", h.Theme.Local)
	case what.usual || !images.IsUsualOrder():
		add(order, h.Theme.Muted)
	}
	add(images.CountText(), h.Theme.Strong)
	if what.bytes {
		add(images.CountBytes(), h.Theme.Strong)
	}
	return right
}

// terms returns the terms of a query as they are read, and behind them what narrows the
// list besides; or that all images are listed.
func (h *Header) terms(chips []list.Chip, narrowed []string) []table.Piece {
	terms := make([]table.Piece, 0, len(chips)+len(narrowed))
	for _, chip := range chips {
		term := table.Piece{Text: chip.Text, Style: h.Theme.Server}
		if chip.Local {
			term = table.Piece{Text: chip.Text + " (local)", Style: h.Theme.Local}
		}
		terms = append(terms, term)
	}
	for _, part := range narrowed {
		terms = append(terms, table.Piece{Text: part, Style: h.Theme.Warn})
	}
	if len(terms) == 0 {
		terms = append(terms, table.Piece{Text: "all images", Style: h.Theme.Muted})
	}
	return terms
}

// cells returns how many cells some terms take together.
func (h *Header) cells(terms []table.Piece) int {
	return 1 + table.Cells(h.Theme.Cells, terms) + 2*(len(terms)-1)
}

// chips draws the terms of the query, whole ones only but for the first, and
// says how many found no room.
func (h *Header) chips(terms []table.Piece, room int) []table.Piece {
	out := []table.Piece{{Text: " "}}
	for i, term := range terms {
		if i > 0 {
			out = append(out, table.Piece{Text: "  "})
		}
		more := "+" + strconv.Itoa(len(terms)-i-1)
		needed := table.Cells(h.Theme.Cells, out) + h.Theme.Cells.Width(term.Text)
		if i < len(terms)-1 {
			needed += 2 + len(more)
		}
		if needed > room && i > 0 {
			return append(out, table.Piece{Text: "+" + strconv.Itoa(len(terms)-i), Style: h.Theme.Muted})
		}
		if needed > room {
			term.Text = h.Theme.Cells.Cut(term.Text, room-table.Cells(h.Theme.Cells, out)-2-len(more))
		}
		out = append(out, term)
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
func (h *Header) imageLine(image titled) string {
	next := " " + h.Theme.Glyphs.Pointer + " "
	way := " images" + next
	screens := h.Layers.Screens()
	for _, beneath := range screens[:len(screens)-1] {
		if parent, ok := beneath.(titled); ok && parent.Title() != "" {
			way += h.Theme.Cells.Cut(parent.Title(), mostParent) + next
		}
	}
	left := []table.Piece{{Text: way, Style: h.Theme.Muted}, {Text: image.Title(), Style: h.Theme.Strong}}
	var right []table.Piece
	if position := image.Position(); position != "" {
		right = append(right, table.Piece{Text: position, Style: h.Theme.Muted})
	}
	return table.Line(h.Theme.Cells, h.Width, left, right)
}
