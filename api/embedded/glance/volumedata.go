package glance

// BeginData notes that another service of the cloud sends data to an image, and reports
// whether the image waits for some.
func (s *Service) BeginData(id string) bool {
	return s.becomes(id, statusQueued, func(r *Record) { r.Status = statusSaving })
}

// EndData makes an image active whose data has arrived: so many bytes, which follow from
// the id as [Content] does, and of which no hash is known.
func (s *Service) EndData(id string, size int64) bool {
	return s.becomes(id, statusSaving, func(r *Record) {
		r.Status, r.Size, r.Stores = statusActive, &size, []string{storeID}
		if r.DiskFormat != nil && *r.DiskFormat == "raw" {
			r.VirtualSize = &size
		}
	})
}

// becomes changes an image that has a status.
func (s *Service) becomes(id, status string, edit func(*Record)) bool {
	did := false
	err := s.store.change(id, func(r *Record) (bool, error) {
		if did = r.Status == status && !r.Deleted(); did {
			edit(r)
			r.UpdatedAt = s.now()
		}
		return did, nil
	})
	return err == nil && did
}
