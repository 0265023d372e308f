package errorbody

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// unseen are the elements of a page whose text nobody sees.
var unseen = []string{"head", "script", "style", "template", "svg"}

// elements are those of the names that are no elements of HTML.
var elements = []string{"message", "msg", "faultstring", "detail", "description", "reason"}

// fromMarkup returns the text of a page, or the sentence of an XML document.
func fromMarkup(content string) string {
	reader := pageReader{named: map[string]string{}}
	tokens := html.NewTokenizer(strings.NewReader(content))
	tokens.AllowCDATA(true)
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return reader.sentence()
		case html.TextToken:
			reader.text(string(tokens.Text()))
		case html.StartTagToken:
			name, _ := tokens.TagName()
			reader.begin(string(name))
		case html.EndTagToken:
			name, _ := tokens.TagName()
			reader.end(string(name))
		case html.SelfClosingTagToken, html.CommentToken, html.DoctypeToken:
			reader.visible.WriteByte(' ')
		}
	}
}

// pageReader gathers the text of a document.
type pageReader struct {
	visible strings.Builder
	title   string
	named   map[string]string
	// in is the last element that was opened and decides what its text is;
	// hidden is the one that hides everything until it ends.
	in, hidden string
	// heading reports whether the text so far is a heading; headings counts
	// them.
	heading  bool
	headings int
}

func (p *pageReader) begin(name string) {
	p.in = name
	if p.hidden == "" && slices.Contains(unseen, name) {
		p.hidden = name
	}
	p.visible.WriteByte(' ')
}

func (p *pageReader) end(name string) {
	if name == p.hidden {
		p.hidden = ""
	}
	if name == "h1" || name == "h2" {
		p.headings++
		p.heading = p.headings == 1
	}
	p.in = ""
	p.visible.WriteByte(' ')
}

func (p *pageReader) text(content string) {
	switch {
	case strings.TrimSpace(content) == "":
		p.visible.WriteByte(' ')
		return
	case p.in == "title":
		p.title = content
	case slices.Contains(elements, p.in) && p.named[p.in] == "":
		p.named[p.in] = content
	}
	if p.hidden != "" {
		return
	}
	if p.heading {
		p.afterHeading()
	}
	p.visible.WriteString(content)
}

// afterHeading parts a heading from what follows it.
func (p *pageReader) afterHeading() {
	p.heading = false
	before := strings.TrimSpace(p.visible.String())
	if before == "" {
		return
	}
	p.visible.Reset()
	p.visible.WriteString(joined(before, ""))
}

// joined puts a text behind another one that introduces it.
func joined(before, behind string) string {
	if !strings.ContainsAny(before[len(before)-1:], ".:;!?") {
		before += ":"
	}
	return before + " " + behind
}

// isMarkup reports whether a text that begins with an angle bracket is a page
// or a document, and not a text with a word in such brackets.
func isMarkup(content string) bool {
	for _, beginning := range []string{"<!", "<?", "<html"} {
		if len(content) >= len(beginning) && strings.EqualFold(content[:len(beginning)], beginning) {
			return true
		}
	}
	return strings.HasPrefix(content, "<") && strings.Contains(content, "</")
}

// sentence returns what was found: the element that holds it, the text, or
// the title of a page without one.
func (p *pageReader) sentence() string {
	for _, name := range elements {
		if p.named[name] != "" {
			return p.named[name]
		}
	}
	if seen := p.visible.String(); strings.TrimSpace(seen) != "" {
		return seen
	}
	return p.title
}
