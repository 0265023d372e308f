package theme

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// palette is the colours that the styles are made of. A nil colour leaves the
// terminal's own.
type palette struct {
	muted, accent, good, busy, warn, bad, local color.Color
	// plain says that there are no colours, few that some roles have none, so
	// that attributes have to do.
	plain, few bool
}

// The palettes. Every colour on its background has a contrast of at least 4.5
// to 1 (WCAG 2.2, 1.4.3), the muted ones included.
var (
	dark = palette{
		muted: lipgloss.Color("#8f9bb3"), accent: lipgloss.Color("#7fb4ff"), good: lipgloss.Color("#8fd18a"),
		busy: lipgloss.Color("#7fd7e6"),
		warn: lipgloss.Color("#f0c674"), bad: lipgloss.Color("#ff8a8a"), local: lipgloss.Color("#cfa6ff"),
	}
	light = palette{
		muted: lipgloss.Color("#5c6675"), accent: lipgloss.Color("#1f56b5"), good: lipgloss.Color("#276b1f"),
		busy: lipgloss.Color("#0b6478"),
		warn: lipgloss.Color("#855300"), bad: lipgloss.Color("#b3202c"), local: lipgloss.Color("#7034b8"),
	}
	gruvbox = palette{
		muted: lipgloss.Color("#b3a492"), accent: lipgloss.Color("#8fb5a6"), good: lipgloss.Color("#b8bb26"),
		busy: lipgloss.Color("#8ec07c"),
		warn: lipgloss.Color("#fabd2f"), bad: lipgloss.Color("#ff7264"), local: lipgloss.Color("#dd99ac"),
	}
	nord = palette{
		muted: lipgloss.Color("#a3aec2"), accent: lipgloss.Color("#88c0d0"), good: lipgloss.Color("#a3be8c"),
		busy: lipgloss.Color("#8fbcbb"),
		warn: lipgloss.Color("#ebcb8b"), bad: lipgloss.Color("#ee9ba3"), local: lipgloss.Color("#caa6c4"),
	}
	sepia = palette{
		muted: lipgloss.Color("#6b5f4b"), accent: lipgloss.Color("#8a4b08"), good: lipgloss.Color("#4b6a12"),
		busy: lipgloss.Color("#1f6763"),
		warn: lipgloss.Color("#7d5a00"), bad: lipgloss.Color("#a32f1f"), local: lipgloss.Color("#7a3e78"),
	}
	// Of the 16 colours of a terminal few can be read on its own background,
	// whoever chose them: these on a dark one, and none on a light one. What is
	// muted keeps the foreground; bright black is invisible in some palettes,
	// and how faint a faint text is nobody knows.
	terminalDark  = palette{muted: lipgloss.NoColor{}, accent: lipgloss.Cyan, good: lipgloss.Green, busy: lipgloss.BrightCyan, few: true}
	terminalLight = palette{muted: lipgloss.NoColor{}, few: true}
	mono          = palette{plain: true}
)

func paletteOf(choice Choice) palette {
	switch {
	case choice.Depth == DepthNone || choice.Name == Mono:
		return mono
	case choice.Name == Terminal || choice.Depth == Depth16:
		if choice.onLight() {
			return terminalLight
		}
		return terminalDark
	case choice.Name == Gruvbox:
		return gruvbox
	case choice.Name == Nord:
		return nord
	case choice.Name == Sepia:
		return sepia
	case choice.onLight():
		return light
	default:
		return dark
	}
}

// onLight reports whether a choice is for a light background.
func (c Choice) onLight() bool {
	switch c.Name {
	case Light, Sepia:
		return true
	case Dark, Gruvbox, Nord:
		return false
	default:
		return c.Light
	}
}

// compiled returns a style as the sequence that opens it. Rows are drawn from
// many pieces and are measured before they are styled, so a style is put
// together once for a theme and not at every piece.
func compiled(style lipgloss.Style) Style {
	const sample = "x"
	open, _, _ := strings.Cut(style.Render(sample), sample)
	return Style{open: open}
}

func styles(p palette) Theme {
	plain := lipgloss.NewStyle()
	bold, reverse := plain.Bold(true), plain.Reverse(true)
	// Some terminals show bold text in other colours.
	flag := reverse.Bold(!p.few)
	muted := plain.Faint(true)
	if p.muted != nil {
		muted = plain.Foreground(p.muted)
	}
	return Theme{
		Text:    compiled(plain),
		Muted:   compiled(muted),
		Strong:  compiled(bold),
		Accent:  compiled(in(p.accent, bold)),
		Brand:   compiled(in(p.accent, bold.Reverse(true))),
		Good:    compiled(in(p.good, plain)),
		Busy:    compiled(in(p.busy, plain)),
		Warn:    compiled(in(p.warn, plain.Bold(p.few))),
		Bad:     compiled(in(p.bad, plain.Reverse(p.few))),
		Cursor:  compiled(in(p.accent, reverse)),
		Input:   compiled(reverse),
		Match:   compiled(in(p.warn, bold.Underline(true))),
		Heading: compiled(bold),
		Tag:     compiled(in(p.accent, plain)),
		Server:  compiled(in(p.accent, plain)),
		Local:   compiled(in(p.local, plain.Underline(p.plain || p.few))),
		Key:     compiled(in(p.accent, bold)),
		Alert:   compiled(in(p.warn, bold.Reverse(true))),
		Border:  compiled(in(p.accent, plain)),
		Flags: map[string]Style{
			"red": compiled(in(p.bad, flag)), "yellow": compiled(in(p.warn, flag)), "green": compiled(in(p.good, flag)),
			"blue": compiled(in(p.accent, flag)), "purple": compiled(in(p.local, flag)),
		},
	}
}

// in returns a style in a colour, if there is one.
func in(c color.Color, style lipgloss.Style) lipgloss.Style {
	if c == nil {
		return style
	}
	return style.Foreground(c)
}
