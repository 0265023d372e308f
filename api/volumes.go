package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"glimpse/model"
	"glimpse/model/text"
)

// volumeStorage returns the Block Storage service, or says why it is not asked.
func (c *Client) volumeStorage(operation string) (*Client, error) {
	if c.storage.client != nil {
		return c.storage.client, nil
	}
	problem := &Problem{
		Operation: operation, Kind: ErrNotOffered, Reason: ownWords("the catalogue of this cloud has no block storage service"),
		advice: "set " + c.explain.setting("block_storage_endpoint_override") + " to its URL, if there is one",
	}
	if c.storage.unsafe {
		problem.Reason = ownWords("the address of the block storage service is not encrypted, although the login is")
		problem.advice = "set " + c.explain.setting("block_storage_endpoint_override") + " to an https URL"
	}
	return nil, problem
}

// VolumesAt returns the address of the Block Storage service, or nothing.
func (c *Client) VolumesAt() string {
	if c.storage.client == nil {
		return ""
	}
	return c.explain.secrets.Redact(c.storage.client.endpoint.Redacted())
}

// Volumes reads the volumes of the project (GET /volumes/detail), the newest first.
func (c *Client) Volumes(ctx context.Context) ([]model.Volume, error) {
	return c.volumesBy(ctx, "listing volumes", url.Values{})
}

func (c *Client) volumesBy(ctx context.Context, operation string, query url.Values) ([]model.Volume, error) {
	storage, err := c.volumeStorage(operation)
	if err != nil {
		return nil, err
	}
	var found []model.Volume
	request := call{
		operation: operation, method: http.MethodGet, path: "/volumes/detail", accept: []int{http.StatusOK}, query: query,
	}
	err = storage.pages(ctx, request, "volumes", func(r record) { found = append(found, volumeOf(r)) })
	return found, err
}

func volumeOf(r record) model.Volume {
	volume := model.Volume{ID: r.text("id"), Name: r.text("name"), Status: r.text("status"), Server: attached(r)}
	volume.Size, _ = readAmount(r["size"])
	return volume
}

// FindVolume finds a volume by its id, or by the name that it has in the project.
//
// Errors: ErrNotOffered where the cloud has no Block Storage service, ErrNotFound where
// there is none or where several have the name.
func (c *Client) FindVolume(ctx context.Context, word string) (model.Volume, error) {
	const finding = "finding the volume"
	if uuid.Validate(word) == nil {
		volume, err := c.Volume(ctx, text.Of(word))
		if !errors.Is(err, ErrNotFound) {
			return volume, err
		}
	}
	all, err := c.volumesBy(ctx, finding, url.Values{"name": {word}})
	if err != nil {
		return model.Volume{}, err
	}
	var called []model.Volume
	for i := range all { // not every service filters
		if all[i].Name.Raw() == word {
			called = append(called, all[i])
		}
	}
	if len(called) == 1 {
		return called[0], nil
	}
	problem := &Problem{
		Operation: finding, Kind: ErrNotFound, Reason: text.Of("no volume of this project is called " + word),
		advice: "check the name, or use the id of the volume",
	}
	if len(called) > 1 {
		problem.Reason = text.Of(fmt.Sprintf("%d volumes are called %s: %s", len(called), word, volumeIDs(called)))
		problem.advice = "use the id of one of them"
	}
	return model.Volume{}, problem
}

// volumeIDs lists the ids of a few volumes.
func volumeIDs(volumes []model.Volume) string {
	const most = 5
	said := ""
	for i := range volumes[:min(most, len(volumes))] {
		if i > 0 {
			said += ", "
		}
		said += volumes[i].ID.Raw()
	}
	if len(volumes) > most {
		said += ", …"
	}
	return said
}

