package table

import "glimpse/ui/keys"

// Distance returns how far an action of moving goes in so many lines; zero
// for any other action.
func (w Window) Distance(action keys.Action, lines int) int {
	switch action {
	case keys.Up:
		return -1
	case keys.Down:
		return 1
	case keys.Top:
		return -lines
	case keys.Bottom:
		return lines
	case keys.HalfUp:
		return -w.Half()
	case keys.HalfDown:
		return w.Half()
	case keys.PageUp:
		return -w.Page()
	case keys.PageDown:
		return w.Page()
	default:
		return 0
	}
}
