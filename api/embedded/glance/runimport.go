package glance

import (
	"slices"
	"strings"
)

// importing is an import that is being carried out.
type importing struct {
	s    *Service
	id   string
	task Task
	data []byte
	// found are the hashes of the data: they are made before the store is locked.
	found sums
	// left are the stores that the data is still to be brought to, failed those that
	// did not take it.
	left, failed []string
}

// step changes the image, as the real service does in steps that can be seen from
// outside, and reports whether it is still there.
func (i *importing) step(edit func(*Record)) bool {
	i.s.pause()
	return i.s.store.change(i.id, func(r *Record) (bool, error) {
		if r.Deleted() {
			return false, notFound(noImage + i.id)
		}
		edit(r)
		r.Properties = withProperty(r.Properties, importingTo, strings.Join(i.left, ","))
		r.Properties = withProperty(r.Properties, failedImport, strings.Join(i.failed, ","))
		r.UpdatedAt = i.s.now()
		return true, nil
	}) == nil
}

// copies reports whether an active image is copied to further stores.
func (i *importing) copies() bool { return i.task.Method == "copy-image" }

// runImport brings the data into the image.
func (s *Service) runImport(id string, task Task) {
	i := &importing{s: s, id: id, task: task, left: task.Stores}
	alive := i.step(func(r *Record) {
		r.setTask(task.ID, s.now(), func(t *Task) { t.Status = taskProcessing })
		if !i.copies() {
			r.Status = statusImporting
		}
	})
	if !alive {
		return
	}
	if said := i.overLimit(); said != "" {
		i.end(nil, nil, said, func(r *Record) {
			if !i.copies() {
				requeue(r)
			}
		})
		return
	}
	if i.copies() {
		i.store()
		return
	}
	if !i.fetch() {
		return
	}
	i.found = sumsOf(i.data)
	signed := s.store.get(id)
	if signed == nil {
		return
	}
	if verifies, err := s.verifierOf(signed); err != nil || !verifies.fits(i.data) {
		i.fail(task.Stores[:1], i.takeBack) // and the image stays as it is
		return
	}
	i.store()
}

// fetch gets the data, and reports whether it is there.
func (i *importing) fetch() bool {
	if i.task.from != nil {
		return i.importElsewhere()
	}
	var err error
	if i.data, err = i.s.importData(i.id, i.task); err != nil {
		i.s.store.unstage(i.id)
		i.fail(i.task.Stores, requeue)
		return false
	}
	return true
}

// requeue makes an image wait for data again.
func requeue(r *Record) { r.Status, r.Size, r.VirtualSize = statusQueued, nil, nil }

// internalError is all that the real service says of an import that failed.
const internalError = "Task failed due to Internal Error"

// store brings the data to one store after the other.
func (i *importing) store() {
	for len(i.left) > 0 {
		store := i.left[0]
		if i.s.place(store).readOnly() {
			if !i.task.partly {
				i.fail([]string{store}, i.takeBack)
				return
			}
			i.left, i.failed = i.left[1:], append(i.failed, store)
			continue
		}
		i.left = i.left[1:]
		last := len(i.left) == 0
		if !i.step(func(r *Record) { i.stored(r, store, last) }) {
			return
		}
	}
	i.step(func(r *Record) {
		r.setTask(i.task.ID, i.s.now(), func(t *Task) { t.end(i.s.now(), taskSuccess, t.Message) })
		r.Properties = withoutProperty(r.Properties, importLock)
	})
}

// stored notes that a store has the data.
func (i *importing) stored(r *Record, store string, last bool) {
	r.Stores = append(slices.Clone(r.Stores), store)
	if !i.copies() {
		fill(r, i.data, i.found)
	}
	if last {
		if !i.copies() {
			r.Status = statusActive
		}
		r.setTask(i.task.ID, i.s.now(), func(t *Task) { t.Message = "Copied " + itoa(int(orZero(r.Size)/mebibyte)) + " MiB" })
	}
}

// takeBack takes the data out of the stores to which it was brought. An image that was
// being copied keeps what it had.
func (i *importing) takeBack(r *Record) {
	r.Stores = slices.DeleteFunc(slices.Clone(r.Stores), func(store string) bool { return slices.Contains(i.task.Stores, store) })
}

// fail ends the import, which failed for some stores.
func (i *importing) fail(stores []string, edit func(*Record)) {
	i.end(nil, stores, internalError, edit)
}

// end ends an import that failed: left and failed are the stores that are told then.
func (i *importing) end(left, failed []string, why string, edit func(*Record)) {
	i.left, i.failed = left, failed
	i.step(func(r *Record) {
		r.setTask(i.task.ID, i.s.now(), func(t *Task) { t.end(i.s.now(), taskFailure, why) })
		r.Properties = withoutProperty(r.Properties, importLock)
		edit(r)
	})
}
