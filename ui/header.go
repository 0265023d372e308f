package ui

import (
	"strconv"

	"glimpse/ui/connect"
	"glimpse/ui/detail"
	"glimpse/ui/list"
	"glimpse/ui/pick"
)

func itoa(n int) string { return strconv.Itoa(n) }

// identityLine says on which cloud the user is, and as whom; at its right
// what is under way and what is out of the ordinary.
func (a *App) identityLine() string {
	left := []span{{" glimpse ", a.theme.Brand}}
	if a.session != nil {
		left = append(left, span{text: "  "}, span{a.cloudName(a.about.Cloud), a.theme.Strong})
		for _, part := range []struct{ label, value string }{
			{"project", a.theme.Cells.Show(a.about.Project)},
			{"user", a.theme.Cells.Show(a.about.User)},
			{"region", a.theme.Cells.Show(a.about.Region)},
		} {
			if part.value != "" {
				left = append(left, span{"   " + part.label + " ", a.theme.Muted}, span{text: part.value})
			}
		}
	}
	var right []span
	if doing := a.doing(); doing != "" {
		right = append(right, span{doing + a.theme.Glyphs.Ellipsis, a.theme.Busy})
	}
	return a.line(left, append(right, a.alerts(len(right) > 0)...))
}

// alerts are the states of the connection that a user must not overlook.
func (a *App) alerts(follows bool) []span {
	var alerts []span
	add := func(text string) {
		if follows {
			alerts = append(alerts, span{text: " "})
		}
		alerts = append(alerts, span{" " + text + " ", a.theme.Alert})
		follows = true
	}
	if a.session != nil && a.about.ReadOnly {
		add("read-only")
	}
	if a.session != nil && a.about.Insecure {
		add("TLS not verified")
	}
	return alerts
}

// doing returns what is under way, in words, or nothing.
func (a *App) doing() string {
	if working, ok := a.top().(interface{ Doing() string }); ok {
		if doing := working.Doing(); doing != "" {
			return doing
		}
	}
	if a.connecting != 0 {
		return "connecting"
	}
	return ""
}

// subjectLine says what the screen shows: the query and the count, or the
// image.
func (a *App) subjectLine() string {
	switch top := a.top().(type) {
	case *list.Screen:
		return a.queryLine(top)
	case *detail.Screen:
		return a.imageLine(top)
	case *pick.Screen, *connect.Screen:
	}
	return ""
}

func (a *App) queryLine(images *list.Screen) string {
	left := []span{{text: " "}}
	for _, chip := range images.Chips() {
		style := a.theme.Server
		label := chip.Text
		if chip.Local {
			style, label = a.theme.Local, chip.Text+" (local)"
		}
		left = append(left, span{label, style}, span{text: "  "})
	}
	if len(left) == 1 {
		left = append(left, span{"all images", a.theme.Muted})
	}
	order, local := images.Order()
	orderStyle := a.theme.Muted
	if local {
		order, orderStyle = order+" (local)", a.theme.Local
	}
	right := []span{{order, orderStyle}}
	if count := images.CountText(); count != "" {
		right = append(right, span{" " + a.theme.Glyphs.Dot + " ", a.theme.Muted}, span{count, a.theme.Strong})
	}
	return a.line(left, right)
}

func (a *App) imageLine(image *detail.Screen) string {
	left := []span{{" images " + a.theme.Glyphs.Pointer + " ", a.theme.Muted}, {image.Title(), a.theme.Strong}}
	var right []span
	if percent, scrolls := image.Position(); scrolls {
		right = append(right, span{itoa(percent) + "%", a.theme.Muted})
	}
	return a.line(left, right)
}
