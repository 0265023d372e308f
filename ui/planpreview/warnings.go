package planpreview

import (
	"strings"

	"glimpse/model"
	"glimpse/model/plan"
	"glimpse/model/text"
	"glimpse/ui/format"
	"glimpse/ui/planpreview/change"
)

// totals are what is found out about all images of a plan at once.
type totals struct {
	public, shared, community, protected, others int
	owners                                       []text.Untrusted // other projects, in the order of the plan
	bytes                                        int64
	unsized, deletes                             int
	// unknown are the images of which the owner or the visibility is not known
	// here, unread those of them that are loaded all the same; coming are those
	// whose data is coming in, perhaps those where it may be.
	unknown, unread, coming, perhaps int
	// unusable are the shared images that have no data for their members.
	unusable int
	// unguarded are the images of which it is unknown whether they are protected.
	unguarded int
	// cached are the steps about the image cache, unlocated those that remove
	// locations with their data.
	cached, unlocated int
	// exposed is the file of a private key that others than its owner may read.
	exposed string
	// unsure are the images that the job which is undone may not have changed.
	unsure int
	// forced reports whether an image is made of a volume that is in use.
	forced bool
	// opened and offered are the images that become public and community
	// images, names the names that images get with the number of them.
	opened, offered int
	// given are the images that get another owner.
	given   int
	names   map[string]int
	sharing sharing
}

// addKind counts what kind of step it is.
func (t *totals) addKind(step *plan.Step) {
	switch {
	case step.Kind == plan.Delete:
		t.deletes++
	case step.OfCache():
		t.cached++
	case step.DeletesData():
		t.unlocated++
	case step.Volume != nil && step.Volume.InUse:
		t.forced = true
	case step.Data != nil && step.Data.KeyExposed:
		t.exposed = step.Data.SignedWith
	}
}

// addWanted counts what one image becomes.
func (t *totals) addWanted(step *plan.Step, own text.Untrusted) {
	take := func(name string, value any) {
		said, isText := value.(string)
		if name == ownerField && (!step.MakesImage() || said != own.Raw()) {
			t.given++
		}
		switch {
		case !isText:
		case name == visibilityField && said == model.VisibilityPublic.Raw():
			t.opened++
		case name == visibilityField && said == model.VisibilityCommunity.Raw():
			t.offered++
		case name == nameField && said != "":
			if t.names == nil {
				t.names = map[string]int{}
			}
			t.names[said]++
		}
	}
	for i := range step.Patch {
		take(step.Patch[i].Field, step.Patch[i].Value)
	}
	for i := range step.New {
		take(step.New[i].Name, step.New[i].Value)
	}
}

// The names of fields of which more is said than their change.
var (
	visibilityField = model.AttrVisibility.String()
	ownerField      = model.AttrOwner.String()
	nameField       = model.AttrName.String()
)

// add counts what is known of one image.
func (t *totals) add(known *facts) {
	switch known.visibility {
	case model.VisibilityPublic:
		t.public++
	case model.VisibilityShared:
		t.shared++
		if known.empty {
			t.unusable++
		}
	case model.VisibilityCommunity:
		t.community++
	}
	switch {
	case known.protected:
		t.protected++
	case known.loaded && !known.guarded:
		t.unguarded++
	}
	t.bytes += known.size
	if !known.sized {
		t.unsized++
	}
	if !known.whole() {
		t.unknown++
		if known.loaded {
			t.unread++
		}
	}
}

