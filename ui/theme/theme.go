// Package theme holds every colour and glyph of the screen, named by what it
// is for, and how its texts name a key. No other package names a colour.
//
// What a colour says is also said by a word, a shape or an attribute, so that
// nothing is lost without colours.
package theme

import (
	"strings"

	"glimpse/ui/keymap"
	"glimpse/ui/textwidth"
)

// Name is the name of a theme.
type Name string

// The themes.
const (
	Auto     Name = "auto"     // dark or light as the terminal's background, fewer colours as it has them
	Dark     Name = "dark"     // for dark backgrounds
	Light    Name = "light"    // for light backgrounds
	Gruvbox  Name = "gruvbox"  // warm, for dark backgrounds
	Nord     Name = "nord"     // cool, for dark backgrounds
	Sepia    Name = "sepia"    // warm, for light backgrounds
	Terminal Name = "terminal" // the terminal's own 16 colours
	Mono     Name = "mono"     // no colours
)

// Names lists the themes, the default first.
func Names() []Name { return []Name{Auto, Dark, Light, Gruvbox, Nord, Sepia, Terminal, Mono} }

// Depth is how many colours a terminal has.
type Depth uint8

// The depths that make a difference.
const (
	DepthFull Depth = iota // 256 or more: the renderer finds the nearest
	Depth16
	DepthNone
)

// Choice is what decides on a theme. The zero value is the automatic theme on
// a dark background in full colour with Unicode glyphs.
type Choice struct {
	// Name is the theme asked for; empty is Auto.
	Name Name
	// Light reports whether the terminal's background is light, for Auto.
	Light bool
	// Depth is how many colours the terminal has.
	Depth Depth
	// ASCII keeps every glyph to ASCII, for locales that are not UTF-8.
	ASCII bool
	// Wide reports whether the terminal draws in two cells what the standard leaves
	// open, frames among it.
	Wide bool
	// Grapheme reports whether the terminal counts cells by grapheme clusters.
	Grapheme bool
	// Keys are the keys that were bound anew.
	Keys *keymap.Map
}

// Style is how a text looks. The zero value leaves it as it is. Styles do not
// nest: what is rendered ends with everything reset.
type Style struct{ open string }

// reset ends a styled text.
const reset = "\x1b[m"

// IsZero reports whether the style leaves a text as it is.
func (s Style) IsZero() bool { return s.open == "" }

// Render returns the text in the style.
func (s Style) Render(text string) string {
	if s.open == "" || text == "" {
		return text
	}
	return s.open + text + reset
}

// Write appends the text in the style.
func (s Style) Write(out *strings.Builder, text string) {
	if s.open == "" || text == "" {
		out.WriteString(text)
		return
	}
	out.WriteString(s.open)
	out.WriteString(text)
	out.WriteString(reset)
}

// Theme is a set of styles and glyphs.
type Theme struct {
	// Cells measures and fits text.
	Cells  textwidth.Measurer
	Glyphs Glyphs
	// Keys says by which key a text asks for an action. Nil is as declared.
	Keys *keymap.Map

	Text   Style // what is read
	Muted  Style // what is there for reference
	Strong Style // what stands out in a text
	Accent Style // what belongs together, such as titles
	Brand  Style // the name of the program

	Good Style // as it should be
	Busy Style // under way
	Warn Style // wants a look
	Bad  Style // failed or refused

	Cursor  Style // the row under the cursor, by reverse video
	Input   Style // the character under the cursor of a line that is edited
	Match   Style // what a search found in a text
	Heading Style // the titles of columns
	Tag     Style // a tag of an image
	Server  Style // a term that the service evaluates
	Local   Style // a term that this side evaluates
	Key     Style // a key in the footer or the help
	Alert   Style // a state of the whole program, such as read-only
	Border  Style // the frame of a dialog

	Flags map[string]Style // of clouds, by the names of their colours
}

// Plain returns the theme's glyphs and measures without its styles, for what is
// printed and not drawn.
func (t *Theme) Plain() Theme { return Theme{Cells: t.Cells, Glyphs: t.Glyphs} }

// Flag returns the style of a cloud's colour, by its name; an unknown one is
// the plain bar.
func (t *Theme) Flag(color string) Style {
	if style, known := t.Flags[color]; known {
		return style
	}
	return t.Brand
}

// New makes the theme of a choice.
func New(choice Choice) Theme {
	theme := styles(paletteOf(choice))
	theme.Keys = choice.Keys
	theme.Glyphs = unicodeGlyphs
	if choice.ASCII || choice.Wide {
		theme.Glyphs = asciiGlyphs
	}
	theme.Cells = textwidth.Measurer{Grapheme: choice.Grapheme, ASCII: choice.ASCII, Wide: choice.Wide, Ellipsis: theme.Glyphs.Ellipsis}
	return theme
}
