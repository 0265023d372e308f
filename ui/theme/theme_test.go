package theme_test

import (
	"image/color"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"glimpse/ui/theme"
)

func choices() []theme.Choice {
	var all []theme.Choice
	for _, name := range append(theme.Names(), "") {
		for _, light := range []bool{false, true} {
			for _, depth := range []theme.Depth{theme.DepthFull, theme.Depth16, theme.DepthNone} {
				all = append(all, theme.Choice{Name: name, Light: light, Depth: depth, ASCII: light})
			}
		}
	}
	return all
}

// eachStyle calls a function with every style of a theme.
func eachStyle(chosen theme.Theme, do func(role, rendered string)) {
	for name, style := range chosen.Flags {
		do("flag "+name, style.Render("x"))
	}
	value := reflect.ValueOf(chosen)
	for i := range value.NumField() {
		if style, ok := value.Field(i).Interface().(theme.Style); ok {
			do(value.Type().Field(i).Name, style.Render("x"))
		}
	}
}

// eachGlyph calls a function with every glyph of a theme, those of the frame
// among them.
func eachGlyph(theme theme.Theme, do func(name, glyph string)) {
	for _, value := range []reflect.Value{reflect.ValueOf(theme.Glyphs), reflect.ValueOf(theme.Glyphs.Frame)} {
		for i := range value.NumField() {
			if field := value.Field(i); field.Kind() == reflect.String {
				do(value.Type().Field(i).Name, field.String())
			}
		}
	}
}

func TestStylesAreClosedWhereTheyAreOpened(t *testing.T) {
	t.Parallel()
	for _, choice := range choices() {
		eachStyle(theme.New(choice), func(role, rendered string) {
			if ansi.Strip(rendered) != "x" {
				t.Errorf("%+v %s adds characters: %q", choice, role, rendered)
			}
			if rendered != "x" && !strings.HasSuffix(rendered, "\x1b[m") {
				t.Errorf("%+v %s stays open: %q", choice, role, rendered)
			}
		})
	}
}

func TestWithoutColoursNoneIsUsedAndRolesStillDiffer(t *testing.T) {
	t.Parallel()
	theme := theme.New(theme.Choice{Depth: theme.DepthNone})
	eachStyle(theme, func(role, rendered string) {
		for _, parameter := range []string{"3", "38", "48"} {
			if strings.Contains(rendered, "["+parameter+";") || strings.Contains(rendered, ";"+parameter+";") {
				t.Errorf("%s has a colour: %q", role, rendered)
			}
		}
	})
	if theme.Cursor.Render("x") == "x" || theme.Muted.Render("x") == "x" || theme.Local.Render("x") == theme.Server.Render("x") {
		t.Error("without colours the cursor, what is muted and what is local must differ by attributes")
	}
}

func TestTheCursorIsReverseInEveryTheme(t *testing.T) {
	t.Parallel()
	for _, choice := range choices() {
		theme := theme.New(choice)
		opening := strings.SplitN(theme.Cursor.Render("x"), "x", 2)[0]
		if !strings.Contains(strings.Trim(opening, "\x1b[m"), "7") || strings.Contains(opening, "48;") {
			t.Errorf("%+v: the cursor is %q; a bare background is lost in GNU screen", choice, opening)
		}
	}
}

func TestASCIIGlyphsAreASCII(t *testing.T) {
	t.Parallel()
	eachGlyph(theme.New(theme.Choice{ASCII: true}), func(name, glyph string) {
		for _, char := range glyph {
			if char > 0x7e {
				t.Errorf("%s is %q", name, char)
			}
		}
	})
}

func TestGlyphsTakeOneCell(t *testing.T) {
	t.Parallel()
	eachGlyph(theme.New(theme.Choice{}), func(name, glyph string) {
		if ansi.StringWidthWc(glyph) != 1 || ansi.StringWidth(glyph) != 1 {
			t.Errorf("%s is %q", name, glyph)
		}
	})
}

// luminance is the relative luminance of a colour (WCAG 2.2).
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestColoursCanBeReadOnTheirBackground(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       theme.Name
		background color.Color
	}{
		{theme.Dark, color.RGBA{0x1e, 0x1e, 0x2e, 0xff}},
		{theme.Dark, color.Black},
		{theme.Light, color.White},
		{theme.Light, color.RGBA{0xfd, 0xf6, 0xe3, 0xff}},
		{theme.Gruvbox, color.RGBA{0x28, 0x28, 0x28, 0xff}},
		{theme.Nord, color.RGBA{0x2e, 0x34, 0x40, 0xff}},
		{theme.Sepia, color.RGBA{0xfd, 0xf6, 0xe3, 0xff}},
		{theme.Sepia, color.White},
	} {
		eachStyle(theme.New(theme.Choice{Name: test.name}), func(role, rendered string) {
			foreground := foregroundOf(rendered)
			if foreground == nil {
				return
			}
			a, b := luminance(foreground), luminance(test.background)
			if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < 4.5 {
				t.Errorf("%s %s on %v has a contrast of %.1f", test.name, role, test.background, contrast)
			}
		})
	}
}

