package planpreview

import (
	"slices"
	"strings"

	"glimpse/model/command"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/action"
	"glimpse/ui/format"
	"glimpse/ui/theme"
)

// images writes a number of images in words.
func images(n int) string {
	if n == 1 {
		return "1 image"
	}
	return format.Count(n) + " images"
}

// verbs say what the steps of a kind do with images.
var verbs = map[plan.Kind]string{
	plan.Update: "Change", plan.Retag: "Change the tags of", plan.Deactivate: "Deactivate",
	plan.Reactivate: "Reactivate", plan.Delete: "Delete", plan.Create: "Create", plan.CreateFromVolume: "Create",
	plan.Upload: "Upload the data of", plan.Import: "Import the data of", plan.Download: "Download",
	plan.DeleteFrom: "Delete from one store the data of",
	plan.Cache:      "Cache", plan.Uncache: "Uncache", plan.Relocate: "Change the locations of",
}

// verb says what the plan does with images.
func verb(p *plan.Plan) string {
	if p.Undoes == nil {
		switch p.Command.Command.(type) {
		case command.Hide:
			return "Hide"
		case command.Unhide:
			return "Unhide"
		case command.Protect:
			return "Protect"
		case command.Unprotect:
			return "Unprotect"
		}
	}
	kind := p.Steps[0].Kind
	if kind == plan.Create { // and its data
		return verbs[kind]
	}
	if isSignedUpload(p) {
		return verbs[plan.Upload]
	}
	if said := storeVerb(p); said != "" {
		return said
	}
	adds, removes := false, false
	for i := range p.Steps {
		if p.Steps[i].Kind != kind {
			return "Change"
		}
		adds, removes = adds || len(p.Steps[i].Add) > 0, removes || len(p.Steps[i].Remove) > 0
	}
	switch said, known := verbs[kind]; {
	case kind == plan.Share || kind == plan.Answer:
		return memberVerb(p)
	case kind == plan.Retag && !removes:
		return "Tag"
	case kind == plan.Retag && !adds:
		return "Remove tags from"
	case known:
		return said
	default:
		return "Change"
	}
}

// isSignedUpload reports whether a plan gives one image a signature, and then its data.
func isSignedUpload(p *plan.Plan) bool {
	return len(p.Steps) == 2 && p.Steps[0].Kind == plan.Update && p.Steps[1].Kind == plan.Upload &&
		p.Steps[0].Image == p.Steps[1].Image
}

// storeVerb says what a plan does with the data in the stores of a service, if all of it
// is about that. What it is about in store is told by [storesOf].
func storeVerb(p *plan.Plan) string {
	copies, deletes := true, true
	for i := range p.Steps {
		step := &p.Steps[i]
		copies = copies && step.Kind == plan.Import && step.Data != nil && step.Data.Method == plan.CopyImage
		deletes = deletes && step.Kind == plan.DeleteFrom
	}
	switch stores := storesOf(p); {
	case copies:
		return "Copy the data of"
	case deletes && stores != "":
		return "Delete from " + stores + " the data of"
	default:
		return ""
	}
}

// storesOf names the stores that every step of a plan is about, escaped, or nothing
// where they differ.
func storesOf(p *plan.Plan) string {
	var stores []string
	for i := range p.Steps {
		switch data := p.Steps[i].Data; {
		case data == nil, i > 0 && !slices.Equal(stores, data.Stores):
			return ""
		default:
			stores = data.Stores
		}
	}
	return inStores(stores)
}

// inStores names stores, escaped, or nothing where there are none.
func inStores(stores []string) string {
	if len(stores) == 0 {
		return ""
	}
	return map[bool]string{true: "store ", false: "stores "}[len(stores) == 1] + text.Escape(strings.Join(stores, ", "))
}

// target is where data is copied to, for the heading.
func target(p *plan.Plan) string {
	data := p.Steps[0].Data
	if data == nil || data.Method != plan.CopyImage || storeVerb(p) == "" {
		return ""
	}
	if stores := storesOf(p); stores != "" {
		return " to " + stores
	}
	return " to other stores"
}

