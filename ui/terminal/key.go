package terminal

import (
	"strings"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
)

const (
	// locks change what letters are typed, and say nothing else.
	locks = uv.ModCapsLock | uv.ModNumLock | uv.ModScrollLock
	// commands are the modifiers with which a key types nothing.
	commands = uv.ModCtrl | uv.ModAlt | uv.ModMeta | uv.ModHyper | uv.ModSuper
)

// uniform returns a key as the same key arrives from every terminal, and
// reports whether it acts at all: modifiers alone do not.
func uniform(key uv.Key) (uniform uv.Key, acts bool) {
	if key.Code == 0 || isModifier(key.Code) {
		return uv.Key{}, false
	}
	key.Mod &^= locks
	if plain, onKeypad := keypadKeys[key.Code]; onKeypad {
		key.Code = plain
		if plain < unicode.MaxASCII && plain != uv.KeyEnter {
			key.Text = string(plain)
		}
	}
	key.Code, key.BaseCode = latin(key), 0
	if key.Mod&uv.ModCtrl != 0 {
		key = asControlCharacter(key)
	}
	key = withoutIdleModifiers(key)
	switch {
	case key.Mod&commands != 0 || strings.ContainsFunc(key.Text, unicode.IsControl):
		key.Text = ""
	case key.Code == uv.KeySpace && key.Text == "":
		key.Text = " "
	}
	return key, true
}

// isModifier reports whether a key does nothing by itself.
func isModifier(code rune) bool {
	return code >= uv.KeyLeftShift && code <= uv.KeyIsoLevel5Shift ||
		code == uv.KeyCapsLock || code == uv.KeyNumLock || code == uv.KeyScrollLock
}

// keypadKeys are the keys of the keypad, and those that they double.
var keypadKeys = map[rune]rune{
	uv.KeyKpEnter: uv.KeyEnter, uv.KeyKpEqual: '=', uv.KeyKpMultiply: '*', uv.KeyKpPlus: '+', uv.KeyKpComma: ',',
	uv.KeyKpMinus: '-', uv.KeyKpDecimal: '.', uv.KeyKpDivide: '/', uv.KeyKpSep: ',',
	uv.KeyKp0: '0', uv.KeyKp1: '1', uv.KeyKp2: '2', uv.KeyKp3: '3', uv.KeyKp4: '4',
	uv.KeyKp5: '5', uv.KeyKp6: '6', uv.KeyKp7: '7', uv.KeyKp8: '8', uv.KeyKp9: '9',
	uv.KeyKpUp: uv.KeyUp, uv.KeyKpDown: uv.KeyDown, uv.KeyKpLeft: uv.KeyLeft, uv.KeyKpRight: uv.KeyRight,
	uv.KeyKpPgUp: uv.KeyPgUp, uv.KeyKpPgDown: uv.KeyPgDown, uv.KeyKpHome: uv.KeyHome, uv.KeyKpEnd: uv.KeyEnd,
	uv.KeyKpInsert: uv.KeyInsert, uv.KeyKpDelete: uv.KeyDelete, uv.KeyKpBegin: uv.KeyBegin,
}

// The Cyrillic and the Greek layout by rows, and what stands on the same keys
// of an American keyboard. Terminals that cannot say which key it was send
// the letter alone.
const (
	cyrillic = "йцукенгшщзхїфівапролджєячсмитьбю" + "ъыэ"
	onCyrill = "qwertyuiop[]asdfghjkl;'zxcvbnm,." + "]s'"
	greek    = "ςερτυθιοπασδφγηξκλζχψωβνμ"
	onGreek  = "wertyuiopasdfghjklzxcvbnm"
)

var latinKeys = func() map[rune]rune {
	keys := map[rune]rune{}
	for letters, latins := range map[string]string{cyrillic: onCyrill, greek: onGreek} {
		for i, letter := range []rune(letters) {
			keys[letter] = rune(latins[i])
		}
	}
	return keys
}()

// latin returns the letter that a key has for a command: on keyboards with
// another script, the Latin one on the same key. A Latin letter stays where it
// is on the user's keyboard, whatever an American one has there.
func latin(key uv.Key) rune {
	code := unicode.ToLower(key.Code)
	switch {
	case key.Mod&commands == 0 || !unicode.IsPrint(key.Code):
		return key.Code
	case code < unicode.MaxASCII:
		return code
	case key.BaseCode > 0 && key.BaseCode < unicode.MaxASCII:
		return key.BaseCode
	}
	if same, known := latinKeys[code]; known {
		return same
	}
	return code
}

// controlCharacters are the keys whose control character with ctrl is that of
// another key.
var controlCharacters = map[rune]rune{
	'[': uv.KeyEscape, 'm': uv.KeyEnter, 'j': uv.KeyEnter, 'i': uv.KeyTab,
	'h': uv.KeyBackspace, '?': uv.KeyBackspace, '@': uv.KeySpace,
}

// asControlCharacter returns a key with ctrl as what its control character has
// always meant.
func asControlCharacter(key uv.Key) uv.Key {
	code, known := controlCharacters[key.Code]
	if !known || key.Mod&uv.ModShift != 0 && strings.ContainsRune("mjih[", key.Code) {
		return key
	}
	key.Code = code
	if code == uv.KeySpace {
		key.Mod &^= uv.ModShift
		return key
	}
	key.Mod &^= uv.ModCtrl | uv.ModShift
	return key
}

// withoutIdleModifiers drops the modifiers that an older terminal never sent
// along with a key.
func withoutIdleModifiers(key uv.Key) uv.Key {
	switch key.Code {
	case uv.KeyEscape, uv.KeyEnter, uv.KeyBackspace:
		key.Mod &^= uv.ModCtrl | uv.ModShift
	case uv.KeyTab:
		key.Mod &^= uv.ModCtrl
		if key.Mod == uv.ModAlt {
			// The Linux console writes shift so; alt alone is taken by
			// windows.
			key.Mod = uv.ModShift
		}
	case uv.KeyDelete, uv.KeySpace:
		key.Mod &^= uv.ModShift
	}
	return key
}
