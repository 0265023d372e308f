// Package edit holds the form in which images are edited: the attributes, the tags
// and the properties of one image or of many at once, or of a new image, each on a
// tab.
//
// A form changes nothing but itself. It shows what the images hold, takes what is
// to be, says what the service would refuse while it is typed, and in the end asks
// for one change of what was really changed on all its tabs, which leads to the
// preview. It stays as it is until it is left, and is left with something typed
// only after it has asked.
package edit

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"glimpse/model"
	"glimpse/model/command"
	"glimpse/model/list"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
)

// part is what a tab holds: the attributes, the tags or the properties.
type part interface {
	// act carries an action out. done reports whether there is nothing more to do
	// in the part: go on.
	act(press action.Press) (asked intent.Intent, done bool)
	typed(key tea.KeyPressMsg) intent.Intent
	pasted(text string) intent.Intent
	wheel(lines int)
	// back takes one step back within the part, if there is one to take.
	back() bool
	groups() []action.Group
	// resize gives the part the size of what rows draws.
	resize(width, height int)
	// wants is how many rows the part would like to have.
	wants() int
	// rows draws the part in exactly the size that it was given.
	rows() []string
	// foot says what there is to know of what is under the cursor.
	foot() []told
	// takeTyped takes what is still being typed as it is.
	takeTyped()
	// wrong goes to the first mistake and says what it is, if there is one.
	wrong() string
	// changes is how many things are to be changed.
	changes() int
	// commands are what is to be changed.
	commands() []command.Command
}

// tab is one tab of a form.
type tab struct {
	name string
	// part is nil until the tab is shown for the first time.
	part part
	open func() part
}

// told is a text of the foot, with its style.
type told struct {
	style theme.Style
	text  string
}

// Pane is a form. It is an overlay in which text is typed.
type Pane struct {
	theme *theme.Theme
	title string
	tabs  []tab
	at    int
	// create is what makes a new image; nil where there are images.
	create func() command.Command
	// tall is how many rows were wanted: what is on a tab does not move when
	// another has less.
	tall int

	// warning is what is to be known of the images before they are changed.
	warning string
	// asking reports whether leaving was asked for, and is asked about.
	asking bool
	// said is what went wrong at the last attempt to go on.
	said string

	width, height int
}

// New makes the form of the images of a finished survey, of which there must be at
// least one, on one of its tabs.
func New(theme *theme.Theme, survey *Survey, known Known, on intent.Tab) *Pane {
	p := &Pane{
		theme: theme, title: "Edit " + of(theme, survey.images.Len(), survey.first), warning: survey.warning(),
		at: int(on), tall: leastTall,
		tabs: []tab{
			intent.Attributes: {name: "Attributes", open: func() part { return newFields(theme, survey, &known) }},
			intent.Tags:       {name: "Tags", open: func() part { return newTags(theme, survey, &known) }},
			intent.Properties: {name: "Properties", open: func() part { return newProperties(theme, survey, &known) }},
		},
	}
	p.turn(0)
	return p
}

// NewImage makes the form of an image that there is not yet.
func NewImage(theme *theme.Theme, known Known) *Pane {
	none := NewSurvey(list.Selection{})
	fields := newFields(theme, none, &known)
	tags := newTags(theme, none, &known)
	properties := newProperties(theme, none, &known)
	return &Pane{
		theme: theme, title: "New image",
		tabs: []tab{{name: "Attributes", part: fields}, {name: "Tags", part: tags}, {name: "Properties", part: properties}},
		create: func() command.Command {
			return command.Create{
				File: fields.form.file(), Sign: fields.form.sign(), Attributes: fields.form.assignments(),
				Tags: tags.set.command().Add, Properties: properties.set.command().Set,
			}
		},
	}
}

// part is what the tab that is shown holds.
func (p *Pane) part() part { return p.tabs[p.at].part }

// parts are what the tabs hold that were shown.
func (p *Pane) parts() []part {
	parts := make([]part, 0, len(p.tabs))
	for _, each := range p.tabs {
		if each.part != nil {
			parts = append(parts, each.part)
		}
	}
	return parts
}

// of names the images that a form is about; first is one of them.
func of(theme *theme.Theme, images int, first *model.Image) string {
	if images != 1 {
		return format.Count(images) + " images"
	}
	const longest = 60
	if name := first.Name; !name.IsEmpty() {
		return theme.Cells.Cut(brief(theme, name.Raw(), longest), longest)
	}
	return "image " + theme.Cells.Cut(theme.Cells.Show(first.ID.Untrusted), longest)
}

// warning warns of images whose data is coming in: Glance saves what it knew
// of them at the start again when the data is complete, and with it undoes
// every change in between.
func (s *Survey) warning() string {
	one := s.images.Len() == 1
	switch {
	case s.incoming == 0 && s.unknown == 0:
		return ""
	case s.incoming == 0 && one:
		return "its status is unknown: an import that is still running may overwrite this change"
	case s.incoming == 0:
		return "the status of " + format.Count(s.unknown) +
			" is unknown: an import that is still running may overwrite this change"
	case one:
		return "still importing or saving: that may overwrite this change"
	}
	return format.Count(s.incoming) + " still importing or saving: that may overwrite this change"
}

