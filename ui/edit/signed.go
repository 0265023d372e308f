package edit

import (
	"slices"
	"strings"

	"glimpse/model/command"
	"glimpse/ui/action"
	"glimpse/ui/theme"
	"glimpse/ui/widget/lineedit"
)

// signedLine is the line in which tags, or projects, are typed that are to be added and
// removed: several at once, as the line of commands takes them.
type signedLine struct {
	*entry
	// what is the thing that a word of it names.
	what string
	// completion goes through what the last word may be completed to.
	completion lineedit.Cycle
}

func newSignedLine(theme *theme.Theme, what string) signedLine {
	return signedLine{entry: newEntry(theme, "", false), what: what}
}

// isEmpty reports whether nothing is typed but a sign.
func (l *signedLine) isEmpty() bool { return strings.Trim(l.text(), " +-") == "" }

// words returns what is typed, or what is wrong with it and what is expected. A sign at
// the end is a word that is begun, and not yet wrong.
func (l *signedLine) words() (all []command.Signed, problem, expected string) {
	if l.isEmpty() {
		return nil, "", ""
	}
	line := l.text()
	if last, start := command.LastSigned(line); last.Text == "" && start < len(line) {
		line = line[:start]
	}
	return command.ReadSigned(line, l.what)
}

// last returns the word that the end of the line is, as it was typed.
func (l *signedLine) last() command.Signed {
	last, _ := command.LastSigned(l.completion.Typed())
	return last
}

// takeEach takes words one by one, and returns what there is to tell of the last of which
// there is anything.
func takeEach(words []command.Signed, take func(command.Signed) string) (tells string) {
	for _, word := range words {
		if said := take(word); said != "" {
			tells = said
		}
	}
	return tells
}

// pending returns how many changes are typed, one for what is typed twice and none for
// what counts already.
func (l *signedLine) pending(counts func(word command.Signed) bool) int {
	all, problem, _ := l.words()
	if problem != "" {
		return 1
	}
	pending := 0
	for i, word := range all {
		again := slices.ContainsFunc(all[:i], func(before command.Signed) bool { return before.Text == word.Text })
		if !again && !counts(word) {
			pending++
		}
	}
	return pending
}

// complete puts another of so many candidates in the place of the last word, and
// after the last of them the line as it was typed.
func (l *signedLine) complete(step, candidates int, candidate func(int) string) {
	if candidates == 0 {
		return
	}
	at := l.completion.Step(step, candidates)
	if at < 0 {
		l.set(l.completion.Typed())
		return
	}
	removes := l.last().Removes
	l.set(command.PutSigned(l.completion.Typed(), command.Signed{Text: candidate(at), Removes: removes}))
}

// relabelled says of the bindings of the line what enter does with it: helps are the help of
// a removal, and of both at once.
func (l *signedLine) relabelled(own action.Group, removal, both string) action.Group {
	if l.isEmpty() {
		return own.Relabel(action.Enter, "", "go on")
	}
	all, _, _ := l.words()
	removes := slices.ContainsFunc(all, func(one command.Signed) bool { return one.Removes })
	adds := slices.ContainsFunc(all, func(one command.Signed) bool { return !one.Removes })
	switch {
	case removes && adds:
		return own.Relabel(action.Enter, "add, remove", both)
	case removes || l.last().Removes && !adds:
		return own.Relabel(action.Enter, "remove", removal)
	}
	return own
}
