package theme_test

import (
	"image/color"
	"math"
	"reflect"
	"strings"
	"testing"

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
func eachStyle(look theme.Theme, do func(role, rendered string)) {
	for name, style := range look.Flags {
		do("flag "+name, style.Render("x"))
	}
	value := reflect.ValueOf(look)
	for i := range value.NumField() {
		if style, ok := value.Field(i).Interface().(theme.Style); ok {
			do(value.Type().Field(i).Name, style.Render("x"))
		}
	}
}

// eachGlyph calls a function with every glyph of a theme, those of the frame
// among them.
func eachGlyph(look theme.Theme, do func(name, glyph string)) {
	for _, value := range []reflect.Value{reflect.ValueOf(look.Glyphs), reflect.ValueOf(look.Glyphs.Frame)} {
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
	look := theme.New(theme.Choice{Depth: theme.DepthNone})
	eachStyle(look, func(role, rendered string) {
		for _, parameter := range []string{"3", "38", "48"} {
			if strings.Contains(rendered, "["+parameter+";") || strings.Contains(rendered, ";"+parameter+";") {
				t.Errorf("%s has a colour: %q", role, rendered)
			}
		}
	})
	if look.Cursor.Render("x") == "x" || look.Muted.Render("x") == "x" || look.Local.Render("x") == look.Server.Render("x") {
		t.Error("without colours the cursor, what is muted and what is local must differ by attributes")
	}
}

func TestTheCursorIsReverseInEveryTheme(t *testing.T) {
	t.Parallel()
	for _, choice := range choices() {
		look := theme.New(choice)
		opening := strings.SplitN(look.Cursor.Render("x"), "x", 2)[0]
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
