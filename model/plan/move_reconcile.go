package plan

import (
	"slices"
	"strings"

	"glimpse/model"
	"glimpse/model/patch"
)

// reconcileData decides about a step that moves data and of which nothing was sent
// yet.
func (s *Step) reconcileData(now *model.Image) Reconciled {
	data := s.data()
	var why Reason
	left := *s
	switch {
	case s.Kind == Download:
		why = downloadable(now)
	case s.Kind == DeleteFrom:
		return s.reconcileDeleteFrom(now)
	case data.Method == CopyImage:
		return s.reconcileCopy(now)
	default:
		if why = waitsForData(now); why != "" {
			break
		}
		if conflicts := s.changedSince(now); len(conflicts) > 0 {
			return conflict(conflicts)
		}
	}
	if why != "" {
		return notAllowed(why, now.Status.Raw())
	}
	return Reconciled{Step: left}
}

// changedSince are the fields that others changed since they were shown.
func (s *Step) changedSince(now *model.Image) []patch.Conflict {
	var conflicts []patch.Conflict
	for _, shown := range s.Shown {
		if theirs := patch.FieldOf(now, shown.Name); !theirs.Equal(shown) {
			conflicts = append(conflicts, patch.Conflict{Name: shown.Name, Shown: shown, Theirs: theirs, Yours: shown})
		}
	}
	return conflicts
}

// reconcileCopy decides about the copying to other stores, which is taken back by
// deleting from them.
func (s *Step) reconcileCopy(now *model.Image) Reconciled {
	missing := slices.DeleteFunc(slices.Clone(s.data().Stores), now.IsIn)
	switch why := copyable(now, missing); why {
	case "":
	case AsWanted:
		return Reconciled{Decision: NoChange}
	default:
		return notAllowed(why, now.Status.Raw())
	}
	left := *s
	data := *s.data()
	data.Stores = missing
	left.Data = &data
	return Reconciled{Step: left, Inverse: &Step{
		Image: s.Image, Name: s.Name, Kind: DeleteFrom, Data: &Data{Stores: missing, Size: data.Size},
	}}
}

// reconcileDeleteFrom decides about the deletion from stores, which is taken back
// by copying there again.
func (s *Step) reconcileDeleteFrom(now *model.Image) Reconciled {
	left, data := *s, *s.data()
	data.Stores = slices.DeleteFunc(slices.Clone(data.Stores), func(store string) bool { return !now.IsIn(store) })
	left.Data = &data
	switch {
	case now.Unknown.Has(model.AttrStatus):
		return notAllowed(UnknownStatus, "")
	case now.Status != model.StatusActive:
		return notAllowed(WrongStatus, now.Status.Raw())
	case len(data.Stores) == 0:
		return Reconciled{Decision: NoChange}
	case len(strings.Split(now.Stores.Raw(), ",")) <= len(data.Stores):
		return notAllowed(OnlyStore, "")
	}
	return Reconciled{Step: left, Inverse: &Step{
		Image: s.Image, Name: s.Name, Kind: Import, Data: &Data{Method: CopyImage, Stores: data.Stores, Size: data.Size},
	}}
}