// The 16 colours of terminals, as their makers have them.
var (
	xtermColours = palette16("000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff")
	linuxColours = palette16("000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff")
	solarized    = palette16("073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3")
)

func palette16(colours string) (palette [16]color.Color) {
	for i, colour := range strings.Fields(colours) {
		palette[i] = lipgloss.Color("#" + colour)
	}
	return palette
}

// TestSixteenColoursCanBeReadInEveryPalette holds for every theme, and for
// terminals that show bold text in the bright colours.
func TestSixteenColoursCanBeReadInEveryPalette(t *testing.T) {
	t.Parallel()
	dark := map[string]struct {
		colours    [16]color.Color
		background color.Color
	}{
		"xterm": {xtermColours, color.Black}, "the Linux console": {linuxColours, color.Black}, "Solarized dark": {solarized, solarized[8]},
	}
	light := map[string]struct {
		colours    [16]color.Color
		background color.Color
	}{"xterm": {xtermColours, color.White}, "Solarized light": {solarized, solarized[15]}}
	for _, name := range append(theme.Names(), "") {
		if name == theme.Mono {
			continue // it has no colours, and is faint as the terminal has it
		}
		for _, onLight := range []bool{false, true} {
			palettes := dark
			if name == theme.Light || name == theme.Sepia || onLight && name != theme.Dark && name != theme.Gruvbox && name != theme.Nord {
				palettes = light
			}
			eachStyle(theme.New(theme.Choice{Name: name, Light: onLight, Depth: theme.Depth16}), func(role, rendered string) {
				number, bold, known := colour16(rendered)
				if !known {
					t.Errorf("%s %s: not 16 colours, or faint: %q", name, role, rendered)
				}
				if number < 0 {
					return // the terminal's own text on its own background
				}
				shown := []int{number}
				if bold && number < 8 {
					shown = append(shown, number+8)
				}
				for terminal, palette := range palettes {
					for _, number := range shown {
						a, b := luminance(palette.colours[number]), luminance(palette.background)
						if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < 4.5 {
							t.Errorf("%s %s: colour %d has a contrast of %.1f in %s", name, role, number, contrast, terminal)
						}
					}
				}
			})
		}
	}
}

// colour16 reads what a rendered text is shown in: one of the 16 colours, or
// -1 for the terminal's own. Reverse changes nothing in the contrast. known is
// false for anything that is not bold, underlined, reverse or such a colour.
func colour16(rendered string) (number int, bold, known bool) {
	opening, _, styled := strings.Cut(rendered, "m")
	number = -1
	if !styled {
		return number, false, true
	}
	for parameter := range strings.SplitSeq(strings.TrimPrefix(opening, "\x1b["), ";") {
		value, err := strconv.Atoi(parameter)
		switch {
		case err != nil:
			return number, bold, false
		case value == 1:
			bold = true
		case value == 4 || value == 7:
		case value >= 30 && value <= 37:
			number = value - 30
		case value >= 90 && value <= 97:
			number = value - 90 + 8
		default:
			return number, bold, false
		}
	}
	return number, bold, true
}

func TestInSixteenColoursWhatIsBadStandsOut(t *testing.T) {
	t.Parallel()
	for _, light := range []bool{false, true} {
		chosen := theme.New(theme.Choice{Depth: theme.Depth16, Light: light})
		seen := map[string]bool{}
		for _, style := range []theme.Style{chosen.Text, chosen.Warn, chosen.Bad, chosen.Local} {
			seen[style.Render("x")] = true
		}
		if len(seen) != 4 {
			t.Errorf("light %v: text, warnings, failures and local terms look alike", light)
		}
	}
}

// foregroundOf reads the colour of a rendered text, if it has one.
func foregroundOf(rendered string) color.Color {
	at := strings.Index(rendered, "38;2;")
	if at < 0 {
		return nil
	}
	var c [3]uint8
	part := 0
	for _, char := range rendered[at+len("38;2;"):] {
		switch char {
		case ';':
			part++
		case 'm':
			return color.RGBA{c[0], c[1], c[2], 0xff}
		default:
			c[part] = c[part]*10 + uint8(char-'0')
		}
		if part > 2 {
			return color.RGBA{c[0], c[1], c[2], 0xff}
		}
	}
	return nil
}
