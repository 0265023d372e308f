package keymap

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// named are the keys that have a name.
var named = []string{
	"enter", "tab", "backspace", "delete", "insert", "space", "esc", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
}

// otherNames are names that people give to keys.
var otherNames = map[string]string{
	"pgdn": "pgdown", "pagedown": "pgdown", "pageup": "pgup", "escape": "esc", "return": "enter", "del": "delete", "ins": "insert",
	" ": "space",
}

// modifiers stand before a key in this order.
var modifiers = []string{"ctrl", "alt", "shift"}

// sameAs are the keys that a terminal does not tell from others.
var sameAs = map[string]string{
	"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+j": "enter", "ctrl+h": "backspace", "ctrl+[": "esc", "ctrl+?": "backspace",
	"ctrl+@": "ctrl+space", "ctrl+enter": "enter", "shift+enter": "enter", "ctrl+tab": "tab", "alt+tab": "shift+tab", "ctrl+esc": "esc",
	"ctrl+backspace": "backspace", "shift+space": "space", "shift+delete": "delete",
}

// Pattern is a regular expression, the same to Go and to ECMAScript, of every way in
// which a key may be written, but for those of Unfit.
func Pattern() string {
	names := append(slices.Clone(named), slices.Sorted(maps.Keys(otherNames))...)
	names = slices.DeleteFunc(names, func(name string) bool { return strings.TrimSpace(name) == "" })
	held := "(?:" + strings.Join(modifiers, "|") + `)\+`
	return "^(?:(?:" + held + ")*(?:f(?:[1-9]|1[0-9]|20)|" + strings.Join(names, "|") + ")" +
		`|\S|(?:shift\+)*(?:ctrl|alt)\+(?:` + held + `)*[^\sA-Z])$`
}

// Unfit are keys that a terminal does not tell from others, and those that keep their
// meaning, each in every way in which it may be written.
func Unfit() []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(sameAs)), maps.Keys(kept))
	for _, key := range slices.Clone(keys) {
		for other, name := range otherNames {
			if held, is := strings.CutSuffix(key, name); is && (held == "" || strings.HasSuffix(held, "+")) {
				keys = append(keys, held+other)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// readKey reads a key as a person writes it, and returns it as Bubble Tea does:
// a character, or a name, with ctrl, alt or shift before it.
func readKey(typed string) (key, problem, expected string) {
	before, base := "", typed
	if at := strings.LastIndex(strings.TrimSuffix(typed, "+"), "+"); at > 0 {
		before, base = typed[:at], typed[at+1:]
	}
	if other, has := otherNames[base]; has {
		base = other
	}
	var held []string
	if before != "" {
		held = strings.Split(before, "+")
	}
	for _, one := range held {
		if !slices.Contains(modifiers, one) {
			return "", strconv.Quote(typed) + " is no key", "before + stands ctrl, alt or shift"
		}
	}
	var prefix string
	for _, one := range modifiers {
		if slices.Contains(held, one) {
			prefix += one + "+"
		}
	}
	r, size := utf8.DecodeRuneInString(base)
	isCharacter := size == len(base) && unicode.IsPrint(r) && r != ' '
	switch {
	case !isCharacter && !slices.Contains(named, base) && !isFunctionKey(base):
		names := strings.Join(named, ", ")
		expected = "it is a character, f1 to f20 or " + names + ", with ctrl+, alt+ or shift+ before it"
		return "", strconv.Quote(typed) + " is no key", expected
	case isCharacter && prefix == "shift+":
		return "", typed + " is written without shift", "write " + shifted(r)
	case isCharacter && prefix != "" && unicode.IsUpper(r):
		return "", typed + " is written in lower case", "write " + prefix + string(unicode.ToLower(r))
	}
	if same, has := sameAs[prefix+base]; has {
		return "", typed + " is the same key as " + same + " on a terminal", "write " + same
	}
	return prefix + base, "", ""
}

// shifted returns how a character is written that is typed with shift. What a digit
// becomes is for the keyboard to say.
func shifted(r rune) string {
	if upper := unicode.ToUpper(r); upper != r {
		return string(upper)
	}
	return "the character that the two keys type"
}

func isFunctionKey(name string) bool {
	number, err := strconv.Atoi(strings.TrimPrefix(name, "f"))
	return err == nil && strings.HasPrefix(name, "f") && number >= 1 && number <= 20 && !strings.HasPrefix(name, "f0")
}
