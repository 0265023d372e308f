package cinder

import (
	"net/http"
	"strconv"

	"glimpse/api/embedded/collection"
)

type (
	brief struct {
		ID    string            `json:"id"`
		Name  string            `json:"name"`
		Links []collection.Link `json:"links"`
	}
	detailed struct {
		brief
		Status      string            `json:"status"`
		Size        int               `json:"size"`
		Bootable    string            `json:"bootable"`
		Zone        string            `json:"availability_zone"`
		CreatedAt   string            `json:"created_at"`
		UserID      string            `json:"user_id"`
		TenantID    string            `json:"os-vol-tenant-attr:tenant_id"`
		Metadata    map[string]string `json:"metadata"`
		Attachments []attachment      `json:"attachments"`
		Image       map[string]string `json:"volume_image_metadata,omitempty"`
		Encrypted   bool              `json:"encrypted"`
		Multiattach bool              `json:"multiattach"`
		Description *string           `json:"description"`
		SnapshotID  *string           `json:"snapshot_id"`
		SourceID    *string           `json:"source_volid"`
		VolumeType  *string           `json:"volume_type"`
	}
	attachment struct {
		ID       string `json:"id"`
		VolumeID string `json:"volume_id"`
		ServerID string `json:"server_id"`
		Device   string `json:"device"`
	}
)

// view is what is told of a volume.
func (s *Service) view(r *http.Request, volume *Volume, detail bool) any {
	if detail {
		return s.detailed(r, volume)
	}
	return s.brief(r, volume)
}

func (s *Service) brief(r *http.Request, volume *Volume) brief {
	self := s.options.Root(r) + version + "/" + volume.ProjectID + "/volumes/" + volume.ID
	return brief{ID: volume.ID, Name: volume.Name, Links: []collection.Link{{Rel: "self", Href: self}}}
}

func (s *Service) detailed(r *http.Request, volume *Volume) detailed {
	out := detailed{
		brief: s.brief(r, volume), Status: volume.Status, Size: volume.Size, Bootable: strconv.FormatBool(volume.ImageID != ""),
		Zone: "nova", CreatedAt: volume.Created.UTC().Format("2006-01-02T15:04:05.000000"),
		UserID: volume.UserID, TenantID: volume.ProjectID,
		Metadata: map[string]string{}, Attachments: []attachment{}, Image: volume.imageMetadata(),
	}
	if volume.Server != "" {
		out.Attachments = append(out.Attachments,
			attachment{ID: volume.ID, VolumeID: volume.ID, ServerID: volume.Server, Device: "/dev/vda"})
	}
	return out
}

// imageMetadata is what the service keeps of the image that a volume was made
// from; nil for one that was made empty.
func (v *Volume) imageMetadata() map[string]string {
	if v.ImageID == "" {
		return nil
	}
	return map[string]string{"image_id": v.ImageID, "image_name": v.ImageName}
}

// describe answers GET / and GET /v3, which need no token.
func (s *Service) describe(w http.ResponseWriter, r *http.Request, path string) {
	described := map[string]any{"versions": []any{map[string]any{
		"id": "v3.0", "status": "CURRENT", "version": "3." + strconv.Itoa(versions.Most), "min_version": "3.0",
		"updated": "2018-07-17T00:00:00Z", "links": []collection.Link{{Rel: "self", Href: s.options.Root(r) + version + "/"}},
	}}}
	status := http.StatusOK
	if path == "" {
		status = http.StatusMultipleChoices
	}
	collection.Reply(w, status, described)
}
