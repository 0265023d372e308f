// Package triage is the screen with the images that need attention, by cause.
package triage

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"glimpse/model"
	"glimpse/model/job"
	"glimpse/model/list"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/intent"
	"glimpse/ui/theme"
	"glimpse/ui/widget/listview"
)

// Reading is how far the cloud was looked at.
type Reading struct {
	// Read is how many images were, ByStatus whether all of those are here that
	// the service finds by their status, Done whether every image was read.
	Read           int
	ByStatus, Done bool
	// Err is why no more are read, or nil.
	Err error
}

// Screen shows images by cause.
type Screen struct {
	theme *theme.Theme
	now   time.Time
	// known are the images by their ids, marked those that the user chose.
	known  map[model.ImageID]*model.Image
	marked map[model.ImageID]bool
	lines  []line
	rows   listview.List
	// failures are the tasks that say when and why imports failed, by image, as far as the
	// service told; one without a message is of an image of which it keeps none.
	failures map[model.ImageID]model.Task
	// asked are the images of which it was asked in this look.
	asked    map[model.ImageID]bool
	outcomes map[model.ImageID]job.Outcome
	// undoable reports whether the last job can be undone.
	undoable bool
	reading  Reading
	readOnly string
	names    func(id text.Untrusted) text.Untrusted

	width, height int
}

type line struct {
	image *model.Image
	cause model.Cause
}

// New makes the screen; nothing was read yet. readOnly says why nothing can be
// changed, if nothing can.
func New(theme *theme.Theme, now time.Time, readOnly string, names func(id text.Untrusted) text.Untrusted) *Screen {
	return &Screen{
		theme: theme, now: now, readOnly: readOnly, names: names, known: map[model.ImageID]*model.Image{},
		marked: map[model.ImageID]bool{}, failures: map[model.ImageID]model.Task{}, asked: map[model.ImageID]bool{},
	}
}

// Begin forgets what was read, because it is read anew. Marks stay, and messages
// until there are newer ones.
func (s *Screen) Begin() {
	s.known, s.reading = map[model.ImageID]*model.Image{}, Reading{}
	clear(s.asked)
}

// Add takes images that need attention, and how far the cloud was looked at.
func (s *Screen) Add(images []model.Image, reading Reading) {
	for i := range images {
		s.known[images[i].ID] = &images[i]
	}
	s.reading = reading
	s.arrange()
}

// Explain takes the tasks of imports that failed, by image, as far as the service told of
// them: what failed last comes first.
func (s *Screen) Explain(failures map[model.ImageID]model.Task) {
	for id, failure := range failures {
		s.failures[id] = failure
	}
	s.arrange()
}

// when returns since when an image needs attention, as far as it is known: a failed import
// since its task failed, one without data since it was made. For the rest the record tells
// only when it was changed last, by a tag too.
func (s *Screen) when(l line) (at time.Time, known bool) {
	if failure, told := s.failures[l.image.ID]; told && l.cause == model.FailedImport && !failure.FailedAt().IsZero() {
		return failure.FailedAt(), true
	}
	return l.image.Time(l.image.AttentionSince(l.cause))
}