// SetSize gives the form the size of the terminal without the line of messages.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.arrange()
}

// SetNow sets the time at which the next key is pressed.
func (p *Pane) SetNow(now time.Time) {
	for _, each := range p.parts() {
		if timed, ok := each.(interface{ setNow(now time.Time) }); ok {
			timed.setNow(now)
		}
	}
}

// Unsaved reports whether something was typed or chosen that leaving would lose.
func (p *Pane) Unsaved() bool { return p.changes() > 0 }

func (p *Pane) changes() int {
	sum := 0
	for _, each := range p.parts() {
		sum += each.changes()
	}
	return sum
}

// Fail says why the change cannot be planned. Everything typed stays.
func (p *Pane) Fail(why string) { p.said = why }

// Type takes a key that is no binding.
func (p *Pane) Type(key tea.KeyPressMsg) intent.Intent {
	if p.asking {
		p.asking = false
		return intent.Notify{Text: "your changes are kept: only " + p.theme.Keys.For("editor-leave", action.Remove) + " discards them"}
	}
	p.said = ""
	defer p.arrange()
	return p.part().typed(key)
}

// Paste takes a text that was pasted.
func (p *Pane) Paste(text string) intent.Intent {
	p.asking, p.said = false, ""
	defer p.arrange()
	return p.part().pasted(text)
}

// Wheel moves the cursor by lines.
func (p *Pane) Wheel(lines int) {
	if !p.asking {
		p.part().wheel(lines)
	}
}

// Act carries out an action and returns what is asked for.
func (p *Pane) Act(press action.Press) intent.Intent {
	if p.asking {
		p.asking = false
		if press.Action == action.Remove {
			return intent.Close{}
		}
		return nil
	}
	p.said = ""
	defer p.arrange()
	switch press.Action {
	case action.Review:
		return p.review()
	case action.Back, action.Leave:
		return p.leave()
	case action.OtherField:
		step := 1
		if press.Nth > 0 {
			step = -1
		}
		p.turn(step)
		return p.Needs()
	default:
	}
	asked, done := p.part().act(press)
	switch {
	case !done:
	case p.create != nil && p.at < len(p.tabs)-1:
		p.turn(1)
		return p.Needs()
	default:
		return p.review()
	}
	return asked
}

// Needs asks for what the tab that is shown wants to be read first.
func (p *Pane) Needs() intent.Intent {
	if _, shown := p.part().(*properties); shown {
		return intent.ReadDefinitions{}
	}
	return nil
}

// turn goes to another tab.
func (p *Pane) turn(step int) {
	if shown := p.part(); shown != nil {
		shown.takeTyped()
	}
	p.at = (p.at + step + len(p.tabs)) % len(p.tabs)
	if shown := &p.tabs[p.at]; shown.part == nil {
		shown.part = shown.open()
	}
}

// leave leaves the form, but asks first if something would be lost.
func (p *Pane) leave() intent.Intent {
	if p.part().back() {
		return nil
	}
	if p.Unsaved() {
		p.asking = true
		return nil
	}
	return intent.Close{}
}

// review asks for the preview, or goes to what is wrong.
func (p *Pane) review() intent.Intent {
	for _, each := range p.parts() {
		each.takeTyped()
	}
	for i, each := range p.tabs {
		if each.part == nil {
			continue
		}
		if wrong := each.part.wrong(); wrong != "" {
			p.at, p.said = i, wrong
			return nil
		}
	}
	if !p.Unsaved() {
		p.said = nothing
		return nil
	}
	return intent.Change{Commands: p.commands()}
}

// commands are what is asked for: what was changed, and nothing else.
func (p *Pane) commands() []command.Command {
	if p.create != nil {
		return []command.Command{p.create()}
	}
	var wanted []command.Command
	for _, each := range p.parts() {
		if each.changes() > 0 {
			wanted = append(wanted, each.commands()...)
		}
	}
	return wanted
}

// nothing is what there is to say where nothing was changed.
const nothing = "nothing to send: no change was made"

// Bindings returns what the keys do.
func (p *Pane) Bindings() []action.Group {
	quit := action.Everywhere().Only(action.Quit)
	if p.asking {
		return []action.Group{action.EditorLeaving(), quit}
	}
	own := action.Editor()
	if !p.Unsaved() {
		own = own.Disable(action.Review, nothing)
	}
	groups := []action.Group{own}
	if len(p.tabs) > 1 {
		groups = append(groups, action.EditorParts())
	}
	groups = append(groups, p.part().groups()...)
	back := action.Everywhere().Only(action.Back).
		Relabel(action.Back, "close", "close the form; it asks first if changes would be lost")
	return append(groups, action.Group{Scope: back.Scope, Title: back.Title, Bindings: append(back.Bindings, quit.Bindings...)})
}
