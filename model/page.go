package model

// Page is one page of a walk over the images of a query.
type Page struct {
	// Images come in the order of the query, or newest first where that order
	// is one that the service cannot give. There may be none of them although
	// more pages follow: where names are counted, the last page has all.
	Images []Image
	// More reports whether there is a further page.
	More bool
}
