package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// film is a run of the program as a moving picture.
type film struct {
	name          string
	width, height int
	args          []string
	scenes        []scene
}

// scene is what is typed, with a word on it, until the screen shows a text;
// the picture then stays for a while.
type scene struct {
	press, shows string
	caption      string
	stay         time.Duration
}

// frame is what is seen from one moment to another.
type frame struct {
	lines []string
	from  time.Duration
}

// take runs the program and draws every scene.
func (f film) take(binary string) (string, error) {
	show, stop, err := open(binary, f.args, f.width, f.height)
	if err != nil {
		return "", err
	}
	defer stop()
	var frames []frame
	at := time.Duration(0)
	for _, s := range f.scenes {
		if _, err := io.WriteString(show.terminal, s.press); err != nil {
			return "", err
		}
		if err := show.await(s.shows); err != nil {
			return "", err
		}
		lines := show.lines(false)
		lines = append(lines, captionLine(s.caption, f.height))
		frames = append(frames, frame{lines: lines, from: at})
		at += s.stay
	}
	return animate(frames, at, f.width, f.height), nil
}

// captionLine draws the line under the screen.
func captionLine(caption string, row int) string {
	var out strings.Builder
	fmt.Fprintf(&out, `<text x="%d" y="%d" fill="%s" font-weight="bold">`, margin, margin+(row+1)*cellHeight, hex(captionInk))
	xml.EscapeText(&out, []byte(caption))
	out.WriteString("</text>\n")
	return out.String()
}

// animate puts the frames behind each other. A line that stays the same is
// drawn once and shown as long as it stays.
func animate(frames []frame, length time.Duration, width, height int) string {
	var body, styles strings.Builder
	spans := map[string]string{}
	for row := range height + 1 {
		for i := 0; i < len(frames); {
			end := i + 1
			for end < len(frames) && frames[end].lines[row] == frames[i].lines[row] {
				end++
			}
			until := length
			if end < len(frames) {
				until = frames[end].from
			}
			if line := frames[i].lines[row]; line != "" {
				class := span(&styles, spans, frames[i].from, until, length)
				fmt.Fprintf(&body, "<g%s>\n%s</g>\n", class, line)
			}
			i = end
		}
	}
	var out strings.Builder
	head(&out, width, height+2, darkGround)
	fmt.Fprintf(&out, "<style>\n%s</style>\n", styles.String())
	out.WriteString(body.String())
	out.WriteString("</svg>\n")
	return out.String()
}

// span returns the attribute that shows something from one moment to another
// of every round, and nothing where that is always.
func span(styles *strings.Builder, known map[string]string, from, until, length time.Duration) string {
	if from == 0 && until == length {
		return ""
	}
	percent := func(at time.Duration) string {
		return fmt.Sprintf("%.2f%%", 100*at.Seconds()/length.Seconds())
	}
	key := percent(from) + percent(until)
	class, done := known[key]
	if !done {
		class = fmt.Sprintf("s%d", len(known))
		known[key] = class
		// Who does not animate sees the first scene.
		first := map[bool]string{true: "visible", false: "hidden"}[from == 0]
		fmt.Fprintf(styles, "@keyframes %s{0%%{visibility:%s}%s{visibility:visible}%s{visibility:hidden}}\n",
			class, first, percent(from), percent(until))
		fmt.Fprintf(styles, ".%s{visibility:%s;animation:%s %.1fs step-end infinite}\n", class, first, class, length.Seconds())
	}
	return fmt.Sprintf(` class="%s"`, class)
}

// write makes a picture and puts it into this folder.
func write(name string, take func() (string, error)) error {
	svg, err := take()
	if err != nil {
		return fmt.Errorf("picture %s: %w", name, err)
	}
	file := "screenshots/" + name + ".svg"
	if err := os.WriteFile(file, []byte(svg), 0o644); err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, file)
	return nil
}
