package browse

import (
	"glimpse/model"
	"glimpse/model/list"
	"glimpse/model/query"
)

// memory is all images of a query that was read to its end. Queries that find a part of
// them are answered from it.
type memory struct {
	query  query.Query
	images *list.Memory
}

// remember keeps the images of the list, where all of them are loaded and the memory
// does not have them already.
func (f *Feature) remember() {
	if f.memory.images != nil && f.memory.query.Covers(f.images.Query()) {
		return
	}
	if images, complete := f.images.Remember(); complete {
		f.memory = memory{query: f.images.Query(), images: images}
	}
}

// remembers reports whether the memory has all images that a query finds.
func (f *Feature) remembers(wanted query.Query) bool {
	f.remember()
	return f.memory.images != nil && f.memory.query.Covers(wanted)
}

func (m *memory) replace(image *model.Image) {
	if m.images != nil {
		m.images.Replace(image)
	}
}

func (m *memory) remove(id model.ImageID) {
	if m.images != nil {
		m.images.Remove(id)
	}
}
