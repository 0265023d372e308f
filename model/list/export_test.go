package list

// Filter is BeginFilter with all of its steps.
func (l *List) Filter(by Narrowing) {
	l.BeginFilter(by)
	l.finish()
}

// Reorder is BeginReorder with all of its steps.
func (l *List) Reorder(rules Rules) bool {
	begun := l.BeginReorder(rules)
	if begun {
		l.finish()
	}
	return begun
}
