package theme

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// palette is the colours that the styles are made of. A nil colour leaves the
// terminal's own.
type palette struct {
	muted, accent, good, busy, warn, bad, local color.Color
	// plain says that there are no colours, so that attributes have to do.
	plain bool
}

func rgb(hex uint32) color.Color {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// The palettes. Every colour on its background has a contrast of at least 4.5
// to 1 (WCAG 2.2, 1.4.3), the muted ones included.
var (
	dark = palette{
		muted: rgb(0x8f9bb3), accent: rgb(0x7fb4ff), good: rgb(0x8fd18a), busy: rgb(0x7fd7e6),
		warn: rgb(0xf0c674), bad: rgb(0xff8a8a), local: rgb(0xcfa6ff),
	}
	light = palette{
		muted: rgb(0x5c6675), accent: rgb(0x1f56b5), good: rgb(0x276b1f), busy: rgb(0x0b6478),
		warn: rgb(0x855300), bad: rgb(0xb3202c), local: rgb(0x7034b8),
	}
	// Bright black is invisible in some terminals' palettes, so what is muted
	// keeps the foreground and is faint instead.
	terminal = palette{
		accent: ansi.Blue, good: ansi.Green, busy: ansi.Cyan,
		warn: ansi.Yellow, bad: ansi.Red, local: ansi.Magenta,
	}
	mono = palette{plain: true}
)

func paletteOf(choice Choice) palette {
	switch {
	case choice.Depth == DepthNone || choice.Name == Mono:
		return mono
	case choice.Name == Terminal || choice.Depth == Depth16:
		return terminal
	case choice.Name == Light || choice.Name != Dark && choice.Light:
		return light
	default:
		return dark
	}
}

// in returns the attributes of a style with a foreground colour, if there is
// one.
func in(c color.Color, attributes ansi.Style) Style {
	if c != nil {
		attributes = attributes.ForegroundColor(c)
	}
	if len(attributes) == 0 {
		return Style{}
	}
	return Style{open: attributes.String()}
}

func styles(p palette) Theme {
	none, bold := ansi.Style{}, ansi.Style{}.Bold()
	muted := in(p.muted, none)
	if p.muted == nil {
		muted = in(nil, ansi.Style{}.Faint())
	}
	local := none
	if p.plain {
		local = ansi.Style{}.Underline(true)
	}
	return Theme{
		Text:    Style{},
		Muted:   muted,
		Strong:  in(nil, bold),
		Accent:  in(p.accent, bold),
		Brand:   in(p.accent, ansi.Style{}.Bold().Reverse(true)),
		Good:    in(p.good, none),
		Busy:    in(p.busy, none),
		Warn:    in(p.warn, none),
		Bad:     in(p.bad, none),
		Cursor:  in(p.accent, ansi.Style{}.Reverse(true)),
		Heading: in(nil, ansi.Style{}.Bold()),
		Tag:     in(p.accent, none),
		Server:  in(p.accent, none),
		Local:   in(p.local, local),
		Key:     in(p.accent, bold),
		Alert:   in(p.warn, ansi.Style{}.Bold().Reverse(true)),
		Border:  in(p.accent, none),
	}
}