// Volume reads one volume (GET /volumes/{id}). The error is ErrAnswer where the answer is
// about another one.
func (c *Client) Volume(ctx context.Context, id text.Untrusted) (volume model.Volume, err error) {
	const reading = "reading the volume"
	storage, err := c.volumeStorage(reading)
	if err != nil {
		return volume, err
	}
	request := call{
		operation: reading, method: http.MethodGet, path: "/volumes/" + url.PathEscape(id.Raw()), accept: []int{http.StatusOK},
	}
	err = storage.read(ctx, request, func(body []byte) error {
		answer, err := decodeRecord(body, "volume")
		if err != nil {
			return err
		}
		if answer["volume"].Kind() != '{' {
			return &missingError{"volume"}
		}
		volume = volumeOf(recordOf(answer["volume"]))
		return checkAsked("volume", id, volume.ID)
	})
	if err != nil {
		return model.Volume{}, err
	}
	return volume, nil
}

// VolumeImage is the image that is to be made of a volume.
type VolumeImage struct {
	// Volume is the id of the volume. Force takes one that a server is using.
	Volume text.Untrusted
	Force  bool
	// Attributes are some of name, disk_format, container_format, visibility and
	// protected. What is not set is the service's to choose.
	Attributes map[model.Attribute]any
}

// uploadVersion is the microversion since which the visibility and the protection of the
// image can be said.
const uploadVersion = "volume 3.1"

// document is the body of the request, with the microversion that it needs.
func (v *VolumeImage) document() (document map[string]any, version string) {
	wanted := map[string]any{"force": v.Force}
	for attribute, value := range v.Attributes {
		name := attribute.String()
		if attribute == model.AttrName {
			name = "image_name"
		}
		if attribute == model.AttrVisibility || attribute == model.AttrProtected {
			version = uploadVersion
		}
		wanted[name] = value
	}
	return map[string]any{"os-volume_upload_image": wanted}, version
}

// ImageOfVolume has the Block Storage service make an image of a volume
// (POST /volumes/{id}/action, os-volume_upload_image), and returns the id of the image,
// which gets its data after the answer. It is sent once: the request makes an image each
// time.
//
// The error is ErrUncertain where the request may have been carried out. ErrInvalid: the
// volume is in a status that does not allow it, or the service takes no force; ErrForbidden,
// ErrNotFound, ErrNotOffered.
func (c *Client) ImageOfVolume(ctx context.Context, wanted VolumeImage) (id model.ImageID, err error) {
	const making = "making an image of the volume"
	storage, err := c.volumeStorage(making)
	switch {
	case c.about.ReadOnly:
		return id, c.explain.problem(making, errReadOnlyGate)
	case err != nil:
		return id, err
	}
	document, version := wanted.document()
	body, err := json.Marshal(document)
	if err != nil {
		return id, err
	}
	request := call{
		operation: making, method: http.MethodPost, path: "/volumes/" + url.PathEscape(wanted.Volume.Raw()) + "/action", body: body,
		mediaType: "application/json", accept: []int{http.StatusAccepted}, version: version,
	}
	ctx, end := storage.alive(ctx)
	defer end()
	sent := &change{client: storage, operation: making}
	err = storage.retry.do(ctx, func(ctx context.Context) error {
		got, err := sent.send(ctx, request)
		if err == nil {
			id, err = madeImage(got.body)
			err = storage.unreadable(request, got, err)
		}
		var problem *Problem
		if sent.unsure && errors.As(err, &problem) {
			problem.final = true
		}
		return err
	})
	switch {
	case err != nil && sent.unsure:
		return id, sent.uncertain(err)
	case err != nil:
		adviseOnVolume(err, wanted.Force)
		return id, storage.during(ctx, request, err)
	}
	return id, nil
}

// madeImage reads which image is being made.
func madeImage(body []byte) (id model.ImageID, err error) {
	answer, err := decodeRecord(body, "image of a volume")
	if err != nil {
		return id, err
	}
	id.Untrusted = recordOf(answer["os-volume_upload_image"]).text("image_id")
	if id.IsEmpty() {
		return id, errors.New("the answer does not say which image is made")
	}
	return id, nil
}

// adviseOnVolume says what to do about a volume that the service does not make an image
// of. Only an operator lets volumes be taken that are in use.
func adviseOnVolume(err error, force bool) {
	var problem *Problem
	switch {
	case !errors.As(err, &problem) || problem.Status != http.StatusBadRequest:
	case force:
		problem.advice = "this cloud may not take volumes that are in use (enable_force_upload): detach the volume, and try again"
	default:
		problem.advice = "look at the volume as it is now: it has to be available"
	}
}
