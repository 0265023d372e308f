package patch

import "slices"

// fewTags is up to how many changes of tags go one by one. Each such request
// reads and saves the image within the service, so that the tags of others are
// lost in a much shorter time than between a read and a patch from here; more
// of them cost more requests than that is worth.
const fewTags = 3

// TagByTag reports whether changes of tags are sent one by one (PUT and DELETE
// /v2/images/{id}/tags/{tag}) and not as one patch of all tags.
func TagByTag(add, remove []string) bool {
	return len(add)+len(remove) <= fewTags && !slices.ContainsFunc(add, unfitForPath) && !slices.ContainsFunc(remove, unfitForPath)
}

// unfitForPath reports whether a tag cannot stand in a path: Glance reads other
// than ASCII characters there as Latin-1, and finds no tag that is empty, has
// a slash, or is one of the two names that a path gives a meaning.
func unfitForPath(tag string) bool {
	if tag == "" || tag == "." || tag == ".." {
		return true
	}
	return slices.ContainsFunc([]byte(tag), func(b byte) bool { return b <= ' ' || b > '~' || b == '/' })
}
