package intent

import (
	"glimpse/model/list"
	"glimpse/model/overview"
	"glimpse/model/query"
	"glimpse/model/text"
)

// ForBrowse is what is asked of the list of images: which ones the service is
// asked for, and how they are shown.
type ForBrowse interface {
	Intent
	toBrowse()
}

type browse struct{}

func (browse) intent()   {}
func (browse) toBrowse() {}

type (
	// Fetch asks for a page of the list.
	Fetch struct {
		browse
		Fetch list.Fetch
		// Anew says that what is remembered of earlier queries is not to be relied on
		// any more.
		Anew bool
	}
	// SetTerms asks for other filters in the same order.
	SetTerms struct {
		browse
		Terms []query.Term
		// And says that the filters that there are stay, ToList that the list is to be
		// seen.
		And, ToList bool
	}
	// SetSort asks for the same filters in another order.
	SetSort struct {
		browse
		Keys []query.SortKey
	}
	// SetQuery asks for other filters and another order.
	SetQuery struct {
		browse
		Query query.Query
	}
	// ClearFilters asks for all images, without filters or search.
	ClearFilters struct{ browse }
	// QueryHistory asks for the query shown before (-1) or after (1).
	QueryHistory struct {
		browse
		By int
	}
	// LoadAll asks for every page of the query, and then for something else.
	LoadAll struct {
		browse
		Then Intent
	}
	// Duplicates asks for the images that have the same name as another, or the same
	// checksum.
	Duplicates struct {
		browse
		By list.Duplicates
	}
	// MarkShown asks to mark every image that is shown.
	MarkShown struct{ browse }
	// OpenFilter asks for the filter pane.
	OpenFilter struct{ browse }
	// OpenSort asks for the sort pane.
	OpenSort struct{ browse }
	// OpenColumns asks for the choice of columns.
	OpenColumns struct{ browse }
	// SetColumns asks for columns, by their names; none are the usual ones.
	SetColumns struct {
		browse
		Names []string
	}
	// ToggleDetails asks for the details by the list, or for their end.
	ToggleDetails struct{ browse }
	// ScrollDetails scrolls the details by the list.
	ScrollDetails struct {
		browse
		Lines int
	}
	// OpenViews asks for the choice of a saved view.
	OpenViews struct{ browse }
	// OpenView asks for a saved view.
	OpenView struct {
		browse
		Name string
	}
	// SaveView asks to save what is shown as a view; without a name, for the
	// line in which the name is typed.
	SaveView struct {
		browse
		// Name may begin with the number that opens it.
		Name string
		// Replace says that the user knows that there is such a view.
		Replace bool
	}
	// ReadFacts asks for what is known of the cloud and of the owners in use,
	// unless that has been read.
	ReadFacts struct {
		browse
		// Projects are further projects whose names are wanted.
		Projects []text.Untrusted
	}
	// OpenOverview asks for the images counted and added up, by a key and within
	// that by a second one; without a key, by those of the last time.
	OpenOverview struct {
		browse
		By, Within overview.Key
	}
	// OpenAttention asks for the images of the whole cloud that need attention, or
	// to look for them again.
	OpenAttention struct{ browse }
	// Export asks to write what is listed to a file.
	Export struct {
		browse
		Format, File string
	}
)