// Unexplained returns images of failed imports of which it was not yet asked in this
// look why they failed, and takes them as asked about: at most so many a look.
func (s *Screen) Unexplained(most int) []model.ImageID {
	var ids []model.ImageID
	for _, l := range s.lines {
		if id := l.image.ID; l.cause == model.FailedImport && !s.asked[id] && len(s.asked) < most {
			s.asked[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// Replace takes a newer record of an image; it stays until the cloud is read
// anew, even if it needs no attention any more.
func (s *Screen) Replace(image *model.Image) {
	old := s.known[image.ID]
	if old == nil {
		return
	}
	kept := *image
	s.known[image.ID] = &kept
	under := s.current()
	// A job replaces one image after another: to sort all for each would be slow.
	if at := slices.IndexFunc(s.lines, func(l line) bool { return l.image == old }); at >= 0 {
		s.lines = slices.Delete(s.lines, at, at+1)
	}
	row := line{&kept, kept.NeedsAttention(s.now)}
	at, _ := slices.BinarySearchFunc(s.lines, row, s.compare)
	s.lines = slices.Insert(s.lines, at, row)
	s.fitWindow(under)
}

// Renew takes a newer record of an image that a job has changed. The row stays where it
// is as long as its cause does: whoever goes through the rows goes on at the next.
func (s *Screen) Renew(image *model.Image) {
	at := slices.IndexFunc(s.lines, func(l line) bool { return l.image.ID == image.ID })
	if at < 0 || s.lines[at].cause != image.NeedsAttention(s.now) {
		s.Replace(image)
		return
	}
	kept := *image
	s.known[image.ID], s.lines[at].image = &kept, &kept
}

// Remove takes an image out that the service no longer has.
func (s *Screen) Remove(id model.ImageID) {
	delete(s.known, id)
	delete(s.marked, id)
	s.arrange()
}

// ShowOutcomes shows what jobs do to images, and takes whether the last one can be undone.
func (s *Screen) ShowOutcomes(outcomes map[model.ImageID]job.Outcome, undoable bool) {
	s.outcomes, s.undoable = outcomes, undoable
}

// arrange puts the rows in order: by cause, and the latest change first. The
// cursor stays on its image.
func (s *Screen) arrange() {
	under := s.current()
	s.lines = make([]line, 0, len(s.known))
	for _, image := range s.known {
		s.lines = append(s.lines, line{image, image.NeedsAttention(s.now)})
	}
	slices.SortFunc(s.lines, s.compare)
	s.fitWindow(under)
}

func (s *Screen) compare(a, b line) int {
	first, _ := s.when(a)
	second, _ := s.when(b)
	return cmp.Or(cmp.Compare(rank(a.cause), rank(b.cause)), second.Compare(first),
		strings.Compare(a.image.ID.Raw(), b.image.ID.Raw()))
}

// fitWindow keeps the cursor on an image, but for the first row.
func (s *Screen) fitWindow(under *model.Image) {
	row := s.rows.Cursor()
	if under != nil {
		if at := slices.IndexFunc(s.lines, func(l line) bool { return l.image.ID == under.ID }); at >= 0 && row > 0 {
			row = at
		}
	}
	s.rows.Place(row, len(s.lines), s.height-above)
}

// rank is the place of a cause; what is well again comes last.
func rank(cause model.Cause) int {
	if cause == model.Well {
		return len(model.Causes()) + 1
	}
	return int(cause)
}

func (s *Screen) current() *model.Image {
	if at := s.rows.Cursor(); at < len(s.lines) {
		return s.lines[at].image
	}
	return nil
}

// Title returns the title for the header.
func (s *Screen) Title() string { return "Needs attention" }

// Position says where the cursor is, for the header.
func (s *Screen) Position() string {
	at, of := s.rows.Position()
	return format.Position("line", at, of)
}

// Doing returns what is under way, in words, or nothing.
func (s *Screen) Doing() string {
	if s.reading.Done || s.reading.Err != nil {
		return ""
	}
	return "reading all images"
}

// SetNow sets the time that ages are counted from.
func (s *Screen) SetNow(now time.Time) { s.now = now }

// SetSize gives the screen its room.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.rows.Resize(len(s.lines), height-above)
}

// Targets returns the images that a change is about: the marked ones in their
// order, and without marks the one under the cursor.
func (s *Screen) Targets() []*model.Image {
	var targets []*model.Image
	for _, l := range s.lines {
		if s.marked[l.image.ID] {
			targets = append(targets, l.image)
		}
	}
	if image := s.current(); len(targets) == 0 && image != nil {
		targets = append(targets, image)
	}
	return targets
}

// Find returns an image of the screen, or nil.
func (s *Screen) Find(id model.ImageID) *model.Image { return s.known[id] }

// Act carries out an action and returns what is asked for.
func (s *Screen) Act(press action.Press) intent.Intent {
	switch press.Action {
	case action.Back, action.Leave:
		return intent.Close{}
	case action.Refresh:
		return intent.OpenAttention{}
	case action.Open:
		if image := s.current(); image != nil {
			return intent.OpenImage{Image: image}
		}
	case action.Copy:
		return intent.CopyFrom{Images: list.Select(s.Targets()...)}
	case action.Mark:
		s.mark()
	case action.MarkAll:
		for _, l := range s.lines {
			s.marked[l.image.ID] = !l.image.ID.IsEmpty()
		}
	case action.MarkNone:
		clear(s.marked)
	default:
		if asked := intent.Changing(press.Action, s.anyTarget); asked != nil {
			return asked
		}
		s.rows.Act(press.Action)
	}
	return nil
}

// mark marks the image under the cursor or takes its mark away, and moves on.
func (s *Screen) mark() {
	if image := s.current(); image != nil && !image.ID.IsEmpty() {
		s.marked[image.ID] = !s.marked[image.ID]
	}
	s.rows.Move(1)
}

func (s *Screen) anyTarget(holds func(*model.Image) bool) bool {
	return slices.ContainsFunc(s.Targets(), holds)
}

// Wheel moves the cursor by lines.
func (s *Screen) Wheel(lines int) intent.Intent {
	s.rows.Move(lines)
	return nil
}

// Click moves the cursor to an image, and opens the one under the cursor.
func (s *Screen) Click(_, y int) intent.Intent {
	if s.rows.Click(y - above) {
		return s.Act(action.Press{Action: action.Open})
	}
	return nil
}

// Bindings returns what the keys do here, as things are.
func (s *Screen) Bindings() []action.Group {
	own, changes := action.TriageKeys(), action.Changes().Without(action.NewImage)
	if len(s.lines) == 0 {
		const why = "nothing here needs attention"
		own, changes = own.DisableAll(why), changes.DisableAll(why)
	}
	if s.Doing() != "" && len(s.lines) == 0 {
		own = own.Relabel(action.Open, "", "show the image under the cursor in detail")
	}
	if !s.hasMarks() {
		own = own.Disable(action.MarkNone, "nothing is marked")
	}
	if image := s.current(); image != nil && !s.hasMarks() {
		changes = intent.Labelled(changes, image)
	}
	if len(s.outcomes) > 0 && !s.undoable {
		changes = changes.Unlabel(action.Undo)
	}
	return action.Prefer([]action.Group{
		own, changes.DisableChanges(s.readOnly), action.Written(), action.Moving().Relabel(action.Bottom, "", "to the last"),
		action.Everywhere().Relabel(action.Leave, "back", "back to the images").Relabel(action.Back, "", "back to the images").
			Relabel(action.Refresh, "", "look at the whole cloud again"),
	}, s.likely()...)
}

// hasMarks reports whether an image is marked.
func (s *Screen) hasMarks() bool {
	return slices.ContainsFunc(s.lines, func(l line) bool { return s.marked[l.image.ID] })
}

// likely returns what is likely to be done next to the image under the cursor: one that is
// deactivated may be reactivated, and for what failed there is little but to delete it.
func (s *Screen) likely() []action.ID {
	next := []action.ID{action.Open, action.Mark}
	image := s.current()
	if s.hasMarks() {
		next = []action.ID{action.MarkNone, action.Mark}
	}
	switch {
	case s.hasMarks() || image != nil && image.Status == model.StatusDeactivated:
		next = append(next, action.ToggleActive)
	case image != nil && image.Status == model.StatusQueued:
		next = append(next, action.DataIn)
	}
	next = append(next, action.Delete)
	if len(s.outcomes) > 0 {
		next = append(next, action.Undo, action.Jobs)
	}
	return append(next, action.EditAttributes, action.Copy, action.ToggleActive, action.Command)
}
