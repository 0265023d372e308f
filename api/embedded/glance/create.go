package glance

import (
	"net/http"
	"slices"
	"strings"
)

// Limits of the real service's configuration.
const (
	// quota is how many tags, custom properties and members an image may
	// have, of each.
	quota        = 128
	maxKeyLength = 255
)

// reservedPrefix begins the names of the properties that the service keeps
// for itself.
const reservedPrefix = "os_glance_"

var imageSchema = lazySchema("image")

func isReadOnly(name string) error {
	return forbidden("Attribute '" + name + "' is read-only.")
}

// createImage answers POST /v2/images.
func (c *call) createImage() error {
	body, err := c.body()
	if err != nil {
		return err
	}
	if err := checkCreate(body); err != nil {
		return err
	}
	draft, given := c.draft(body.dict)
	if err := c.mayCreate(draft, given); err != nil {
		return err
	}
	if err := c.within(LimitCount, 1); err != nil {
		return err
	}
	if err := finishDraft(draft, given); err != nil {
		return err
	}
	if err := c.insert(draft); err != nil {
		return err
	}
	header := c.w.Header()
	header.Set("Location", "http://"+c.r.Host+imagesPath+"/"+draft.ID)
	header.Set("Openstack-Image-Import-Methods", strings.Join(c.s.importMethods(), ","))
	header.Set("Openstack-Image-Store-Ids", c.s.storeIDs())
	return c.image(http.StatusCreated, draft)
}

// checkCreate is what can be told of the body alone. A list passes the schema,
// which is about objects, and breaks what comes after it.
func checkCreate(body value) error {
	for _, name := range []string{"direct_url", "self", "file", "schema", "stores"} {
		given := slices.ContainsFunc(body.items, func(v value) bool { return v.kind == kindString && v.text == name })
		if body.kind == kindDict {
			_, given = body.dict.get(name)
		}
		if given {
			return isReadOnly(name)
		}
	}
	if body.kind == kindList {
		return broken()
	}
	if err := imageSchema().check(body); err != nil {
		return err
	}
	for _, name := range body.dict.keys {
		if err := checkNewKey(name); err != nil {
			return err
		}
	}
	return nil
}

// checkNewKey checks the name of a custom property; the attributes pass.
func checkNewKey(name string) error {
	switch {
	case len(runes(name)) > maxKeyLength:
		return badRequest("Custom property should not be greater than 255 characters.")
	case name == "location" || name == "deleted" || name == "deleted_at" || strings.HasPrefix(name, reservedPrefix):
		return detailed(http.StatusForbidden, "Attribute '"+name+"' is reserved.")
	}
	return nil
}

// draft makes a record of a body that has passed the schema, and returns it
// with the attributes that were given.
func (c *call) draft(body *dict) (draft *Record, given map[string]value) {
	draft = &Record{Status: statusQueued, Visibility: "shared", Owner: c.who.owner()}
	given = map[string]value{}
	for _, name := range body.keys {
		v := body.values[name]
		if name == "os_hash_algo" || name == "os_hash_value" {
			continue // stored where no one sees it
		}
		if attribute(name) {
			given[name] = v
			setAttribute(draft, name, v)
			continue
		}
		if name != "locations" {
			draft.Properties = append(draft.Properties, Property{Key: name, Value: v.text, Null: v.kind == kindNull})
			continue
		}
		given[name] = v
	}
	if id, ok := given["id"]; ok {
		draft.ID = id.text
	} else {
		draft.ID = c.s.options.NewID()
	}
	draft.CreatedAt = c.s.now()
	draft.UpdatedAt = draft.CreatedAt
	return draft, given
}

// attribute reports whether a name is one of the image's own attributes in the
// body of a request that creates one.
func attribute(name string) bool {
	switch name {
	case "checksum", "created_at", "container_format", "disk_format", "id", "min_disk", "min_ram", "name", "size",
		"virtual_size", "status", "tags", "owner", "updated_at", "visibility", "protected", "os_hidden":
		return true
	}
	return false
}

