package input

// Column returns the cell of [Line.View] in which a character of the text
// begins, or would begin behind the text, for a mark under it. It is false
// where the character is cut off.
func (l *Line) Column(character, width int) (column int, seen bool) {
	measurer := l.theme.Cells
	runes := []rune(l.engine.Value())
	character = max(0, min(character, len(runes)))
	at := min(l.engine.Position(), len(runes))
	under := 1
	if at < len(runes) {
		under = measurer.Width(measurer.Cut(measurer.ShowString(string(runes[at:at+l.cluster(runes[at:])])), width))
	}
	whole := measurer.ShowString(string(runes[:at]))
	shown := l.tail(whole, width-under)
	skipped := measurer.Width(whole) - measurer.Width(shown)
	column = measurer.Width(measurer.ShowString(string(runes[:character]))) - skipped
	if column < 0 || shown != whole && column < measurer.Width(measurer.Ellipsis) {
		return 0, false
	}
	return column, column < width
}