// heading says what is to be done, to how many images and where, escaped: the
// cloud and the project always, the region before the user as far as one line holds
// them, for the header has both as well.
func (s *Screen) heading(room int) string {
	if s.plan.IsEmpty() {
		return "Nothing would be sent"
	}
	show := s.theme.Cells.Show
	what := s.verb + " " + images(s.images) + target(s.plan)
	said := what + " on the cloud of the OS_* variables"
	if s.place.Cloud != "" {
		said = what + " on cloud " + s.theme.Cells.ShowString(s.place.Cloud)
	}
	var who, project, region string
	if !s.place.Project.IsEmpty() {
		project = ", in project " + show(s.place.Project)
		who = project
		if !s.place.User.IsEmpty() {
			who = ", as user " + show(s.place.User) + " of project " + show(s.place.Project)
		}
	}
	if !s.place.Region.IsEmpty() {
		region = ", region " + show(s.place.Region)
	}
	for _, more := range []string{who + region, project + region, who} {
		if s.theme.Cells.Width(said+more) <= room {
			return said + more
		}
	}
	return said + project // whether it fits or not
}

// leftOut is the images of one reason.
type leftOut struct {
	reason plan.Reason
	at     []int
}

// leftOutOf groups what a plan leaves out by the reason, in the order in which
// the reasons come.
func leftOutOf(p *plan.Plan) []leftOut {
	var all []leftOut
	for i := range p.LeftOut {
		at := slices.IndexFunc(all, func(l leftOut) bool { return l.reason == p.LeftOut[i].Reason })
		if at < 0 {
			all = append(all, leftOut{reason: p.LeftOut[i].Reason})
			at = len(all) - 1
		}
		all[at].at = append(all[at].at, i)
	}
	return all
}

// namedLeftOut is how many images that are left out for one reason are named,
// leftNameWide how wide such a name is at most.
const (
	namedLeftOut = 3
	leftNameWide = 40
)

// leftOutLines say above the changes what is told below them once more: there
// it can be out of sight.
func (s *Screen) leftOutLines() []string {
	all := leftOutOf(s.plan)
	said := make([]string, len(all))
	for i, one := range all {
		said[i] = format.Count(len(one.at)) + " left out: " + ReasonText(s.plan.Command.Command, one.reason, len(one.at))
		for at, left := range one.at {
			if len(one.at) > namedLeftOut {
				break
			}
			name := s.plan.LeftOut[left].Name
			shown := s.theme.Cells.Cut(s.name(name.IsEmpty(), s.theme.Cells.Show(name)), leftNameWide)
			said[i] += map[bool]string{true: " " + s.theme.Glyphs.Dash + " ", false: ", "}[at == 0] + shown
		}
	}
	return said
}

// setFormats says what to do first: the service takes no data without the formats, not
// even where an import from another region is to bring them along.
const setFormats = "no formats yet: :set disk_format=qcow2 container_format=bare"

// because are the reasons in words, as they are said of one image and of several.
var because = map[plan.Reason][2]string{
	plan.AsWanted:          {"no change needed", "no change needed"},
	plan.Protected:         {"it is protected", "they are protected"},
	plan.WrongStatus:       {"its status does not allow it", "their status does not allow it"},
	plan.Unreadable:        {"its record cannot be read", "their records cannot be read"},
	plan.NotFound:          {"there is no such image", "there are no such images"},
	plan.UnknownProtection: {"whether it is protected is unknown", "whether they are protected is unknown"},
	plan.UnknownStatus:     {"its status is unknown", "their status is unknown"},
	plan.UnknownTags:       {"some of its tags are unknown", "some of their tags are unknown"},
	plan.KeyTaken:          {"the new key is in use, with another value", "the new key is in use, with another value"},
	plan.NullValue:         {"a property whose value is null cannot be renamed", "a property whose value is null cannot be renamed"},
	plan.NotShared:         {"only shared images have members", "only shared images have members"},
	plan.OwnersShare:       {"it is the project's own", "they are the project's own"},
	plan.NotMember:         {"it is not shared with the project", "they are not shared with the project"},
	plan.Changed:           {"somebody else changed it after it was shown", "somebody else changed them after they were shown"},
	plan.Unsendable:        {"it would damage the record", "it would damage the records"},
	plan.NoData:            {"it has no data", "they have no data"},
	plan.NoFormats:         {"its formats are not set: disk and container", "their formats are not set: disk and container"},
	plan.OnlyStore:         {"no other store has its data", "no other store has their data"},
	plan.LocationsHidden:   {"the service does not show its locations", "the service does not show their locations"},
	plan.LastLocation:      {"it would have no location left", "they would have no location left"},
	plan.NoInverse:         {"a deletion cannot be undone", "a deletion cannot be undone"},
	plan.Unrecorded:        {"the journal lost how it was before", "the journal lost how they were before"},
	plan.NotDone:           {"the job did not change it", "the job did not change them"},
	plan.NotMarked:         {"it is not marked", "they are not marked"},
}

