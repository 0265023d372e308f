package glance

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// Properties by which an import tells how it goes, store by store.
const (
	importingTo  = "os_glance_importing_to_stores"
	failedImport = "os_glance_failed_import"
)

// Words about tasks.
const (
	taskPending    = "pending"
	taskProcessing = "processing"
	taskSuccess    = "success"
	taskFailure    = "failure"

	importTask = "api_image_import"
)

// taskLife is how long a task is remembered after its end, lockLife how long
// one that is stuck keeps others from the image.
const (
	taskLife = 48 * time.Hour
	lockLife = time.Hour
)

// importRequest is the body of POST /v2/images/{id}/import.
type importRequest struct {
	method, uri string
	stores      []string
	// copying is the import of an image's data into further stores, partly that it
	// may fail in some of them.
	copying, allStores, partly bool
	body                       value
	// from is the source of a glance-download.
	from *elsewhere
}

// importImage answers POST /v2/images/{id}/import. The work is done after the
// answer.
func (c *call) importImage() error {
	request, err := c.readImport()
	if err != nil {
		return err
	}
	if err := c.within(LimitSize, 0); err != nil {
		return err
	}
	r, err := c.lookup(c.vars[0])
	if err != nil {
		return err
	}
	if err := c.mayImport(r, request); err != nil {
		return err
	}
	if request.stores, err = c.readStores(request); err != nil {
		return err
	}
	if request.copying {
		if request.stores, err = lacking(r, request); err != nil {
			return err
		}
		if len(request.stores) == 0 {
			return c.empty(http.StatusAccepted) // it is in all of them already
		}
	}
	if request.method == "web-download" && !c.s.fetchable(c.r.Context(), request.uri) {
		return badRequest("URI for web-download does not pass filtering: " + cmp.Or(request.uri, "None"))
	}
	task := c.newTask(request)
	if err := c.s.startTask(r.ID, task); err != nil {
		return err
	}
	c.s.work.Go(func() { c.s.runImport(r.ID, task) })
	return c.empty(http.StatusAccepted)
}

// lacking returns the stores of a request to copy that do not have the image.
func lacking(r *Record, request *importRequest) ([]string, error) {
	var out []string
	for _, store := range request.stores {
		switch has := slices.Contains(r.Stores, store); {
		case has && !request.allStores:
			return nil, badRequest("Image is already present at store '" + store + "'")
		case !has:
			out = append(out, store)
		}
	}
	return out, nil
}

// mayImport asks whether the image takes data this way, the policy, and whether
// another import holds the image.
func (c *call) mayImport(r *Record, request *importRequest) error {
	if err := checkImport(r, request); err != nil {
		return err
	}
	if request.method == glanceDownload {
		if err := c.readElsewhere(request); err != nil {
			return err
		}
	}
	check, rule := c.enforceOwned, ruleModifyImage
	if request.copying {
		check, rule = c.enforce, ruleCopyImage
	}
	if err := check(rule, r); err != nil {
		return err
	}
	if at := property(r.Properties, importLock); at >= 0 && c.s.locked(r, r.Properties[at].Value) {
		return conflict("Image has active task")
	}
	return nil
}

// readImport reads the body; one of another shape than expected is an
// exception that no one catches.
func (c *call) readImport() (*importRequest, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	if body.kind != kindDict {
		return nil, broken()
	}
	method, ok := body.dict.get("method")
	if !ok {
		return nil, badRequest("Import request requires a 'method' field.")
	}
	if method.kind != kindDict {
		return nil, broken()
	}
	name, ok := method.dict.get("name")
	if !ok {
		return nil, badRequest("Import request requires a 'name' field.")
	}
	if name.kind != kindString || !slices.Contains(c.s.importMethods(), name.text) {
		return nil, badRequest("Unknown import method name '" + str(name) + "'.")
	}
	request := &importRequest{method: name.text, copying: name.text == "copy-image", body: body}
	for _, flag := range []string{"all_stores_must_succeed", "all_stores"} {
		given, ok := body.dict.get(flag)
		switch {
		case ok && given.kind != kindBool:
			return nil, badRequest("'" + flag + "' must be boolean value only")
		case flag == "all_stores":
			request.allStores = given.flag
		default:
			request.partly = ok && !given.flag
		}
	}
	uri, _ := method.dict.get("uri")
	request.uri = uri.text
	return request, nil
}