// warnings are what a person must not overlook, each a sentence, the gravest
// first.
func (s *Screen) warnings() []string {
	t, total := &s.totals, s.images
	var said []string
	if s.plan.OnlyReads() { // whoever else has the image does not notice
		return nil
	}
	if t.cached > 0 {
		return s.aboutCache()
	}
	if t.unlocated > 0 {
		said = append(said, "This cannot be undone: a store deletes the data of a location that is removed.")
	}
	if t.deletes > 0 {
		said = append(said, "This cannot be undone."+s.size())
	}
	if used := s.inUse(); used != "" {
		said = append(said, used)
	}
	if t.forced {
		said = append(said, "The volume is in use: what its server has not written yet will be missing in the image.")
	}
	if t.exposed != "" {
		said = append(said, "Other users can read the private key "+s.theme.Cells.ShowString(t.exposed)+": chmod 600 keeps it yours.")
	}
	if t.given > 0 && s.place.NoAdmin {
		said = append(said, "Most clouds let only an administrator give an image to another project.")
	}
	said = append(append(said, s.becoming()...), s.losing()...)
	if s.place.Production {
		said = append(said, "This is a production cloud.")
	}
	for _, one := range []string{s.others(), s.notLoaded(), s.notRead(), s.among(), s.sharedWith(), s.unnamed(), s.unsure()} {
		if one != "" {
			said = append(said, one)
		}
	}
	switch {
	case t.coming == 0:
	case total == 1:
		said = append(said, "It is still importing or saving: that may overwrite this change.")
	default:
		said = append(said, format.Count(t.coming)+" of them still importing or saving: that may overwrite this change.")
	}
	switch {
	case t.perhaps == 0:
	case total == 1:
		said = append(said, "Its status is unknown: an import that is still running may overwrite this change.")
	default:
		said = append(said, "The status of "+format.Count(t.perhaps)+
			" is unknown: an import that is still running may overwrite this change.")
	}
	return said
}

// unsure says how many images a job may not have changed that is undone.
func (s *Screen) unsure() string {
	switch count := s.totals.unsure; {
	case count == 0:
		return ""
	case s.images == 1:
		return "It is not known whether the job changed it: if it did not, it is left alone."
	default:
		return "It is not known whether the job changed " + format.Count(count) + " of them: what it did not change is left alone."
	}
}

// aboutCache says what a change of the image cache is about, which no user of an image
// notices.
func (s *Screen) aboutCache() []string {
	said := "The images stay as they are. Each host of the service has a cache of its own: this is about the one that answers."
	if s.place.Production {
		return []string{"This is a production cloud.", said}
	}
	return []string{said}
}

// becoming says how many images others will see.
func (s *Screen) becoming() []string {
	var said []string
	total := s.images
	for _, one := range []struct {
		count           int
		single, several string
		end             string
	}{
		{s.totals.opened, "It becomes public", "become public", ": every project of the cloud will see "},
		{s.totals.offered, "It becomes a community image", "become community images", ": every project of the cloud may use "},
	} {
		switch {
		case one.count == 0:
		case total == 1:
			said = append(said, one.single+one.end+"it.")
		case one.count == 1:
			said = append(said, "1 of them"+strings.TrimPrefix(one.single, "It")+one.end+"it.")
		case one.count == total:
			said = append(said, "All "+format.Count(total)+" of them "+one.several+one.end+"them.")
		default:
			said = append(said, format.Count(one.count)+" of them "+one.several+one.end+"them.")
		}
	}
	return said
}

// oneName says that several images get one name, which nothing but their ids
// tells apart then.
func (s *Screen) oneName() string {
	names, all, which := 0, 0, ""
	for name, count := range s.totals.names {
		if count > 1 {
			names, all, which = names+1, all+count, name
		}
	}
	switch names {
	case 0:
		return ""
	case 1:
		return format.Count(all) + " of them will have one name: " + s.theme.Cells.Cut(change.Name(s.theme, which), leftNameWide) + "."
	default:
		return format.Count(all) + " of them will share " + format.Count(names) + " names."
	}
}

// notLoaded says of how many images the plan alone is known, so that nobody
// takes what is counted for all there is.
func (s *Screen) notLoaded() string {
	unknown, total := s.totals.unknown-s.totals.unread, s.images
	switch {
	case unknown == 0:
		return ""
	case total == 1:
		return "It is not loaded: its owner and visibility are not known here."
	case unknown == total:
		return "None of them is loaded: their owners and visibility are not known here."
	case unknown == 1:
		return "1 of them is not loaded: its owner and visibility are not known here."
	default:
		return format.Count(unknown) + " of them are not loaded: their owners and visibility are not known here; those of " +
			format.Count(total-unknown) + " are."
	}
}

