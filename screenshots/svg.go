package main

import (
	"encoding/xml"
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// The cells of the drawing, in pixels of a monospaced font.
const (
	cellWidth  = 8.4
	cellHeight = 18
	margin     = 14
	fontSize   = 14
)

// The colours of a terminal that a program does not choose.
var (
	darkGround, darkInk   = color.RGBA{0x1a, 0x1b, 0x26, 0xff}, color.RGBA{0xd0, 0xd4, 0xe4, 0xff}
	captionInk            = color.RGBA{0xf0, 0xc6, 0x74, 0xff}
	lightGround, lightInk = color.RGBA{0xfa, 0xfa, 0xf8, 0xff}, color.RGBA{0x24, 0x29, 0x2e, 0xff}
)

// look is how a run of cells is drawn.
type look struct {
	ink, ground color.Color
	bold, faint bool
	italic      bool
	underline   bool
}

// draw renders the screen as SVG: a rectangle for each run of cells with a
// ground of its own, and a text for each run of one look.
func (s *screen) draw(light bool) string {
	ground := color.Color(darkGround)
	if light {
		ground = lightGround
	}
	var out strings.Builder
	head(&out, s.emulator.Width(), s.emulator.Height(), ground)
	out.WriteString(strings.Join(s.lines(light), ""))
	out.WriteString("</svg>\n")
	return out.String()
}

// head begins a drawing of so many cells.
func head(out *strings.Builder, width, height int, ground color.Color) {
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d"`+
		` font-family="'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="%d">`+"\n",
		float64(width)*cellWidth+2*margin, height*cellHeight+2*margin, fontSize)
	fmt.Fprintf(out, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", hex(ground))
}

// lines draws each line of the screen.
func (s *screen) lines(light bool) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ground, ink := color.Color(darkGround), color.Color(darkInk)
	if light {
		ground, ink = lightGround, lightInk
	}
	lines := make([]string, s.emulator.Height())
	for y := range lines {
		var out strings.Builder
		s.drawLine(&out, y, s.emulator.Width(), look{ink: ink, ground: ground})
		lines[y] = out.String()
	}
	return lines
}

func (s *screen) drawLine(out *strings.Builder, y, width int, plain look) {
	for x := 0; x < width; {
		begin, style := x, s.lookAt(x, y, plain)
		var text strings.Builder
		for x < width && s.lookAt(x, y, plain) == style {
			content, cells := " ", 1
			if cell := s.emulator.CellAt(x, y); cell != nil && cell.Content != "" {
				content, cells = cell.Content, max(1, cell.Width)
			}
			text.WriteString(content)
			x += cells
		}
		drawRun(out, text.String(), begin, x-begin, y, style, plain)
	}
}

func drawRun(out *strings.Builder, text string, column, cells, y int, style, plain look) {
	left, top := margin+float64(column)*cellWidth, margin+y*cellHeight
	length := float64(cells) * cellWidth
	if hex(style.ground) != hex(plain.ground) {
		fmt.Fprintf(out, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, top, length, cellHeight, hex(style.ground))
	}
	if strings.TrimSpace(text) == "" && !style.underline {
		return
	}
	attributes := ""
	if style.bold {
		attributes += ` font-weight="bold"`
	}
	if style.italic {
		attributes += ` font-style="italic"`
	}
	if style.underline {
		attributes += ` text-decoration="underline"`
	}
	if style.faint {
		attributes += ` opacity="0.6"`
	}
	fmt.Fprintf(out, `<text x="%.1f" y="%d" textLength="%.1f" xml:space="preserve" fill="%s"%s>`, left, top+fontSize, length, hex(style.ink), attributes)
	xml.EscapeText(out, []byte(text))
	out.WriteString("</text>\n")
}

func (s *screen) lookAt(x, y int, plain look) look {
	cell := s.emulator.CellAt(x, y)
	if cell == nil {
		return plain
	}
	style := plain
	if cell.Style.Fg != nil {
		style.ink = rgb(cell.Style.Fg)
	}
	if cell.Style.Bg != nil {
		style.ground = rgb(cell.Style.Bg)
	}
	if cell.Style.Attrs&uv.AttrReverse != 0 {
		style.ink, style.ground = style.ground, style.ink
	}
	style.bold = cell.Style.Attrs&uv.AttrBold != 0
	style.faint = cell.Style.Attrs&uv.AttrFaint != 0
	style.italic = cell.Style.Attrs&uv.AttrItalic != 0
	style.underline = cell.Style.Underline != 0
	return style
}

// rgb makes colours comparable.
func rgb(c color.Color) color.Color { return color.RGBAModel.Convert(c) }

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
