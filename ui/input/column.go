package input

// Column returns the cell of [Line.View] in which a character of the text
// begins, or would begin behind the text, for a mark under it. It is false
// where the character is cut off.
func (l *Line) Column(character, width int) (column int, seen bool) {
	ruler := l.theme.Cells
	runes := []rune(l.engine.Value())
	character = max(0, min(character, len(runes)))
	at := min(l.engine.Position(), len(runes))
	under := 1
	if at < len(runes) {
		under = ruler.Width(ruler.Cut(ruler.ShowString(string(runes[at:at+l.cluster(runes[at:])])), width))
	}
	whole := ruler.ShowString(string(runes[:at]))
	shown := l.tail(whole, width-under)
	skipped := ruler.Width(whole) - ruler.Width(shown)
	column = ruler.Width(ruler.ShowString(string(runes[:character]))) - skipped
	if column < 0 || shown != whole && column < ruler.Width(ruler.Ellipsis) {
		return 0, false
	}
	return column, column < width
}