// setAttribute puts a value that the schema has let through into a record.
func setAttribute(r *Record, name string, v value) {
	optional := func() *string {
		if v.kind == kindNull {
			return nil
		}
		return &v.text
	}
	switch name {
	case "name":
		r.Name = optional()
	case "owner":
		r.Owner = optional()
	case "disk_format":
		r.DiskFormat = optional()
	case "container_format":
		r.ContainerFormat = optional()
	case "visibility":
		r.Visibility = v.text
	case "protected":
		r.Protected = v.flag
	case "os_hidden":
		r.Hidden = v.flag
	case "min_disk":
		r.MinDisk, _ = wholeNumber(v)
	case "min_ram":
		r.MinRAM, _ = wholeNumber(v)
	case "tags":
		r.Tags = make([]string, 0, len(v.items))
		for _, item := range v.items {
			r.Tags = append(r.Tags, item.text)
		}
	}
}

// mayCreate asks the policy about a new image.
func (c *call) mayCreate(draft *Record, given map[string]value) error {
	visibility := "private" // what an image not yet made counts as
	if _, ok := given["visibility"]; ok {
		visibility = draft.Visibility
	}
	about := target{owner: draft.Owner, visibility: visibility}
	own := owns(&c.who, draft) || draft.Owner == nil && c.who.ProjectID == ""
	owner := "None"
	if draft.Owner != nil {
		owner = *draft.Owner
	}
	const foreign = "You are not permitted to create images owned by '"
	if !c.s.allowed(&c.who, ruleAddImage, about) {
		if !own {
			return detailed(http.StatusForbidden, foreign+owner+"'")
		}
		return refused(ruleAddImage)
	}
	if err := c.enforceVisibility(visibility, about); err != nil {
		return err
	}
	if !c.s.options.NewRBAC && !c.who.Admin() && !own {
		return forbidden(foreign + owner + "'.")
	}
	return nil
}

// finishDraft checks what the real service checks when it builds the image.
func finishDraft(draft *Record, given map[string]value) error {
	if err := tagQuota(len(draft.Tags)); err != nil {
		return err
	}
	for _, name := range []string{"created_at", "updated_at", "status", "checksum", "size", "virtual_size"} {
		if _, ok := given[name]; ok {
			return isReadOnly(name)
		}
	}
	if _, ok := given["locations"]; ok {
		return forbidden("Attribute 'locations' is reserved.")
	}
	for _, name := range []string{"min_disk", "min_ram"} {
		if err := notNegative(name, given[name]); err != nil {
			return err
		}
	}
	return propertyQuota(draft.Properties)
}

func notNegative(name string, v value) error {
	if number, ok := wholeNumber(v); ok && number < 0 {
		return badRequest("Invalid value '" + str(v) + "' for parameter '" + name + "': Cannot be a negative value")
	}
	return nil
}

func overQuota(what string, attempted int) string {
	return "The limit has been exceeded on the number of allowed image " + what + ". Attempted: " + itoa(attempted) +
		", Maximum: " + itoa(quota)
}

func tagQuota(count int) error {
	if count > quota {
		return explain(http.StatusRequestEntityTooLarge, overQuota("tags", count))
	}
	return nil
}

func propertyQuota(properties []Property) error {
	count := 0
	for _, p := range properties {
		if !strings.HasPrefix(p.Key, reservedPrefix) {
			count++
		}
	}
	if count > quota {
		return explain(http.StatusRequestEntityTooLarge, overQuota("properties", count))
	}
	return nil
}

// insert stores a new image. A tag that cannot be stored is noticed when the
// image is there already.
func (c *call) insert(draft *Record) error {
	if err := plainBase(draft); err != nil {
		return err
	}
	if err := inRange(draft); err != nil {
		return err
	}
	wanted := draft.Tags
	stored := *draft
	kept, tagErr := c.s.setTags(nil, wanted)
	stored.Tags = kept
	if draft.Owner != nil && *draft.Owner == "" {
		stored.Owner = nil
	}
	if !c.s.store.add(&stored) {
		return conflict("Image ID " + draft.ID + " already exists!")
	}
	draft.Tags = kept
	return tagErr
}
