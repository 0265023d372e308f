package glance

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
)

// legacyImport is the type of task that makes an image of a source.
const legacyImport = "import"

// taskError is why a task failed, in the real service's words.
type taskError string

func (e taskError) Error() string { return string(e) }

// errInternal is all that it tells of most failures.
const errInternal = taskError("Task failed due to Internal Error")

// createTask answers POST /v2/tasks, for admins. The API is deprecated, but
// still there.
func (c *call) createTask() error {
	if err := c.enforceTasks(); err != nil {
		return err
	}
	body, err := c.body()
	if err != nil {
		return err
	}
	kind, input, err := readTask(body)
	if err != nil {
		return err
	}
	if kind == legacyImport {
		if err := c.checkSource(input); err != nil {
			return err
		}
	} else if input.kind != kindDict {
		return broken()
	}
	now := c.s.now()
	task := Task{
		ID: c.s.options.NewID(), Status: taskPending, Owner: c.who.ProjectID, UserID: c.who.UserID, RequestID: c.requestID,
		CreatedAt: now, UpdatedAt: now, posted: kind, input: string(appendValue(nil, input)),
	}
	if image, _ := input.dict.get("image_id"); image.kind != kindNull {
		task.image = str(image)
	}
	c.s.store.post(task)
	c.s.work.Go(func() { c.s.runTask(task, input.dict) })
	c.w.Header().Set("Location", "http://"+c.r.Host+"/v2/tasks/"+task.ID)
	return c.json(http.StatusCreated, task.appendView(nil, task.image, true))
}

// readTask checks the body as far as the schema goes. A list of the names that
// are required gets past the schema, which is about objects.
func readTask(body value) (kind string, input value, err error) {
	for _, name := range []string{"type", "input"} {
		given := slices.ContainsFunc(body.items, func(v value) bool { return v.kind == kindString && v.text == name })
		if body.kind == kindDict {
			_, given = body.dict.get(name)
		}
		if !given {
			return "", value{}, badRequest("Task '" + name + "' is required")
		}
	}
	if body.kind != kindDict {
		return "", value{}, broken()
	}
	if err := taskSchema().check(body); err != nil {
		return "", value{}, err
	}
	word, _ := body.dict.get("type")
	input, _ = body.dict.get("input")
	return word.text, input, nil
}

// checkSource checks where an import is to take its data from.
func (c *call) checkSource(input value) error {
	source := value{}
	if input.kind == kindDict {
		source, _ = input.dict.get("import_from")
	}
	switch {
	case !source.truth():
		return badRequest("Invalid location: " + str(source))
	case source.kind != kindString:
		return broken()
	case strings.HasPrefix(source.text, "file:///") || strings.HasPrefix(source.text, "filesystem:///"):
		return badRequest("File based imports are not allowed. Please use a non-local source of image data.")
	case !strings.HasPrefix(source.text, "http://") && !strings.HasPrefix(source.text, "https://"):
		return badRequest("The given uri is not valid. Please specify a valid uri from the following list of supported uri ['http']")
	case !c.s.fetchable(c.r.Context(), source.text):
		return badRequest("URI for legacy import task does not pass filtering: " + source.text)
	}
	return nil
}

// runTask does what a task was posted for.
func (s *Service) runTask(task Task, input *dict) {
	s.pause()
	task.Status, task.UpdatedAt = taskProcessing, s.now()
	s.store.post(task)
	var image string
	var err error
	if task.posted == legacyImport {
		image, err = s.makeImage(input)
	} else if err = importInput(input); err == nil {
		return // the real service runs into an exception and leaves it so for ever
	}
	task.UpdatedAt, task.made = s.now(), image
	if err != nil {
		task.end(s.now(), taskFailure, err.Error())
	} else {
		task.end(s.now(), taskSuccess, "")
	}
	s.store.post(task)
}

// importInput checks what a task is given that is meant to be made by
// POST /v2/images/{id}/import alone.
func importInput(input *dict) error {
	if len(input.keys) == 0 {
		return taskError("Input to api_image_import task is empty.")
	}
	if _, ok := input.get("image_id"); !ok {
		return taskError("Missing required 'image_id' field")
	}
	return nil
}

// makeImage makes an image with data of a source. What it has begun is removed
// where it fails, but for a protected image.
func (s *Service) makeImage(input *dict) (id string, err error) {
	for _, key := range []string{"import_from", "import_from_format", "image_properties"} {
		if _, ok := input.get(key); !ok {
			return "", taskError("Input does not contain '" + key + "' field")
		}
	}
	source, _ := input.get("import_from")
	properties, _ := input.get("image_properties")
	draft, err := s.taskDraft(properties)
	if err != nil {
		return "", err
	}
	if !s.store.add(draft) {
		return "", errInternal
	}
	if err := s.fillImage(draft.ID, source.text); err != nil {
		_ = s.store.change(draft.ID, func(r *Record) (bool, error) {
			if !r.Protected && !r.Deleted() {
				r.bury(s.now())
			}
			return true, nil
		})
		return "", errInternal
	}
	return draft.ID, nil
}

// taskDraft makes a record of the properties that a task was given. The schema
// of images is not asked, and nobody is the owner who is not named.
func (s *Service) taskDraft(properties value) (*Record, error) {
	if properties.kind != kindDict {
		return nil, errInternal
	}
	now := s.now()
	draft := &Record{Status: statusQueued, Visibility: "shared", CreatedAt: now, UpdatedAt: now}
	for _, name := range properties.dict.keys {
		v := properties.dict.values[name]
		switch {
		case name == "id":
			draft.ID = v.text
		case attribute(name):
			if slices.Contains([]string{"created_at", "updated_at", "status", "checksum", "size", "virtual_size"}, name) {
				return nil, errInternal
			}
			setAttribute(draft, name, v)
		case checkNewKey(name) != nil || v.kind != kindString:
			return nil, errInternal
		default:
			draft.Properties = append(draft.Properties, Property{Key: name, Value: v.text})
		}
	}
	if !slices.Contains([]string{"public", "private", "shared", "community"}, draft.Visibility) {
		return nil, errInternal
	}
	if draft.ID == "" {
		draft.ID = s.options.NewID()
	}
	return draft, nil
}

// fillImage brings the data of a source into an image. The disk format becomes
// what the data says it is.
func (s *Service) fillImage(id, source string) error {
	data, err := s.fetchAll(source)
	if err != nil {
		return err
	}
	save := func(edit func(*Record) error) error {
		s.pause()
		return s.store.change(id, func(r *Record) (bool, error) {
			if r.Deleted() {
				return false, errInternal
			}
			if err := edit(r); err != nil {
				return false, err
			}
			r.UpdatedAt = s.now()
			return true, nil
		})
	}
	err = save(func(r *Record) error {
		format := formatOf(data)
		r.DiskFormat, r.Status = &format, statusSaving
		return missingFormats(r)
	})
	if err != nil {
		return err
	}
	found := sumsOf(data)
	return save(func(r *Record) error {
		fill(r, data, found)
		r.Stores = []string{storeID}
		r.Status = statusActive
		return nil
	})
}

// formatOf is the disk format by the first bytes of the data, in the words of
// qemu-img.
func formatOf(data []byte) string {
	for _, known := range []struct{ magic, format string }{
		{"QFI\xfb", "qcow2"}, {"KDMV", "vmdk"}, {"COWD", "vmdk"}, {"vhdxfile", "vhdx"}, {"conectix", "vpc"}, {"<<< ", "vdi"},
	} {
		if bytes.HasPrefix(data, []byte(known.magic)) {
			return known.format
		}
	}
	return "raw"
}
