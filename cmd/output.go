package cmd

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"glimpse/model"
	"glimpse/model/text"
)

// imageWriter writes images to standard output as they arrive, a page at a
// time, so that nothing but the page is held.
type imageWriter interface {
	// page writes some images and flushes them.
	page(images []model.Image) error
	// end writes what closes the output, once every page has been written.
	end() error
}

// outputs are the values of --output, in the order in which help names them.
var outputs = []string{"table", "json", "csv", "id"}

// newImageWriter returns the writer for a value of --output. toTerminal says
// that a person's terminal reads it, where even machine formats must not hold
// a control character.
func newImageWriter(format string, columns []column, out io.Writer, toTerminal bool) (imageWriter, error) {
	if said, isTemplate := strings.CutPrefix(format, templatePrefix); isTemplate {
		return newTemplateWriter(said, out, toTerminal)
	}
	buffered := bufio.NewWriter(out)
	switch format {
	case "table":
		return &tableWriter{out: buffered, columns: columns}, nil
	case "json":
		return &jsonWriter{out: buffered, escape: toTerminal}, nil
	case "csv":
		return &csvWriter{out: csv.NewWriter(buffered), flush: buffered.Flush, columns: columns, escape: toTerminal}, nil
	case "id":
		return &idWriter{out: buffered, escape: toTerminal}, nil
	}
	return nil, usage(fmt.Errorf("--output %q is not a format; use one of %s or %s…", format, strings.Join(outputs, ", "), templatePrefix))
}

// tableWriter writes columns for a person. The widths are those of the first
// page; a later value that is wider is not cut, it moves the rest of its line.
type tableWriter struct {
	out     *bufio.Writer
	columns []column
	widths  []int
}

func (w *tableWriter) page(images []model.Image) error {
	rows := make([][]string, 0, len(images)+1)
	if w.widths == nil {
		header := make([]string, len(w.columns))
		for i, column := range w.columns {
			header[i] = strings.ToUpper(text.Escape(column.name))
		}
		rows = append(rows, header)
	}
	for i := range images {
		row := make([]string, len(w.columns))
		for j, column := range w.columns {
			row[j] = column.shown(&images[i])
		}
		rows = append(rows, row)
	}
	if w.widths == nil {
		w.widths = widths(rows, len(w.columns))
	}
	for _, row := range rows {
		w.out.WriteString(padded(row, w.widths))
	}
	return w.out.Flush()
}

func (w *tableWriter) end() error {
	if w.widths == nil {
		return w.page(nil)
	}
	return nil
}

// jsonWriter writes an array of images exactly as the service sent them, one
// on a line.
type jsonWriter struct {
	out    *bufio.Writer
	escape bool
	begun  bool
}

func (w *jsonWriter) page(images []model.Image) error {
	for i := range images {
		w.out.WriteString(w.separator())
		if w.escape {
			writeVisibleJSON(w.out, images[i].Raw)
		} else {
			w.out.Write(images[i].Raw)
		}
	}
	return w.out.Flush()
}

func (w *jsonWriter) separator() string {
	if w.begun {
		return ",\n"
	}
	w.begun = true
	return "[\n"
}

func (w *jsonWriter) end() error {
	if !w.begun {
		w.out.WriteString("[")
	}
	w.out.WriteString("\n]\n")
	return w.out.Flush()
}

// writeVisibleJSON writes a JSON text with every character that a terminal
// must not receive as a \u escape: outside strings JSON has none of them, and
// inside the value stays the same (RFC 8259, section 7).
func writeVisibleJSON(out *bufio.Writer, content []byte) {
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		shown := string(content[:size])
		switch {
		case shown == "\n":
			out.WriteByte(' ')
		case text.Escape(shown) == shown:
			out.WriteString(shown)
		case r > 0xffff:
			high, low := (r-0x10000)>>10+0xd800, (r-0x10000)&0x3ff+0xdc00
			fmt.Fprintf(out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(out, `\u%04x`, r)
		}
		content = content[size:]
	}
}

// writeJSON writes a JSON text of several lines, with visible escapes where a
// terminal reads it.
func writeJSON(streams Streams, content []byte) error {
	return writeJSONTo(streams.Out, content, streams.OutIsTerminal)
}

// writeJSONTo is writeJSON for any writer; escape says that a terminal reads it.
func writeJSONTo(to io.Writer, content []byte, escape bool) error {
	out := bufio.NewWriter(to)
	for line := range bytes.Lines(content) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		if escape {
			writeVisibleJSON(out, line)
		} else {
			out.Write(line)
		}
		out.WriteByte('\n')
	}
	return out.Flush()
}

// csvWriter writes a header and a row for each image (RFC 4180).
type csvWriter struct {
	out     *csv.Writer
	flush   func() error
	columns []column
	escape  bool
	begun   bool
}

func (w *csvWriter) page(images []model.Image) error {
	if !w.begun {
		w.begun = true
		w.write(func(c column) string { return c.name })
	}
	for i := range images {
		w.write(func(c column) string { return c.exact(&images[i]) })
	}
	w.out.Flush()
	if err := w.out.Error(); err != nil {
		return err
	}
	return w.flush()
}

func (w *csvWriter) write(cell func(column) string) {
	record := make([]string, len(w.columns))
	for i, column := range w.columns {
		record[i] = cell(column)
		if w.escape {
			record[i] = text.Escape(record[i])
		}
	}
	w.out.Write(record) //nolint:errcheck // csv.Writer keeps the error for Error
}

func (w *csvWriter) end() error {
	if w.begun {
		return nil
	}
	return w.page(nil)
}

// idWriter writes one id a line: the original, for whatever reads it will ask
// the service for it. One that holds the end of a line is escaped everywhere,
// or it would be taken for two.
type idWriter struct {
	out    *bufio.Writer
	escape bool
}

func (w *idWriter) page(images []model.Image) error {
	for i := range images {
		id := images[i].ID
		if w.escape || strings.ContainsAny(id.Raw(), "\n\r") {
			w.out.WriteString(id.Display())
		} else {
			w.out.WriteString(id.Raw())
		}
		w.out.WriteByte('\n')
	}
	return w.out.Flush()
}

func (w *idWriter) end() error { return nil }