// ReasonText says why a number of images is left out of a plan. A reason that is
// not known here, from the journal of a later version, is not repeated: it may
// hold anything.
func ReasonText(wanted command.Command, reason plan.Reason, count int) string {
	said, known := because[reason]
	switch {
	case reason == plan.WrongStatus && rule(wanted) != "":
		return rule(wanted)
	case reason == plan.NoFormats && command.MovesData(wanted):
		return setFormats
	case reason == plan.AsWanted && asWanted(wanted, count) != "":
		return asWanted(wanted, count)
	case reason == plan.NoInverse && command.MovesData(wanted):
		return "data that was moved cannot be undone"
	case !known:
		return "the reason is not known to this version of glimpse"
	case count == 1:
		return said[0]
	default:
		return said[1]
	}
}

// asWanted says how images are as a command wants them that is about where their data
// is, or nothing.
func asWanted(wanted command.Command, count int) string {
	it, has, is, does := "it", "has", "is", "does"
	if count > 1 {
		it, is = "them", "are"
	}
	they := map[bool]string{true: "it", false: "they"}[count == 1]
	switch wanted := wanted.(type) {
	case command.Import:
		switch {
		case !wanted.Copies():
			return ""
		case len(wanted.Stores) == 1 && wanted.Stores[0] == command.AllStores:
			return "every store that takes data has " + it + " already"
		case len(wanted.Stores) > 1:
			has = "have"
		}
		return inStores(wanted.Stores) + " " + has + " " + it + " already"
	case command.DeleteFrom:
		return inStores([]string{wanted.Store}) + " " + does + " not have " + it
	case command.Cache:
		return they + " " + is + " cached already, or queued for it"
	case command.Uncache:
		return they + " " + is + " not cached"
	default:
		return ""
	}
}

// rule says which status a command wants of an image, or nothing.
func rule(wanted command.Command) string {
	switch wanted := wanted.(type) {
	case command.Deactivate:
		return "only active images can be deactivated"
	case command.Reactivate:
		return "only deactivated images can be reactivated"
	case command.Set, command.Property:
		return "the formats can be changed only while an image is queued"
	case command.Import:
		if wanted.Copies() {
			return "only the data of active images is copied"
		}
		return "only queued images take data"
	case command.Upload:
		return "only queued images take data"
	case command.DeleteFrom:
		return "only active images can be deleted from a store"
	case command.Cache:
		return "only active images can be cached"
	case command.Location:
		return "locations are added to active and queued images, and removed from active ones"
	default:
		return ""
	}
}

// WhyEmpty says why nothing of a plan would be sent, in one line without a
// full stop. Of a plan for one image status is what it has, if that is known.
func WhyEmpty(theme *theme.Theme, p *plan.Plan, status text.Untrusted) string {
	groups := leftOutOf(p)
	switch len(groups) {
	case 0:
		return "no change needed"
	case 1:
		reason, count := groups[0].reason, len(groups[0].at)
		why := ReasonText(p.Command.Command, reason, count)
		switch {
		case reason == plan.Protected && count == 1:
			why = "it is protected; " + theme.Keys.For("change", action.ToggleProtected) + " unprotects it"
		case reason == plan.Protected:
			why = "all are protected; " + theme.Keys.For("change", action.ToggleProtected) + " unprotects them"
		case reason == plan.WrongStatus && count == 1 && !status.IsEmpty():
			why += "; this one is " + status.Display()
		case reason == plan.NotShared:
			why += "; :set visibility=shared makes it one"
		}
		return why
	}
	parts := make([]string, len(groups))
	for i, one := range groups {
		parts[i] = format.Count(len(one.at)) + ": " + ReasonText(p.Command.Command, one.reason, len(one.at))
	}
	return strings.Join(parts, "; ")
}
