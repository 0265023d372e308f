package cinder

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"glimpse/api/embedded/collection"
)

// Images is the Image service, as far as images are made of volumes.
type Images interface {
	// Create makes a record on behalf of the user of a token, of the JSON object that
	// POST /v2/images takes, and returns its id. The error is what the service said.
	Create(token string, document []byte) (id string, err error)
	// Save notes that data comes to the image, Fill that so many bytes are there. Both
	// report whether the image still waits for that.
	Save(id string) bool
	Fill(id string, size int64) bool
}

// The words of the statuses of volumes.
const (
	available = "available"
	inUse     = "in-use"
	uploading = "uploading"
)

// The microversion since which the visibility and the protection of an image of a volume
// can be said, and the rules of the policy.
const (
	uploadParams = 1
	uploadImage  = "volume_extension:volume_actions:upload_image"
	uploadPublic = "volume_extension:volume_actions:upload_public"
)

// formats are those that the service makes images in.
var formats = []string{"raw", "vmdk", "vdi", "qcow2", "vhd", "vhdx", "ploop"}

// uploadRequest is what an image of a volume is to be.
type uploadRequest struct {
	Name       string  `json:"image_name"`
	Force      any     `json:"force"`
	Format     string  `json:"disk_format"`
	Container  string  `json:"container_format"`
	Visibility *string `json:"visibility"`
	Protected  any     `json:"protected"`
}

// gibibyte is what the sizes of volumes count.
const gibibyte = 1 << 30

// action answers POST /volumes/{id}/action. Of all actions there is one: an image is made
// of the volume (os-volume_upload_image), which gets its data after the answer.
func (s *Service) action(w http.ResponseWriter, r *http.Request, who caller, id string) error {
	wanted, err := readUpload(r, who.minor)
	if err != nil {
		return err
	}
	if !s.sees(id, who) {
		return s.volumes.Missing(id)
	}
	switch {
	case !who.Admin && !who.Member:
		return collection.Forbidden(uploadImage)
	case wanted.Visibility != nil && *wanted.Visibility == "public" && !who.Admin:
		return collection.Forbidden(uploadPublic)
	}
	before, size, err := s.begin(id, isTrue(wanted.Force) && !s.uploads.RefuseForce)
	if err != nil {
		return err
	}
	image, err := s.uploads.Images.Create(r.Header.Get("X-Auth-Token"), wanted.document())
	if err != nil {
		s.setStatus(id, before)
		return collection.BadRequest(err.Error())
	}
	s.working.Go(func() {
		defer s.setStatus(id, before)
		if s.waits() && s.uploads.Images.Save(image) && s.waits() {
			s.uploads.Images.Fill(image, int64(size)*gibibyte)
		}
	})
	collection.Reply(w, http.StatusAccepted, map[string]any{"os-volume_upload_image": map[string]any{
		"id": id, "updated_at": nil, "status": uploading, "display_description": nil, "size": size, "volume_type": nil,
		"image_id": image, "container_format": wanted.Container, "disk_format": wanted.Format, "image_name": wanted.Name,
	}})
	return nil
}

// readUpload reads and checks the body.
func readUpload(r *http.Request, minor int) (wanted uploadRequest, err error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		return wanted, err
	}
	var actions map[string]json.RawMessage
	if json.Unmarshal(body, &actions) != nil {
		return wanted, collection.BadRequest("Malformed request body")
	}
	named, isUpload := actions["os-volume_upload_image"]
	if !isUpload {
		return wanted, collection.BadRequest("There is no such action: " + firstKey(actions))
	}
	var members map[string]any
	if json.Unmarshal(named, &members) != nil || json.Unmarshal(named, &wanted) != nil {
		return wanted, collection.BadRequest("Malformed request body")
	}
	known := []string{"image_name", "force", "disk_format", "container_format"}
	if minor >= uploadParams {
		known = append(known, "visibility", "protected")
	}
	for name := range members {
		if !slices.Contains(known, name) {
			return wanted, invalid("os-volume_upload_image", "Additional properties are not allowed ('"+name+"' was unexpected)")
		}
	}
	if wanted.Format == "" {
		wanted.Format = "raw"
	}
	if wanted.Container == "" {
		wanted.Container = "bare"
	}
	switch {
	case wanted.Name == "":
		return wanted, invalid("os-volume_upload_image", "'image_name' is a required property")
	case !slices.Contains(formats, wanted.Format):
		return wanted, invalid("disk_format", fmt.Sprintf("'%s' is not one of ['%s']", wanted.Format, strings.Join(formats, "', '")))
	}
	if minor >= uploadParams && wanted.Visibility == nil {
		private := "private"
		wanted.Visibility = &private
	}
	return wanted, nil
}

func invalid(field, why string) error {
	return collection.BadRequest("Invalid input for field/attribute " + field + ". " + why)
}

func firstKey(actions map[string]json.RawMessage) string {
	for name := range actions {
		return name
	}
	return "None"
}

// document is the record of the image.
func (u *uploadRequest) document() []byte {
	record := map[string]any{"name": u.Name, "disk_format": u.Format, "container_format": u.Container}
	if u.Visibility != nil {
		record["visibility"], record["protected"] = *u.Visibility, isTrue(u.Protected)
	}
	encoded, _ := json.Marshal(record) // of texts and booleans, which never fails
	return encoded
}

// isTrue reports whether a flag says yes, as a boolean or a word.
func isTrue(flag any) bool {
	switch flag := flag.(type) {
	case bool:
		return flag
	case string:
		return collection.IsTrue(flag)
	default:
		return false
	}
}

// sees reports whether a caller may know of a volume.
func (s *Service) sees(id string, who caller) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	volume := s.find(id)
	return volume != nil && (who.Admin || volume.ProjectID == who.ProjectID)
}

// begin seizes a volume for an upload, and returns its status before and its size.
func (s *Service) begin(id string, force bool) (before string, size int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	volume := s.find(id)
	if volume.Status != available && (!force || volume.Status != inUse) {
		must := available
		if force {
			must = available + " or " + inUse
		}
		return "", 0, collection.BadRequest("Invalid volume: Volume " + id + " status must be " + must)
	}
	before, volume.Status = volume.Status, uploading
	return before, volume.Size, nil
}

func (s *Service) setStatus(id, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(id).Status = status
}

// find returns a volume, or nil; the caller has locked.
func (s *Service) find(id string) *Volume {
	for i := range s.volumes.All {
		if s.volumes.All[i].ID == id {
			return &s.volumes.All[i]
		}
	}
	return nil
}

// waits lets the time pass that half of an upload takes, and reports whether the service
// still runs.
func (s *Service) waits() bool {
	timer := time.NewTimer(s.uploads.Takes / 2)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.closed:
		return false
	}
}

// Close ends the uploads that are under way.
func (s *Service) Close() {
	s.closing.Do(func() { close(s.closed) })
	s.working.Wait()
}