// checkImport checks that the image is one that can take data this way.
func checkImport(r *Record, request *importRequest) error {
	switch {
	case r.Status == statusActive && !request.copying:
		return conflict("Image with status active cannot be target for import")
	case r.Status != statusActive && request.copying:
		return conflict("Only images with status active can be targeted for copying")
	case r.Status != statusQueued && (request.method == "web-download" || request.method == glanceDownload):
		return conflict("Image needs to be in 'queued' state to use '" + request.method + "' method")
	case r.Status != statusUploading && request.method == "glance-direct":
		return conflict("Image needs to be staged before 'glance-direct' method can be used")
	case r.ContainerFormat == nil || *r.ContainerFormat == "":
		return conflict("'container_format' needs to be set before import")
	case r.DiskFormat == nil || *r.DiskFormat == "":
		return conflict("'disk_format' needs to be set before import")
	}
	return nil
}

// locked reports whether an import still holds the image.
func (s *Service) locked(r *Record, id string) bool {
	at := slices.IndexFunc(r.Tasks, func(t Task) bool { return t.ID == id })
	if at < 0 {
		return false
	}
	life := lockLife
	if r.Tasks[at].Status == taskPending {
		life *= 2
	}
	return s.now().Sub(r.Tasks[at].UpdatedAt) < life
}

// readStores reads into which stores the data is to go.
func (c *call) readStores(request *importRequest) ([]string, error) {
	stores, listed := request.body.dict.get("stores")
	header := c.r.Header.Get("X-Image-Meta-Store")
	if request.allStores {
		if listed || header != "" {
			return nil, badRequest("All_stores parameter can't be used with x-image-meta-store header or stores parameter")
		}
		return c.s.writable(), nil
	}
	if !listed {
		store := cmp.Or(header, storeID)
		if c.s.place(store) == nil {
			return nil, conflict(unknownStore(header))
		}
		return []string{store}, nil
	}
	if header != "" {
		return nil, badRequest("Stores parameter and x-image-meta-store header can't be both specified")
	}
	var out []string
	for _, store := range stores.items {
		if c.s.place(store.text) == nil {
			return nil, conflict(unknownStore(str(store)))
		}
		out = append(out, store.text)
	}
	return out, nil
}

func (c *call) newTask(request *importRequest) Task {
	now := c.s.now()
	return Task{
		ID: c.s.options.NewID(), Status: taskPending, Owner: c.who.ProjectID, UserID: c.who.UserID, RequestID: c.requestID,
		Method: request.method, URI: request.uri, Stores: request.stores, CreatedAt: now, UpdatedAt: now,
		request: string(appendValue(nil, request.body)), partly: request.partly,
		from: request.from,
	}
}

// startTask marks the image as seized by a task, unless another was faster.
func (s *Service) startTask(id string, task Task) error {
	return s.store.change(id, func(r *Record) (bool, error) {
		if at := property(r.Properties, importLock); at >= 0 {
			if s.locked(r, r.Properties[at].Value) {
				return false, conflict("New operation on image '" + id + "' is not permitted as prior operation is still in progress")
			}
		}
		r.Properties = withProperty(r.Properties, importLock, task.ID)
		r.Tasks = append(slices.Clone(r.Tasks), task)
		return true, nil
	})
}

// withProperty returns the properties with one set, and leaves those given as
// they are.
func withProperty(properties []Property, key, text string) []Property {
	out := slices.Clone(properties)
	if at := property(out, key); at >= 0 {
		out[at] = Property{Key: key, Value: text}
		return out
	}
	return append(out, Property{Key: key, Value: text})
}

func withoutProperty(properties []Property, key string) []Property {
	return slices.DeleteFunc(slices.Clone(properties), func(p Property) bool { return p.Key == key })
}

// setTask changes a task of an image.
func (r *Record) setTask(id string, now time.Time, edit func(*Task)) {
	r.Tasks = slices.Clone(r.Tasks)
	for i := range r.Tasks {
		if r.Tasks[i].ID == id {
			edit(&r.Tasks[i])
			r.Tasks[i].UpdatedAt = now
		}
	}
}

func (t *Task) end(now time.Time, status, message string) {
	t.Status, t.Message, t.ExpiresAt = status, message, now.Add(taskLife)
}