// notRead says of how many images, loaded or not, the service sent nothing that
// can be read of what matters before a change.
func (s *Screen) notRead() string {
	t := &s.totals
	var parts []string
	for _, one := range []struct {
		count int
		said  string
	}{
		{t.unread, "the owner or the visibility"},
		{t.unguarded, "whether it is protected"},
	} {
		switch {
		case one.count == 0:
		case s.images == 1:
			parts = append(parts, one.said)
		default:
			parts = append(parts, one.said+" of "+format.Count(one.count))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Unknown, as the service sent nothing that can be read: " + strings.Join(parts, "; ") + "."
}

// among says how many of the images others may use, or are protected.
func (s *Screen) among() string {
	t := &s.totals
	if s.images == 1 {
		switch {
		case t.public > 0:
			return "It is public: every project of the cloud can use it."
		case t.community > 0:
			return "It is a community image: every project of the cloud can use it."
		case s.sharers != nil && s.sharers.Read > 0:
			return "" // sharedWith says more
		case t.shared > t.unusable && t.sharing.withdrawn+t.sharing.offered == 0:
			return "It is shared: its members, if it has any, can use it."
		default:
			return ""
		}
	}
	var parts []string
	for _, one := range []struct {
		count int
		said  string
	}{
		{t.public, "public, which every project of the cloud can use"},
		{t.community, "community"},
		{t.shared, "shared"},
		{t.protected, "protected"},
	} {
		if one.count > 0 {
			parts = append(parts, format.Count(one.count)+" "+one.said)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if t.unknown > 0 {
		return "As far as known, among them: " + strings.Join(parts, "; ") + "."
	}
	return "Among them: " + strings.Join(parts, "; ") + "."
}

// others says how many of the images belong to other projects, and to which.
func (s *Screen) others() string {
	t, total, as := &s.totals, s.images, ""
	if t.unknown > 0 {
		as = "As far as known, "
	}
	switch whose := s.whose(); {
	case t.others == 0:
		return ""
	case total == 1:
		return "It belongs to another project: " + whose + "."
	case t.others > 1 && len(t.owners) == 1 && t.others == total:
		return "All of them belong to another project: " + whose + "."
	case t.others > 1 && len(t.owners) == 1:
		return as + format.Count(t.others) + " of them belong to another project: " + whose + "."
	case t.others == 1:
		return as + "1 of them belongs to another project: " + whose + "."
	case t.others == total:
		return "All of them belong to other projects: " + whose + "."
	default:
		return as + format.Count(t.others) + " of them belong to other projects: " + whose + "."
	}
}

// size says how much data a deletion takes away.
func (s *Screen) size() string {
	t := &s.totals
	if t.deletes != s.images || t.unsized == s.images {
		return ""
	}
	said := " Image data deleted: " + format.Size(t.bytes)
	if t.unsized > 0 {
		said += ", and " + images(t.unsized) + " of unknown size"
	}
	return said + "."
}

// mostOwners is how many other projects are named, shortOwner how much of the
// id of one that has no name.
const (
	mostOwners = 3
	shortOwner = 8
)

// whose names other projects, escaped.
func (s *Screen) whose() string {
	said := ""
	for i, owner := range s.totals.owners {
		if i == mostOwners {
			return said + " and " + format.Count(len(s.totals.owners)-mostOwners) + " more"
		}
		if i > 0 {
			said += ", "
		}
		name := s.place.ownerName(owner)
		shown := s.theme.Cells.Show(name)
		if name == owner {
			cells := s.theme.Cells
			cells.Ellipsis = "" // a full stop may follow
			shown = cells.Cut(shown, shortOwner)
		}
		said += shown
	}
	return said
}
